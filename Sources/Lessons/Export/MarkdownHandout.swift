import Rendering

/// A hand-out in Markdown: headings, lists and quoted dialogues, no HTML. Words of the lesson and of the wire are escaped.
struct MarkdownHandout {
    private let handout: Handout
    /// Quoted dialogues have the columns that a printed page has.
    private let writer: LessonText

    init(_ handout: Handout) {
        self.handout = handout
        writer = LessonText(columns: 80, palette: .plain, wording: handout.wording)
    }

    private var wording: Wording { handout.wording }

    var text: String {
        var parts = head
        for step in handout.steps { parts += self.step(step) }
        parts += prose(ProseBlock.blocks(of: handout.lesson.closing))
        if !handout.hasKey { parts += hints }
        return parts.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    }

    private var head: [String] {
        let lesson = handout.lesson
        let title = [handout.place, lesson.title].filter { !$0.isEmpty }.joined(separator: ": ")
        let facts = [handout.minutes, handout.owner, handout.hasKey ? wording(.handoutKey) : ""].filter { !$0.isEmpty }
        return [
            "# \(Self.escaped(title))", Self.escaped(lesson.goal),
            facts.isEmpty ? "" : Self.escaped(facts.joined(separator: ". ") + "."),
            handout.hasKey
                ? "" : "\(wording(.handoutName)): \(Self.blank(28)) \(wording(.handoutDate)): \(Self.blank(14))",
        ]
    }

    private func step(_ step: HandoutStep) -> [String] {
        var parts = [
            "## \(step.number). \(Self.escaped(step.title(wording))) (\(Self.escaped(wording(Phrase(step.step.kind)))))"
        ]
        parts += prose(step.prose) + shown(step.step.show, step) + task(step)
        if handout.hasKey, step.hasAnswer { parts += key(step) }
        return parts
    }

    // MARK: What is asked

    private func task(_ step: HandoutStep) -> [String] {
        switch step.step.task {
        case .none: return []
        case .questions, .each: return step.sheet.questions.flatMap { question($0) }
        case .practice(let practice):
            let lines = (0..<min(practice.model.count, 12)).map { _ in "C: \(String(repeating: "_", count: 60))" }
            return [Self.escaped(wording(.handoutTypeTo, ["host": practice.host])), goals(practice.goals)]
                + (handout.hasKey ? [] : [Self.fenced(lines.joined(separator: "\n"))])
        case .fix(let fix):
            return fix.settings.flatMap { setting in
                [Self.escaped(setting.say), options(setting.options)]
                    + (setting.options.isEmpty && !handout.hasKey ? [answerLine] : [])
            } + [goals(fix.goals)]
        }
    }

    private func question(_ question: Question) -> [String] {
        var parts = ["**\(Self.escaped(question.ask))**", options(question.options)]
        if question.isSeveral { parts.append(Self.escaped(wording(.severalApply))) }
        if case .order = question.answer { parts.append(Self.escaped(wording(.orderAll))) }
        return parts + (handout.hasKey ? [] : [answerLine])
    }

    private var answerLine: String { Self.escaped(wording(.answerPrompt)) + Self.blank(40) }

    private func options(_ options: [Question.Option]) -> String {
        options.enumerated().map { "- \(Judge.letter($0))) \(Self.escaped($1.words))" }.joined(separator: "\n")
    }

    private func goals(_ goals: [Goal]) -> String {
        goals.map { "- \\[ \\] \(Self.escaped($0.say))" }.joined(separator: "\n")
    }

    // MARK: The key

    private func key(_ step: HandoutStep) -> [String] {
        var parts: [String] = []
        switch step.step.task {
        case .none: break
        case .questions, .each:
            let several = step.sheet.questions.count > 1
            parts += step.sheet.questions.indices.map { index in
                answer(several ? " \(index + 1)" : "", step.answer(index, wording))
            }
        case .practice:
            parts.append("**\(Self.escaped(wording(.theseLines)))**")
            parts.append(Self.fenced(step.model.map { Escaping.visible($0) }.joined(separator: "\n")))
        case .fix(let fix):
            parts += zip(fix.settings, step.model).map { setting, value in
                answer("", setting.options.first { Judge.isSame($0.value, value) }?.words ?? value)
            }
        }
        return parts + shown(step.step.reveal, step) + prose(step.why)
    }

    private func answer(_ number: String, _ words: String) -> String {
        "**\(Self.escaped(wording(.handoutAnswer)))\(number):** \(Self.escaped(words))"
    }

    private var hints: [String] {
        let steps = handout.steps.filter { !$0.hints.isEmpty }
        guard !steps.isEmpty else { return [] }
        return ["# \(Self.escaped(wording(.handoutHints)))"]
            + steps.map { step in
                "\(step.number)\\. \(Self.escaped(step.title(wording)))\n\n"
                    + step.hints.map { "- \(Self.escaped($0))" }.joined(separator: "\n")
            }
    }

    // MARK: Pieces

    private func shown(_ showings: [Showing], _ step: HandoutStep) -> [String] {
        showings.map { showing in
            var text = String(decoding: writer.rendered(showing, in: step.scope(showing)), as: UTF8.self)
            while text.first == "\n" { text.removeFirst() }
            while text.last == "\n" { text.removeLast() }
            return text.isEmpty ? "" : Self.fenced(text)
        }
    }

    private func prose(_ blocks: [ProseBlock]) -> [String] {
        blocks.map { block in
            switch block {
            case .paragraph(let runs): Self.marked(runs)
            case .items(let items): items.map { "- \(Self.marked($0))" }.joined(separator: "\n")
            case .quoted(let lines): Self.fenced(lines.joined(separator: "\n"))
            }
        }
    }

    private static func marked(_ runs: [ProseBlock.Run]) -> String {
        runs.map { run in
            switch run.style {
            case .plain: escaped(run.text)
            case .code: "`\(run.text.replacing("`", with: "'"))`"
            case .strong: "**\(escaped(run.text))**"
            }
        }.joined()
    }

    private static func blank(_ columns: Int) -> String { String(repeating: "\\_", count: columns) }

    /// Behind a fence that is longer than any run of backticks in the text.
    static func fenced(_ text: String) -> String {
        var longest = 2
        var run = 0
        for character in text {
            run = character == "`" ? run + 1 : 0
            longest = max(longest, run)
        }
        let fence = String(repeating: "`", count: longest + 1)
        return "\(fence)text\n\(text)\n\(fence)"
    }

    /// Words that are no markup: every character that could begin some stands behind a backslash.
    static func escaped(_ text: String) -> String {
        var out = ""
        var isStart = true
        for character in Escaping.visible(text) {
            let opensLine = isStart && "#+-=>~.".contains(character)
            if opensLine || "\\`*_[]<>|&!".contains(character) { out += "\\" }
            // "1. " would begin a list.
            if !isStart, "0123456789".contains(out.first ?? " "), ".)".contains(character),
                out.allSatisfy({ "0123456789".contains($0) })
            {
                out += "\\"
            }
            out.append(character)
            isStart = false
        }
        return out
    }
}
