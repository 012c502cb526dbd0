import Dialogue
import MailProtocols
import Simulator
import Yams

extension VocabularyReader {
    /// Keys that name a value.
    static let valueKeys: [String] =
        ["connections", "refused", "opener", "move", "carrier", "octets", "count"]
        + Value.StepTrait.allCases.map(\.rawValue) + Value.StepTrait.allCases.compactMap(\.plural)
        + [
            "keywords", "seconds", "store", "where", "messages", "field", "fields", "hash", "body-hash", "unique-names",
            "decisions", "offset", "occurrences", "address", "frame-with", "answer", "value", "sum", "difference",
        ]
    /// Keys that say more about one of them.
    static let modifiers: [String: [String]] = [
        "store": ["kind", "at", "after"], "where": ["at", "after"], "field": ["in"], "fields": ["in"],
        "offset": ["connection", "from"], "occurrences": ["connection", "from"], "answer": ["part"],
    ]
    static let modifierKeys = Set(modifiers.values.joined()).sorted()

    mutating func value(_ node: Node) throws(LessonError) -> Value {
        try count(node)
        switch node {
        case .scalar(let scalar):
            if scalar.string == "connections" { return .connections(ConnectionFilter()) }
            if let number = Int(scalar.string) { return .number(number) }
            return .text(scalar.string)
        case .sequence(let sequence):
            var values: [Value] = []
            for one in sequence { values.append(try value(one)) }
            return .list(values)
        default:
            return try value(
                in: try yaml.table(node, of: "A value", keys: Self.valueKeys + Self.modifierKeys + ["run"]))
        }
    }

    /// The value that a table's keys name, among keys of other things.
    mutating func value(in table: YAMLTable) throws(LessonError) -> Value {
        let present = Self.valueKeys.filter { table[$0] != nil }
        guard let key = present.first, present.count == 1, let node = table[key] else {
            let found = present.isEmpty ? "none" : present.joined(separator: " and ")
            throw yaml.error(table.node, .expected(what: "one key that names a value, such as count", found: found))
        }
        let fitting = Self.modifiers[key] ?? []
        if let extra = Self.modifierKeys.first(where: { table[$0] != nil && !fitting.contains($0) }) {
            throw yaml.error(
                table.node, .unknownKey(extra, of: "The value “\(key)”", didYouMean: nil, known: [key] + fitting))
        }
        let value = try value(key, node, table)
        if let run = try run(table["run"]) { return .inRun(run, value) }
        return value
    }

    private mutating func value(_ key: String, _ node: Node, _ table: YAMLTable) throws(LessonError) -> Value {
        if let trait = Value.ConnectionTrait(rawValue: key) { return .ofConnection(trait, try connection(node)) }
        if let trait = Value.StepTrait(rawValue: key) { return .ofStep(trait, try selector(node)) }
        if let trait = Value.StepTrait.allCases.first(where: { $0.plural == key }) {
            return .ofSteps(trait, try selector(node))
        }
        switch key {
        case "connections": return .connections(try connection(node))
        case "refused": return .refused(try connection(node))
        case "octets":
            let octets = try yaml.table(node, of: "“octets”", keys: ["connection", "from"])
            return .octets(try connection(try octets.need("connection")), try neededSide(octets))
        case "count": return .count(try selector(node))
        case "keywords": return .keywords(try selector(node))
        case "seconds": return .seconds(Array(try selectors(node).prefix(2)))
        case "messages": return .messages(try messages(node))
        case "hash": return .hash(try letter(node), bodyOnly: false)
        case "body-hash": return .hash(try letter(node), bodyOnly: true)
        case "unique-names": return .uniqueNames(try connection(node))
        case "decisions": return try decisions(node)
        case "address": return .address(host: try yaml.text(node, "a host").lowercased())
        case "frame-with": return .frameHolding(Array(try yaml.text(node, "words of the capture").utf8))
        case "value": return try namedValue(node)
        case "sum": return .sum(try values(node))
        case "difference": return .difference(try values(node))
        default: return try modified(key, node, table)
        }
    }

    /// Values that take keys beside their own.
    private mutating func modified(_ key: String, _ node: Node, _ table: YAMLTable) throws(LessonError) -> Value {
        switch key {
        case "store":
            let kind = try word(table["kind"], "store", ["outbox", "queue", "maildrop", "reader"]) { $0 }
            let owner = try yaml.text(node, "a store's owner, such as bob@north.example")
            return .store(kind: kind ?? "maildrop", owner: owner.lowercased(), try moment(table))
        case "where":
            let name = try yaml.text(node, "a letter's number or subject")
            return .whereabouts(Int(name).map { .number($0) } ?? .subject(name), try moment(table))
        case "field", "fields":
            let letter = try self.letter(try table.need("in"))
            let name = try yaml.text(node, "the name of a header field")
            return key == "field" ? .field(name, letter) : .fields(name, letter)
        case "offset", "occurrences":
            let connection = try self.connection(try table.need("connection"))
            let side = try neededSide(table)
            return key == "offset"
                ? .offset(try octets(node), connection, side) : .occurrences(try octets(node), connection, side)
        default:
            let step = try yaml.text(node, "the id of a step")
            noteAnswer(step, node)
            return .answer(step: step, part: try table.number("part", 1...100) ?? 1)
        }
    }

    private func neededSide(_ table: YAMLTable) throws(LessonError) -> Side {
        guard let side = try side(try table.need("from")) else {
            throw yaml.error(table.node, .missingKey("from", of: table.owner))
        }
        return side
    }

    private mutating func values(_ node: Node) throws(LessonError) -> [Value] {
        var values: [Value] = []
        for one in yaml.list(node) { values.append(try value(one)) }
        return values
    }

    private func moment(_ table: YAMLTable) throws(LessonError) -> Value.Moment {
        if let at = table["at"] { return .time(try span(at)) }
        if let after = try table.number("after", 0...1_000_000) { return .connection(after) }
        return .end
    }

    private func decisions(_ node: Node) throws(LessonError) -> Value {
        let table = try yaml.table(node, of: "“decisions”", keys: ["station", "kind"])
        let kind = try word(table["kind"], "decision", DecisionRecord.Kind.allCases.map(\.rawValue)) {
            DecisionRecord.Kind(rawValue: $0)
        }
        return .decisions(station: try table.optionalText("station")?.lowercased(), kind: kind)
    }

    private mutating func namedValue(_ node: Node) throws(LessonError) -> Value {
        let value = try named(node, "value of this lesson", in: values)
        for run in value.runs { noteRun(run, node) }
        return value
    }

    // MARK: Checks

    private static let checkKeys = [
        "all", "any", "not", "exists", "none", "order", "heard", "body", "same-dialogue", "run",
    ]
    private static let comparisonKeys = Check.Comparison.allCases.map(\.rawValue)

    mutating func check(_ node: Node) throws(LessonError) -> Check {
        try count(node)
        let table = try yaml.table(
            node, of: "A check", keys: Self.checkKeys + Self.valueKeys + Self.modifierKeys + Self.comparisonKeys)
        let present = Self.checkKeys.dropLast().filter { table[$0] != nil }
        guard present.count <= 1 else {
            throw yaml.error(
                node, .expected(what: "one check; “all” holds several", found: present.joined(separator: " and ")))
        }
        guard let key = present.first, let inner = table[key] else { return try comparison(table) }
        let check = try check(key, inner, table)
        if let run = try run(table["run"]) { return .inRun(run, check) }
        return check
    }

    private mutating func check(_ key: String, _ node: Node, _ table: YAMLTable) throws(LessonError) -> Check {
        switch key {
        case "all": return .all(try checks(node))
        case "any": return .any(try checks(node))
        case "not": return .not(try check(node))
        case "exists": return .exists(try selector(node))
        case "none": return .not(.exists(try selector(node)))
        case "order": return .order(try selectors(node))
        case "heard": return .heard(try table.texts("heard").map { $0 == "content" ? $0 : $0.uppercased() })
        case "same-dialogue":
            var runs: [String] = []
            for one in yaml.list(node) { if let run = try run(one) { runs.append(run) } }
            return .sameDialogue(runs)
        default:
            let equals = try table.text("equals")
            guard equals == "typed" else {
                throw yaml.error(
                    table["equals"] ?? node, .expected(what: "“typed”", found: "“\(equals.prefix(60))”"))
            }
            return .bodyIsTyped(maildrop: try yaml.text(node, "a maildrop such as bob@north.example").lowercased())
        }
    }

    mutating func checks(_ node: Node) throws(LessonError) -> [Check] {
        var checks: [Check] = []
        for inner in yaml.list(node) { checks.append(try check(inner)) }
        return checks
    }

    private mutating func comparison(_ table: YAMLTable) throws(LessonError) -> Check {
        var table = table
        var comparison = Check.Comparison.allCases.first { table[$0.rawValue] != nil }
        var right = comparison.flatMap { table[$0.rawValue] }
        // `{store: bob@north.example, count: 1}` reads as well as “equals”.
        if table["store"] != nil, let count = table["count"], case .scalar = count {
            table.values["count"] = nil
            comparison = .equals
            right = count
        }
        guard let comparison, let right,
            Check.Comparison.allCases.count(where: { table[$0.rawValue] != nil }) <= 1
        else {
            throw yaml.error(
                table.node,
                .expected(
                    what: "one of the keys \(Self.comparisonKeys.joined(separator: ", "))", found: "none, or several"))
        }
        let left = try value(in: table)
        // The run beside a check is the run of all of it.
        if case .inRun(let run, let inner) = left { return .inRun(run, .compare(inner, comparison, try value(right))) }
        return .compare(left, comparison, try value(right))
    }
}
