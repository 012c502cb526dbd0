package import Dialogue
package import MailProtocols

/// A quantity that is computed from runs: what a lesson compares, and the right answer to a question.
package indirect enum Value: Sendable, Hashable {
    /// Of one step.
    package enum StepTrait: String, Sendable, Hashable, CaseIterable {
        /// `speaker` is a side, `station` and `host` its names; `size` counts a letter's octets, `lines` those of a reply;
        /// `decoded` is the last word out of base64.
        case code, verb, speaker, station, host, step, frame, phase, state, argument, size, lines, password, decoded
        /// The server's, in its connection.
        case port
        /// The word for the same of several steps.
        var plural: String? {
            switch self {
            case .code, .verb, .step, .frame, .argument: rawValue + "s"
            default: nil
            }
        }
    }

    /// Of one connection: who sent the first SYN; push or pull; who sent more octets.
    package enum ConnectionTrait: String, Sendable, Hashable, CaseIterable { case opener, move, carrier }

    /// When stores are looked at.
    package enum Moment: Sendable, Hashable {
        case end
        /// After so many connections.
        case connection(Int)
        /// Nanoseconds after the run's beginning.
        case time(Int64)
    }

    /// One of the letters that a scenario sends.
    package enum LetterName: Sendable, Hashable {
        /// From 1.
        case number(Int)
        case subject(String)
    }

    case text(String)
    case number(Int)
    case list([Value])
    case connections(ConnectionFilter)
    /// Calls that nobody took.
    case refused(ConnectionFilter)
    case ofConnection(ConnectionTrait, ConnectionFilter)
    case octets(ConnectionFilter, Side)
    /// How many steps match.
    case count(Selector)
    case ofStep(StepTrait, Selector)
    case ofSteps(StepTrait, Selector)
    /// What a reply to EHLO or CAPA offers.
    case keywords(Selector)
    /// Since the run's beginning, or from the first to the second.
    case seconds([Selector])
    /// How many letters lie in a store.
    case store(kind: String, owner: String, Moment)
    case whereabouts(LetterName, Moment)
    /// How many letters crossed the wire.
    case messages(MessageFilter)
    case field(String, LetterReference)
    case fields(String, LetterReference)
    case hash(LetterReference, bodyOnly: Bool)
    case uniqueNames(ConnectionFilter)
    case decisions(station: String?, kind: DecisionRecord.Kind?)
    case offset([UInt8], ConnectionFilter, Side)
    case occurrences([UInt8], ConnectionFilter, Side)
    /// The address at which a host appears in the capture, and the first frame that holds octets: as the run placed them, whatever
    /// a tracer makes of it.
    case address(host: String)
    case frameHolding([UInt8])
    /// What the learner said; the part counts from 1.
    case answer(step: String, part: Int)
    case sum([Value])
    case difference([Value])
    case inRun(String, Value)

    /// What no run decides.
    package var isConstant: Bool {
        switch self {
        case .text, .number: true
        case .list(let values): values.allSatisfy(\.isConstant)
        default: false
        }
    }
}

extension Value {
    /// The runs that it looks at by name.
    var runs: Set<String> {
        switch self {
        case .count(let selector), .ofStep(_, let selector), .ofSteps(_, let selector), .keywords(let selector):
            selector.runs
        case .seconds(let selectors): selectors.reduce(into: []) { $0.formUnion($1.runs) }
        case .list(let values), .sum(let values), .difference(let values):
            values.reduce(into: []) { $0.formUnion($1.runs) }
        case .inRun(let run, let value): value.runs.union([run])
        default: []
        }
    }
}

/// What a value came to.
package enum Quantity: Sendable, Hashable, CustomStringConvertible {
    case number(Int)
    case text(String)
    case list([String])

    package var description: String {
        switch self {
        case .number(let number): "\(number)"
        case .text(let text): text
        case .list(let words): words.joined(separator: ", ")
        }
    }

    package var words: [String] {
        if case .list(let words) = self { words } else { [description] }
    }
}
