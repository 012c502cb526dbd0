/// What lies behind the last octet of a window.
package enum Edge: Sendable, Hashable {
    /// More may come.
    case open
    /// So many octets are missing from the capture; then the stream goes on.
    case hole(Int)
    /// The connection is over; nothing comes any more.
    case end
}

/// What one call of a conversation's `next` did with the caller's window.
package struct Hearing: Sendable {
    /// Octets from the window's start that are dealt with; the rest is to be offered again, with what comes behind it.
    package var consumed = 0
    /// Octets of the ``Edge/hole(_:)`` that are dealt with; only when the whole window was consumed.
    package var holeTaken = 0
    package var utterance: Utterance?
    /// A decision fell that the other side waited for: offer that side's octets again.
    package var wakesOther = false

    package init() {}

    /// Nothing could be done: this half waits for more octets, or for the other side.
    package var isIdle: Bool { consumed == 0 && holeTaken == 0 && utterance == nil }
}

/// Something said by a client that a server has yet to answer.
package struct Turn: Sendable, Hashable {
    package enum Kind: UInt8, Sendable, Hashable { case command, auth, content }
    package var kind: Kind
    /// ``SMTPVerb`` or ``POP3Verb`` as a raw value.
    package var verb: UInt8
    /// Words followed the verb (POP3: `LIST 1` is answered in one line, `LIST` in many); SMTP: `BDAT ... LAST`.
    package var flag: Bool
    /// How much of the server's stream the client had when it said this, as far as is known: the low 32 bits of the position.
    package var behind: UInt32
    // Twelve octets a turn: of a flood of commands that nobody answers, thousands wait in each of thousands of connections.
    private var step: UInt32

    /// Step number in the connection, from 1.
    package var number: Int { Int(step) }

    package init(_ kind: Kind, verb: UInt8, number: Int, flag: Bool = false, behind: Int = 0) {
        self.kind = kind
        self.verb = verb
        self.flag = flag
        self.behind = UInt32(truncatingIfNeeded: behind)
        // After four thousand million steps of one connection a reply may be paired with an older command: nothing else.
        step = UInt32(truncatingIfNeeded: number)
    }
}

/// The commands that wait for their replies, oldest first.
package struct TurnQueue: Sendable, Hashable {
    /// So many turns may wait; a client of which no replies are captured would fill the memory otherwise.
    package static let limit = 4_096

    /// So many commands without a reply are remarked upon: a group of one message to a hundred recipients is usual.
    static let suspicious = 200

    private var turns: [Turn] = []
    private var head = 0

    package init() {}

    package var isEmpty: Bool { head == turns.count }
    package var count: Int { turns.count - head }
    package var last: Turn? { isEmpty ? nil : turns.last }
    package var first: Turn? { isEmpty ? nil : turns[head] }

    /// Whole content, or the last chunk of a message, waits for its reply.
    var awaitsContent: Bool {
        turns[head...].contains { $0.kind == .content || $0.verb == SMTPVerb.bdat.rawValue && $0.flag }
    }

    package func contains(number: Int) -> Bool { turns[head...].contains { $0.number == number } }

    package mutating func append(_ turn: Turn) {
        if count >= Self.limit { _ = popFirst() }
        turns.append(turn)
    }

    package mutating func popFirst() -> Turn? {
        guard head < turns.count else { return nil }
        let turn = turns[head]
        head += 1
        if head == turns.count {
            turns.removeAll(keepingCapacity: true)
            head = 0
        } else if head >= 256 {
            turns.removeFirst(head)
            head = 0
        }
        return turn
    }

    /// Some turn was said by a client that had octets of the server's behind `position`.
    func contains(behind position: Int) -> Bool {
        let end = UInt32(truncatingIfNeeded: position)
        return turns[head...].contains { Int32(bitPattern: $0.behind &- end) > 0 }
    }

    /// Forgets the turns that were answered in a hole: those before the first one which the client said when it had the octets
    /// up to `position`.
    ///
    /// - Parameter forget: Sees each of them, oldest first, before it is gone.
    mutating func dropAnswered(before position: Int, _ forget: (Turn) -> Void) {
        let end = UInt32(truncatingIfNeeded: position)
        guard let next = turns[head...].firstIndex(where: { Int32(bitPattern: $0.behind &- end) >= 0 }) else { return }
        for _ in head..<next {
            if let turn = popFirst() { forget(turn) }
        }
    }

    /// Memory beside the value itself.
    var heldBytes: Int { turns.capacity * MemoryLayout<Turn>.stride }

    package mutating func removeAll() {
        turns.removeAll(keepingCapacity: true)
        head = 0
    }
}
