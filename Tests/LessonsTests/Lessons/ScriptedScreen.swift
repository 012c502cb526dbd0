import Lessons

/// A screen whose learner has decided everything beforehand: what is typed, in order; where the script is over, so is the input.
final class ScriptedScreen: LessonScreen {
    private var script: [String]
    /// What was shown, and between it `>` and what was typed.
    private(set) var transcript = ""
    private(set) var begun: [Int] = []
    private var wording = Wording.english

    init(_ script: [String]) { self.script = script }

    func begin(_ status: LessonStatus) {
        begun.append(status.step)
        wording = status.wording
        transcript += "=== \(status.step)/\(status.steps) \(status.kind.rawValue) \(status.bar(columns: 80))\n"
    }
    func update(_ status: LessonStatus) {}
    func show(_ passage: Passage) {
        transcript += String(decoding: passage.rendered(by: LessonText(columns: 80, wording: wording)), as: UTF8.self)
    }
    func pause(isOver: Bool) -> LessonInput {
        if isOver { return .command(.next) }
        guard let word = next() else { return .command(.end) }
        return .command(LessonCommand(word: word) ?? .next)
    }
    func line(_ prompt: String, isLive: Bool) -> LessonInput {
        transcript += prompt
        return next().map { LessonInput(line: $0) } ?? .command(.end)
    }
    private func next() -> String? {
        guard !script.isEmpty else { return nil }
        transcript += "> \(script[0])\n"
        return script.removeFirst()
    }
}
