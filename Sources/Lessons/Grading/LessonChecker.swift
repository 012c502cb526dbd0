import Simulator

/// What came of checking answers against a lesson.
package struct CheckReport: Sendable, Hashable {
    package struct Row: Sendable, Hashable {
        package var step: String
        package var kind: LessonStep.Kind
        package var isPassed: Bool
        /// The lesson is done without it.
        package var isOptional: Bool
        /// Why not; empty where it is.
        package var reason: String
        /// How it was found, as far as the answers file tells; nil where there is no answer.
        package var effort: Effort?
        /// How long its run took on its own clock; nil where no run was played for it.
        package var virtualSeconds: Int?
    }
    package var lesson: String
    package var learner: String?
    /// Of the lesson that was played: an edited one has another.
    package var contentHash: String
    package var rows: [Row]
    /// Of an exam: so many of its cases pass it.
    package var passMark: Int?
    /// The how-maniest time an exam was taken.
    package var attempt = 1

    package var isPassed: Bool {
        guard let passMark else { return rows.allSatisfy { $0.isPassed || $0.isOptional } }
        return solved >= passMark
    }
    /// Of an exam.
    private var solved: Int { rows.count { $0.isPassed && $0.effort != nil } }
    /// 0 passed, 1 not yet.
    package var exitCode: Int32 { isPassed ? 0 : 1 }
    package var passed: Int { rows.count { $0.isPassed } }

    /// One line a step, and one for all of them.
    package var text: String {
        let width = rows.map(\.step.count).max() ?? 0
        var lines = rows.map { row in
            let gap = String(repeating: " ", count: width - row.step.count + 2)
            let mark = row.isPassed ? "passed " : row.isOptional ? "left out" : "not yet"
            return "  \(mark)  \(row.step)\(row.reason.isEmpty ? "" : gap + row.reason)"
        }
        if let passMark {
            lines.append(
                "\(lesson): \(solved) cases solved, \(passMark) are needed\(isPassed ? "" : ", not yet passed")")
        } else {
            lines.append("\(lesson): \(passed) of \(rows.count) steps passed\(isPassed ? "" : ", not yet all")")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

/// Plays a lesson without a learner: the same runs, the same judge, answers from a file.
package enum LessonChecker {
    /// - Parameters:
    ///   - lesson: In place of the one that the file names.
    ///   - learner: In place of the one that the file names.
    /// - Throws: ``LessonError`` for a bad file, ``StationError`` or ``DiskError`` where this machine does not let the
    ///   stations work.
    package static func check(
        file path: String, lesson: String? = nil, learner: String? = nil
    ) async throws -> CheckReport {
        var answers = try AnswersFile.read(path)
        if let learner { answers.learner = learner }
        return try await check(
            answers,
            in: try await Course.house(
                named: lesson ?? answers.lesson, learner: answers.learner, attempt: answers.attempt))
    }

    /// - Parameter lesson: As the learner whose answers these are has it.
    package static func check(_ answers: AnswersFile, in lesson: Lesson) async throws -> CheckReport {
        try await check(answers, in: Playhouse(lesson))
    }

    package static func check(_ answers: AnswersFile, in house: Playhouse) async throws -> CheckReport {
        let lesson = house.lesson
        let known = lesson.steps.map(\.id)
        for id in answers.answers.keys.sorted() where !known.contains(id) {
            throw LessonError(
                file: answers.file, line: answers.lines[id] ?? 0,
                problem: .unknownStep(id, lesson: lesson.id, didYouMean: nearest(to: id, among: known)))
        }
        var rows: [CheckReport.Row] = []
        for step in lesson.steps {
            let reason = try await refusal(answers.answers[step.id], step, house, answers.answers)
            var row = CheckReport.Row(
                step: step.id, kind: step.kind, isPassed: reason == nil, isOptional: step.isOptional,
                reason: reason ?? "")
            if answers.answers[step.id] != nil, !step.kind.isOnlySeen {
                row.effort = answers.efforts[step.id] ?? Effort()
                row.virtualSeconds = try await house.virtualSeconds(of: step)
            }
            rows.append(row)
        }
        var report = CheckReport(
            lesson: lesson.id, learner: answers.learner, contentHash: lesson.contentHash, rows: rows)
        report.passMark = lesson.passMark
        report.attempt = lesson.edition.attempt
        return report
    }

    /// Why a step is not passed; nil where it is.
    package static func refusal(
        _ given: [String]?, _ step: LessonStep, _ house: Playhouse, _ answers: [String: [String]]
    ) async throws -> String? {
        if case .none = step.task { return nil }
        guard let given else { return "no answer" }
        switch step.task {
        case .none: return nil
        case .questions, .each:
            let sheet = try await house.sheet(for: step, answers: answers)
            return refusal(given, sheet.questions, sheet.judge)
        case .practice(let practice):
            return try await refusal(given, practice, step, house, answers)
        case .fix(let fix): return try await refusal(given, fix, step, house, answers)
        }
    }

    package static func refusal(_ given: [String], _ questions: [Question], _ judge: Judge) -> String? {
        var given = given
        // A list of one question's own.
        if questions.count == 1, given.count > 1 { given = [given.joined(separator: "\n")] }
        if questions.count == 1, given.isEmpty, questions[0].isSeveral { given = [""] }
        guard given.count == questions.count else {
            return "\(given.count) answers, where \(questions.count) are asked for"
        }
        for (number, (text, question)) in zip(given, questions).enumerated() {
            let place = questions.count > 1 ? "answer \(number + 1): " : ""
            switch judge.judge(text, to: question, given: given) {
            case .right: continue
            case .wrong(let words): return place + (words.isEmpty ? "not right" : words)
            case .unreadable(let words): return place + words
            }
        }
        return nil
    }

    private static func refusal(
        _ given: [String], _ practice: Practice, _ step: LessonStep, _ house: Playhouse, _ answers: [String: [String]]
    ) async throws -> String? {
        let (_, reached) = try await played(given, practice, step, house, answers)
        return zip(practice.goals, reached).first { !$0.1 }.map { "not reached: \($0.0.say)" }
    }

    /// What a session leaves in which these lines are typed, and which goals it reaches.
    package static func played(
        _ lines: [String], _ practice: Practice, _ step: LessonStep, _ house: Playhouse, _ answers: [String: [String]]
    ) async throws -> (scope: Scope, reached: [Bool]) {
        let hand = try await HandPractice(practice, of: step, in: house, answers: answers)
        do {
            for line in lines { if try await !hand.say(line) { break } }
        } catch {
            await hand.close()
            throw error
        }
        let result = (hand.scope, hand.reached)
        await hand.close()
        return result
    }

    private static func refusal(
        _ given: [String], _ fix: Fix, _ step: LessonStep, _ house: Playhouse, _ answers: [String: [String]]
    ) async throws -> String? {
        guard given.count == fix.settings.count else {
            return "\(given.count) settings, where \(fix.settings.count) are asked for"
        }
        var values: [String] = []
        for (text, setting) in zip(given, fix.settings) {
            guard let value = setting.value(of: text) else { return "\(setting.name): \(setting.expectation())" }
            values.append(value)
        }
        let reached = try await house.reached(fix, values, step, answers: answers)
        return zip(fix.goals, reached).first { !$0.1 }.map { "not reached: \($0.0.say)" }
    }

    // MARK: Model answers

    /// Answers that pass, computed from the runs themselves.
    package static func modelAnswers(of lesson: Lesson) async throws -> AnswersFile {
        try await modelAnswers(in: Playhouse(lesson))
    }

    package static func modelAnswers(in house: Playhouse) async throws -> AnswersFile {
        let lesson = house.lesson
        var answers: [String: [String]] = [:]
        for step in lesson.steps {
            answers[step.id] = try await modelAnswer(of: step, in: house, answers: answers)
        }
        return AnswersFile(
            file: "the model answers", lesson: lesson.id, learner: lesson.learner, answers: answers)
    }

    /// nil for steps that ask nothing.
    package static func modelAnswer(
        of step: LessonStep, in house: Playhouse, answers: [String: [String]]
    ) async throws -> [String]? {
        switch step.task {
        case .none: nil
        case .questions, .each: try await house.sheet(for: step, answers: answers).model
        case .practice(let practice): practice.model
        case .fix(let fix): fix.model
        }
    }
}
