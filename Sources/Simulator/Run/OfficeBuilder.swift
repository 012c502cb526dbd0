import Dialogue
import MailProtocols
import NIOCore

/// Where everything stands, decided in the order of the scenario, so that every run decides alike.
struct OfficeBuilder {
    let scenario: Scenario
    let folder: String
    let tap: WireTap
    let patience: TimeAmount
    let safe: OfficeSecurity
    let outages: FaultBook
    let maildrops: MaildropRoom
    var directory: Directory
    var transferAgents: [MailTransferAgent] = []
    var accessAgents: [MailAccessAgent] = []
    var senders: [String: SenderClient] = [:]
    var readers: [String: ReceiverClient] = [:]
    private let closing: ClosingTime?
    private var sites = 0

    init(
        scenario: Scenario, folder: String, tap: WireTap, patience: TimeAmount, safe: OfficeSecurity,
        closing: ClosingTime?
    ) {
        self.closing = closing
        self.scenario = scenario
        self.folder = folder
        self.tap = tap
        self.patience = patience
        self.safe = safe
        maildrops = MaildropRoom(folder: "\(folder)/maildrops")
        outages = FaultBook(scenario.faults, start: scenario.start)
        directory = Directory(scenario)
    }

    /// - Parameter plan: Where a host listens for the service of this port.
    mutating func build(plan: (_ host: String, _ port: UInt16) -> DoorPlan) async throws {
        let sending = Set(scenario.letters.compactMap { splitAddress($0.from)?.domain })
        for (index, domain) in scenario.domains.enumerated() {
            let network = Scenario.networks[index % Scenario.networks.count]
            for (number, exchanger) in domain.exchangers.enumerated() where directory.host(named: exchanger.host) == nil
            {
                if let external = exchanger.external {
                    let shown = Endpoint(address: "\(network).\(25 + number % 80)", port: MailPorts.smtp)
                    directory.add(.init(name: exchanger.host, shown: shown, actual: external))
                    continue
                }
                var site = site(exchanger.host, "\(network).\(25 + number % 80)", domain.service)
                site.tls = try safe.material(forServersOf: domain)
                try await addTransferAgent(
                    site, of: domain, relays: sending.contains(domain.name), plan)
            }
            // Where a domain's mail comes in and is fetched at one host, that host has one address.
            let exchanger = directory.host(named: domain.popHost)
            let popAddress = exchanger?.shown.address ?? "\(network).110"
            if let external = domain.externalPOP {
                let shown = Endpoint(address: popAddress, port: MailPorts.pop3)
                directory.add(popHost: .init(name: domain.popHost, shown: shown, actual: external))
            } else if directory.popHost(named: domain.popHost) == nil {
                var site = site(domain.popHost, popAddress, domain.service)
                if let exchanger, exchanger.actual.address.hasPrefix("127.") { site.address = exchanger.actual.address }
                site.tls = try safe.material(forServersOf: domain)
                try await addAccessAgent(site, domain, plan)
            }
            for (number, user) in domain.users.enumerated() {
                let shown = "\(network).\(number < 15 ? 10 + number : 120 + number)"
                var site = site("\(user.name).\(domain.name)", shown)
                site.tls = try safe.material(forProgramOf: user)
                try addPeople(user, of: domain, site)
            }
        }
    }

    func tearDown() async {
        for agent in transferAgents { await agent.close() }
        for agent in accessAgents { await agent.close() }
    }

    private mutating func site(_ host: String, _ shown: String, _ service: Scenario.Service? = nil) -> StationSite {
        sites += 1
        var site = StationSite(host: host, shownAddress: shown, address: "127.0.0.\(1 + sites % 250)", tap: tap)
        site.patience = patience
        // Real clients must not meet challenges that can be foretold.
        site.nonceSeed = tap.isVirtual ? scenario.seed : nil
        site.closing = closing
        site.outages = outages
        // A person's faults bear his address, his machine is called by both its parts.
        let own = scenario.faults.filter { $0.station == host || $0.station.replacing("@", with: ".") == host }
        let faults = own + (service.map { Fault.habits(of: host, lacking: $0.without, $0.quirks) } ?? [])
        if !faults.isEmpty { site.faults = FaultBook(faults, start: scenario.start) }
        site.quirks = service?.quirks ?? []
        return site
    }

    private mutating func addTransferAgent(
        _ site: StationSite, of domain: Scenario.Domain, relays: Bool, _ plan: (String, UInt16) -> DoorPlan
    ) async throws {
        var own: [Scenario.Domain] = []
        var backups: Set<String> = []
        for domain in scenario.domains {
            guard let record = domain.exchangers.first(where: { $0.host == site.host }) else { continue }
            if record.isBackup { backups.insert(domain.name) } else { own.append(domain) }
        }
        let residents = Residents(domains: own, literal: site.shownAddress)
        var policy = SMTPPolicy(host: site.host, localUsers: residents.names, relays: relays)
        policy.openDomains = residents.openDomains
        policy.backupDomains = backups
        let service = domain.service
        if let limit = service.recipientLimit { policy.limits.recipients = limit }
        if let limit = service.messageLimit { policy.limits.message = limit }
        if let limit = service.hopLimit { policy.limits.hops = limit }
        policy.requiresTLS = service.tls == .required
        policy.lacks = Set(service.without)
        var accounts: AccountBook?
        if service.login != .none {
            let book = try await self.accounts(own, keepsClear: service.keepsClear, of: site.host)
            policy.login = .init(
                mechanisms: book.mechanisms, secretsNeedTLS: service.secretsNeedTLS,
                isRequired: service.login == .required)
            accounts = book
        }
        let doors = try await doors(of: site, MailPorts.smtp, MailPorts.smtps, plan)
        let agent = try MailTransferAgent(
            .init(
                policy: policy, residents: residents, accounts: accounts, service: service,
                folder: "\(folder)/queues/\(safeFolderName(site.host))", maildrops: maildrops, seed: scenario.seed),
            site: site, doorway: doors.plain, sealedDoorway: doors.sealed, directory: directory)
        transferAgents.append(agent)
        directory.add(Self.host(site, MailPorts.smtp, doors.plain, MailPorts.smtps, doors.sealed))
    }

    /// The door that begins in the clear, and the one where TLS begins with the first octet, where the host speaks TLS.
    private func doors(
        of site: StationSite, _ port: UInt16, _ sealedPort: UInt16, _ plan: (String, UInt16) -> DoorPlan
    ) async throws -> (plain: Doorway, sealed: Doorway?) {
        let plain = try await Doorway.open(
            host: site.host, address: site.address, port: port, plan: plan(site.host, port))
        guard site.tls?.hasIdentity == true else { return (plain, nil) }
        let sealed = try await Doorway.open(
            host: site.host, address: site.address, port: sealedPort, plan: plan(site.host, sealedPort),
            isSealed: true)
        return (plain, sealed)
    }

    private static func host(
        _ site: StationSite, _ port: UInt16, _ plain: Doorway, _ sealedPort: UInt16, _ sealed: Doorway?
    ) -> Directory.Host {
        var host = Directory.Host(
            name: site.host, shown: Endpoint(address: site.shownAddress, port: port), actual: plain.endpoint)
        host.sealed = sealed.map { (Endpoint(address: site.shownAddress, port: sealedPort), $0.endpoint) }
        return host
    }

    /// The accounts of all who live in these domains.
    private func accounts(
        _ domains: [Scenario.Domain], keepsClear: Bool, of host: String
    ) async throws -> AccountBook {
        var passwords: [String: Credential] = [:]
        for domain in domains {
            for user in domain.users { passwords["\(user.name)@\(domain.name)"] = Credential(user.password) }
        }
        let nonces = Nonces(seed: scenario.seed, purpose: "salts of \(host)")
        let (name, keys) = (domains.first?.name ?? host, passwords)
        return try await Disk.onThread {
            AccountBook(domain: name, passwords: keys, keepsClear: keepsClear, nonces: nonces)
        }
    }

    private mutating func addAccessAgent(
        _ site: StationSite, _ domain: Scenario.Domain, _ plan: (String, UInt16) -> DoorPlan
    ) async throws {
        let service = domain.service
        let doors = try await doors(of: site, MailPorts.pop3, MailPorts.pop3s, plan)
        let domains = [domain] + scenario.domains.filter { $0.popHost == site.host && $0.name != domain.name }
        let accounts = try await accounts(domains, keepsClear: service.keepsClear, of: site.host)
        var policy = POP3Policy(host: site.host)
        policy.mechanisms = accounts.mechanisms
        policy.offersAPOP = service.keepsClear
        policy.secretsNeedTLS = service.secretsNeedTLS
        policy.loginDelay = service.loginDelay
        policy.expiry = service.expiry
        var popSite = site
        // RFC 1939 section 3: ten minutes where an SMTP server waits five.
        popSite.patience = patience * 2
        accessAgents.append(
            MailAccessAgent(
                policy: policy, site: popSite, doorway: doors.plain, maildrops: maildrops, accounts: accounts,
                sealedDoorway: doors.sealed))
        directory.add(popHost: Self.host(site, MailPorts.pop3, doors.plain, MailPorts.pop3s, doors.sealed))
    }

    private mutating func addPeople(_ user: Scenario.User, of domain: Scenario.Domain, _ site: StationSite) throws {
        let owner = "\(user.name)@\(domain.name)"
        var drafts: [SenderClient.Draft] = []
        for (number, letter) in scenario.letters.enumerated() where letter.from.lowercased() == owner {
            var random = SeededRandom(seed: scenario.seed, purpose: "letter \(number)")
            let id = letter.id ?? "<\(random.token(length: 12))@\(domain.name)>"
            drafts.append(.init(number: number, letter: letter, id: id))
        }
        if !drafts.isEmpty {
            senders[owner] = SenderClient(owner: owner, site: site, outbox: drafts, settings: user.submission)
        }
        for visit in scenario.visits where visit.user.lowercased() == owner && readers[visit.reader] == nil {
            readers[visit.reader] = try ReceiverClient(
                owner: visit.reader, user: user.name, password: Credential(user.password), site: site,
                folder: "\(folder)/readers/\(safeFolderName(visit.reader))", settings: user.collection)
        }
    }
}
