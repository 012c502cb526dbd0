/// Both halves of one POP3 session as a value: no socket, no clock, no role, no port. Driven like ``SMTPConversation``.
package struct POP3Conversation: Sendable, NumberedSession {
    /// Where the session stands, by the answers heard so far.
    package internal(set) var state: POP3State = .connecting
    /// The number of the last step.
    package internal(set) var number = 0
    var client = ClientHalf()
    var server = ServerHalf()
    var turns = TurnQueue()
    let begun: Bool
    var firstReplyHeard = false
    /// The first status line greets: it does where the connection's start was seen and the client did not speak before.
    var isGreeting: Bool
    /// Only one side's octets are in the capture: nothing is waited for.
    package var isOneSided = false
    /// The connection has ended: no half waits for the other any more, though holes lie ahead.
    var isOver = false
    /// The session went on inside TLS.
    package internal(set) var isSecured = false
    /// What the client gives away while it logs in.
    var login = LoginWatch()
    /// CAPA listed STLS.
    package internal(set) var offersTLS = false
    /// Messages marked by DELE, which only QUIT removes (RFC 1939 section 6).
    package internal(set) var markedForDeletion = 0
    var deletions = DeletionWatch()

    /// How far each side has acknowledged the other's octets, where the capture lacks some of them: stream positions.
    var acknowledged = (byClient: 0, byServer: 0)

    /// How much of the server's stream the client has, as far as is known.
    var heardByClient: Int { max(server.position, acknowledged.byClient) }

    /// `side` acknowledged octets of the other, up to this position in its stream, that are not in the capture (so far).
    mutating func acknowledge(by side: Side, upTo position: Int) {
        if side == .client { acknowledged.byClient = position } else { acknowledged.byServer = position }
    }

    /// The session ends here: what was begun and not ended.
    package func notesAtEnd() -> NoteSet {
        var notes: NoteSet = markedForDeletion > 0 ? NoteSet(.deletedWithoutQuit) : []
        if begun, !firstReplyHeard, !isOneSided, server.position == 0 { notes.insert(.greetingMissing) }
        return notes
    }

    struct ClientHalf: Sendable {
        enum Mode: Sendable {
            case commands
            /// Behind AUTH or STLS: how the next octets are cut depends on the reply.
            case waiting(POP3Verb)
            case sasl, tlsComing, tls
        }
        var mode = Mode.commands
        var lines = LineScanner()
        /// Stream position of the next octet that is not consumed.
        var position = 0
        var stopWaiting = false
        var longVerb = POP3Verb.none
        /// A hole broke a line with a secret: the rest of it follows.
        var tailIsSecret = false
        /// Stream position behind the octets that waited for the answer to STLS.
        var heldEnd = 0
        /// The next step says that an answer was not waited for any longer.
        var gaveUp = false
    }

    struct ServerHalf: Sendable {
        enum Mode: Sendable {
            case replies
            /// Lines up to a lone dot, followed in ``ServerHalf/listing``.
            case content
            case contentEnded(end: Int, Utterance.Ending)
            /// The capture lacks a response's command or its status line: lines that are no replies belong to it.
            case contentOrReply
            case tlsComing, tls
        }
        var mode = Mode.replies
        /// The response under way, while `mode` says that there is one; changed in place, segment by segment.
        var listing = Listing(content: DotContent(start: 0), verb: .unknown, answers: 0)
        var lines = LineScanner()
        /// Stream position of the next octet that is not consumed.
        var position = 0
        var holdsCandidate = false
        var endAtCandidate = false
        var stopWaiting = false
        /// The client spoke first, and whether the first status line greets or answers is open.
        var isDoubtful = false
        /// Letters of `STLS` that a line of CAPA's list has shown so far; nil where it shows another word.
        var spelled: Int? = 0
    }

    /// A multi-line response while it is heard.
    struct Listing: Sendable, Hashable {
        var content: DotContent
        let verb: POP3Verb
        /// Step number of the command; 0 when the capture lacks it.
        let answers: Int
        /// A hole took the status line and perhaps the first octets.
        var isHeadLost = false
        /// The hole in front of the octets that come next; in positions of the stream.
        var hole: Range<Int>?
    }

    /// - Parameters:
    ///   - begun: The connection's start was seen.
    ///   - isSecured: All of it is inside TLS.
    package init(begun: Bool = true, isSecured: Bool = false) {
        self.begun = begun
        self.isSecured = isSecured
        isGreeting = begun
    }

    /// Hears the next thing that `side` said; see ``SMTPConversation/next(_:in:at:edge:)``.
    package mutating func next(_ side: Side, in window: Span<UInt8>, at offset: Int, edge: Edge = .open) -> Hearing {
        guard side == .server else {
            let hearing = nextOfClient(in: window, at: offset, edge: edge)
            client.position = offset + hearing.consumed + hearing.holeTaken
            return hearing
        }
        let hearing = nextOfServer(in: window, at: offset, edge: edge)
        server.position = offset + hearing.consumed + hearing.holeTaken
        return hearing
    }

    /// Something is due of `side` although its window is empty; see ``SMTPConversation/isDue(_:)``.
    func isDue(_ side: Side) -> Bool {
        guard side == .server, case .contentEnded = server.mode else { return false }
        return true
    }

    /// The half no longer waits for the other; see ``SMTPConversation/stopWaiting(_:)``.
    package mutating func stopWaiting(_ side: Side) {
        if side == .client { client.stopWaiting = true } else { server.stopWaiting = true }
    }

    package func isWaiting(_ side: Side) -> Bool {
        guard side == .client else { return server.isDoubtful }
        if case .waiting = client.mode { return true }
        return false
    }

    /// The octets behind a content mark outgrew what the caller keeps.
    package mutating func dropMark() {
        if case .content = server.mode { server.listing.content.dropMark() }
    }

    /// TLS was read: what follows is heard decrypted (RFC 2595 section 4: the session stays in AUTHORIZATION).
    package mutating func resumeInsideTLS() {
        client = ClientHalf()
        server = ServerHalf()
        turns.removeAll()
        acknowledged = (0, 0)
        isSecured = true
        state = .authorization
        firstReplyHeard = true
    }

    mutating func step(_ kind: Utterance.Kind, _ side: Side, range: Range<Int>) -> Utterance {
        number += 1
        var utterance = Utterance(kind, side, range: range)
        utterance.number = number
        utterance.phase = state.phase
        utterance.state = state.rawValue
        return utterance
    }
}
