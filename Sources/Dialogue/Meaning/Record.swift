package import MailProtocols

/// What a tracer or a simulation reports, in order of completion: the values behind the JSON lines.
package enum Record: Sendable {
    case connection(ConnectionRecord)
    case step(StepRecord)
    /// Kept apart, like others that are large and rare, so that a step's record stays small.
    indirect case message(MessageRecord)
    indirect case journey(JourneyRecord)
    case connectionEnd(ConnectionEndRecord)
    /// Where the letters are now: the simulator's stores after a connection ended.
    indirect case state(StateRecord)
    /// What a station of the simulator decided beside the dialogue.
    indirect case decision(DecisionRecord)
    indirect case summary(SummaryRecord)

    /// The connection that it tells of; nil for what concerns all or none.
    package var connection: Int32? {
        switch self {
        case .connection(let record): record.connection
        case .step(let record): record.step.connection
        case .message(let record): record.connection
        case .connectionEnd(let record): record.connection
        case .journey, .state, .decision, .summary: nil
        }
    }
}

package struct Endpoint: Sendable, Hashable {
    /// `192.0.2.10`, `2001:db8::1`.
    package var address: String
    package var port: UInt16

    package init(address: String, port: UInt16) {
        self.address = address
        self.port = port
    }

    /// The address as it stands beside a port, RFC 3986 section 3.2.2: IPv6 in brackets, `[2001:db8::1]`.
    package var bracketedAddress: String { address.utf8.contains(UInt8(ascii: ":")) ? "[\(address)]" : address }
}

/// A connection whose protocol is known.
package struct ConnectionRecord: Sendable, Hashable {
    /// From 1, in order of recognition.
    package var connection: Int32
    package var `protocol`: MailProtocol
    package var client: Endpoint
    package var server: Endpoint
    /// Who sent the first SYN; nil where none was seen.
    package var opener: Side?
    /// Both SYN and SYN/ACK were seen.
    package var handshake: Bool
    /// Nanoseconds since 1970 UTC of the first frame.
    package var time: Int64
    /// The stations' names, where a simulation knows them: `sender client`, `sender MTA`.
    package var clientName: String?
    package var serverName: String?
    /// How mail moved over it, where a whole run is at hand; a tracer learns that only from the messages to come.
    package var move: Move?
}

/// A step and its octets.
package struct StepRecord: Sendable, Hashable {
    package var step: Step
    /// Command, auth: the line without its end. Reply: all lines as on the wire. LIST, UIDL, CAPA, AUTH content: the unstuffed
    /// lines. Message content: the first ``contentLimit`` octets, unstuffed. Cut at ``textLimit`` resp. ``contentLimit``.
    package var text: [UInt8]
    /// Octets of the whole text before it was cut.
    package var length: Int
    /// Content: SHA-256 of the unstuffed octets; nil where octets are missing.
    package var sha256: ContentDigest?
    /// tls: what the records say.
    package var tls: TLSSummary? {
        get { if case .saying(let summary) = sealed { summary } else { nil } }
        set { sealed = newValue.map(Sealed.saying) ?? .nothing }
    }
    /// Kept apart, since few steps have it: the others' records stay small.
    private var sealed = Sealed.nothing

    private enum Sealed: Sendable, Hashable {
        case nothing
        indirect case saying(TLSSummary)
    }

    /// Apart from the one below: where a summary might have to be stored, the compiler makes the record elsewhere and copies it,
    /// and this runs for each of millions of steps.
    package init(step: Step, text: [UInt8], length: Int, sha256: ContentDigest? = nil) {
        self.step = step
        self.text = text
        self.length = length
        self.sha256 = sha256
    }

    package init(step: Step, text: [UInt8], length: Int, sha256: ContentDigest?, tls: TLSSummary?) {
        self.init(step: step, text: text, length: length, sha256: sha256)
        self.tls = tls
    }

    package static let textLimit = 4_096
    package static let contentLimit = 4_096
}

/// What one direction's TLS records tell without a key.
package struct TLSSummary: Sendable, Hashable {
    package var serverName: String?
    /// `3.1`, `3.3`: record versions in order of appearance. They stay at 3.3 in TLS 1.3; see ``hello``.
    package var versions: [String] = []
    /// What the first record says; one at most.
    package var hello: [TLSHello] = []
    /// Records by type: `handshake`, `appdata`, ...
    package var records: [String: Int] = [:]
    /// Records that were opened with the session's keys; nil where nobody tried.
    package var opened: Int?
    package init() {}

    init(_ records: TLSRecords) {
        var records = records
        records.finish()
        serverName = records.clientHello?.serverName
        versions = records.versions
        hello = TLSHello(records).map { [$0] } ?? []
        self.records = records.records
    }
}

/// The version and more that one side's hello offers or chooses, in words.
package struct TLSHello: Sendable, Hashable {
    /// `TLS 1.3`: a client's offers, a server's choice.
    package var versions: [String]
    /// What to speak inside (ALPN, RFC 7301): a client's offers, a server's choice.
    package var protocols: [String]
    /// `TLS_AES_128_GCM_SHA256`: a server's choice.
    package var cipherSuite: String?

    fileprivate init?(_ records: TLSRecords) {
        if let hello = records.clientHello {
            let offered = hello.supportedVersions.isEmpty ? [hello.legacyVersion] : hello.supportedVersions
            versions = offered.map { TLSNames.version($0) ?? $0 }
            protocols = hello.applicationProtocols
        } else if let hello = records.serverHello {
            versions = [TLSNames.version(hello.version) ?? hello.version]
            protocols = hello.applicationProtocol.map { [$0] } ?? []
            cipherSuite = hello.cipherSuiteName
        } else {
            return nil
        }
    }
}

/// Who carried a message in which direction, seen from the connection's opener.
package enum Move: String, Sendable, Hashable {
    /// The opener carried the octets.
    case push
    /// The opener asked for the octets and the other side carried them.
    case pull
}

/// One message that crossed one connection.
package struct MessageRecord: Sendable, Hashable {
    package struct Recipient: Sendable, Hashable {
        package var address: String
        /// The reply to RCPT; `none` when it was not heard.
        package var code: ReplyCode
        package var accepted: Bool
    }
    package struct Header: Sendable, Hashable {
        package var from: String?
        package var to: String?
        package var subject: String?
        package var messageID: String?
        package var date: String?

        package init(
            from: String? = nil, to: String? = nil, subject: String? = nil, messageID: String? = nil,
            date: String? = nil
        ) {
            self.from = from
            self.to = to
            self.subject = subject
            self.messageID = messageID
            self.date = date
        }
    }
    package struct Part: Sendable, Hashable {
        /// `text/plain`
        package var type: String
        package var bytes: Int
        package var filename: String?
        /// 0 for the message itself, 1 for its parts, and so on.
        package var depth: Int
    }

    package var connection: Int32
    /// The step that carried (the end of) the content.
    package var step: Int32
    package var `protocol`: MailProtocol
    /// nil where who opened the connection was not seen.
    package var move: Move?
    /// nil in POP3; `""` is the null reverse-path.
    package var reversePath: String?
    package var recipients: [Recipient]
    /// accepted, refused, unanswered, fetched.
    package var outcome: String
    /// The reply that decided it.
    package var finalReply: String?
    package var bytes: Int
    package var sha256: ContentDigest?
    package var header: Header
    package var parts: [Part]
    /// By part; nil for one that holds parts. Empty unless ``Needs/partHashes`` are asked for, and where octets are missing.
    package var partHashes: [PartHash?] = []
    /// Nanoseconds since 1970 UTC of the last octet.
    package var time: Int64
    /// Hash of the octets after the first empty line: the message's mark where Message-ID is absent or repeated.
    package var bodyMark: UInt64
    /// What is to be remarked on the message: its format, its envelope, and what became of it.
    package var notes: NoteSet = []
}

/// One message followed over its connections.
package struct JourneyRecord: Sendable, Hashable {
    package struct Hop: Sendable, Hashable {
        package var connection: Int32
        package var `protocol`: MailProtocol
        package var move: Move?
        package var from: Endpoint
        package var to: Endpoint
        /// Names of the stations that handed on and took, where known.
        package var fromName: String?
        package var toName: String?
        /// Nanoseconds since 1970 UTC.
        package var time: Int64
        package var bytes: Int
        /// To tell duplicates: SMTP took the message, and for whom.
        var isTaken = false
        var envelope: UInt64 = 0
    }
    package var messageID: String?
    package var subject: String?
    package var hops: [Hop]
    /// Hops beyond ``JourneyIndex/hopLimit`` that are not listed.
    package var omitted = 0

    /// How long the letter had waited before each hop, in nanoseconds: since it came to the station that handed it on, or
    /// to that station's house. nil where its coming was not seen, as before the first hop.
    package func waits() -> [Int64?] {
        var arrivals: [String: Int64] = [:]
        var last: Hop?
        return hops.map { hop in
            let giver = hop.fromName ?? hop.from.address
            // The taker of a push and the giver of the next hop differ: one house with two doors.
            let arrival = arrivals[giver] ?? (last?.move == .push ? last?.time : nil)
            arrivals[giver] = arrival
            arrivals[hop.toName ?? hop.to.address] = hop.time
            last = hop
            guard let arrival, arrival <= hop.time else { return nil }
            let (wait, overflow) = hop.time.subtractingReportingOverflow(arrival)
            return overflow ? nil : wait
        }
    }
}

package struct ConnectionEndRecord: Sendable, Hashable {
    package var connection: Int32
    package var `protocol`: MailProtocol
    /// fin, rst, open (the capture ended first), idle (forgotten at a limit), refused (SYN answered with RST).
    package var how: String
    /// Captured payload octets.
    package var clientBytes: Int
    package var serverBytes: Int
    /// Octets that the capture lacks, holes between captured octets and at the stream's end.
    package var clientMissing: Int
    package var serverMissing: Int
    package var time: Int64
    package var timing = ConnectionTiming()
    package var notes: NoteSet
}

/// What each store of the post office holds at one moment.
package struct StateRecord: Sendable, Hashable {
    package struct Store: Sendable, Hashable {
        /// `outbox`, `queue`, `maildrop`, `reader`
        package var kind: String
        /// Whose: `alice@south.example`, `mx.south.example`.
        package var owner: String
        /// Message-IDs or subjects of the letters it holds.
        package var letters: [String]

        package init(kind: String, owner: String, letters: [String]) {
            self.kind = kind
            self.owner = owner
            self.letters = letters
        }
    }
    package var time: Int64
    /// The connection that ended just before; 0 at the start.
    package var afterConnection: Int32
    package var stores: [Store]
    /// In the middle of things: a letter has just moved, while connections may still be open.
    package var isMidway: Bool

    package init(time: Int64, afterConnection: Int32, stores: [Store], isMidway: Bool = false) {
        self.time = time
        self.afterConnection = afterConnection
        self.stores = stores
        self.isMidway = isMidway
    }
}

package struct SummaryRecord: Sendable, Hashable {
    package var frames = 0
    package var bytes = 0
    package var connections = 0
    /// Connections that a filter left out; nil where none was asked for. What is counted below and above is what is shown.
    package var leftOut: Int?
    package var refused = 0
    package var otherFlows = 0
    package var messages = 0
    package var infos = 0
    package var warnings = 0
    package var errors = 0
    /// Frames that the kernel dropped (live), or that could not be read.
    package var dropped = 0
    /// Octets of a cut file's tail that could not be read.
    package var lost = 0
    /// Notes on what has no record of its own: refused connections.
    package var notes: NoteSet = []
    /// What was counted where no records of connections, steps and messages were wanted, see ``Needs/dialogue``.
    package var tally: Tally?
    package init() {}
}
