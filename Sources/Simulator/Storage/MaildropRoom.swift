import MailProtocols

/// The maildrops of a machine: the receiver MTA fills them, the receiver MAA empties them. Like a real spool it is a folder on
/// disk, and all that these two stations share. Calls block; see ``Disk/onThread(_:)``.
package struct MaildropRoom: Sendable, Hashable {
    package var folder: String

    package init(folder: String) { self.folder = folder }

    /// - Parameter owner: `bob@north.example`
    package func maildir(of owner: String) throws(DiskError) -> Maildir {
        try Maildir(folder: "\(folder)/\(safeFolderName(owner))")
    }

    /// Final delivery: a copy for each, with the reverse-path on top (RFC 5321 section 4.4). Where one cannot be written, the
    /// others are taken back.
    ///
    /// - Returns: The files' folders, still to be saved, and their names.
    func place(
        _ content: [UInt8], from path: ReversePath, to owners: [String], host: String, time: Int64
    ) throws(DiskError) -> [(folder: String, name: String)] {
        var letter = TraceFields.returnPath(path) + content
        // A chunk need not end with a line end; a multi-line POP3 response must.
        if !letter.suffix(2).elementsEqual([0x0D, 0x0A]) { letter += [0x0D, 0x0A] }
        var placed: [(folder: String, name: String)] = []
        do {
            for owner in owners {
                let maildir = try maildir(of: owner)
                placed.append((maildir.newFolder, try maildir.place(letter, host: host, time: time)))
            }
        } catch {
            for (folder, name) in placed { try? Disk.unlink("\(folder)/\(name)") }
            throw error
        }
        return placed
    }
}
