#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The folder that messages are written to, and nothing outside it.
///
/// It is opened once; all names are looked up in the opened folder, follow no link and hold no slash. A file is written under
/// a name that begins with a dot and ends in `.part`, and gets its own name in one step when it is whole. That step never
/// replaces a file. No file stays open, so their number is not bounded by descriptors.
final class ExportFolder {
    let path: String
    private let descriptor: Int32
    private var parts = 0

    /// Names tried for one file before giving up: so many files of the same name are no accident.
    private static let attempts = 10_000

    /// Opens the folder, and makes it where it does not exist; its parent must.
    init(path: String) throws(ExportError) {
        self.path = path
        _ = mkdir(path, 0o700)
        descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .folder(path: path, errno: errno) }
    }

    /// A folder inside another; a link in its place is refused.
    init(_ name: String, in parent: ExportFolder) throws(ExportError) {
        path = "\(parent.path)/\(name)"
        _ = mkdirat(parent.descriptor, name, 0o700)
        descriptor = openat(parent.descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { throw .folder(path: path, errno: errno) }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Makes an empty file that has no name of its own yet.
    /// - Returns: what to call it here until it has.
    func makePart() throws(ExportError) -> String {
        for _ in 0..<Self.attempts {
            parts += 1
            let name = ".mailscope-\(getpid())-\(parts).part"
            let file = openat(descriptor, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
            if file >= 0 {
                close(file)
                return name
            }
            guard errno == EEXIST else { break }
        }
        throw .cannotCreate(path: "\(path)/.mailscope-\(getpid())-\(parts).part", errno: errno)
    }

    func append(_ bytes: [UInt8], toPart name: String) throws(ExportError) {
        guard !bytes.isEmpty else { return }
        let file = openat(descriptor, name, O_WRONLY | O_APPEND | O_NOFOLLOW | O_CLOEXEC)
        guard file >= 0 else { throw .cannotWrite(path: "\(path)/\(name)", errno: errno) }
        defer { close(file) }
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { write(file, $0.baseAddress.map { $0 + done }, bytes.count - done) }
            guard count >= 0 || errno == EINTR else { throw .cannotWrite(path: "\(path)/\(name)", errno: errno) }
            done += max(0, count)
        }
    }

    /// Cuts a file off behind its first `length` octets.
    func truncate(part name: String, to length: Int) throws(ExportError) {
        let file = openat(descriptor, name, O_WRONLY | O_NOFOLLOW | O_CLOEXEC)
        guard file >= 0 else { throw .cannotWrite(path: "\(path)/\(name)", errno: errno) }
        defer { close(file) }
        guard ftruncate(file, off_t(length)) == 0 else {
            throw .cannotWrite(path: "\(path)/\(name)", errno: errno)
        }
    }

    /// Lends a file's octets, 64 KiB at a time.
    func read(part name: String, _ body: ([UInt8]) throws(ExportError) -> Void) throws(ExportError) {
        let file = openat(descriptor, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        guard file >= 0 else { throw .cannotWrite(path: "\(path)/\(name)", errno: errno) }
        defer { close(file) }
        while true {
            var failure: Int32 = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: 65_536) { room, count in
                var got = 0
                repeat { got = Self.readSome(file, room) } while got < 0 && errno == EINTR
                if got < 0 { failure = errno }
                count = max(0, got)
            }
            guard failure == 0 else { throw .cannotWrite(path: "\(path)/\(name)", errno: failure) }
            if bytes.isEmpty { return }
            try body(bytes)
        }
    }

    private static func readSome(_ file: Int32, _ room: UnsafeMutableBufferPointer<UInt8>) -> Int {
        #if canImport(Glibc)
            Glibc.read(file, room.baseAddress, room.count)
        #else
            Darwin.read(file, room.baseAddress, room.count)
        #endif
    }

    /// Gives a file the first of the names that no other has.
    ///
    /// - Parameters:
    ///   - folder: Where it is to stand; this one where nil.
    ///   - name: The name of the 1st, 2nd, ... attempt.
    func name(part: String, in folder: ExportFolder? = nil, _ name: (Int) -> String) throws(ExportError) {
        let target = folder ?? self
        for attempt in 1...Self.attempts {
            let wanted = name(attempt)
            if linkat(descriptor, part, target.descriptor, wanted, 0) == 0 {
                remove(part: part)
                return
            }
            if errno == EEXIST { continue }
            // Some file systems know no second names: claim the name with a file of ours and replace that.
            guard errno == EPERM || errno == EOPNOTSUPP || errno == EMLINK else {
                throw .cannotCreate(path: "\(target.path)/\(wanted)", errno: errno)
            }
            let claim = openat(target.descriptor, wanted, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
            if claim < 0, errno == EEXIST { continue }
            guard claim >= 0 else { throw .cannotCreate(path: "\(target.path)/\(wanted)", errno: errno) }
            close(claim)
            guard renameat(descriptor, part, target.descriptor, wanted) == 0 else {
                throw .cannotCreate(path: "\(target.path)/\(wanted)", errno: errno)
            }
            return
        }
        throw .cannotCreate(path: "\(target.path)/\(name(1))", errno: EEXIST)
    }

    func remove(part name: String) { _ = unlinkat(descriptor, name, 0) }
}
