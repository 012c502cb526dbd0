import Dialogue
import MailProtocols

/// How often the same thing is explained, and the text of letters shown.
package enum Teaching: Sendable, Hashable {
    case never
    /// Below each step.
    case always
    /// Below each step of so many connections; from then on only what was not explained before, and of letters only who, what
    /// and how much. Whoever reads hundreds of dialogues has read by then what DATA asks for.
    case firstConnections(Int32)

    /// What a capture's reader is told unless asked otherwise.
    package static let usual = Teaching.firstConnections(10)

    var explains: Bool { self != .never }

    /// Connections that are explained in full; nil where all are, or none.
    var fullConnections: Int32? { if case .firstConnections(let count) = self { count } else { nil } }
}

/// Which kinds of steps have been explained.
struct Taught: Sendable {
    /// Kinds remembered; beyond, all are forgotten and explained anew. A kind takes 8 octets.
    static let limit = 8_192

    private var kinds: Set<UInt64> = []
    /// Kinds that came last, by their lowest bits: most steps are of few kinds.
    private var recent = [UInt64](repeating: 0, count: recentCount)
    private static let recentCount = 256

    /// Whether this kind of step has to be explained, and remembers that it was.
    mutating func isNew(_ record: StepRecord) -> Bool {
        let kind = Self.kind(of: record)
        let place = Int(truncatingIfNeeded: kind ^ kind >> 17 ^ kind >> 34) & (Self.recentCount - 1)
        if recent[place] == kind, kind != 0 { return false }
        if kinds.count >= Self.limit { kinds.removeAll(keepingCapacity: true) }
        recent[place] = kind
        return kinds.insert(kind).inserted
    }

    /// All that makes one explanation another, but for names and numbers in it.
    private static func kind(of record: StepRecord) -> UInt64 {
        let step = record.step
        var kind = UInt64(step.verb) << 8 | UInt64(step.state)
        kind = kind << 16 | UInt64(UInt16(bitPattern: step.code.rawValue))
        kind = kind << 16 | UInt64(step.flags.rawValue)
        kind = kind << 8 | UInt64(step.kind.place) << 4 | (step.isPOP3 ? 8 : 0) | (step.answers > 0 ? 4 : 0)
        kind |= step.missing > 0 ? 2 : step.stuffed > 0 ? 1 : 0
        let telling = telling(record)
        guard !telling.isEmpty else { return kind }
        var mark = BodyMark()
        mark.take(telling.span)
        return kind ^ mark.value
    }

    /// The octets that decide what is said: what a server offers, and why it refuses; a word that is no command.
    private static func telling(_ record: StepRecord) -> ArraySlice<UInt8> {
        let step = record.step
        switch step.kind {
        case .reply:
            switch step.code.outcome {
            case .never, .tryLater: return record.text.prefix(16)
            default: break
            }
            guard !step.isPOP3, step.verb == SMTPVerb.ehlo.rawValue || step.verb == SMTPVerb.lhlo.rawValue,
                let end = record.text.firstIndex(of: 0x0A)
            else { return [] }
            return record.text[end...]
        case .content where step.isPOP3 && step.verb == POP3Verb.capa.rawValue: return record.text[...]
        case .command
        where step.isPOP3 ? step.verb <= POP3Verb.unknown.rawValue : step.verb <= SMTPVerb.unknown.rawValue:
            return record.text.prefix(32)
        default: return []
        }
    }
}
