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

    /// Where the servers' certificates lie as PEM, by domain.
    package let certificates: [String: String]

    /// Opens the sockets; nobody is served until ``open(relaysAtOnce:)``.
    ///
    /// - Parameters:
    ///   - folder: Created where it is missing; letters of an earlier run stay.
    ///   - patience: So long any station waits for the other side.
    ///   - keyLog: Gets the secrets of every TLS connection.
    ///   - closing: Tells sessions when the house closes.
    ///   - plan: Where a host listens for the service of a port: 25, 465, 110, 995.
    package static func build(
        _ scenario: Scenario, folder: String, tap: WireTap, patience: Int64 = 300, keyLog: KeyLogBook = KeyLogBook(),
        closing: ClosingTime? = nil, plan: (_ host: String, _ port: UInt16) -> DoorPlan
    ) async throws -> PostOffice {
        let safe = try await OfficeSecurity.make(scenario, folder: folder, keyLog: keyLog)
        var builder = OfficeBuilder(
            scenario: scenario, folder: folder, tap: tap, patience: .seconds(patience), safe: safe, closing: closing)
        do {
            try await builder.build(plan: plan)
        } catch {
            await builder.tearDown()
            throw error
        }
        for agent in builder.transferAgents { await agent.learn(builder.directory) }
        return PostOffice(
            scenario: scenario, folder: folder, tap: tap, directory: builder.directory,
            transferAgents: builder.transferAgents, accessAgents: builder.accessAgents, senders: builder.senders,
            readers: builder.readers, maildrops: builder.maildrops, certificates: safe.certificatePaths)
    }

    /// Serves whoever comes.
    ///
    /// - Parameter relaysAtOnce: MTAs hand letters on as soon as the connection that brought them has ended.
    package func open(relaysAtOnce: Bool) async {
        for agent in transferAgents { await agent.open(relaysAtOnce: relaysAtOnce) }
        for agent in accessAgents { await agent.open() }
    }

    /// Stops listening; who is here may finish.
    package func shut() async {
        for agent in transferAgents { await agent.shut() }
        for agent in accessAgents { await agent.shut() }
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
        scenario.resident(address).flatMap { directory.popHost(named: $0.domain.popHost) }
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
