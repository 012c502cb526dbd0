import MailProtocols

/// The maildrops of a machine: the receiver MTA fills them, the receiver MAA empties them. Like a real spool it is a folder on
/// disk, and all that these two stations share. Calls block; see ``Disk/onThread(_:)``.
package struct MaildropRoom: Sendable, Hashable {
    package var folder: String

    package init(folder: String) { self.folder = folder }

    /// Creates the folder, for a long life: where the file system can, maildrops that are new in it are laid apart from each other
    /// and from what is deleted elsewhere. It may search long for a number for a new file where many were deleted a moment ago.
    package func prepare() throws(DiskError) {
        try Disk.makeFolder(folder)
        Disk.spread(folder)
    }

    /// - Parameter owner: `bob@north.example`
    package func maildir(of owner: String) throws(DiskError) -> Maildir {
        try Maildir(folder: "\(folder)/\(safeFolderName(owner))")
    }

    /// Final delivery, a copy for each, with the reverse-path on top (RFC 5321 section 4.4). Where one cannot be written, the
    /// others are taken back.
    struct Delivery: StoreWork {
        private let room: MaildropRoom
        private let letter: [UInt8]
        private let owners: [String]
        private let host: String
        private let time: Int64
        private var drafts: [(maildir: Maildir, draft: Maildir.Draft, file: UnsavedFile)] = []

        /// - Parameter time: Nanoseconds since 1970.
        init(
            _ content: [UInt8], from path: ReversePath, to owners: [String], in room: MaildropRoom, host: String,
            time: Int64
        ) {
            let top = TraceFields.returnPath(path)
            var letter: [UInt8] = []
            letter.reserveCapacity(top.count + content.count + 2)
            letter += top
            letter += content
            // A chunk need not end with a line end; a multi-line POP3 response must.
            if !letter.suffix(2).elementsEqual([0x0D, 0x0A]) { letter += [0x0D, 0x0A] }
            self.letter = letter
            (self.room, self.owners, self.host, self.time) = (room, owners, host, time)
        }

        mutating func write() throws(DiskError) -> [Unsaved] {
            for owner in owners {
                let maildir = try room.maildir(of: owner)
                let (draft, file) = try maildir.draft(letter, host: host, time: time)
                drafts.append((maildir, draft, file))
            }
            return drafts.map { .file($0.file) }
        }

        mutating func publish() throws(DiskError) -> [Unsaved] {
            var unsaved: [Unsaved] = []
            for index in drafts.indices {
                try drafts[index].maildir.publish(&drafts[index].draft)
                unsaved.append(.folder(drafts[index].maildir.newFolder))
            }
            return unsaved
        }

        mutating func finish() {
            for (_, _, file) in drafts { file.close() }
            drafts = []
        }

        mutating func undo() {
            for (maildir, draft, _) in drafts { maildir.withdraw(draft) }
            finish()
        }
    }
}
