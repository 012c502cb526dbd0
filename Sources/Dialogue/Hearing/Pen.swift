import MailProtocols

/// Writes down what a listener heard of one connection: steps with their frames and times, and the messages that crossed.
struct Pen: Sendable {
    private let connection: Int32
    private let spoken: MailProtocol
    private let needs: Needs
    private var arrivals = (client: Arrivals(), server: Arrivals())
    private var unanswered = Unanswered()
    private var octets = (client: 0, server: 0)
    private var lost = (client: 0, server: 0)
    /// The octets of a line that is longer than a listener keeps.
    private var lineHead: [UInt8] = []
    private var content: ContentReader?
    /// The state to which ``content`` may have to be taken back, if there is one.
    private var mark: [ContentReader.Mark] = []
    private var contentFrame: Int?
    /// When the first octet of the content under way came.
    private var contentSince: Int64?
    /// When the connection was opened, where that was seen.
    private let start: Int64?
    var timing = ConnectionTiming()
    /// By side, once one of them speaks TLS: large, and seldom there.
    private var tls: [TLSRecords?] = []
    private var messages: MessageTracker
    private(set) var sawTLS = false
    /// Remarks on the steps so far, by seriousness.
    private(set) var remarks = RemarkCount()
    /// What is written now was read inside TLS; its octets are forgotten by ``SealedDialogue``, not step by step.
    var isDecrypted = false
    /// First frame of a side's TLS octets.
    private var tlsFrame = (client: Int?.none, server: Int?.none)
    /// TLS octets are handed on in ``ciphertext``.
    private let keepsCiphertext: Bool
    private var ciphertext: [Ciphertext] = []
    /// What came of reading each side's TLS; nil where nobody tried.
    var readings = (client: SealedDialogue.Reading?.none, server: SealedDialogue.Reading?.none)
    /// The connection ended within a line or a message.
    private(set) var isCutShort = false

    /// TLS octets that wait to be opened.
    struct Ciphertext: Sendable {
        var side: Side
        /// In the side's stream.
        var position: Int
        var bytes: [UInt8]
    }

    init(
        connection: Int32, protocol spoken: MailProtocol, opener: Side?, start: Int64?, needs: Needs,
        keepsCiphertext: Bool = false
    ) {
        self.start = start
        self.keepsCiphertext = keepsCiphertext
        self.connection = connection
        self.spoken = spoken
        self.needs = needs
        messages = MessageTracker(connection: connection, protocol: spoken, opener: opener, needs: needs)
    }

    /// Memory beside the value itself, roughly.
    mutating func countHeldBytes() -> Int {
        arrivals.client.heldBytes + arrivals.server.heldBytes + unanswered.heldBytes + lineHead.capacity
            + (content?.preview.capacity ?? 0) + messages.countHeldBytes() + tls.count * 1_024
    }

    // MARK: Counting

    mutating func count(_ count: Int, of side: Side) {
        if side.isClient { octets.client += count } else { octets.server += count }
    }

    mutating func lost(_ count: Int, of side: Side) {
        if side.isClient { lost.client += count } else { lost.server += count }
    }

    func octets(of side: Side) -> Int { side.isClient ? octets.client : octets.server }

    mutating func arrived(_ side: Side, end: Int, frame: Int, time: Int64) {
        if side.isClient {
            arrivals.client.add(end: end, frame: frame, time: time)
        } else {
            arrivals.server.add(end: end, frame: frame, time: time)
        }
    }

    // MARK: Writing

    mutating func write(_ utterance: Utterance, _ bytes: Span<UInt8>, to out: inout Outbox) {
        if needs.contains(.contents) { messages.handOver(bytes, of: utterance, to: &out) }
        switch utterance.kind {
        case .contentRun: take(run: bytes, of: utterance, &out.hashes)
        case .contentMark:
            if content == nil { content = ContentReader(needs: needs, verb: utterance.verb, spoken, &out.hashes) }
            mark = content.map { [$0.mark(&out.hashes)] } ?? []
            messages.keepMark()
        case .contentRewind:
            if let kept = mark.first { content?.rewind(to: kept, &out.hashes) }
            messages.rewind()
        case .lineHead:
            let kept = bytes.extracting(0..<min(bytes.count, StepRecord.textLimit + 1))
            lineHead = [UInt8](copying: kept)
        case .tlsBegins:
            sawTLS = true
            if tls.isEmpty { tls = [nil, nil] }
            tls[Int(utterance.side.rawValue)] = TLSRecords()
        case .tlsRun: take(tls: bytes, of: utterance)
        case .command, .reply, .auth, .content, .gap, .other, .tls: step(utterance, bytes, to: &out)
        }
    }

    private mutating func step(_ utterance: Utterance, _ bytes: Span<UInt8>, to out: inout Outbox) {
        let side = utterance.side
        var place = place(of: utterance)
        let isContent = if case .content = utterance.kind { true } else { false }
        var first = isContent ? contentFrame : nil
        if case .tls = utterance.kind { first = side.isClient ? tlsFrame.client : tlsFrame.server }
        if let first, let last = place { place?.frames = min(first, last.frames.upperBound)...last.frames.upperBound }
        let time = place?.time ?? 0
        var took: Int64?
        if case .reply = utterance.kind, utterance.answers > 0, let asked = unanswered.settle(utterance.answers) {
            took = max(0, time - asked)
        }
        let isAsking =
            switch utterance.kind {
            case .command, .auth: true
            case .content: side.isClient
            default: false
            }
        if isAsking, utterance.flags.rawValue == 0 || !utterance.flags.contains(.cut) {
            unanswered.add(utterance.number, time)
            out.asked &+= 1
        }
        var record = StepRecord(
            step: Step(
                utterance, connection: connection, protocol: spoken, frames: place?.frames ?? 0...0, time: time,
                took: took,
                isDecrypted: isDecrypted),
            text: [], length: 0)
        let hash = isContent ? endContent(&record, utterance, &out.hashes) : nil
        fill(&record, utterance, bytes, &out)
        remarks.add(record.step.notes)
        if utterance.flags.rawValue != 0 && utterance.flags.contains(.unended)
            || isContent && utterance.ending == .missing
        {
            isCutShort = true
        }
        if needs.contains(.dialogue) {
            out.add(consume record, hash)
        } else {
            out.tally.add(record.step, text: bytes)
        }
        messages.follow(utterance, bytes, time: time, hash, to: &out)
        if isContent {
            content = nil
            if !mark.isEmpty { mark = [] }
            contentFrame = nil
            measure(utterance, until: time)
        } else if utterance.flags.rawValue != 0, utterance.flags.contains(.greeting), let start {
            timing.greeting = max(0, time - start)
        }
    }

    /// Throughput is of messages; lists are short.
    private mutating func measure(_ content: Utterance, until time: Int64) {
        defer { contentSince = nil }
        let isMessage =
            spoken.grammar != .pop3 || content.verb == POP3Verb.retr.rawValue || content.verb == POP3Verb.top.rawValue
        guard isMessage, let since = contentSince, time >= since else { return }
        timing.contentBytes += content.bytes
        // A clock may jump to and fro.
        timing.contentTime = timing.contentTime.addingSaturated(time - since)
    }

    private mutating func place(of utterance: Utterance) -> (frames: ClosedRange<Int>, time: Int64)? {
        let isClient = utterance.side.isClient
        if isDecrypted {
            return isClient ? arrivals.client.look(utterance.range) : arrivals.server.look(utterance.range)
        }
        return isClient ? arrivals.client.take(utterance.range) : arrivals.server.take(utterance.range)
    }

    private mutating func fill(
        _ record: inout StepRecord, _ utterance: Utterance, _ bytes: Span<UInt8>, _ out: inout Outbox
    ) {
        switch utterance.kind {
        case .command, .reply, .auth:
            guard needs.contains(.texts) else { return }
            if bytes.count == 0, !lineHead.isEmpty {
                record.text = Array(lineHead.prefix(StepRecord.textLimit))
                record.length = utterance.range.count
                lineHead = []
            } else {
                record.text = out.text(bytes.extracting(0..<min(bytes.count, StepRecord.textLimit)))
                record.length = bytes.count
            }
        case .tls:
            let records = tls.isEmpty ? nil : tls[Int(utterance.side.rawValue)]
            record.tls = records.map { TLSSummary($0) }
            let reading = utterance.side == .client ? readings.client : readings.server
            record.tls?.opened = reading?.records
            record.step.notes.formUnion(reading?.notes ?? [])
        default: break
        }
    }

    /// - Returns: The hash of a content that is whole.
    private func endContent(
        _ record: inout StepRecord, _ utterance: Utterance, _ hashes: inout HashPool
    ) -> HashPool.Handle? {
        let reader = content ?? ContentReader(needs: needs, verb: utterance.verb, spoken, &hashes)
        record.text = reader.preview
        record.length = utterance.bytes
        guard let hash = reader.hash else { return nil }
        guard utterance.missing == 0, !utterance.flags.contains(.cut) else {
            hashes.release(hash)
            return nil
        }
        hashes.end(hash)
        return hash
    }

    private mutating func take(run: Span<UInt8>, of utterance: Utterance, _ hashes: inout HashPool) {
        if content == nil {
            content = ContentReader(needs: needs, verb: utterance.verb, spoken, &hashes)
            let first =
                utterance.side.isClient
                ? arrivals.client.look(at: utterance.range.lowerBound)
                : arrivals.server.look(at: utterance.range.lowerBound)
            contentFrame = first?.frame
            contentSince = first?.time
        }
        content?.take(run, &hashes)
        messages.take(run, of: utterance, &hashes)
        forget(utterance)
    }

    private mutating func take(tls run: Span<UInt8>, of utterance: Utterance) {
        if utterance.side.isClient {
            if !tls.isEmpty { tls[0]?.take(run) }
            tlsFrame.client = tlsFrame.client ?? arrivals.client.frame(at: utterance.range.lowerBound)
        } else {
            if !tls.isEmpty { tls[1]?.take(run) }
            tlsFrame.server = tlsFrame.server ?? arrivals.server.frame(at: utterance.range.lowerBound)
        }
        guard keepsCiphertext else { return forget(utterance) }
        ciphertext.append(
            Ciphertext(
                side: utterance.side, position: utterance.range.lowerBound, bytes: [UInt8](copying: run)))
    }

    /// TLS octets wait to be opened.
    var hasCiphertext: Bool { !ciphertext.isEmpty }

    mutating func takeCiphertext() -> [Ciphertext] {
        var taken: [Ciphertext] = []
        swap(&taken, &ciphertext)
        return taken
    }

    private mutating func forget(_ utterance: Utterance) {
        if !isDecrypted { forget(utterance.side, before: utterance.range.upperBound) }
    }

    /// Octets of the side before this position of its stream will not be asked for again.
    mutating func forget(_ side: Side, before position: Int) {
        if side.isClient {
            arrivals.client.forget(before: position)
        } else {
            arrivals.server.forget(before: position)
        }
    }

    /// A side of a connection that is TLS from the start, or should be.
    mutating func writeCiphered(
        _ utterance: Utterance, tls summary: TLSSummary?, head: [UInt8], frames: ClosedRange<Int>, time: Int64,
        _ out: inout Outbox
    ) {
        sawTLS = true
        remarks.add(utterance.notes)
        let step = Step(
            utterance, connection: connection, protocol: spoken, frames: frames, time: time, took: nil,
            isDecrypted: false)
        let record = StepRecord(
            step: step, text: summary == nil ? head : [], length: utterance.bytes, sha256: nil, tls: summary)
        if needs.contains(.dialogue) { out.add(record) } else { out.tally.add(.step(record)) }
    }

    mutating func finish(
        how: String, missing: (client: Int, server: Int), notes: NoteSet, time: Int64, _ out: inout Outbox
    ) {
        content?.discard(&out.hashes)
        content = nil
        messages.finish(isReplyLost: notes.contains(.lostReply), to: &out)
        remarks.add(notes)
        let end = ConnectionEndRecord(
            connection: connection, protocol: spoken, how: how, clientBytes: octets.client, serverBytes: octets.server,
            clientMissing: missing.client, serverMissing: missing.server, time: time, timing: timing, notes: notes)
        if needs.contains(.dialogue) { out.add(.connectionEnd(end)) } else { out.tally.add(end) }
    }
}

extension Step {
    init(
        _ utterance: Utterance, connection: Int32, protocol spoken: MailProtocol, frames: ClosedRange<Int>, time: Int64,
        took: Int64?, isDecrypted: Bool
    ) {
        self.init(
            connection: connection, number: Int32(clamping: utterance.number), kind: Kind(utterance.kind),
            side: utterance.side, protocol: spoken, verb: utterance.verb, code: utterance.code, phase: utterance.phase,
            state: utterance.state, flags: Flags(utterance.flags), ending: utterance.ending, notes: utterance.notes,
            range: utterance.range, frames: frames, time: time, took: took, answers: Int32(clamping: utterance.answers),
            bytes: utterance.bytes, stuffed: utterance.stuffed, missing: utterance.missing)
        if isDecrypted { flags.insert(.decrypted) }
    }
}

extension Step.Kind {
    init(_ kind: Utterance.Kind) {
        switch kind {
        case .command: self = .command
        case .reply: self = .reply
        case .auth: self = .auth
        case .content: self = .content
        case .gap: self = .gap
        case .tls: self = .tls
        case .other, .contentRun, .contentMark, .contentRewind, .tlsBegins, .tlsRun, .lineHead: self = .other
        }
    }
}

extension Step.Flags {
    init(_ flags: Utterance.Flags) {
        self.init(rawValue: 0)
        // Hardly any step has one, and asking for each costs more than all the rest of a step.
        if flags.rawValue == 0 { return }
        if flags.contains(.cut) { insert(.cut) }
        if flags.contains(.last) { insert(.last) }
        if flags.contains(.secret) { insert(.secret) }
        if flags.contains(.greeting) { insert(.greeting) }
        if flags.contains(.injected) { insert(.injected) }
    }
}

/// How many remarks of each seriousness were made.
struct RemarkCount: Sendable {
    private(set) var infos = 0
    private(set) var warnings = 0
    private(set) var errors = 0

    private static let warningMask = NoteSet(of: .warning)
    private static let errorMask = NoteSet(of: .error)

    mutating func add(_ notes: NoteSet) {
        guard notes.rawValue != 0 else { return }
        let all = notes.rawValue.nonzeroBitCount
        let warned = notes.intersection(Self.warningMask).rawValue.nonzeroBitCount
        let failed = notes.intersection(Self.errorMask).rawValue.nonzeroBitCount
        infos += all - warned - failed
        warnings += warned
        errors += failed
    }

    mutating func add(_ other: RemarkCount) {
        infos += other.infos
        warnings += other.warnings
        errors += other.errors
    }
}

extension NoteSet {
    /// All notes of one seriousness.
    fileprivate init(of severity: Severity) {
        self = NoteSet(Note.allCases.filter { NoteCatalogue.entry($0).severity == severity }.map { NoteSet($0) })
    }
}

extension Side {
    /// Comparing values of another module's type goes through a table each time; looking at the case does not.
    var isClient: Bool {
        switch self {
        case .client: true
        case .server: false
        }
    }
}
