import MailProtocols

/// Puts together the messages that cross one connection: envelope, content, and the reply that decides.
struct MessageTracker: Sendable {
    private let connection: Int32
    private let spoken: MailProtocol
    private let grammar: MailProtocol.Grammar
    private let opener: Side?
    private let needs: Needs
    private var transaction = TransactionTracker()
    /// Reads the message under way, while `isScanning`. Not optional: a call through an optional copies it each time.
    private var scanner = MessageScanner()
    private var isScanning = false
    /// The state to which the scanner may have to be taken back, if there is one; seldom needed, so kept elsewhere.
    private var marked: [MessageScanner] = []
    /// Behind the scanner, while parts are hashed: one at most.
    private var partHashing: [PartHashing] = []
    private var markedHashing: [PartHashing] = []
    private var chunks = ChunkSum()
    /// Messages that may wait for their replies at one time; where none are captured, nothing would ever decide them.
    static let undecidedLimit = 64
    /// Messages whose deciding reply is still to come, by the step number that it will answer.
    private var undecided: [(turn: Int, message: MessageRecord, hash: HashPool.Handle?)] = []
    /// Step number of the last BDAT command and, once it was heard, its reply.
    private var chunkCommand = (number: 0, isLast: false, reply: ReplyCode?.none, text: "")

    /// The octets of a message that comes in several chunks.
    private struct ChunkSum: Sendable {
        var count = 0
        var bytes = 0
        var missing = 0
        /// A chunk's end is missing.
        var isCut = false
        var isBegun: Bool { bytes > 0 || missing > 0 }
        /// Of all chunks, unless the first is the last: then the step has it.
        var hash: HashPool.Handle?
    }

    init(connection: Int32, protocol spoken: MailProtocol, opener: Side?, needs: Needs) {
        self.connection = connection
        self.spoken = spoken
        grammar = spoken.grammar
        self.opener = opener
        self.needs = needs
    }

    /// Memory beside the value itself, roughly.
    mutating func countHeldBytes() -> Int {
        let scanning = isScanning ? scanner.countHeldBytes() * (1 + marked.count) : 0
        var waiting = 0
        for entry in undecided { waiting += entry.message.heldBytes }
        return scanning + transaction.heldBytes + waiting
    }

    // MARK: Content

    mutating func take(_ run: Span<UInt8>, of utterance: Utterance, _ hashes: inout HashPool) {
        guard isMessage(utterance) else { return }
        if needs.contains(.messages) {
            isScanning = true
            scanner.take(run)
            if needs.contains(.partHashes) { hashParts(run) }
        }
        guard utterance.verb == SMTPVerb.bdat.rawValue, grammar != .pop3, needs.containHashes else { return }
        if chunks.hash == nil {
            if chunkCommand.isLast, chunks.count == 0 { return }
            chunks.hash = hashes.begin()
        }
        if let hash = chunks.hash { hashes.take(run, hash) }
    }

    private mutating func hashParts(_ run: Span<UInt8>) {
        if partHashing.isEmpty { partHashing = [PartHashing()] }
        partHashing[0].take(run, scanner.parts, open: scanner.openPart, settled: scanner.settled)
    }

    mutating func keepMark() {
        marked = isScanning ? [scanner] : []
        markedHashing = partHashing
    }

    mutating func rewind() {
        isScanning = !marked.isEmpty
        scanner = marked.first ?? MessageScanner()
        partHashing = markedHashing
    }

    /// Octets on their way to whoever keeps messages.
    func handOver(_ bytes: Span<UInt8>, of utterance: Utterance, to out: inout Outbox) {
        let piece: ContentPiece.Kind
        switch utterance.kind {
        case .contentRun: piece = .octets([UInt8](copying: bytes))
        case .contentMark: piece = .mark
        case .contentRewind: piece = .rewind
        default: return
        }
        if isMessage(utterance) { out.pieces.append(ContentPiece(connection: connection, kind: piece)) }
    }

    private func isMessage(_ utterance: Utterance) -> Bool {
        grammar == .pop3 ? utterance.verb == POP3Verb.retr.rawValue : true
    }

    // MARK: Steps

    /// - Parameters:
    ///   - time: Of the step that the utterance became, nanoseconds since 1970 UTC.
    ///   - hash: The content's, where the step ends one.
    mutating func follow(
        _ utterance: Utterance, _ bytes: Span<UInt8>, time: Int64, _ hash: HashPool.Handle?,
        to out: inout Outbox
    ) {
        switch utterance.kind {
        case .command where grammar != .pop3: command(utterance, bytes)
        case .reply where grammar != .pop3: reply(utterance, bytes, to: &out)
        case .content where grammar == .pop3:
            if utterance.verb == POP3Verb.retr.rawValue { fetched(utterance, time, hash, to: &out) }
            forgetScanner()
        case .content where utterance.verb == SMTPVerb.bdat.rawValue: chunk(utterance, time, hash, to: &out)
        case .content: submitted(utterance, time, hash, to: &out)
        default: break
        }
    }

    private mutating func command(_ utterance: Utterance, _ line: Span<UInt8>) {
        guard !utterance.flags.contains(.cut) else { return }
        let verb = SMTPVerb(rawValue: utterance.verb) ?? .unknown
        if needs.contains(.dialogue) { transaction.command(verb, number: utterance.number, line: line) }
        if verb == .bdat { chunkCommand = (utterance.number, utterance.flags.contains(.last), nil, "") }
    }

    private mutating func reply(_ utterance: Utterance, _ text: Span<UInt8>, to out: inout Outbox) {
        guard utterance.answers > 0 else { return }
        let verb = SMTPVerb(rawValue: utterance.verb) ?? .unknown
        transaction.reply(utterance.code, to: utterance.answers, verb: verb)
        if utterance.answers == chunkCommand.number {
            chunkCommand.reply = utterance.code
            chunkCommand.text = Self.firstLine(text)
        }
        let isReset = verb.endsTransaction && utterance.code.outcome == .done
        // DATA behind chunks without a last one: another message begins, whatever became of theirs.
        let isOther = chunks.isBegun && verb == .data && utterance.code.outcome == .goOn
        if isReset || isOther {
            abandon(to: &out)
            forgetContent(&out.hashes)
        }
        guard let index = undecided.firstIndex(where: { $0.turn == utterance.answers }) else { return }
        Self.decide(&undecided[index].message, utterance.code, Self.firstLine(text))
        let decided = undecided.remove(at: index)
        out.add(decided.message, decided.hash, needs)
    }

    private mutating func submitted(
        _ utterance: Utterance, _ time: Int64, _ hash: HashPool.Handle?, to out: inout Outbox
    ) {
        let message = message(utterance, time, bytes: utterance.bytes)
        complete(message, isWhole: utterance.isWhole, to: &out)
        if let hash { out.hashes.keep(hash) }
        decideLater(consume message, hash, turn: utterance.number, to: &out)
        forgetContent(&out.hashes)
    }

    private mutating func chunk(
        _ utterance: Utterance, _ time: Int64, _ hash: HashPool.Handle?, to out: inout Outbox
    ) {
        chunks.count += 1
        chunks.bytes += utterance.bytes
        chunks.missing += utterance.missing
        if !utterance.isWhole { chunks.isCut = true }
        guard utterance.flags.contains(.last) else { return }
        var message = message(utterance, time, bytes: chunks.bytes)
        complete(message, isWhole: !chunks.isCut, to: &out)
        let whole = chunks.count == 1 ? hash : endChunks(&out.hashes)
        if let whole { out.hashes.keep(whole) }
        forgetContent(&out.hashes)
        if let code = chunkCommand.reply {
            Self.decide(&message, code, chunkCommand.text)
            out.add(consume message, whole, needs)
        } else {
            decideLater(consume message, whole, turn: chunkCommand.number, to: &out)
        }
    }

    /// - Returns: The hash of all chunks, where none lacks octets.
    private mutating func endChunks(_ hashes: inout HashPool) -> HashPool.Handle? {
        guard needs.containHashes, chunks.missing == 0 else { return nil }
        let hash = chunks.hash ?? hashes.begin()
        chunks.hash = hash
        guard hashes.octets(hash) == chunks.bytes else { return nil }
        hashes.end(hash)
        return hash
    }

    private mutating func decideLater(
        _ message: consuming MessageRecord, _ hash: HashPool.Handle?, turn: Int, to out: inout Outbox
    ) {
        if undecided.count >= Self.undecidedLimit {
            let oldest = undecided.removeFirst()
            out.add(oldest.message, oldest.hash, needs)
        }
        undecided.append((turn, message, hash))
    }

    private mutating func fetched(
        _ utterance: Utterance, _ time: Int64, _ hash: HashPool.Handle?, to out: inout Outbox
    ) {
        var message = message(utterance, time, bytes: utterance.bytes)
        message.outcome = utterance.ending == .missing ? "cut" : "fetched"
        message.finalReply = "+OK"
        complete(message, isWhole: utterance.isWhole, to: &out)
        if let hash { out.hashes.keep(hash) }
        forgetContent(&out.hashes)
        out.add(message, hash, needs)
    }

    /// Messages that nothing decides any more.
    ///
    /// - Parameter isReplyLost: The connection is over, and what the server said was captured.
    mutating func finish(isReplyLost: Bool, to out: inout Outbox) {
        abandon(to: &out)
        for entry in undecided {
            var message = entry.message
            if isReplyLost { message.notes.insert(.lostReply) }
            out.add(message, entry.hash, needs)
        }
        undecided = []
        forgetContent(&out.hashes)
    }

    /// All octets of a message have been handed over.
    private func complete(_ message: MessageRecord, isWhole: Bool, to out: inout Outbox) {
        guard needs.contains(.contents) else { return }
        let end = ContentPiece.End(
            step: message.step, isWhole: isWhole, time: message.time, reversePath: message.reversePath,
            messageID: message.header.messageID, subject: message.header.subject)
        out.pieces.append(ContentPiece(connection: connection, kind: .end(end)))
    }

    /// No more octets of the message under way will come.
    private func abandon(to out: inout Outbox) {
        if needs.contains(.contents) { out.pieces.append(ContentPiece(connection: connection, kind: .abandoned)) }
    }

    // MARK: Records

    /// All but what decides it, and its digest.
    private mutating func message(_ utterance: Utterance, _ time: Int64, bytes: Int) -> MessageRecord {
        let envelope = transaction.envelope()
        var facts = isScanning ? scanner.finish() : MessageFacts()
        let isSame =
            spoken == .pop3 || !needs.contains(.messages)
            || EnvelopeComparison(facts.summary).names(envelope.reversePath, envelope.recipients)
        // By index: a loop over the parts would copy each, with all its parameters, to read four of its properties.
        var parts: [MessageRecord.Part] = []
        parts.reserveCapacity(facts.parts.count)
        for index in facts.parts.indices {
            parts.append(
                MessageRecord.Part(
                    type: facts.parts[index].contentType.name, bytes: facts.parts[index].body.count,
                    filename: facts.parts[index].filename, depth: facts.parts[index].depth))
        }
        if !isSame { facts.notes.insert(.envelopeDiffersFromHeader) }
        var partHashes: [PartHash?] = []
        if !partHashing.isEmpty, utterance.missing + chunks.missing == 0, !utterance.flags.contains(.cut) {
            partHashes = partHashing[0].finish(facts.parts)
        }
        // Made in one go, and of words that are moved and not copied: the facts are of no use any more.
        return MessageRecord(
            connection: connection, step: Int32(clamping: utterance.number), protocol: spoken,
            move: move(carrier: utterance.side),
            reversePath: grammar == .pop3 ? nil : envelope.reversePath, recipients: envelope.recipients,
            outcome: "unanswered", finalReply: nil, bytes: bytes, sha256: nil,
            header: MessageRecord.Header(
                from: facts.summary.from.take(), to: facts.summary.to.take(), subject: facts.summary.subject.take(),
                messageID: facts.summary.messageID.take(), date: facts.summary.date.take()),
            parts: parts, partHashes: partHashes, time: time,
            bodyMark: utterance.missing + chunks.missing == 0 ? facts.bodyMark : 0, notes: facts.notes)
    }

    /// Push and pull are seen in who opened the connection and who carried the octets.
    private func move(carrier: Side) -> Move? {
        opener.map { $0 == carrier ? .push : .pull }
    }

    private static func decide(_ message: inout MessageRecord, _ code: ReplyCode, _ text: String) {
        message.finalReply = text
        switch code.outcome {
        case .done:
            message.outcome = "accepted"
            let taken = message.recipients.count(where: \.accepted)
            if taken > 0, taken < message.recipients.count { message.notes.insert(.partialDelivery) }
        case .tryLater: message.outcome = "deferred"
        case .never: message.outcome = "refused"
        case .goOn, .unheardOf: message.outcome = "unanswered"
        }
    }

    private mutating func forgetContent(_ hashes: inout HashPool) {
        forgetScanner()
        if !marked.isEmpty { marked = [] }
        if !markedHashing.isEmpty { markedHashing = [] }
        if let hash = chunks.hash { hashes.release(hash) }
        chunks = ChunkSum()
    }

    private mutating func forgetScanner() {
        guard isScanning else { return }
        isScanning = false
        // A new one: the memory of thousands of connections that send no second letter would add up.
        scanner = MessageScanner()
        if !partHashing.isEmpty { partHashing = [] }
    }

    private static func firstLine(_ text: Span<UInt8>) -> String {
        var end = firstIndex(of: Ascii.lineFeed, in: text, from: 0) ?? text.count
        if end > 0, text[end - 1] == Ascii.carriageReturn { end -= 1 }
        return text.extracting(0..<min(end, 512)).withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }
}

extension MessageRecord {
    /// Memory that it takes, roughly.
    fileprivate var heldBytes: Int {
        var bytes = 1_024 + recipients.count * 96 + parts.count * 160 + partHashes.count * 96
        for recipient in recipients { bytes += recipient.address.utf8.count }
        for text in [header.from, header.to, header.subject, header.messageID] { bytes += text?.utf8.count ?? 0 }
        return bytes
    }
}

extension Utterance {
    /// Content of which nothing is missing.
    fileprivate var isWhole: Bool { missing == 0 && ending != .missing && !flags.contains(.cut) }
}
