package import MailProtocols

/// A lesson as one learner has it: prose, runs, and steps that ask something. See ``LessonReader``, and Lessons/README.md for
/// the file.
package struct Lesson: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case lesson
        /// Three questions without hints, by which the experienced skip a unit.
        case gate
        /// Questions drawn from cases, each about a capture of its own: one try each, no help, a report at the end.
        case exam
        /// What an exam is drawn from: one question and its world. Never played by itself.
        case `case`
    }

    /// Lower-case letters, digits and hyphens: `push-and-pull`.
    package var id: String
    package var kind = Kind.lesson
    /// Its place in the course, from 1; 0 for lessons that have none.
    package var number: Int
    package var title: String
    /// The unit of the course that it belongs to: `A`.
    package var unit: String
    /// What one can do after it, one sentence.
    package var goal = ""
    package var minutes: Int?
    /// Ids of the claims that it decides: `C02`.
    package var claims: [String]
    package var rfc: [Citation]
    /// Ids of the lessons to do before.
    package var needs: [String]
    /// What errors call the file.
    package var file: String
    package var edition: Edition
    /// The language in which the course speaks to the learner beside the lesson's prose.
    package var wording = Wording.english
    /// What was drawn for the learner, by the word in the file.
    package var drawn: [String: String] = [:]
    /// By name; those of steps that bring their own are named after the step.
    package var runs: [String: RunPlan] = [:]
    /// Names for steps of a dialogue, and for quantities.
    package var events: [String: Selector] = [:]
    package var values: [String: Value] = [:]
    package var steps: [LessonStep]
    /// Those of its pools that were not drawn: for whoever looks at a lesson as a whole.
    package var undrawn: [LessonStep] = []
    /// Prose behind the last step.
    package var closing: String
    /// SHA-256 of the file and of the scenarios beside it, the same for all learners: 64 hexadecimal digits.
    package var contentHash = ""
    /// Of an exam: its cases as they were drawn, by their ids. A step's ``LessonStep/home`` is one of them.
    package var cases: [String: Lesson] = [:]
    /// Of an exam: the ids of all cases, drawn or not.
    package var allCases: [String] = []
    /// Of an exam: right answers that pass it; nil for all.
    package var passMark: Int?

    /// Octets of a lesson file.
    package static let fileLimit = 256 << 10
    package static let stepLimit = 100
    package static let hintLimit = 3
    package static let runLimit = 16
    /// Letters of one run.
    package static let letterLimit = 40
    /// What a step is about unless it says otherwise.
    package static let usualRun = "main"

    /// Steps that have to be done.
    package var required: [LessonStep] { steps.filter { !$0.isOptional } }

    /// The step at `index`, from 0; all of them for nil, none for an index that is none.
    func steps(at index: Int?) -> [LessonStep] {
        guard let index else { return steps }
        return steps.indices.contains(index) ? [steps[index]] : []
    }

    /// Whose it is; nil for the runs' own seeds.
    package var learner: String? { edition.learner }
}

/// Which copy of a lesson: what is drawn for one is not drawn for another.
package struct Edition: Sendable, Hashable {
    /// Whose; nil for nobody's.
    package var learner: String?
    /// The how-maniest time that an exam is taken, from 1.
    package var attempt: Int
    /// How often a case was drawn anew, because the capture lacked what it needs.
    package var redraw = 0

    package init(learner: String? = nil, attempt: Int = 1) {
        self.learner = learner
        self.attempt = attempt
    }

    /// What every draw, and the seed of every run, begins with.
    var salt: String? {
        guard attempt > 1 || redraw > 0 else { return learner }
        return "\(learner ?? "")\u{1F}\(attempt)\u{1F}\(redraw)"
    }
}

/// Something in a run that proves an answer.
package struct Evidence: Sendable, Hashable {
    package var say: String
    package var event: Selector
}

package struct LessonStep: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case read, watch, predict, choose, order, find, type, fix, argue

        /// Nothing is asked.
        package var isOnlySeen: Bool { self == .read || self == .watch }
    }

    /// Unique in its lesson; lower-case letters, digits and hyphens.
    package var id: String
    package var kind: Kind
    /// The heading above it; empty where there is none.
    package var title: String
    /// Markdown in front of the block.
    package var prose: String
    /// The run that it is about.
    package var run = Lesson.usualRun
    /// All runs that have to be played for it.
    package var runs: Set<String> = []
    package var claims: [String] = []
    package var rfc: [Citation] = []
    /// The pool of steps that it may be drawn from.
    package var pool: String?
    package var isOptional = false
    /// A question of words alone: no run shows its answer.
    package var isByHeart = false
    /// What the run must fulfil, so that the prose is true.
    package var checks: [Check] = []
    /// What a case's capture must hold for the question to be worth asking; else the case is drawn anew.
    package var traps: [Check] = []
    /// What a report shows for proof.
    package var evidence: [Evidence] = []
    /// The case of an exam that it came from, whose runs and events it speaks of; nil for the lesson's own.
    package var home: String?
    /// What of the run is shown before the question.
    package var show: [Showing] = []
    /// What of the run is shown with the explanation.
    package var reveal: [Showing] = []
    package var task: Task
    package var hints: [String] = []
    /// The explanation after success.
    package var why: String
    /// The line of the block in the file, from 1.
    package var line: Int
    /// Changes when anything of the step changes, or a run of it, but not from learner to learner; progress is kept by it.
    package var hash: String
}

/// What a step asks for.
package enum Task: Sendable, Hashable {
    /// Only to be read.
    case none
    /// Questions, answered one after the other.
    case questions([Question])
    /// The same question of each step that matches.
    case each(Selector, Question)
    case practice(Practice)
    case fix(Fix)
}

extension Lesson {
    /// Steps that one question may be asked of.
    package static let eachLimit = 12
}
