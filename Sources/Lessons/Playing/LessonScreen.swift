package import Rendering

/// What a learner asks of the player, apart from answering.
package enum LessonCommand: String, Sendable, Hashable, CaseIterable {
    case next, back, hint, list, reset, skip, help, quit
    /// Not a command that anybody types: the input is over.
    case end

    /// The key that stands for it while no answer is being typed.
    package var key: Character {
        switch self {
        case .next: "n"
        case .back: "b"
        case .hint: "h"
        case .list: "l"
        case .reset: "x"
        case .skip: "s"
        case .help: "?"
        case .quit: "q"
        case .end: "\u{4}"
        }
    }

    package init?(word: some StringProtocol) {
        let word = word.lowercased()
        let known = Self.allCases.filter { $0 != .end }
        guard let command = known.first(where: { $0.rawValue == word || String($0.key) == word }) else { return nil }
        self = command
    }
}

package enum LessonInput: Sendable, Hashable {
    case text(String)
    case command(LessonCommand)
    /// A command that does not exist.
    case unknown(String)

    /// A line typed where text is asked for.
    package init(line: String) {
        guard line.hasPrefix(":") else {
            self = .text(line)
            return
        }
        let rest = line.dropFirst()
        if rest.hasPrefix(":") {
            self = .text(String(rest))
        } else if let command = LessonCommand(word: Judge.trimmed(String(rest))) {
            self = .command(command)
        } else {
            self = .unknown(line)
        }
    }
}

/// What the head and the foot of a screen say.
package struct LessonStatus: Sendable, Hashable {
    package var lesson: String
    /// From 1.
    package var step: Int
    package var steps: Int
    package var kind: LessonStep.Kind
    package var isDone: Bool
    /// Steps done, of ``steps``.
    package var done: Int
    package var hintsTaken: Int
    package var hints: Int
    package var wording: Wording

    package init(
        lesson: String, step: Int, steps: Int, kind: LessonStep.Kind, isDone: Bool, done: Int, hintsTaken: Int,
        hints: Int, wording: Wording = .english
    ) {
        self.lesson = lesson
        self.step = step
        self.steps = steps
        self.kind = kind
        self.isDone = isDone
        self.done = done
        self.hintsTaken = hintsTaken
        self.hints = hints
        self.wording = wording
    }

    /// `[####>-----] 4/10 steps`, at most so many columns.
    package func bar(columns: Int) -> String {
        let words = " " + wording(.bar, ["done": done, "steps": steps])
        let width = min(columns - DisplayWidth.of(words) - 2, 40)
        guard width >= 8 else { return String(words.dropFirst()) }
        let filled = steps > 0 ? width * done / steps : 0
        let head = filled < width ? ">" : ""
        return "[" + String(repeating: "#", count: filled) + head
            + String(repeating: "-", count: width - filled - head.count) + "]" + words
    }
}

/// Where a lesson is played: a terminal's whole screen, a plain stream of lines, or a test.
package protocol LessonScreen: AnyObject {
    var columns: Int { get }
    var palette: Palette { get }
    /// A step begins: an own page where there are pages.
    func begin(_ status: LessonStatus)
    /// The head and the foot have changed.
    func update(_ status: LessonStatus)
    /// Rendered text, line ends included.
    func show(_ text: [UInt8])
    /// Waits until the learner has read what stands there.
    ///
    /// - Parameter isOver: The step is done, and nothing is lost by going on at once.
    func pause(isOver: Bool) -> LessonCommand
    /// Asks for a line of text.
    func line(_ prompt: String) -> LessonInput
    /// Shows pages one after the other, forwards and back.
    ///
    /// - Returns: ``LessonCommand/next`` behind the last one, else what the learner wants instead.
    func watch(_ pages: [[UInt8]]) -> LessonCommand
}

extension LessonScreen {
    /// Each page below the one before.
    package func watch(_ pages: [[UInt8]]) -> LessonCommand {
        for page in pages {
            show(page)
            let command = pause(isOver: false)
            if command != .next { return command }
        }
        return .next
    }
}
