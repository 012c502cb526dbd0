import Synchronization

/// Something to be put on the disk in the three steps that many can take together. All of them block.
protocol StoreWork: Sendable {
    /// Writes files under temporary names.
    mutating func write() throws(DiskError) -> [UnsavedFile]
    /// The disk has the files: gives them their names.
    ///
    /// - Returns: The folders that list these, still to be saved.
    mutating func publish() throws(DiskError) -> [String]
    /// Takes back what was done.
    mutating func undo()
}

/// Puts letters on the disk for many at once: who comes while the disk is busy shares the next round with all who came
/// meanwhile. So a hundred letters that arrive together cost a few waits for the disk instead of two hundred.
package final class GroupSaver: Sendable {
    private struct Line {
        var tickets: [Ticket] = []
        var rounds = 0
    }

    /// Rounds at the same time: while one waits for its folders, the next one's files are written.
    private static let roundLimit = 2
    /// Threads that wait for the files of a round; what they wait for together the file system does at once.
    private static let lanes = 4

    private let line = Mutex(Line())

    package init() {}

    /// Returns when the disk has all that the work wrote, names included.
    ///
    /// - Returns: The work as it is afterwards.
    /// - Throws: ``DiskError``; then nothing of it is left.
    func store<Work: StoreWork>(_ work: Work) async throws -> Work {
        let done = try await withCheckedThrowingContinuation { waiter in
            let starts = line.withLock { line in
                line.tickets.append(Ticket(work: work, waiter: waiter))
                guard line.rounds < Self.roundLimit else { return false }
                line.rounds += 1
                return true
            }
            if starts { Task { await self.move() } }
        }
        return done as? Work ?? work
    }

    /// Round after round until nobody waits.
    private func move() async {
        while true {
            let tickets = line.withLock { line in
                defer { line.tickets = [] }
                if line.tickets.isEmpty { line.rounds -= 1 }
                return line.tickets
            }
            if tickets.isEmpty { return }
            await run(tickets)
        }
    }

    private func run(_ tickets: [Ticket]) async {
        var waiting = tickets
        do {
            // One alone changes threads once.
            guard tickets.count > 1 else {
                return try await Disk.onThread {
                    var left = tickets.stepped { ticket throws(DiskError) in
                        try ticket.write()
                        try ticket.save()
                    }
                    left.finish()
                }
            }
            let written = try await Disk.onThread { tickets.stepped { ticket throws(DiskError) in try ticket.write() } }
            waiting = []
            let share = (written.count + Self.lanes - 1) / Self.lanes
            var saved: [Ticket] = []
            try await withThrowingTaskGroup(of: [Ticket].self) { group in
                for start in stride(from: 0, to: written.count, by: max(1, share)) {
                    let some = Array(written[start..<min(start + share, written.count)])
                    group.addTask {
                        try await Disk.onThread { some.stepped { ticket throws(DiskError) in try ticket.save() } }
                    }
                }
                for try await some in group { saved += some }
            }
            let all = saved
            waiting = all
            try await Disk.onThread {
                var left = all
                left.finish()
            }
        } catch {
            // No thread is to be had: the program ends.
            for ticket in waiting { ticket.waiter.resume(throwing: error) }
        }
    }
}

/// One who waits, with his work.
private struct Ticket: Sendable {
    var work: any StoreWork
    let waiter: CheckedContinuation<any StoreWork, any Error>
    private var files: [UnsavedFile] = []
    fileprivate var folders: [String] = []

    init(work: any StoreWork, waiter: CheckedContinuation<any StoreWork, any Error>) {
        self.work = work
        self.waiter = waiter
    }

    mutating func write() throws(DiskError) { files = try work.write() }

    mutating func save() throws(DiskError) {
        for file in files { try file.save() }
        close()
    }

    private mutating func close() {
        for file in files { file.close() }
        files = []
    }

    mutating func fail(_ error: DiskError) {
        close()
        work.undo()
        waiter.resume(throwing: error)
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

    /// Gives the files their names, saves each folder once, and lets everybody go.
    fileprivate mutating func finish() {
        self = stepped { ticket throws(DiskError) in ticket.folders = try ticket.work.publish() }
        var saved: [String: DiskError?] = [:]
        self = stepped { ticket throws(DiskError) in
            for folder in ticket.folders {
                if let known = saved[folder] {
                    if let known { throw known }
                    continue
                }
                do throws(DiskError) {
                    try Disk.saveFolder(folder)
                    saved.updateValue(nil, forKey: folder)
                } catch {
                    saved.updateValue(error, forKey: folder)
                    throw error
                }
            }
        }
        for ticket in self { ticket.waiter.resume(returning: ticket.work) }
    }
}
