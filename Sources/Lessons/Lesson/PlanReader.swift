import Simulator
import Yams

/// Reads what a run is.
struct PlanReader {
    let source: LessonSource
    let drawn: [String: String]
    /// Runs that were named, and the line where it was.
    private(set) var named: [String: Int] = [:]
    /// Runs that others are like.
    private(set) var models: Set<String> = []

    init(source: LessonSource, drawn: [String: String]) {
        self.source = source
        self.drawn = drawn
    }

    private static let keys = [
        "scenario", "like", "rename", "faults", "stop", "cut-off", "set", "filled", "talk", "script", "seed",
        "keys", "ports",
    ]

    /// The run of a lesson that has only one: its keys stand in front of the lesson.
    mutating func usual(_ table: YAMLTable) throws(LessonError) -> RunPlan {
        let name = try table.optionalText("scenario") ?? "scenario.yaml"
        var plan = try plan(Lesson.usualRun, scenario: name, at: table["scenario"] ?? table.node, table.yaml)
        plan.seed = try seed(table)
        return plan
    }

    private func seed(_ table: YAMLTable) throws(LessonError) -> UInt64? {
        try table.number("seed", 0...Int.max).map { UInt64($0) }
    }

    /// - Parameters:
    ///   - hashed: The same as the file has it, before words were put in.
    ///   - known: Runs that it may be like.
    mutating func plan(
        _ name: String, _ node: Node, _ yaml: YAMLText, hashed: String, known: [String: RunPlan]
    ) throws(LessonError) -> RunPlan {
        let table = try yaml.table(node, of: "A run", keys: Self.keys)
        var plan: RunPlan
        if let like = table["like"] {
            plan = try VocabularyReader(yaml).named(like, "run above", in: known)
            plan.name = name
            plan.likes = 0
            if let other = like.string { models.insert(other) }
            if let scenario = table["scenario"] {
                throw yaml.error(scenario, .expected(what: "either “like” or “scenario”", found: "both"))
            }
        } else {
            plan = try self.plan(name, scenario: try table.text("scenario"), at: try table.need("scenario"), yaml)
        }
        plan.line = yaml.line(of: node)
        if let seed = try seed(table) { plan.seed = seed }
        if let keys = try table.flag("keys") { plan.opensTLS = keys }
        try change(&plan, table)
        try readTalk(&plan, table)
        plan.hash = stableHash([plan.hash, hashed].joined(separator: "\0"))
        return plan
    }

    /// A shipped scenario by its name, or one that lies beside the lesson: no other file is ever opened.
    private func plan(
        _ name: String, scenario: String, at node: Node, _ yaml: YAMLText
    ) throws(LessonError) -> RunPlan {
        let text: String
        let file: String
        if let shipped = EmbeddedScenarios.all.first(where: { $0.name == scenario }) {
            (text, file) = (shipped.text, "\(scenario).yaml")
        } else if LessonSource.isCompanion(scenario), let own = try source.companion(scenario) {
            (text, file) = (own, source.path(of: scenario))
        } else {
            let known = EmbeddedScenarios.all.map(\.name) + source.companions.keys.sorted()
            throw yaml.error(
                node,
                .unknownWord(
                    scenario, for: "scenario that a lesson may play", didYouMean: nearest(to: scenario, among: known),
                    known: known))
        }
        var plan = RunPlan(
            name: name, file: source.file, line: yaml.line(of: node), scenario: Drawing.replaced(text, drawn),
            scenarioFile: file)
        plan.hash = stableHash(text)
        return plan
    }

    private func change(_ plan: inout RunPlan, _ table: YAMLTable) throws(LessonError) {
        let yaml = table.yaml
        for (key, value) in try words(table, "rename") { plan.renamed[key] = try yaml.text(value, "another word") }
        for (key, value) in try words(table, "set") {
            plan.changes.append(.init(path: key, value: try serialized(value, yaml)))
        }
        if let faults = table["faults"] {
            for fault in yaml.list(faults) { plan.faults.append(try serialized(fault, yaml)) }
        }
        for host in try table.texts("stop") { plan.faults.append("{station: \(host), do: refuse-calls}") }
        for host in try table.texts("cut-off") { plan.faults.append("{station: \(host), do: ignore-calls}") }
        for (host, port) in try words(table, "ports") {
            plan.ports[host.lowercased()] = UInt16(try yaml.number(port, "a port", 1...65_535))
        }
        guard plan.faults.count <= 40, plan.changes.count <= 40 else {
            throw yaml.error(table.node, .tooMany("changes of a run", limit: 40))
        }
    }

    private func words(_ table: YAMLTable, _ key: String) throws(LessonError) -> [(String, Node)] {
        guard let node = table[key] else { return [] }
        guard case .mapping(let mapping) = node else {
            throw table.yaml.error(node, .expected(what: "keys and values", found: YAMLText.words(for: node)))
        }
        var words: [(String, Node)] = []
        for (name, value) in mapping { words.append((try table.yaml.text(name, "a word"), value)) }
        return words
    }

    private func serialized(_ node: Node, _ yaml: YAMLText) throws(LessonError) -> String {
        do {
            return try Yams.serialize(node: node)
        } catch {
            throw yaml.error(node, .notYAML("\(error)"))
        }
    }

    // MARK: Talks

    private mutating func readTalk(_ plan: inout RunPlan, _ table: YAMLTable) throws(LessonError) {
        if let filled = table["filled"] {
            let name = try table.yaml.text(filled, "the name of a run")
            named[name] = named[name] ?? table.yaml.line(of: filled)
            plan.filled = name
        }
        guard table["talk"] != nil || table["script"] != nil else { return }
        plan.talk = try Self.talk(table)
    }

    /// The keys `talk` and `script` of a table.
    static func talk(_ table: YAMLTable) throws(LessonError) -> Talk {
        let yaml = table.yaml
        let node = try table.need("talk")
        guard case .mapping(let mapping) = node, mapping.count <= Talk.partyLimit else {
            throw yaml.error(
                node,
                .expected(what: "at most \(Talk.partyLimit) parties and their hosts", found: YAMLText.words(for: node)))
        }
        var talk = Talk(parties: [], speeches: [])
        for (name, host) in mapping {
            talk.parties.append(
                .init(
                    name: try yaml.text(name, "a party's name"), host: try yaml.text(host, "a host").lowercased()))
        }
        var count = 0
        for speech in yaml.list(try table.need("script")) {
            guard case .mapping(let parts) = speech, parts.count == 1, let part = parts.first else {
                throw yaml.error(speech, .expected(what: "a party and its lines", found: YAMLText.words(for: speech)))
            }
            let party = try yaml.text(part.key, "a party")
            let known = talk.parties.map(\.name)
            guard known.contains(party) else {
                throw yaml.error(
                    part.key,
                    .unknownWord(
                        party, for: "party of this talk", didYouMean: nearest(to: party, among: known), known: known))
            }
            var lines: [String] = []
            for line in yaml.list(part.value) {
                let text = try yaml.text(line, "a line to say")
                if let objection = Talk.objection(to: text) {
                    throw yaml.error(line, .expected(what: "a line to say", found: objection))
                }
                lines.append(text)
            }
            count += lines.count
            guard count <= Talk.lineLimit else { throw yaml.error(speech, .tooMany("lines", limit: Talk.lineLimit)) }
            talk.speeches.append(.init(party: party, lines: lines))
        }
        return talk
    }
}
