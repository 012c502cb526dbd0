/// Saves folders for many at once: who asks while the disk is busy with a folder shares the next round with all who asked
/// meanwhile. So a hundred letters that arrive together cost a few waits for the disk instead of a hundred.
package actor FolderSaver {
    private struct Round {
        var waiters: [CheckedContinuation<Void, any Error>] = []
        var isUnderWay = false
    }

    private var rounds: [String: Round] = [:]

    package init() {}

    /// Returns when the disk has every name that the folder listed at the time of the call.
    ///
    /// - Throws: ``DiskError``.
    package func save(_ folder: String) async throws {
        try await withCheckedThrowingContinuation { waiter in
            rounds[folder, default: Round()].waiters.append(waiter)
            start(folder)
        }
    }

    private func start(_ folder: String) {
        guard var round = rounds[folder], !round.isUnderWay else { return }
        let waiters = round.waiters
        guard !waiters.isEmpty else {
            rounds[folder] = nil
            return
        }
        round.waiters = []
        round.isUnderWay = true
        rounds[folder] = round
        Task {
            let failure: (any Error)?
            do {
                try await Disk.onThread { try Disk.saveFolder(folder) }
                failure = nil
            } catch {
                failure = error
            }
            for waiter in waiters {
                if let failure { waiter.resume(throwing: failure) } else { waiter.resume() }
            }
            rounds[folder]?.isUnderWay = false
            start(folder)
        }
    }
}
