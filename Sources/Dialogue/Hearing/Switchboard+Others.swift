import MailProtocols
import Packets

/// What is no mail: it is counted, and reported one by one only where ``Needs/everything`` is asked for.
extension Switchboard {
    /// A connection known not to be mail has ended, or one was refused.
    mutating func report(other facts: FlowFacts, how: String, notes: NoteSet, time: Int64) {
        guard needs.contains([.everything, .dialogue]) else { return }
        others += 1
        // Where nobody was seen to open it, servers mostly have the smaller port.
        let client = facts.opener ?? (facts.portA > facts.portB ? .forward : .backward)
        let (clientEnd, serverEnd) = ends(of: facts, client)
        let number = connections + others
        outbox.add(
            .connection(
                ConnectionRecord(
                    connection: number, protocol: .unknown, client: clientEnd, server: serverEnd,
                    opener: facts.opener.map { $0 == client ? .client : .server }, handshake: facts.handshake,
                    time: facts.firstTime, clientName: names(clientEnd), serverName: names(serverEnd))))
        outbox.add(
            .connectionEnd(
                ConnectionEndRecord(
                    connection: number, protocol: .unknown, how: how, clientBytes: facts.captured[client],
                    serverBytes: facts.captured[client.opposite], clientMissing: facts.missing[client],
                    serverMissing: facts.missing[client.opposite], time: time, notes: notes)))
    }

    /// Client and server; nothing is said of them where no records are wanted.
    func ends(of facts: FlowFacts, _ client: Direction) -> (client: Endpoint, server: Endpoint) {
        guard needs.contains(.dialogue) else { return (Line.unused.client, Line.unused.server) }
        let a = Endpoint(address: facts.addressA.description, port: facts.portA)
        let b = Endpoint(address: facts.addressB.description, port: facts.portB)
        return client == .forward ? (a, b) : (b, a)
    }
}

extension StreamEvent.End {
    /// The word in JSON lines.
    var word: String {
        switch self {
        case .fin: "fin"
        case .rst: "rst"
        case .open: "open"
        case .idle: "idle"
        }
    }
}
