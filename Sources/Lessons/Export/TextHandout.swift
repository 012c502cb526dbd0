import Rendering

/// A hand-out as plain text of 80 columns, to be printed or read aloud: who speaks is told by arrows, nothing by colour.
struct TextHandout {
    private static let columns = 80
    private let handout: Handout
    private let writer: LessonText

    init(_ handout: Handout) {
        self.handout = handout
        writer = LessonText(columns: Self.columns, palette: .plain, wording: handout.wording)
    }

    private var wording: Wording { handout.wording }

    var text: String {
        var out = head
        for step in handout.steps { out += "\n" + self.step(step) }
        let closing = prose(ProseBlock.blocks(of: handout.lesson.closing))
        if !closing.isEmpty { out += "\n" + closing }
        if !handout.hasKey, handout.steps.contains(where: { !$0.hints.isEmpty }) { out += hints }
        return out
    }

    private var head: String {
        let lesson = handout.lesson
        let title = [handout.place, Escaping.visible(lesson.title)].filter { !$0.isEmpty }.joined(separator: ": ")
        var out = title + "\n" + rule("=", under: title)
        if !lesson.goal.isEmpty { out += say(lesson.goal) }
        let facts = [handout.minutes, handout.owner, handout.hasKey ? wording(.handoutKey) : ""].filter { !$0.isEmpty }
        if !facts.isEmpty { out += say(facts.joined(separator: ". ") + ".") }
        if !handout.hasKey {
            out += "\n\(wording(.handoutName)): \(blank(28))  \(wording(.handoutDate)): \(blank(14))\n"
        }
        return out
    }

    private func step(_ step: HandoutStep) -> String {
        let kind = wording(Phrase(step.step.kind))
        let title = "\(step.number). \(Escaping.visible(step.title(wording)))  [\(kind)]"
        var out = title + "\n" + rule("-", under: title)
        for part in [prose(step.prose), shown(step.step.show, step), task(step)] where !part.isEmpty {
            out += (out.hasSuffix("\n\n") ? "" : "\n") + part
        }
        if handout.hasKey, step.hasAnswer { out += "\n" + key(step) }
        return out
    }

    // MARK: What is asked

    private func task(_ step: HandoutStep) -> String {
        switch step.step.task {
        case .none: ""
        case .questions, .each: step.sheet.questions.enumerated().map { question($0, $1, step) }.joined(separator: "\n")
        case .practice(let practice):
            say(wording(.handoutTypeTo, ["host": practice.host])) + goals(practice.goals)
                + (handout.hasKey
                    ? "" : (0..<min(practice.model.count, 12)).map { _ in "\n  C: \(blank(60))\n" }.joined())
        case .fix(let fix): settings(fix, step) + goals(fix.goals)
        }
    }

    private func question(_ index: Int, _ question: Question, _ step: HandoutStep) -> String {
        var out = string(writer.question(question))
        if !handout.hasKey { out += "\n  \(wording(.answerPrompt))\(blank(40))\n" }
        return out
    }

    private func settings(_ fix: Fix, _ step: HandoutStep) -> String {
        fix.settings.map { setting in
            var out = say(setting.say)
            for (index, option) in setting.options.enumerated() {
                out += "  [ ] \(Judge.letter(index))) \(Escaping.visible(option.words))\n"
            }
            if setting.options.isEmpty, !handout.hasKey { out += "\n  \(wording(.answerPrompt))\(blank(40))\n" }
            return out
        }.joined() + "\n"
    }

    private func goals(_ goals: [Goal]) -> String {
        goals.map { "  [ ] \(Escaping.visible($0.say))\n" }.joined()
    }

    // MARK: The key

    private func key(_ step: HandoutStep) -> String {
        var out = ""
        switch step.step.task {
        case .none: break
        case .questions, .each:
            for index in step.sheet.questions.indices {
                let number = step.sheet.questions.count > 1 ? " \(index + 1)" : ""
                out += lead("\(wording(.handoutAnswer))\(number):", step.answer(index, wording))
            }
        case .practice:
            out += say(wording(.theseLines)) + step.model.map { "    C: \(Escaping.visible($0))\n" }.joined()
        case .fix(let fix):
            for (setting, value) in zip(fix.settings, step.model) {
                let words = setting.options.first { Judge.isSame($0.value, value) }?.words ?? value
                out += lead("\(wording(.handoutAnswer)):", words)
            }
        }
        let reveal = shown(step.step.reveal, step)
        if !reveal.isEmpty { out += "\n" + reveal }
        let why = prose(step.why)
        return why.isEmpty ? out : out + "\n" + why
    }

    /// On a page of their own, so that a teacher may keep them back.
    private var hints: String {
        var out = "\u{0C}\n\(wording(.handoutHints))\n" + rule("=", under: wording(.handoutHints))
        for step in handout.steps where !step.hints.isEmpty {
            out += "\n\(step.number). \(Escaping.visible(step.title(wording)))\n"
            for (index, hint) in step.hints.enumerated() {
                out += lead(wording(.hintLead, ["number": index + 1, "count": step.hints.count]), hint)
            }
        }
        return out
    }

    // MARK: Pieces

    private func shown(_ showings: [Showing], _ step: HandoutStep) -> String {
        showings.map { string(writer.rendered($0, in: step.scope($0))) }.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private func prose(_ blocks: [ProseBlock]) -> String {
        blocks.map { block in
            switch block {
            case .paragraph(let runs): string(writer.say(Self.plain(runs)))
            case .items(let items):
                items.map { item in
                    Wrapping.prose(Self.plain(item), width: Self.columns - 4).enumerated().map {
                        ($0 == 0 ? "  - " : "    ") + $1 + "\n"
                    }.joined()
                }.joined()
            case .quoted(let lines): lines.map { "    \($0)\n" }.joined()
            }
        }.joined(separator: "\n")
    }

    static func plain(_ runs: [ProseBlock.Run]) -> String { runs.map(\.text).joined() }

    private func say(_ text: String) -> String { string(writer.say(text)) }
    private func lead(_ lead: String, _ text: String) -> String { string(writer.say(text, after: lead)) }
    private func string(_ octets: [UInt8]) -> String { String(decoding: octets, as: UTF8.self) }
    private func blank(_ columns: Int) -> String { String(repeating: "_", count: columns) }

    private func rule(_ character: Character, under title: String) -> String {
        String(repeating: character, count: min(Self.columns, DisplayWidth.of(title))) + "\n"
    }
}
