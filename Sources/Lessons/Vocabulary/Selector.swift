package import Dialogue
package import MailProtocols

/// The how-manieth of several.
package enum Nth: Sendable, Hashable {
    /// From 1.
    case number(Int)
    case last

    func pick<Element>(_ elements: [Element]) -> [Element] {
        switch self {
        case .number(let number): elements.indices.contains(number - 1) ? [elements[number - 1]] : []
        case .last: elements.suffix(1)
        }
    }
}

/// Names connections by who talks to whom.
package struct ConnectionFilter: Sendable, Hashable {
    /// By its place in the run, from 1.
    package var number: Int?
    /// `smtp` or `pop3`, in TLS or not.
    package var family: String?
    /// A station's name, `sender MTA`; its host, `mx.south.example`; or the name of a party.
    package var client: String?
    package var server: String?
    package var nth: Nth?

    package init(number: Int? = nil) { self.number = number }

    /// Every connection.
    package var isEmpty: Bool { self == ConnectionFilter() }
}

/// Names steps of a run by what they are, never by their numbers, so that a run with another seed needs no other lesson.
package struct Selector: Sendable, Hashable {
    /// In place of the run in hand.
    package var run: String?
    /// A named event that the rest narrows; one at most.
    package var within: [Selector] = []
    /// The step in hand.
    package var isThis = false
    package var connection = ConnectionFilter()
    /// Command words in upper case; any of them.
    package var verbs: [String] = []
    package var kind: Step.Kind?
    package var side: Side?
    /// The code of the step itself if it is a reply, else of the reply to it.
    package var code: String?
    /// The same, by its first digit, or `+OK`, `-ERR`.
    package var family: String?
    package var phase: Phase?
    package var state: String?
    package var contains: String?
    package var octets: [UInt8]?
    package var note: Note?
    package var isEncrypted: Bool?
    /// Later, or earlier, than the first that these name; one each at most.
    package var after: [Selector] = []
    package var before: [Selector] = []
    /// Means the reply to what the rest names.
    package var isReply = false
    /// nil for all that match.
    package var nth: Nth?

    package init() {}

    /// The runs that it looks at by name.
    package var runs: Set<String> {
        (within + after + before).reduce(into: run.map { [$0] } ?? []) { $0.formUnion($1.runs) }
    }
}

/// Names a letter by where it lies, or by how it crossed the wire.
package struct LetterReference: Sendable, Hashable {
    package enum Place: Sendable, Hashable {
        case maildrop(String)
        case reader(String)
        case queue(String)
        case message(MessageFilter)
    }
    package var place: Place
    package var nth = Nth.last
}

/// Names letters on the wire.
package struct MessageFilter: Sendable, Hashable {
    package var move: Move?
    /// The reverse-path, without brackets; empty for the null reverse-path.
    package var from: String?
    /// One of the recipients.
    package var to: String?
    package var outcome: String?
    package var connection = ConnectionFilter()

    package init() {}
}
