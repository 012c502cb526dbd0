import Dialogue
import MailProtocols
import Simulator
import Yams

/// Reads selectors, values and checks: the fixed vocabulary in which lessons speak of a run.
struct CheckReader {
    let yaml: YAMLText
    /// Checks, values and selectors of one lesson step; YAML aliases could multiply them without end.
    private static let limit = 500
    private var taken = 0

    init(_ yaml: YAMLText) { self.yaml = yaml }

    // MARK: Selectors

    private static let selectorKeys = ["connection", "verb", "kind", "from", "code", "phase", "reply", "nth"]

    func selector(_ node: Node) throws(LessonError) -> Selector {
        let table = try yaml.table(node, of: "A selector", keys: Self.selectorKeys)
        var selector = Selector()
        selector.connection = try table.number("connection", 1...1_000_000)
        selector.verbs = try table.texts("verb").map { $0.uppercased() }
        selector.kind = try word(table, "kind", "kind of step", ["command", "reply", "content", "auth"]) {
            Step.Kind(rawValue: $0)
        }
        selector.side = try word(table, "from", "side", ["client", "server"]) { $0 == "client" ? .client : .server }
        selector.code = try table.optionalText("code")
        selector.phase = try word(table, "phase", "phase", Phase.allCases.map(\.rawValue)) { Phase(rawValue: $0) }
        selector.isReply = try table.flag("reply") ?? false
        selector.nth = try table.number("nth", 1...1_000_000)
        return selector
    }

    private func word<Result>(
        _ table: YAMLTable, _ key: String, _ purpose: String, _ known: [String], _ make: (String) -> Result?
    ) throws(LessonError) -> Result? {
        guard let node = table[key] else { return nil }
        let text = try yaml.text(node, "one of \(known.joined(separator: ", "))")
        guard known.contains(text), let result = make(text) else {
            throw yaml.error(
                node, .unknownWord(text, for: purpose, didYouMean: nearest(to: text, among: known), known: known))
        }
        return result
    }

    // MARK: Values

    private static let valueKeys = [
        "connections", "opener", "move", "carrier", "octets", "count", "code", "verb", "speaker", "step", "store",
        "messages",
    ]
    private static let storeKeys = ["kind", "after"]

    mutating func value(_ node: Node) throws(LessonError) -> Value {
        try count(node)
        if case .scalar(let scalar) = node {
            if scalar.string == "connections" { return .connections }
            if let number = Int(scalar.string) { return .number(number) }
            return .text(scalar.string)
        }
        let table = try yaml.table(node, of: "A value", keys: Self.valueKeys + Self.storeKeys)
        return try value(in: table)
    }

    private func value(in table: YAMLTable) throws(LessonError) -> Value {
        let present = Self.valueKeys.filter { table[$0] != nil }
        guard let key = present.first, present.count == 1, let node = table[key] else {
            throw yaml.error(
                table.node,
                .expected(
                    what: "one of the keys \(Self.valueKeys.joined(separator: ", "))",
                    found: present.isEmpty ? "none of them" : present.joined(separator: ", ")))
        }
        if key != "store", let extra = Self.storeKeys.first(where: { table[$0] != nil }) {
            throw yaml.error(
                table.node, .unknownKey(extra, of: "The value “\(key)”", didYouMean: nil, known: [key]))
        }
        switch key {
        case "connections": return .connections
        case "opener": return .opener(connection: try connection(node))
        case "move": return .move(connection: try connection(node))
        case "carrier": return .carrier(connection: try connection(node))
        case "octets":
            let octets = try yaml.table(node, of: "“octets”", keys: ["connection", "from"])
            let side = try word(octets, "from", "side", ["client", "server"]) { $0 == "client" ? Side.client : .server }
            guard let side else { throw yaml.error(node, .missingKey("from", of: "“octets”")) }
            return .octets(connection: try connection(try octets.need("connection")), side)
        case "count": return .count(try selector(node))
        case "code": return .code(try selector(node))
        case "verb": return .verb(try selector(node))
        case "speaker": return .speaker(try selector(node))
        case "step": return .step(try selector(node))
        case "messages":
            let known = ["push", "pull", "all"]
            let text = try yaml.text(node, "push, pull or all")
            guard known.contains(text) else {
                throw yaml.error(
                    node, .unknownWord(text, for: "move", didYouMean: nearest(to: text, among: known), known: known))
            }
            return .messages(Value.Move(rawValue: text))
        default:
            let kind = try word(table, "kind", "store", ["outbox", "queue", "maildrop", "reader"]) { $0 }
            return .store(
                kind: kind, owner: try yaml.text(node, "a store's owner, such as bob@north.example"),
                after: try table.number("after", 0...1_000_000))
        }
    }

    private func connection(_ node: Node) throws(LessonError) -> Int {
        try yaml.number(node, "the number of a connection", 1...1_000_000)
    }

    // MARK: Checks

    private static let checkKeys = ["all", "any", "not", "heard", "body"]
    private static let comparisonKeys = Check.Comparison.allCases.map(\.rawValue)

    mutating func check(_ node: Node) throws(LessonError) -> Check {
        try count(node)
        let table = try yaml.table(
            node, of: "A check", keys: Self.checkKeys + Self.valueKeys + Self.storeKeys + Self.comparisonKeys)
        if let list = table["all"] { return .all(try checks(list)) }
        if let list = table["any"] { return .any(try checks(list)) }
        if let inner = table["not"] { return .not(try check(inner)) }
        if table["heard"] != nil {
            return .heard(try table.texts("heard").map { $0 == "content" ? $0 : $0.uppercased() })
        }
        if let maildrop = table["body"] {
            let equals = try table.text("equals")
            guard equals == "typed" else {
                throw yaml.error(
                    table["equals"] ?? node, .expected(what: "“typed”", found: "“\(equals.prefix(60))”"))
            }
            return .bodyIsTyped(maildrop: try yaml.text(maildrop, "a maildrop such as bob@north.example"))
        }
        return try comparison(table)
    }

    private mutating func checks(_ node: Node) throws(LessonError) -> [Check] {
        var checks: [Check] = []
        for inner in yaml.list(node) { checks.append(try check(inner)) }
        return checks
    }

    private mutating func comparison(_ table: YAMLTable) throws(LessonError) -> Check {
        // `{store: bob@north.example, count: 1}` reads better than “equals”.
        if table["store"] != nil, case .scalar? = table["count"] {
            var values = table.values
            let wanted = try value(try table.need("count"))
            values["count"] = nil
            let store = try value(in: YAMLTable(values: values, node: table.node, owner: table.owner, yaml: yaml))
            return .compare(store, .equals, wanted)
        }
        let present = Check.Comparison.allCases.filter { table[$0.rawValue] != nil }
        guard let comparison = present.first, present.count == 1, let right = table[comparison.rawValue] else {
            throw yaml.error(
                table.node,
                .expected(
                    what: "one of the keys \(Self.comparisonKeys.joined(separator: ", "))",
                    found: present.isEmpty ? "none of them" : present.map(\.rawValue).joined(separator: ", ")))
        }
        return .compare(try value(in: table), comparison, try value(right))
    }

    private mutating func count(_ node: Node) throws(LessonError) {
        taken += 1
        guard taken <= Self.limit else { throw yaml.error(node, .tooMany("checks", limit: Self.limit)) }
    }
}
