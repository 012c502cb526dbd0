import MailProtocols
import Yams

extension Fault {
    /// Reads a fault as it stands in a scenario, but without its station: `{before: CONTENT, do: cut}`.
    ///
    /// - Parameters:
    ///   - station: Where it happens.
    ///   - file: What errors call the text.
    package init(yaml: String, at station: String, file: String) throws(ScenarioError) {
        let node = try ScenarioReader.compose(yaml, file: file)
        self = try ScenarioReader(file: file).fault(node, stations: [station], usual: station)
    }
}

extension ScenarioReader {
    private enum Deed: String, CaseIterable {
        case cut, silence, say, twice, segments, coalesce, strip, inject
        case refuseCalls = "refuse-calls"
        case ignoreCalls = "ignore-calls"
    }

    func fault(_ node: Node, in scenario: Scenario) throws(ScenarioError) -> Fault {
        let stations = scenario.domains.flatMap { domain in
            domain.exchangers.map(\.host) + [domain.popHost] + domain.users.map { "\($0.name)@\(domain.name)" }
        }
        return try fault(node, stations: stations)
    }

    /// - Parameter usual: The station of a fault that names none.
    func fault(_ node: Node, stations: [String], usual: String? = nil) throws(ScenarioError) -> Fault {
        let table = try ScenarioTable(
            node, of: "A fault",
            keys: [
                "station", "side", "connection", "times", "before", "after", "occurrence", "octet", "from", "until",
                "do",
                "text", "for", "octets", "word",
            ], file)
        let station: String
        if let usual { station = usual } else { station = try table.text("station").lowercased() }
        guard stations.contains(station) else {
            throw ScenarioError(
                file: file, line: table.node("station")?.mark?.line ?? 0,
                problem: .unknownWord(
                    station, for: "station of this scenario", didYouMean: nearest(to: station, among: stations),
                    known: stations))
        }
        guard let deed: Deed = try table.optionalWord("do", as: "fault") else {
            throw problem(node, .missingKey("do", of: "A fault"))
        }
        let act = try act(deed, table, node)
        let place = try place(act, table, node)
        let side: Side? = try table.optionalText("side").map { text throws(ScenarioError) in
            try table.parsed("side", text, "server or client") { text in Side.allCases.first { $0.name == text } }
        }
        var fault = Fault(
            station: station, side: side ?? (station.contains("@") ? .client : .server),
            connection: try table.optionalNumber("connection", 1...1_000_000), place: place, act: act)
        let lasts = if case .during = place { true } else { false }
        let times = try table.optionalText("times")
        fault.times =
            times == "always" || times == nil && lasts ? nil : try table.optionalNumber("times", 1...1_000_000) ?? 1
        return fault
    }

    private func act(_ deed: Deed, _ table: ScenarioTable, _ node: Node) throws(ScenarioError) -> Fault.Act {
        switch deed {
        case .cut: return .cut
        case .twice: return .twice
        case .coalesce: return .coalesce
        case .refuseCalls: return .refuseCalls
        case .ignoreCalls: return .ignoreCalls
        case .say:
            return .say(try words(table))
        case .inject: return .inject(try words(table))
        case .strip: return .strip(try table.text("word").uppercased())
        case .segments: return .segments(try table.optionalNumber("octets", 1...65_536) ?? 1)
        case .silence:
            guard let span = try table.optionalSpan("for") else {
                throw problem(node, .missingKey("for", of: "Silence"))
            }
            return .silence(span)
        }
    }

    private func words(_ table: ScenarioTable) throws(ScenarioError) -> String {
        try table.parsed("text", try table.text("text"), "words to say, in one or more lines") {
            $0.utf8.count <= 4_096 ? $0 : nil
        }
    }

    private func place(_ act: Fault.Act, _ table: ScenarioTable, _ node: Node) throws(ScenarioError) -> Fault.Place {
        let occurrence = try table.optionalNumber("occurrence", 1...1_000_000) ?? 1
        if let word = try table.optionalText("before") { return .before(word.uppercased(), occurrence: occurrence) }
        if let word = try table.optionalText("after") { return .after(word.uppercased(), occurrence: occurrence) }
        if let octet = try table.optionalNumber("octet", 0...1 << 40) { return .octet(octet) }
        let from = try table.optionalSpan("from")
        let until = try table.optionalSpan("until")
        switch act {
        case .cut, .silence, .say, .twice, .inject:
            guard from != nil || until != nil else {
                throw problem(node, .expected(what: "one of before, after and octet", found: "no place for the fault"))
            }
        default: break
        }
        return .during(from: from ?? 0, until: until ?? .max)
    }
}
