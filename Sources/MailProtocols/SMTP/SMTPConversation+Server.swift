/// The server's half: replies of one or more lines, RFC 5321 section 4.2.1, paired with what they answer.
extension SMTPConversation {
    /// Octets that the lines of one reply may have together; beyond, it is reported as it stands.
    static let replyLimit = 65_536
    /// Octets of one line with its CR LF, RFC 5321 section 4.5.3.1.5.
    static let replyLineLimit = 512

    mutating func nextOfServer(in window: Span<UInt8>, at offset: Int, edge: Edge) -> Hearing {
        switch server.mode {
        case .tls: return Hearing()
        case .tlsComing:
            guard window.count > 0 else {
                var hearing = Hearing()
                if case .hole(let count) = edge { hearing.holeTaken = count }
                return hearing
            }
            if looksLikeTLS(window[0]) {
                server.mode = .tls
                var hearing = Hearing()
                hearing.utterance = Utterance(.tlsBegins, .server, range: offset..<offset)
                return hearing
            }
        case .replies: break
        }
        while true {
            let rest = window.extracting(server.replyLength..<window.count)
            switch server.lines.find(in: rest, at: offset + server.replyLength, edge: edge) {
            case .incomplete:
                guard window.count == 0 || edge == .open else {
                    return reply(in: window, length: server.replyLength, at: offset, flags: .unended)
                }
                var hearing = Hearing()
                if window.count == 0, case .hole(let count) = edge {
                    hearing.holeTaken = count
                    hearing.utterance = gap(.server, at: offset, count: count)
                    forgetAnswered(before: offset + count)
                }
                return hearing
            case .tooLong:
                if server.replyLines > 0 {
                    server.lines.reset()
                    return reply(in: window, length: server.replyLength, at: offset, flags: .unended)
                }
                var hearing = Hearing()
                hearing.consumed = window.count
                hearing.utterance = Utterance(.lineHead, .server, range: offset..<offset + window.count)
                hearing.utterance?.text = 0..<window.count
                return hearing
            case .tail:
                var hearing = Hearing()
                hearing.consumed = window.count
                return hearing
            case .cut: return reply(in: window, length: window.count, at: offset, flags: .cut)
            case .unended: return reply(in: window, length: window.count, at: offset, flags: .unended)
            case .line(let textEnd, let end):
                if end > Self.replyLineLimit { server.hasLongLine = true }
                switch continues(rest.extracting(0..<textEnd), behind: rest.extracting(end..<rest.count), window, edge)
                {
                case .yes where server.replyLength + end <= Self.replyLimit:
                    server.replyLength += end
                    server.replyLines += 1
                case .unknown: return Hearing()
                case .no, .yes: return reply(in: window, length: server.replyLength + end, at: offset, flags: [])
                }
            }
        }
    }

    /// A hole took replies: to the commands that the client followed up by others after it. They must have been granted if the
    /// client went on.
    private mutating func forgetAnswered(before position: Int) {
        turns.dropAnswered(before: position) { turn in
            let verb = SMTPVerb(rawValue: turn.verb) ?? .unknown
            if turn.kind == .command, verb == .rcpt { acceptedRecipients += 1 }
            state = state.after(turn, answered: turn.kind == .content ? ReplyCode(250) : verb.grantingCode)
        }
    }

    private enum Continuation { case yes, no, unknown }

    /// Do more lines of the same reply follow this one?
    private func continues(
        _ line: Span<UInt8>, behind: Span<UInt8>, _ window: Span<UInt8>, _ edge: Edge
    ) -> Continuation {
        let hasCode = line.replyDigits != nil
        if hasCode, line.count > 3, line[3] == Ascii.hyphen { return .yes }
        if hasCode, line.count == 3 || line[3] == Ascii.space { return .no }
        // A line without a code among the lines of a reply belongs to it where a line with the reply's code follows.
        guard server.replyLines > 0 else { return .no }
        guard behind.count >= 3 else { return edge == .open ? .unknown : .no }
        return behind[0] == window[0] && behind[1] == window[1] && behind[2] == window[2] ? .yes : .no
    }

    /// A reply is complete: what does it answer, and what follows from it?
    private mutating func reply(
        in window: Span<UInt8>, length: Int, at offset: Int, flags: Utterance.Flags
    ) -> Hearing {
        let text = window.extracting(0..<length)
        let code = text.replyDigits.map { ReplyCode($0) } ?? .none
        if let hearing = earlyReply(code) { return hearing }
        var hearing = Hearing()
        hearing.consumed = length
        let lineCount = server.replyLines
        server.replyLength = 0
        server.replyLines = 0
        let longStart = server.lines.takeLongStart()
        let hasLongLine = server.hasLongLine || longStart != nil
        server.hasLongLine = false
        let before = number
        var utterance = step(.reply, .server, range: (longStart ?? offset)..<offset + length)
        utterance.text = longStart == nil ? 0..<length : 0..<0
        utterance.flags = flags
        utterance.code = code
        if length > 0, flags.isEmpty, length < 2 || window[length - 2] != Ascii.carriageReturn {
            utterance.notes.insert(.bareLineFeed)
        }
        if lineCount > 0, codesDiffer(text) { utterance.notes.insert(.replyCodesDiffer) }
        if hasLongLine { utterance.notes.insert(.replyTooLong) }
        let wasEarly = takeEarly()
        if code == .none {
            utterance.notes.insert(beginsWithKnownVerb(text) ? .rolesSwapped : .replyWithoutCode)
        } else if isGreeting(code, stepsBefore: before) {
            greet(&utterance)
        } else if wasEarly {
            firstReplyHeard = true
            utterance.notes.insert(.unsolicitedReply)
        } else {
            if !firstReplyHeard, begun, !turns.isEmpty, !isOneSided { utterance.notes.insert(.greetingMissing) }
            firstReplyHeard = true
            hearing.wakesOther = answer(&utterance, text: text)
        }
        utterance.state = state.rawValue
        hearing.utterance = utterance
        return hearing
    }

    /// A reply inside content is either the end of that content or early; which, the client's next octets tell.
    ///
    /// - Returns: nil when the reply may be taken now.
    private mutating func earlyReply(_ code: ReplyCode) -> Hearing? {
        guard case .content = client.mode, turns.isEmpty else { return nil }
        guard code.outcome == .done || code.outcome == .tryLater || code.outcome == .never else { return nil }
        switch server.early {
        case .wasEarly: return nil
        case .waiting:
            guard server.stopWaiting else { return Hearing() }
            dropMark()
            return nil
        case .no: break
        }
        var hearing = Hearing()
        hearing.wakesOther = true
        if client.holdsCandidate {
            client.request = .endAtCandidate
        } else if client.content.missing > 0 || isOneSided || client.position == 0 {
            client.request = .endHere
        } else {
            client.request = .markHere
            server.early = .waiting
        }
        return hearing
    }

    private mutating func takeEarly() -> Bool {
        defer {
            server.early = .no
            server.stopWaiting = false
        }
        if case .wasEarly = server.early { return true }
        return false
    }

    /// The first reply of a session greets, RFC 5321 section 3.1; in the middle of a session only a 220.
    private func isGreeting(_ code: ReplyCode, stepsBefore: Int) -> Bool {
        guard !firstReplyHeard else { return false }
        if turns.isEmpty { return begun || code == ReplyCode(220) }
        // A client that talks before it is greeted; 220 also answers STARTTLS, and XCLIENT with a new greeting.
        let isAnswer = turns.first.map { [SMTPVerb.starttls.rawValue, SMTPVerb.xclient.rawValue].contains($0.verb) }
        return code == ReplyCode(220) && firstSpeaker == .client && isAnswer != true
    }

    private mutating func greet(_ utterance: inout Utterance) {
        firstReplyHeard = true
        utterance.flags.insert(.greeting)
        utterance.phase = .establishment
        if utterance.code.outcome != .done { utterance.notes.insert(.greetingRefused) }
        state = state.greeted(with: utterance.code)
        if turns.isEmpty { projected = state }
    }

    /// Pairs the reply with the oldest turn. Returns whether the client's half waited for it.
    private mutating func answer(_ utterance: inout Utterance, text: Span<UInt8>) -> Bool {
        let code = utterance.code
        if code.rawValue < 200 || code.rawValue > 599 { utterance.notes.insert(.replyCodeOutOfRange) }
        if code == ReplyCode(421) { utterance.notes.insert(.serviceClosing) }
        guard let turn = turns.popFirst() else {
            utterance.notes.insert(.unsolicitedReply)
            if code == ReplyCode(421) { state = .closed }
            guard case .commands = client.mode, !begun else { return false }
            if code == ReplyCode(354) {  // its DATA was said before the capture began
                beginContent(at: client.position)
                state = .messageComing
            } else if code == ReplyCode(334) {
                client.mode = .sasl
            }
            return true
        }
        let verb = SMTPVerb(rawValue: turn.verb) ?? .unknown
        utterance.answers = turn.number
        utterance.verb = turn.verb
        if turn.kind == .command, verb == .rcpt, code.outcome == .done { acceptedRecipients += 1 }
        if turn.kind == .command, [.rset, .ehlo, .helo, .lhlo, .mail].contains(verb), code.outcome == .done {
            acceptedRecipients = 0
        }
        state = state.after(turn, answered: code)
        if turns.isEmpty { projected = state }
        utterance.phase = turn.kind == .content ? .transfer : phase(of: verb)
        if verb == .ehlo || verb == .lhlo, code.outcome == .done { hearOffer(text, &utterance) }
        if verb == .bdat, turn.kind == .command, code.outcome != .done { sizes.isOpen = false }
        if !fits(code, turn, verb) { utterance.notes.insert(.replyOutOfStep) }
        if code == ReplyCode(334), verb == .auth, text.hasUnreadableChallenge { utterance.notes.insert(.authNotBase64) }
        noteOutcome(turn, verb, &utterance)
        release(turn, verb, code)
        return true
    }

    private mutating func noteOutcome(_ turn: Turn, _ verb: SMTPVerb, _ utterance: inout Utterance) {
        let outcome = utterance.code.outcome
        if verb == .mail || turn.kind == .content { refusals = Refusals() }
        guard outcome == .tryLater || outcome == .never, utterance.code != ReplyCode(421) else { return }
        if turn.kind != .content {
            switch verb {
            // These say it all.
            case .starttls: return utterance.notes.insert(.startTLSRefused)
            case .auth where login.isCancelled: return
            case .auth where outcome == .never && utterance.code != ReplyCode(503):
                return utterance.notes.insert(.authFailed)
            case .data where state == .envelopeOpen && refusals.recipients > 0 && !utterance.code.refusesSyntax:
                return utterance.notes.insert(.noRecipientAccepted)
            case .data: utterance.notes.insert(.dataRefused)
            case .bdat: utterance.notes.insert(.chunkRefused)
            // 503 refuses the order of the commands, not the recipient.
            case .rcpt where utterance.code != ReplyCode(503):
                refusals.recipients += 1
                utterance.notes.insert(.recipientRefused)
            default: break
            }
        }
        guard refusals.kind != turn.kind || refusals.verb != turn.verb || refusals.code != utterance.code else {
            return
        }
        refusals.kind = turn.kind
        refusals.verb = turn.verb
        refusals.code = utterance.code
        utterance.notes.insert(outcome == .never ? .permanentFailure : .temporaryFailure)
    }

    /// May this code answer that command? The codes that belong to one command only tell when replies have shifted; RFC 5321
    /// section 4.3.2, RFC 4954 section 4.
    private func fits(_ code: ReplyCode, _ turn: Turn, _ verb: SMTPVerb) -> Bool {
        switch code.rawValue {
        case 354: turn.kind == .command && verb == .data
        case 334, 235: verb == .auth
        case 221: verb == .quit || verb == .unknown
        default: turn.kind == .content || verb != .data || code.outcome != .done
        }
    }

    private mutating func hearOffer(_ text: Span<UInt8>, _ utterance: inout Utterance) {
        var isCrossedOut = false
        offered = Offer(announcedIn: text, allowed: &sizes.allowed, isCrossedOut: &isCrossedOut)
        if isCrossedOut { utterance.notes.insert(.startTLSStripped) }
    }

    /// The client's half waited for this answer: now it is known how its next octets are cut.
    private mutating func release(_ turn: Turn, _ verb: SMTPVerb, _ code: ReplyCode) {
        switch client.mode {
        case .waiting(.data) where turn.kind == .command && verb == .data:
            switch code.outcome {
            case .goOn: beginContent(at: client.position)
            case .done: client.mode = .contentOrCommand
            default: client.mode = .commands
            }
        case .waiting(.auth) where verb == .auth:
            client.mode = code == ReplyCode(334) ? .sasl : .commands
            if code != ReplyCode(334) { login.end() }
        case .waiting(.starttls) where verb == .starttls:
            client.mode = code.outcome == .done ? .tlsComing : .commands
            if code.outcome == .done { server.mode = .tlsComing }
        case .commands where verb == .starttls && turn.kind == .command && code == ReplyCode(220):
            // The answer was recorded late, and the client's half had gone on without it.
            client.mode = .tlsComing
            server.mode = .tlsComing
        case .chunk(var chunk) where chunk.command == turn.number && chunk.bytes == 0 && !chunk.judged:
            guard code.outcome == .tryLater || code.outcome == .never else { return }
            chunk.refused = true
            client.mode = .chunk(chunk)
        default: break
        }
    }

    /// Do the codes of a reply's lines differ? RFC 5321 section 4.2.1 wants the same on each.
    private func codesDiffer(_ text: Span<UInt8>) -> Bool {
        var start = 0
        while start + 3 <= text.count {
            for index in 0..<3 where text[start + index] != text[index] { return true }
            guard let lineFeed = firstIndex(of: Ascii.lineFeed, in: text, from: start) else { return false }
            start = lineFeed + 1
        }
        return false
    }
}

extension ReplyCode {
    /// The command was not understood: it says nothing of what was asked.
    fileprivate var refusesSyntax: Bool { (500...502).contains(rawValue) }
}
