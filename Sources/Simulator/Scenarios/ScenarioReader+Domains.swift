import Dialogue
import Packets
import Yams

extension ScenarioReader {
    func domain(_ node: Node) throws(ScenarioError) -> Scenario.Domain {
        let table = try ScenarioTable(
            node, of: "A domain", keys: ["name", "mx", "pop", "users", "aliases", "catch-all", "service"], file)
        let name = try table.hostName("name")
        var domain = Scenario.Domain(name: name, exchangers: [], popHost: "pop.\(name)", users: [])
        domain.service = usual
        if let pop = table.node("pop"), case .mapping = pop {
            let server = try ScenarioTable(pop, of: "A POP3 server", keys: ["host", "external"], file)
            domain.popHost = try server.hostName("host")
            domain.externalPOP = try external(server)
        } else if let host = try table.optionalHostName("pop") {
            domain.popHost = host
        }
        switch try table.oneWord("mx") {
        case "none": domain.way = .nullMX
        case "address":
            domain.way = .address
            domain.exchangers = [.init(preference: 0, host: name)]
        default: domain.exchangers = try exchangers(table, of: name)
        }
        for node in try table.list("users") {
            let user = try self.user(node)
            guard domain.user(named: user.name) == nil else { throw problem(node, .twice("The user \(user.name)")) }
            domain.users.append(user)
        }
        guard domain.users.count <= Scenario.userLimit else {
            throw problem(node, .tooMany("users", limit: Scenario.userLimit))
        }
        for node in try table.list("aliases") {
            let alias = try ScenarioTable(node, of: "An alias", keys: ["name", "to"], file)
            let aliasName = try localPart("name", of: alias)
            let targets = try addresses("to", of: alias).map { $0.lowercased() }
            guard !targets.isEmpty else { throw problem(node, .missingKey("to", of: "An alias")) }
            guard domain.user(named: aliasName) == nil, !domain.aliases.contains(where: { $0.name == aliasName }) else {
                throw problem(node, .twice("The name \(aliasName)"))
            }
            domain.aliases.append(.init(name: aliasName, targets: targets))
        }
        domain.catchAll = try addresses("catch-all", of: table).first?.lowercased()
        if let service = table.node("service") { domain.service = try self.service(service) }
        return domain
    }

    private func exchangers(_ table: ScenarioTable, of domain: String) throws(ScenarioError) -> [Scenario.Exchanger] {
        var exchangers: [Scenario.Exchanger] = []
        for (index, node) in try table.list("mx").enumerated() {
            if case .scalar(let scalar) = node {
                exchangers.append(.init(preference: 10 * (index + 1), host: try host(scalar.string, at: node)))
                continue
            }
            let record = try ScenarioTable(
                node, of: "An MX record", keys: ["host", "preference", "backup", "external"], file)
            let preference = try record.parsed(
                "preference", try record.text("preference"), "a number from 0 to 65535"
            ) { UInt16($0) }
            exchangers.append(
                .init(
                    preference: Int(preference), host: try record.hostName("host"),
                    isBackup: try record.optionalFlag("backup") ?? false, external: try external(record)))
        }
        if exchangers.isEmpty { exchangers = [.init(preference: 10, host: "mx.\(domain)")] }
        // A stable sort: equal preferences keep the file's order, so that runs do not differ.
        return exchangers.enumerated().sorted {
            ($0.element.preference, $0.offset) < ($1.element.preference, $1.offset)
        }.map(\.element)
    }

    /// Where a real program listens: `127.0.0.1:2526`.
    private func external(_ table: ScenarioTable) throws(ScenarioError) -> Endpoint? {
        guard let text = try table.optionalText("external") else { return nil }
        return try table.parsed("external", text, "an address and a port like 127.0.0.1:2526") { text in
            let parts = text.split(separator: ":").map(String.init)
            guard parts.count == 2, IPAddress(parts[0]) != nil, let port = UInt16(parts[1]), port > 0 else {
                return nil
            }
            return Endpoint(address: parts[0], port: port)
        }
    }

    private func user(_ node: Node) throws(ScenarioError) -> Scenario.User {
        let table = try ScenarioTable(
            node, of: "A user",
            keys: ["name", "password", "quota", "forward", "keeps-copy", "security", "login", "shows-password"], file)
        let password = try table.parsed(
            "password", try table.text("password"), "a password of printable ASCII characters, no spaces"
        ) { $0.utf8.allSatisfy { (0x21...0x7E).contains($0) } && $0.utf8.count <= 40 ? $0 : nil }
        var user = Scenario.User(name: try localPart("name", of: table), password: password)
        user.quota = try table.optionalNumber("quota", 0...1 << 40)
        user.forward = try addresses("forward", of: table).map { $0.lowercased() }
        user.keepsCopy = try table.optionalFlag("keeps-copy") ?? false
        user.security = try table.optionalWord("security", as: "way with TLS") ?? .none
        user.logins = try table.wordList("login", as: "way to log in")
        user.showsPassword = try table.optionalFlag("shows-password") ?? true
        return user
    }

    private func service(_ node: Node) throws(ScenarioError) -> Scenario.Service {
        let table = try ScenarioTable(
            node, of: "A service",
            keys: [
                "unknown-users", "greylisting", "without", "recipients", "message-size", "hops", "retry", "expires",
                "warns", "pipelining", "chunking", "converts-8bit", "quirks", "tls", "login", "clear-passwords",
                "passwords-need-tls", "relay-security", "login-delay", "expire",
            ], file)
        var service = usual
        service.unknownUsers = try table.optionalWord("unknown-users", as: "way with unknown users") ?? .refuse
        service.greylisting = try table.optionalSpan("greylisting")
        for node in try table.list("without") { service.without.append((node.string ?? "").uppercased()) }
        service.recipientLimit = try table.optionalNumber("recipients", 1...10_000)
        service.messageLimit = try table.optionalNumber("message-size", 1_000...1 << 30)
        service.hopLimit = try table.optionalNumber("hops", 1...100)
        service.pipelines = try table.optionalFlag("pipelining") ?? usual.pipelines
        service.chunks = try table.optionalFlag("chunking") ?? usual.chunks
        service.convertsEightBit = try table.optionalFlag("converts-8bit") ?? true
        service.quirks = Set(try table.wordList("quirks", as: "quirk") as [Quirk])
        try readSecurity(table, into: &service)
        var intervals: [Int64] = []
        for node in try table.list("retry") {
            guard let span = node.string.flatMap(LetterTime.span(of:)), span > 0 else {
                throw problem(node, .expected(what: "a time like 30m or 2h", found: words(for: node)))
            }
            intervals.append(span)
        }
        if !intervals.isEmpty { service.retry.intervals = intervals }
        if let expiry = try table.optionalSpan("expires") { service.retry.expiry = expiry }
        if let warning = try table.optionalSpan("warns") { service.retry.warning = warning == 0 ? nil : warning }
        return service
    }

    private func readSecurity(
        _ table: ScenarioTable, into service: inout Scenario.Service
    ) throws(ScenarioError) {
        service.tls = try table.optionalWord("tls", as: "way with TLS") ?? .none
        service.login = try table.optionalWord("login", as: "way with logins") ?? .none
        service.keepsClear = try table.optionalFlag("clear-passwords") ?? false
        service.passwordsNeedTLS = try table.optionalFlag("passwords-need-tls")
        if let text = try table.optionalText("relay-security") {
            // From MTA to MTA there is no port on which TLS begins at once.
            service.relaySecurity = try table.parsed("relay-security", text, "none, if-offered or required") { text in
                ClientSettings.Security(rawValue: text).flatMap { $0 == .implicit ? nil : $0 }
            }
        }
        service.loginDelay = Int((try table.optionalSpan("login-delay") ?? 0) / RetrySchedule.second)
        service.expiry = try table.optionalNumber("expire", 0...36_500)
    }

    private func localPart(_ key: String, of table: ScenarioTable) throws(ScenarioError) -> String {
        try table.parsed(key, try table.text(key), "a name of letters, digits, dots and hyphens") {
            Self.isPlainName($0) ? $0.lowercased() : nil
        }
    }

    private func host(_ text: String, at node: Node) throws(ScenarioError) -> String {
        guard ScenarioTable.isHostName(text) else {
            throw problem(node, .expected(what: "a host name like mx.north.example", found: "“\(text)”"))
        }
        return text.lowercased()
    }

    static func isPlainName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 40
            && text.utf8.allSatisfy { isLetterOrDigit($0) || [UInt8(ascii: "."), UInt8(ascii: "-")].contains($0) }
    }
}
