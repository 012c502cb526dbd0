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

    package init(_ bytes: [UInt8] = [], isLast: Bool = false, startsTLS: Bool = false) {
        self.bytes = bytes
        self.isLast = isLast
        self.startsTLS = startsTLS
    }
}

/// One station's part in one connection: what it says when it is there, and in answer to what it hears. It never touches the
/// socket; the loop does.
package protocol SessionRole: Sendable {
    /// Said at once: a server's greeting. Nil for a client, which waits for it.
    mutating func opening() async -> Saying?
    /// Said to the other side when it was silent for too long, before the connection is closed; nothing by default.
    var lastWordsToTheSilent: [UInt8] { get }
    /// TLS has begun behind ``Saying/startsTLS``: what to say first inside.
    mutating func secured() async -> Saying?
    /// - Parameter ear: Has heard what `heard` says and all that was answered before.
    mutating func answer(_ heard: Heard, _ ear: SessionEar) async throws -> Saying?
}

extension SessionRole {
    package var lastWordsToTheSilent: [UInt8] { [] }
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
/// - Parameter patience: So long the other side may be silent.
func converse<Role: SessionRole>(
    over pipe: Pipe, at seat: StationSeat, patience: TimeAmount, role: Role
) async -> (role: Role, parting: Parting) {
    let silence = SilenceGuard(pipe.channel, patience: patience, lastWords: role.lastWordsToTheSilent, seat: seat)
    silence.start()
    defer { silence.stop() }
    var loop = SessionLoop(role: role, channel: pipe.channel, seat: seat, silence: silence, patience: patience)
    do {
        loop = try await pipe.executeThenClose { [loop] inbound, outbound in
            var loop = loop
            // What was learnt before the other side broke off is kept.
            do {
                try await loop.run(inbound, outbound)
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
    return (loop.role, loop.parting)
}

private struct SessionLoop<Role: SessionRole>: Sendable {
    /// Where the octets that are read come from.
    private enum Shell { case plain, tlsComing, tls }

    var role: Role
    let channel: any Channel
    let seat: StationSeat
    let silence: SilenceGuard
    var parting = Parting.brokenOff
    private var shell: Shell
    private var ear: SessionEar
    private var pending: [Heard] = []
    private var hasSpokenLast = false
    private var pace: Pace

    init(role: Role, channel: any Channel, seat: StationSeat, silence: SilenceGuard, patience: TimeAmount) {
        pace = Pace(patience: patience)
        self.role = role
        self.channel = channel
        self.seat = seat
        self.silence = silence
        shell = seat.protocol.isTLSFromTheStart ? .tlsComing : .plain
        ear = SessionEar(seat.protocol, of: seat.side)
    }

    mutating func run(
        _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>, _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) async throws {
        if shell == .plain, let saying = await role.opening() { try await say(saying, to: outbound) }
        for try await chunk in inbound {
            let bytes = Array(chunk.readableBytesView)
            // Under TLS the tap hears below it.
            if shell != .tls { await seat.tap.heard(bytes, from: seat.side.other, in: seat.connection) }
            if shell == .tlsComing {
                // Whatever comes before the boundary was said in the clear behind STARTTLS: nobody hears it.
                if bytes.isEmpty { try await enterTLS(outbound) }
                continue
            }
            // Whoever has said the last word only waits for the other to part.
            if hasSpokenLast { continue }
            hear(bytes, from: seat.side.other)
            silence.wait(pace.after(octets: bytes.count, isStep: pending.contains { $0.utterance.isStep }))
            var next = 0
            while next < pending.count, !hasSpokenLast, shell != .tlsComing {
                let heard = pending[next]
                next += 1
                if let saying = try await role.answer(heard, ear) { try await say(saying, to: outbound) }
            }
            pending.removeAll(keepingCapacity: true)
        }
    }

    /// The other side has closed.
    mutating func part() async {
        parting = hasSpokenLast ? .agreed : silence.isOver ? .brokenOff : .left
        await seat.tap.heardEnd(of: seat.side.other, .fin, in: seat.connection)
        await seat.tap.ended(seat.side, .fin, in: seat.connection)
    }

    mutating func breakOff() async {
        parting = hasSpokenLast ? .agreed : .brokenOff
        await seat.tap.heardEnd(of: seat.side.other, .rst, in: seat.connection)
        await seat.tap.ended(seat.side, .rst, in: seat.connection)
    }

    private mutating func enterTLS(_ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>) async throws {
        shell = .tls
        silence.noteTLS()
        silence.wait(pace.after(octets: 0, isStep: true))
        if seat.protocol.isTLSFromTheStart {
            if let saying = await role.opening() { try await say(saying, to: outbound) }
        } else {
            ear.resumeInsideTLS()
            if let saying = await role.secured() { try await say(saying, to: outbound) }
        }
    }

    /// - Parameter words: The last ones in the clear.
    private mutating func startTLS(behind words: [UInt8]) async throws {
        guard let tls = seat.tls else { throw TLSError(description: "no TLS here") }
        shell = .tlsComing
        let (channel, seat) = (channel, seat)
        // In one go on the loop: the other side's first octets of TLS must not be read before TLS is in place.
        try await channel.eventLoop.submit {
            if !words.isEmpty { channel.writeAndFlush(ByteBuffer(bytes: words), promise: nil) }
            try tls.install(on: channel, as: seat.side, host: seat.peer, tap: CipherTap(seat))
        }.get()
    }

    private mutating func say(_ saying: Saying, to outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>) async throws {
        if !saying.bytes.isEmpty {
            if shell == .plain { await seat.tap.said(saying.bytes, by: seat.side, in: seat.connection) }
            // Heard before the other side can answer: what waited for these octets is understood now.
            hear(saying.bytes, from: seat.side)
            if !saying.startsTLS { try await write(saying.bytes, to: outbound) }
        }
        if saying.startsTLS { return try await startTLS(behind: saying.bytes) }
        guard saying.isLast else { return }
        hasSpokenLast = true
        // Under TLS a farewell of its own follows.
        if shell == .plain { await seat.tap.ended(seat.side, .fin, in: seat.connection) }
        outbound.finish()
        silence.wait(.seconds(5))
    }

    /// Octets that are handed to the socket at once: a client that reads slowly is waited for piece by piece.
    private static var pieceSize: Int { 65_536 }

    private mutating func write(
        _ bytes: [UInt8], to outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) async throws {
        var start = 0
        while start < bytes.count {
            let end = min(start + Self.pieceSize, bytes.count)
            try await outbound.write(ByteBuffer(bytes: bytes[start..<end]))
            start = end
            // The time that this side took for its answer is not the other's.
            silence.wait(pace.afterSpeaking())
        }
    }

    private mutating func hear(_ bytes: [UInt8], from side: Side) {
        pending += ear.hear(bytes, from: side).filter { $0.utterance.side != seat.side }
    }
}
