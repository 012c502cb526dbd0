import Rendering

/// What a learner asks of the player, apart from answering.
package enum LessonCommand: String, Sendable, Hashable, CaseIterable {
    case next, back, hint, list, check, reset, skip, explain, bytes, play, help, quit
    /// Not a command that anybody types: the input is over.
    case end

    /// The key that stands for it while no answer is being typed.
    package var key: Character {
        switch self {
        case .next: "n"
        case .back: "b"
        case .hint: "h"
        case .list: "l"
        case .check: "c"
        case .explain: "e"
        case .bytes: "o"
        case .play: "p"
        case .reset: "x"
        case .skip: "s"
        case .help: "?"
        case .quit: "q"
        case .end: "\u{4}"
        }
    }

    /// The command that a key stands for.
    package init?(key: Character) {
        guard let command = Self.allCases.first(where: { $0.key == key }), command != .end else { return nil }
        self = command
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
    /// A close look at a step: ``LessonCommand/explain`` or ``LessonCommand/bytes``, and the step's name.
    case look(LessonCommand, String)
    /// A command that does not exist.
    case unknown(String)

    /// A line typed where text is asked for.
    ///
    /// - Parameter isLive: A server hears it: then blanks in front of a colon are meant, and so is a question mark.
    package init(line: String, isLive: Bool = false) {
        let words = isLive ? line[...] : line.drop { $0.isWhitespace }
        if !isLive, Judge.trimmed(line) == "?" {
            self = .command(.help)
            return
        }
        guard words.hasPrefix(":") else {
            self = .text(line)
            return
        }
        let rest = words.dropFirst()
        if rest.hasPrefix(":") {
            self = .text(String(rest))
        } else if let command = LessonCommand(word: Judge.trimmed(String(rest))) {
            self = .command(command)
        } else if let look = Self.look(String(rest)) {
            self = look
        } else {
            self = .unknown(line)
        }
    }

    /// `bytes 1.6`
    static func look(_ line: String) -> LessonInput? {
        let words = line.split(separator: " ")
        guard words.count == 2, let command = LessonCommand(word: words[0]), command == .explain || command == .bytes
        else { return nil }
        return .look(command, String(words[1]))
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
    /// Dialogues stand on a stage beside the words; else they are shown among them.
    var hasStage: Bool { get }
    /// A step begins: an own page where there are pages.
    func begin(_ status: LessonStatus)
    /// The head and the foot have changed.
    func update(_ status: LessonStatus)
    /// Shows words, or parts of a run, below what is there.
    func show(_ passage: Passage)
    /// Puts a dialogue on the stage, in place of what is there.
    ///
    /// - Parameter atEnd: Its last step is the one in hand.
    func show(_ stage: Stage, atEnd: Bool)
    /// Something is about to be done that may last.
    func work()
    /// Waits until the learner has read what stands there.
    ///
    /// - Parameter isOver: The step is done, and nothing is lost by going on at once.
    func pause(isOver: Bool) -> LessonInput
    /// Asks for a line of text.
    ///
    /// - Parameter isLive: A server hears it.
    func line(_ prompt: String, isLive: Bool) -> LessonInput
    /// Shows a dialogue one step after the other, forwards and back.
    ///
    /// - Parameter pages: The same as passages, for screens without a stage, and for what is no dialogue.
    /// - Returns: ``LessonCommand/next`` behind the last one, else what the learner wants instead.
    func watch(_ stage: Stage, pages: [Passage]) -> LessonInput
    /// Lets the learner choose from the list of lessons; nil where the screen has none.
    func choose(_ list: inout CourseList) -> CourseList.Choice?
}

extension LessonScreen {
    package var hasStage: Bool { false }
    package func show(_ stage: Stage, atEnd: Bool) {}
    package func work() {}
    package func choose(_ list: inout CourseList) -> CourseList.Choice? { nil }

    /// Each page below the one before.
    package func watch(_ stage: Stage, pages: [Passage]) -> LessonInput {
        for page in pages {
            show(page)
            let input = pause(isOver: false)
            if input != .command(.next) { return input }
        }
        return .command(.next)
    }

    func show(_ render: @escaping @Sendable (LessonText) -> [UInt8]) { show(Passage(render)) }

    /// A sentence of the course's own.
    func say(_ phrase: Phrase, _ values: Wording.Values = [:]) { show(.say(phrase, values)) }

    /// A text in a paragraph of its own.
    func tell(_ text: String) {
        show(.blank)
        show { $0.prose(text) }
    }
}
