import Dialogue
import Glibc
import MailProtocols
import Synchronization

/// A file of TLS secrets that `--keylog` names, read at the start and, live, again as it grows.
enum KeyLogFile {
    /// Bytes that are read at a time and in all: as much as a capture file may bring along.
    private static let limit = 16 << 20

    /// - Parameters:
    ///   - path: nil where none was named: secrets may still come with a capture.
    ///   - grows: The file is read on as long as it is asked for; it need not hold anything yet.
    /// - Throws: ``Failure``: 66 where the file cannot be read, 65 where it is none.
    static func ring(path: String?, grows: Bool) throws -> KeyRing {
        guard let path else { return KeyRing() }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(path) }
        guard let octets = read(descriptor, upTo: limit) else {
            defer { close(descriptor) }
            throw unreadable(path)
        }
        let ring: KeyRing
        if grows {
            // Open for as long as the program runs. What follows is asked for when a secret is not there.
            let rest = Mutex(limit - octets.count)
            ring = KeyRing {
                rest.withLock { rest in
                    let octets = read(descriptor, upTo: rest) ?? []
                    rest -= octets.count
                    return octets
                }
            }
            ring.add(lines: octets)
        } else {
            close(descriptor)
            ring = KeyRing()
            ring.add(octets)
        }
        try judge(ring.keyLog, path)
        if !KeyRing.isBuiltIn {
            Message.print("This build cannot read TLS: it was made without the trait TLS. \(path) is not used.")
        }
        return ring
    }

    private static func judge(_ log: KeyLog, _ path: String) throws {
        guard let first = log.badLines.first else { return }
        if log.isEmpty {
            throw Failure(
                "\(path) is no TLS key log (\(first)). Programs write one where SSLKEYLOGFILE names a file.",
                code: Failure.badData)
        }
        let more = log.badLineCount - 1
        let others = more == 0 ? "" : more == 1 ? " So is 1 more line." : " So are \(more) more lines."
        Message.print("\(path), \(first); it is passed over.\(others)")
    }

    private static func unreadable(_ path: String) -> Failure {
        Failure("The key log \(path) cannot be read: \(String(cString: strerror(errno))).", code: Failure.noInput)
    }

    /// - Returns: What there is, from where reading stopped; nil where reading fails, for `errno` to tell why.
    private static func read(_ descriptor: Int32, upTo limit: Int) -> [UInt8]? {
        var octets: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while octets.count < limit {
            let room = min(piece.count, limit - octets.count)
            let count = piece.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, room) }
            if count < 0, errno == EINTR { continue }
            if count < 0 { return nil }
            if count == 0 { break }
            octets.append(contentsOf: piece.prefix(count))
        }
        return octets
    }
}
