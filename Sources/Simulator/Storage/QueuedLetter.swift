package import MailProtocols

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
        /// What RCPT asked about notices.
        package var notices = DSNRecipientRequest()
        /// While it waits: what the last attempt met with.
        package var trouble: String?
        /// The sender has been told what became of it, or wished not to be.
        package var isTold = false

        package init(address: String, fate: Fate = .waiting, notices: DSNRecipientRequest = .init()) {
            self.address = address
            self.fate = fate
            self.notices = notices
        }
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
    /// What MAIL asked about notices.
    package var notices = DSNLetterRequest()
    /// Nanoseconds since 1970 UTC: when the letter was accepted.
    package var time: Int64
    /// How often somebody tried to hand it on.
    package var attempts = 0
    /// When it is tried next; nanoseconds since 1970 UTC.
    package var nextAttempt: Int64
    /// The sender has been told that it is late.
    package var isWarned = false
    /// How many notices were written about it; names the next one, so that none is queued twice.
    package var reports = 0
    /// The letter's octets, unstuffed, with this MTA's Received field on top.
    package var content: [UInt8]

    package init(
        id: String = "", reversePath: String, recipients: [String], body: String? = nil, isInternational: Bool = false,
        time: Int64, content: [UInt8]
    ) {
        self.id = id
        self.reversePath = reversePath
        self.recipients = recipients.map { Recipient(address: $0) }
        self.body = body
        self.isInternational = isInternational
        self.time = time
        nextAttempt = time
        self.content = content
    }

    package var waiting: [String] { recipients.filter { $0.fate == .waiting }.map(\.address) }
    package var isSettled: Bool { !recipients.contains { $0.fate == .waiting } }
}

/// As written down: lines of a keyword and a value, an empty line, the content. An address cannot hold a line end, so a line is a field.
extension QueuedLetter {
    private static let firstLine = "mailscope-queue 1"

    func encoded(withContent: Bool = true) -> [UInt8] {
        var lines = [
            Self.firstLine, "time \(time)", "next \(nextAttempt)", "attempts \(attempts)", "from \(reversePath)",
        ]
        if reports > 0 { lines.append("reports \(reports)") }
        if let body { lines.append("body \(body)") }
        if isInternational { lines.append("smtputf8") }
        if isWarned { lines.append("warned") }
        lines += notices.parameters.map { "mail \($0)" }
        for recipient in recipients {
            switch recipient.fate {
            case .waiting: lines.append("waiting \(recipient.address)")
            case .delivered: lines.append("delivered \(recipient.address)")
            case .failed(let reply): lines += ["failed \(recipient.address)", "reply \(Self.line(reply))"]
            }
            lines += recipient.notices.parameters.map { "rcpt \($0)" }
            if let trouble = recipient.trouble { lines.append("trouble \(Self.line(trouble))") }
            if recipient.isTold { lines.append("told") }
        }
        return Array((lines.joined(separator: "\n") + "\n\n").utf8) + (withContent ? content : [])
    }

    private static func line(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    /// nil for a file that is no letter of ours.
    package init?(decoding bytes: [UInt8], id: String) {
        self.init(id: id, reversePath: "", recipients: [], time: 0, content: [])
        var position = 0
        var isFirst = true
        var hasTime = false
        while let end = bytes[position...].firstIndex(of: 0x0A) {
            let line = String(decoding: bytes[position..<end], as: UTF8.self)
            position = end + 1
            if isFirst {
                guard line == Self.firstLine else { return nil }
                isFirst = false
                continue
            }
            if line.isEmpty {
                content = Array(bytes[position...])
                guard hasTime else { return nil }
                return
            }
            let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
            guard read(String(parts[0]), parts.count > 1 ? String(parts[1]) : "") else { return nil }
            hasTime = hasTime || parts[0] == "time"
        }
        return nil
    }

    private mutating func read(_ keyword: String, _ value: String) -> Bool {
        switch keyword {
        case "time":
            guard let number = Int64(value) else { return false }
            time = number
            nextAttempt = number
        case "next":
            guard let number = Int64(value) else { return false }
            nextAttempt = number
        case "attempts": attempts = Int(value) ?? 0
        case "reports": reports = Int(value) ?? 0
        case "from": reversePath = value
        case "body": body = value
        case "smtputf8": isInternational = true
        case "warned": isWarned = true
        case "mail":
            let asked = DSNLetterRequest([Self.parameter(value)])
            if let envelopeID = asked.envelopeID { notices.envelopeID = envelopeID }
            if let full = asked.returnsFullMessage { notices.returnsFullMessage = full }
        case "waiting": recipients.append(Recipient(address: value))
        case "delivered": recipients.append(Recipient(address: value, fate: .delivered))
        case "failed": recipients.append(Recipient(address: value, fate: .failed("")))
        default: return readRecipient(keyword, value)
        }
        return true
    }

    /// A line that belongs to the recipient above it.
    private mutating func readRecipient(_ keyword: String, _ value: String) -> Bool {
        guard let last = recipients.indices.last else { return false }
        switch keyword {
        case "reply": recipients[last].fate = .failed(value)
        case "rcpt":
            let asked = DSNRecipientRequest([Self.parameter(value)])
            if let notify = asked.notify { recipients[last].notices.notify = notify }
            if let original = asked.originalRecipient { recipients[last].notices.originalRecipient = original }
        case "trouble": recipients[last].trouble = value
        case "told": recipients[last].isTold = true
        default: return false
        }
        return true
    }

    private static func parameter(_ text: String) -> SMTPParameter {
        let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
        return SMTPParameter(parts.first ?? "", parts.count > 1 ? parts[1] : nil)
    }
}
