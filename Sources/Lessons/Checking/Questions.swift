import Dialogue
import MailProtocols

/// A step as it is asked: with the questions that its run makes of it.
extension Playhouse {
    /// - Parameter answers: What the learner said in other steps.
    /// - Throws: ``LessonError`` where the run does not hold an answer, else as ``facts(of:words:)``.
    package func sheet(for step: LessonStep, answers: [String: [String]] = [:]) async throws -> StepSheet {
        if let room = room(of: step) { return try await room.sheet(for: step, answers: answers) }
        let judge = Judge(
            try await scope(for: step, answers: answers, words: step.usualWords), wording: lesson.wording)
        let sheet = StepSheet(step: step, judge: judge, lesson: lesson)
        var given: [String] = []
        for question in sheet.questions {
            guard let answer = judge.answer(to: question, given: given) else {
                throw LessonError(
                    file: lesson.file, line: question.line, problem: judge.problem(with: question, of: step.id))
            }
            given.append(answer)
        }
        if case .each = step.task, sheet.questions.isEmpty {
            throw LessonError(file: lesson.file, line: step.line, problem: .noAnswer(step: step.id))
        }
        return sheet
    }
}

extension LessonStep {
    /// What stands for the names of its settings before the learner acts.
    var usualWords: [String: String] {
        guard case .fix(let fix) = task else { return [:] }
        return Dictionary(fix.settings.map { ($0.name, $0.now) }, uniquingKeysWith: { first, _ in first })
    }
}

/// Settings that a learner makes.
extension Fix.Setting {
    /// The value that a line means; nil where it means none.
    package func value(of line: String) -> String? {
        let text = Judge.trimmed(line)
        if !options.isEmpty { return Judge.option(text, options)?.value }
        if let range { return Int(text).flatMap { range.contains($0) ? "\($0)" : nil } }
        // It is put into YAML.
        let isPlain = text.unicodeScalars.allSatisfy {
            $0.properties.isAlphabetic || "0123456789@.<>_+- ".unicodeScalars.contains($0)
        }
        return isPlain && !text.isEmpty && text.count <= 100 ? text : nil
    }

    package func expectation(_ wording: Wording = .english) -> String {
        if !options.isEmpty { return wording(.typeLetter, ["last": Judge.letter(options.count - 1)]) }
        if let range { return wording(.typeRange, ["low": range.lowerBound, "high": range.upperBound]) }
        return wording(.typeWord)
    }
}

extension Playhouse {
    /// Which goals are reached with these settings.
    package func reached(
        _ fix: Fix, _ values: [String], _ step: LessonStep, answers: [String: [String]] = [:]
    ) async throws -> [Bool] {
        let words = Dictionary(zip(fix.settings.map(\.name), values), uniquingKeysWith: { first, _ in first })
        let scope = try await scope(for: step, answers: answers, words: words)
        return fix.goals.map { scope.holds($0.check) }
    }
}

/// A step's questions, and the judge of their answers.
package struct StepSheet: Sendable {
    package let step: LessonStep
    package let judge: Judge
    package let questions: [Question]
    private let events: [String: Selector]
    private let values: [String: Value]

    init(step: LessonStep, judge: Judge, lesson: Lesson) {
        self.step = step
        self.judge = judge
        events = lesson.events
        values = lesson.values
        switch step.task {
        case .questions(let all): questions = all
        case .each(let selector, let question):
            questions = judge.scope.steps(selector).prefix(Lesson.eachLimit).map { record in
                var one = question
                one.this = StepName(record)
                one.run = selector.run ?? question.run
                one.ask = one.ask.replacing("@this", with: judge.wording(.stepNamed, ["step": StepName(record)]))
                return one
            }
        default: questions = []
        }
    }

    /// The same with other facts.
    func with(_ scope: Scope) -> StepSheet {
        StepSheet(
            step: step, judge: Judge(scope, wording: judge.wording), questions: questions, events: events,
            values: values)
    }

    private init(
        step: LessonStep, judge: Judge, questions: [Question], events: [String: Selector], values: [String: Value]
    ) {
        self.step = step
        self.judge = judge
        self.questions = questions
        self.events = events
        self.values = values
    }

    /// Answers that pass.
    package var model: [String] {
        questions.reduce(into: []) { given, question in
            given.append(judge.answer(to: question, given: given) ?? "")
        }
    }

    /// Prose with numbers in place of names: `@receipt` becomes `step 2.12`.
    package func told(_ text: String) -> String {
        Mentions.pieces(of: text).map { piece -> String in
            guard let name = piece.name else { return String(piece.text) }
            if let event = events[name] {
                return judge.scope.steps(event).first.map { judge.wording(.stepNamed, ["step": StepName($0)]) }
                    ?? judge.wording(.noStepNamed)
            }
            return values[name].flatMap { judge.scope.quantity($0)?.description } ?? String(piece.text)
        }.joined()
    }
}
