/// Which steps of which lessons are done. Kept by lesson, step and content of the step: a step that was rewritten since is open again.
package struct Progress: Sendable, Hashable {
    package struct Mark: Sendable, Hashable {
        /// The step's ``LessonStep/hash`` when it was done.
        package var hash: String
        /// The answer was told.
        package var assisted: Bool
        /// Wrong answers before the right one.
        package var misses: Int
        /// Hints asked for.
        package var hints: Int
        /// What was answered, an answer for each question; later steps may look at it.
        package var answers: [String]
        /// In an exam: not all of it was right.
        package var isWrong = false
        /// What it took, on the wall's clock and on that of its run.
        package var seconds = 0
        package var virtualSeconds = 0

        package init(
            hash: String, assisted: Bool = false, misses: Int = 0, hints: Int = 0, answers: [String] = []
        ) {
            self.hash = hash
            self.assisted = assisted
            self.misses = misses
            self.hints = hints
            self.answers = answers
        }
    }

    /// By lesson, then by step.
    package var marks: [String: [String: Mark]] = [:]
    /// The lesson that was played last, by its id or path.
    package var last: String?
    /// Which exam was begun last: whose, and the how-maniest.
    package var exams: [String: Edition] = [:]

    package init() {}

    package func mark(of step: LessonStep, in lesson: Lesson) -> Mark? {
        marks[lesson.id]?[step.id].flatMap { $0.hash == step.hash ? $0 : nil }
    }

    /// Of the steps that have to be done.
    package func done(in lesson: Lesson) -> Int { lesson.required.count { mark(of: $0, in: lesson) != nil } }

    package func isDone(_ lesson: Lesson) -> Bool { done(in: lesson) == lesson.required.count }

    package func assisted(in lesson: Lesson) -> Int {
        lesson.required.count { mark(of: $0, in: lesson)?.assisted == true }
    }

    /// Done without an answer told: what a gate asks for. Of an exam so many answers are right as it wants.
    package func isPassed(_ lesson: Lesson) -> Bool {
        guard isDone(lesson), assisted(in: lesson) == 0 else { return false }
        let wrong = lesson.required.count { mark(of: $0, in: lesson)?.isWrong == true }
        let asked = lesson.steps.count { $0.home != nil }
        return wrong == 0 || lesson.passMark.map { asked - wrong >= $0 } ?? false
    }

    /// What was answered so far, by step.
    package func answers(in lesson: Lesson) -> [String: [String]] {
        lesson.steps.reduce(into: [:]) { $0[$1.id] = mark(of: $1, in: lesson)?.answers }
    }

    package mutating func add(_ mark: Mark, of step: LessonStep, in lesson: Lesson) {
        // Done again with help, a step stays done without.
        if let known = self.mark(of: step, in: lesson), !known.assisted, lesson.kind != .exam { return }
        marks[lesson.id, default: [:]][step.id] = mark
    }

    package mutating func forget(_ step: LessonStep, in lesson: Lesson) { marks[lesson.id]?[step.id] = nil }
}
