import MailProtocols
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
        let root = try ScenarioReader.compose(yaml, file: file)
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
struct ScenarioReader {
    var file: String
    /// Servers behave so where nothing else is written.
    var usual = Scenario.Service()

    static func compose(_ yaml: String, file: String) throws(ScenarioError) -> Node {
        let root: Node?
        do {
            // Scalars stay words: what YAML takes for numbers and dates is dear to look for, and of no use here.
            root = try Yams.compose(yaml: yaml, .basic)
        } catch {
            throw ScenarioError(yamlError: error, file: file)
        }
        guard let root else {
            throw ScenarioError(file: file, line: 0, problem: .expected(what: "a scenario", found: "an empty file"))
        }
        return root
    }

    func scenario(_ node: Node) throws(ScenarioError) -> Scenario {
        let table = try ScenarioTable(
            node, of: "A scenario",
            keys: ["name", "summary", "seed", "start", "step-by-step", "domains", "letters", "readers", "faults"], file)
        let seed = try table.optionalText("seed").map { text throws(ScenarioError) in
            try table.parsed("seed", text, "a number from 0 to 18446744073709551615") { UInt64($0) }
        }
        let start = try table.optionalText("start").map { text throws(ScenarioError) in
            try table.parsed("start", text, "a time like 2026-01-05T09:00:00Z") { LetterTime.nanoseconds(of: $0) }
        }
        var scenario = Scenario(
            name: try table.text("name"), summary: try table.optionalText("summary") ?? "", seed: seed ?? 1,
            start: start ?? Scenario.usualStart, domains: [], letters: [], visits: [])
        var reader = self
        if try table.optionalFlag("step-by-step") == true {
            reader.usual.pipelines = false
            reader.usual.chunks = false
        }
        for node in try table.list("domains") {
            let domain = try reader.domain(node)
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
        for node in try table.list("faults") { scenario.faults.append(try fault(node, in: scenario)) }
        return scenario
    }

    private func letter(_ node: Node, in scenario: Scenario) throws(ScenarioError) -> Scenario.Letter {
        let table = try ScenarioTable(
            node, of: "A letter",
            keys: [
                "from", "to", "cc", "subject", "text", "id", "mail-from", "raw", "at", "notify", "envelope-id",
                "returns",
            ], file)
        let from = try table.text("from")
        guard scenario.resident(from) != nil else { throw stranger(from, table.node("from"), scenario) }
        let to = try addresses("to", of: table)
        guard !to.isEmpty else { throw problem(node, .missingKey("to", of: "A letter")) }
        let oneLine = "one line of text without control characters"
        let subject = try table.parsed("subject", try table.optionalText("subject") ?? "", oneLine) {
            $0.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F } ? $0 : nil
        }
        let id = try table.optionalText("id").map { text throws(ScenarioError) in
            try table.parsed("id", text, "a Message-ID like <1@south.example>") {
                $0.hasPrefix("<") && $0.hasSuffix(">") && $0.utf8.allSatisfy { (0x21...0x7E).contains($0) } ? $0 : nil
            }
        }
        var letter = Scenario.Letter(
            from: from, to: to, cc: try addresses("cc", of: table), subject: subject,
            text: try table.optionalText("text") ?? "", id: id)
        letter.envelopeFrom = try table.optionalText("mail-from").map { text throws(ScenarioError) in
            try table.parsed("mail-from", text, "an address, or nothing for the null reverse-path") {
                $0.isEmpty || isAddress($0) ? $0 : nil
            }
        }
        letter.raw = try table.optionalText("raw")
        letter.at = try table.optionalSpan("at")
        letter.notices.envelopeID = try table.optionalText("envelope-id").map { text throws(ScenarioError) in
            try table.parsed("envelope-id", text, "an id of up to 100 visible ASCII characters") {
                !$0.isEmpty && $0.utf8.count <= 100 && $0.utf8.allSatisfy { (0x21...0x7E).contains($0) } ? $0 : nil
            }
        }
        letter.notices.returnsFullMessage = try table.optionalText("returns").map { text throws(ScenarioError) in
            try table.parsed("returns", text, "full or header") { ["full": true, "header": false][$0] }
        }
        letter.notify = try table.optionalText("notify").map { text throws(ScenarioError) in
            try table.parsed("notify", text, "never, or words out of success,failure,delay") {
                [SMTPParameter("NOTIFY", $0.replacing(" ", with: ""))].notify
            }
        }
        return letter
    }

    private func visit(_ node: Node, in scenario: Scenario) throws(ScenarioError) -> Scenario.Visit {
        let table = try ScenarioTable(node, of: "A reader", keys: ["user", "device", "leave", "after", "at"], file)
        let user = try table.text("user")
        guard scenario.resident(user) != nil else { throw stranger(user, table.node("user"), scenario) }
        let leave: Scenario.Visit.Leave? = try table.optionalWord("leave", as: "way to leave a letter")
        let count = scenario.letters.count
        let after = try table.parsed(
            "after", try table.optionalText("after") ?? String(count), "a number of letters from 0 to \(count)"
        ) { text in Int(text).flatMap { (0...count).contains($0) ? $0 : nil } }
        let device = try table.optionalText("device").map { text throws(ScenarioError) in
            try table.parsed("device", text, "a name like phone, of letters, digits and hyphens") {
                Self.isPlainName($0) ? $0 : nil
            }
        }
        return Scenario.Visit(
            user: user, leave: leave ?? .keep, device: device, afterLetters: after, at: try table.optionalSpan("at"))
    }

    func addresses(_ key: String, of table: ScenarioTable) throws(ScenarioError) -> [String] {
        var addresses: [String] = []
        for node in try table.list(key) {
            guard case .scalar(let scalar) = node, isAddress(scalar.string) else {
                throw problem(node, .expected(what: "an address like bob@north.example", found: words(for: node)))
            }
            addresses.append(scalar.string)
        }
        return addresses
    }

    private func stranger(_ address: String, _ node: Node?, _ scenario: Scenario) -> ScenarioError {
        let known = scenario.domains.flatMap { domain in domain.users.map { "\($0.name)@\(domain.name)" } }
        return ScenarioError(
            file: file, line: node?.mark?.line ?? 0,
            problem: .unknownResident(address, didYouMean: nearest(to: address, among: known)))
    }

    func problem(_ node: Node, _ problem: ScenarioError.Problem) -> ScenarioError {
        ScenarioError(file: file, line: node.mark?.line ?? 0, problem: problem)
    }

    /// An address that SMTP can carry between angle brackets without quoting.
    func isAddress(_ text: String) -> Bool {
        guard text.utf8.count <= 254, let (_, domain) = splitAddress(text),
            ScenarioTable.isHostName(domain) || domain.hasPrefix("[") && domain.hasSuffix("]")
        else { return false }
        return text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">") }
    }
}
