/// Something asked, whose answer the run decides.
package struct Question: Sendable, Hashable {
    package enum Answer: Sendable, Hashable {
        /// A number, a word, some of the options, a list.
        case value(Value)
        /// Steps that match, by their numbers: `3.7`.
        case step(Selector)
        /// Frames of steps that match, by their numbers in the capture.
        case frame(Selector)
        /// Octets of a step that matches, `27-60`: the first, and the one behind the last, in its side's stream.
        case octets(Selector, OctetPart)
        /// The options in the order in which these happened, by letters: `c a b`. As many as there are options.
        case order([Selector])
    }

    /// Which octets of a step are meant.
    package enum OctetPart: Sendable, Hashable {
        case whole
        case octets([UInt8])
        /// The password as it was sent.
        case password
    }

    package struct Option: Sendable, Hashable {
        package var value: String
        /// What the learner sees.
        package var words: String

        package init(_ value: String, words: String? = nil) {
            self.value = value
            self.words = words ?? value
        }
    }

    package var ask: String
    /// Empty where the answer is free.
    package var options: [Option] = []
    package var answer: Answer
    /// All options that apply.
    package var isSeveral = false
    /// All steps or frames that match, in place of any.
    package var isEvery = false
    /// So far a number may be off.
    package var tolerance = 0
    /// Octets too many that are forgiven.
    package var slack = 0
    /// What the lesson's prose counts on; only the lint looks at it.
    package var expected: Value?
    /// In place of the step's own.
    package var run: String?
    /// The step that `this` means.
    package var this: StepName?
    /// The answer must be a step of the connection that the answer to an earlier question of the step, from 0, names.
    package var sameConnectionAs: Int?
    package var line: Int
}

/// A step of the dialogue by its numbers, as in `3.7`.
package struct StepName: Sendable, Hashable, CustomStringConvertible {
    package var connection: Int32
    package var number: Int32
    package var description: String { "\(connection).\(number)" }
}

/// Something to be reached.
package struct Goal: Sendable, Hashable {
    package var say: String
    package var check: Check
    /// Holds already at the start, and must at the end.
    package var stays = false
    package var line: Int
}

/// Words that the learner types to a living server.
package struct Practice: Sendable, Hashable {
    /// Words that somebody else says when it has come so far.
    package struct Interlude: Sendable, Hashable {
        package var after: Check
        package var talk: Talk
    }
    /// The host: `mx.north.example`.
    package var host: String
    package var goals: [Goal]
    /// Lines that reach the goals.
    package var model: [String]
    /// The run is played first, and the servers hold what it left.
    package var isFilled = false
    /// `\n` and the like in a typed line are octets.
    package var readsEscapes = false
    package var interludes: [Interlude] = []

    /// Lines of one session.
    package static let lineLimit = 400
    package static let goalLimit = 8
}

/// Settings that the learner changes until the goals are reached.
package struct Fix: Sendable, Hashable {
    package struct Setting: Sendable, Hashable {
        /// The word in the run that it stands for.
        package var name: String
        package var say: String
        package var options: [Question.Option]
        /// Where a number is asked for.
        package var range: ClosedRange<Int>?
        /// What it is before the learner acts.
        package var now: String
    }
    package var settings: [Setting]
    package var goals: [Goal]
    /// Values that reach the goals, in the settings' order.
    package var model: [String]

    package static let settingLimit = 8
}

/// A part of a run, to be seen.
package struct Showing: Sendable, Hashable {
    package enum Part: Sendable, Hashable {
        /// Everything, in order.
        case all
        /// What a capture file of the run shows, and no more: no station's name, log or store.
        case capture
        case connection(ConnectionFilter)
        /// Where the letters are after connection n; 0 is the start.
        case state(Int)
        case journey
        /// A letter's octets as text.
        case letter(LetterReference)
        /// The octets of a step in hexadecimal digits.
        case bytes(Selector)
        /// Each step with its frames and octets, as they crossed the wire.
        case frames(ConnectionFilter)
    }
    package var part: Part
    /// In place of the step's own run.
    package var run: String?
    /// With what each step means.
    package var explains = true
    /// Passwords are shown as they were sent.
    package var showsSecrets = false
    /// The dialogue only from the first step that this names; nil for the beginning.
    package var from: Selector?
    /// The dialogue only up to the first step that this names; nil for the end.
    package var to: Selector?
}
