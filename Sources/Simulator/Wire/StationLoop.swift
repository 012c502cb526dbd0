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
    /// - Parameter ear: Has heard what `heard` says and all that was answered before.
    mutating func answer(_ heard: Heard, _ ear: SessionEar) async throws -> Saying?
}

extension SessionRole {
    package var lastWordsToTheSilent: [UInt8] { [] }
    package var lastWordsAtClosing: [UInt8] { [] }
    package var isIdle: Bool { true }
    package var keepsContent: Bool { true }
    package mutating func secured() async -> Saying? { nil }
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
    /// The station takes LF alone for a line's end.
    var lineFeedEndsLine = false
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
/// - Parameter patience: So long the other side may be silent.
@concurrent
func converse<Role: SessionRole>(
    over pipe: Pipe, at seat: StationSeat, patience: TimeAmount, role: Role
) async -> (role: Role, parting: Parting) {
    await withTaskExecutorPreference(pipe.executor) {
        await conversed(over: pipe, at: seat, patience: patience, role: role)
    }
}

private func conversed<Role: SessionRole>(
    over pipe: Pipe, at seat: StationSeat, patience: TimeAmount, role: Role
) async -> (role: Role, parting: Parting) {
    let silence = SilenceGuard(pipe.channel, patience: patience, lastWords: role.lastWordsToTheSilent, seat: seat)
    let watchman = Watchman.of(pipe.channel.eventLoop)
    watchman.enter(silence)
    seat.closing?.enter(silence, words: role.lastWordsAtClosing)
    defer {
        silence.stop()
        watchman.leave(silence)
        seat.closing?.leave(silence)
    }
    await seat.tap.arm(seat.side, in: seat.connection, patience: seat.virtualPatience) { silence.ring() }
    var loop = SessionLoop(role: role, pipe: pipe, seat: seat, silence: silence, patience: patience)
    do {
        loop = try await pipe.whileOpen { [loop] in
            var loop = loop
            // What was learnt before the other side broke off is kept.
            do {
                try await loop.run()
                await loop.part()
            } catch {
                await TLSMaterial.isMereHaste(error) ? loop.part() : loop.breakOff()
            }
            return loop
        }
    } catch {
        // The socket could not even be closed in good order.
        await loop.breakOff()
    }
    await seat.tap.disarm(seat.side, in: seat.connection)
    return (loop.role, loop.parting)
}

private struct SessionLoop<Role: SessionRole>: Sendable {
    /// Where the octets that are read come from.
    private enum Shell { case plain, tlsComing, tls }

    var role: Role
    let pipe: Pipe
    let seat: StationSeat
    let silence: SilenceGuard
    var parting = Parting.brokenOff
    private var shell: Shell
    private var ear: SessionEar
    private var pending: [Heard] = []
    /// Said, and handed to the socket with the next words or when there is nothing left to answer.
    private var outgoing = ByteBuffer()
    private var hasSpokenLast = false
    private var pace: Pace
    /// A fault has ended the connection, or made the station dumb.
    private var isCut = false
    private var faults: FaultScript?
    /// The last reply that a client heard said that the content may come.
    private var mayGoOn = false

    init(role: Role, pipe: Pipe, seat: StationSeat, silence: SilenceGuard, patience: TimeAmount) {
        pace = Pace(patience: patience)
        self.role = role
        self.pipe = pipe
        self.seat = seat
        self.silence = silence
        faults = seat.faults
        shell = seat.protocol.isTLSFromTheStart ? .tlsComing : .plain
        ear = SessionEar(seat.protocol, of: seat.side)
    }

    mutating func run() async throws {
        if shell == .plain {
            if let saying = await role.opening() { try await say(saying, "GREETING") }
            try await flush()
        } else {
            try await startTLS(behind: [])
            // A sealed door has read nothing so far.
            try await pipe.channel.setOption(.autoRead, value: true).get()
        }
        while let chunk = try await pipe.read() {
            let bytes = Array(chunk.readableBytesView)
            // Under TLS the tap hears below it.
            if shell != .tls { await seat.tap.heard(bytes, from: seat.side.other, in: seat.connection) }
            if shell == .tlsComing {
                // Whatever comes before the boundary was said in the clear behind STARTTLS: nobody hears it.
                if bytes.isEmpty { try await enterTLS() }
                try await flush()
                continue
            }
            // Whoever has said the last word only waits for the other to part.
            if hasSpokenLast { continue }
            hear(seat.lineFeedEndsLine ? LineEnds.completed(bytes) : bytes, from: seat.side.other)
            silence.wait(pace.after(octets: bytes.count, isStep: pending.contains { $0.utterance.isStep }))
            let gathers = await gathersAnswers()
            var gathered = Saying()
            var next = 0
            while next < pending.count, !hasSpokenLast, !gathered.isLast, shell != .tlsComing {
                let heard = pending[next]
                next += 1
                mayGoOn = heard.utterance.code.outcome == .goOn
                guard let saying = try await role.answer(heard, ear) else { continue }
                guard gathers, !saying.startsTLS else {
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
            try await flush()
        }
    }

    /// The other side has closed.
    mutating func part() async {
        parting = isCut ? .brokenOff : hasSpokenLast ? .agreed : silence.isOver ? .brokenOff : .left
        await seat.tap.heardEnd(of: seat.side.other, .fin, in: seat.connection)
        await seat.tap.ended(seat.side, .fin, in: seat.connection)
    }

    mutating func breakOff() async {
        parting = hasSpokenLast && !isCut ? .agreed : .brokenOff
        await seat.tap.heardEnd(of: seat.side.other, .rst, in: seat.connection)
        await seat.tap.ended(seat.side, .rst, in: seat.connection)
    }

    private mutating func enterTLS() async throws {
        shell = .tls
        silence.noteTLS()
        silence.wait(pace.after(octets: 0, isStep: true))
        if seat.protocol.isTLSFromTheStart {
            if let saying = await role.opening() { try await say(saying, "GREETING") }
        } else {
            ear.resumeInsideTLS()
            if let saying = await role.secured() { try await say(saying, "EHLO") }
        }
    }

    /// - Parameter words: The last ones in the clear.
    private mutating func startTLS(behind words: [UInt8]) async throws {
        guard let tls = seat.tls else { throw TLSError(description: "no TLS here") }
        shell = .tlsComing
        try await flush()
        let (channel, seat) = (pipe.channel, seat)
        // In one go on the loop: the other side's first octets of TLS must not be read before TLS is in place.
        try await channel.eventLoop.submit {
            if !words.isEmpty { channel.writeAndFlush(ByteBuffer(bytes: words), promise: nil) }
            try tls.install(on: channel, as: seat.side, host: seat.peer, tap: CipherTap(seat))
        }.get()
    }

    private func gathersAnswers() async -> Bool {
        guard let faults else { return false }
        return faults.coalesces(at: await seat.tap.now)
    }

    private mutating func say(
        _ saying: Saying, _ word: String, isHeard: Bool = false
    ) async throws {
        if saying.startsTLS {
            if shell == .plain { await seat.tap.said(saying.bytes, by: seat.side, in: seat.connection) }
            hear(saying.bytes, from: seat.side)
            return try await startTLS(behind: saying.bytes)
        }
        // Should the other side give up meanwhile, what is said does not arrive any more.
        if saying.pause > 0, await keepSilent(for: saying.pause) { return }
        var saying = saying
        var acts = FaultScript.Acts()
        if faults != nil {
            let now = await seat.tap.now
            acts = faults?.acts(on: word, count: saying.bytes.count, at: now) ?? acts
            if !acts.stripped.isEmpty, word == "EHLO" || word == "CAPA" {
                saying.bytes = stripped(saying.bytes, of: acts.stripped)
            }
            for act in acts.before where try await !obey(act, &saying) { return }
        }
        var position = 0
        for (offset, act) in acts.within {
            try await write(Array(saying.bytes[position..<min(offset, saying.bytes.count)]), acts.segment)
            position = min(offset, saying.bytes.count)
            var rest = Saying(Array(saying.bytes[position...]))
            if try await !obey(act, &rest) { return }
            saying.bytes.replaceSubrange(position..., with: rest.bytes)
        }
        try await write(Array(saying.bytes[position...]), acts.segment, isHeard: isHeard)
        for act in acts.after {
            var nothing = Saying()
            if try await !obey(act, &nothing) { return }
            try await write(nothing.bytes, nil)
        }
        while let piece = try await saying.rest?.next() { try await write(piece, nil) }
        if saying.isLast { await sayNoMore() }
    }

    private mutating func write(
        _ bytes: [UInt8], _ segment: Int?, isHeard: Bool = false
    ) async throws {
        var start = 0
        while start < bytes.count {
            let end = min(start + (segment ?? bytes.count), bytes.count)
            let piece = start == 0 && end == bytes.count ? bytes : Array(bytes[start..<end])
            start = end
            if shell == .plain { await seat.tap.said(piece, by: seat.side, in: seat.connection) }
            // Heard before the other side can answer: what waited for these octets is understood now.
            if !isHeard { hear(piece, from: seat.side) }
            try await send(piece)
            if segment != nil { try await flush() }
        }
    }

    /// Octets that are handed to the socket at once: a client that reads slowly is waited for piece by piece.
    private static var pieceSize: Int { 65_536 }

    private mutating func send(_ bytes: [UInt8]) async throws {
        var start = 0
        while start < bytes.count {
            let end = min(start + Self.pieceSize, bytes.count)
            outgoing.writeBytes(bytes[start..<end])
            start = end
            if outgoing.readableBytes >= Self.pieceSize { try await flush() }
        }
    }

    /// Hands what was said to the socket.
    private mutating func flush() async throws {
        guard outgoing.readableBytes > 0 else { return }
        let words = outgoing
        outgoing = ByteBuffer()
        try await pipe.write(words)
        // The time that this side took for its answer is not the other's.
        silence.wait(pace.afterSpeaking())
    }

    private mutating func sayNoMore() async {
        hasSpokenLast = true
        try? await flush()
        // Under TLS a farewell of its own follows.
        if shell == .plain { await seat.tap.ended(seat.side, .fin, in: seat.connection) }
        pipe.finish()
        silence.wait(.seconds(5))
    }

    /// - Returns: Whether the station may go on to speak.
    private mutating func obey(
        _ act: Fault.Act, _ saying: inout Saying
    ) async throws -> Bool {
        await seat.tap.log(DecisionRecord(station: seat.station, kind: .fault, text: act.words))
        switch act {
        case .cut:
            isCut = true
            await sayNoMore()
            return false
        case .silence(let span): return await !keepSilent(for: span)
        case .say(let text):
            var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            if lines.last?.isEmpty == true { lines.removeLast() }
            saying.bytes = lines.flatMap { Array($0.utf8) + [0x0D, 0x0A] }
            // A server that says 421 closes.
            if text.hasPrefix("421") { saying.isLast = true }
        case .twice: saying.bytes += saying.bytes
        case .segments, .coalesce, .strip, .refuseCalls, .ignoreCalls: break
        }
        return true
    }

    /// - Returns: Whether the other side has lost its patience.
    private mutating func keepSilent(for duration: Int64) async -> Bool {
        try? await flush()
        guard seat.tap.isVirtual else {
            try? await Task.sleep(nanoseconds: UInt64(max(0, duration)))
            return false
        }
        guard await seat.tap.silence(of: seat.side, for: duration, in: seat.connection) else { return false }
        isCut = true
        hasSpokenLast = true
        return true
    }

    /// What a saying is called where faults are placed: by the command that it answers or is.
    private func word(for heard: Heard, _ saying: Saying) -> String {
        guard faults != nil else { return "" }
        if seat.side == .client, mayGoOn { return "CONTENT" }
        if heard.utterance.kind == .content, seat.side == .server { return "CONTENT" }
        let line = seat.side == .server ? heard.text : saying.bytes
        return String(decoding: line.prefix { $0.isASCIILetterOrDigit }, as: UTF8.self).uppercased()
    }

    private mutating func hear(_ bytes: [UInt8], from side: Side) {
        ear.hear(bytes.span, from: side, keepsContent: role.keepsContent, into: &pending)
    }
}
