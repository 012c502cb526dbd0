import Synchronization

/// The secrets of the TLS connections that our stations take part in, in the form of SSLKEYLOGFILE, as they become known.
package final class KeyLogBook: Sendable {
    /// Octets that are kept: five lines of 150 octets a connection, so some hundred thousand connections.
    package static let limit = 64 << 20

    /// Lines that are looked at for one that has come already: a handful of handshakes at a time.
    private static let memory = 64

    private struct Content {
        var octets: [UInt8] = []
        /// The latest lines: where both ends are ours, each comes twice.
        var latest: [[UInt8]] = []
        var listeners: [@Sendable ([UInt8]) -> Void] = []
    }
    private let content = Mutex(Content())

    package init() {}

    /// All lines so far.
    package var octets: [UInt8] { content.withLock { $0.octets } }

    /// - Parameter listener: Gets each line with its end, from any thread, before the first octet is said under it.
    package func listen(_ listener: @escaping @Sendable ([UInt8]) -> Void) {
        content.withLock { $0.listeners.append(listener) }
    }

    func add(line: [UInt8]) {
        let whole = line.last == 0x0A ? line : line + [0x0A]
        let listeners: [@Sendable ([UInt8]) -> Void] = content.withLock { content in
            if content.latest.contains(whole) { return [] }
            if content.latest.count >= Self.memory { content.latest.removeFirst() }
            content.latest.append(whole)
            if content.octets.count + whole.count <= Self.limit { content.octets += whole }
            return content.listeners
        }
        for listener in listeners { listener(whole) }
    }
}
