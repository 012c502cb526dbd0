import Simulator
import Yams

/// Reads the words of a lesson, or of a translation of one.
///
/// A translation is written like its lesson: `##` headings, prose, and a block for each step with the step's id. Of the keys it has
/// those that hold words, and no others: what is checked cannot be overlaid. Lists may hold bare words in place of `{say: ...}`.
struct LessonWordsReader {
    private let file: String
    private let lines: [Substring]
    private let isTranslation: Bool
    private var words: LessonWords
    private var title = ""
    private var prose: [Substring] = []

    /// - Parameter language: That of a translation; nil for the lesson itself.
    static func read(_ text: String, file: String, language: String?) throws(LessonError) -> LessonWords {
        guard text.utf8.count <= Lesson.fileLimit else {
            throw LessonError(
                file: file, line: 0, problem: .tooLarge(octets: text.utf8.count, limit: Lesson.fileLimit))
        }
        var reader = LessonWordsReader(text, file, language)
        try reader.read()
        return reader.words
    }

    private init(_ text: String, _ file: String, _ language: String?) {
        self.file = file
        isTranslation = language != nil
        lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        words = LessonWords(language: language ?? "", file: file)
    }

    private func error(_ line: Int, _ problem: LessonError.Problem) -> LessonError {
        LessonError(file: file, line: line, problem: problem)
    }

    private mutating func read() throws(LessonError) {
        guard lines.first == "---", let end = lines.dropFirst().firstIndex(of: "---") else {
            throw error(1, .noFrontMatter)
        }
        try front(YAMLText(text: lines[1..<end].joined(separator: "\n"), file: file, offset: 1))
        var index = end + 1
        while index < lines.count {
            let line = lines[index]
            if line.hasPrefix("```") {
                index = try block(at: index)
                continue
            }
            if line.hasPrefix("## ") {
                title = String(line.dropFirst(3))
            } else if !line.hasPrefix("# ") {
                prose.append(line)
            }
            index += 1
        }
        words.closing = Self.joined(prose)
    }

    private mutating func front(_ yaml: YAMLText) throws(LessonError) {
        let table = try table(
            try yaml.node(), yaml, of: "A translation", keys: ["language", "title", "goal", "source"])
        words.title = try table.optionalText("title") ?? ""
        words.goal = try table.optionalText("goal") ?? ""
        guard isTranslation else { return }
        words.source = try table.optionalText("source")
        let language = try table.text("language")
        guard language == words.language else {
            throw yaml.error(
                try table.need("language"),
                .expected(what: "the folder's name, “\(words.language)”", found: "“\(language.prefix(20))”"))
        }
    }

    private static let kinds = LessonStep.Kind.allCases.map(\.rawValue)

    /// - Returns: The line behind the block.
    private mutating func block(at start: Int) throws(LessonError) -> Int {
        let word = lines[start].dropFirst(3).split(separator: " ").first.map { String($0) } ?? ""
        guard let end = lines[(start + 1)...].firstIndex(of: "```") else { throw error(start + 1, .unclosedBlock) }
        if word.isEmpty || word == "text" {
            prose += lines[start...end]
            return end + 1
        }
        // A scenario within the file is played, not read.
        if word == "scenario", !isTranslation { return end + 1 }
        guard let kind = LessonStep.Kind(rawValue: word) else {
            throw error(
                start + 1,
                .unknownBlock(
                    String(word.prefix(60)), didYouMean: nearest(to: word, among: Self.kinds), known: Self.kinds))
        }
        let yaml = YAMLText(
            text: lines[(start + 1)..<end].joined(separator: "\n"), file: file, offset: start + 1)
        let step = try step(kind, yaml)
        guard words[step.id] == nil else { throw error(start + 1, .twice("The step \(step.id)")) }
        guard words.steps.count < Lesson.stepLimit else {
            throw error(start + 1, .tooMany("steps", limit: Lesson.stepLimit))
        }
        words.steps.append(step)
        title = ""
        prose = []
        return end + 1
    }

    private static func joined(_ lines: [Substring]) -> String {
        var lines = lines[...]
        while lines.first?.allSatisfy(\.isWhitespace) == true { lines.removeFirst() }
        while lines.last?.allSatisfy(\.isWhitespace) == true { lines.removeLast() }
        return lines.joined(separator: "\n")
    }

    // MARK: A block

    private static let keys = [
        "id", "source", "ask", "say", "options", "parts", "items", "evidence", "goals", "settings", "hints", "why",
    ]

    private func step(_ kind: LessonStep.Kind, _ yaml: YAMLText) throws(LessonError) -> LessonWords.Step {
        let table = try table(try yaml.node(), yaml, of: "A translated step", keys: Self.keys)
        var step = LessonWords.Step(
            id: try table.text("id"), kind: kind, title: title, prose: Self.joined(prose), line: yaml.offset)
        if isTranslation { step.source = try table.optionalText("source") }
        step.ask = try table.optionalText(kind == .argue ? "say" : "ask") ?? ""
        step.options = try options(table)
        for node in try members(table, "parts") { step.parts.append(try part(node, yaml)) }
        for node in try members(table, "items") { step.items.append(try sentence(node, "say", yaml)) }
        for node in try members(table, "evidence") { step.evidence.append(try sentence(node, "ask", yaml)) }
        for node in try members(table, "goals") { step.goals.append(try sentence(node, "say", yaml)) }
        for node in try members(table, "settings") { step.settings.append(try setting(node, yaml)) }
        step.hints = try table.texts("hints")
        step.why = try table.optionalText("why") ?? ""
        return step
    }

    private func members(_ table: YAMLTable, _ key: String) throws(LessonError) -> [Node] {
        guard let node = table[key] else { return [] }
        return table.yaml.list(node)
    }

    private func part(_ node: Node, _ yaml: YAMLText) throws(LessonError) -> LessonWords.Part {
        if case .scalar(let scalar) = node { return .init(ask: scalar.string) }
        let table = try table(node, yaml, of: "A part", keys: ["ask", "options"])
        return .init(ask: try table.text("ask"), options: try options(table))
    }

    private func setting(_ node: Node, _ yaml: YAMLText) throws(LessonError) -> LessonWords.Setting {
        let table = try table(node, yaml, of: "A setting", keys: ["name", "say", "options"])
        return .init(name: try table.text("name"), say: try table.text("say"), options: try options(table))
    }

    /// Bare words, or those behind a key.
    private func sentence(_ node: Node, _ key: String, _ yaml: YAMLText) throws(LessonError) -> String {
        if case .scalar(let scalar) = node { return scalar.string }
        return try table(node, yaml, of: "One of these", keys: [key]).text(key)
    }

    /// Words, or `value: words that are shown`.
    private func options(_ table: YAMLTable) throws(LessonError) -> [LessonWords.Option] {
        var options: [LessonWords.Option] = []
        for node in try members(table, "options") {
            if case .mapping(let mapping) = node {
                for (value, words) in mapping {
                    options.append(
                        .init(
                            value: try table.yaml.text(value, "an option's value"),
                            words: try table.yaml.text(words, "an option's words")))
                }
            } else {
                let text = try table.yaml.text(node, "an option")
                options.append(.init(value: text, words: text))
            }
        }
        return options
    }

    /// A mapping: of a translation with these keys and no others, of a lesson with whatever it has.
    private func table(
        _ node: Node, _ yaml: YAMLText, of owner: String, keys: [String]
    ) throws(LessonError) -> YAMLTable {
        if isTranslation { return try yaml.table(node, of: owner, keys: keys) }
        guard case .mapping(let mapping) = node else {
            throw yaml.error(node, .expected(what: "keys and values", found: YAMLText.words(for: node)))
        }
        var values: [String: Node] = [:]
        for (key, value) in mapping { if let name = key.string, keys.contains(name) { values[name] = value } }
        return YAMLTable(values: values, node: node, owner: owner, yaml: yaml)
    }
}
