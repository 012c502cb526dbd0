import Dialogue
import MailProtocols
import Simulator
import Yams

/// Reads a lesson: Markdown with keys in front, and a fenced block of YAML for each step.
package struct LessonReader {
    private(set) var source: LessonSource
    let edition: Edition
    /// How often each case of an exam was drawn anew.
    let redraws: [String: Int]
    /// As in the file, and with the learner's own words put in; both have the same lines.
    private let rawLines: [Substring]
    private var lines: [Substring]
    private var lesson: Lesson
    private var steps: [LessonStep] = []
    private var title = ""
    /// Where the prose begins and ends that belongs to the next block.
    private var prose: [Int] = []
    /// Steps that were named, and the line where it was.
    private var answers: [String: Int] = [:]
    private var runs: [String: Int] = [:]

    /// - Parameters:
    ///   - source: The lesson's files.
    ///   - learner: Whose; nil for the runs' own seeds.
    package static func read(_ source: LessonSource, learner: String? = nil) throws(LessonError) -> Lesson {
        try read(source, Edition(learner: learner))
    }

    /// - Parameter redraws: How often each case of an exam was drawn anew.
    package static func read(
        _ source: LessonSource, _ edition: Edition, redraws: [String: Int] = [:]
    ) throws(LessonError) -> Lesson {
        guard source.text.utf8.count <= Lesson.fileLimit else {
            throw LessonError(
                file: source.file, line: 0,
                problem: .tooLarge(octets: source.text.utf8.count, limit: Lesson.fileLimit))
        }
        var reader = LessonReader(source, edition, redraws)
        return try reader.read()
    }

    /// What a list of lessons tells: id, kind, number, title, unit, goal, needs and the names of its cases; a lesson with nothing else, read in no time. Words
    /// that are drawn for the learner stand there as in the file.
    package static func card(of source: LessonSource) throws(LessonError) -> Lesson {
        let reader = LessonReader(source, Edition())
        var lesson = reader.lesson
        var front = FrontMatterReader(source: source, edition: reader.edition)
        try front.readCard(from: reader.lines[1..<reader.endOfFront()], into: &lesson)
        return lesson
    }

    /// A lesson without files beside it, for tests and tools.
    package static func read(
        _ text: String, file: String, scenario: String? = nil, learner: String? = nil
    ) throws(LessonError) -> Lesson {
        let companions = scenario.map { ["scenario.yaml": $0] } ?? [:]
        return try read(LessonSource(file: file, text: text, companions: companions), learner: learner)
    }

    private init(_ source: LessonSource, _ edition: Edition, _ redraws: [String: Int] = [:]) {
        self.source = source
        self.edition = edition
        self.redraws = redraws
        rawLines = Self.lines(of: source.text)
        lines = rawLines
        lesson = Lesson(
            id: "", number: 0, title: "", unit: "", claims: [], rfc: [], needs: [], file: source.file,
            edition: edition, steps: [], closing: "")
    }

    /// Without their ends. Written on Windows, or fetched by a browser: the same lesson. Found in octets, not in characters: that is
    /// ten times faster, and a course has thirty lessons.
    static func lines(of text: String) -> [Substring] {
        var lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
            Substring(line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
        }
        if lines.last == "" { lines.removeLast() }
        return lines
    }

    /// Scenarios within the file: blocks ```` ```scenario NAME.yaml ````.
    private mutating func findScenarios() {
        var index = 0
        while index < rawLines.count {
            defer { index += 1 }
            guard rawLines[index].utf8.starts(with: "```scenario".utf8) else { continue }
            let words = rawLines[index].split(separator: " ")
            guard words.count == 2, words[0] == "```scenario", LessonSource.isCompanion(String(words[1])),
                let end = rawLines[(index + 1)...].firstIndex(of: "```")
            else { continue }
            // Empty lines in front: so an error names the line of this file.
            let lead = String(repeating: "\n", count: index + 1)
            source.inner[String(words[1])] = lead + rawLines[(index + 1)..<end].joined(separator: "\n") + "\n"
            index = end
        }
    }

    /// Lower-case letters, digits and hyphens, at most 40.
    static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 40
            && text.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
            }
    }

    private func error(_ line: Int, _ problem: LessonError.Problem) -> LessonError {
        LessonError(file: source.file, line: line, problem: problem)
    }

    /// The line of the second `---`, from 0.
    private func endOfFront() throws(LessonError) -> Int {
        guard lines.first == "---", let end = lines.dropFirst().firstIndex(of: "---") else {
            throw error(1, .noFrontMatter)
        }
        return end
    }

    /// - Returns: The line behind, from 0, and what stood there.
    private mutating func readFront() throws(LessonError) -> (end: Int, front: FrontMatterReader) {
        let end = try endOfFront()
        let raw = YAMLText(text: rawLines[1..<end].joined(separator: "\n"), file: source.file, offset: 1)
        var front = FrontMatterReader(source: source, edition: edition)
        lesson.drawn = try front.draw(raw)
        putWordsIn()
        let yaml = YAMLText(text: lines[1..<end].joined(separator: "\n"), file: source.file, offset: 1)
        try front.read(yaml, raw: raw, into: &lesson)
        answers = front.answers
        runs = front.runs
        return (end + 1, front)
    }

    private mutating func read() throws(LessonError) -> Lesson {
        findScenarios()
        let (start, front) = try readFront()
        try body(from: start)
        guard !steps.isEmpty || front.cases != nil else { throw error(lines.count, .noSteps) }
        try checkNames()
        steps = try chosen(front.pools)
        if let plan = front.cases { try readCases(plan) }
        lesson.steps = steps
        lesson.closing = joined(prose, of: lines)
        if lesson.claims.isEmpty { lesson.claims = Array(Set((steps + lesson.undrawn).flatMap(\.claims))).sorted() }
        lesson.contentHash = contentHash()
        return lesson
    }

    private mutating func putWordsIn() {
        guard !lesson.drawn.isEmpty else { return }
        lines = lines.map { line in
            line.utf8.contains(UInt8(ascii: "$")) ? Drawing.replaced(String(line), lesson.drawn)[...] : line
        }
    }

    /// Draws the cases of an exam, by the learner's name, behind the lesson's own steps.
    private mutating func readCases(_ plan: FrontMatterReader.CasePlan) throws(LessonError) {
        var random = Drawing.generator(edition.salt, "\(lesson.id) cases")
        for name in plan.names.shuffled(using: &random).prefix(plan.count) {
            guard let source = try source.case(name) else {
                throw error(plan.line, .expected(what: "a case in the file \(name).md", found: "no such file"))
            }
            var edition = edition
            edition.redraw = redraws[name] ?? 0
            let drawn = try Self.read(source, edition)
            guard drawn.kind == .case, drawn.id == name, drawn.steps.count == 1, var step = drawn.steps.first,
                step.id == name, !steps.contains(where: { $0.id == name })
            else {
                throw LessonError(
                    file: source.file, line: 1,
                    problem: .expected(
                        what: "“kind: case”, and one step with the id of the file", found: "something else")
                )
            }
            step.home = name
            // Taken anew, an exam is open again.
            step.hash = stableHash([step.hash, self.edition.salt ?? ""].joined(separator: "\0"))
            lesson.cases[name] = drawn
            steps.append(step)
        }
    }

    private func contentHash() -> String {
        var texts = [rawLines.joined(separator: "\n")]
        for name in lesson.allCases { texts.append((try? source.case(name))?.text ?? "") }
        for name in Set(lesson.runs.values.map(\.scenarioFile)).sorted() {
            let plain = String(name.split(separator: "/").last ?? "")
            if let text = try? source.companion(plain) { texts += [plain, text] }
        }
        return ContentDigest(of: Array(texts.joined(separator: "\0").utf8)).hexadecimal
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
                prose.append(index)
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
        guard let end = lines[(start + 1)...].firstIndex(of: "```") else { throw error(start + 1, .unclosedBlock) }
        // Read already.
        if word == "scenario" { return end + 1 }
        if Self.quoted.contains(word) {
            prose += start...end
            return end + 1
        }
        guard let kind = LessonStep.Kind(rawValue: word) else {
            throw error(
                start + 1,
                .unknownBlock(
                    String(word.prefix(60)), didYouMean: nearest(to: word, among: Self.kinds), known: Self.kinds))
        }
        let step = try step(kind, start..<end)
        guard !steps.contains(where: { $0.id == step.id }) else {
            throw error(start + 1, .twice("The step \(step.id)"))
        }
        guard steps.count < Lesson.stepLimit else { throw error(start + 1, .tooMany("steps", limit: Lesson.stepLimit)) }
        steps.append(step)
        title = ""
        prose = []
        return end + 1
    }

    private mutating func step(_ kind: LessonStep.Kind, _ range: Range<Int>) throws(LessonError) -> LessonStep {
        let inside = (range.lowerBound + 1)..<range.upperBound
        let yaml = YAMLText(
            text: lines[inside].joined(separator: "\n"), file: source.file, offset: range.lowerBound + 1)
        var reader = StepReader(kind, yaml, lesson: lesson, source: source)
        var step = try reader.step(title: title, prose: joined(prose, of: lines))
        if let plan = reader.ownRun { lesson.runs[plan.name] = plan }
        answers.merge(reader.answers) { first, _ in first }
        runs.merge(reader.runs) { first, _ in first }
        step.runs.formUnion(reader.runs.keys)
        step.line = range.lowerBound + 1
        let raw = [title, joined(prose, of: rawLines), kind.rawValue, rawLines[inside].joined(separator: "\n")]
        let played = step.runs.sorted().map { lesson.runs[$0]?.hash ?? "" }
        step.hash = stableHash((raw + played).joined(separator: "\0"))
        return step
    }

    private func joined(_ indices: [Int], of lines: [Substring]) -> String {
        var lines = indices.map { lines[$0] }[...]
        while lines.first?.allSatisfy(\.isWhitespace) == true { lines.removeFirst() }
        while lines.last?.allSatisfy(\.isWhitespace) == true { lines.removeLast() }
        return lines.joined(separator: "\n")
    }

    // MARK: Names

    /// Runs, steps and words that were named have to be there.
    private func checkNames() throws(LessonError) {
        let known = lesson.runs.keys.sorted()
        for (name, line) in runs.sorted(by: { $0.key < $1.key }) where !known.contains(name) {
            throw error(
                line,
                .unknownWord(
                    name, for: "run of this lesson", didYouMean: nearest(to: name, among: known), known: known))
        }
        let ids = steps.map(\.id)
        for (name, line) in answers.sorted(by: { $0.key < $1.key }) where !ids.contains(name) {
            throw error(line, .unknownStep(name, lesson: lesson.id, didYouMean: nearest(to: name, among: ids)))
        }
        var words: Set<String> = []
        for case .fix(let fix) in steps.map(\.task) { words.formUnion(fix.settings.map(\.name)) }
        let sorted = words.union(lesson.drawn.keys).sorted()
        func check(_ text: String, _ file: String, _ line: Int) throws(LessonError) {
            for name in Drawing.mentions(in: text) where !words.contains(name) {
                throw LessonError(
                    file: file, line: line,
                    problem: .unknownWord(
                        "$\(name)", for: "word that is drawn or set",
                        didYouMean: nearest(to: name, among: sorted).map { "$\($0)" }, known: sorted))
            }
        }
        for (number, line) in lines.enumerated() where line.utf8.contains(UInt8(ascii: "$")) {
            try check(String(line), source.file, number + 1)
        }
        for plan in lesson.runs.values.sorted(by: { $0.name < $1.name }) {
            for (number, line) in plan.scenario.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
                try check(String(line), plan.scenarioFile, number + 1)
            }
        }
    }

    /// Of each pool as many steps as are wanted, chosen and mixed by the learner's name, in the place of its first.
    private mutating func chosen(_ pools: [(name: String, count: Int, line: Int)]) throws(LessonError) -> [LessonStep] {
        var steps = steps
        for step in steps {
            guard let pool = step.pool, !pools.contains(where: { $0.name == pool }) else { continue }
            let known = pools.map(\.name)
            throw error(
                step.line, .unknownWord(pool, for: "pool", didYouMean: nearest(to: pool, among: known), known: known))
        }
        for pool in pools {
            var random = Drawing.generator(edition.salt, "\(lesson.id) pool \(pool.name)")
            let members = steps.filter { $0.pool == pool.name }
            guard members.count >= pool.count, let place = steps.firstIndex(where: { $0.pool == pool.name }) else {
                throw error(
                    pool.line,
                    .expected(what: "\(pool.count) steps or more in the pool \(pool.name)", found: "\(members.count)"))
            }
            steps.removeAll { $0.pool == pool.name }
            let mixed = members.shuffled(using: &random)
            steps.insert(contentsOf: mixed.prefix(pool.count), at: min(place, steps.count))
            lesson.undrawn += mixed.dropFirst(pool.count)
        }
        return steps
    }
}

/// A number that is the same for the same text in every run and on every machine: FNV-1a, 64 bits. No secret depends on it.
package func stableNumber(_ text: String) -> UInt64 { stableNumber(octets: Array(text.utf8)) }

private func stableNumber(octets: [UInt8]) -> UInt64 {
    octets.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
}

/// ``stableNumber(_:)`` as 16 hexadecimal digits.
package func stableHash(_ text: String) -> String { stableHash(octets: Array(text.utf8)) }

func stableHash(octets: [UInt8]) -> String {
    let digits = String(stableNumber(octets: octets), radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
}
