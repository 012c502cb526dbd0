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

    /// Where the letters lie; to be saved after ``place(_:)`` and ``take(_:)``.
    package var lettersFolder: String { "\(folder)/letters" }

    /// Stores a letter under its id, or under another free one where a letter of an earlier run has that.
    ///
    /// - Returns: The letter with the id that it got.
    package func add(_ letter: QueuedLetter) throws(DiskError) -> QueuedLetter {
        let stored = try place(letter)
        try Disk.saveFolder(lettersFolder)
        return stored
    }

    /// As ``add(_:)``, but the letter is safe only when the disk has saved ``lettersFolder``: many may share that.
    package func place(_ letter: QueuedLetter) throws(DiskError) -> QueuedLetter {
        var stored = letter
        let wanted = letter.id.isEmpty ? "L" : safeFolderName(letter.id).uppercased()
        var attempt = 1
        stored.id = wanted
        while Disk.exists(path(of: stored.id)) {
            attempt += 1
            stored.id = "\(wanted)-\(attempt)"
        }
        try replace(stored)
        return stored
    }

    /// Writes the letter's present state over its file, in one step.
    package func save(_ letter: QueuedLetter) throws(DiskError) {
        try replace(letter)
        try Disk.saveFolder(lettersFolder)
    }

    /// As ``save(_:)``, the folder still to be saved.
    package func replace(_ letter: QueuedLetter) throws(DiskError) {
        let temporary = "\(folder)/tmp/\(letter.id)"
        do {
            try Disk.write(letter.encoded(), toNew: temporary)
            try Disk.rename(temporary, path(of: letter.id))
        } catch {
            // Half a letter must not stand in the way of the next attempt to write it.
            if !error.isExistence { try? Disk.unlink(temporary) }
            throw error
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

    private func path(of id: String) -> String { "\(folder)/letters/\(id)" }
}
