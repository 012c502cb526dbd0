/// Records that are ready to be shown, in order of completion. The driver takes them out after each frame or chunk.
package struct Outbox: Sendable {
    package var records: [Record] = []
    /// Messages among the records that have yet to be put into their journeys.
    var unplacedMessages: [MessageRecord] = []
    /// The octets of messages, where ``Needs/contents`` are asked for.
    package var pieces: [ContentPiece] = []
    /// What was heard, in numbers, where no records are wanted.
    var tally = Tally()
    package init() {}

    mutating func add(_ message: MessageRecord, _ needs: Needs) {
        if needs.contains(.dialogue) { records.append(.message(message)) } else { tally.add(outcome: message.outcome) }
        unplacedMessages.append(message)
    }

    package var isEmpty: Bool { records.isEmpty }

    /// Hands over what is ready and keeps the memory for more.
    package mutating func takeAll() -> [Record] {
        var taken: [Record] = []
        swap(&taken, &records)
        return taken
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
    /// SHA-256 of content.
    package static let hashes = Needs(rawValue: 4)
    /// Headers, parts and journeys of messages.
    package static let messages = Needs(rawValue: 8)
    /// Connections known not to be mail, and refused ones, are reported too.
    package static let everything = Needs(rawValue: 16)
    /// The octets of messages, see ``ContentPiece``.
    package static let contents = Needs(rawValue: 32)

    /// A record of each connection, step and message. Without it the tracer counts, see ``SummaryRecord/tally``.
    package static let dialogue = Needs(rawValue: 64)

    package static let full: Needs = [.dialogue, .texts, .previews, .hashes, .messages]
}
