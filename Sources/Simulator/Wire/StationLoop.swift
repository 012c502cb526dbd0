import Dialogue
package import MailProtocols
import NIOCore

/// What a station says next.
package struct Saying: Sendable, Hashable {
    package var bytes: [UInt8]
    /// Nothing more will be said: the station parts once these octets are out.
    package var isLast: Bool

    package init(_ bytes: [UInt8] = [], isLast: Bool = false) {
        self.bytes = bytes
        self.isLast = isLast
    }
}

/// One station's part in one connection: what it says when it is there, and in answer to what it hears. It never touches the
/// socket; the loop does.
package protocol SessionRole: Sendable {
    /// Said at once: a server's greeting. Nil for a client, which waits for it.
    mutating func opening() async -> Saying?
    /// - Parameter ear: Has heard what `heard` says and all that was answered before.
    mutating func answer(_ heard: Heard, _ ear: SessionEar) async throws -> Saying?
}

/// A connection from one station's seat.
package struct StationSeat: Sendable {
    package var side: Side
    package var `protocol`: MailProtocol
    package var connection: Int
    package var tap: WireTap
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
    let silence = SilenceGuard(pipe.channel, patience: patience)
    silence.start()
    defer { silence.stop() }
    var loop = SessionLoop(role: role, seat: seat, silence: silence)
    do {
        loop = try await pipe.executeThenClose { inbound, outbound in
            var loop = SessionLoop(role: role, seat: seat, silence: silence)
            // What was learnt before the other side broke off is kept.
            do { try await loop.run(inbound, outbound) } catch { await loop.breakOff() }
            return loop
        }
    } catch {
        // The socket could not even be closed in good order.
        await loop.breakOff()
    }
    return (loop.role, loop.parting)
}

private struct SessionLoop<Role: SessionRole>: Sendable {
    var role: Role
    let seat: StationSeat
    let silence: SilenceGuard
    var parting = Parting.brokenOff
    private var ear: SessionEar
    private var pending: [Heard] = []
    private var hasSpokenLast = false

    init(role: Role, seat: StationSeat, silence: SilenceGuard) {
        self.role = role
        self.seat = seat
        self.silence = silence
        ear = SessionEar(seat.protocol, of: seat.side)
    }

    mutating func run(
        _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>, _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) async throws {
        if let saying = await role.opening() { try await say(saying, to: outbound) }
        for try await chunk in inbound {
            let bytes = Array(chunk.readableBytesView)
            await seat.tap.heard(bytes, from: seat.side.other, in: seat.connection)
            // Whoever has said the last word only waits for the other to part.
            if hasSpokenLast { continue }
            silence.start()
            hear(bytes, from: seat.side.other)
            var next = 0
            while next < pending.count, !hasSpokenLast {
                let heard = pending[next]
                next += 1
                if let saying = try await role.answer(heard, ear) { try await say(saying, to: outbound) }
            }
            pending.removeAll(keepingCapacity: true)
        }
        parting = hasSpokenLast ? .agreed : .left
        await seat.tap.heardEnd(of: seat.side.other, .fin, in: seat.connection)
        await seat.tap.ended(seat.side, .fin, in: seat.connection)
    }

    mutating func breakOff() async {
        parting = hasSpokenLast ? .agreed : .brokenOff
        await seat.tap.heardEnd(of: seat.side.other, .rst, in: seat.connection)
        await seat.tap.ended(seat.side, .rst, in: seat.connection)
    }

    private mutating func say(_ saying: Saying, to outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>) async throws {
        if !saying.bytes.isEmpty {
            await seat.tap.said(saying.bytes, by: seat.side, in: seat.connection)
            // Heard before the other side can answer: what waited for these octets is understood now.
            hear(saying.bytes, from: seat.side)
            try await outbound.write(ByteBuffer(bytes: saying.bytes))
        }
        guard saying.isLast else { return }
        hasSpokenLast = true
        await seat.tap.ended(seat.side, .fin, in: seat.connection)
        outbound.finish()
        silence.start(patience: .seconds(5))
    }

    private mutating func hear(_ bytes: [UInt8], from side: Side) {
        pending += ear.hear(bytes, from: side).filter { $0.utterance.side != seat.side }
    }
}

/// Closes a connection on which nothing has been heard for too long.
private final class SilenceGuard: Sendable {
    private let channel: any Channel
    private let patience: TimeAmount
    private let timer: NIOLoopBoundBox<Scheduled<Void>?>

    init(_ channel: any Channel, patience: TimeAmount) {
        self.channel = channel
        self.patience = patience
        timer = .makeBoxSendingValue(nil, eventLoop: channel.eventLoop)
    }

    /// Starts to wait, or starts anew.
    func start(patience: TimeAmount? = nil) {
        let (channel, timer, patience) = (channel, timer, patience ?? self.patience)
        channel.eventLoop.execute {
            timer.value?.cancel()
            timer.value = channel.eventLoop.scheduleTask(in: patience) { channel.close(promise: nil) }
        }
    }

    func stop() {
        let timer = timer
        channel.eventLoop.execute {
            timer.value?.cancel()
            timer.value = nil
        }
    }
}
