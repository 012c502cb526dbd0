import Lessons
import Rendering

/// A screen whose learner has decided everything beforehand: what is typed, in order; where the script is over, so is the input.
final class ScriptedScreen: LessonScreen {
    let columns = 80
    let palette = Palette.plain
    private var script: [String]
    /// What was shown, and between it `>` and what was typed.
    private(set) var transcript = ""
    private(set) var begun: [Int] = []

    init(_ script: [String]) { self.script = script }

    func begin(_ status: LessonStatus) {
        begun.append(status.step)
        transcript += "=== \(status.step)/\(status.steps) \(status.kind.rawValue) \(status.bar(columns: 80))\n"
    }
    func update(_ status: LessonStatus) {}
    func show(_ text: [UInt8]) { transcript += String(decoding: text, as: UTF8.self) }
    func pause(isOver: Bool) -> LessonCommand {
        if isOver { return .next }
        guard let word = next() else { return .end }
        return LessonCommand(word: word) ?? .next
    }
    func line(_ prompt: String) -> LessonInput {
        transcript += prompt
        return next().map { LessonInput(line: $0) } ?? .command(.end)
    }
    private func next() -> String? {
        guard !script.isEmpty else { return nil }
        transcript += "> \(script[0])\n"
        return script.removeFirst()
    }
}
