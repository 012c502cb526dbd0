import Rendering

/// What a step asks, to be answered on the page or on paper.
extension HTMLHandout {
    func task(_ step: HandoutStep) -> String {
        switch step.step.task {
        case .none: return ""
        case .questions, .each:
            let questions = step.sheet.questions.indices.map { question($0, step) }.joined()
            let check =
                "<p class=\"check\"><button type=\"submit\">\(HTML.escaped(wording(.handoutCheck)))</button>"
                + "<output aria-live=\"polite\" data-right=\"\(HTML.escaped(wording(.right)))\""
                + " data-wrong=\"\(HTML.escaped(wording(.notYet)))\"></output></p>"
            return "<form class=\"ask\">\n\(questions)\(check)</form>\n"
        case .practice(let practice):
            let lines = (0..<min(practice.model.count, 12)).map { _ in "<p class=\"blank\"><span>C:</span></p>" }
                .joined()
            return
                "<div class=\"ask\"><p class=\"type\">\(HTML.escaped(wording(.handoutTypeTo, ["host": practice.host])))</p>"
                + goals(practice.goals) + "<div class=\"blanks\" aria-hidden=\"true\">\(lines)</div></div>\n"
        case .fix(let fix):
            let settings = fix.settings.map { setting in
                "<p class=\"say\">\(HTML.escaped(setting.say))</p>" + options(setting.options)
            }
            return "<div class=\"ask\">\(settings.joined())\(goals(fix.goals))</div>\n"
        }
    }

    /// How an answer is compared: word for word, as a set, in order, or as a number.
    private enum Way: String { case one, set, sequence, number, octets }

    private func question(_ index: Int, _ step: HandoutStep) -> String {
        let question = step.sheet.questions[index]
        let name = "q\(step.number)-\(index + 1)"
        var way = Way.one
        if question.isSeveral || question.isEvery { way = .set }
        if case .order = question.answer { way = .sequence }
        if case .octets = question.answer { way = .octets }
        if question.options.isEmpty, question.tolerance > 0 { way = .number }
        let right = step.accepted(index).joined(separator: "\n")
        let room = way == .octets ? question.slack : question.tolerance
        var out = "<fieldset data-way=\"\(way.rawValue)\" data-right=\"\(lines(right))\""
        if room > 0 { out += " data-room=\"\(room)\"" }
        out += "><legend>\(HTML.escaped(question.ask))</legend>\n"
        if way == .sequence {
            out += options(question.options) + field(name) + note(.orderAll)
        } else if question.options.isEmpty {
            out += field(name)
        } else {
            let type = question.isSeveral ? "checkbox" : "radio"
            for (number, option) in question.options.enumerated() {
                out += "<label><input type=\"\(type)\" name=\"\(name)\" value=\"\(HTML.escaped(option.value))\">"
                out += "<span><b>\(Judge.letter(number)))</b> \(HTML.escaped(option.words))</span></label>\n"
            }
            if question.isSeveral { out += note(.handoutSeveral) }
        }
        return out + "</fieldset>\n"
    }

    /// Escaped, with line ends as they are: they part answers.
    private func lines(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { HTML.escaped(String($0)) }.joined(
            separator: "\n")
    }

    private func field(_ name: String) -> String {
        "<p class=\"field\"><input type=\"text\" name=\"\(name)\" dir=\"auto\" autocomplete=\"off\" spellcheck=\"false\""
            + " aria-label=\"\(HTML.escaped(Judge.trimmed(wording(.answerPrompt))))\"></p>\n"
    }

    private func note(_ phrase: Phrase) -> String { "<p class=\"note\">\(HTML.escaped(wording(phrase)))</p>\n" }

    private func options(_ options: [Question.Option]) -> String {
        guard !options.isEmpty else { return "" }
        let items = options.enumerated().map { "<li><b>\(Judge.letter($0)))</b> \(HTML.escaped($1.words))</li>" }
        return "<ul class=\"options\">\(items.joined())</ul>\n"
    }

    private func goals(_ goals: [Goal]) -> String {
        "<ul class=\"goals\">\(goals.map { "<li>\(HTML.escaped($0.say))</li>" }.joined())</ul>\n"
    }
}
