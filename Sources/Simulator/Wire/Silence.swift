import Dialogue
package import NIOCore
import Synchronization

/// How long the other side may still take, so that nobody holds a connection by a drop of octets now and then.
///
/// Each complete command, reply or message earns the full patience, RFC 5321 section 4.5.3.2. On the way to one, octets earn
/// time as they come.
package struct Pace: Sendable {
    /// Octets a second that earn their own time: less than a telephone line of 1990 carried.
    static let leastOctetsPerSecond: Int64 = 500

    private let patience: TimeAmount
    private var left: TimeAmount
    private var last: NIODeadline

    package init(patience: TimeAmount, now: NIODeadline = .now()) {
        self.patience = patience
        left = patience
        last = now
    }

    /// - Returns: So long from now the next octets may take.
    package mutating func after(octets: Int, isStep: Bool, now: NIODeadline = .now()) -> TimeAmount {
        let earned = TimeAmount.nanoseconds(Int64(octets) * 1_000_000_000 / Self.leastOctetsPerSecond)
        left = isStep ? patience : min(patience, left - (now - last) + earned)
        last = now
        return left
    }

    package mutating func afterSpeaking(now: NIODeadline = .now()) -> TimeAmount {
        last = now
        return left
    }
}

/// Closes a connection on which nothing has been heard for too long.
///
/// Each chunk moves the deadline, and a ``Watchman`` looks at it now and then.
final class SilenceGuard: Sendable {
    private let channel: any Channel
    private let lastWords: [UInt8]
    private let seat: StationSeat
    /// Nanoseconds of ``NIODeadline``.
    private let deadline = Atomic<UInt64>(0)
    private let state = Atomic<Int>(State.waiting.rawValue)
    /// What is said crosses the socket as something else, which the tap hears there.
    private let isUnderTLS = Atomic<Bool>(false)
    private let isIdle = Atomic<Bool>(true)
    private enum State: Int { case waiting, stopped, over }
    /// So long the last words may take.
    private static let farewellLimit = TimeAmount.seconds(5)

    init(_ channel: any Channel, patience: TimeAmount, lastWords: [UInt8], seat: StationSeat) {
        self.channel = channel
        self.lastWords = lastWords
        self.seat = seat
        wait(patience)
    }

    /// It was too silent, and the connection is closed.
    var isOver: Bool { state.load(ordering: .relaxed) == State.over.rawValue }

    /// So long from now the other side may be silent.
    func wait(_ time: TimeAmount) {
        deadline.store((NIODeadline.now() + time).uptimeNanoseconds, ordering: .relaxed)
    }

    /// TLS begins. In virtual time, where it does not come about and nobody says why, both would wait on, and no word moves the
    /// clock: a minute by the clock on the wall, in which event loops, which do all the work of it, get their turn on any machine.
    func awaitHandshake() {
        if seat.tap.isVirtual { wait(.seconds(60)) }
    }

    /// This side has said its last word, and waits for the other to part: five seconds, or a minute for one of ours, which
    /// parts as soon as the machine lets it.
    func awaitParting() { wait(seat.tap.isVirtual ? .seconds(60) : .seconds(5)) }

    func note(isIdle idle: Bool) { isIdle.store(idle, ordering: .relaxed) }

    /// The station closes: a session in which nothing is under way ends now.
    func closeIfIdle(words: [UInt8]) {
        if isIdle.load(ordering: .relaxed) { end(with: words) }
    }

    func noteTLS() { isUnderTLS.store(true, ordering: .relaxed) }

    func stop() { state.store(State.stopped.rawValue, ordering: .relaxed) }

    /// Rings where the time is up.
    func look(at now: NIODeadline) {
        guard NIODeadline.uptimeNanoseconds(deadline.load(ordering: .relaxed)) <= now,
            state.load(ordering: .relaxed) == State.waiting.rawValue, channel.isActive
        else { return }
        ring()
    }

    /// The time is up.
    func ring() { end(with: lastWords) }

    private func end(with words: [UInt8]) {
        let (isFirst, _) = state.compareExchange(
            expected: State.waiting.rawValue, desired: State.over.rawValue, ordering: .relaxed)
        guard isFirst else { return }
        // Who lets the answers lie will not read these words either.
        guard !words.isEmpty, channel.isWritable else { return channel.close(promise: nil) }
        let (channel, seat, isPlain) = (channel, seat, !isUnderTLS.load(ordering: .relaxed))
        Task {
            if isPlain { await seat.tap.said(words, by: seat.side, in: seat.connection) }
            channel.eventLoop.execute { Self.say(ByteBuffer(bytes: words), on: channel) }
        }
    }

    /// The words may get stuck on their way, too.
    private static func say(_ farewell: ByteBuffer, on channel: any Channel) {
        let limit = channel.eventLoop.scheduleTask(in: farewellLimit) { channel.close(promise: nil) }
        channel.writeAndFlush(farewell).whenComplete { _ in
            limit.cancel()
            channel.close(promise: nil)
        }
    }
}

/// Looks at the deadlines of all connections of an event loop. A timer for each would cost more than a short session, and stay
/// for its five minutes when the session is long over.
final class Watchman: Sendable {
    private struct Round {
        var guards: [ObjectIdentifier: SilenceGuard] = [:]
        var isUnderWay = false
    }
    private let loop: any EventLoop
    private let round = Mutex(Round())
    /// How late it may be noticed that a time is up.
    private static let interval = TimeAmount.milliseconds(250)

    private init(_ loop: any EventLoop) { self.loop = loop }

    /// One for each loop.
    private static let all = Mutex<[ObjectIdentifier: Watchman]>([:])

    static func of(_ loop: any EventLoop) -> Watchman {
        all.withLock { all in
            if let known = all[ObjectIdentifier(loop)] { return known }
            let new = Watchman(loop)
            all[ObjectIdentifier(loop)] = new
            return new
        }
    }

    func enter(_ silence: SilenceGuard) {
        let wakes = round.withLock { round in
            round.guards[ObjectIdentifier(silence)] = silence
            defer { round.isUnderWay = true }
            return !round.isUnderWay
        }
        if wakes { goOn() }
    }

    func leave(_ silence: SilenceGuard) {
        round.withLock { $0.guards[ObjectIdentifier(silence)] = nil }
    }

    private func goOn() {
        loop.scheduleTask(in: Self.interval) {
            let guards = self.round.withLock { round in
                round.isUnderWay = !round.guards.isEmpty
                return Array(round.guards.values)
            }
            let now = NIODeadline.now()
            for silence in guards { silence.look(at: now) }
            if !guards.isEmpty { self.goOn() }
        }
    }
}

/// When a station closes: sessions in which nothing is under way end at once, others with their next answer.
package final class ClosingTime: Sendable {
    private struct House {
        var hasCome = false
        var sessions: [ObjectIdentifier: (guard: SilenceGuard, words: [UInt8])] = [:]
    }
    private let house = Mutex(House())

    package init() {}

    var hasCome: Bool { house.withLock { $0.hasCome } }

    /// It is closing time.
    package func call() {
        let sessions = house.withLock { house in
            house.hasCome = true
            return Array(house.sessions.values)
        }
        for session in sessions { session.guard.closeIfIdle(words: session.words) }
    }

    func enter(_ silence: SilenceGuard, words: [UInt8]) {
        house.withLock { $0.sessions[ObjectIdentifier(silence)] = (silence, words) }
    }

    func leave(_ silence: SilenceGuard) { house.withLock { $0.sessions[ObjectIdentifier(silence)] = nil } }
}
