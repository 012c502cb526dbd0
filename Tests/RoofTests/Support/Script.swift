import Dialogue
import MailProtocols

/// Connections as a pupil would write them down: `C:` and `S:` lines in the order in which they were said.
///
/// Each line ends in CR LF on the wire; neighbouring lines of one side are said at once. `\n`, `\r`, `\0` and `\xHH` stand for
/// octets; a line that ends in `\` has no line end. `== smtp alice.south.example mx.south.example` begins a connection,
/// `--` ends it from both sides, `#` is a remark.
struct Script: Sendable {
    enum Event: Hashable, Sendable {
        case said(Side, [UInt8])
        case ended
    }
    struct Connection: Sendable {
        var `protocol`: MailProtocol
        var client: String
        var server: String
        var events: [Event] = []

        init(_ spoken: MailProtocol, client: String = "alice.south.example", server: String = "mx.north.example") {
            self.protocol = spoken
            self.client = client
            self.server = server
        }

        mutating func say(_ side: Side, _ octets: [UInt8]) {
            if case .said(side, let before)? = events.last {
                events[events.count - 1] = .said(side, before + octets)
            } else {
                events.append(.said(side, octets))
            }
        }

        func listener() -> Listener {
            `protocol` == .pop3 ? Listener(pop3: POP3Conversation()) : Listener(smtp: SMTPConversation())
        }
    }

    private(set) var connections: [Connection] = []

    init(_ text: String) {
        for line in text.split(separator: "\n", omittingEmptySubsequences: true) where !line.hasPrefix("#") {
            if line.hasPrefix("==") {
                let words = line.split(separator: " ").map(String.init)
                guard words.count == 4, let spoken = MailProtocol(rawValue: words[1]) else { continue }
                connections.append(Connection(spoken, client: words[2], server: words[3]))
            } else if let last = connections.indices.last {
                if line == "--" {
                    connections[last].events.append(.ended)
                } else {
                    let side: Side = line.hasPrefix("C") ? .client : .server
                    connections[last].say(side, Self.octets(String(line.dropFirst(3))))
                }
            }
        }
    }

    init(_ connection: Connection) { connections = [connection] }

    /// 2026-01-05T09:00:00Z, in nanoseconds; every event comes ten milliseconds after the one before.
    private static let start: Int64 = 1_767_603_600_000_000_000

    /// The script as a tape of stations at documentation addresses.
    var tape: Tape {
        var tape = Tape()
        var time = Self.start
        func add(_ happening: Tape.Happening) {
            time += 10_000_000
            tape.events.append(.init(connection: tape.connections.count, time: time, happening: happening))
        }
        for (index, connection) in connections.enumerated() {
            let port: UInt16 = connection.protocol == .pop3 ? MailPorts.pop3 : MailPorts.smtp
            tape.connections.append(
                .init(
                    client: Self.party(connection.client, UInt16(40_001 + index)),
                    server: Self.party(connection.server, port), protocol: connection.protocol))
            add(.opened)
            for event in connection.events {
                switch event {
                case .said(let side, let octets): add(.said(side, octets))
                case .ended:
                    add(.ended(.client, .fin))
                    add(.ended(.server, .fin))
                }
            }
        }
        return tape
    }

    private static func party(_ host: String, _ port: UInt16) -> Tape.Party {
        let addresses = [
            "alice.south.example": "192.0.2.10", "mx.south.example": "192.0.2.25", "mx.west.example": "203.0.113.25",
            "mx.north.example": "198.51.100.25", "pop.north.example": "198.51.100.110",
            "bob.north.example": "198.51.100.10",
        ]
        return .init(name: host, host: host, endpoint: Endpoint(address: addresses[host] ?? "192.0.2.99", port: port))
    }

    private static func octets(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\") else {
                bytes.append(byte)
                continue
            }
            switch rest.popFirst() {
            case UInt8(ascii: "n"): bytes.append(10)
            case UInt8(ascii: "r"): bytes.append(13)
            case UInt8(ascii: "0"): bytes.append(0)
            case UInt8(ascii: "x"):
                bytes.append(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) ?? 63)
                rest = rest.dropFirst(2)
            case nil: return bytes
            case .some(let other): bytes.append(other)
            }
        }
        return bytes + [13, 10]
    }
}

extension Script.Connection {
    /// What a listener between the two hears when everything that is said arrives in pieces of `size` octets.
    func overheard(inPiecesOf size: Int = .max) -> [EventLog.Event] {
        var listener = listener()
        var log = EventLog()
        for event in events {
            switch event {
            case .said(let side, let octets):
                for piece in octets.pieces(of: size) {
                    octets.withSpan(piece) { bytes in listener.hear(side, bytes) { log.add($0, $1) } }
                }
            case .ended: listener.end { log.add($0, $1) }
            }
        }
        return log.events
    }
}

extension [UInt8] {
    /// Neighbouring ranges of `size` positions, the last one shorter.
    func pieces(of size: Int) -> [Range<Int>] {
        stride(from: 0, to: count, by: Swift.max(1, Swift.min(size, count))).map {
            $0..<($0 + Swift.min(size, count - $0))
        }
    }

    func withSpan(_ range: Range<Int>, _ body: (Span<UInt8>) -> Void) { body(span.extracting(range)) }
}
