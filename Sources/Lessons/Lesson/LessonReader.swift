import MailProtocols
import Simulator

/// Reads a lesson: Markdown with keys in front, and a fenced block of YAML for each step.
package struct LessonReader {
    private let file: String
    /// The lesson folder's own scenario, where it has one.
    private let ownScenario: String?
    private var lines: [Substring] = []
    private var steps: [LessonStep] = []
    /// The scenario's servers: the only ones that a lesson may talk to.
    private var hosts: [String] = []
    private var title = ""
    private var prose: [Substring] = []

    /// - Parameters:
    ///   - text: The content of `lesson.md`.
    ///   - file: What errors call it.
    ///   - scenario: The content of `scenario.yaml` beside it.
    package static func read(_ text: String, file: String, scenario: String? = nil) throws(LessonError) -> Lesson {
        guard text.utf8.count <= Lesson.fileLimit else {
            throw LessonError(
                file: file, line: 0, problem: .tooLarge(octets: text.utf8.count, limit: Lesson.fileLimit))
        }
        var reader = LessonReader(file: file, ownScenario: scenario)
        return try reader.lesson(text)
    }

    private init(file: String, ownScenario: String?) {
        self.file = file
        self.ownScenario = ownScenario
    }

    /// Lower-case letters, digits and hyphens, at most 40.
    static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 40
            && text.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
            }
    }

    private mutating func lesson(_ text: String) throws(LessonError) -> Lesson {
        // Written on Windows, or fetched by a browser: the same lesson. (In Swift, CR LF is one character, and a line end.)
        lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        if lines.last == "" { lines.removeLast() }
        guard lines.first == "---", let end = lines.dropFirst().firstIndex(of: "---") else {
            throw LessonError(file: file, line: 1, problem: .noFrontMatter)
        }
        var lesson = try frontMatter(end: end)
        hosts = lesson.scenario.domains.flatMap { $0.exchangers.map(\.host) + [$0.popHost] }
        try body(from: end + 1)
        guard !steps.isEmpty else { throw LessonError(file: file, line: lines.count, problem: .noSteps) }
        lesson.steps = steps
        lesson.closing = Self.joined(prose)
        return lesson
    }

    private func frontMatter(end: Int) throws(LessonError) -> Lesson {
        let yaml = YAMLText(text: lines[1..<end].joined(separator: "\n"), file: file, offset: 1)
        let keys = ["id", "number", "title", "unit", "claims", "rfc", "needs", "scenario", "seed"]
        let table = try yaml.table(try yaml.node(), of: "A lesson", keys: keys)
        let id = try table.text("id")
        guard Self.isName(id) else {
            throw yaml.error(
                try table.need("id"),
                .expected(what: "an id of lower-case letters, digits and hyphens", found: "“\(id.prefix(60))”"))
        }
        var scenario = try self.scenario(table)
        if let seed = try table.number("seed", 0...Int.max) { scenario.seed = UInt64(seed) }
        var citations: [Citation] = []
        for text in try table.texts("rfc") {
            let parts = text.split(separator: "#", maxSplits: 1)
            guard let number = parts.first.flatMap({ Int($0) }), number > 0 else {
                throw yaml.error(
                    try table.need("rfc"),
                    .expected(what: "an RFC and its section like 5321#3.3", found: "“\(text.prefix(60))”"))
            }
            citations.append(.rfc(number, parts.count > 1 ? String(parts[1]) : ""))
        }
        return Lesson(
            id: id, number: try table.number("number", 1...999) ?? 0, title: try table.text("title"),
            unit: try table.optionalText("unit") ?? "",
            claims: try table.texts("claims"), rfc: citations, needs: try table.texts("needs"), scenario: scenario,
            file: file, steps: [], closing: "")
    }

    /// A shipped scenario by its name, or the one that lies beside the lesson: no other file is ever opened.
    private func scenario(_ table: YAMLTable) throws(LessonError) -> Scenario {
        let name = try table.optionalText("scenario") ?? "scenario.yaml"
        let known = EmbeddedScenarios.all.map(\.name)
        let text: String
        var source = file
        if let shipped = EmbeddedScenarios.all.first(where: { $0.name == name }) {
            text = shipped.text
        } else if name == "scenario.yaml", let ownScenario {
            text = ownScenario
            source = String(file.dropLast("lesson.md".count)) + "scenario.yaml"
        } else {
            throw table.yaml.error(
                table["scenario"] ?? table.node,
                .unknownWord(
                    name, for: "scenario that a lesson may play", didYouMean: nearest(to: name, among: known),
                    known: known + ["scenario.yaml"]))
        }
        do {
            return try Scenario(yaml: text, file: source)
        } catch {
            throw LessonError(file: source, line: error.line, problem: .scenario(error.description))
        }
    }

    // MARK: Headings, prose and blocks

    private mutating func body(from start: Int) throws(LessonError) {
        var index = start
        while index < lines.count {
            let line = lines[index]
            if line.hasPrefix("```") {
                index = try block(at: index)
            } else if line.hasPrefix("## ") {
                title = String(line.dropFirst(3))
                index += 1
            } else if line.hasPrefix("# ") {
                // The lesson's title, said in front already.
                index += 1
            } else {
                prose.append(line)
                index += 1
            }
        }
    }

    private static let kinds = LessonStep.Kind.allCases.map(\.rawValue)
    /// Blocks that are shown as they are.
    private static let quoted = ["", "text"]

    /// - Returns: The line behind the block.
    private mutating func block(at start: Int) throws(LessonError) -> Int {
        let word = lines[start].dropFirst(3).split(separator: " ").first.map { String($0) } ?? ""
        guard let end = lines[(start + 1)...].firstIndex(of: "```") else {
            throw LessonError(file: file, line: start + 1, problem: .unclosedBlock)
        }
        if Self.quoted.contains(word) {
            prose += lines[start...end]
            return end + 1
        }
        guard let kind = LessonStep.Kind(rawValue: word) else {
            throw LessonError(
                file: file, line: start + 1,
                problem: .unknownBlock(
                    String(word.prefix(60)), didYouMean: nearest(to: word, among: Self.kinds), known: Self.kinds))
        }
        let body = lines[(start + 1)..<end].joined(separator: "\n")
        let prose = Self.joined(prose)
        var reader = StepReader(kind, YAMLText(text: body, file: file, offset: start + 1))
        let step = try reader.step(
            title: title, prose: prose, hash: stableHash([title, prose, word, body].joined(separator: "\0")))
        if case .practice(let practice) = step.task, !hosts.contains(practice.host) {
            throw LessonError(
                file: file, line: start + 1,
                problem: .unknownWord(
                    practice.host, for: "server of the scenario", didYouMean: nearest(to: practice.host, among: hosts),
                    known: hosts))
        }
        guard !steps.contains(where: { $0.id == step.id }) else {
            throw LessonError(file: file, line: start + 1, problem: .twice("The step \(step.id)"))
        }
        guard steps.count < Lesson.stepLimit else {
            throw LessonError(file: file, line: start + 1, problem: .tooMany("steps", limit: Lesson.stepLimit))
        }
        steps.append(step)
        title = ""
        self.prose = []
        return end + 1
    }

    private static func joined(_ lines: [Substring]) -> String {
        var lines = lines[...]
        while lines.first?.allSatisfy(\.isWhitespace) == true { lines.removeFirst() }
        while lines.last?.allSatisfy(\.isWhitespace) == true { lines.removeLast() }
        return lines.joined(separator: "\n")
    }
}

/// A number that is the same for the same text in every run and on every machine: FNV-1a, 64 bits. No secret depends on it.
package func stableNumber(_ text: String) -> UInt64 {
    text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
}

/// ``stableNumber(_:)`` as 16 hexadecimal digits.
package func stableHash(_ text: String) -> String {
    let digits = String(stableNumber(text), radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
}
