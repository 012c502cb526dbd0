import Dialogue
package import Rendering

/// Lesson prose and parts of a run as rows of a screen.
package struct LessonText: Sendable {
    package var columns: Int
    package var palette: Palette
    package var wording = Wording.english

    package init(columns: Int, palette: Palette = .plain, wording: Wording = .english) {
        self.columns = columns
        self.palette = palette
        self.wording = wording
    }

    /// Columns of prose: longer rows are hard to read.
    private var width: Int { max(20, min(columns, 84)) }

    // MARK: Prose

    /// Markdown paragraphs, lists and quoted blocks. A lesson is not trusted: control characters show as escapes.
    func prose(_ markdown: String) -> [UInt8] {
        var out = ""
        var paragraph: [String] = []
        var isQuoted = false
        func flush() {
            guard !paragraph.isEmpty else { return }
            out += wrapped(paragraph.joined(separator: " "))
            paragraph = []
        }
        for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") {
                flush()
                isQuoted.toggle()
            } else if isQuoted {
                out += "    " + Escaping.visible(String(line)) + "\n"
            } else if line.allSatisfy(\.isWhitespace) {
                flush()
                if !out.hasSuffix("\n\n"), !out.isEmpty { out += "\n" }
            } else {
                if line.hasPrefix("- ") { flush() }
                paragraph.append(Escaping.visible(Self.unmarked(line)))
            }
        }
        flush()
        return Array(out.utf8)
    }

    /// Without the marks that make words bold or code: a terminal's rows have neither.
    private static func unmarked(_ line: Substring) -> String {
        Judge.trimmed(String(line)).replacing("**", with: "").replacing("`", with: "")
    }

    private func wrapped(_ text: String) -> String {
        let isItem = text.hasPrefix("- ")
        let body = isItem ? String(text.dropFirst(2)) : text
        return Wrapping.prose(body, width: width - (isItem ? 4 : 0)).enumerated().map { index, row in
            (isItem ? (index == 0 ? "  - " : "    ") : "") + row + "\n"
        }.joined()
    }

    /// A sentence of the player's own.
    func say(_ text: String) -> [UInt8] {
        Array(Wrapping.prose(Escaping.visible(text), width: width).map { $0 + "\n" }.joined().utf8)
    }

    /// A sentence of the course's own.
    func say(_ phrase: Phrase, _ values: Wording.Values = [:]) -> [UInt8] {
        say(wording(phrase, values))
    }

    /// A sentence behind a word that marks it: `Hint 1 of 3: ...`.
    func say(_ text: String, after lead: String) -> [UInt8] {
        let rows = Wrapping.prose(lead + " " + Escaping.visible(text), width: width - 2)
        return Array(rows.enumerated().map { ($0 == 0 ? "" : "  ") + $1 + "\n" }.joined().utf8)
    }

    /// What has to be reached, and what of it is.
    func goals(_ goals: [Goal], reached: [Bool]) -> [UInt8] {
        zip(goals, reached).reduce(into: []) { out, goal in
            let rows = Wrapping.prose(Escaping.visible(goal.0.say), width: width - 6)
            for (number, row) in rows.enumerated() {
                out += Array(((number > 0 ? "      " : goal.1 ? "  [x] " : "  [ ] ") + row + "\n").utf8)
            }
        }
    }

    /// A question with its options.
    ///
    /// - Parameter isProof: It asks for a step that proves what was said, and may be no more than the name of one.
    func question(_ question: Question, isProof: Bool = false) -> [UInt8] {
        let isName = isProof && question.ask.last.map { !".?!:".contains($0) } ?? false
        var out = say(isName ? wording(.proveIt, ["ask": question.ask]) : question.ask) + options(question.options)
        if question.isSeveral { out += say(wording(.severalApply)) }
        if case .order = question.answer { out += say(wording(.orderAll)) }
        return out
    }

    /// A setting as it is now, with its options.
    func setting(_ setting: Fix.Setting, now: String) -> [UInt8] {
        let words = setting.options.first { Judge.isSame($0.value, now) }?.words ?? now
        return say(wording(.settingNow, ["ask": setting.say, "value": words])) + options(setting.options)
    }

    private func options(_ options: [Question.Option]) -> [UInt8] {
        options.enumerated().reduce(into: []) { out, option in
            let rows = Wrapping.prose(Escaping.visible(option.element.words), width: width - 5)
            for (number, row) in rows.enumerated() {
                out += Array(((number > 0 ? "     " : "  \(Judge.letter(option.offset))) ") + row + "\n").utf8)
            }
        }
    }

}
