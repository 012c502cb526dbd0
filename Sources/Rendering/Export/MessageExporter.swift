package import Dialogue

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// How messages are written.
package enum ExportForm: String, Sendable, Hashable, CaseIterable {
    /// A file each, octet for octet.
    case eml
    /// One file, see ``MboxWriter``.
    case mbox
    /// A folder with tmp, new and cur; the messages octet for octet in new.
    case maildir
}

/// Writes the messages of a capture into a folder while it is read.
///
/// A class, since a value that throws out of its initialiser could not own its folder.
/// Bounded however long a message is, and however many are under way: what does not fit in memory goes to unnamed files in the
/// folder. A message gets its name when it is whole, or when it is clear that the rest is missing; ``finish()`` removes what
/// never came so far.
package final class MessageExporter {
    /// Octets of one message that are kept in memory.
    static let messageLimit = 65_536
    /// Octets of all messages that are kept in memory.
    static let totalLimit = 8 << 20

    private struct Draft {
        var buffer: [UInt8] = []
        /// The unnamed file that holds what came before, and how much that is.
        var part: String?
        var stored = 0
        var mark = 0
        var length: Int { stored + buffer.count }
    }

    package let path: String
    /// Messages written, and how many of these lack octets.
    package private(set) var written = 0
    package private(set) var incomplete = 0

    private let form: ExportForm
    /// Where unnamed files are.
    private let workshop: ExportFolder
    /// Where messages get their names.
    private let shelf: ExportFolder
    private var mbox: MboxWriter?
    private var drafts: [Int32: Draft] = [:]
    /// Whole messages of connections of which it is not known yet whether they are wanted.
    private var awaiting: [Int32: [(draft: Draft, end: ContentPiece.End)]] = [:]
    private let decidesLater: Bool
    private var wanted: Set<Int32> = []
    private var inMemory = 0

    /// - Parameter decidesLater: Nothing is named before ``decide(_:isWanted:)``.
    package init(path: String, form: ExportForm, decidesLater: Bool = false) throws(ExportError) {
        self.path = path
        self.form = form
        self.decidesLater = decidesLater
        let folder = try ExportFolder(path: path)
        if form == .maildir {
            workshop = try ExportFolder("tmp", in: folder)
            shelf = try ExportFolder("new", in: folder)
            _ = try ExportFolder("cur", in: folder)
        } else {
            workshop = folder
            shelf = folder
        }
        mbox = form == .mbox ? try MboxWriter(folder: folder) : nil
    }

    deinit { giveUp() }

    // MARK: Pieces

    package func take(_ piece: ContentPiece) throws(ExportError) {
        let connection = piece.connection
        switch piece.kind {
        case .octets(let octets): try add(octets, to: connection)
        case .mark: drafts[connection, default: Draft()].mark = drafts[connection]?.length ?? 0
        case .rewind: try rewind(connection)
        case .end(let end): try complete(connection, end)
        case .abandoned:
            guard drafts[connection] != nil else { return }
            try complete(connection, ContentPiece.End(step: 0, isWhole: false))
        }
    }

    /// The messages of a connection are wanted, or not: those heard and, if wanted, those to come.
    package func decide(_ connection: Int32, isWanted: Bool) throws(ExportError) {
        let waiting = awaiting.removeValue(forKey: connection) ?? []
        if isWanted {
            wanted.insert(connection)
            for message in waiting { try keep(message.draft, connection, message.end) }
        } else {
            for message in waiting { discard(message.draft) }
            if let draft = drafts.removeValue(forKey: connection) { discard(draft) }
        }
    }

    /// Nothing more of this connection comes.
    package func forget(_ connection: Int32) { wanted.remove(connection) }

    /// Removes what did not become a message.
    package func finish() throws(ExportError) {
        for connection in awaiting.keys { for message in awaiting[connection] ?? [] { discard(message.draft) } }
        for draft in drafts.values { discard(draft) }
        awaiting = [:]
        drafts = [:]
        try mbox?.finish(isEmpty: written == 0)
        mbox = nil
    }

    /// Removes everything that has no name yet: after an error.
    package func giveUp() {
        let unfinished = mbox
        mbox = nil
        try? finish()
        unfinished?.discard()
    }

    // MARK: Drafts

    private func add(_ octets: [UInt8], to connection: Int32) throws(ExportError) {
        drafts[connection, default: Draft()].buffer.append(contentsOf: octets)
        inMemory += octets.count
        if drafts[connection]?.buffer.count ?? 0 >= Self.messageLimit { try store(connection) }
        guard inMemory > Self.totalLimit else { return }
        for connection in drafts.keys { try store(connection) }
        for connection in awaiting.keys {
            for index in (awaiting[connection] ?? []).indices {
                guard var draft = awaiting[connection]?[index].draft else { continue }
                try store(&draft)
                awaiting[connection]?[index].draft = draft
            }
        }
    }

    private func store(_ connection: Int32) throws(ExportError) {
        guard var draft = drafts.removeValue(forKey: connection) else { return }
        do throws(ExportError) { try store(&draft) } catch {
            drafts[connection] = draft
            throw error
        }
        drafts[connection] = draft
    }

    private func store(_ draft: inout Draft) throws(ExportError) {
        let part: String
        if let known = draft.part { part = known } else { part = try workshop.makePart() }
        draft.part = part
        try workshop.append(draft.buffer, toPart: part)
        draft.stored += draft.buffer.count
        inMemory -= draft.buffer.count
        draft.buffer.removeAll(keepingCapacity: true)
    }

    private func rewind(_ connection: Int32) throws(ExportError) {
        guard var draft = drafts[connection] else { return }
        let surplus = draft.length - draft.mark
        let fromBuffer = min(surplus, draft.buffer.count)
        draft.buffer.removeLast(fromBuffer)
        inMemory -= fromBuffer
        if surplus > fromBuffer, let part = draft.part {
            try workshop.truncate(part: part, to: draft.mark)
            draft.stored = draft.mark
        }
        drafts[connection] = draft
    }

    private func complete(_ connection: Int32, _ end: ContentPiece.End) throws(ExportError) {
        let draft = drafts.removeValue(forKey: connection) ?? Draft()
        if decidesLater, !wanted.contains(connection) {
            awaiting[connection, default: []].append((draft, end))
        } else {
            try keep(draft, connection, end)
        }
    }

    private func keep(_ draft: Draft, _ connection: Int32, _ end: ContentPiece.End) throws(ExportError) {
        var draft = draft
        do throws(ExportError) {
            if form == .mbox { try appendToMbox(draft, end) } else { try name(&draft, connection, end) }
        } catch {
            discard(draft)
            throw error
        }
        written += 1
        if !end.isWhole { incomplete += 1 }
    }

    private func name(
        _ draft: inout Draft, _ connection: Int32, _ end: ContentPiece.End
    ) throws(ExportError) {
        try store(&draft)
        guard let part = draft.part else { return }
        let (number, form) = (written + 1, form)
        try workshop.name(part: part, in: shelf) { attempt in
            form == .maildir
                ? ExportName.maildir(number: number, process: getpid(), end, attempt: attempt)
                : ExportName.eml(number: number, connection: connection, end, attempt: attempt)
        }
    }

    private func appendToMbox(_ draft: Draft, _ end: ContentPiece.End) throws(ExportError) {
        guard var writer = mbox else { return }
        mbox = nil
        defer { mbox = writer }
        writer.begin(end)
        if let part = draft.part {
            try workshop.read(part: part) { bytes throws(ExportError) in try writer.append(bytes) }
        }
        try writer.append(draft.buffer)
        try writer.end()
        discard(draft)
    }

    private func discard(_ draft: Draft) {
        inMemory -= draft.buffer.count
        if let part = draft.part { workshop.remove(part: part) }
    }
}
