import NIOCore

/// How many clients a station serves at once.
package struct GuestLimits: Sendable, Hashable {
    package var inAll = 2_000
    /// From one address. On loopback all clients of a machine share one, so it is not far below the other.
    package var perAddress = 1_500

    package init() {}
}

/// The accept loop of a station: serves each connection in a task of its own until it is closed; then all of them end.
package actor Reception {
    private let doorway: Doorway
    private let limits: GuestLimits
    private let refusal: [UInt8]
    private var task: Task<Void, Never>?
    private var guests = 0
    private var guestsByAddress: [String: Int] = [:]
    private var waiters: [CheckedContinuation<Void, Never>] = []

    /// - Parameter refusal: Said to whoever is one too many, before the door closes.
    package init(_ doorway: Doorway, guests: GuestLimits = GuestLimits(), refusal: [UInt8] = []) {
        self.doorway = doorway
        limits = guests
        self.refusal = refusal
    }

    /// - Parameter serve: Takes part in one connection to its end.
    package func open(_ serve: @escaping @Sendable (Pipe) async -> Void) {
        guard task == nil else { return }
        let doorway = doorway
        task = Task {
            // What ends here is the listening socket; whose fault it was is of no use to anybody any more.
            try? await doorway.channel.executeThenClose { inbound in
                try await withThrowingDiscardingTaskGroup { group in
                    for try await pipe in inbound {
                        let address = pipe.channel.remoteAddress?.ipAddress ?? ""
                        guard self.enter(address) else {
                            group.addTask { await self.turnAway(pipe) }
                            continue
                        }
                        group.addTask {
                            await serve(pipe)
                            await self.leave(address)
                        }
                    }
                }
            }
        }
    }

    /// Stops listening; who is here may stay.
    package func shut() async { try? await doorway.channel.channel.close() }

    /// Stops listening and breaks off what is under way.
    package func close() async {
        task?.cancel()
        await task?.value
        task = nil
        // A doorway that was never opened has a socket all the same.
        try? await doorway.channel.channel.close()
    }

    /// Waits until no connection is under way.
    package func settle() async {
        while guests > 0 { await withCheckedContinuation { waiters.append($0) } }
    }

    private func enter(_ address: String) -> Bool {
        guard guests < limits.inAll, guestsByAddress[address, default: 0] < limits.perAddress else { return false }
        guests += 1
        guestsByAddress[address, default: 0] += 1
        return true
    }

    private func turnAway(_ pipe: Pipe) async {
        let refusal = ByteBuffer(bytes: refusal)
        try? await pipe.executeThenClose { _, outbound in
            if refusal.readableBytes > 0 { try await outbound.write(refusal) }
            outbound.finish()
        }
    }

    private func leave(_ address: String) {
        guests -= 1
        let left = guestsByAddress[address, default: 1] - 1
        guestsByAddress[address] = left > 0 ? left : nil
        guard guests == 0 else { return }
        for waiter in waiters { waiter.resume() }
        waiters = []
    }
}
