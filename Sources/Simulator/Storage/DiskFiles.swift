import CDisk

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file that is read piece by piece; closed when nobody holds it any more.
final class ReadFile: Sendable {
    private let path: String
    private let descriptor: Int32

    init(_ path: String) throws(DiskError) {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw DiskError(operation: "read", path: path, code: errno) }
        self.path = path
        descriptor = file
    }

    deinit { close(descriptor) }

    /// The next octets, so many at most; none at the end.
    func read(_ count: Int) throws(DiskError) -> [UInt8] {
        while true {
            var code: Int32 = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
                let got = Disk.systemRead(descriptor, buffer)
                code = got < 0 ? errno : 0
                filled = max(0, got)
            }
            if code == 0 { return bytes }
            if code != EINTR { throw DiskError(operation: "read", path: path, code: code) }
        }
    }
}

/// A file that was written and that the disk need not have yet: many can be written before the first is waited for.
struct UnsavedFile: Sendable, Hashable {
    let path: String
    private let descriptor: Int32

    /// Writes a file that must not exist yet. It stays open until ``close()``.
    init(_ bytes: [UInt8], toNew path: String) throws(DiskError) {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw DiskError(operation: "create", path: path, code: errno) }
        self.path = path
        descriptor = file
        try write(bytes)
    }

    /// Writes over a file that nobody else knows. Nil, and nothing is written, where it is not one of that kind: it has another name as
    /// well, somebody still reads it, or it is gone.
    init?(_ bytes: [UInt8], over path: String) throws(DiskError) {
        let file = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else { return nil }
        self.path = path
        descriptor = file
        var information = stat()
        guard fstat(file, &information) == 0, information.st_mode & S_IFMT == S_IFREG, information.st_nlink == 1,
            cdisk_is_alone(file) == 1
        else {
            close()
            return nil
        }
        try write(bytes)
        guard ftruncate(file, off_t(bytes.count)) == 0 else {
            let code = errno
            close()
            throw DiskError(operation: "write", path: path, code: code)
        }
    }

    private func write(_ bytes: [UInt8]) throws(DiskError) {
        var done = 0
        while done < bytes.count {
            let count = Disk.systemWrite(descriptor, bytes[done...])
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let code = errno
                close()
                throw DiskError(operation: "write", path: path, code: code)
            }
            done += count
        }
        // The disk begins to write at once: so the first of many files that is waited for brings the others along.
        cdisk_begin(descriptor)
    }

    /// Waits until the disk has the octets; the name is the folder's.
    func save() throws(DiskError) {
        guard Disk.systemSave(descriptor) == 0 else { throw DiskError(operation: "save", path: path, code: errno) }
    }

    func close() {
        #if canImport(Glibc)
            _ = Glibc.close(descriptor)
        #else
            _ = Darwin.close(descriptor)
        #endif
    }
}
