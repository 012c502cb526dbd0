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
/// meanwhile. So a hundred letters that arrive together cost a few waits for the disk instead of two hundred, and one wake of
/// another thread.
package final class GroupSaver: Sendable {
    private struct Ticket: Sendable {
        var work: any StoreWork
        let waiter: CheckedContinuation<any StoreWork, any Error>
        var files: [UnsavedFile] = []
        var folders: [String] = []
    }

    private struct Line {
        var tickets: [Ticket] = []
        var isMoving = false
    }

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
                defer { line.isMoving = true }
                return !line.isMoving
            }
            if starts {
                Disk.onThread {
                    self.move()
                } failed: {
                    self.dismissAll($0)
                }
            }
        }
        return done as? Work ?? work
    }

    /// Round after round until nobody waits.
    private func move() {
        while true {
            let tickets = line.withLock { line in
                defer { line.tickets = [] }
                line.isMoving = !line.tickets.isEmpty
                return line.tickets
            }
            if tickets.isEmpty { return }
            var round = Round(tickets)
            round.run()
        }
    }

    private func dismissAll(_ error: any Error) {
        let tickets = line.withLock { line in
            defer { line = Line() }
            return line.tickets
        }
        for ticket in tickets { ticket.waiter.resume(throwing: error) }
    }

    /// Those who go together.
    private struct Round {
        var tickets: [Ticket]

        init(_ tickets: [Ticket]) { self.tickets = tickets }

        mutating func run() {
            each { ticket throws(DiskError) in ticket.files = try ticket.work.write() }
            each { ticket throws(DiskError) in for file in ticket.files { try file.save() } }
            for index in tickets.indices {
                for file in tickets[index].files { file.close() }
                tickets[index].files = []
            }
            each { ticket throws(DiskError) in ticket.folders = try ticket.work.publish() }
            var saved: [String: DiskError?] = [:]
            each { ticket throws(DiskError) in
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
            for ticket in tickets { ticket.waiter.resume(returning: ticket.work) }
        }

        /// Takes a step with everybody; with whom it fails leaves the round.
        private mutating func each(_ step: (inout Ticket) throws(DiskError) -> Void) {
            var left: [Ticket] = []
            left.reserveCapacity(tickets.count)
            for ticket in tickets {
                var ticket = ticket
                do throws(DiskError) {
                    try step(&ticket)
                    left.append(ticket)
                } catch {
                    for file in ticket.files { file.close() }
                    ticket.work.undo()
                    ticket.waiter.resume(throwing: error)
                }
            }
            tickets = left
        }
    }
}
