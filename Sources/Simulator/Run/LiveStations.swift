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
    package nonisolated let events: AsyncStream<WireTap.News>
    /// The hosts and where they really listen, by name.
    package nonisolated let hosts: [Directory.Host]
    package nonisolated let keyLog: KeyLogBook
    /// Where the servers' certificates lie as PEM, by domain.
    package nonisolated var certificates: [String: String] { office.certificates }
    private let continuation: AsyncStream<WireTap.News>.Continuation
    private let closing: ClosingTime
    private let office: PostOffice
    private let options: LiveOptions
    private var isOpen = true

    private init(
        office: PostOffice, options: LiveOptions, events: AsyncStream<WireTap.News>,
        continuation: AsyncStream<WireTap.News>.Continuation, keyLog: KeyLogBook, closing: ClosingTime
    ) {
        self.keyLog = keyLog
        self.closing = closing
        self.office = office
        self.options = options
        self.events = events
        self.continuation = continuation
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
        // A listener that falls behind loses the oldest events, never the stations' memory.
        let (events, continuation) = AsyncStream.makeStream(
            of: WireTap.News.self, bufferingPolicy: .bufferingNewest(Self.eventLimit))
        let clock =
            options.usesWallClock
            ? SimulationClock() : SimulationClock(virtualFrom: scenario.start, seed: scenario.seed)
        // Faults are placed in time by the scenario's beginning, and that is now.
        if options.usesWallClock { scenario.start = SimulationClock().now }
        let tap = WireTap(
            clock: clock, listener: { continuation.yield($0) }, tapeLimit: Self.tapeLimit,
            showsSockets: options.showsSockets)
        func plan(_ host: String, _ port: UInt16) -> DoorPlan {
            let isSealed = port == MailPorts.smtps || port == MailPorts.pop3s
            return (isSealed ? options.sealedPorts : options.ports)[host].map { .fixed($0) } ?? .any
        }
        let (keyLog, closing) = (KeyLogBook(), ClosingTime())
        do {
            let office = try await PostOffice.build(
                scenario, folder: folder, tap: tap, patience: options.patience, keyLog: keyLog, closing: closing,
                plan: plan)
            await office.open(relaysAtOnce: true)
            return LiveStations(
                office: office, options: options, events: events, continuation: continuation, keyLog: keyLog,
                closing: closing)
        } catch {
            if options.keep == nil { try? await Disk.onThread { Disk.removeAll(folder) } }
            throw error
        }
    }

    /// Events that wait for a slow listener.
    package static let eventLimit = 65_536
    /// Octets that ``tape()`` holds; what is said beyond only goes to the listener.
    package static let tapeLimit = 64 << 20

    /// What was said so far.
    package func tape() async -> Tape { await office.tap.tape }

    /// Who takes part in a connection, by the number that events bear.
    package func connection(_ number: Int) async -> Tape.Connection? {
        let connections = await office.tap.tape.connections
        return connections.indices.contains(number - 1) ? connections[number - 1] : nil
    }

    package nonisolated func host(named name: String) -> Directory.Host? {
        hosts.first { $0.name == name.lowercased() }
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
        continuation.finish()
        let folder = office.folder
        if options.keep == nil { try? await Disk.onThread { Disk.removeAll(folder) } }
    }
}
