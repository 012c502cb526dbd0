import Synchronization

/// Octets that the sessions of a station may hold together, so that many clients cannot fill the memory that one could not.
package final class MemoryBudget: Sendable {
    private let limit: Int
    private let used = Atomic<Int>(0)

    package init(octets: Int) { limit = octets }

    func hasRoom(for octets: Int) -> Bool { octets <= limit - used.load(ordering: .relaxed) }

    /// False, and nothing is taken, where it does not fit in.
    func take(_ octets: Int) -> Bool {
        let (_, now) = used.add(octets, ordering: .relaxed)
        if now <= limit { return true }
        give(octets)
        return false
    }

    func give(_ octets: Int) { used.subtract(octets, ordering: .relaxed) }
}

/// One session's part of it, given back at the latest when the session is gone.
final class MemoryShare: Sendable {
    private let budget: MemoryBudget
    private let taken = Atomic<Int>(0)

    init(of budget: MemoryBudget) { self.budget = budget }

    deinit { budget.give(taken.load(ordering: .relaxed)) }

    func hasRoom(for octets: Int) -> Bool { budget.hasRoom(for: octets) }

    func take(_ octets: Int) -> Bool {
        guard budget.take(octets) else { return false }
        taken.add(octets, ordering: .relaxed)
        return true
    }

    func release() { budget.give(taken.exchange(0, ordering: .relaxed)) }
}
