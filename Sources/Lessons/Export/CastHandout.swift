import Rendering

/// A film of a lesson in a terminal: asciicast version 2. A line of JSON that says how large the terminal is, then a line for
/// each row that appears, and a marker at each step. The clock is our own, so that the film of the same run is the same.
struct CastHandout {
    private static let columns = 80
    private static let rows = 24
    /// Milliseconds that a row of text stays alone, and per column of it: a slow reader's pace.
    private static let rowTime = 120
    private static let columnTime = 12
    /// Milliseconds at the end of a step, before its answer and between steps.
    private static let stepTime = 2_000

    private let handout: Handout
    private let writer: LessonText
    private var time = 0
    private var out = ""

    init(_ handout: Handout) {
        self.handout = handout
        writer = LessonText(columns: Self.columns, palette: .color, wording: handout.wording)
    }

    private var wording: Wording { handout.wording }

    var text: String {
        var film = self
        film.shoot()
        return film.out
    }

    private mutating func shoot() {
        let lesson = handout.lesson
        out = "{\"version\":2,\"width\":\(Self.columns),\"height\":\(Self.rows),"
        out += "\"title\":\(Quoting.json(Escaping.visible(lesson.title))),\"env\":{\"TERM\":\"xterm-256color\"}}\n"
        let title = [handout.place, lesson.title].filter { !$0.isEmpty }.joined(separator: ": ")
        show(Array("\u{1B}[1m\(Escaping.visible(title))\u{1B}[0m\n".utf8) + writer.say(lesson.goal))
        wait(Self.stepTime)
        for step in handout.steps {
            event("m", "\(step.number) \(Escaping.visible(step.title(wording)))")
            shoot(step)
            wait(Self.stepTime)
        }
        show(writer.prose(lesson.closing))
        wait(Self.stepTime)
        event("o", "\r\n")
    }

    private mutating func shoot(_ step: HandoutStep) {
        let kind = wording(Phrase(step.step.kind))
        show(
            Array(
                "\n\u{1B}[1m\(step.number). \(Escaping.visible(step.title(wording)))\u{1B}[0m  (\(Escaping.visible(kind)))\n"
                    .utf8))
        show(writer.prose(step.sheet.told(step.step.prose)))
        show(step.step.show, step)
        switch step.step.task {
        case .none: return
        case .questions, .each:
            for (index, question) in step.sheet.questions.enumerated() {
                show(Array("\n".utf8) + writer.question(question))
                wait(Self.stepTime)
                type(wording(.answerPrompt), handout.hasKey ? step.answer(index, wording) : "")
            }
        case .practice(let practice):
            show(writer.say(wording(.handoutTypeTo, ["host": practice.host])) + goals(practice.goals))
            wait(Self.stepTime)
            if handout.hasKey { show(played(step)) }
        case .fix(let fix):
            show(goals(fix.goals))
            for (setting, value) in zip(fix.settings, step.model) {
                show(Array("\n".utf8) + writer.setting(setting, now: setting.now))
                wait(Self.stepTime)
                type(wording(.settingPrompt), handout.hasKey ? value : "")
            }
        }
        guard handout.hasKey else { return }
        show(step.step.reveal, step)
        show(Array("\n".utf8) + writer.prose(step.sheet.told(step.step.why)))
    }

    /// What the model lines of a session bring about.
    private func played(_ step: HandoutStep) -> [UInt8] {
        var renderer = TerminalRenderer(
            width: Self.columns, palette: writer.palette, secrets: .shown, explain: true, order: .immediate)
        var sink = ByteSink()
        for record in step.playedRecords { renderer.render(record, to: &sink) }
        renderer.finish(to: &sink)
        return sink.take()
    }

    private func goals(_ goals: [Goal]) -> [UInt8] {
        goals.flatMap { Array("  [ ] \(Escaping.visible($0.say))\n".utf8) }
    }

    private mutating func show(_ showings: [Showing], _ step: HandoutStep) {
        for showing in showings { show(Array("\n".utf8) + writer.rendered(showing, in: step.scope(showing))) }
    }

    // MARK: The film

    /// What somebody types, one character after the other.
    private mutating func type(_ prompt: String, _ words: String) {
        event("o", prompt)
        for character in Escaping.visible(words) {
            time += Self.columnTime * 5
            event("o", String(character))
        }
        event("o", "\r\n")
    }

    /// Rows of rendered text, one after the other.
    private mutating func show(_ text: [UInt8]) {
        for line in String(decoding: text, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
            .dropLast()
        {
            event("o", line + "\r\n")
            time += Self.rowTime + Self.columnTime * DisplayWidth.of(line)
        }
    }

    private mutating func wait(_ milliseconds: Int) { time += milliseconds }

    private mutating func event(_ kind: String, _ text: String) {
        let thousandths = String(time % 1_000)
        let places = String(repeating: "0", count: 3 - thousandths.count) + thousandths
        out += "[\(time / 1_000).\(places),\"\(kind)\",\(Quoting.json(text))]\n"
    }
}
