import Simulator

/// What came of checking answers against a lesson.
package struct CheckReport: Sendable, Hashable {
    package struct Row: Sendable, Hashable {
        package var step: String
        package var kind: LessonStep.Kind
        package var isPassed: Bool
        /// Why not; empty where it is.
        package var reason: String
    }
    package var lesson: String
    package var rows: [Row]

    package var isPassed: Bool { rows.allSatisfy(\.isPassed) }
    /// 0 passed, 1 not yet.
    package var exitCode: Int32 { isPassed ? 0 : 1 }

    /// One line a step, and one for all of them.
    package var text: String {
        let width = rows.map(\.step.count).max() ?? 0
        var lines = rows.map { row in
            let gap = String(repeating: " ", count: width - row.step.count + 2)
            return "  \(row.isPassed ? "passed " : "not yet")  \(row.step)\(row.reason.isEmpty ? "" : gap + row.reason)"
        }
        let passed = rows.count { $0.isPassed }
        lines.append("\(lesson): \(passed) of \(rows.count) steps passed\(isPassed ? "" : ", not yet all")")
        return lines.joined(separator: "\n") + "\n"
    }
}

/// Plays a lesson without a learner: the same run, the same judge, answers from a file.
package enum LessonChecker {
    /// - Parameter lesson: In place of the one that the file names.
    /// - Throws: ``LessonError`` for a bad file, ``StationError`` or ``DiskError`` where this machine does not let the
    ///   stations work.
    package static func check(file path: String, lesson: String? = nil) async throws -> CheckReport {
        let answers = try AnswersFile.read(path)
        return try await check(answers, in: try Course.lesson(named: lesson ?? answers.lesson))
    }

    package static func check(_ answers: AnswersFile, in lesson: Lesson) async throws -> CheckReport {
        let known = lesson.steps.map(\.id)
        for id in answers.answers.keys.sorted() where !known.contains(id) {
            throw LessonError(
                file: answers.file, line: answers.lines[id] ?? 0,
                problem: .unknownStep(id, lesson: lesson.id, didYouMean: nearest(to: id, among: known)))
        }
        let judge = try await LessonRun.judge(for: lesson, learner: answers.learner)
        var rows: [CheckReport.Row] = []
        for step in lesson.steps {
            let given = answers.answers[step.id]
            let reason: String?
            switch step.task {
            case .none: reason = nil
            case .questions(let questions): reason = refusal(given, questions, judge)
            case .practice(let practice): reason = try await refusal(given, practice, in: lesson)
            }
            rows.append(.init(step: step.id, kind: step.kind, isPassed: reason == nil, reason: reason ?? ""))
        }
        return CheckReport(lesson: lesson.id, rows: rows)
    }

    private static func refusal(_ given: [String]?, _ questions: [Question], _ judge: Judge) -> String? {
        guard let given else { return "no answer" }
        guard given.count == questions.count else {
            return "\(given.count) answers, where \(questions.count) are asked for"
        }
        for (number, (text, question)) in zip(given, questions).enumerated() {
            let place = questions.count > 1 ? "answer \(number + 1): " : ""
            switch judge.judge(text, to: question) {
            case .right: continue
            case .wrong(let words): return place + (words.isEmpty ? "not right" : words)
            case .unreadable(let words): return place + words
            }
        }
        return nil
    }

    private static func refusal(_ given: [String]?, _ practice: Practice, in lesson: Lesson) async throws -> String? {
        guard let given else { return "no answer" }
        let hand = try await HandPractice(practice, in: lesson.scenario, as: LessonRun.learnerName)
        do {
            for line in given { if try await !hand.say(line) { break } }
        } catch {
            await hand.close()
            throw error
        }
        let reached = hand.reached
        await hand.close()
        return zip(practice.goals, reached).first { !$0.1 }.map { "not reached: \($0.0.say)" }
    }

    /// Answers that pass, computed from the run itself.
    package static func modelAnswers(of lesson: Lesson, learner: String? = nil) async throws -> AnswersFile {
        let judge = try await LessonRun.judge(for: lesson, learner: learner)
        var answers: [String: [String]] = [:]
        for step in lesson.steps {
            switch step.task {
            case .none: break
            case .questions(let questions): answers[step.id] = questions.compactMap { judge.answer(to: $0) }
            case .practice(let practice): answers[step.id] = practice.model
            }
        }
        return AnswersFile(file: "the model answers", lesson: lesson.id, learner: learner, answers: answers)
    }
}

/// The run that a lesson is about.
package enum LessonRun {
    /// What output calls the learner's own client.
    package static let learnerName = "learner"

    /// Plays the lesson's scenario. A learner's name changes the seed, so that neighbours see other runs.
    ///
    /// - Throws: ``LessonError`` where the run cannot answer a question, else as `Simulation.run`.
    package static func judge(for lesson: Lesson, learner: String?) async throws -> Judge {
        var options = SimulationOptions(triesRealPorts: false)
        if let learner, !learner.isEmpty { options.seed = stableNumber(learner) }
        let judge = Judge(Facts(try await Simulation.run(lesson.scenario, options: options)))
        for step in lesson.steps {
            guard case .questions(let questions) = step.task else { continue }
            for question in questions where judge.answer(to: question) == nil {
                throw LessonError(file: lesson.file, line: question.line, problem: .noAnswer(step: step.id))
            }
        }
        return judge
    }
}
