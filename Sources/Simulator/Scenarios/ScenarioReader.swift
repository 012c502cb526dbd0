import Yams

extension Scenario {
    /// Reads a scenario.
    ///
    /// - Parameters:
    ///   - yaml: The text.
    ///   - file: What errors call it.
    /// - Throws: ``ScenarioError`` with the line of the first thing that is wrong.
    package init(yaml: String, file: String) throws(ScenarioError) {
        guard yaml.utf8.count <= Self.fileLimit else {
            throw ScenarioError(file: file, line: 0, problem: .tooLarge(octets: yaml.utf8.count))
        }
        let root: Node?
        do {
            root = try Yams.compose(yaml: yaml)
        } catch {
            throw ScenarioError(yamlError: error, file: file)
        }
        guard let root else {
            throw ScenarioError(file: file, line: 0, problem: .expected(what: "a scenario", found: "an empty file"))
        }
        self = try ScenarioReader(file: file).scenario(root)
    }

    /// A shipped scenario by its name, or a file by its path. A name wins; write `./one-letter` for a file of that name.
    package init(named name: String) throws(ScenarioError) {
        if let shipped = EmbeddedScenarios.all.first(where: { $0.name == name }) {
            self = try Scenario(yaml: shipped.text, file: "\(name).yaml")
            return
        }
        do {
            let bytes = try Disk.read(name)
            self = try Scenario(yaml: String(decoding: bytes, as: UTF8.self), file: name)
        } catch let error as DiskError {
            let known = EmbeddedScenarios.all.map(\.name)
            throw ScenarioError(
                file: name, line: 0,
                problem: error.isAbsence
                    ? .noSuchScenario(name, didYouMean: nearest(to: name, among: known), known: known)
                    : .unreadable("I \(error)."))
        } catch let error as ScenarioError {
            throw error
        } catch {
            throw ScenarioError(file: name, line: 0, problem: .unreadable("\(error)"))
        }
    }
}

extension ScenarioError {
    fileprivate init(yamlError error: any Error, file: String) {
        let (line, words): (Int, String) =
            switch error {
            case YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _),
                YamlError.composer(_, let problem, let mark, _):
                (mark.line, problem)
            case YamlError.reader(let problem, _, _, _): (0, problem)
            case YamlError.duplicatedKeysInMapping(let keys, let context):
                (context.mark.line, "the key \(keys.joined(separator: ", ")) is there twice")
            default: (0, "\(error)")
            }
        self.init(file: file, line: line, problem: .notYAML(words))
    }
}

/// Walks the YAML nodes; each takes its keys by name, so that a key which nobody asked for is an error with a line.
private struct ScenarioReader {
    var file: String

    func scenario(_ node: Node) throws(ScenarioError) -> Scenario {
        let table = try Table(
            node, of: "A scenario", keys: ["name", "summary", "seed", "start", "domains", "letters", "readers"], file)
        let seed = try table.optionalText("seed").map { text throws(ScenarioError) in
            try table.parsed("seed", text, "a number from 0 to 18446744073709551615") { UInt64($0) }
        }
        let start = try table.optionalText("start").map { text throws(ScenarioError) in
            try table.parsed("start", text, "a time like 2026-01-05T09:00:00Z") { LetterTime.nanoseconds(of: $0) }
        }
        var scenario = Scenario(
            name: try table.text("name"), summary: try table.optionalText("summary") ?? "", seed: seed ?? 1,
            start: start ?? Scenario.usualStart, domains: [], letters: [], visits: [])
        for node in try table.list("domains") {
            let domain = try self.domain(node)
            guard scenario.domain(named: domain.name) == nil else {
                throw problem(node, .twice("The domain \(domain.name)"))
            }
            scenario.domains.append(domain)
        }
        guard !scenario.domains.isEmpty else { throw problem(node, .missingKey("domains", of: "A scenario")) }
        guard scenario.domains.count <= Scenario.networks.count else {
            throw problem(node, .tooMany("domains", limit: Scenario.networks.count))
        }
        for node in try table.list("letters") { scenario.letters.append(try letter(node, in: scenario)) }
        for node in try table.list("readers") { scenario.visits.append(try visit(node, in: scenario)) }
        return scenario
    }

    private func domain(_ node: Node) throws(ScenarioError) -> Scenario.Domain {
        let table = try Table(node, of: "A domain", keys: ["name", "mx", "pop", "users"], file)
        let name = try table.hostName("name")
        var exchangers: [Scenario.Exchanger] = []
        for (index, node) in try table.list("mx").enumerated() {
            if case .scalar(let scalar) = node {
                exchangers.append(.init(preference: 10 * (index + 1), host: try host(scalar.string, at: node)))
                continue
            }
            let record = try Table(node, of: "An MX record", keys: ["host", "preference"], file)
            let preference = try record.parsed(
                "preference", try record.text("preference"), "a number from 0 to 65535"
            ) { UInt16($0) }
            exchangers.append(.init(preference: Int(preference), host: try record.hostName("host")))
        }
        if exchangers.isEmpty { exchangers = [.init(preference: 10, host: "mx.\(name)")] }
        var users: [Scenario.User] = []
        for node in try table.list("users") {
            let user = try Table(node, of: "A user", keys: ["name", "password"], file)
            let userName = try user.parsed("name", try user.text("name"), "a name of letters, digits, dots and hyphens")
            {
                Self.isPlainName($0) ? $0.lowercased() : nil
            }
            guard !users.contains(where: { $0.name == userName }) else {
                throw problem(node, .twice("The user \(userName)"))
            }
            let password = try user.parsed(
                "password", try user.text("password"), "a password of printable ASCII characters, no spaces"
            ) { $0.utf8.allSatisfy { (0x21...0x7E).contains($0) } && $0.utf8.count <= 40 ? $0 : nil }
            users.append(.init(name: userName, password: password))
        }
        guard users.count <= Scenario.userLimit else {
            throw problem(node, .tooMany("users", limit: Scenario.userLimit))
        }
        // A stable sort: equal preferences keep the file's order, so that runs do not differ.
        let sorted = exchangers.enumerated().sorted {
            ($0.element.preference, $0.offset) < ($1.element.preference, $1.offset)
        }
        return Scenario.Domain(
            name: name, exchangers: sorted.map(\.element), popHost: try table.optionalHostName("pop") ?? "pop.\(name)",
            users: users)
    }

    private func letter(_ node: Node, in scenario: Scenario) throws(ScenarioError) -> Scenario.Letter {
        let table = try Table(node, of: "A letter", keys: ["from", "to", "cc", "subject", "text", "id"], file)
        let from = try table.text("from")
        guard scenario.resident(from) != nil else { throw stranger(from, table.node("from"), scenario) }
        var recipients: [String: [String]] = [:]
        for key in ["to", "cc"] {
            for node in try table.list(key) {
                guard case .scalar(let scalar) = node, isAddress(scalar.string) else {
                    throw problem(node, .expected(what: "an address like bob@north.example", found: words(for: node)))
                }
                recipients[key, default: []].append(scalar.string)
            }
        }
        guard let to = recipients["to"] else { throw problem(node, .missingKey("to", of: "A letter")) }
        let oneLine = "one line of text without control characters"
        let subject = try table.parsed("subject", try table.optionalText("subject") ?? "", oneLine) {
            $0.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F } ? $0 : nil
        }
        let id = try table.optionalText("id").map { text throws(ScenarioError) in
            try table.parsed("id", text, "a Message-ID like <1@south.example>") {
                $0.hasPrefix("<") && $0.hasSuffix(">") && $0.utf8.allSatisfy { (0x21...0x7E).contains($0) } ? $0 : nil
            }
        }
        return Scenario.Letter(
            from: from, to: to, cc: recipients["cc"] ?? [], subject: subject,
            text: try table.optionalText("text") ?? "", id: id)
    }

    private func visit(_ node: Node, in scenario: Scenario) throws(ScenarioError) -> Scenario.Visit {
        let table = try Table(node, of: "A reader", keys: ["user", "leave", "after"], file)
        let user = try table.text("user")
        guard scenario.resident(user) != nil else { throw stranger(user, table.node("user"), scenario) }
        let word = try table.optionalText("leave") ?? "keep"
        guard let leave = Scenario.Visit.Leave(rawValue: word) else {
            let known = Scenario.Visit.Leave.allCases.map(\.rawValue)
            throw problem(
                table.node("leave") ?? node,
                .unknownWord(
                    word, for: "way to leave a letter", didYouMean: nearest(to: word, among: known), known: known))
        }
        let count = scenario.letters.count
        let after = try table.parsed(
            "after", try table.optionalText("after") ?? String(count), "a number of letters from 0 to \(count)"
        ) { text in Int(text).flatMap { (0...count).contains($0) ? $0 : nil } }
        return Scenario.Visit(user: user, leave: leave, afterLetters: after)
    }

    private func stranger(_ address: String, _ node: Node?, _ scenario: Scenario) -> ScenarioError {
        let known = scenario.domains.flatMap { domain in domain.users.map { "\($0.name)@\(domain.name)" } }
        return ScenarioError(
            file: file, line: node?.mark?.line ?? 0,
            problem: .unknownResident(address, didYouMean: nearest(to: address, among: known)))
    }

    private func host(_ text: String, at node: Node) throws(ScenarioError) -> String {
        guard Table.isHostName(text) else {
            throw problem(node, .expected(what: "a host name like mx.north.example", found: "“\(text)”"))
        }
        return text.lowercased()
    }

    private func problem(_ node: Node, _ problem: ScenarioError.Problem) -> ScenarioError {
        ScenarioError(file: file, line: node.mark?.line ?? 0, problem: problem)
    }

    private static func isPlainName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 40
            && text.utf8.allSatisfy { isLetterOrDigit($0) || [UInt8(ascii: "."), UInt8(ascii: "-")].contains($0) }
    }

    /// An address that SMTP can carry between angle brackets without quoting.
    private func isAddress(_ text: String) -> Bool {
        guard text.utf8.count <= 254, let (_, domain) = splitAddress(text), Table.isHostName(domain) else {
            return false
        }
        return text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">") }
    }
}

private func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "a")...UInt8(ascii: "z"):
        true
    default: false
    }
}

private func words(for node: Node) -> String {
    switch node {
    case .scalar(let scalar): scalar.string.isEmpty ? "nothing" : "“\(scalar.string.prefix(60))”"
    case .mapping: "keys and values"
    case .sequence: "a list"
    case .alias: "an alias"
    }
}

/// One YAML mapping whose keys are known.
private struct Table {
    private let values: [String: Node]
    private let line: Int
    private let owner: String
    private let file: String

    init(_ node: Node, of owner: String, keys: [String], _ file: String) throws(ScenarioError) {
        guard case .mapping(let mapping) = node else {
            throw ScenarioError(
                file: file, line: node.mark?.line ?? 0,
                problem: .expected(what: "the keys \(keys.joined(separator: ", "))", found: words(for: node)))
        }
        var values: [String: Node] = [:]
        for (keyNode, value) in mapping {
            let key = keyNode.string ?? ""
            guard keys.contains(key) else {
                throw ScenarioError(
                    file: file, line: keyNode.mark?.line ?? 0,
                    problem: .unknownKey(key, of: owner, didYouMean: nearest(to: key, among: keys), known: keys))
            }
            values[key] = value
        }
        self.values = values
        self.line = node.mark?.line ?? 0
        self.owner = owner
        self.file = file
    }

    func node(_ key: String) -> Node? { values[key] }

    func text(_ key: String) throws(ScenarioError) -> String {
        guard let text = try optionalText(key) else {
            throw ScenarioError(file: file, line: line, problem: .missingKey(key, of: owner))
        }
        return text
    }

    func optionalText(_ key: String) throws(ScenarioError) -> String? {
        guard let node = values[key] else { return nil }
        guard case .scalar(let scalar) = node else {
            throw wrong(key, "one value for “\(key)”", words(for: node))
        }
        return scalar.string
    }

    /// The list under `key`; a single value counts as a list of one, a missing key as none.
    func list(_ key: String) throws(ScenarioError) -> [Node] {
        guard let node = values[key] else { return [] }
        switch node {
        case .sequence(let sequence): return Array(sequence)
        case .scalar(let scalar) where !scalar.string.isEmpty: return [node]
        default: throw wrong(key, "a list for “\(key)”", words(for: node))
        }
    }

    func hostName(_ key: String) throws(ScenarioError) -> String {
        try parsed(key, try text(key), "a host name like mx.north.example") {
            Self.isHostName($0) ? $0.lowercased() : nil
        }
    }

    func optionalHostName(_ key: String) throws(ScenarioError) -> String? {
        values[key] == nil ? nil : try hostName(key)
    }

    func parsed<Value>(
        _ key: String, _ text: String, _ expected: String, _ parse: (String) -> Value?
    ) throws(ScenarioError) -> Value {
        guard let value = parse(text) else { throw wrong(key, expected, "“\(text.prefix(60))”") }
        return value
    }

    private func wrong(_ key: String, _ expected: String, _ found: String) -> ScenarioError {
        ScenarioError(
            file: file, line: values[key]?.mark?.line ?? line, problem: .expected(what: expected, found: found))
    }

    /// Letters, digits, hyphens and dots, no empty label: safe as a folder name, too.
    static func isHostName(_ text: String) -> Bool {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        return text.utf8.count <= 253
            && labels.allSatisfy { label in
                !label.isEmpty && label.utf8.count <= 63 && !label.hasPrefix("-") && !label.hasSuffix("-")
                    && label.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
            }
    }
}
