import Simulator
import Yams

/// Reads the YAML of one fenced block into a step.
struct StepReader {
    let kind: LessonStep.Kind
    let yaml: YAMLText
    private var checks: CheckReader

    init(_ kind: LessonStep.Kind, _ yaml: YAMLText) {
        self.kind = kind
        self.yaml = yaml
        checks = CheckReader(yaml)
    }

    private static let common = ["id", "show", "reveal", "why"]
    private static let question = ["ask", "options", "answer"]

    private var keys: [String] {
        switch kind {
        case .read: Self.common
        case .predict, .choose: Self.common + Self.question + ["parts", "hints"]
        case .find: Self.common + Self.question + ["find", "as", "hints"]
        case .type: Self.common + ["to", "goals", "model", "hints"]
        }
    }

    /// - Parameters:
    ///   - title: The heading above.
    ///   - prose: What stands between.
    mutating func step(title: String, prose: String, hash: String) throws(LessonError) -> LessonStep {
        let root = try yaml.node()
        let table = try yaml.table(root, of: "A “\(kind.rawValue)” step", keys: keys)
        let id = try table.text("id")
        guard LessonReader.isName(id) else {
            throw yaml.error(
                try table.need("id"),
                .expected(what: "an id of lower-case letters, digits and hyphens", found: "“\(id.prefix(60))”"))
        }
        let hints = try table.texts("hints")
        guard hints.count <= Lesson.hintLimit else {
            throw yaml.error(try table.need("hints"), .tooMany("hints", limit: Lesson.hintLimit))
        }
        // Whoever has found the answer is owed the reason.
        if kind != .read { _ = try table.need("why") }
        return LessonStep(
            id: id, kind: kind, title: title, prose: prose, show: try showings(table, "show"),
            reveal: try showings(table, "reveal"), task: try task(table), hints: hints,
            why: try table.optionalText("why") ?? "", line: yaml.offset, hash: hash)
    }

    private mutating func task(_ table: YAMLTable) throws(LessonError) -> Task {
        switch kind {
        case .read: return .none
        case .predict, .choose:
            guard let parts = table["parts"] else { return .questions([try question(table)]) }
            if let stray = Self.question.first(where: { table[$0] != nil }) {
                throw yaml.error(
                    table.node,
                    .expected(what: "either “parts” or “\(stray)”", found: "both"))
            }
            var questions: [Question] = []
            for part in yaml.list(parts) {
                questions.append(try question(try yaml.table(part, of: "A part", keys: Self.question)))
            }
            return .questions(questions)
        case .find:
            return .questions([try table["find"] == nil ? question(table) : find(table)])
        case .type: return .practice(try practice(table))
        }
    }

    private mutating func question(_ table: YAMLTable) throws(LessonError) -> Question {
        let options = try table.texts("options")
        guard options.count != 1, options.count <= 26 else {
            throw yaml.error(
                try table.need("options"), .expected(what: "2 to 26 options", found: "\(options.count)"))
        }
        return Question(
            ask: try table.text("ask"), options: options, answer: .value(try checks.value(try table.need("answer"))),
            line: yaml.line(of: table.node))
    }

    private mutating func find(_ table: YAMLTable) throws(LessonError) -> Question {
        let selector = try checks.selector(try table.need("find"))
        let known = ["step", "frame", "octets"]
        let word = try table.optionalText("as") ?? "step"
        let answer: Question.Answer
        switch word {
        case "step": answer = .step(selector)
        case "frame": answer = .frame(selector)
        case "octets": answer = .octets(selector)
        default:
            throw yaml.error(
                table["as"] ?? table.node,
                .unknownWord(word, for: "way to point", didYouMean: nearest(to: word, among: known), known: known))
        }
        return Question(ask: try table.text("ask"), options: [], answer: answer, line: yaml.line(of: table.node))
    }

    private mutating func practice(_ table: YAMLTable) throws(LessonError) -> Practice {
        var goals: [Practice.Goal] = []
        for node in yaml.list(try table.need("goals")) {
            let goal = try yaml.table(node, of: "A goal", keys: ["say", "check"])
            goals.append(.init(say: try goal.text("say"), check: try checks.check(try goal.need("check"))))
        }
        // Without one, the step would be done before it began.
        guard !goals.isEmpty else {
            throw yaml.error(try table.need("goals"), .expected(what: "a goal", found: "none"))
        }
        guard goals.count <= 8 else { throw yaml.error(try table.need("goals"), .tooMany("goals", limit: 8)) }
        let model = try table.texts("model")
        guard !model.isEmpty else { throw yaml.error(table.node, .missingKey("model", of: table.owner)) }
        guard model.count <= Practice.lineLimit else {
            throw yaml.error(try table.need("model"), .tooMany("lines", limit: Practice.lineLimit))
        }
        return Practice(host: try table.text("to").lowercased(), goals: goals, model: model)
    }

    // MARK: What is shown

    private func showings(_ table: YAMLTable, _ key: String) throws(LessonError) -> [Showing] {
        guard let node = table[key] else { return [] }
        var showings: [Showing] = []
        for one in yaml.list(node) { showings.append(try showing(one)) }
        return showings
    }

    private func showing(_ node: Node) throws(LessonError) -> Showing {
        if case .scalar(let scalar) = node {
            let known = ["all", "journey"]
            switch scalar.string {
            case "all": return Showing(part: .all, explains: true)
            case "journey": return Showing(part: .journey, explains: true)
            case let word:
                throw yaml.error(
                    node,
                    .unknownWord(
                        word, for: "part of a run", didYouMean: nearest(to: word, among: known),
                        known: known + ["{connection: 1}", "{state: 1}"]))
            }
        }
        let table = try yaml.table(node, of: "“show”", keys: ["connection", "state", "from", "to", "explain"])
        let explains = try table.flag("explain") ?? true
        if let state = try table.number("state", 0...1_000_000) {
            return Showing(part: .state(state), explains: explains)
        }
        _ = try table.need("connection")
        let connection = try table.number("connection", 1...1_000_000) ?? 1
        var showing = Showing(part: .connection(connection), explains: explains)
        if let from = table["from"] { showing.from = try checks.selector(from) }
        if let to = table["to"] { showing.to = try checks.selector(to) }
        return showing
    }
}
