import MailProtocols
import Simulator
import Yams

/// What each kind of step asks for.
extension StepReader {
    static let questionKeys = ["ask", "options", "answer", "expect", "several", "tolerance"]

    // MARK: Questions

    mutating func questions(_ table: YAMLTable) throws(LessonError) -> Task {
        if let each = table["each"] {
            let selector = try vocabulary.selector(each)
            vocabulary.knowsThis = true
            defer { vocabulary.knowsThis = false }
            return .each(selector, try question(table))
        }
        guard let parts = table["parts"] else { return .questions([try question(table)]) }
        if let stray = ["ask", "answer"].first(where: { table[$0] != nil }) {
            throw yaml.error(table.node, .expected(what: "either “parts” or “\(stray)”", found: "both"))
        }
        let common = try options(table)
        var questions: [Question] = []
        for part in yaml.list(parts) {
            let inner = try yaml.table(part, of: "A part", keys: Self.questionKeys + ["run"])
            var question = try question(inner)
            if question.options.isEmpty, inner["options"] == nil { question.options = common }
            question.run = try vocabulary.run(inner["run"])
            if table["several"] != nil { question.isSeveral = try table.flag("several") ?? false }
            questions.append(question)
        }
        guard !questions.isEmpty, questions.count <= 26 else {
            throw yaml.error(parts, .expected(what: "1 to 26 parts", found: "\(questions.count)"))
        }
        return .questions(questions)
    }

    mutating func question(_ table: YAMLTable) throws(LessonError) -> Question {
        var question = Question(
            ask: Judge.trimmed(try table.text("ask")), options: try options(table),
            answer: .value(try vocabulary.value(try table.need("answer"))), line: yaml.line(of: table.node))
        question.isSeveral = try table.flag("several") ?? false
        question.tolerance = try table.number("tolerance", 0...1_000_000) ?? 0
        if let expected = table["expect"] { question.expected = try vocabulary.value(expected) }
        return question
    }

    /// Words, or `value: words that are shown`.
    func options(_ table: YAMLTable) throws(LessonError) -> [Question.Option] {
        guard let node = table["options"] else { return [] }
        var options: [Question.Option] = []
        for one in yaml.list(node) {
            if case .mapping(let mapping) = one, mapping.count == 1, let pair = mapping.first {
                options.append(
                    .init(
                        try yaml.text(pair.key, "an option's value"),
                        words: try yaml.text(pair.value, "an option's words")))
            } else {
                options.append(.init(try yaml.text(one, "an option")))
            }
        }
        guard options.count > 1, options.count <= 26 else {
            throw yaml.error(node, .expected(what: "2 to 26 options", found: "\(options.count)"))
        }
        let values = options.map { $0.value.lowercased() }
        if let twice = values.first(where: { value in values.count { $0 == value } > 1 }) {
            throw yaml.error(node, .twice("The option \(twice)"))
        }
        return options
    }

    mutating func order(_ table: YAMLTable) throws(LessonError) -> Question {
        var items: [(option: Question.Option, selector: Selector)] = []
        for node in yaml.list(try table.need("items")) {
            let item = try yaml.table(node, of: "An item", keys: ["say", "at"])
            items.append((.init(try item.text("say")), try vocabulary.selector(try item.need("at"))))
        }
        guard items.count > 1, items.count <= 12 else {
            throw yaml.error(try table.need("items"), .expected(what: "2 to 12 items", found: "\(items.count)"))
        }
        var random = Drawing.generator(lesson.edition.salt, "\(lesson.id) \(try table.text("id"))")
        items.shuffle(using: &random)
        return Question(
            ask: try table.text("ask"), options: items.map(\.option), answer: .order(items.map(\.selector)),
            line: yaml.line(of: table.node))
    }

    mutating func find(_ table: YAMLTable) throws(LessonError) -> Question {
        let selector = try vocabulary.selector(try table.need("find"))
        let known = ["step", "frame", "octets"]
        let word = try vocabulary.word(table["as"], "way to point", known) { $0 } ?? "step"
        let answer: Question.Answer =
            switch word {
            case "frame": .frame(selector)
            case "octets": .octets(selector, try octetPart(table))
            default: .step(selector)
            }
        var question = Question(ask: try table.text("ask"), answer: answer, line: yaml.line(of: table.node))
        question.isEvery = try table.flag("every") ?? false
        question.slack = try table.number("slack", 0...1_000) ?? 0
        return question
    }

    private func octetPart(_ table: YAMLTable) throws(LessonError) -> Question.OctetPart {
        if let text = try table.optionalText("text") { return .octets(Array(text.utf8)) }
        if let hex = table["hex"] { return .octets(try vocabulary.octets(hex)) }
        return try table.flag("password") == true ? .password : .whole
    }

    /// A verdict, then the steps that prove it.
    mutating func argument(_ table: YAMLTable) throws(LessonError) -> [Question] {
        let usual = ["true", "half", "false"].map { Question.Option($0, words: Self.verdicts[$0]) }
        let given = try options(table)
        let verdict = Question(
            ask: "“\(try table.text("say"))” Is that so?", options: given.isEmpty ? usual : given,
            answer: .value(.text(try table.text("verdict"))), line: yaml.line(of: table.node))
        let isOne = try table.flag("same-connection") ?? false
        var questions = [verdict]
        for node in yaml.list(try table.need("evidence")) {
            let piece = try yaml.table(node, of: "Evidence", keys: ["ask", "find", "run"])
            var question = Question(
                ask: try piece.text("ask"), answer: .step(try vocabulary.selector(try piece.need("find"))),
                line: yaml.line(of: node))
            question.run = try vocabulary.run(piece["run"])
            if isOne, questions.count > 1 { question.sameConnectionAs = 1 }
            questions.append(question)
        }
        guard questions.count > 1 else {
            throw yaml.error(try table.need("evidence"), .expected(what: "evidence", found: "none"))
        }
        return questions
    }

    private static let verdicts = ["true": "true", "half": "half of it is true", "false": "false"]

    // MARK: Typing

    private mutating func goals(_ table: YAMLTable) throws(LessonError) -> [Goal] {
        var goals: [Goal] = []
        for node in yaml.list(try table.need("goals")) {
            let goal = try yaml.table(node, of: "A goal", keys: ["say", "check", "stays"])
            goals.append(
                Goal(
                    say: try goal.text("say"), check: try vocabulary.check(try goal.need("check")),
                    stays: try goal.flag("stays") ?? false, line: yaml.line(of: node)))
        }
        let limit = Practice.goalLimit
        guard goals.count <= limit else { throw yaml.error(try table.need("goals"), .tooMany("goals", limit: limit)) }
        // Without one, the step would be done before it began.
        guard goals.contains(where: { !$0.stays }) else {
            throw yaml.error(try table.need("goals"), .expected(what: "a goal that is to be reached", found: "none"))
        }
        return goals
    }

    mutating func practice(_ table: YAMLTable) throws(LessonError) -> Practice {
        let goals = try goals(table)
        let model = try table.texts("model")
        guard !model.isEmpty else { throw yaml.error(table.node, .missingKey("model", of: table.owner)) }
        guard model.count <= Practice.lineLimit else {
            throw yaml.error(try table.need("model"), .tooMany("lines", limit: Practice.lineLimit))
        }
        var practice = Practice(host: try table.text("to").lowercased(), goals: goals, model: model)
        practice.isFilled = try table.flag("filled") ?? false
        practice.readsEscapes = try table.flag("escapes") ?? false
        if let meanwhile = table["meanwhile"] {
            for node in yaml.list(meanwhile) {
                let interlude = try yaml.table(node, of: "“meanwhile”", keys: ["after", "talk", "script"])
                practice.interludes.append(
                    .init(
                        after: try vocabulary.check(try interlude.need("after")), talk: try PlanReader.talk(interlude)))
            }
        }
        return practice
    }

    // MARK: Settings

    mutating func fix(_ table: YAMLTable) throws(LessonError) -> Fix {
        var settings: [Fix.Setting] = []
        for node in yaml.list(try table.need("settings")) { settings.append(try setting(node)) }
        guard !settings.isEmpty, settings.count <= Fix.settingLimit else {
            throw yaml.error(
                try table.need("settings"),
                .expected(what: "1 to \(Fix.settingLimit) settings", found: "\(settings.count)"))
        }
        let model = try table.need("model")
        let values = try yaml.table(model, of: "“model”", keys: settings.map(\.name))
        var answers: [String] = []
        for setting in settings { answers.append(try values.text(setting.name)) }
        return Fix(settings: settings, goals: try goals(table), model: answers)
    }

    private func setting(_ node: Node) throws(LessonError) -> Fix.Setting {
        let table = try yaml.table(node, of: "A setting", keys: ["name", "say", "options", "from", "to", "now"])
        let name = try table.text("name")
        guard LessonReader.isName(name), lesson.drawn[name] == nil else {
            throw yaml.error(
                try table.need("name"),
                .expected(what: "a name of lower-case letters that is not drawn", found: "“\(name.prefix(60))”"))
        }
        var range: ClosedRange<Int>?
        if table["from"] != nil || table["to"] != nil {
            let first = try table.number("from", 0...1_000_000_000) ?? 0
            let last = try table.number("to", 0...1_000_000_000) ?? 1_000_000_000
            guard first <= last else {
                throw yaml.error(node, .expected(what: "“from” below “to”", found: "the contrary"))
            }
            range = first...last
        }
        return .init(
            name: name, say: try table.text("say"), options: try options(table), range: range,
            now: try table.text("now"))
    }
}
