import Glibc

/// A capture file or a key log that the program writes.
enum CaptureFile {
    /// - Parameter isSecret: Nobody else may read it.
    /// - Throws: ``Failure`` where the file cannot be made; 73 is sysexits' code for that.
    static func write(_ bytes: [UInt8], to path: String, isSecret: Bool = false) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, isSecret ? 0o600 : 0o644)
        guard descriptor >= 0 else {
            throw Failure("\(path) cannot be written: \(String(cString: strerror(errno))).", code: 73)
        }
        defer { close(descriptor) }
        var start = 0
        while start < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress.map { $0 + start }, bytes.count - start)
            }
            guard count > 0 || errno == EINTR else {
                throw Failure("\(path) could not be written to its end: \(String(cString: strerror(errno))).", code: 74)
            }
            start += max(0, count)
        }
    }
}
