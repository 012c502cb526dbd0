/// Changes what runs left behind, and sees whether a step's checks notice.
package enum MutationTrial {
    package struct Survivor: Sendable, Hashable {
        package var line: Int
        /// The check or the question.
        package var text: String
    }

    /// The checks and questions of a step that no mutation makes fail.
    ///
    /// - Parameter answers: Model answers, at least to this step.
    package static func survivors(
        of step: LessonStep, in house: Playhouse, answers: [String: [String]]
    ) async throws -> [Survivor] {
        switch step.task {
        case .none:
            let sheet = try await house.sheet(for: step, answers: answers)
            return unnoticed(checks: step.checks, step, sheet.judge.scope)
        case .questions, .each:
            let sheet = try await house.sheet(for: step, answers: answers)
            let scope = sheet.judge.scope
            return unnoticed(checks: step.checks, step, scope) + unnoticed(checks: step.traps, step, scope, "trap")
                + unnoticed(sheet, scope)
        case .practice(let practice):
            let (scope, _) = try await LessonChecker.played(practice.model, practice, step, house, answers)
            return unnoticed(goals: practice.goals, scope)
        case .fix(let fix):
            var words: [String: String] = [:]
            for (setting, value) in zip(fix.settings, fix.model) { words[setting.name] = value }
            return unnoticed(goals: fix.goals, try await house.scope(for: step, answers: answers, words: words))
        }
    }

    private static func unnoticed(
        checks: [Check], _ step: LessonStep, _ scope: Scope, _ word: String = "check"
    ) -> [Survivor] {
        checks.enumerated().compactMap { index, check in
            isNoticed(scope, Ingredients([check])) { !$0.holds(check) }
                ? nil : Survivor(line: step.line, text: "\(word) \(index + 1)")
        }
    }

    private static func unnoticed(goals: [Goal], _ scope: Scope) -> [Survivor] {
        goals.compactMap { goal in
            isNoticed(scope, Ingredients([goal.check])) { !$0.holds(goal.check) }
                ? nil : Survivor(line: goal.line, text: "“\(goal.say)”")
        }
    }

    private static func unnoticed(_ sheet: StepSheet, _ scope: Scope) -> [Survivor] {
        let model = sheet.model
        return zip(sheet.questions, model).compactMap { question, answer in
            // A verdict is the lesson's own; the evidence beside it is the run's.
            if case .value(let value) = question.answer, value.isConstant { return nil }
            let isNoticed = isNoticed(scope, Ingredients(question)) {
                Judge($0).judge(answer, to: question, given: model) != .right
            }
            return isNoticed ? nil : Survivor(line: question.line, text: "“\(question.ask)”")
        }
    }

    private static func isNoticed(_ scope: Scope, _ ingredients: Ingredients, _ fails: (Scope) -> Bool) -> Bool {
        // One run at a time, as a run is what goes otherwise; and all of them.
        let runs = scope.runs.keys.sorted()
        for changed in runs.map({ [$0] }) + (runs.count > 1 ? [runs] : []) {
            for mutation in Facts.Mutation.allCases {
                var mutated = scope
                for run in changed { mutated.runs[run] = scope.runs[run]?.mutated(mutation) }
                if fails(mutated) { return true }
            }
            for run in changed {
                for facts in scope.runs[run]?.mutated(for: ingredients) ?? [] {
                    var mutated = scope
                    mutated.runs[run] = facts
                    if fails(mutated) { return true }
                }
            }
        }
        return false
    }
}
