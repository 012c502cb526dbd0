/// A folder of accepted letters, one file each. A letter that is in it and whose folder the disk has saved survives whatever
/// happens to the program; only then may the MTA say 250: from that word on the letter is its responsibility (RFC 5321 section
/// 4.2.5), over a crash as well. Each change is one rename or one removal: there is no instant at which a letter is half there.
///
/// All calls block; see ``Disk/onThread(_:)``.
package struct Queue: Sendable, Hashable {
    package var folder: String

    /// - Parameter folder: Created where it is missing. What an earlier run left half-written in `tmp` is thrown away: nobody
    ///   was told 250 for it.
    package init(folder: String) throws(DiskError) {
        self.folder = folder
        for part in ["tmp", "letters"] { try Disk.makeFolder("\(folder)/\(part)") }
        for name in try Disk.names(in: "\(folder)/tmp") { try Disk.remove("\(folder)/tmp/\(name)") }
    }

    /// Where the letters lie; one file each.
    package var lettersFolder: String { "\(folder)/letters" }

    /// Stores a letter under its id, or under another free one where a letter of an earlier run has that.
    ///
    /// - Returns: The letter with the id that it got.
    package func add(_ letter: QueuedLetter) throws(DiskError) -> QueuedLetter {
        var entry = Entry(letter, in: self, isNew: true)
        try entry.store()
        return entry.letter
    }

    /// Writes the letter's present state over its file, in one step.
    package func save(_ letter: QueuedLetter) throws(DiskError) {
        var entry = Entry(letter, in: self, isNew: false)
        try entry.store()
    }

    /// A letter on its way into the queue.
    struct Entry: StoreWork {
        /// With the id that it got.
        private(set) var letter: QueuedLetter
        private let queue: Queue
        private let isNew: Bool
        private var temporary: String?

        /// - Parameter isNew: Gets an id that no other has; else it replaces the letter of its id.
        init(_ letter: QueuedLetter, in queue: Queue, isNew: Bool) {
            self.letter = letter
            self.queue = queue
            self.isNew = isNew
        }

        fileprivate mutating func store() throws(DiskError) {
            do {
                for file in try write() {
                    defer { file.close() }
                    try file.save()
                }
                for folder in try publish() { try Disk.saveFolder(folder) }
            } catch {
                undo()
                throw error
            }
        }

        mutating func write() throws(DiskError) -> [UnsavedFile] {
            if isNew {
                let wanted = letter.id.isEmpty ? "L" : safeFolderName(letter.id).uppercased()
                var attempt = 1
                letter.id = wanted
                while Disk.exists(queue.path(of: letter.id)) {
                    attempt += 1
                    letter.id = "\(wanted)-\(attempt)"
                }
            }
            let path = "\(queue.folder)/tmp/\(letter.id)"
            let file = try UnsavedFile(letter.encoded(), toNew: path)
            temporary = path
            return [file]
        }

        mutating func publish() throws(DiskError) -> [String] {
            guard let temporary else { return [] }
            try Disk.rename(temporary, queue.path(of: letter.id))
            self.temporary = nil
            return [queue.lettersFolder]
        }

        /// Half a letter must not stand in the way of the next attempt to write it. One that replaced another stays: it is whole.
        mutating func undo() {
            if let temporary {
                try? Disk.unlink(temporary)
            } else if isNew {
                try? Disk.unlink(queue.path(of: letter.id))
            }
            temporary = nil
        }
    }

    package func remove(_ letter: QueuedLetter) throws(DiskError) { try Disk.remove(path(of: letter.id)) }

    /// As ``remove(_:)``, the folder still to be saved: should the file come back, the letter is sent twice, never lost.
    package func take(_ id: String) throws(DiskError) { try Disk.unlink(path(of: id)) }

    package func contains(_ id: String) -> Bool { Disk.exists(path(of: id)) }

    /// A letter by its id; nil where there is none.
    package func letter(_ id: String) throws(DiskError) -> QueuedLetter? {
        do {
            return QueuedLetter(decoding: try Disk.read(path(of: id)), id: id)
        } catch  where error.isAbsence {
            return nil
        }
    }

    /// The letters in the order of their acceptance. A file that is no letter of ours is left alone and not listed.
    package func letters() throws(DiskError) -> [QueuedLetter] {
        var letters: [QueuedLetter] = []
        for name in try Disk.names(in: lettersFolder) where !name.hasPrefix(".") {
            if let letter = try letter(name) { letters.append(letter) }
        }
        return letters.sorted { ($0.time, $0.id) < ($1.time, $1.id) }
    }

    fileprivate func path(of id: String) -> String { "\(folder)/letters/\(id)" }
}
