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

    /// A call that nobody took: no connection came of it.
    package struct Attempt: Sendable, Hashable {
        package var time: Int64
        package var client: Party
        package var server: Party
        /// The host says at once that nobody listens; else nothing comes back at all.
        package var isRefused: Bool

        package init(time: Int64, client: Party, server: Party, isRefused: Bool) {
            self.time = time
            self.client = client
            self.server = server
            self.isRefused = isRefused
        }
    }

    /// Connection 1 is at index 0.
    package var connections: [Connection] = []
    /// In order of time.
    package var attempts: [Attempt] = []
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
    /// The packets that a capture between the stations would hold: handshakes, data cut into segments, acknowledgements,
    /// partings; the times never decrease.
    package func segments() -> [TapedSegment] {
        var framer = TapeFramer()
        return events.flatMap { framer.segments(of: $0) }
    }
}
