package import Dialogue
package import MailProtocols
import NIOCore
import Synchronization

/// Who sees everything that the stations say and never says a word: it keeps the tape and the clock.
///
/// Stations share no memory but this observer, and nothing flows back out of it except the time. In a scenario each event
/// is caused by octets that came over a socket, so the order of the tape follows from the dialogue alone: a client speaks
/// when it has heard the whole reply, a server when it has heard the whole command, and each parts in its turn.
package actor WireTap {
    /// The two real ends of a connection, by which client and server mean the same one.
    package struct Link: Sendable, Hashable {
        package var client: Endpoint
        package var server: Endpoint

        package init(client: Endpoint, server: Endpoint) {
            self.client = client
            self.server = server
        }
    }

    struct Watch {
        var link: Link
        /// The station that reported for this side; nil for a stranger, whose octets are taped as they arrive.
        var clientIsOurs = false
        var serverIsOurs = false
        var clientEnded = false
        var serverEnded = false
        var saidByClient = 0
        var saidByServer = 0
        var heardFromClient = 0
        var heardFromServer = 0
        /// Who waits for both sides to part.
        var waiters: [CheckedContinuation<Void, Never>] = []

        func isOurs(_ side: Side) -> Bool { side == .client ? clientIsOurs : serverIsOurs }
        func hasEnded(_ side: Side) -> Bool { side == .client ? clientEnded : serverEnded }
        var isOver: Bool { clientEnded && serverEnded }
    }

    /// Events that may wait for whoever looks on; the oldest are lost beyond, never the stations' memory.
    package static let eventLimit = 65_536
    /// Connections beyond the tape's end whose parties are remembered after both sides have parted: an event about one of them
    /// may still wait, and each has two such events at least.
    package static let rememberedLimit = eventLimit / 2
    /// What an event takes from the tape's room beside its octets.
    private static let eventSize = 64

    /// Nobody looks on: nothing is kept, and no station waits for the tap.
    package nonisolated let isDeaf: Bool
    /// Hours pass at once: a scenario is played, no real client takes part.
    package nonisolated let isVirtual: Bool

    package private(set) var tape = Tape()
    var clock: SimulationClock
    /// What stations decided, and where the letters were after each move; where ``keepsLog`` says so.
    private var chronicle = Chronicle()
    var timers = VirtualTimers()
    /// By number: those that are open, and as long as there is room on the tape the others too.
    var watches: [Int: Watch] = [:]
    /// Connections opened so far.
    private var count = 0
    /// The highest number of a connection from which both sides have parted.
    private var lastOver = 0
    private var open: [Link: Int] = [:]
    /// Who takes part in the connections that are not on the tape, and which of these are over, in order.
    private var parties: [Int: Tape.Connection] = [:]
    private var over = CircularBuffer<Int>()
    /// What is said and what is decided, as it happens.
    package enum News: Sendable, Hashable {
        case event(Tape.Event)
        case decision(DecisionRecord)
    }
    private let listener: (@Sendable (News) -> Void)?
    /// Looks on whenever a server has spoken, a side has parted or a letter has moved, before anybody else can notice it; told the
    /// time. For tests.
    private var inspector: (@Sendable (Int64) -> Void)?
    private let keepsLog: Bool
    /// The sockets' own addresses and ports are shown; else documentation addresses, the same in every run.
    nonisolated let showsSockets: Bool
    /// Octets that the tape may hold yet: live stations may run for days.
    private var tapeLeft: Int

    private struct Crossing {
        var bytes: [UInt8]
        var side: Side
        var isOwn: Bool
        var connection: Int
    }
    /// What crossed sockets under TLS, in order, and is not on the tape yet.
    private let crossings = Mutex<[Crossing]>([])

    /// - Parameters:
    ///   - clock: Virtual or real.
    ///   - listener: Gets everything as it happens.
    ///   - keepsLog: What stations decide is kept, and where the letters were after each move; nil: on the virtual clock only.
    ///   - tapeLimit: Octets that ``tape`` holds; events beyond only go to the listener.
    ///   - showsSockets: The real addresses are shown: live stations for real clients.
    package init(
        clock: SimulationClock, listener: (@Sendable (News) -> Void)? = nil, keepsLog: Bool? = nil,
        tapeLimit: Int = .max, showsSockets: Bool = false
    ) {
        isDeaf = !clock.isVirtual && listener == nil && tapeLimit == 0
        isVirtual = clock.isVirtual
        self.showsSockets = showsSockets
        self.clock = clock
        self.keepsLog = keepsLog ?? clock.isVirtual
        self.listener = listener
        tapeLeft = tapeLimit
    }

    /// Nanoseconds since 1970 UTC.
    package nonisolated var now: Int64 {
        get async { isVirtual ? await virtualNow : SimulationClock.wallTime() }
    }
    private var virtualNow: Int64 { clock.now }
    package var entries: [Chronicle.Entry] { chronicle.entries }

    /// Who takes part in a connection; nil for a number that none has, and for one that was over long ago.
    package func connection(_ number: Int) -> Tape.Connection? {
        tape.connections.indices.contains(number - 1) ? tape.connections[number - 1] : parties[number]
    }

    /// Connections of which anything is remembered.
    package var rememberedConnections: Int { max(watches.count, tape.connections.count + parties.count) }

    private func change(_ number: Int, _ change: (inout Tape.Connection) -> Void) {
        if tape.connections.indices.contains(number - 1) {
            change(&tape.connections[number - 1])
        } else if var connection = parties[number] {
            change(&connection)
            parties[number] = connection
        }
    }

    /// Octets cross a station's socket under TLS. Reported on an event loop, which cannot wait; they are taped before anything
    /// that is reported later, and before time passes.
    nonisolated func crossed(_ bytes: [UInt8], from side: Side, isOwn: Bool, in connection: Int) {
        guard !isDeaf else { return }
        let isFirst = crossings.withLock { waiting in
            waiting.append(Crossing(bytes: bytes, side: side, isOwn: isOwn, connection: connection))
            return waiting.count == 1
        }
        if isFirst { Task { await self.takeCrossings() } }
    }

    func takeCrossings() {
        let waiting = crossings.withLock { waiting in
            defer { waiting = [] }
            return waiting
        }
        for crossing in waiting {
            if crossing.isOwn {
                tape(said: crossing.bytes, by: crossing.side, in: crossing.connection, .crossing)
            } else {
                tape(heard: crossing.bytes, from: crossing.side, in: crossing.connection, .crossing)
            }
        }
    }

    /// Lets time pass without an event.
    @discardableResult
    package func advance(for cause: SimulationClock.Cause) -> Int64 {
        takeCrossings()
        return clock.advance(for: cause)
    }

    func inspect(with inspector: @escaping @Sendable (Int64) -> Void) { self.inspector = inspector }

    /// Lets time pass in which nothing happens.
    package func advance(to moment: Int64) { clock.advance(to: moment) }

    // MARK: Stations' logs

    /// A station tells what it decided, and which letters it moved by that.
    package nonisolated func log(_ decision: DecisionRecord, moves: [StoreMove] = []) async {
        if !isDeaf { await note(decision, moves) }
    }

    private func note(_ decision: DecisionRecord, _ moves: [StoreMove]) {
        takeCrossings()
        var decision = decision
        decision.time = clock.advance(for: .deciding)
        if !moves.isEmpty { inspector?(clock.now) }
        listener?(.decision(decision))
        guard keepsLog else { return }
        chronicle.add(decision, moves: moves, afterConnection: lastOver)
    }

    /// All is quiet: where the letters are now, as the disks say.
    package func settled(_ state: StateRecord) { chronicle.add(state) }

    /// A call that nobody took: no connection comes of it.
    ///
    /// - Parameter isRefused: The host said at once that nobody listens; else the caller waited `patience` nanoseconds in vain.
    package func callFailed(from client: Tape.Party, to server: Tape.Party, isRefused: Bool, patience: Int64) {
        var client = client
        client.endpoint.port = UInt16(truncatingIfNeeded: 60_001 + tape.attempts.count % 5_000)
        let time = clock.advance(for: .opening)
        if tapeLeft > 0 {
            tape.attempts.append(.init(time: time, client: client, server: server, isRefused: isRefused))
        }
        if !isRefused { clock.advance(to: time + patience) }
    }

    /// A station reports its end of a connection; the first of the two reports is the opening.
    ///
    /// - Parameters:
    ///   - party: Who reports. A client's port is replaced by 40,000 plus the connection's number, the same in every run.
    ///   - stranger: Who the other side is if it never reports.
    /// - Returns: The connection's number, from 1; 0 where the tap is deaf.
    package nonisolated func opened(
        _ link: Link, as side: Side, party: Tape.Party, facing stranger: Tape.Party, protocol: MailProtocol
    ) async -> Int {
        isDeaf ? 0 : await open(link, side, party, stranger, `protocol`)
    }

    private func open(
        _ link: Link, _ side: Side, _ party: Tape.Party, _ stranger: Tape.Party, _ protocol: MailProtocol
    ) -> Int {
        let number: Int
        if let known = open[link] {
            number = known
        } else {
            var (client, server) = side == .client ? (party, stranger) : (stranger, party)
            if showsSockets { client.endpoint = link.client }
            // Where TLS begins at once, the port is all that tells what is inside: the protocol's own is shown.
            if showsSockets { server.endpoint.address = link.server.address }
            if showsSockets, !`protocol`.isTLSFromTheStart { server.endpoint.port = link.server.port }
            count += 1
            number = count
            let connection = Tape.Connection(client: client, server: server, protocol: `protocol`)
            if tapeLeft > 0 { tape.connections.append(connection) } else { parties[number] = connection }
            watches[number] = Watch(link: link)
            open[link] = number
            add(number, .opened, .opening)
        }
        if side == .client { watches[number]?.clientIsOurs = true } else { watches[number]?.serverIsOurs = true }
        guard !showsSockets else { return number }
        change(number) { connection in
            if side == .client { connection.client = party } else { connection.server = party }
            connection.client.endpoint.port = UInt16(truncatingIfNeeded: 40_000 + number % 20_000)
        }
        return number
    }

    /// A station is about to hand octets to its socket.
    package nonisolated func said(_ bytes: [UInt8], by side: Side, in connection: Int) async {
        if !isDeaf { await note(said: bytes, by: side, in: connection) }
    }

    private func note(said bytes: [UInt8], by side: Side, in connection: Int) {
        takeCrossings()
        tape(said: bytes, by: side, in: connection)
    }

    private func tape(
        said bytes: [UInt8], by side: Side, in connection: Int, _ cause: SimulationClock.Cause = .saying
    ) {
        // TLS says goodbye of its own while its connection is closed already.
        guard !bytes.isEmpty, watches[connection]?.hasEnded(side) == false else { return }
        if side == .client {
            watches[connection]?.saidByClient += bytes.count
        } else {
            watches[connection]?.saidByServer += bytes.count
        }
        add(connection, .said(side, bytes), cause)
    }

    /// A station is about to say something inside TLS: time passes as it does in the clear. What crosses its socket then is
    /// taped without moving the virtual clock, since how many records that is depends on the machine.
    package nonisolated func saidInsideTLS(by side: Side) async {
        if isVirtual { await passTime(for: side) }
    }

    private func passTime(for side: Side) {
        takeCrossings()
        let time = clock.advance(for: .saying)
        if side == .server { inspector?(time) }
    }

    /// Octets arrived at a station.
    package nonisolated func heard(_ bytes: [UInt8], from side: Side, in connection: Int) async {
        if !isDeaf { await note(heard: bytes, from: side, in: connection) }
    }

    private func note(heard bytes: [UInt8], from side: Side, in connection: Int) {
        takeCrossings()
        tape(heard: bytes, from: side, in: connection)
    }

    private func tape(
        heard bytes: [UInt8], from side: Side, in connection: Int, _ cause: SimulationClock.Cause = .saying
    ) {
        if side == .client {
            watches[connection]?.heardFromClient += bytes.count
        } else {
            watches[connection]?.heardFromServer += bytes.count
        }
        let isOurs = watches[connection]?.isOurs(side) ?? false
        if !bytes.isEmpty, !isOurs { add(connection, .said(side, bytes), cause) }
    }

    /// A station parts, or finds that a stranger parted.
    package nonisolated func ended(_ side: Side, _ how: Tape.Ending, in connection: Int) async {
        if !isDeaf { await note(endOf: side, how, in: connection) }
    }

    private func note(endOf side: Side, _ how: Tape.Ending, in connection: Int) {
        takeCrossings()
        guard var watch = watches[connection], !watch.hasEnded(side) else { return }
        // Whether the last of two to part finds the other gone or going depends on the machine: no part of a scenario.
        let how: Tape.Ending = isVirtual && watch.hasEnded(side.other) ? .fin : how
        if side == .client { watch.clientEnded = true } else { watch.serverEnded = true }
        watches[connection] = watch
        add(connection, .ended(side, how), .closing)
        guard watch.isOver else { return }
        for waiter in watch.waiters { waiter.resume() }
        watches[connection]?.waiters = []
        isOver(connection, watch.link)
    }

    /// Both sides have parted. Beyond the tape's end nobody asks for the connection any more when those that came after it are over.
    private func isOver(_ connection: Int, _ link: Link) {
        open[link] = nil
        lastOver = max(lastOver, connection)
        guard !tape.connections.indices.contains(connection - 1) else { return }
        watches[connection] = nil
        over.append(connection)
        if over.count > Self.rememberedLimit, let oldest = over.popFirst() { parties[oldest] = nil }
    }

    /// The other side's stream ended: a stranger's parting is only seen here.
    package nonisolated func heardEnd(of side: Side, _ how: Tape.Ending, in connection: Int) async {
        if !isDeaf { await note(heardEndOf: side, how, in: connection) }
    }

    private func note(heardEndOf side: Side, _ how: Tape.Ending, in connection: Int) {
        if watches[connection]?.isOurs(side) == false { note(endOf: side, how, in: connection) }
    }

    /// The address of one end as output shows it: what a server writes into a Received field about its client.
    package func address(of side: Side, in connection: Int) -> String {
        self.connection(connection)?.party(side).endpoint.address ?? ""
    }

    /// How many octets were said by one of our stations and never arrived at the other.
    package var lostOctets: Int {
        watches.values.reduce(0) { sum, watch in
            guard watch.clientIsOurs, watch.serverIsOurs else { return sum }
            return sum + watch.saidByClient - watch.heardFromClient + watch.saidByServer - watch.heardFromServer
        }
    }

    private func add(_ connection: Int, _ happening: Tape.Happening, _ cause: SimulationClock.Cause) {
        let event = Tape.Event(connection: connection, time: clock.advance(for: cause), happening: happening)
        var size = Self.eventSize
        if case .said(_, let bytes) = happening { size += bytes.count }
        tapeLeft -= min(size, tapeLeft)
        if tapeLeft > 0 { tape.events.append(event) }
        listener?(.event(event))
        switch event.happening {
        case .said where cause == .crossing: break
        case .said(.server, _), .ended: inspector?(event.time)
        case .said, .opened: break
        }
    }
}
