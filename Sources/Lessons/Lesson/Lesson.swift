package import MailProtocols
package import Simulator

/// A lesson as its file tells it: prose, and steps that ask something of the learner. See ``LessonReader``.
package struct Lesson: Sendable, Hashable {
    /// Lower-case letters, digits and hyphens: `push-and-pull`.
    package var id: String
    /// Its place in the course, from 1; 0 for lessons that have none.
    package var number: Int
    package var title: String
    /// The unit of the course that it belongs to: `A`.
    package var unit: String
    /// Ids of the claims that it decides: `C02`.
    package var claims: [String]
    package var rfc: [Citation]
    /// Ids of the lessons to do before.
    package var needs: [String]
    /// What is played for it.
    package var scenario: Scenario
    /// What errors call the file.
    package var file: String
    package var steps: [LessonStep]
    /// Prose behind the last step.
    package var closing: String

    /// Octets of a lesson file.
    package static let fileLimit = 256 << 10
    package static let stepLimit = 100
    package static let hintLimit = 3
}

package struct LessonStep: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, CaseIterable { case read, predict, choose, find, type }

    /// Unique in its lesson; lower-case letters, digits and hyphens.
    package var id: String
    package var kind: Kind
    /// The heading above it; empty where there is none.
    package var title: String
    /// Markdown in front of the block.
    package var prose: String
    /// What of the run is shown before the question.
    package var show: [Showing]
    /// What of the run is shown with the explanation.
    package var reveal: [Showing]
    package var task: Task
    package var hints: [String]
    /// The explanation after success.
    package var why: String
    /// The line of the block in the file, from 1.
    package var line: Int
    /// Changes when anything of the step changes; progress is kept by it.
    package var hash: String
}

/// What a step asks for.
package enum Task: Sendable, Hashable {
    /// Only to be read.
    case none
    /// Questions, answered one after the other.
    case questions([Question])
    case practice(Practice)
}

package struct Question: Sendable, Hashable {
    package enum Answer: Sendable, Hashable {
        /// A number, a word, one of the options.
        case value(Value)
        /// Any of the steps that match, by its number `3.7`.
        case step(Selector)
        /// A frame of a step that matches, by its number in the capture.
        case frame(Selector)
        /// The octets of a step that matches, `27-60`: the first, and the one behind the last, in its side's stream.
        case octets(Selector)
    }
    package var ask: String
    /// Empty where the answer is free.
    package var options: [String]
    package var answer: Answer
    package var line: Int
}

/// Words that the learner types to a living server.
package struct Practice: Sendable, Hashable {
    package struct Goal: Sendable, Hashable {
        package var say: String
        package var check: Check
    }
    /// The host: `mx.north.example`.
    package var host: String
    package var goals: [Goal]
    /// Lines that reach the goals.
    package var model: [String]

    /// Lines of one session.
    package static let lineLimit = 400
}

/// A part of the run's dialogue.
package struct Showing: Sendable, Hashable {
    package enum Part: Sendable, Hashable {
        /// Everything, in order.
        case all
        case connection(Int)
        /// Where the letters are after connection n; 0 is the start.
        case state(Int)
        case journey
    }
    package var part: Part
    /// With what each step means.
    package var explains: Bool
    /// The dialogue only from the first step that this names; nil for the beginning.
    package var from: Selector?
    /// The dialogue only up to the first step that this names; nil for the end.
    package var to: Selector?
}
