import MailProtocols

/// A letter that an MTA has accepted and answers for, with what became of each recipient so far.
package struct QueuedLetter: Sendable, Hashable {
    package enum Fate: Sendable, Hashable {
        case waiting
        case delivered
        /// Given up; the final reply, `550 5.1.1 No such user`.
        case failed(String)
    }
    package struct Recipient: Sendable, Hashable {
        /// `bob@north.example`, as RCPT named it.
        package var address: String
        package var fate: Fate
    }

    /// Names the file; made by the queue.
    package var id: String
    /// Without brackets; empty for the null reverse-path.
    package var reversePath: String
    package var recipients: [Recipient]
    /// The MAIL parameter BODY as the client gave it, `8BITMIME`; nil where it gave none.
    package var body: String?
    /// MAIL carried SMTPUTF8.
    package var isInternational: Bool
    /// Nanoseconds since 1970 UTC: when the letter was accepted.
    package var time: Int64
    /// The letter's octets, unstuffed, with this MTA's Received field on top.
    package var content: [UInt8]

    package init(
        id: String = "", reversePath: String, recipients: [String], body: String? = nil, isInternational: Bool = false,
        time: Int64, content: [UInt8]
    ) {
        self.id = id
        self.reversePath = reversePath
        self.recipients = recipients.map { Recipient(address: $0, fate: .waiting) }
        self.body = body
        self.isInternational = isInternational
        self.time = time
        self.content = content
    }

    package var waiting: [String] { recipients.filter { $0.fate == .waiting }.map(\.address) }
}

/// A folder of accepted letters, one file each. `add` returns when the disk has the letter, and only then may the MTA say 250:
/// from that word on the letter is its responsibility (RFC 5321 section 4.2.5), over a crash as well.
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

    /// Stores a letter under its id, or under another free one where a letter of an earlier run has that.
    ///
    /// - Returns: The letter with the id that it got.
    package func add(_ letter: QueuedLetter) throws(DiskError) -> QueuedLetter {
        var stored = letter
        let wanted = letter.id.isEmpty ? "L" : safeFolderName(letter.id).uppercased()
        var attempt = 1
        stored.id = wanted
        while Disk.exists(path(of: stored)) {
            attempt += 1
            stored.id = "\(wanted)-\(attempt)"
        }
        try save(stored)
        return stored
    }

    /// Writes the letter's present state over its file, in one step.
    package func save(_ letter: QueuedLetter) throws(DiskError) {
        let temporary = "\(folder)/tmp/\(letter.id)"
        try Disk.write(Self.encoded(letter), toNew: temporary)
        try Disk.move(temporary, to: path(of: letter))
    }

    package func remove(_ letter: QueuedLetter) throws(DiskError) { try Disk.remove(path(of: letter)) }

    /// The letters in the order of their acceptance. A file that is no letter of ours is left alone and not listed.
    package func letters() throws(DiskError) -> [QueuedLetter] {
        var letters: [QueuedLetter] = []
        for name in try Disk.names(in: "\(folder)/letters") where !name.hasPrefix(".") {
            guard let letter = Self.decoded(try Disk.read("\(folder)/letters/\(name)"), id: name) else { continue }
            letters.append(letter)
        }
        return letters.sorted { ($0.time, $0.id) < ($1.time, $1.id) }
    }

    private func path(of letter: QueuedLetter) -> String { "\(folder)/letters/\(letter.id)" }
}

/// The file: lines of a keyword and a value, an empty line, the content. An address cannot hold a line end, so a line is a field.
extension Queue {
    private static let firstLine = "mailscope-queue 1"

    static func encoded(_ letter: QueuedLetter) -> [UInt8] {
        var lines = [firstLine, "time \(letter.time)", "from \(letter.reversePath)"]
        if let body = letter.body { lines.append("body \(body)") }
        if letter.isInternational { lines.append("smtputf8") }
        for recipient in letter.recipients {
            switch recipient.fate {
            case .waiting: lines.append("waiting \(recipient.address)")
            case .delivered: lines.append("delivered \(recipient.address)")
            case .failed(let reply):
                let line = reply.split(whereSeparator: \.isNewline).joined(separator: " ")
                lines.append("failed \(recipient.address)")
                lines.append("reply \(line)")
            }
        }
        return Array((lines.joined(separator: "\n") + "\n\n").utf8) + letter.content
    }

    static func decoded(_ bytes: [UInt8], id: String) -> QueuedLetter? {
        var letter = QueuedLetter(id: id, reversePath: "", recipients: [], time: 0, content: [])
        var position = 0
        var isFirst = true
        var hasTime = false
        while let end = bytes[position...].firstIndex(of: 0x0A) {
            let line = String(decoding: bytes[position..<end], as: UTF8.self)
            position = end + 1
            if isFirst {
                guard line == firstLine else { return nil }
                isFirst = false
                continue
            }
            if line.isEmpty {
                letter.content = Array(bytes[position...])
                return hasTime ? letter : nil
            }
            let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
            let value = parts.count > 1 ? String(parts[1]) : ""
            switch parts[0] {
            case "time":
                guard let time = Int64(value) else { return nil }
                letter.time = time
                hasTime = true
            case "from": letter.reversePath = value
            case "body": letter.body = value
            case "smtputf8": letter.isInternational = true
            case "waiting": letter.recipients.append(.init(address: value, fate: .waiting))
            case "delivered": letter.recipients.append(.init(address: value, fate: .delivered))
            case "failed": letter.recipients.append(.init(address: value, fate: .failed("")))
            case "reply":
                guard let last = letter.recipients.indices.last else { return nil }
                letter.recipients[last].fate = .failed(value)
            default: return nil
            }
        }
        return nil
    }
}
