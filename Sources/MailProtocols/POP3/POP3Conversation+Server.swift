/// The server's half: status lines, and the lines that follow some of them up to a lone dot (RFC 1939 section 3).
extension POP3Conversation {
    /// Octets of a status line with its CR LF, RFC 2449 section 4.
    static let statusLineLimit = 512

    mutating func nextOfServer(in window: Span<UInt8>, at offset: Int, edge: Edge) -> Hearing {
        switch server.mode {
        case .tls: return Hearing()
        case .content: return nextOfContent(in: window, at: offset, edge: edge)
        case .contentEnded(let end, let ending): return contentStep(end: end, ending: ending)
        case .contentOrReply:
            guard window.count > 0 else { break }
            let isReply = window[0] == UInt8(ascii: "+") || window[0] == UInt8(ascii: "-")
            guard !isReply else {
                server.mode = .replies
                break
            }
            beginWithoutStatus(at: offset)
            return nextOfServer(in: window, at: offset, edge: edge)
        case .tlsComing:
            var hearing = Hearing()
            guard window.count > 0 else {
                if case .hole(let count) = edge { hearing.holeTaken = count }
                return hearing
            }
            guard looksLikeTLS(window[0]) else { break }
            server.mode = .tls
            hearing.utterance = Utterance(.tlsBegins, .server, range: offset..<offset)
            return hearing
        case .replies: break
        }
        return nextStatusLine(in: window, at: offset, edge: edge)
    }

    private mutating func nextStatusLine(in window: Span<UInt8>, at offset: Int, edge: Edge) -> Hearing {
        var hearing = Hearing()
        switch server.lines.find(in: window, at: offset, edge: edge) {
        case .incomplete:
            if window.count == 0, case .hole(let count) = edge {
                hearing.holeTaken = count
                hearing.utterance = gap(.server, at: offset, count: count)
                forgetAnswered(before: offset + count)
                if expectsListing { server.mode = .contentOrReply }
            }
        case .tooLong:
            hearing.consumed = window.count
            hearing.utterance = Utterance(.lineHead, .server, range: offset..<offset + window.count)
            hearing.utterance?.text = 0..<window.count
        case .tail: hearing.consumed = window.count
        case .line(let textEnd, let end):
            let line = window.extracting(0..<textEnd)
            if isFirstReply(line), !decideGreeting(behind: window.extracting(end..<window.count), edge) {
                return hearing
            }
            reply(line, end: end, at: offset, flags: [], &hearing)
            if end - textEnd == 1 { hearing.utterance?.notes.insert(.bareLineFeed) }
        case .cut(let textEnd):
            reply(window.extracting(0..<textEnd), end: window.count, at: offset, flags: .cut, &hearing)
        case .unended(let textEnd):
            reply(window.extracting(0..<textEnd), end: window.count, at: offset, flags: .unended, &hearing)
        }
        return hearing
    }

    /// A hole took replies: to the commands that the client followed up by others after it.
    private mutating func forgetAnswered(before position: Int) {
        var isLogin = false
        turns.dropAnswered(before: position) { turn in
            let verb = POP3Verb(rawValue: turn.verb)
            isLogin = isLogin || verb == .pass || verb == .apop || verb == .auth
        }
        guard isLogin, state == .authorization || state == .authenticating, let next = turns.first else { return }
        // It must have succeeded if the client goes on to its messages.
        switch POP3Verb(rawValue: next.verb) {
        case .stat, .list, .uidl, .retr, .top, .dele, .noop, .rset: state = .transaction
        default: break
        }
    }

    /// Does the oldest command ask for lines up to a lone dot?
    private var expectsListing: Bool {
        guard let turn = turns.first, turn.kind == .command, let verb = POP3Verb(rawValue: turn.verb) else {
            return false
        }
        return verb.isMultiLine(hasArguments: turn.flag)
    }

    /// Lines of a multi-line response whose status line, or whose command, the capture lacks.
    private mutating func beginWithoutStatus(at offset: Int) {
        guard expectsListing, let turn = turns.popFirst() else {
            begin(Listing(content: DotContent(start: offset), verb: .unknown, answers: 0))
            return
        }
        var content = DotContent(start: offset)
        content.lose(0)
        let verb = POP3Verb(rawValue: turn.verb) ?? .unknown
        begin(Listing(content: content, verb: verb, answers: turn.number, isHeadLost: true))
    }

    private mutating func reply(
        _ line: Span<UInt8>, end: Int, at offset: Int, flags: Utterance.Flags, _ hearing: inout Hearing
    ) {
        let longStart = server.lines.takeLongStart()
        let code = ReplyCode(indicatorOf: line)
        var utterance = step(.reply, .server, range: (longStart ?? offset)..<offset + end)
        utterance.text = longStart == nil ? 0..<end : 0..<0
        utterance.code = code
        utterance.flags = flags
        if longStart != nil || end > Self.statusLineLimit { utterance.notes.insert(.replyTooLong) }
        if code == .none {
            let verb = POP3Verb(line: line)
            utterance.notes.insert(verb == .none || verb == .unknown ? .replyWithoutCode : .rolesSwapped)
        } else if !firstReplyHeard, isGreeting, turns.isEmpty || server.position == 0 {
            firstReplyHeard = true
            utterance.flags.insert(.greeting)
            if code == .err { utterance.notes.insert(.greetingRefused) }
            if state == .connecting { state = .authorization }
        } else {
            firstReplyHeard = true
            answer(&utterance, line, behind: offset + end)
            hearing.wakesOther = true
        }
        utterance.state = state.rawValue
        hearing.consumed = end
        hearing.utterance = utterance
    }

    // MARK: The greeting

    private func isFirstReply(_ line: Span<UInt8>) -> Bool {
        !firstReplyHeard && !turns.isEmpty && server.position == 0 && ReplyCode(indicatorOf: line) != .none
    }

    /// The client spoke first: is the first status line a greeting, or are there none and it answers? A greeting is followed
    /// by an answer; an answer is followed by the client's next command, or by the lines that the command asked for.
    ///
    /// - Returns: Whether ``isGreeting`` says it now; else more has to be heard.
    private mutating func decideGreeting(behind rest: Span<UInt8>, _ edge: Edge) -> Bool {
        server.isDoubtful = true
        var answers = 0
        var start = 0
        while let lineFeed = firstIndex(of: Ascii.lineFeed, in: rest, from: start) {
            let isStatus = ReplyCode(indicatorOf: rest.extracting(start..<lineFeed)) != .none
            if !isStatus, start == 0, expectsListing { return settleGreeting(false) }
            if isStatus { answers += 1 }
            start = lineFeed + 1
        }
        if answers >= turns.count { return settleGreeting(true) }
        if edge != .open || server.stopWaiting { return settleGreeting(false) }
        return false
    }

    private mutating func settleGreeting(_ isGreeting: Bool) -> Bool {
        self.isGreeting = isGreeting
        server.isDoubtful = false
        server.stopWaiting = false
        if !isGreeting, state == .connecting { state = .authorization }
        return true
    }

    /// Pairs the status line with the oldest turn, and opens the listing that may follow it.
    private mutating func answer(_ utterance: inout Utterance, _ line: Span<UInt8>, behind position: Int) {
        let code = utterance.code
        guard let turn = turns.popFirst() else {
            utterance.notes.insert(.unsolicitedReply)
            let isCommandLost =
                isOneSided || begun && client.position == 0 || acknowledged.byServer > client.position
            if code == .ok, isCommandLost, server.mode.isReplies { server.mode = .contentOrReply }
            return
        }
        let verb = POP3Verb(rawValue: turn.verb) ?? .unknown
        utterance.answers = turn.number
        utterance.verb = turn.verb
        let before = state
        state = state.after(turn, answered: code)
        utterance.phase = verb == .quit ? state.phase : before.phase
        if state == .closed { utterance.phase = before.phase }
        noteOutcome(verb, line, &utterance)
        if code == .goOn, verb != .auth { utterance.notes.insert(.replyOutOfStep) }
        if code == .goOn, verb == .auth, line.count > 2,
            LoginWatch.isUnreadable(challenge: line.extracting(2..<line.count))
        {
            utterance.notes.insert(.authNotBase64)
        }
        utterance.notes.formUnion(deletions.answer(verb, of: turn.number, code))
        switch (verb, code) {
        case (.dele, .ok): markedForDeletion += 1
        case (.rset, .ok), (.quit, .ok): markedForDeletion = 0
        default: break
        }
        if case .commands = client.mode, verb == .stls, code == .ok, turn.kind == .command {
            // The answer was recorded late, and the client's half had gone on without it.
            client.mode = .tlsComing
            server.mode = .tlsComing
            return
        }
        if case .waiting(let awaited) = client.mode, awaited == verb {
            client.mode = verb == .auth && code == .goOn ? .sasl : .commands
            if code != .goOn { login.end() }
            if verb == .stls, code == .ok {
                client.mode = .tlsComing
                server.mode = .tlsComing
                return
            }
        }
        let isListing = turn.kind == .command && verb.isMultiLine(hasArguments: turn.flag)
        // Behind STLS as well: what was decrypted in place goes on in the clear.
        guard code == .ok, isListing, server.mode.isReplies || server.mode.isTLSComing else { return }
        let endsAtStatus = verb == .list || verb == .uidl || verb == .capa
        begin(
            Listing(content: DotContent(start: position, endsAtStatus: endsAtStatus), verb: verb, answers: turn.number))
    }

    private mutating func begin(_ listing: Listing) {
        server.listing = listing
        server.mode = .content
    }

    private func noteOutcome(_ verb: POP3Verb, _ line: Span<UInt8>, _ utterance: inout Utterance) {
        guard utterance.code == .err else { return }
        // The maildrop is locked: name and password were right, so that the login is not called a failure.
        if line.says(responseCode: "[IN-USE]") {
            utterance.notes.insert(.mailboxBusy)
            return
        }
        switch verb {
        case .auth where login.isCancelled: break
        case .pass, .apop, .auth: utterance.notes.insert(.authFailed)
        case .stls: utterance.notes.insert(.startTLSRefused)
        // It does not say whether it is for good, RFC 1939 section 3.
        default: utterance.notes.insert(.commandRefused)
        }
    }

    // MARK: Multi-line responses

    private mutating func nextOfContent(in window: Span<UInt8>, at offset: Int, edge: Edge) -> Hearing {
        var hearing = Hearing()
        let endsHere = server.endAtCandidate && server.holdsCandidate
        server.holdsCandidate = false
        server.endAtCandidate = false
        if endsHere {
            hearing.consumed = window.count
            server.mode = .contentEnded(end: offset + window.count, .lf)
            return hearing
        }
        if let hole = server.listing.hole, window.count > 0 {
            if window.count < 4, edge == .open { return hearing }
            server.listing.hole = nil
            if hole.upperBound == offset, endedInside(hole, before: window) {
                forgetAnswered(before: offset)
                return contentStep(end: offset, ending: .missing)
            }
        }
        if window.count == 0 {
            if case .hole(let count) = edge {
                server.listing.content.lose(count)
                server.listing.hole = offset..<offset + count
                hearing.holeTaken = count
            } else if edge == .end {
                endOfStream(at: offset, &hearing)
                hearing.wakesOther = true
            }
            return hearing
        }
        switch server.listing.content.next(in: window, at: offset, edge: edge) {
        case .incomplete: break
        case .heldCandidate: server.holdsCandidate = true
        case .marked:
            hearing.utterance = Utterance(.contentMark, .server, range: server.listing.content.start..<offset)
        case .run(let run):
            hearing.consumed = run.upperBound
            hearing.utterance = Utterance(
                .contentRun, .server, range: offset + run.lowerBound..<offset + run.upperBound)
            hearing.utterance?.text = run
            hearing.utterance?.verb = server.listing.verb.rawValue
            if server.listing.verb == .capa { lookForTLS(window.extracting(run)) }
        case .ended(let consumed, let ending):
            hearing.consumed = consumed
            server.mode = .contentEnded(end: offset + consumed, ending)
            if consumed == 0 { return contentStep(end: offset, ending: ending) }
        }
        return hearing
    }

    /// A hole took the end of the lines: the client went on after it, and a status line follows.
    private func endedInside(_ hole: Range<Int>, before window: Span<UInt8>) -> Bool {
        switch ReplyCode(indicatorOf: window) {
        case .ok, .err: turns.contains(behind: hole.lowerBound)
        default: false
        }
    }

    /// A piece of one line of the capabilities: is it STLS, RFC 2595 section 4?
    private mutating func lookForTLS(_ run: Span<UInt8>) {
        let word: StaticString = "STLS"
        for index in run.indices {
            guard let spelled = server.spelled else { break }
            if spelled == word.utf8CodeUnitCount {
                if run[index] <= Ascii.space { offersTLS = true }
                server.spelled = nil
            } else {
                server.spelled = run[index] & 0xDF == word.utf8Start[spelled] ? spelled + 1 : nil
            }
        }
        if run.count > 0, run[run.count - 1] == Ascii.lineFeed { server.spelled = 0 }
    }

    private mutating func endOfStream(at offset: Int, _ hearing: inout Hearing) {
        guard let mark = server.listing.content.mark else {
            hearing = contentStep(end: offset, ending: .missing)
            return
        }
        server.listing.content.rewind()
        server.mode = .contentEnded(end: mark.end, .lf)
        hearing.utterance = Utterance(.contentRewind, .server, range: server.listing.content.start..<mark.end)
    }

    private mutating func contentStep(end: Int, ending: Utterance.Ending) -> Hearing {
        let listing = server.listing
        let content = listing.content
        var utterance = step(.content, .server, range: content.start..<end)
        utterance.verb = listing.verb.rawValue
        utterance.answers = listing.answers
        utterance.bytes = content.bytes
        utterance.stuffed = content.stuffed
        utterance.missing = content.missing
        if server.listing.isHeadLost { utterance.flags.insert(.cut) }
        utterance.ending = ending
        switch ending {
        case .lf: utterance.notes.insert(.endedByLineFeed)
        case .missing:
            let isMessage = listing.verb == .retr || listing.verb == .top
            utterance.notes.insert(isMessage ? .contentUnterminated : .listUnterminated)
        case .crlf, .count: break
        }
        let isText = listing.verb == .retr || listing.verb == .top
        utterance.notes.formUnion(isText ? content.notes : content.notes.intersection(NoteSet(.candidateOverrun)))
        server.mode = client.mode.isTLS ? .tlsComing : .replies
        var hearing = Hearing()
        hearing.utterance = utterance
        return hearing
    }
}

extension POP3Conversation.ServerHalf.Mode {
    var isReplies: Bool {
        if case .replies = self { return true }
        return false
    }

    /// No lines are under way.
    var isBetweenReplies: Bool {
        switch self {
        case .replies, .contentOrReply: true
        default: false
        }
    }

    var isTLSComing: Bool {
        if case .tlsComing = self { return true }
        return false
    }
}

extension POP3Conversation.ClientHalf.Mode {
    /// The client speaks TLS, or is about to.
    fileprivate var isTLS: Bool {
        switch self {
        case .tlsComing, .tls: true
        default: false
        }
    }
}

extension ReplyCode {
    /// The status indicator a POP3 line begins with, in any case; a `+` glued to text is none (RFC 1939 section 3).
    package init(indicatorOf line: Span<UInt8>) {
        if line.starts(with: "+OK") {
            self = .ok
        } else if line.starts(with: "-ERR") {
            self = .err
        } else if line.count > 0, line[0] == UInt8(ascii: "+"),
            line.count == 1 || line[1] == Ascii.space || line[1] == Ascii.tab
        {
            self = .goOn
        } else {
            self = .none
        }
    }
}

extension Span<UInt8> {
    /// Does a status line say this extended response code, RFC 2449 section 8?
    fileprivate func says(responseCode code: StaticString) -> Bool {
        guard count > 5, starts(with: "-ERR") else { return false }
        return extracting(5..<count).starts(with: code)
    }
}
