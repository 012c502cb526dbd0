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
    package nonisolated let events: AsyncStream<Tape.Event>
    /// The hosts and where they really listen, by name.
    package nonisolated let hosts: [Directory.Host]
    private let continuation: AsyncStream<Tape.Event>.Continuation
    private let office: PostOffice
    private let options: LiveOptions
    private var isOpen = true

    private init(
        office: PostOffice, options: LiveOptions, events: AsyncStream<Tape.Event>,
        continuation: AsyncStream<Tape.Event>.Continuation
    ) {
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
            of: Tape.Event.self, bufferingPolicy: .bufferingNewest(Self.eventLimit))
        let clock =
            options.usesWallClock
            ? SimulationClock() : SimulationClock(virtualFrom: scenario.start, seed: scenario.seed)
        let tap = WireTap(
            clock: clock, listener: { if case .event(let event) = $0 { continuation.yield(event) } },
            tapeLimit: Self.tapeLimit)
        func plan(_ host: String) -> DoorPlan { options.ports[host].map { .fixed($0) } ?? .any }
        do {
            let office = try await PostOffice.build(
                scenario, folder: folder, tap: tap, patience: options.patience, plan: plan, popPlan: plan)
            await office.open(relaysAtOnce: true)
            return LiveStations(office: office, options: options, events: events, continuation: continuation)
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
    package func stop() async {
        guard isOpen else { return }
        isOpen = false
        await office.close()
        continuation.finish()
        let folder = office.folder
        if options.keep == nil { try? await Disk.onThread { Disk.removeAll(folder) } }
    }
}
