import MailProtocols

/// The letter that tells a sender what could not be delivered, RFC 5321 section 6.1, as a multipart/report of RFC 3464.
enum Bounce {
    /// A reply as a bounce quotes it: `550 5.1.1 <dave@north.example> is unknown here`.
    static func words(of reply: SMTPReply) -> String {
        [reply.code.description, reply.status?.description, reply.text].compactMap(\.self).joined(separator: " ")
    }

    /// - Returns: The notice with its header; nil where nothing failed, or nobody is to be told (the null reverse-path).
    static func content(of letter: QueuedLetter, host: String, id: String, time: Int64) -> [UInt8]? {
        var failures: [(address: String, reply: String)] = []
        for recipient in letter.recipients {
            if case .failed(let reply) = recipient.fate { failures.append((recipient.address, reply)) }
        }
        guard !failures.isEmpty, !letter.reversePath.isEmpty else { return nil }
        let boundary = "=_\(id)"
        var lines = [
            "Date: \(MessageDate(nanoseconds: time).text)", "From: Mail Delivery System <postmaster@\(host)>",
            "To: <\(letter.reversePath)>", "Subject: Your letter could not be delivered",
            "Message-ID: <\(id)@\(host)>", "Auto-Submitted: auto-replied", "MIME-Version: 1.0",
            "Content-Type: multipart/report; report-type=delivery-status;", "\tboundary=\"\(boundary)\"", "",
            "--\(boundary)", "Content-Type: text/plain; charset=us-ascii", "",
            "Your letter could not be delivered to:", "",
        ]
        for failure in failures { lines += ["  \(failure.address)", "    \(ascii(failure.reply))", ""] }
        lines += [
            "--\(boundary)", "Content-Type: message/delivery-status", "", "Reporting-MTA: dns; \(host)", "",
        ]
        for failure in failures {
            let status = failure.reply.split(separator: " ").dropFirst().first.map(String.init) ?? "5.0.0"
            lines += [
                "Final-Recipient: rfc822; \(failure.address)", "Action: failed",
                "Status: \(EnhancedStatus(status)?.description ?? "5.0.0")",
                "Diagnostic-Code: smtp; \(ascii(failure.reply))", "",
            ]
        }
        lines += ["--\(boundary)", "Content-Type: text/rfc822-headers", ""]
        return Array((lines.joined(separator: "\r\n") + "\r\n").utf8)
            + letter.content.prefix(HeaderSection(parsing: letter.content.span).length)
            + Array("\r\n--\(boundary)--\r\n".utf8)
    }

    private static func ascii(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { (0x20...0x7E).contains($0.value) ? $0 : "?" }))
    }
}
