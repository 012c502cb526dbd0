import MailProtocols

/// Records that are ready to be shown, in order of completion. The driver takes them out after each frame or chunk.
///
/// Digests of contents come last: records that need one wait here, and those behind them, until it is worth while to hash
/// many contents at once (``isDue``), or until somebody takes the records.
package struct Outbox: Sendable {
    /// All but the messages.
    private var records: [Record] = []
    /// Messages stand apart until they are shown: a record keeps them in a box, out of which they could only be copied to get
    /// their digest.
    private var messages: [MessageRecord?] = []
    /// By message: how many of the records stand before it.
    private var messagePlaces: [Int] = []
    /// Messages among the records that have yet to be put into their journeys.
    var unplacedMessages: [JourneyIndex.Sighting] = []
    /// The octets of messages, where ``Needs/contents`` are asked for.
    package var pieces: [ContentPiece] = []
    /// What was heard, in numbers, where no records are wanted.
    var tally = Tally()
    /// Commands heard that wait for replies, all in all, since somebody set this to 0: they take memory.
    var asked = 0
    /// The contents that are being hashed.
    var hashes = HashPool()
    /// Places of records that lack their digest.
    private var awaiting: [(record: Int, hash: HashPool.Handle)] = []
    /// Places of messages that lack theirs.
    private var awaitingMessages: [(message: Int, hash: HashPool.Handle)] = []
    /// Memory of texts that were shown, for those to come: from the heap, each would be a cold piece of it.
    private var spareTexts: [[UInt8]] = []
    /// Octets of text in the records.
    private var textOctets = 0
    /// Records that wait though they have everything, where nobody is in a hurry: to hear many lines and then to write them
    /// all down keeps a processor's caches warmer than to do both in turn.
    private static let batchCount = 64
    /// Records that wait for digests: some dozens of messages, enough for every lane. Twice as many would no longer stay in a
    /// core's cache until they are shown, which costs more than lanes that stand idle beside a long content.
    private static let recordCount = 512
    /// Records that may wait at all, where one frame releases very many.
    private static let recordLimit = 4_096
    /// Octets for which a text has room, so that it will do for nearly every other; what is larger than four of them is not kept.
    private static let usualText = 64
    /// Octets of their texts that may wait, 1 MiB.
    private static let textLimit = 1 << 20
    /// Where the first of the unplaced messages stands among the messages; they follow in order.
    private var firstUnplaced = 0

    package init() {}

    /// - Parameter hash: Of the content that the step ends, taken over; nil where it has none.
    @inline(__always)
    mutating func add(_ step: consuming StepRecord, _ hash: HashPool.Handle? = nil) {
        if let hash { awaiting.append((records.count, hash)) }
        textOctets += step.text.count
        records.append(.step(consume step))
    }

    /// The octets of a step, or the first of them, in an array that nobody else has.
    mutating func text(_ octets: Span<UInt8>) -> [UInt8] {
        var text = spareTexts.popLast() ?? []
        if text.capacity < octets.count { text.reserveCapacity(max(octets.count, Self.usualText)) }
        octets.withUnsafeBufferPointer { text.append(contentsOf: $0) }
        return text
    }

    /// What needs no digest.
    mutating func add(_ record: consuming Record) { records.append(record) }

    /// - Parameter hash: Of the message, taken over; nil where it has none.
    mutating func add(_ message: consuming MessageRecord, _ hash: HashPool.Handle?, _ needs: Needs) {
        if unplacedMessages.isEmpty { firstUnplaced = messages.count }
        unplacedMessages.append(JourneyIndex.Sighting(message))
        if needs.contains(.dialogue) {
            messagePlaces.append(records.count)
            if let hash { awaitingMessages.append((messages.count, hash)) }
            messages.append(message)
        } else {
            tally.add(message)
        }
    }

    /// Adds a note to the record of the message that stood at `index` among the unplaced ones when the first of them was taken.
    mutating func note(_ note: Note, onUnplaced index: Int) {
        guard messages.indices.contains(firstUnplaced + index) else { return }
        messages[firstUnplaced + index]?.notes.insert(note)
    }

    package var count: Int { records.count + messages.count }
    package var isEmpty: Bool { count == 0 }

    /// So much waits that nothing should be added before some is taken.
    var isOverfull: Bool { count >= Self.recordLimit }

    /// The records have everything that they will have, or so much waits that it should be settled now.
    var isDue: Bool {
        if textOctets >= Self.textLimit { return true }
        return count >= (awaiting.isEmpty && awaitingMessages.isEmpty ? Self.batchCount : Self.recordCount)
    }

    /// Hands over what is ready.
    package mutating func takeAll() -> [Record] {
        var taken: [Record] = []
        taken.reserveCapacity(count)
        drain(keepsTexts: false) { taken.append($0) }
        return taken
    }

    /// Shows what is ready, in order, and keeps the memory for more.
    ///
    /// - Parameter keepsTexts: Also that of texts: where `each` does not keep the records.
    mutating func drain(keepsTexts: Bool = true, _ each: (Record) -> Void) {
        guard !isEmpty else { return }
        settle()
        // Each record is lent where it stands, and each message moved out of its place: a loop would copy them first, and count
        // each of their strings and arrays twice.
        var shown = 0
        for index in messages.indices {
            while shown < messagePlaces[index] {
                show(shown, keepsText: keepsTexts, each)
                shown += 1
            }
            if let message = messages[index].take() { each(.message(message)) }
        }
        messages.removeAll(keepingCapacity: true)
        while shown < records.count {
            show(shown, keepsText: keepsTexts, each)
            shown += 1
        }
        records.removeAll(keepingCapacity: true)
        messagePlaces.removeAll(keepingCapacity: true)
    }

    private mutating func show(_ place: Int, keepsText: Bool, _ each: (Record) -> Void) {
        records[place].lend(to: each)
        guard keepsText, spareTexts.count < Self.recordCount, var text = records[place].takeText(),
            text.capacity <= 4 * Self.usualText
        else { return }
        text.removeAll(keepingCapacity: true)
        spareTexts.append(text)
    }

    /// Writes into the records the digests that they lack.
    private mutating func settle() {
        textOctets = 0
        guard !awaiting.isEmpty || !awaitingMessages.isEmpty else { return }
        hashes.settle()
        for (place, hash) in awaiting {
            records[place].complete(hashes.digest(hash))
            hashes.release(hash)
        }
        awaiting.removeAll(keepingCapacity: true)
        for (place, hash) in awaitingMessages {
            messages[place]?.sha256 = hashes.digest(hash)
            hashes.release(hash)
        }
        awaitingMessages.removeAll(keepingCapacity: true)
    }
}

extension Record {
    /// Mutating only because nobody else can then reach the record meanwhile: so it need not be copied.
    @inline(never)
    fileprivate mutating func lend(to each: (Record) -> Void) { each(self) }

    /// The text of a step, which has none then; nil where there was none.
    fileprivate mutating func takeText() -> [UInt8]? {
        var text: [UInt8] = []
        withStep { swap(&text, &$0.text) }
        return text.capacity > 0 ? text : nil
    }

    fileprivate mutating func complete(_ digest: ContentDigest) { withStep { $0.sha256 = digest } }

    /// Changes a step where it stands; does nothing to another record.
    @inline(__always)
    private mutating func withStep(_ body: (inout StepRecord) -> Void) {
        guard case .step = self else { return }
        switch consume self {
        case .step(var step):
            body(&step)
            self = .step(step)
        case let other: self = other
        }
    }
}

/// What the reader of the records needs; the rest is not computed.
package struct Needs: OptionSet, Sendable, Hashable {
    package var rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }
    /// The octets of commands, replies and lists.
    package static let texts = Needs(rawValue: 1)
    /// The first octets of message content.
    package static let previews = Needs(rawValue: 2)
    /// SHA-256 of content, for the records of ``dialogue``.
    package static let hashes = Needs(rawValue: 4)
    /// Headers, parts and journeys of messages.
    package static let messages = Needs(rawValue: 8)
    /// Connections known not to be mail, and refused ones, are reported too: that they were, not what was said.
    package static let everything = Needs(rawValue: 16)
    /// The octets of messages, see ``ContentPiece``.
    package static let contents = Needs(rawValue: 32)

    /// A record of each connection, step and message. Without it the tracer counts, see ``SummaryRecord/tally``.
    package static let dialogue = Needs(rawValue: 64)

    /// SHA-256 of each part of a message, beside that of the whole.
    package static let partHashes = Needs(rawValue: 128)

    var containHashes: Bool { contains([.hashes, .dialogue]) }

    package static let full: Needs = [.dialogue, .texts, .previews, .hashes, .messages]
}
