package import Dialogue
import MailProtocols
import NIOCore

package struct LiveOptions: Sendable, Hashable {
    /// In place of the scenario's own.
    package var seed: UInt64?
    /// Where queues and maildrops are kept; nil for a scratch folder that is gone afterwards.
    package var keep: String?
    /// Ports on 127.0.0.1, by host name: `mx.north.example`. A host that is not named gets a port that the system picks.
    package var ports: [String: UInt16]
    /// The same for doors where TLS begins with the first octet.
    package var sealedPorts: [String: UInt16] = [:]
    /// Both for POP3, where that has ports of its own at a host that takes mail as well.
    package var popPorts: [String: UInt16] = [:]
    package var sealedPopPorts: [String: UInt16] = [:]

    func plan(_ host: String, _ port: UInt16) -> DoorPlan {
        let wanted =
            switch port {
            case MailPorts.smtps: sealedPorts[host]
            case MailPorts.pop3: popPorts[host] ?? ports[host]
            case MailPorts.pop3s: sealedPopPorts[host] ?? sealedPorts[host]
            default: ports[host]
            }
        return wanted.map { .fixed($0) } ?? .any
    }
    /// The sockets' own addresses are shown, as to real clients; else documentation addresses.
    package var showsSockets = false
    /// Letters bear the real time; else the scenario's own, which moves with every word that is said.
    package var usesWallClock: Bool
    /// Seconds that a station waits for the other side; RFC 5321 section 4.5.3.2.7 asks for five minutes.
    package var patience: Int64

    package init(
        seed: UInt64? = nil, keep: String? = nil, ports: [String: UInt16] = [:], usesWallClock: Bool = false,
        patience: Int64 = 300
    ) {
        self.seed = seed
        self.keep = keep
        self.ports = ports
        self.usesWallClock = usesWallClock
        self.patience = patience
    }
}

/// The servers of a scenario, open for real clients on loopback: a learner's own words, swaks, curl. What an MTA takes for
/// another domain it hands on as soon as the client has gone. Nobody of the scenario sends or fetches by himself.
package actor LiveStations {
    /// Everything that is opened, said and closed, as it happens. For one listener.
    package nonisolated var events: AsyncStream<WireTap.News> { feed.events }
    /// The hosts and where they really listen, by name.
    package nonisolated let hosts: [Directory.Host]
    package nonisolated let keyLog: KeyLogBook
    /// Where the servers' certificates lie as PEM, by domain.
    package nonisolated var certificates: [String: String] { office.certificates }
    private nonisolated let feed: NewsFeed
    private let closing: ClosingTime
    private let office: PostOffice
    private let options: LiveOptions
    private var isOpen = true

    private init(
        office: PostOffice, options: LiveOptions, feed: NewsFeed, keyLog: KeyLogBook, closing: ClosingTime
    ) {
        self.keyLog = keyLog
        self.closing = closing
        self.office = office
        self.options = options
        self.feed = feed
        hosts = office.directory.allHosts
    }

    /// Opens the stations.
    ///
    /// - Throws: ``StationError`` where a port is not to be had, ``DiskError`` where a folder is not.
    package static func start(_ scenario: Scenario, options: LiveOptions = LiveOptions()) async throws -> LiveStations {
        var scenario = scenario
        if let seed = options.seed { scenario.seed = seed }
        let folder = try await Disk.onThread {
            guard let keep = options.keep else { return try Disk.makeScratchFolder() }
            try Disk.makeFolder(keep)
            return keep
        }
        let feed = NewsFeed()
        let clock =
            options.usesWallClock
            ? SimulationClock() : SimulationClock(virtualFrom: scenario.start, seed: scenario.seed)
        // Faults are placed in time by the scenario's beginning, and that is now.
        if options.usesWallClock { scenario.start = SimulationClock().now }
        let tap = WireTap(
            clock: clock, listener: { feed.tell($0) }, tapeLimit: Self.tapeLimit,
            showsSockets: options.showsSockets)
        let (keyLog, closing) = (KeyLogBook(), ClosingTime())
        do {
            let office = try await PostOffice.build(
                scenario, folder: folder, tap: tap, patience: options.patience, keyLog: keyLog, closing: closing,
                plan: { options.plan($0, $1) })
            await office.open(relaysAtOnce: true)
            return LiveStations(
                office: office, options: options, feed: feed, keyLog: keyLog, closing: closing)
        } catch {
            if options.keep == nil { try? await Disk.onThread { Disk.removeAll(folder) } }
            throw error
        }
    }

    /// Octets that ``tape()`` holds; what is said beyond only goes to the listener.
    package static let tapeLimit = 64 << 20

    /// What was said so far.
    package func tape() async -> Tape { await office.tap.tape }

    /// Who takes part in a connection, by the number that events bear.
    package func connection(_ number: Int) async -> Tape.Connection? {
        let connections = await office.tap.tape.connections
        return connections.indices.contains(number - 1) ? connections[number - 1] : nil
    }

    /// By its name; of one that takes mail and lets it be fetched, the door where it takes it.
    package nonisolated func host(named name: String) -> Directory.Host? {
        hosts.first { $0.name == name.lowercased() }
    }

    /// Where mail is fetched from a host.
    package nonisolated func popHost(named name: String) -> Directory.Host? {
        hosts.last { $0.name == name.lowercased() && MailPorts.service(on: $0.shown.port)?.grammar == .pop3 }
    }

    /// The letters of a maildrop, `bob@north.example`, oldest first.
    package func letters(in maildrop: String) async throws -> [[UInt8]] { try await office.letters(in: maildrop) }

    /// The letters that an MTA has yet to hand on.
    package func queue(of host: String) async throws -> [QueuedLetter] {
        try await office.transferAgent(at: host)?.queued() ?? []
    }

    /// Where every letter is now.
    package func state() async throws -> StateRecord {
        try await office.state(afterConnection: await office.tap.tape.connections.count)
    }

    /// Waits until nobody is connected and what could be handed on has been.
    package func settle() async { await office.settle() }

    /// Connects somebody who types by hand.
    ///
    /// - Parameter name: What output calls the client: `learner`.
    package func connect(to host: String, as name: String) async throws -> HandSession {
        guard let host = self.host(named: host) else {
            let nowhere = Endpoint(address: "127.0.0.1", port: 0)
            throw StationError.cannotConnect(from: name, to: host, nowhere, "there is no such host in this scenario")
        }
        var site = StationSite(host: name, shownAddress: "192.0.2.99", address: "127.0.0.1", tap: office.tap)
        site.patience = .seconds(options.patience)
        return try await HandSession.open(
            to: host, protocol: MailPorts.service(on: host.shown.port) ?? .smtp, as: name, site)
    }

    /// Closes all sockets; a scratch folder goes, too.
    ///
    /// - Parameter grace: So long letters that are under way may come to their end.
    package func stop(grace: Duration = .zero) async {
        guard isOpen else { return }
        isOpen = false
        if grace > .zero {
            await office.shut()
            closing.call()
            await withTaskGroup(of: Void.self) { [office] group in
                group.addTask { await office.settle() }
                group.addTask { try? await Task.sleep(for: grace) }
                await group.next()
                // Whoever is still here is cut off, and the other task ends as well.
                await office.close()
                group.cancelAll()
            }
        }
        await office.close()
        feed.finish()
        let folder = office.folder
        if options.keep == nil { try? await Disk.onThread { Disk.removeAll(folder) } }
    }
}
