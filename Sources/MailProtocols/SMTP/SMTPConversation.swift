/// Both halves of one SMTP (or LMTP) session as a value: no socket, no clock, no role, no port.
///
/// Whoever sees the session's octets offers them with ``next(_:in:at:edge:)``, side by side as they come: a server, a client,
/// a tap between them, or a tracer of captured packets. What a station says itself it offers as well, as the octets it sends.
/// State moves when a command is answered, and follows what the server granted (RFC 5321 section 4.2).
package struct SMTPConversation: Sendable, NumberedSession {
    /// Where the session stands, by the answers heard so far.
    package internal(set) var state: SMTPState = .connecting
    /// Where it will stand if all that waits is granted: what a pipelined command is judged by.
    var projected: SMTPState = .connecting
    /// The number of the last step.
    package internal(set) var number = 0
    var client = ClientHalf()
    var server = ServerHalf()
    var turns = TurnQueue()
    /// Extensions of the last accepted EHLO.
    package internal(set) var offered: Offer = []
    var sizes = Sizes()
    /// The start of the connection was seen: the first reply is a greeting.
    let begun: Bool
    let isLMTP: Bool
    /// Whose octets came first. A client that talks before the greeting is answered by it all the same.
    var firstSpeaker: Side?
    var firstReplyHeard = false
    /// Only one side's octets are in the capture: nothing is waited for.
    package var isOneSided = false
    /// The connection has ended: no half waits for the other any more, though holes lie ahead.
    var isOver = false
    var phase: Phase = .establishment
    /// What the client gives away while it logs in.
    var login = LoginWatch()
    var refusals = Refusals()
    /// LMTP: recipients accepted, each of which gets a reply of its own after the content (RFC 2033 section 4.2).
    var acceptedRecipients = 0
    /// The session went on inside TLS.
    package internal(set) var isSecured = false
    /// How far the client has acknowledged the server's octets, where the capture lacks some of them: a stream position.
    var acknowledgedByClient = 0

    /// How much of the server's stream the client has, as far as is known.
    var heardByClient: Int { max(server.position, acknowledgedByClient) }

    /// `side` acknowledged octets of the other, up to this position in its stream, that are not in the capture (so far).
    mutating func acknowledge(by side: Side, upTo position: Int) {
        if side == .client { acknowledgedByClient = position }
    }

    package struct Offer: OptionSet, Sendable, Hashable {
        package var rawValue: UInt16
        package init(rawValue: UInt16) { self.rawValue = rawValue }
        package static let pipelining = Offer(rawValue: 1)
        package static let startTLS = Offer(rawValue: 2)
        package static let chunking = Offer(rawValue: 4)
        package static let eightBitMIME = Offer(rawValue: 8)
        package static let size = Offer(rawValue: 16)
        package static let auth = Offer(rawValue: 32)
        package static let smtpUTF8 = Offer(rawValue: 64)
        package static let dsn = Offer(rawValue: 128)
        package static let enhancedStatusCodes = Offer(rawValue: 256)
        /// Extensions that we do not know, so that any parameter may belong to one of them.
        static let others = Offer(rawValue: 512)
    }

    /// What was refused in this transaction.
    struct Refusals: Sendable, Hashable {
        var recipients = 0
        /// The last refusal: one that repeats it, for the next recipient, is not called a failure again.
        var kind = Turn.Kind.command
        var verb: UInt8 = 0
        var code = ReplyCode.none
    }

    /// How large a message may be and is, RFC 1870, in octets; 0 where nobody said.
    struct Sizes: Sendable, Hashable {
        /// By the reply to EHLO.
        var allowed = 0
        /// By MAIL.
        var declared = 0
        /// In the chunks of this transaction so far.
        var chunks = 0
        /// Chunks came, and LAST did not.
        var isOpen = false

        func areExceeded(by bytes: Int) -> Bool {
            allowed > 0 && bytes > allowed || declared > 0 && bytes > declared
        }
    }

    struct ClientHalf: Sendable {
        enum Mode: Sendable {
            case commands
            /// Behind DATA, AUTH or STARTTLS: how the next octets are cut depends on the reply (``stopWaiting(_:)``).
            case waiting(SMTPVerb)
            /// A SASL response line comes.
            case sasl
            /// Octets of a message, followed in ``ClientHalf/content``.
            case content
            /// DATA was answered with 2yz: message or command, the next line tells.
            case contentOrCommand
            /// Content has ended at this stream position; its step is due.
            case contentEnded(end: Int, Utterance.Ending)
            case chunk(Chunk)
            case tlsComing
            case tls
        }
        var mode = Mode.commands
        /// The message under way, while `mode` says that there is one; changed in place, segment by segment.
        var content = DotContent(start: 0)
        var lines = LineScanner()
        var stopWaiting = false
        /// Stream position of the next octet that is not consumed.
        var position = 0
        /// A lone candidate for the end of content lies in the caller's hands.
        var holdsCandidate = false
        /// What a reply that came inside content asks this half to do next.
        var request = Request.none
        var longVerb = SMTPVerb.none
        /// A hole broke a line with a secret: the rest of it follows.
        var tailIsSecret = false
        /// Stream position behind the octets that waited for the answer to STARTTLS.
        var heldEnd = 0
        /// Notes for the next step: what happened between two of them.
        var pendingNotes: NoteSet = []
    }

    enum Request: Sendable { case none, endAtCandidate, endHere, markHere }

    struct Chunk: Sendable, Hashable {
        /// Sizes beyond this many octets are believed only when the server agrees.
        static let plausibleSize = 1 << 30
        /// Octets beyond which a chunk is remarked upon: more than nearly all servers take as a whole message.
        static let hugeSize = 128 << 20
        let announced: Int
        var remaining: Int
        let last: Bool
        /// Step number of the BDAT command.
        let command: Int
        let start: Int
        var bytes = 0
        var missing = 0
        /// Refused before its first octet: the next octets tell whether it comes all the same.
        var refused = false
        var judged = false
        /// Octets that wait were said before the refusal; asked once, when it comes.
        var cameBefore = false
    }

    struct ServerHalf: Sendable {
        enum Mode: Sendable { case replies, tlsComing, tls }
        var mode = Mode.replies
        var lines = LineScanner()
        /// Stream position of the next octet that is not consumed.
        var position = 0
        /// Octets of complete lines of an unfinished reply at the window's start.
        var replyLength = 0
        var replyLines = 0
        var hasLongLine = false
        var stopWaiting = false
        /// A reply came inside content, and whether it ends it is undecided.
        var early = Early.no
    }

    enum Early: Sendable { case no, waiting, wasEarly }

    /// - Parameters:
    ///   - begun: The connection's start was seen (SYN or SYN/ACK, or it is our own).
    ///   - isLMTP: After content, each accepted recipient gets a reply, RFC 2033.
    ///   - isSecured: All of it is inside TLS.
    package init(begun: Bool = true, isLMTP: Bool = false, isSecured: Bool = false) {
        self.begun = begun
        self.isLMTP = isLMTP
        self.isSecured = isSecured
    }

    /// Hears the next thing that `side` said.
    ///
    /// - Parameters:
    ///   - window: The side's octets that are not yet consumed, in order, up to the first hole.
    ///   - offset: The window's position in that side's stream.
    ///   - edge: What lies behind the window's last octet.
    /// - Returns: How much was consumed and what was heard. Call again until it is idle; then, if ``Hearing/wakesOther`` was set
    ///   or an utterance came, offer the other side's octets again.
    package mutating func next(_ side: Side, in window: Span<UInt8>, at offset: Int, edge: Edge = .open) -> Hearing {
        if firstSpeaker == nil, window.count > 0 { firstSpeaker = side }
        guard side == .client else {
            let hearing = nextOfServer(in: window, at: offset, edge: edge)
            server.position = offset + hearing.consumed + hearing.holeTaken
            return hearing
        }
        let hearing = nextOfClient(in: window, at: offset, edge: edge)
        client.position = offset + hearing.consumed + hearing.holeTaken
        return hearing
    }

    /// Something is due of `side` although its window is empty: ``next(_:in:at:edge:)`` has to be called once more.
    func isDue(_ side: Side) -> Bool {
        guard side == .client else { return false }
        switch client.mode {
        case .contentEnded, .chunk: return true
        case .commands, .waiting, .sasl, .content, .contentOrCommand, .tlsComing, .tls: return false
        }
    }

    /// A reply that came inside content asks something of this side.
    func isAsked(_ side: Side) -> Bool {
        guard side == .client else { return false }
        return if case .none = client.request { false } else { true }
    }

    /// The half no longer waits for the other: the capture lacks the answer, or too much waits. It goes on by the likeliest
    /// reading.
    package mutating func stopWaiting(_ side: Side) {
        if side == .client { client.stopWaiting = true } else { server.stopWaiting = true }
    }

    /// Does the half hold back octets until the other side has spoken?
    package func isWaiting(_ side: Side) -> Bool {
        if side == .server {
            if case .waiting = server.early { return true }
            return false
        }
        switch client.mode {
        case .waiting: return true
        case .chunk(let chunk): return !chunk.judged && chunk.bytes == 0
        default: return false
        }
    }

    /// The octets behind a content mark outgrew what the caller keeps: the mark is forgotten, the content goes on.
    package mutating func dropMark() {
        if case .content = client.mode { client.content.dropMark() }
        if case .waiting = server.early { server.early = .wasEarly }
    }

    /// The session ends here: is something begun that was not ended?
    ///
    /// - Returns: ``Note/lostReply`` where content came whole and its reply did not, ``Note/lastChunkMissing``,
    ///   ``Note/greetingMissing``.
    package func notesAtEnd() -> NoteSet {
        var notes: NoteSet = []
        if sizes.isOpen { notes.insert(.lastChunkMissing) }
        guard !isOneSided else { return notes }
        if turns.awaitsContent { notes.insert(.lostReply) }
        if begun, !firstReplyHeard, firstSpeaker != .server { notes.insert(.greetingMissing) }
        return notes
    }

    /// TLS was read: what follows is heard decrypted, and starts anew (RFC 3207 section 4.2).
    package mutating func resumeInsideTLS() {
        client = ClientHalf()
        server = ServerHalf()
        turns.removeAll()
        acknowledgedByClient = 0
        offered = []
        sizes = Sizes()
        isSecured = true
        state = .connected
        projected = .connected
        firstReplyHeard = true
    }

    /// A new step with its number, phase and state.
    mutating func step(_ kind: Utterance.Kind, _ side: Side, range: Range<Int>) -> Utterance {
        number += 1
        var utterance = Utterance(kind, side, range: range)
        utterance.number = number
        utterance.phase = phase
        utterance.state = state.rawValue
        return utterance
    }

    /// Does this word tell that the client begins, carries on or ends?
    func phase(of verb: SMTPVerb) -> Phase {
        switch verb {
        case .ehlo, .helo, .lhlo, .starttls, .auth: .establishment
        case .mail, .rcpt, .data, .bdat, .send, .soml, .saml: .transfer
        case .quit: .termination
        default: phase
        }
    }
}
