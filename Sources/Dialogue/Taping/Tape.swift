package import MailProtocols
package import Packets

/// What was opened, said and closed in a run, in order, as the stations themselves reported it. How a kernel cut the reads
/// never enters; ``segments()`` turns it into the packets that a capture of the run would hold.
package struct Tape: Sendable, Hashable {
    /// One end of a connection as output shows it.
    package struct Party: Sendable, Hashable {
        /// `sender MTA`
        package var name: String
        /// The host's name: `mx.south.example`.
        package var host: String
        /// A documentation address and the protocol's real port.
        package var endpoint: Endpoint

        package init(name: String, host: String, endpoint: Endpoint) {
            self.name = name
            self.host = host
            self.endpoint = endpoint
        }
    }

    package struct Connection: Sendable, Hashable {
        package var client: Party
        package var server: Party
        package var `protocol`: MailProtocol

        package init(client: Party, server: Party, protocol: MailProtocol) {
            self.client = client
            self.server = server
            self.protocol = `protocol`
        }

        package func party(_ side: Side) -> Party { side == .client ? client : server }
    }

    package enum Ending: String, Sendable, Hashable { case fin, rst }

    package enum Happening: Sendable, Hashable {
        case opened
        /// What a station handed to its socket at once.
        case said(Side, [UInt8])
        case ended(Side, Ending)
    }

    package struct Event: Sendable, Hashable {
        /// From 1, in order of opening.
        package var connection: Int
        /// Nanoseconds since 1970 UTC, never less than the event's before.
        package var time: Int64
        package var happening: Happening

        package init(connection: Int, time: Int64, happening: Happening) {
            self.connection = connection
            self.time = time
            self.happening = happening
        }
    }

    /// Connection 1 is at index 0.
    package var connections: [Connection] = []
    package var events: [Event] = []

    package init() {}

    /// All octets that a side of a connection said, in order.
    package func octets(of side: Side, in connection: Int) -> [UInt8] {
        events.reduce(into: []) { octets, event in
            if event.connection == connection, case .said(side, let bytes) = event.happening { octets += bytes }
        }
    }
}

/// One TCP segment of a tape.
package struct TapedSegment: Sendable, Hashable {
    /// Index into ``Tape/connections`` plus 1.
    package var connection: Int
    package var from: Side
    package var time: Int64
    package var sequence: UInt32
    package var acknowledgement: UInt32
    package var flags: TCPFlags
    package var payload: ArraySlice<UInt8>
}

extension Tape {
    /// Payload octets of a full segment: what an Ethernet frame of 1,500 octets leaves beside two headers of 20.
    package static let segmentSize = 1_460
    /// From one frame to the next of the same chunk, nanoseconds: 1,514 octets at 1 Gbit/s.
    private static let frameTime: Int64 = 12_000
    /// From an octet's departure to the departure of its acknowledgement.
    private static let acknowledgementTime: Int64 = 200_000

    private struct Half {
        /// The next octet's sequence number.
        var next: UInt32
    }

    /// The packets that a capture between the stations would hold: handshakes, data cut into segments, acknowledgements,
    /// partings; the times never decrease.
    package func segments() -> [TapedSegment] {
        var made: [TapedSegment] = []
        var halves: [Int: (client: Half, server: Half)] = [:]
        var latest: Int64 = .min
        func add(
            _ event: Event, _ from: Side, after delay: Int64, _ flags: TCPFlags,
            _ payload: ArraySlice<UInt8> = []
        ) {
            guard var pair = halves[event.connection] else { return }
            let (own, other) = from == .client ? (pair.client, pair.server) : (pair.server, pair.client)
            latest = max(latest, event.time + delay)
            made.append(
                TapedSegment(
                    connection: event.connection, from: from, time: latest, sequence: own.next,
                    acknowledgement: flags.contains(.ack) ? other.next : 0, flags: flags, payload: payload))
            let length = UInt32(truncatingIfNeeded: payload.count) &+ (flags.isDisjoint(with: [.syn, .fin]) ? 0 : 1)
            if from == .client { pair.client.next &+= length } else { pair.server.next &+= length }
            halves[event.connection] = pair
        }
        for event in events {
            switch event.happening {
            case .opened:
                halves[event.connection] = (
                    Half(next: initial(event.connection, 1)), Half(next: initial(event.connection, 2))
                )
                add(event, .client, after: 0, .syn)
                add(event, .server, after: Self.acknowledgementTime, [.syn, .ack])
                add(event, .client, after: 2 * Self.acknowledgementTime, .ack)
            case .said(let side, let bytes):
                var position = bytes.startIndex
                var delay: Int64 = 0
                var sinceAcknowledgement = 0
                while position < bytes.endIndex {
                    let end = min(position + Self.segmentSize, bytes.endIndex)
                    let isLast = end == bytes.endIndex
                    add(event, side, after: delay, isLast ? [.psh, .ack] : .ack, bytes[position..<end])
                    delay += Self.frameTime
                    sinceAcknowledgement += 1
                    // Every second segment, RFC 9293 section 3.8.6.3; and what ends a chunk.
                    if sinceAcknowledgement == 2 || isLast {
                        add(event, side.other, after: delay + (isLast ? Self.acknowledgementTime : 0), .ack)
                        sinceAcknowledgement = 0
                    }
                    position = end
                }
            case .ended(let side, .fin):
                add(event, side, after: 0, [.fin, .ack])
                add(event, side.other, after: Self.acknowledgementTime, .ack)
            case .ended(let side, .rst):
                add(event, side, after: 0, [.rst, .ack])
            }
        }
        return made
    }

    /// An initial sequence number that looks drawn and is the same in every run.
    private func initial(_ connection: Int, _ half: UInt64) -> UInt32 {
        var value = UInt64(truncatingIfNeeded: connection) &* 0x9E37_79B9_7F4A_7C15 &+ half &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 31)) &* 0x94D0_49BB_1331_11EB
        return UInt32(truncatingIfNeeded: value >> 32)
    }
}
