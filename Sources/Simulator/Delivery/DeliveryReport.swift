import MailProtocols

/// The letter that tells a sender what became of his own: a multipart/report as in RFC 3464, for people and programs. It
/// leaves with the null reverse-path, so that nobody ever answers it (RFC 5321 section 4.5.5).
struct DeliveryReport: Sendable {
    /// RFC 3464 section 2.3.3.
    enum Action: String, Sendable { case failed, delayed, delivered, relayed }

    /// What is told about one recipient.
    struct Item: Sendable {
        var recipient: QueuedLetter.Recipient
        var action: Action
        /// The last reply, `550 5.1.1 No such user`; empty where nobody said anything.
        var words: String

        var status: EnhancedStatus {
            let said = words.split(separator: " ").dropFirst().first.flatMap { EnhancedStatus(String($0)) }
            if let said { return said }
            return switch action {
            case .failed: EnhancedStatus("5.0.0") ?? .noSuchMailbox
            case .delayed: EnhancedStatus("4.0.0") ?? .localError
            case .delivered, .relayed: .ok
            }
        }
    }

    var letter: QueuedLetter
    var items: [Item]
    /// Who reports.
    var host: String
    /// Of the report: its Message-ID and boundary.
    var id: String
    /// Nanoseconds since 1970 UTC.
    var time: Int64
    /// Until when a late letter is tried.
    var retryUntil: Int64

    /// A reply as a report quotes it: `550 5.1.1 <dave@north.example> is unknown here`.
    static func words(of reply: SMTPReply) -> String {
        [reply.code.description, reply.status?.description, reply.text].compactMap(\.self).joined(separator: " ")
    }

    private var hasFailed: Bool { items.contains { $0.action == .failed } }
    private var isLate: Bool { items.contains { $0.action == .delayed } }

    func encoded() -> [UInt8] {
        let boundary = "=_\(id)"
        let subject =
            hasFailed
            ? "Your letter could not be delivered"
            : isLate ? "Your letter is late, and still on its way" : "Your letter was delivered"
        let returnsAll = hasFailed && letter.notices.returnsFullMessage == true
        let isEightBit = letter.content.contains { $0 >= 0x80 }
        var lines = [
            "Date: \(MessageDate(nanoseconds: time).text)", "From: Mail Delivery System <postmaster@\(host)>",
            "To: <\(letter.reversePath)>", "Subject: \(subject)", "Message-ID: <\(id)@\(host)>",
            "Auto-Submitted: auto-replied", "MIME-Version: 1.0",
            "Content-Type: multipart/report; report-type=delivery-status;", "\tboundary=\"\(boundary)\"", "",
            "--\(boundary)", "Content-Type: text/plain; charset=us-ascii", "",
        ]
        lines += forPeople
        lines += ["--\(boundary)", "Content-Type: message/delivery-status", ""]
        lines += forPrograms
        lines += ["--\(boundary)", "Content-Type: \(returnsAll ? "message/rfc822" : "text/rfc822-headers")"]
        if isEightBit { lines.append("Content-Transfer-Encoding: 8bit") }
        lines.append("")
        let header = HeaderSection(parsing: letter.content.span).length
        return Array((lines.joined(separator: "\r\n") + "\r\n").utf8)
            + (returnsAll ? letter.content : Array(letter.content.prefix(header)))
            + Array("\r\n--\(boundary)--\r\n".utf8)
    }

    private var forPeople: [String] {
        var lines: [String] = []
        let groups: [(Action, String)] = [
            (.failed, "Your letter could not be delivered to:"),
            (.delayed, "Your letter has not been delivered yet, it is tried until \(date(retryUntil)), to:"),
            (.delivered, "Your letter lies in the maildrop of:"),
            (.relayed, "Your letter was handed on to a server that sends no such notices, for:"),
        ]
        for (action, sentence) in groups {
            let concerned = items.filter { $0.action == action }
            guard !concerned.isEmpty else { continue }
            lines += [sentence, ""]
            for item in concerned {
                lines.append("  \(Self.ascii(item.recipient.address))")
                if !item.words.isEmpty { lines.append("    \(Self.ascii(item.words))") }
                lines.append("")
            }
        }
        return lines
    }

    private var forPrograms: [String] {
        var lines = ["Reporting-MTA: dns; \(host)"]
        if let id = letter.notices.envelopeID { lines.append("Original-Envelope-Id: \(Self.ascii(id))") }
        lines += ["Arrival-Date: \(date(letter.time))", ""]
        for item in items {
            if let original = item.recipient.notices.originalRecipient {
                lines.append(
                    "Original-Recipient: \(Self.ascii(original.addressType)); \(Self.ascii(original.address))")
            }
            lines += [
                "Final-Recipient: rfc822; \(Self.ascii(item.recipient.address))", "Action: \(item.action.rawValue)",
                "Status: \(item.status)",
            ]
            let isReply = item.words.prefix { $0.isNumber }.count == 3
            if isReply { lines.append("Diagnostic-Code: smtp; \(Self.ascii(item.words))") }
            lines.append("Last-Attempt-Date: \(date(time))")
            if item.action == .delayed { lines.append("Will-Retry-Until: \(date(retryUntil))") }
            lines.append("")
        }
        return lines
    }

    private func date(_ time: Int64) -> String { MessageDate(nanoseconds: time).text }

    private static func ascii(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { (0x20...0x7E).contains($0.value) ? $0 : "?" }))
    }
}
