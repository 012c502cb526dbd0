import Synchronization

/// The letters that an MTA answers for, and what became of each so far. What is written and saved survives whatever happens to the
/// program; only then may the MTA say 250: from that word on the letter is its responsibility (RFC 5321 section 4.2.5), over a crash
/// as well.
///
/// Letters stand one behind the other in a few files, and so does what is learnt about them later: a letter, its new state, that it is
/// gone. Letters that come together cost one wait for the disk, and none of them a file that has to be made and to be
/// removed again. A record that is not whole was written when the program or the machine came to its end; nobody was told 250 for it.
///
/// All calls block; see ``Disk/onThread(_:)``.
package final class Queue: Sendable {
    package let folder: String

    /// Octets from which on a file is full: the next letter begins another.
    private let fileSize: Int
    private let books: Mutex<Books>

    /// - Parameters:
    ///   - folder: Created where it is missing. Nothing in it is changed until a letter comes.
    ///   - fileSize: Octets; some thousand letters, so that whatever concerns a file as a whole is rare.
    package init(folder: String, fileSize: Int = 4 << 20) throws(DiskError) {
        self.folder = folder
        self.fileSize = fileSize
        try Disk.makeFolder("\(folder)/letters")
        books = Mutex(try Books(folder: "\(folder)/letters"))
    }

    /// Stores a letter under its id, or under another free one where another letter has that.
    ///
    /// - Returns: The letter with the id that it got.
    package func add(_ letter: QueuedLetter) throws(DiskError) -> QueuedLetter {
        var entry = Entry(letter, in: self)
        try entry.store()
        return entry.letter
    }

    /// Writes down the letter's present state; its content stays what it was.
    package func save(_ letter: QueuedLetter) throws(DiskError) {
        var state = State(letter, in: self)
        try state.store()
    }

    package func remove(_ letter: QueuedLetter) throws(DiskError) {
        var removal = Removal(letter.id, from: self)
        try removal.store()
        try books.withLock { books throws(DiskError) in try books.last?.log.save() }
    }

    /// As ``remove(_:)``, but the disk need not have it yet: should the letter come back, it is sent twice, never lost.
    package func take(_ id: String) throws(DiskError) {
        var removal = Removal(id, from: self)
        try removal.store()
    }

    package func contains(_ id: String) -> Bool { books.withLock { $0.entries[id] != nil } }

    /// A letter by its id; nil where there is none.
    package func letter(_ id: String) throws(DiskError) -> QueuedLetter? {
        guard let entry = books.withLock({ $0.entries[id] }) else { return nil }
        return try entry.read(id)
    }

    /// The letters in the order of their acceptance.
    package func letters() throws(DiskError) -> [QueuedLetter] {
        var letters: [QueuedLetter] = []
        for id in books.withLock({ Array($0.entries.keys) }) {
            if let letter = try letter(id) { letters.append(letter) }
        }
        return letters.sorted { ($0.time, $0.id) < ($1.time, $1.id) }
    }

    fileprivate func write(_ kind: LetterLog.Kind, _ letter: QueuedLetter) throws(DiskError) -> LetterLog? {
        try books.withLock { books throws(DiskError) in try books.write(kind, letter, fileSize) }
    }

    /// The disk could not save what a file holds: nobody knows what is in it, and nothing more is written there.
    fileprivate func giveUp(_ log: LetterLog) { books.withLock { $0.isLastBad = $0.isLastBad || $0.last?.log == log } }

    /// Finds an id that no letter has.
    fileprivate func freeID(like id: String) -> String {
        let wanted = id.isEmpty ? "L" : safeFolderName(id).uppercased()
        return books.withLock { books in
            var free = wanted
            var attempt = 1
            while !books.reserved.insert(free).inserted || books.entries[free] != nil {
                attempt += 1
                free = "\(wanted)-\(attempt)"
            }
            return free
        }
    }

    fileprivate func release(_ id: String) { books.withLock { _ = $0.reserved.remove(id) } }
}

// MARK: What is written

extension Queue {
    /// A letter on its way into the queue.
    struct Entry: StoreWork {
        /// With the id that it got.
        private(set) var letter: QueuedLetter
        private let queue: Queue
        private var log: LetterLog?

        init(_ letter: QueuedLetter, in queue: Queue) {
            self.letter = letter
            self.queue = queue
        }

        mutating func write() throws(DiskError) -> [Unsaved] {
            letter.id = queue.freeID(like: letter.id)
            defer { queue.release(letter.id) }
            log = try queue.write(.letter, letter)
            return log.map { [.log($0)] } ?? []
        }

        mutating func publish() throws(DiskError) -> [Unsaved] { [] }

        mutating func finish() {}

        /// The client keeps its letter, so it must not be here as well.
        mutating func undo() {
            guard let log else { return }
            queue.giveUp(log)
            _ = try? queue.write(.gone, letter)
        }
    }

    /// What became of a letter's recipients.
    struct State: StoreWork {
        private let letter: QueuedLetter
        private let queue: Queue
        private var log: LetterLog?

        init(_ letter: QueuedLetter, in queue: Queue) {
            self.letter = letter
            self.queue = queue
        }

        mutating func write() throws(DiskError) -> [Unsaved] {
            log = try queue.write(.state, letter)
            return log.map { [.log($0)] } ?? []
        }
        mutating func publish() throws(DiskError) -> [Unsaved] { [] }
        mutating func finish() {}
        mutating func undo() { if let log { queue.giveUp(log) } }
    }

    /// A letter is settled. Nobody waits for the disk.
    struct Removal: StoreWork {
        private let letter: QueuedLetter
        private let queue: Queue

        init(_ id: String, from queue: Queue) {
            letter = QueuedLetter(id: id, reversePath: "", recipients: [], time: 0, content: [])
            self.queue = queue
        }

        mutating func write() throws(DiskError) -> [Unsaved] {
            _ = try queue.write(.gone, letter)
            return []
        }
        mutating func publish() throws(DiskError) -> [Unsaved] { [] }
        mutating func finish() {}
        mutating func undo() {}
    }
}

extension StoreWork {
    /// All steps at once, for one alone.
    fileprivate mutating func store() throws(DiskError) {
        do throws(DiskError) {
            for unsaved in try write() { try unsaved.save() }
            for unsaved in try publish() { try unsaved.save() }
            finish()
        } catch {
            undo()
            throw error
        }
    }
}
