import NIOCore

/// The accept loop of a station: serves each connection in a task of its own until it is closed; then all of them end.
package actor Reception {
    private let doorway: Doorway
    private var task: Task<Void, Never>?
    private var guests = 0
    private var waiters: [CheckedContinuation<Void, Never>] = []

    package init(_ doorway: Doorway) { self.doorway = doorway }

    /// - Parameter serve: Takes part in one connection to its end.
    package func open(_ serve: @escaping @Sendable (Pipe) async -> Void) {
        guard task == nil else { return }
        let doorway = doorway
        task = Task {
            // What ends here is the listening socket; whose fault it was is of no use to anybody any more.
            try? await doorway.channel.executeThenClose { inbound in
                try await withThrowingDiscardingTaskGroup { group in
                    for try await pipe in inbound {
                        self.enter()
                        group.addTask {
                            await serve(pipe)
                            await self.leave()
                        }
                    }
                }
            }
        }
    }

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

    private func enter() { guests += 1 }

    private func leave() {
        guests -= 1
        guard guests == 0 else { return }
        for waiter in waiters { waiter.resume() }
        waiters = []
    }
}
