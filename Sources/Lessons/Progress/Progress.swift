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

        package init(hash: String, assisted: Bool = false, misses: Int = 0, hints: Int = 0) {
            self.hash = hash
            self.assisted = assisted
            self.misses = misses
            self.hints = hints
        }
    }

    /// By lesson, then by step.
    package var marks: [String: [String: Mark]] = [:]

    package init() {}

    package func mark(of step: LessonStep, in lesson: Lesson) -> Mark? {
        marks[lesson.id]?[step.id].flatMap { $0.hash == step.hash ? $0 : nil }
    }

    package func done(in lesson: Lesson) -> Int { lesson.steps.count { mark(of: $0, in: lesson) != nil } }

    package func assisted(in lesson: Lesson) -> Int {
        lesson.steps.count { mark(of: $0, in: lesson)?.assisted == true }
    }

    package mutating func add(_ mark: Mark, of step: LessonStep, in lesson: Lesson) {
        // Done again with help, a step stays done without.
        if let known = self.mark(of: step, in: lesson), !known.assisted { return }
        marks[lesson.id, default: [:]][step.id] = mark
    }

    package mutating func forget(_ step: LessonStep, in lesson: Lesson) { marks[lesson.id]?[step.id] = nil }
}
