import Synchronization

/// What the disk has to be waited for before a letter is safe. Many letters can wait for the same.
enum Unsaved: Sendable, Hashable {
    /// A letter's own file.
    case file(UnsavedFile)
    /// A file that holds many.
    case log(LetterLog)
    /// The names that a folder lists.
    case folder(String)

    /// Blocks until the disk has it.
    func save() throws(DiskError) {
        switch self {
        case .file(let file): try file.save()
        case .log(let log): try log.save()
        case .folder(let folder): try Disk.saveFolder(folder)
        }
    }
}

/// Something to be put on the disk in steps that many can take together. All of them block.
protocol StoreWork: Sendable {
    /// Writes what no reader sees yet.
    ///
    /// - Returns: What the disk has to be waited for before a reader may see it.
    mutating func write() throws(DiskError) -> [Unsaved]
    /// The disk has that: lets readers see it.
    ///
    /// - Returns: What the disk has to be waited for then.
    mutating func publish() throws(DiskError) -> [Unsaved]
    /// The disk has all of it.
    mutating func finish()
    /// Takes back what was done, as far as it was.
    mutating func undo()
}

/// Puts letters on the disk for many at once: who comes while the disk is busy shares the next round with all who came
/// meanwhile. All files of a round are waited for at the same time, by several threads: the disk writes them out in one
/// go, so that a hundred letters that arrive together cost a few waits for it instead of two hundred. Then they get their names, and
/// their folders are waited for.
package final class GroupSaver: Sendable {
    private struct Line {
        var tickets: [Ticket] = []
        var rounds = 0
        /// Wait until nothing is left to do.
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    /// Rounds at the same time: while one waits for the disk, the next one's files are written.
    private static let roundLimit = 2
    /// Threads that wait for a round's files and folders. More wait less long, but every one of them has to be woken.
    private static let laneLimit = 8

    private let line = Mutex(Line())

    package init() {}

    /// Returns when the disk has all that the work wrote, names included.
    ///
    /// - Returns: The work as it is afterwards.
    /// - Throws: ``DiskError``; then nothing of it is left.
    func store<Work: StoreWork>(_ work: Work) async throws -> Work {
        let done = try await withCheckedThrowingContinuation { waiter in
            enter(Ticket(work: work) { waiter.resume(with: $0) })
        }
        return done as? Work ?? work
    }

    /// As ``store(_:)`` for whoever is told and does not wait.
    ///
    /// - Parameter tell: Called on one of the disk's threads: the disk has it, or nothing of it is left.
    func store(_ work: some StoreWork, tell: @escaping @Sendable (Bool) -> Void) {
        enter(
            Ticket(work: work) { result in
                if case .success = result { tell(true) } else { tell(false) }
            })
    }

    /// As ``store(_:)`` for what nobody waits for.
    func storeLater(_ work: some StoreWork) { enter(Ticket(work: work, tell: nil)) }

    /// Returns when nobody waits and nothing is left to do.
    func settle() async {
        await withCheckedContinuation { waiter in
            let isQuiet = line.withLock { line in
                if line.rounds > 0 { line.waiters.append(waiter) }
                return line.rounds == 0
            }
            if isQuiet { waiter.resume() }
        }
    }

    private func enter(_ ticket: Ticket) {
        let starts = line.withLock { line in
            line.tickets.append(ticket)
            guard line.rounds < Self.roundLimit else { return false }
            line.rounds += 1
            return true
        }
        if starts { Disk.later { self.work() } }
    }

    /// Round after round until nobody waits, or until another thread goes on with it.
    private func work() {
        while true {
            let (tickets, waiters) = line.withLock { line in
                defer { line.tickets = [] }
                if line.tickets.isEmpty { line.rounds -= 1 }
                guard line.rounds == 0 else { return (line.tickets, [CheckedContinuation<Void, Never>]()) }
                defer { line.waiters = [] }
                return ([], line.waiters)
            }
            for waiter in waiters { waiter.resume() }
            if tickets.isEmpty { return }
            guard save(tickets) else { return }
        }
    }

    /// - Returns: The round is over, and this thread has ended it; else another one does, and goes on.
    private func save(_ tickets: [Ticket]) -> Bool {
        let written = tickets.stepped { ticket throws(DiskError) in ticket.unsaved = try ticket.work.write() }
        let goOn: @Sendable () -> Void = { self.work() }
        return SharedWait(for: written, laneLimit: Self.laneLimit) { saved in
            let shown = saved.stepped { ticket throws(DiskError) in ticket.unsaved = try ticket.work.publish() }
            return SharedWait(for: shown, laneLimit: Self.laneLimit) { saved in
                for var ticket in saved {
                    ticket.work.finish()
                    ticket.tell?(.success(ticket.work))
                }
                return true
            }.begin(goOn)
        }.begin(goOn)
    }
}

/// What many wait for, saved by several threads at the same time.
private final class SharedWait: Sendable {
    private let tickets: [Ticket]
    private let unsaved: [Unsaved]
    private let laneLimit: Int
    private let taken = Atomic<Int>(0)
    private let done = Atomic<Int>(0)
    private let failures = Mutex<[Unsaved: DiskError]>([:])
    private let end: @Sendable ([Ticket]) -> Bool

    /// - Parameter end: Called once with those for whom all was saved; says whether it has ended the round.
    init(for tickets: [Ticket], laneLimit: Int, end: @escaping @Sendable ([Ticket]) -> Bool) {
        (self.tickets, self.laneLimit, self.end) = (tickets, laneLimit, end)
        var known: Set<Unsaved> = []
        unsaved = tickets.flatMap(\.unsaved).filter { known.insert($0).inserted }
    }

    /// - Parameter goOn: Called on the thread that has ended the round, where that is not this one.
    /// - Returns: This thread has ended the round.
    func begin(_ goOn: @escaping @Sendable () -> Void) -> Bool {
        guard !unsaved.isEmpty else { return end(tickets) }
        for _ in 1..<max(2, min(laneLimit, unsaved.count)) where unsaved.count > 1 {
            Disk.later {
                if self.saveSome() { goOn() }
            }
        }
        return saveSome()
    }

    /// Saves what no other thread has taken.
    private func saveSome() -> Bool {
        while true {
            let index = taken.add(1, ordering: .relaxed).oldValue
            guard index < unsaved.count else { return false }
            do throws(DiskError) {
                try unsaved[index].save()
            } catch {
                failures.withLock { $0[unsaved[index]] = error }
            }
            guard done.add(1, ordering: .acquiringAndReleasing).newValue == unsaved.count else { continue }
            let failures = failures.withLock { $0 }
            guard !failures.isEmpty else { return end(tickets) }
            return end(
                tickets.stepped { ticket throws(DiskError) in
                    if let failure = ticket.unsaved.lazy.compactMap({ failures[$0] }).first { throw failure }
                })
        }
    }
}

/// One who brings work, and may wait for it.
private struct Ticket: Sendable {
    var work: any StoreWork
    let tell: (@Sendable (Result<any StoreWork, any Error>) -> Void)?
    var unsaved: [Unsaved] = []

    init(work: any StoreWork, tell: (@Sendable (Result<any StoreWork, any Error>) -> Void)?) {
        self.work = work
        self.tell = tell
    }

    mutating func fail(_ error: DiskError) {
        work.undo()
        tell?(.failure(error))
    }
}

extension [Ticket] {
    /// Takes a step with everybody; with whom it fails leaves.
    fileprivate func stepped(_ step: (inout Ticket) throws(DiskError) -> Void) -> [Ticket] {
        var left: [Ticket] = []
        left.reserveCapacity(count)
        for ticket in self {
            var ticket = ticket
            do throws(DiskError) {
                try step(&ticket)
                left.append(ticket)
            } catch {
                ticket.fail(error)
            }
        }
        return left
    }
}
