import CDisk
import NIOPosix

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file operation that failed: which, on what, and why.
package struct DiskError: Error, Sendable, Hashable, CustomStringConvertible {
    package var operation: String
    package var path: String
    /// `errno` right after the call.
    package var code: Int32

    package var isAbsence: Bool { code == ENOENT }
    package var isExistence: Bool { code == EEXIST }
    /// Trying again is of no use until somebody mends it.
    package var isLasting: Bool { [EACCES, EPERM, EROFS, ENOTDIR, ELOOP, ENAMETOOLONG].contains(code) }

    package var description: String { "cannot \(operation) \(path): \(Self.reason(code))" }

    /// The system's words for an `errno`.
    package static func reason(_ code: Int32) -> String {
        var text = [CChar](repeating: 0, count: 256)
        _ = strerror_r(code, &text, text.count)
        let reason = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        return reason.isEmpty ? "error \(code)" : reason
    }
}

/// The few file operations that mail storage needs, each durable when it returns.
///
/// They block, so stations call them through ``onThread(_:)``, never on an event loop or a thread of the concurrency pool.
package enum Disk {
    /// Threads that wait for the disk: more than cores, because a file system saves what several ask for in one go.
    private static let pool: NIOThreadPool = {
        let pool = NIOThreadPool(numberOfThreads: 16)
        pool.start()
        return pool
    }()

    /// Runs blocking file work on a thread that may wait.
    package static func onThread<Result: Sendable>(
        _ work: @escaping @Sendable () throws -> Result
    ) async throws -> Result {
        try await pool.runIfActive(work)
    }

    /// As ``onThread(_:)`` where nobody waits for it.
    static func later(_ work: @escaping @Sendable () -> Void) { pool.submit { _ in work() } }

    /// Creates a folder and those above it; a folder that is there already is no error.
    package static func makeFolder(_ path: String) throws(DiskError) {
        if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
        guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex else {
            throw DiskError(operation: "create the folder", path: path, code: errno)
        }
        try makeFolder(String(path[..<slash]))
        if mkdir(path, 0o700) != 0, errno != EEXIST {
            throw DiskError(operation: "create the folder", path: path, code: errno)
        }
    }

    /// Asks the file system to lay the folders in this one apart, where it can.
    static func spread(_ folder: String) { cdisk_spread(folder) }

    /// Creates a folder of its own.
    ///
    /// - Parameter parent: nil for the system's place for temporary files.
    package static func makeScratchFolder(in parent: String? = nil) throws(DiskError) -> String {
        let parent = parent ?? getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        let template = parent + (parent.hasSuffix("/") ? "" : "/") + "mailscope.XXXXXX"
        var bytes = template.utf8CString.map { $0 }
        guard mkdtemp(&bytes) != nil else {
            throw DiskError(operation: "create a folder under", path: parent, code: errno)
        }
        return String(decoding: bytes.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// The names in a folder, sorted by their bytes, without `.` and `..`.
    package static func names(in folder: String) throws(DiskError) -> [String] {
        guard let handle = opendir(folder) else {
            throw DiskError(operation: "list", path: folder, code: errno)
        }
        defer { closedir(handle) }
        var names: [String] = []
        while let entry = readdir(handle) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { field in
                field.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: field.pointee)) {
                    String(cString: $0)
                }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        // By bytes: String's own order follows Unicode's tables.
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// A plain file's octets; nil where there is none.
    package static func size(of path: String) -> Int? {
        var information = stat()
        guard stat(path, &information) == 0, information.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(information.st_size)
    }

    package static func read(_ path: String) throws(DiskError) -> [UInt8] {
        let file = try ReadFile(path)
        let size = size(of: path)
        // One octet more than there should be: so the end is seen at once.
        var contents = try file.read((size ?? 0) + 1)
        if let size, contents.count <= size { return contents }
        while true {
            let more = try file.read(65_536)
            if more.isEmpty { return contents }
            contents += more
        }
    }

    /// Writes a file that must not exist yet, and waits until the disk has it.
    package static func write(_ bytes: [UInt8], toNew path: String) throws(DiskError) {
        let file = try UnsavedFile(bytes, toNew: path)
        defer { file.close() }
        try file.save()
    }

    /// Moves a file within one file system, and waits until the disk has the new folder. Replaces what was there.
    package static func move(_ from: String, to: String) throws(DiskError) {
        try rename(from, to)
        try saveFolder(of: to)
    }

    /// As ``move(_:to:)``, but the folder is still to be saved.
    package static func rename(_ from: String, _ to: String) throws(DiskError) {
        guard systemRename(from, to) == 0 else { throw DiskError(operation: "move", path: from, code: errno) }
    }

    /// Gives a file another name in the same file system, one that nothing has yet; the old name goes. The new name's folder is
    /// still to be saved; should the old name come back after a loss of power, it is one of a folder for unfinished letters.
    package static func publish(_ from: String, asNew to: String) throws(DiskError) {
        let code = cdisk_publish(from, to)
        guard code == 0 else { throw DiskError(operation: "create", path: to, code: code) }
    }

    package static func remove(_ path: String) throws(DiskError) {
        try unlink(path)
        try saveFolder(of: path)
    }

    /// As ``remove(_:)``, but the folder is still to be saved.
    package static func unlink(_ path: String) throws(DiskError) {
        guard systemUnlink(path) == 0 else { throw DiskError(operation: "remove", path: path, code: errno) }
    }

    /// Removes a folder and all it holds; what is not there is no error.
    package static func removeAll(_ folder: String) {
        var information = stat()
        guard lstat(folder, &information) == 0 else { return }
        if information.st_mode & S_IFMT == S_IFDIR {
            for name in (try? names(in: folder)) ?? [] { removeAll("\(folder)/\(name)") }
            rmdir(folder)
        } else {
            _ = systemUnlink(folder)
        }
    }

    /// A rename is durable only when the folder that lists the name is.
    private static func saveFolder(of path: String) throws(DiskError) {
        try saveFolder(path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ".")
    }

    /// Waits until the disk has the names that a folder lists.
    package static func saveFolder(_ parent: String) throws(DiskError) {
        let folder = open(parent, O_RDONLY)
        guard folder >= 0 else { throw DiskError(operation: "open", path: parent, code: errno) }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw DiskError(operation: "save", path: parent, code: errno) }
    }

    private static func systemUnlink(_ path: String) -> Int32 {
        #if canImport(Glibc)
            Glibc.unlink(path)
        #else
            Darwin.unlink(path)
        #endif
    }

    private static func systemRename(_ from: String, _ to: String) -> Int32 {
        #if canImport(Glibc)
            Glibc.rename(from, to)
        #else
            Darwin.rename(from, to)
        #endif
    }

    /// The octets of a file and what is needed to find them.
    static func systemSave(_ file: Int32) -> Int32 {
        #if canImport(Glibc)
            fdatasync(file)
        #else
            fsync(file)
        #endif
    }

    static func systemRead(_ file: Int32, _ buffer: UnsafeMutableBufferPointer<UInt8>) -> Int {
        #if canImport(Glibc)
            Glibc.read(file, buffer.baseAddress, buffer.count)
        #else
            Darwin.read(file, buffer.baseAddress, buffer.count)
        #endif
    }

    static func systemWrite(_ file: Int32, _ bytes: ArraySlice<UInt8>) -> Int {
        bytes.withUnsafeBytes { buffer in
            #if canImport(Glibc)
                Glibc.write(file, buffer.baseAddress, buffer.count)
            #else
                Darwin.write(file, buffer.baseAddress, buffer.count)
            #endif
        }
    }
}

/// A folder name for any text: letters, digits, hyphen, underscore and inner dots stand for themselves in lower case, every
/// other byte is written `=` and two hexadecimal digits. So no address, however hostile, leaves the folder it belongs in.
package func safeFolderName(_ text: String) -> String {
    let digits: StaticString = "0123456789abcdef"
    var name: [UInt8] = []
    name.reserveCapacity(text.utf8.count + 8)
    for byte in text.lowercased().utf8 {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
            UInt8(ascii: "_"):
            name.append(byte)
        case UInt8(ascii: ".") where !name.isEmpty:
            name.append(byte)
        default:
            name += [UInt8(ascii: "="), digits.utf8Start[Int(byte >> 4)], digits.utf8Start[Int(byte & 15)]]
        }
    }
    return name.isEmpty ? "=" : String(decoding: name, as: UTF8.self)
}
