import Dialogue
import Rendering

/// A lesson with all that its runs decide: what every way of writing it down is made of.
struct Handout {
    let lesson: Lesson
    /// With answers and reasons, to be read at once.
    let hasKey: Bool
    var steps: [HandoutStep] = []

    var wording: Wording { lesson.wording }

    init(_ lesson: Lesson, hasKey: Bool) async throws {
        self.lesson = lesson
        self.hasKey = hasKey
        let house = Playhouse(lesson)
        var answers: [String: [String]] = [:]
        for (index, step) in lesson.steps.enumerated() {
            let model = try await LessonChecker.modelAnswer(of: step, in: house, answers: answers)
            answers[step.id] = model
            var sheet = try await house.sheet(for: step, answers: answers)
            var played: Scope?
            switch step.task {
            case .practice(let practice):
                // What the model lines bring about is part of the answer.
                played = try await LessonChecker.played(practice.model, practice, step, house, answers).scope
            case .fix(let fix):
                let words = Dictionary(
                    zip(fix.settings.map(\.name), fix.model), uniquingKeysWith: { first, _ in first })
                sheet = sheet.with(try await house.scope(for: step, answers: answers, words: words))
            default: break
            }
            steps.append(HandoutStep(number: index + 1, sheet: sheet, model: model ?? [], played: played))
        }
    }

    /// `Unit A, lesson 1`, or nothing for a lesson that has no place in the course.
    var place: String {
        guard !lesson.unit.isEmpty else { return "" }
        guard lesson.kind == .lesson, lesson.number > 0 else { return wording(.handoutUnit, ["unit": lesson.unit]) }
        return wording(.handoutPlace, ["unit": lesson.unit, "number": lesson.number])
    }

    var minutes: String { lesson.minutes.map { wording(.handoutMinutes, ["count": $0]) } ?? "" }
    /// The learner whose runs these are.
    var owner: String { lesson.learner.map { wording(.handoutOwner, ["learner": $0]) } ?? "" }
}

/// A step with its answers.
struct HandoutStep {
    /// From 1.
    var number: Int
    var sheet: StepSheet
    /// As an answers file has it: for each question, setting or line.
    var model: [String]
    /// What the model lines of a session bring about.
    var played: Scope?
    /// The dialogues of it.
    var playedRecords: [Record] {
        played?.facts.records.filter { record in
            switch record {
            case .connection, .step, .connectionEnd: true
            default: false
            }
        } ?? []
    }

    var step: LessonStep { sheet.step }
    /// The heading above it, else what kind of step it is.
    func title(_ wording: Wording) -> String { step.title.isEmpty ? wording(Phrase(step.kind)) : step.title }
    var prose: [ProseBlock] { ProseBlock.blocks(of: sheet.told(step.prose)) }
    var why: [ProseBlock] { ProseBlock.blocks(of: sheet.told(step.why)) }
    var hints: [String] { step.hints.map(sheet.told) }

    func scope(_ showing: Showing) -> Scope { sheet.judge.scope.inRun(showing.run) }

    /// There is something to be looked up in the key.
    var hasAnswer: Bool { !step.kind.isOnlySeen }

    // MARK: Answers

    /// `b) the receiver MTA`, `step 1.6`: each question's answer in words.
    func answer(_ index: Int, _ wording: Wording) -> String {
        guard sheet.questions.indices.contains(index), model.indices.contains(index) else { return "" }
        let question = sheet.questions[index]
        let values = model[index].split(separator: "\n").map { String($0) }
        switch question.answer {
        case .order: return model[index]
        case .step where !question.isEvery:
            let all = accepted(index)
            return all.count > 1
                ? wording(.handoutAnyOf, ["answers": Self.list(all)]) : wording(.stepNamed, ["step": model[index]])
        case .step, .frame, .octets: return model[index]
        case .value: break
        }
        guard !question.options.isEmpty else { return values.joined(separator: ", ") }
        if values.isEmpty { return wording(.handoutNone) }
        return values.map { Self.option($0, question.options) }.joined(separator: ", ")
    }

    private static func option(_ value: String, _ options: [Question.Option]) -> String {
        guard let index = options.firstIndex(where: { Judge.isSame($0.value, value) }) else { return value }
        return "\(Judge.letter(index))) \(options[index].words)"
    }

    /// At most a dozen.
    private static func list(_ words: [String]) -> String {
        words.count <= 12 ? words.joined(separator: ", ") : words.prefix(12).joined(separator: ", ") + ", ..."
    }

    /// All answers that are right, as values: one where there is one.
    func accepted(_ index: Int) -> [String] {
        guard sheet.questions.indices.contains(index), model.indices.contains(index) else { return [] }
        let question = sheet.questions[index]
        let scope = sheet.judge.scope(of: question)
        switch question.answer {
        case .step(let selector) where !question.isEvery:
            return scope.steps(selector).map { StepName($0).description }
        case .frame(let selector) where !question.isEvery:
            return scope.steps(selector).flatMap { $0.step.frames.prefix(Self.frameLimit).map(String.init) }
        default: return [model[index]]
        }
    }

    /// Frames of one step that an answer may name.
    private static let frameLimit = 64
}
