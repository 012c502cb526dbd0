import Dialogue
import MailProtocols
import Simulator
import Yams

/// Reads events, values and checks: the fixed vocabulary in which lessons speak of runs.
struct VocabularyReader {
    var yaml: YAMLText
    /// Names that the lesson gave; what they mean is put in place of them.
    let events: [String: Selector]
    let values: [String: Value]
    /// Whether `this` means anything here.
    var knowsThis = false
    /// Runs and steps that were named, with the line where it was.
    private(set) var runs: [String: Int] = [:]
    private(set) var answers: [String: Int] = [:]
    /// Events, checks and values of one step; YAML aliases could multiply them without end.
    private static let limit = 500
    private var taken = 0

    init(_ yaml: YAMLText, events: [String: Selector] = [:], values: [String: Value] = [:]) {
        self.yaml = yaml
        self.events = events
        self.values = values
    }

    // MARK: Helpers

    mutating func count(_ node: Node) throws(LessonError) {
        taken += 1
        guard taken <= Self.limit else { throw yaml.error(node, .tooMany("checks", limit: Self.limit)) }
    }

    /// One of a few words.
    func word<Result>(
        _ node: Node?, _ purpose: String, _ known: [String], _ make: (String) -> Result?
    ) throws(LessonError) -> Result? {
        guard let node else { return nil }
        let text = try yaml.text(node, "one of \(known.joined(separator: ", "))")
        guard known.contains(text), let result = make(text) else {
            throw yaml.error(
                node, .unknownWord(text, for: purpose, didYouMean: nearest(to: text, among: known), known: known))
        }
        return result
    }

    func side(_ node: Node?) throws(LessonError) -> Side? {
        try word(node, "side", ["client", "server"]) { $0 == "client" ? .client : .server }
    }

    func family(_ node: Node?) throws(LessonError) -> String? { try word(node, "protocol", ["smtp", "pop3"]) { $0 } }

    func nth(_ node: Node?) throws(LessonError) -> Nth? {
        guard let node else { return nil }
        if try yaml.text(node, "a number from 1, or last") == "last" { return .last }
        return .number(try yaml.number(node, "a number, or last,", 1...1_000_000))
    }

    /// A span of time as scenarios write it, in nanoseconds.
    func span(_ node: Node) throws(LessonError) -> Int64 {
        let text = try yaml.text(node, "a time like 30m or 2h")
        guard let span = LetterTime.span(of: text) else {
            throw yaml.error(node, .expected(what: "a time like 30m or 2h", found: "“\(text.prefix(60))”"))
        }
        return span
    }

    /// Octets written as pairs of hexadecimal digits.
    func octets(_ node: Node) throws(LessonError) -> [UInt8] {
        let text = try yaml.text(node, "octets like 0a 2e 0d 0a")
        let pairs = text.split(whereSeparator: \.isWhitespace).map { $0.utf8.count == 2 ? UInt8($0, radix: 16) : nil }
        let octets = pairs.compactMap(\.self)
        guard !octets.isEmpty, octets.count == pairs.count, octets.count <= 256 else {
            throw yaml.error(node, .expected(what: "octets like 0a 2e 0d 0a", found: "“\(text.prefix(60))”"))
        }
        return octets
    }

    mutating func run(_ node: Node?) throws(LessonError) -> String? {
        guard let node else { return nil }
        let name = try yaml.text(node, "the name of a run")
        noteRun(name, node)
        return name
    }

    mutating func noteRun(_ name: String, _ node: Node) {
        runs[name] = runs[name] ?? yaml.line(of: node)
    }

    mutating func noteAnswer(_ step: String, _ node: Node) {
        answers[step] = answers[step] ?? yaml.line(of: node)
    }

    func named<Meaning>(_ node: Node, _ purpose: String, in known: [String: Meaning]) throws(LessonError) -> Meaning {
        let name = try yaml.text(node, "a name")
        guard let meaning = known[name] else {
            let names = known.keys.sorted()
            throw yaml.error(
                node, .unknownWord(name, for: purpose, didYouMean: nearest(to: name, among: names), known: names))
        }
        return meaning
    }

    // MARK: Connections

    private static let connectionKeys = ["protocol", "client", "server", "nth"]

    /// A number, or who talks to whom.
    func connection(_ node: Node) throws(LessonError) -> ConnectionFilter {
        if case .scalar(let scalar) = node, scalar.string.isEmpty { return ConnectionFilter() }
        if case .scalar = node {
            return ConnectionFilter(number: try yaml.number(node, "the number of a connection", 1...1_000_000))
        }
        let table = try yaml.table(node, of: "A connection", keys: Self.connectionKeys)
        var filter = try parties(table)
        filter.nth = try nth(table["nth"])
        return filter
    }

    private func parties(_ table: YAMLTable) throws(LessonError) -> ConnectionFilter {
        var filter = ConnectionFilter()
        filter.family = try family(table["protocol"])
        filter.client = try table.optionalText("client")?.lowercased()
        filter.server = try table.optionalText("server")?.lowercased()
        return filter
    }

    // MARK: Events

    private static let eventKeys = [
        "event", "run", "connection", "protocol", "client", "server", "kind", "verb", "from", "code", "class", "phase",
        "state", "contains", "hex", "note", "encrypted", "after", "before", "reply", "nth",
    ]
    private static let stepKinds = ["command", "reply", "content", "auth", "tls", "gap", "other"]

    mutating func selector(_ node: Node) throws(LessonError) -> Selector {
        try count(node)
        let table = try yaml.table(node, of: "An event", keys: Self.eventKeys)
        var selector = Selector()
        if let name = table["event"] {
            if knowsThis, name.string == "this" {
                selector.isThis = true
            } else {
                selector.within = [try named(name, "event of this lesson", in: events)]
                for run in selector.within.flatMap(\.runs) { noteRun(run, name) }
            }
        }
        selector.run = try run(table["run"])
        if let connection = table["connection"] { selector.connection = try self.connection(connection) }
        let parties = try parties(table)
        selector.connection.family = parties.family ?? selector.connection.family
        selector.connection.client = parties.client ?? selector.connection.client
        selector.connection.server = parties.server ?? selector.connection.server
        try words(table, &selector)
        if let hex = table["hex"] { selector.octets = try octets(hex) }
        if let after = table["after"] { selector.after = [try self.selector(after)] }
        if let before = table["before"] { selector.before = [try self.selector(before)] }
        selector.isReply = try table.flag("reply") ?? false
        selector.nth = try nth(table["nth"])
        return selector
    }

    private func words(_ table: YAMLTable, _ selector: inout Selector) throws(LessonError) {
        selector.verbs = try table.texts("verb").map { $0.uppercased() }
        selector.kind = try word(table["kind"], "kind of step", Self.stepKinds) { Step.Kind(rawValue: $0) }
        selector.side = try side(table["from"])
        selector.code = try table.optionalText("code")
        selector.family = try word(table["class"], "class of replies", ["2", "3", "4", "5", "+OK", "-ERR", "+"]) { $0 }
        selector.phase = try word(table["phase"], "phase", Phase.allCases.map(\.rawValue)) { Phase(rawValue: $0) }
        selector.state = try table.optionalText("state")
        selector.contains = try table.optionalText("contains")
        selector.note = try word(table["note"], "note", Note.allCases.map(\.id)) { Note(id: $0) }
        selector.isEncrypted = try table.flag("encrypted")
    }

    mutating func selectors(_ node: Node) throws(LessonError) -> [Selector] {
        var selectors: [Selector] = []
        for one in yaml.list(node) { selectors.append(try selector(one)) }
        return selectors
    }

    // MARK: Letters

    mutating func letter(_ node: Node) throws(LessonError) -> LetterReference {
        try count(node)
        let kinds = ["maildrop", "reader", "queue", "message"]
        let table = try yaml.table(node, of: "A letter", keys: kinds + ["nth"])
        let present = kinds.filter { table[$0] != nil }
        guard present.count == 1, let kind = present.first, let place = table[kind] else {
            throw yaml.error(
                node, .expected(what: "one of \(kinds.joined(separator: ", "))", found: "\(present.count) of them"))
        }
        let owner = kind == "message" ? "" : try yaml.text(place, "whose it is").lowercased()
        let meant: LetterReference.Place =
            switch kind {
            case "maildrop": .maildrop(owner)
            case "reader": .reader(owner)
            case "queue": .queue(owner)
            default: .message(try messages(place))
            }
        return LetterReference(place: meant, nth: try nth(table["nth"]) ?? .last)
    }

    /// `push`, `pull`, `all`, or keys.
    func messages(_ node: Node) throws(LessonError) -> MessageFilter {
        var filter = MessageFilter()
        if case .scalar = node {
            filter.move = try move(node)
            return filter
        }
        let table = try yaml.table(
            node, of: "Messages", keys: ["move", "from", "to", "outcome", "connection", "protocol", "client", "server"])
        filter.move = try move(table["move"])
        filter.from = try table.optionalText("from")?.lowercased()
        filter.to = try table.optionalText("to")?.lowercased()
        filter.outcome = try word(
            table["outcome"], "outcome", ["accepted", "refused", "fetched", "unanswered"]
        ) { $0 }
        if let connection = table["connection"] { filter.connection = try self.connection(connection) }
        let parties = try parties(table)
        filter.connection.family = parties.family ?? filter.connection.family
        filter.connection.client = parties.client ?? filter.connection.client
        filter.connection.server = parties.server ?? filter.connection.server
        return filter
    }

    private func move(_ node: Node?) throws(LessonError) -> Move? {
        guard let word = try word(node, "move", ["push", "pull", "all"], { $0 }) else { return nil }
        return Move(rawValue: word)
    }
}
