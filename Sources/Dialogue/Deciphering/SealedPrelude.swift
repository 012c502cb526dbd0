import MailProtocols

/// The first octets inside a connection that is TLS from the start: they tell what is spoken there, on any port.
struct SealedPrelude: Sendable {
    /// Octets of each side that are looked at.
    private static let headLimit = 4_096

    private var session: TLSSession
    private(set) var client: [UInt8] = []
    private(set) var server: [UInt8] = []
    private var positions = (client: 0, server: 0)

    init(_ ring: KeyRing) { session = TLSSession(ring) }

    /// The records open, as far as they came.
    var isReadable: Bool { session[.client].obstacle == nil && session[.server].obstacle == nil }
    var isWaitingForKey: Bool { session.isWaitingForKey }

    mutating func hear(_ side: Side, _ bytes: borrowing Span<UInt8>) {
        let position = side == .client ? positions.client : positions.server
        lose(side, bytes.count)
        for opened in session.take(side, bytes, at: position) {
            if opened.side == .client {
                client.append(contentsOf: opened.text.prefix(Self.headLimit - client.count))
            } else {
                server.append(contentsOf: opened.text.prefix(Self.headLimit - server.count))
            }
        }
    }

    /// The next octets lie so much further in the side's stream.
    mutating func lose(_ side: Side, _ count: Int) {
        if side == .client { positions.client += count } else { positions.server += count }
    }
}
