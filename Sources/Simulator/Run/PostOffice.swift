package import Dialogue
import MailProtocols
import NIOCore

/// All stations of a scenario, with their sockets open and their folders on disk.
package struct PostOffice: Sendable {
    package let scenario: Scenario
    /// What lies on disk: queues, maildrops, the readers' own letters.
    package let folder: String
    package let tap: WireTap
    package let directory: Directory
    /// By the order of the scenario's domains and their exchangers.
    let transferAgents: [MailTransferAgent]
    let accessAgents: [MailAccessAgent]
    let senders: [String: SenderClient]
    let readers: [String: ReceiverClient]
    let maildrops: MaildropRoom

    /// Opens the sockets; nobody is served until ``open(relaysAtOnce:)``.
    ///
    /// - Parameters:
    ///   - folder: Created where it is missing; letters of an earlier run stay.
    ///   - plan: Where the SMTP servers listen, by host.
    ///   - popPlan: Where the POP3 servers listen, by host.
    ///   - patience: So long any station waits for the other side.
    package static func build(
        _ scenario: Scenario, folder: String, tap: WireTap, patience: Int64 = 300,
        plan: (String) -> DoorPlan, popPlan: (String) -> DoorPlan
    ) async throws -> PostOffice {
        var builder = Builder(scenario: scenario, folder: folder, tap: tap, patience: .seconds(patience))
        do {
            try await builder.build(plan: plan, popPlan: popPlan)
        } catch {
            await builder.tearDown()
            throw error
        }
        for agent in builder.transferAgents { await agent.learn(builder.directory) }
        return PostOffice(
            scenario: scenario, folder: folder, tap: tap, directory: builder.directory,
            transferAgents: builder.transferAgents, accessAgents: builder.accessAgents, senders: builder.senders,
            readers: builder.readers, maildrops: builder.maildrops)
    }

    /// Serves whoever comes.
    ///
    /// - Parameter relaysAtOnce: MTAs hand letters on as soon as the connection that brought them has ended.
    package func open(relaysAtOnce: Bool) async {
        for agent in transferAgents { await agent.open(relaysAtOnce: relaysAtOnce) }
        for agent in accessAgents { await agent.open() }
    }

    /// Closes every socket, listening or connected. The folders stay.
    package func close() async {
        for agent in transferAgents { await agent.close() }
        for agent in accessAgents { await agent.close() }
    }

    /// Waits until no connection is under way.
    package func settle() async {
        for agent in transferAgents { await agent.settle() }
        for agent in accessAgents { await agent.settle() }
    }

    package func transferAgent(at host: String) -> MailTransferAgent? {
        transferAgents.first { $0.policy.host == host }
    }
    package func accessAgent(at host: String) -> MailAccessAgent? { accessAgents.first { $0.site.host == host } }

    /// The MTA that a person's mail program talks to: the best of the domain.
    package func submissionHost(of address: String) -> Directory.Host? {
        guard let resident = scenario.resident(address), let host = resident.domain.exchangers.first?.host else {
            return nil
        }
        return directory.host(named: host)
    }

    package func popHost(of address: String) -> Directory.Host? {
        scenario.resident(address).flatMap { directory.host(named: $0.domain.popHost) }
    }

    /// A maildrop's letters, oldest first.
    package func letters(in maildrop: String) async throws -> [[UInt8]] {
        let maildrops = maildrops
        return try await Disk.onThread {
            let maildir = try maildrops.maildir(of: maildrop.lowercased())
            return try maildir.letters().map { try maildir.read($0) }
        }
    }
}

/// Where everything stands, decided in the order of the scenario, so that every run decides alike.
private struct Builder {
    let scenario: Scenario
    let folder: String
    let tap: WireTap
    let patience: TimeAmount
    let outages: FaultBook
    let maildrops: MaildropRoom
    var directory: Directory
    var transferAgents: [MailTransferAgent] = []
    var accessAgents: [MailAccessAgent] = []
    var senders: [String: SenderClient] = [:]
    var readers: [String: ReceiverClient] = [:]
    private var sites = 0

    init(scenario: Scenario, folder: String, tap: WireTap, patience: TimeAmount) {
        self.scenario = scenario
        self.folder = folder
        self.tap = tap
        self.patience = patience
        maildrops = MaildropRoom(folder: "\(folder)/maildrops")
        outages = FaultBook(scenario.faults, start: scenario.start)
        directory = Directory(scenario)
    }

    mutating func build(plan: (String) -> DoorPlan, popPlan: (String) -> DoorPlan) async throws {
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
                let site = site(exchanger.host, "\(network).\(25 + number % 80)", domain.service)
                try await addTransferAgent(
                    site, of: domain, relays: sending.contains(domain.name), plan(exchanger.host))
            }
            if let external = domain.externalPOP {
                let shown = Endpoint(address: "\(network).110", port: MailPorts.pop3)
                directory.add(.init(name: domain.popHost, shown: shown, actual: external))
            } else if directory.host(named: domain.popHost) == nil {
                try await addAccessAgent(
                    site(domain.popHost, "\(network).110", domain.service), domain, popPlan(domain.popHost))
            }
            for (number, user) in domain.users.enumerated() {
                let shown = "\(network).\(number < 15 ? 10 + number : 120 + number)"
                try addPeople(user, of: domain, site("\(user.name).\(domain.name)", shown))
            }
        }
    }

    func tearDown() async {
        for agent in transferAgents { await agent.close() }
        for agent in accessAgents { await agent.close() }
    }

    /// What a server does wrong, or lacks, all the time.
    private func habits(of service: Scenario.Service?, _ host: String) -> [Fault] {
        guard let service else { return [] }
        var habits = service.without.map {
            Fault(
                station: host, side: .server, times: nil, place: .during(from: 0, until: .max), act: .strip($0))
        }
        if service.quirks.contains(.resetAnsweredTwice) {
            habits.append(
                Fault(station: host, side: .server, times: nil, place: .before("RSET", occurrence: 0), act: .twice))
        }
        return habits
    }

    private mutating func site(_ host: String, _ shown: String, _ service: Scenario.Service? = nil) -> StationSite {
        sites += 1
        var site = StationSite(host: host, shownAddress: shown, address: "127.0.0.\(1 + sites % 250)", tap: tap)
        site.patience = patience
        site.nonceSeed = scenario.seed
        site.outages = outages
        // A person's faults bear his address, his machine is called by both its parts.
        let own = scenario.faults.filter { $0.station == host || $0.station.replacing("@", with: ".") == host }
        let faults = own + habits(of: service, host)
        if !faults.isEmpty { site.faults = FaultBook(faults, start: scenario.start) }
        site.quirks = service?.quirks ?? []
        return site
    }

    private mutating func addTransferAgent(
        _ site: StationSite, of domain: Scenario.Domain, relays: Bool, _ plan: DoorPlan
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
        let doorway = try await Doorway.open(host: site.host, address: site.address, port: MailPorts.smtp, plan: plan)
        let agent = try MailTransferAgent(
            .init(
                policy: policy, residents: residents, service: service,
                folder: "\(folder)/queues/\(safeFolderName(site.host))", maildrops: maildrops, seed: scenario.seed),
            site: site, doorway: doorway, directory: directory)
        transferAgents.append(agent)
        let shown = Endpoint(address: site.shownAddress, port: MailPorts.smtp)
        directory.add(.init(name: site.host, shown: shown, actual: doorway.endpoint))
    }

    private mutating func addAccessAgent(
        _ site: StationSite, _ domain: Scenario.Domain, _ plan: DoorPlan
    ) async throws {
        let doorway = try await Doorway.open(host: site.host, address: site.address, port: MailPorts.pop3, plan: plan)
        var passwords: [String: Credential] = [:]
        for domain in scenario.domains where domain.popHost == site.host {
            for user in domain.users { passwords["\(user.name)@\(domain.name)"] = Credential(user.password) }
        }
        let nonces = Nonces(seed: scenario.seed, purpose: "salts of \(site.host)")
        let (name, keys) = (domain.name, passwords)
        let accounts = try await Disk.onThread {
            AccountBook(domain: name, passwords: keys, keepsClear: false, nonces: nonces)
        }
        var policy = POP3Policy(host: site.host)
        policy.mechanisms = accounts.mechanisms
        var popSite = site
        // RFC 1939 section 3: ten minutes where an SMTP server waits five.
        popSite.patience = patience * 2
        accessAgents.append(
            MailAccessAgent(policy: policy, site: popSite, doorway: doorway, maildrops: maildrops, accounts: accounts))
        let shown = Endpoint(address: site.shownAddress, port: MailPorts.pop3)
        directory.add(.init(name: site.host, shown: shown, actual: doorway.endpoint))
    }

    private mutating func addPeople(_ user: Scenario.User, of domain: Scenario.Domain, _ site: StationSite) throws {
        let owner = "\(user.name)@\(domain.name)"
        var drafts: [SenderClient.Draft] = []
        for (number, letter) in scenario.letters.enumerated() where letter.from.lowercased() == owner {
            var random = SeededRandom(seed: scenario.seed, purpose: "letter \(number)")
            let id = letter.id ?? "<\(random.token(length: 12))@\(domain.name)>"
            drafts.append(.init(number: number, letter: letter, id: id))
        }
        if !drafts.isEmpty { senders[owner] = SenderClient(owner: owner, site: site, outbox: drafts) }
        for visit in scenario.visits where visit.user.lowercased() == owner && readers[visit.reader] == nil {
            readers[visit.reader] = try ReceiverClient(
                owner: visit.reader, user: user.name, password: Credential(user.password), site: site,
                folder: "\(folder)/readers/\(safeFolderName(visit.reader))")
        }
    }
}

extension PostOffice {
    /// Where every letter is now.
    package func state(afterConnection connection: Int) async throws -> StateRecord {
        var stores: [StateRecord.Store] = []
        for sender in senders.values.sorted(by: { $0.owner < $1.owner }) {
            stores.append(.init(kind: "outbox", owner: sender.owner, letters: await sender.outbox.map(\.id)))
        }
        for agent in transferAgents {
            let letters = try await agent.queued().map { TraceFields.label(of: $0.content) }
            if agent.policy.relays || !letters.isEmpty {
                stores.append(.init(kind: "queue", owner: agent.policy.host, letters: letters))
            }
        }
        for domain in scenario.domains {
            for user in domain.users {
                let owner = "\(user.name)@\(domain.name)"
                let letters = try await letters(in: owner).map(TraceFields.label)
                // Empty maildrops of people who only write would be noise.
                if readers.keys.contains(where: { $0 == owner || $0.hasPrefix("\(owner) ") }) || !letters.isEmpty
                    || senders[owner] == nil
                {
                    stores.append(.init(kind: "maildrop", owner: owner, letters: letters))
                }
            }
        }
        for reader in readers.values.sorted(by: { $0.owner < $1.owner }) {
            stores.append(
                .init(kind: "reader", owner: reader.owner, letters: try await reader.letters().map(TraceFields.label)))
        }
        return StateRecord(
            time: await tap.now, afterConnection: Int32(truncatingIfNeeded: connection), stores: stores)
    }
}
