/// Hears both sides of one session chunk by chunk: keeps what a conversation cannot use yet and offers it again when more
/// comes, or when the other side has spoken. Servers, clients, taps and the tracer all hear through it.
package struct Listener: Sendable {
    /// Octets that a half may hold back while it waits for the other side; then it goes on by the likeliest reading.
    package static let holdLimit = 65_536
    /// Octets behind a content mark that are kept to be heard again.
    static let rewindLimit = 65_536

    enum Language: Sendable { case none, smtp, pop3 }
    let language: Language
    // Not optional: a call through an optional copies the conversation, and there are calls for every segment.
    /// Of a POP3 session, or of none: one in which nothing was said.
    package internal(set) var smtpSession: SMTPConversation
    package internal(set) var pop3Session: POP3Conversation
    var client = Half()
    var server = Half()

    /// Understands nothing; for sessions that are only named.
    package init() { self.init(.none, SMTPConversation(), POP3Conversation()) }
    /// What `outer` goes on with inside TLS, once both sides speak it: positions count on from there.
    package init(inside outer: Listener) {
        self = outer
        client = Half(position: outer.client.tlsStart ?? outer.client.end)
        server = Half(position: outer.server.tlsStart ?? outer.server.end)
        smtpSession.resumeInsideTLS()
        pop3Session.resumeInsideTLS()
        isHoldingBack = false
    }
    /// For a connection on which `spoken` was recognised; understands nothing of what is only named.
    ///
    /// - Parameter begun: Its start was seen.
    package init(_ spoken: MailProtocol, begun: Bool) {
        // In their places at once: made elsewhere, each would be copied in several steps.
        smtpSession = SMTPConversation(begun: begun, isLMTP: spoken == .lmtp)
        pop3Session = POP3Conversation(begun: begun)
        language =
            switch spoken {
            case .smtp, .lmtp: .smtp
            case .pop3: .pop3
            case .smtps, .pop3s, .imaps, .imap, .unknown: .none
            }
    }
    package init(smtp: SMTPConversation) { self.init(.smtp, smtp, POP3Conversation()) }
    package init(pop3: POP3Conversation) { self.init(.pop3, SMTPConversation(), pop3) }

    private init(_ language: Language, _ smtp: SMTPConversation, _ pop3: POP3Conversation) {
        self.language = language
        smtpSession = smtp
        pop3Session = pop3
    }

    package var smtp: SMTPConversation? {
        if case .smtp = language { smtpSession } else { nil }
    }
    package var pop3: POP3Conversation? {
        if case .pop3 = language { pop3Session } else { nil }
    }

    /// The number of the last step; set where two listeners hear one connection.
    package var number: Int {
        get { if case .pop3 = language { pop3Session.number } else { smtpSession.number } }
        set {
            smtpSession.number = newValue
            pop3Session.number = newValue
        }
    }

    /// Stream position of the first octet that is not dealt with for good: none before it will be spoken of, but for the
    /// beginning of content.
    package func needed(of side: Side) -> Int { self[side].behind?.start ?? self[side].position }

    // Stored, not computed: asking a value of another module for a computed property copies all of it, and both are asked
    // for every segment.
    /// Some octets wait to be understood.
    package private(set) var isHoldingBack = false
    /// Octets of each side that were heard of, understood or not; holes counted.
    package private(set) var heard = (client: 0, server: 0)

    private mutating func count(_ side: Side, _ octets: Int) {
        if side == .client { heard.client += octets } else { heard.server += octets }
    }

    private mutating func noteHold() { isHoldingBack = !client.pending.isEmpty || !server.pending.isEmpty }

    /// Hears the next octets of `side`.
    ///
    /// - Parameter each: Called for every utterance, with the octets that its ``Utterance/text`` names.
    package mutating func hear(
        _ side: Side, _ bytes: Span<UInt8>, _ each: (Utterance, Span<UInt8>) -> Void
    ) {
        count(side, bytes.count)
        defer { noteHold() }
        if isClear(side) {
            let heard = hearWindow(side, bytes, edge: .open, each)
            if heard.consumed < bytes.count {
                keep(side, bytes.extracting(heard.consumed..<bytes.count))
            }
            if heard.wakes || heard.saidSomething, !isClear(side.other) || isExpected(side.other) {
                pump(side.other, each)
            }
        } else {
            keep(side, bytes)
            pump(side, each)
        }
        if hasPending(side), self[side].pending.count > Self.holdLimit, isWaiting(side) {
            stopWaiting(side, each)
        }
    }

    /// So many octets of `side` are lost; what comes next lies behind them.
    package mutating func lose(_ side: Side, _ count: Int, _ each: (Utterance, Span<UInt8>) -> Void) {
        self.count(side, count)
        defer { noteHold() }
        let end = self[side].end
        self[side].holes.append(Hole(position: end, count: count))
        pump(side, each)
    }

    /// The first octets of `side` fit nothing: they are reported, and the session begins behind them.
    package mutating func skip(_ side: Side, _ count: Int, _ each: (Utterance, Span<UInt8>) -> Void) {
        self.count(side, count)
        let range = self[side].position..<self[side].position + count
        self[side].position += count
        switch language {
        case .smtp: each(smtpSession.skip(side, range: range), [UInt8]().span)
        case .pop3: each(pop3Session.skip(side, range: range), [UInt8]().span)
        case .none: break
        }
    }

    /// `side` acknowledged octets of the other, up to this position in its stream, that are not in the capture (so far): it
    /// has heard more than is known.
    package mutating func acknowledge(by side: Side, upTo position: Int) {
        switch language {
        case .smtp: smtpSession.acknowledge(by: side, upTo: position)
        case .pop3: pop3Session.acknowledge(by: side, upTo: position)
        case .none: break
        }
    }

    /// The half no longer waits for an answer that does not come.
    package mutating func stopWaiting(_ side: Side, _ each: (Utterance, Span<UInt8>) -> Void) {
        defer { noteHold() }
        switch language {
        case .smtp: smtpSession.stopWaiting(side)
        case .pop3: pop3Session.stopWaiting(side)
        case .none: break
        }
        pump(side, each)
    }

    /// Only one side is in the capture so far: no half waits for the other.
    package var isOneSided: Bool {
        get {
            switch language {
            case .smtp: smtpSession.isOneSided
            case .pop3: pop3Session.isOneSided
            case .none: false
            }
        }
        set {
            smtpSession.isOneSided = newValue
            pop3Session.isOneSided = newValue
        }
    }

    package func isWaiting(_ side: Side) -> Bool {
        switch language {
        case .smtp: smtpSession.isWaiting(side)
        case .pop3: pop3Session.isWaiting(side)
        case .none: false
        }
    }

    /// The connection is over: whatever is still held back comes out.
    package mutating func end(_ each: (Utterance, Span<UInt8>) -> Void) {
        defer { noteHold() }
        client.isEnded = true
        server.isEnded = true
        pump(.client, each)
        // The other side has said its last: who waits for it in front of a hole goes on by the likeliest reading.
        smtpSession.isOver = true
        pop3Session.isOver = true
        pump(.client, each)
        for side in Side.allCases where speaksTLS(side) {
            let half = self[side]
            guard let start = half.tlsStart else { continue }
            let range = start..<max(start, half.end)
            switch language {
            case .smtp: each(smtpSession.finishTLS(side, range: range, bytes: half.tlsBytes), [UInt8]().span)
            case .pop3: each(pop3Session.finishTLS(side, range: range, bytes: half.tlsBytes), [UInt8]().span)
            case .none: break
            }
            self[side].tlsStart = nil
        }
    }

    // MARK: Pumping

    /// Inlined: an accessor that is called takes memory from the heap each time. What is read through it is copied with all of
    /// the listener: where that is often, ask by one of the functions below.
    private subscript(side: Side) -> Half {
        @inline(__always) _read {
            if side == .client { yield client } else { yield server }
        }
        @inline(__always) _modify {
            if side == .client { yield &client } else { yield &server }
        }
    }

    private func isClear(_ side: Side) -> Bool { side == .client ? client.isClear : server.isClear }

    private func hasPending(_ side: Side) -> Bool {
        side == .client ? !client.pending.isEmpty : !server.pending.isEmpty
    }

    private func firstHole(_ side: Side) -> Hole? { side == .client ? client.holes.first : server.holes.first }

    private func isEnded(_ side: Side) -> Bool { side == .client ? client.isEnded : server.isEnded }

    private func position(of side: Side) -> Int { side == .client ? client.position : server.position }

    private func speaksTLS(_ side: Side) -> Bool {
        side == .client ? client.tlsStart != nil : server.tlsStart != nil
    }

    private func hasMark(_ side: Side) -> Bool { side == .client ? client.behind != nil : server.behind != nil }

    private mutating func advance(_ side: Side, by count: Int) {
        if side == .client { client.position += count } else { server.position += count }
    }

    private mutating func keep(_ side: Side, _ bytes: Span<UInt8>) {
        bytes.withUnsafeBufferPointer { self[side].pending.append(contentsOf: $0) }
    }

    /// Offers both sides' pending octets in turn until neither can be understood any further.
    private mutating func pump(_ first: Side, _ each: (Utterance, Span<UInt8>) -> Void) {
        var side = first
        var idle = 0
        while idle < 2 {
            idle = drain(side, each) ? 0 : idle + 1
            side = side.other
        }
    }

    /// Offers one side's pending octets once, hole by hole. Returns whether anything came of it.
    private mutating func drain(_ side: Side, _ each: (Utterance, Span<UInt8>) -> Void) -> Bool {
        var progressed = false
        while true {
            var pending: [UInt8] = []
            swap(&pending, &self[side].pending)
            let hole = firstHole(side)
            let limit = hole.map { $0.position - position(of: side) } ?? pending.count
            let edge: Edge = hole.map { .hole($0.count) } ?? (isEnded(side) ? .end : .open)
            let heard = hearWindow(side, pending.span.extracting(0..<min(limit, pending.count)), edge: edge, each)
            if heard.consumed > 0 { pending.removeFirst(heard.consumed) }
            // A half that was taken back to a mark has what lay behind the mark in its `pending` already.
            if !hasPending(side) {
                swap(&pending, &self[side].pending)
            } else {
                self[side].pending.append(contentsOf: pending)
            }
            takeHole(side, heard.holeTaken)
            progressed = progressed || heard.saidSomething || heard.consumed > 0 || heard.holeTaken > 0
            guard heard.holeTaken > 0 || heard.isRewound else { return progressed }
            if heard.wakes, hasPending(side.other) { return true }
        }
    }

    private mutating func takeHole(_ side: Side, _ count: Int) {
        guard count > 0, let hole = firstHole(side) else { return }
        if count >= hole.count {
            self[side].holes.removeFirst()
        } else {
            self[side].holes[0].count -= count
            self[side].holes[0].position += count
        }
    }

    private struct Heard {
        var consumed = 0
        var holeTaken = 0
        var saidSomething = false
        var wakes = false
        var isRewound = false
    }

    /// Offers a window until the conversation is idle.
    private mutating func hearWindow(
        _ side: Side, _ bytes: Span<UInt8>, edge: Edge, _ each: (Utterance, Span<UInt8>) -> Void
    ) -> Heard {
        var heard = Heard()
        let isOpen = if case .open = edge { true } else { false }
        while true {
            if speaksTLS(side) {
                hearTLS(side, bytes.extracting(heard.consumed..<bytes.count), edge: edge, &heard, each)
                return heard
            }
            let window = bytes.extracting(heard.consumed..<bytes.count)
            let position = self.position(of: side)
            let hearing =
                switch language {
                case .smtp: smtpSession.next(side, in: window, at: position, edge: edge)
                case .pop3: pop3Session.next(side, in: window, at: position, edge: edge)
                case .none: Hearing()
                }
            if hearing.wakesOther { heard.wakes = true }
            if hearing.isIdle {
                if hearing.wakesOther { heard.saidSomething = true }
                return heard
            }
            heard.consumed += hearing.consumed
            heard.holeTaken += hearing.holeTaken
            advance(side, by: hearing.consumed + hearing.holeTaken)
            if hasMark(side) { remember(side, window.extracting(0..<hearing.consumed), hearing.holeTaken) }
            if let utterance = hearing.utterance {
                heard.saidSomething = true
                each(utterance, window.extracting(utterance.text))
                note(utterance, side, &heard)
            }
            if hearing.holeTaken > 0 || heard.isRewound { return heard }
            // What the other side holds back was said before what comes next here: it goes first.
            if hearing.wakesOther, hasPending(side.other) { return heard }
            if heard.consumed == bytes.count, isOpen, !isDue(side) { return heard }
        }
    }

    /// Does the conversation have something to say of `side` without further octets?
    private func isDue(_ side: Side) -> Bool {
        switch language {
        case .smtp: smtpSession.isDue(side)
        case .pop3: pop3Session.isDue(side)
        case .none: false
        }
    }

    /// Will the side say something, or is something asked of it, though it has no octets to offer?
    private func isExpected(_ side: Side) -> Bool {
        switch language {
        case .smtp: smtpSession.isDue(side) || smtpSession.isAsked(side)
        case .pop3: pop3Session.isDue(side)
        case .none: false
        }
    }

    private mutating func hearTLS(
        _ side: Side, _ bytes: Span<UInt8>, edge: Edge, _ heard: inout Heard,
        _ each: (Utterance, Span<UInt8>) -> Void
    ) {
        let position = self[side].position
        if bytes.count > 0 {
            var utterance = Utterance(.tlsRun, side, range: position..<position + bytes.count)
            utterance.text = 0..<bytes.count
            each(utterance, bytes)
            self[side].tlsBytes += bytes.count
            heard.consumed += bytes.count
        }
        if case .hole(let count) = edge { heard.holeTaken = count }
        self[side].position += bytes.count + heard.holeTaken
    }

    /// Keeps what lies behind a content mark, within the limit.
    private mutating func remember(_ side: Side, _ bytes: Span<UInt8>, _ hole: Int) {
        if hole > 0 {
            let position = self[side].position - hole
            self[side].behind?.holes.append(Hole(position: position, count: hole))
        }
        bytes.withUnsafeBufferPointer { self[side].behind?.bytes.append(contentsOf: $0) }
        guard (self[side].behind?.bytes.count ?? 0) > Self.rewindLimit else { return }
        self[side].behind = nil
        smtpSession.dropMark()
        pop3Session.dropMark()
    }

    private mutating func note(_ utterance: Utterance, _ side: Side, _ heard: inout Heard) {
        switch utterance.kind {
        case .contentRun, .command, .reply, .auth: break
        case .contentMark: self[side].behind = Behind(start: utterance.range.upperBound)
        case .content: self[side].behind = nil
        case .tlsBegins: self[side].tlsStart = utterance.range.lowerBound
        case .contentRewind:
            guard let behind = self[side].behind else { return }
            let skipped = utterance.range.upperBound - behind.start
            self[side].pending = Array(behind.bytes.dropFirst(skipped))
            self[side].position = utterance.range.upperBound
            self[side].holes = behind.holes + self[side].holes
            self[side].behind = nil
            heard.isRewound = true
        default: break
        }
    }
}
