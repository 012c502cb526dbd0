import Dialogue
import MailProtocols
import NIOCore
import Synchronization

/// How many clients a station serves at once.
package struct GuestLimits: Sendable, Hashable {
    package var inAll = 2_000
    /// From one address. On loopback all clients of a machine share one, so it is not far below the other.
    package var perAddress = 1_500

    /// Octets that one guest can make the station hold, letters under way aside (``SMTPPolicy/Limits/heldInAll``): what waits to be
    /// read, twice what waits to be understood, what waits for its answer, what was answered and is not taken by the socket, and
    /// letters read ahead.
    package static let memoryPerGuest =
        4 * 32_768 + 2 * Listener.holdLimit + 4_096 * 256 + 2 * 65_536 + 2 * LetterShelf.streamed

    package init() {}
}

/// Who is let in at a station's door: serves each connection in a task of its own, on the connection's own loop, until it is
/// closed; then all of them end.
package final class Reception: Sendable {
    private struct Guests {
        /// By number; nil for who has just come in.
        var here: [Int: Task<Void, Never>?] = [:]
        /// Who has come so far; numbers the guests.
        var count = 0
        var inAll = 0
        var byAddress: [String: Int] = [:]
        var waiters: [CheckedContinuation<Void, Never>] = []
        var isClosed = false
    }

    private let doorway: Doorway
    private let limits: GuestLimits
    private let refusal: [UInt8]
    private let guests = Mutex(Guests())

    /// - Parameter refusal: Said to whoever is one too many, before the door closes.
    package init(_ doorway: Doorway, guests: GuestLimits = GuestLimits(), refusal: [UInt8] = []) {
        self.doorway = doorway
        limits = guests
        self.refusal = refusal
    }

    /// - Parameter serve: Takes part in one connection to its end.
    package func open(_ serve: @escaping @Sendable (Pipe) async -> Void) {
        doorway.open { pipe in
            guard let guest = self.enter(pipe.remote.address) else { return self.turnAway(pipe) }
            let task = Task(executorPreference: pipe.executor) {
                await serve(pipe)
                self.leave(guest, pipe.remote.address)
            }
            self.note(guest, task)
        }
    }

    /// Stops listening; who is here may stay.
    package func shut() async { await doorway.close() }

    /// Stops listening and breaks off what is under way.
    package func close() async {
        await doorway.close()
        let here = guests.withLock { guests in
            guests.isClosed = true
            return Array(guests.here.values)
        }
        for task in here { task?.cancel() }
        await settle()
    }

    /// Waits until no connection is under way.
    package func settle() async {
        await withCheckedContinuation { waiter in
            let isQuiet = guests.withLock { guests in
                if guests.inAll > 0 { guests.waiters.append(waiter) }
                return guests.inAll == 0
            }
            if isQuiet { waiter.resume() }
        }
    }

    private func enter(_ address: String) -> Int? {
        guests.withLock { guests in
            guard !guests.isClosed, guests.inAll < limits.inAll,
                guests.byAddress[address, default: 0] < limits.perAddress
            else { return nil }
            guests.inAll += 1
            guests.byAddress[address, default: 0] += 1
            guests.count += 1
            guests.here.updateValue(nil, forKey: guests.count)
            return guests.count
        }
    }

    /// Who can be sent away: unless the guest has left already.
    private func note(_ guest: Int, _ task: Task<Void, Never>) {
        let isClosed = guests.withLock { guests in
            if guests.here[guest] != nil { guests.here.updateValue(task, forKey: guest) }
            return guests.isClosed
        }
        if isClosed { task.cancel() }
    }

    /// To be called on the connection's loop.
    private func turnAway(_ pipe: Pipe) {
        let channel = pipe.channel
        guard !refusal.isEmpty else { return channel.close(promise: nil) }
        channel.writeAndFlush(ByteBuffer(bytes: refusal)).whenComplete { _ in channel.close(promise: nil) }
    }

    private func leave(_ guest: Int, _ address: String) {
        let waiters = guests.withLock { guests in
            guests.here.removeValue(forKey: guest)
            guests.inAll -= 1
            let left = guests.byAddress[address, default: 1] - 1
            guests.byAddress[address] = left > 0 ? left : nil
            guard guests.inAll == 0 else { return [CheckedContinuation<Void, Never>]() }
            defer { guests.waiters = [] }
            return guests.waiters
        }
        for waiter in waiters { waiter.resume() }
    }
}
