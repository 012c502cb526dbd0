/// Something that must hold of runs, or of a session typed by hand: a pure function of their facts.
package indirect enum Check: Sendable, Hashable {
    package enum Comparison: String, Sendable, Hashable, CaseIterable {
        case equals
        case isNot = "is-not"
        case moreThan = "more-than"
        case lessThan = "less-than"
        case atLeast = "at-least"
        case atMost = "at-most"
        case oneOf = "one-of"
        /// A list holds it.
        case includes
        case sameSet = "same-set"
    }

    case compare(Value, Comparison, Value)
    case all([Check])
    case any([Check])
    case not(Check)
    case exists(Selector)
    /// Each happened, and before the next.
    case order([Selector])
    /// These commands, or `content`, were said in one connection in this order, others between them or not, and each was
    /// granted: 2yz, 3yz or +OK.
    case heard([String])
    /// The newest letter of the maildrop is what was typed, octet for octet, below the trace lines of the stations.
    case bodyIsTyped(maildrop: String)
    /// The same commands and codes in all of these runs.
    case sameDialogue([String])
    case inRun(String, Check)
}
