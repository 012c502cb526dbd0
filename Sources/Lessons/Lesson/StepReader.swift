import MailProtocols
import Simulator
import Yams

/// Reads the YAML of one fenced block into a step.
struct StepReader {
    let kind: LessonStep.Kind
    let yaml: YAMLText
    let lesson: Lesson
    let source: LessonSource
    var vocabulary: VocabularyReader
    /// The run that the step brings along.
    private(set) var ownRun: RunPlan?
    private var ownNames: [String: Int] = [:]

    init(_ kind: LessonStep.Kind, _ yaml: YAMLText, lesson: Lesson, source: LessonSource) {
        self.kind = kind
        self.yaml = yaml
        self.lesson = lesson
        self.source = source
        vocabulary = VocabularyReader(yaml, events: lesson.events, values: lesson.values)
    }

    /// Runs and steps that were named, and the line where it was.
    var runs: [String: Int] { vocabulary.runs.merging(ownNames) { first, _ in first } }
    var answers: [String: Int] { vocabulary.answers }

    private static let common = [
        "id", "run", "claims", "rfc", "show", "reveal", "why", "hints", "pool", "optional", "check", "by-heart",
        "traps", "proof",
    ]

    private var keys: [String] {
        switch kind {
        case .read, .watch: Self.common
        case .predict, .choose: Self.common + Self.questionKeys + ["parts", "each"]
        case .order: Self.common + ["ask", "items"]
        case .find: Self.common + Self.questionKeys + ["find", "as", "every", "text", "hex", "password", "slack"]
        case .type: Self.common + ["to", "goals", "model", "filled", "meanwhile", "escapes"]
        case .fix: Self.common + ["settings", "goals", "model"]
        case .argue: Self.common + ["say", "verdict", "options", "evidence", "same-connection"]
        }
    }

    /// - Parameters:
    ///   - title: The heading above.
    ///   - prose: What stands between.
    mutating func step(title: String, prose: String) throws(LessonError) -> LessonStep {
        let table = try yaml.table(try yaml.node(), of: "A “\(kind.rawValue)” step", keys: keys)
        let id = try table.text("id")
        guard LessonReader.isName(id) else {
            throw yaml.error(
                try table.need("id"),
                .expected(what: "an id of lower-case letters, digits and hyphens", found: "“\(id.prefix(60))”"))
        }
        var step = LessonStep(
            id: id, kind: kind, title: title, prose: prose, task: .none, why: "", line: yaml.offset, hash: "")
        step.run = try run(table, id)
        // A step of words alone needs no run.
        let looksAtRun = !kind.isOnlySeen || table["show"] != nil || table["reveal"] != nil || table["run"] != nil
        step.isByHeart = try table.flag("by-heart") ?? false
        if looksAtRun, !step.isByHeart || table["show"] != nil { step.runs.insert(step.run) }
        step.hints = try table.texts("hints")
        guard step.hints.count <= Lesson.hintLimit else {
            throw yaml.error(try table.need("hints"), .tooMany("hints", limit: Lesson.hintLimit))
        }
        // Whoever has found the answer is owed the reason.
        if !kind.isOnlySeen { _ = try table.need("why") }
        step.why = try table.optionalText("why") ?? ""
        step.claims = try table.texts("claims")
        step.rfc = try FrontMatterReader.citations(table, "rfc")
        step.pool = try table.optionalText("pool")
        step.isOptional = try table.flag("optional") ?? false
        if let checks = table["check"] { step.checks = try vocabulary.checks(checks) }
        if let traps = table["traps"] { step.traps = try vocabulary.checks(traps) }
        if let evidence = table["proof"] {
            for node in yaml.list(evidence) {
                let piece = try yaml.table(node, of: "A proof", keys: ["say", "at"])
                step.evidence.append(
                    Evidence(say: try piece.text("say"), event: try vocabulary.selector(try piece.need("at"))))
            }
        }
        step.show = try showings(table, "show")
        step.reveal = try showings(table, "reveal")
        if kind == .watch, step.show.isEmpty {
            step.show = [Showing(part: .all)]
            step.runs.insert(step.run)
        }
        step.task = try task(table)
        try note(mentionsIn: [prose, step.why] + step.hints)
        // A practice is about what is being typed; its run is only its world.
        if case .practice = step.task, step.show.isEmpty, step.reveal.isEmpty { step.runs.remove(step.run) }
        return step
    }

    /// The step's run: by its name, or told in place.
    private mutating func run(_ table: YAMLTable, _ id: String) throws(LessonError) -> String {
        guard let node = table["run"] else {
            ownNames[Lesson.usualRun] = nil
            return lesson.runs[Lesson.usualRun] == nil && lesson.runs.count == 1
                ? lesson.runs.keys.first ?? Lesson.usualRun : Lesson.usualRun
        }
        guard case .mapping = node else {
            let name = try yaml.text(node, "the name of a run, or a run")
            ownNames[name] = yaml.line(of: node)
            return name
        }
        var reader = PlanReader(source: source, drawn: lesson.drawn)
        let name = "\(id) run"
        ownRun = try reader.plan(name, node, yaml, hashed: "", known: lesson.runs)
        ownNames.merge(reader.named) { first, _ in first }
        ownNames[name] = yaml.line(of: node)
        return name
    }

    private mutating func task(_ table: YAMLTable) throws(LessonError) -> Task {
        switch kind {
        case .read, .watch: .none
        case .predict, .choose: try questions(table)
        case .order: .questions([try order(table)])
        case .find: .questions([try table["find"] == nil ? question(table) : find(table)])
        case .type: .practice(try practice(table))
        case .fix: .fix(try fix(table))
        case .argue: .questions(try argument(table))
        }
    }

    // MARK: Names in prose

    /// Names behind an `@` have to be known, and what they mean has to be played.
    private mutating func note(mentionsIn texts: [String]) throws(LessonError) {
        for name in texts.flatMap(Mentions.names) {
            let runs: Set<String>
            if let event = lesson.events[name] {
                runs = event.runs
            } else if let value = lesson.values[name] {
                runs = value.runs
            } else {
                let known = (Array(lesson.events.keys) + Array(lesson.values.keys)).sorted()
                throw LessonError(
                    file: yaml.file, line: yaml.offset,
                    problem: .unknownWord(
                        "@\(name)", for: "event or value of this lesson", didYouMean: nearest(to: name, among: known),
                        known: known))
            }
            for run in runs { ownNames[run] = ownNames[run] ?? yaml.offset }
        }
    }

    // MARK: What is shown

    private mutating func showings(_ table: YAMLTable, _ key: String) throws(LessonError) -> [Showing] {
        guard let node = table[key] else { return [] }
        var showings: [Showing] = []
        for one in yaml.list(node) { showings.append(try showing(one)) }
        return showings
    }

    private mutating func showing(_ node: Node) throws(LessonError) -> Showing {
        if case .scalar(let scalar) = node {
            let known = ["all", "capture", "journey"]
            switch scalar.string {
            case "all": return Showing(part: .all)
            case "capture":
                var showing = Showing(part: .capture)
                showing.explains = false
                showing.showsSecrets = true
                return showing
            case "journey": return Showing(part: .journey)
            case let word:
                throw yaml.error(
                    node,
                    .unknownWord(
                        word, for: "part of a run", didYouMean: nearest(to: word, among: known),
                        known: known + ["{connection: 1}", "{state: 1}", "{letter: ...}", "{bytes: ...}"]))
            }
        }
        let parts = ["connection", "state", "letter", "bytes", "frames", "all", "journey"]
        let table = try yaml.table(node, of: "“show”", keys: parts + ["from", "to", "explain", "run", "secrets"])
        let present = parts.filter { table[$0] != nil }
        guard present.count == 1, let key = present.first, let value = table[key] else {
            throw yaml.error(
                node,
                .expected(what: "one of the keys \(parts.joined(separator: ", "))", found: "\(present.count) of them"))
        }
        let part: Showing.Part =
            switch key {
            case "state": .state(try yaml.number(value, "the number of a connection", 0...1_000_000))
            case "letter": .letter(try vocabulary.letter(value))
            case "bytes": .bytes(try vocabulary.selector(value))
            case "frames": .frames(try vocabulary.connection(value))
            case "all": .all
            case "journey": .journey
            default: .connection(try vocabulary.connection(value))
            }
        var showing = Showing(part: part)
        showing.explains = try table.flag("explain") ?? true
        showing.showsSecrets = try table.flag("secrets") ?? false
        showing.run = try vocabulary.run(table["run"])
        if let from = table["from"] { showing.from = try vocabulary.selector(from) }
        if let to = table["to"] { showing.to = try vocabulary.selector(to) }
        return showing
    }
}

/// Names of events and values in prose: `@receipt`.
enum Mentions {
    /// The names behind each `@` that begins a word; an address holds none. `@this` is the step in hand.
    static func names(in text: String) -> [String] { pieces(of: text).compactMap(\.name).filter { $0 != "this" } }

    /// The text cut where names stand.
    static func pieces(of text: String) -> [(text: Substring, name: String?)] {
        guard text.utf8.contains(UInt8(ascii: "@")) else { return [(text[...], nil)] }
        var pieces: [(text: Substring, name: String?)] = []
        var start = text.startIndex
        var index = text.startIndex
        while let at = text[index...].firstIndex(of: "@") {
            let next = text.index(after: at)
            let begins = at == text.startIndex || !isInsideWord(text[text.index(before: at)])
            let name = begins ? Drawing.word(in: text[next...]) : ""
            guard !name.isEmpty else {
                index = next
                continue
            }
            let end = text.index(next, offsetBy: name.count)
            pieces.append((text[start..<at], nil))
            pieces.append((text[at..<end], name))
            start = end
            index = end
        }
        pieces.append((text[start...], nil))
        return pieces
    }

    private static func isInsideWord(_ character: Character) -> Bool {
        !character.isWhitespace && !"([{“\"'—-*_:".contains(character)
    }
}
