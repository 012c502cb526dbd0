import Dialogue
package import MailProtocols
import NIOCore

/// What a station says next.
package struct Saying: Sendable, Hashable {
    package var bytes: [UInt8]
    /// Nothing more will be said: the station parts once these octets are out.
    package var isLast: Bool
    /// TLS begins behind these octets, RFC 3207 and RFC 2595.
    package var startsTLS: Bool
    /// The station takes so many nanoseconds before it speaks.
    package var pause: Int64
    /// Where more octets come from, behind these.
    package var rest: LetterStream?

    package init(
        _ bytes: [UInt8] = [], isLast: Bool = false, startsTLS: Bool = false, pause: Int64 = 0,
        rest: LetterStream? = nil
    ) {
        self.rest = rest
        self.bytes = bytes
        self.isLast = isLast
        self.startsTLS = startsTLS
        self.pause = pause
    }
}

/// What a station says to something that it heard, where it knows that at once.
package enum PromptAnswer {
    /// Nothing, if there are no octets.
    case say([UInt8])
    /// The other side has asked to part: these are the last words.
    case part([UInt8])
    /// The answer comes later: to be called with somebody who is to be told, on whatever thread; see ``SessionRole/promiseKept()``.
    case promise((_ tell: @escaping @Sendable ([UInt8]) -> Void) -> Void)
    /// Somebody has to be waited for, or more is to be done than to speak: ``SessionRole/answer(_:_:)`` is asked about the same, and next.
    case later
}

/// Where a session stands; of the two one is meant.
package struct Standing: Sendable {
    package var smtp: SMTPState
    package var pop3: POP3State
}

/// One station's part in one connection: what it says when it is there, and in answer to what it hears. It never touches the
/// socket; the loop does.
package protocol SessionRole: Sendable {
    /// Said at once: a server's greeting. Nil for a client, which waits for it.
    mutating func opening() async -> Saying?
    /// Said to the other side when it was silent for too long, before the connection is closed; nothing by default.
    var lastWordsToTheSilent: [UInt8] { get }
    /// Said when the station closes for the night; nothing by default.
    var lastWordsAtClosing: [UInt8] { get }
    /// Nothing is under way that the other side would have to begin anew.
    var isIdle: Bool { get }
    /// The octets of messages that the other side sends are of use.
    var keepsContent: Bool { get }
    /// TLS has begun behind ``Saying/startsTLS``: what to say first inside.
    mutating func secured() async -> Saying?
    /// - Parameter standing: By what `heard` says, and by all that was answered before.
    mutating func answer(_ heard: Heard, _ standing: Standing) async throws -> Saying?
    /// As ``answer(_:_:)`` where nobody need be waited for; asked first where nobody looks on and nothing goes wrong.
    mutating func answerAtOnce(_ heard: Heard, _ standing: Standing) -> PromptAnswer
    /// The answer of a ``PromptAnswer/promise(_:)`` is being said.
    mutating func promiseKept()
}

extension SessionRole {
    package var lastWordsToTheSilent: [UInt8] { [] }
    package var lastWordsAtClosing: [UInt8] { [] }
    package var isIdle: Bool { true }
    package var keepsContent: Bool { true }
    package mutating func secured() async -> Saying? { nil }
    package mutating func answerAtOnce(_ heard: Heard, _ standing: Standing) -> PromptAnswer { .later }
    package mutating func promiseKept() {}
}

/// A connection from one station's seat.
package struct StationSeat: Sendable {
    package var side: Side
    package var `protocol`: MailProtocol
    package var connection: Int
    package var tap: WireTap
    /// For TLS; nil where the station cannot speak it.
    package var tls: TLSMaterial?
    /// Whom a client called, for the certificate: `mx.north.example`.
    package var peer = ""
    /// Tells when the station closes; nil where it never does while somebody is connected.
    package var closing: ClosingTime?
    /// Whose seat it is, for its log.
    var station = ""
    var faults: FaultScript?
    /// Set where the station takes LF alone for a line's end.
    var lineEnds: LineEnds?
    /// The station obeys what came in the clear behind STARTTLS.
    var obeysInjected = false
    /// So many nanoseconds the station waits for the other side on the virtual clock: five minutes for an SMTP client, as RFC 5321
    /// section 4.5.3.2.7 has it for most replies, ten for a POP3 server (RFC 1939 section 3).
    package var virtualPatience: Int64 {
        (`protocol`.grammar == .pop3 && side == .server ? 10 : 5) * RetrySchedule.minute
    }
}

/// How a connection ended, seen from one seat.
package enum Parting: Sendable, Hashable {
    /// This side had said its last word.
    case agreed
    /// The other side closed first.
    case left
    /// The other side broke off, or nothing came for too long.
    case brokenOff
}

/// The loop around every session, of servers and clients alike: it reads chunks, lets the ear make sense of them, and says
/// what the role answers. It awaits once a chunk and once an answer, never once a line of content.
///
/// It runs on the thread of the connection's event loop, whoever calls.
///
/// - Parameters:
///   - patience: So long the other side may be silent.
///   - role: Makes it.
@concurrent
func converse<Role: SessionRole>(
    over pipe: Pipe, at seat: StationSeat, patience: TimeAmount, role: @escaping @Sendable () -> Role
) async -> Conversation<Role> {
    await withTaskExecutorPreference(pipe.executor) {
        await conversed(over: pipe, at: seat, patience: patience, role: role())
    }
}

/// As ``converse(over:at:patience:role:)`` for whoever runs on the thread of the connection's event loop already.
func conversed<Role: SessionRole>(
    over pipe: Pipe, at seat: StationSeat, patience: TimeAmount, role: Role
) async -> Conversation<Role> {
    let silence = SilenceGuard(pipe.channel, patience: patience, lastWords: role.lastWordsToTheSilent, seat: seat)
    let watchman = Watchman.of(pipe.channel.eventLoop)
    watchman.enter(silence)
    seat.closing?.enter(silence, words: role.lastWordsAtClosing)
    defer {
        silence.stop()
        watchman.leave(silence)
        seat.closing?.leave(silence)
    }
    if seat.tap.isVirtual {
        await seat.tap.arm(seat.side, in: seat.connection, patience: seat.virtualPatience) { silence.ring() }
    }
    let loop = SessionLoop(role: role, pipe: pipe, seat: seat, silence: silence, patience: patience)
    await pipe.whileOpen {
        // What was learnt before the other side broke off is kept.
        do {
            try await loop.run()
            await loop.part()
        } catch {
            await TLSMaterial.isMereHaste(error) ? loop.part() : loop.breakOff()
        }
    }
    if seat.tap.isVirtual {
        await seat.tap.disarm(seat.side, in: seat.connection)
        // Whether the other side notices before this one does its next is the machine's choice, and no part of a scenario.
        if loop.parting == .brokenOff, silence.isOver { await seat.tap.awaitEnd(of: seat.connection) }
    }
    return Conversation(role: loop.role, parting: loop.parting)
}

/// What came of a connection. An object: a role is large, and who waits for the end would keep room for several copies.
final class Conversation<Role: SessionRole>: Sendable {
    let role: Role
    let parting: Parting

    init(role: Role, parting: Parting) {
        self.role = role
        self.parting = parting
    }
}

/// A class: it waits in the middle of things, and every function that waits would keep a copy of its own of all this.
final class SessionLoop<Role: SessionRole> {
    /// Where the octets that are read come from.
    enum Shell { case plain, tlsComing, tls }

    var role: Role
    let pipe: Pipe
    let seat: StationSeat
    let silence: SilenceGuard
    var parting = Parting.brokenOff
    var shell: Shell
    var ear: SessionEar
    var pending: [Heard] = []
    /// Said, and handed to the socket with the next words or when there is nothing left to answer.
    var outgoing = ByteBuffer()
    var hasSpokenLast = false
    var pace: Pace
    /// A fault has ended the connection, or made the station dumb.
    var isCut = false
    var faults: FaultScript?
    /// The last reply that a client heard said that the content may come.
    var mayGoOn = false
    /// The socket takes no more for now; see ``answerAtOnce(to:)``.
    var isBackedUp = false
    private var lineEnds: LineEnds?
    /// Octets of the other side before the chunk in hand, and the chunk: for a station that obeys what was injected.
    private var latest: (start: Int, octets: [UInt8]) = (0, [])
    /// What came in the clear behind STARTTLS, where the station is going to obey it.
    private var injected: [UInt8] = []

    init(role: Role, pipe: Pipe, seat: StationSeat, silence: SilenceGuard, patience: TimeAmount) {
        pace = Pace(patience: patience)
        self.role = role
        self.pipe = pipe
        self.seat = seat
        self.silence = silence
        faults = seat.faults
        lineEnds = seat.lineEnds
        shell = seat.protocol.isTLSFromTheStart ? .tlsComing : .plain
        ear = SessionEar(seat.protocol, of: seat.side)
    }

    func run() async throws {
        if shell == .plain {
            if let saying = await role.opening() { try await say(saying, "GREETING") }
            try await flush()
        } else {
            try await startTLS(behind: [])
            // A sealed door has read nothing so far.
            try await pipe.channel.setOption(.autoRead, value: true).get()
        }
        let isPrompt = isPrompt
        if isPrompt { pipe.offer { self.answerAtOnce(to: $0) } }
        defer { if isPrompt { pipe.offer(to: nil) } }
        while let chunk = try await pipe.read() {
            if !pending.isEmpty || isBackedUp {
                try await goOn()
                continue
            }
            let bytes = Array(chunk.readableBytesView)
            // Under TLS the tap hears below it.
            if shell != .tls, !seat.tap.isDeaf {
                await seat.tap.heard(bytes, from: seat.side.other, in: seat.connection)
            }
            if shell == .tlsComing {
                // Whatever comes before the boundary was said in the clear behind STARTTLS: nobody hears it.
                if bytes.isEmpty { try await enterTLS() }
                try await flush()
                continue
            }
            // Whoever has said the last word only waits for the other to part.
            if hasSpokenLast { continue }
            let heard = lineEnds?.completed(bytes) ?? bytes
            if seat.obeysInjected, shell == .plain { latest = (latest.start + latest.octets.count, heard) }
            let isPromised = ear.isAwaitingTLS
            try await answer(to: heard)
            try await flush()
            // The other side begins TLS, since that was agreed upon in words, and this one does not: neither will ever say more, and
            // time passes till the other has had enough.
            if seat.tap.isVirtual, shell == .plain, isPromised, ear.isAwaitingTLS {
                _ = await keepSilent(for: 60 * RetrySchedule.minute)
            }
        }
    }

    /// Octets that are understood before any of them is answered. A line feed may be a command, and each takes some hundred times
    /// its octets while it waits for its answer.
    static var sliceSize: Int { 4_096 }

    private func answer(to bytes: [UInt8]) async throws {
        // Where answers go in one piece, all questions have to be there.
        let gathers = faults == nil ? false : await gathersAnswers()
        let size = gathers ? max(1, bytes.count) : Self.sliceSize
        var start = 0
        while start < bytes.count, !hasSpokenLast, shell != .tlsComing {
            let end = min(start + size, bytes.count)
            ear.hear(
                bytes.span.extracting(start..<end), from: seat.side.other, keepsContent: role.keepsContent,
                into: &pending)
            silence.wait(pace.after(octets: end - start, isStep: pending.contains { $0.utterance.isStep }))
            start = end
            try await answerPending()
        }
    }

    /// Answers all that was heard.
    func answerPending() async throws {
        let gathers = faults == nil ? false : await gathersAnswers()
        var gathered = Saying()
        var next = 0
        while next < pending.count, !hasSpokenLast, !gathered.isLast, shell != .tlsComing {
            let heard = pending[next]
            next += 1
            mayGoOn = heard.utterance.code.outcome == .goOn
            guard let saying = try await role.answer(heard, ear.standing) else { continue }
            guard gathers, !saying.startsTLS, saying.rest == nil else {
                // What was gathered so far comes first.
                if !gathered.bytes.isEmpty { try await say(gathered, "", isHeard: true) }
                gathered = Saying()
                if saying.startsTLS { keepInjected(behind: heard) }
                try await say(saying, word(for: heard, saying))
                continue
            }
            // The ear must know what was answered before the next command is judged.
            hear(saying.bytes, from: seat.side)
            gathered = Saying(gathered.bytes + saying.bytes, isLast: saying.isLast)
        }
        if gathers { try await say(gathered, "", isHeard: true) }
        pending.removeAll(keepingCapacity: true)
        let isIdle = role.isIdle && !ear.isHoldingBack
        silence.note(isIdle: isIdle)
        if isIdle, !hasSpokenLast, shell != .tlsComing, seat.closing?.hasCome == true {
            try await say(Saying(role.lastWordsAtClosing, isLast: true), "")
        }
    }

    /// Nobody looks on and nothing goes wrong: what is known at once may be said at once.
    private var isPrompt: Bool {
        seat.tap.isDeaf && faults == nil && lineEnds == nil && !seat.obeysInjected && pipe.channel.eventLoop.inEventLoop
    }

    /// What came in one segment with STARTTLS, for a server that forgets to throw it away.
    private func keepInjected(behind command: Heard) {
        let start = command.utterance.range.upperBound - latest.start
        if seat.obeysInjected, latest.octets.indices.contains(start) { injected = Array(latest.octets[start...]) }
    }

    /// The other side has closed.
    func part() async {
        parting = isCut ? .brokenOff : hasSpokenLast ? .agreed : silence.isOver ? .brokenOff : .left
        if seat.tap.isDeaf { return }
        await seat.tap.heardEnd(of: seat.side.other, .fin, in: seat.connection)
        await seat.tap.ended(seat.side, .fin, in: seat.connection)
    }

    func breakOff() async {
        parting = hasSpokenLast && !isCut ? .agreed : .brokenOff
        if seat.tap.isDeaf { return }
        await seat.tap.heardEnd(of: seat.side.other, .rst, in: seat.connection)
        await seat.tap.ended(seat.side, .rst, in: seat.connection)
    }

    private func enterTLS() async throws {
        shell = .tls
        silence.noteTLS()
        silence.wait(pace.after(octets: 0, isStep: true))
        if seat.protocol.isTLSFromTheStart {
            if let saying = await role.opening() { try await say(saying, "GREETING") }
        } else {
            ear.resumeInsideTLS()
            if let saying = await role.secured() { try await say(saying, "EHLO") }
            guard !injected.isEmpty else { return }
            hear(injected, from: seat.side.other)
            injected = []
            try await answerPending()
        }
    }

    /// - Parameter words: The last ones in the clear.
    func startTLS(behind words: [UInt8]) async throws {
        guard let tls = seat.tls else { throw TLSError(description: "no TLS here") }
        shell = .tlsComing
        try await flush()
        silence.awaitHandshake()
        let (channel, seat) = (pipe.channel, seat)
        // In one go on the loop: the other side's first octets of TLS must not be read before TLS is in place.
        try await channel.eventLoop.submit {
            if !words.isEmpty { channel.writeAndFlush(ByteBuffer(bytes: words), promise: nil) }
            try tls.install(on: channel, as: seat.side, host: seat.peer, tap: CipherTap(seat))
        }.get()
    }
}
