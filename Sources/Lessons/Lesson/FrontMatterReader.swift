import MailProtocols
import Simulator
import Yams

/// Reads the keys in front of a lesson.
struct FrontMatterReader {
    let source: LessonSource
    let edition: Edition
    /// Runs and steps that were named, and the line where it was.
    private(set) var runs: [String: Int] = [:]
    private(set) var answers: [String: Int] = [:]
    private(set) var pools: [(name: String, count: Int, line: Int)] = []
    /// Of an exam.
    private(set) var cases: CasePlan?

    /// How many cases an exam asks, of which.
    struct CasePlan {
        var count: Int
        var names: [String]
        var line: Int
    }

    private static let keys = [
        "id", "kind", "number", "title", "unit", "goal", "minutes", "claims", "rfc", "needs", "scenario", "seed",
        "runs",
        "draw", "events", "values", "pools", "cases", "pass",
    ]

    init(source: LessonSource, edition: Edition) {
        self.source = source
        self.edition = edition
    }

    // MARK: The learner's own words

    func draw(_ yaml: YAMLText) throws(LessonError) -> [String: String] {
        let table = try yaml.table(try yaml.node(), of: "A lesson", keys: Self.keys)
        let id = try table.optionalText("id") ?? ""
        var drawn: [String: String] = [:]
        if let node = table["draw"] {
            var sources: [(word: String, source: Drawing.Source)] = []
            for (key, value) in try pairs(node, "words to draw", yaml) {
                sources.append((try name(key, "a word to draw", yaml), try drawing(value, yaml)))
            }
            drawn = Drawing.draw(sources, for: edition.salt, in: id)
        }
        // It comes from a command line, and YAML is read behind it.
        let plain = (edition.learner ?? "").filter { $0.isLetter || $0.isNumber || $0 == " " || $0 == "-" || $0 == "." }
        drawn["learner"] = plain.allSatisfy(\.isWhitespace) ? "you" : String(plain.prefix(40))
        return drawn
    }

    private func drawing(_ node: Node, _ yaml: YAMLText) throws(LessonError) -> Drawing.Source {
        if case .sequence(let sequence) = node {
            if case .mapping? = sequence.first { return .rows(try rows(node, yaml)) }
            let words = try texts(node, yaml)
            if !words.isEmpty { return .choice(words) }
        }
        if case .mapping = node {
            let table = try yaml.table(node, of: "A draw", keys: ["shuffle"])
            return .shuffle(try texts(try table.need("shuffle"), yaml))
        }
        let text = try yaml.text(node, "name, password, word, code, text, a range like 2..4, or a list")
        switch text {
        case "name": return .name
        case "password": return .password
        case "word": return .word
        case "code": return .code
        case "text": return .text
        default:
            let ends = text.split(separator: ".").map { Int($0) }
            guard ends.count == 2, let first = ends[0], let last = ends[1], first <= last, text.contains("..") else {
                throw yaml.error(
                    node,
                    .expected(
                        what: "name, password, word, code, text, a range like 2..4, or a list",
                        found: "“\(text.prefix(60))”")
                )
            }
            return .number(first...last)
        }
    }

    private func texts(_ node: Node, _ yaml: YAMLText) throws(LessonError) -> [String] {
        var words: [String] = []
        for one in yaml.list(node) { words.append(try yaml.text(one, "a word")) }
        return words
    }

    /// Rows of the same words.
    private func rows(_ node: Node, _ yaml: YAMLText) throws(LessonError) -> [[Drawing.Word]] {
        var rows: [[Drawing.Word]] = []
        for one in yaml.list(node) {
            var row: [Drawing.Word] = []
            for (key, value) in try pairs(one, "words and what they mean", yaml) {
                row.append(
                    .init(name: try name(key, "a word to draw", yaml), meaning: try yaml.text(value, "one value")))
            }
            if let first = rows.first, Set(first.map(\.name)) != Set(row.map(\.name)) {
                throw yaml.error(one, .expected(what: "the words of the row above", found: "others"))
            }
            rows.append(row)
        }
        return rows
    }

    private func pairs(
        _ node: Node, _ what: String, _ yaml: YAMLText
    ) throws(LessonError) -> [(Node, Node)] {
        guard case .mapping(let mapping) = node else {
            throw yaml.error(node, .expected(what: what, found: YAMLText.words(for: node)))
        }
        return mapping.map { ($0.key, $0.value) }
    }

    private func name(_ node: Node, _ what: String, _ yaml: YAMLText) throws(LessonError) -> String {
        let text = try yaml.text(node, what)
        guard LessonReader.isName(text) else {
            throw yaml.error(
                node,
                .expected(what: "\(what) of lower-case letters, digits and hyphens", found: "“\(text.prefix(60))”"))
        }
        return text
    }

    // MARK: Everything else

    /// - Parameter raw: The same without the learner's words, for hashes.
    mutating func read(_ yaml: YAMLText, raw: YAMLText, into lesson: inout Lesson) throws(LessonError) {
        let table = try yaml.table(try yaml.node(), of: "A lesson", keys: Self.keys)
        try readCard(table, &lesson)
        lesson.minutes = try table.number("minutes", 1...999)
        lesson.claims = try table.texts("claims")
        lesson.rfc = try Self.citations(table, "rfc")
        try readRuns(table, raw, &lesson)
        try readNames(table, &lesson)
        lesson.passMark = try table.number("pass", 1...Lesson.stepLimit)
        if let node = table["pools"] {
            for (key, value) in try pairs(node, "pools and how many steps each gives", yaml) {
                let count = try yaml.number(value, "a number of steps", 1...Lesson.stepLimit)
                pools.append((try name(key, "a pool", yaml), count, yaml.line(of: key)))
            }
        }
    }

    private static let cardKeys = ["id", "kind", "number", "title", "unit", "goal", "needs", "cases"]

    /// Reads only what a list of lessons tells, and no more of the YAML than that: keys begin at the margin, and what belongs to them
    /// is indented or an item.
    mutating func readCard(from front: ArraySlice<Substring>, into lesson: inout Lesson) throws(LessonError) {
        var isWanted = false
        let lines = front.map { line -> Substring in
            if let first = line.utf8.first, first != UInt8(ascii: " "), first != UInt8(ascii: "-") {
                isWanted = Self.cardKeys.contains { line.hasPrefix("\($0):") }
            }
            return isWanted ? line : ""
        }
        let yaml = YAMLText(text: lines.joined(separator: "\n"), file: source.file, offset: 1)
        try readCard(try yaml.table(try yaml.node(), of: "A lesson", keys: Self.cardKeys), &lesson)
    }

    private mutating func readCard(_ table: YAMLTable, _ lesson: inout Lesson) throws(LessonError) {
        let yaml = table.yaml
        lesson.id = try name(try table.need("id"), "an id", yaml)
        let kinds = Lesson.Kind.allCases.map(\.rawValue)
        let vocabulary = VocabularyReader(yaml)
        lesson.kind =
            try vocabulary.word(table["kind"], "kind of lesson", kinds) { Lesson.Kind(rawValue: $0) } ?? .lesson
        lesson.number = try table.number("number", 1...999) ?? 0
        lesson.title = try table.text("title")
        lesson.unit = try table.optionalText("unit") ?? ""
        lesson.goal = try table.optionalText("goal") ?? ""
        lesson.needs = try table.texts("needs")
        if let node = table["cases"] {
            let plan = try casePlan(node, lesson, yaml)
            lesson.allCases = plan.names
            cases = plan
        }
    }

    private func casePlan(
        _ node: Node, _ lesson: Lesson, _ yaml: YAMLText
    ) throws(LessonError) -> CasePlan {
        guard lesson.kind == .exam else {
            throw yaml.error(node, .expected(what: "“kind: exam” where there are cases", found: lesson.kind.rawValue))
        }
        let table = try yaml.table(node, of: "“cases”", keys: ["draw", "of"])
        let names = try table.texts("of")
        guard !names.isEmpty, names.count <= Lesson.stepLimit, Set(names).count == names.count else {
            throw yaml.error(node, .expected(what: "names of cases, each once", found: "\(names.count)"))
        }
        let count = try table.number("draw", 1...names.count) ?? names.count
        return CasePlan(count: count, names: names, line: yaml.line(of: node))
    }

    static func citations(_ table: YAMLTable, _ key: String) throws(LessonError) -> [Citation] {
        var citations: [Citation] = []
        for text in try table.texts(key) {
            let parts = text.split(separator: "#", maxSplits: 1)
            guard let number = parts.first.flatMap({ Int($0) }), number > 0 else {
                throw table.yaml.error(
                    try table.need(key),
                    .expected(what: "an RFC and its section like 5321#3.3", found: "“\(text.prefix(60))”"))
            }
            citations.append(.rfc(number, parts.count > 1 ? String(parts[1]) : ""))
        }
        return citations
    }

    private mutating func readRuns(
        _ table: YAMLTable, _ raw: YAMLText, _ lesson: inout Lesson
    ) throws(LessonError) {
        let yaml = table.yaml
        // Whoever only reads, or draws cases, needs no run.
        if table["runs"] == nil, table["scenario"] == nil, lesson.kind == .exam { return }
        var reader = PlanReader(source: source, drawn: lesson.drawn)
        let rawRuns = (try? raw.node())?["runs"]
        if let node = table["runs"] {
            if let stray = table["scenario"] ?? table["seed"] {
                throw yaml.error(stray, .expected(what: "the scenario within “runs”", found: "it beside “runs”"))
            }
            for (key, value) in try pairs(node, "runs by their names", yaml) {
                let name = try name(key, "a run", yaml)
                guard lesson.runs.count < Lesson.runLimit else {
                    throw yaml.error(key, .tooMany("runs", limit: Lesson.runLimit))
                }
                let hashed = rawRuns?[name].flatMap { try? Yams.serialize(node: $0) } ?? ""
                lesson.runs[name] = try reader.plan(name, value, yaml, hashed: hashed, known: lesson.runs)
            }
            for model in reader.models { lesson.runs[model]?.likes += 1 }
        } else {
            lesson.runs[Lesson.usualRun] = try reader.usual(table)
        }
        runs.merge(reader.named) { first, _ in first }
    }

    private mutating func readNames(_ table: YAMLTable, _ lesson: inout Lesson) throws(LessonError) {
        let yaml = table.yaml
        if let node = table["events"] {
            for (key, value) in try pairs(node, "events by their names", yaml) {
                var reader = VocabularyReader(yaml, events: lesson.events)
                lesson.events[try name(key, "an event", yaml)] = try reader.selector(value)
                runs.merge(reader.runs) { first, _ in first }
            }
        }
        if let node = table["values"] {
            for (key, value) in try pairs(node, "values by their names", yaml) {
                var reader = VocabularyReader(yaml, events: lesson.events, values: lesson.values)
                lesson.values[try name(key, "a value", yaml)] = try reader.value(value)
                runs.merge(reader.runs) { first, _ in first }
                answers.merge(reader.answers) { first, _ in first }
            }
        }
    }
}
