/// A letter as it is meant, and how it is written down: RFC 5322 with MIME, lines ended by CR LF and at most 998 octets long.
/// The same draft gives the same octets: date, Message-ID and boundary are the caller's.
package struct MessageDraft: Sendable, Hashable {
    package struct Attachment: Sendable, Hashable {
        package var filename: String
        /// `application/pdf`
        package var type: String
        package var content: [UInt8]

        package init(filename: String, type: String = "application/octet-stream", content: [UInt8]) {
            self.filename = filename
            self.type = type
            self.content = content
        }
    }

    package var from: AddressList.Mailbox
    package var to: [AddressList.Mailbox]
    package var cc: [AddressList.Mailbox] = []
    /// Recipients of whom the others learn nothing: they stand in the envelope and are never written into the letter.
    package var bcc: [AddressList.Mailbox] = []
    package var subject: String
    package var date: MessageDate
    /// With its angle brackets.
    package var messageID: String
    /// Plain text with any line ends.
    package var text: String
    package var attachments: [Attachment] = []
    /// Divides the parts where there are attachments: 1...70 letters and digits that stand in no line of the content.
    package var boundary = "mailscope-boundary"

    package init(
        from: AddressList.Mailbox, to: [AddressList.Mailbox], subject: String, date: MessageDate, messageID: String,
        text: String
    ) {
        self.from = from
        self.to = to
        self.subject = subject
        self.date = date
        self.messageID = messageID
        self.text = text
    }

    /// Everybody whom the envelope names, once each, in the order To, Cc, Bcc.
    package var recipients: [AddressList.Mailbox] {
        var seen: Set<String> = []
        return (to + cc + bcc).filter { seen.insert($0.address).inserted }
    }

    /// The octets of the letter, dots not stuffed, without an end mark.
    package func encoded() -> [UInt8] {
        var out: [UInt8] = []
        Self.appendField("From", HeaderWriting.mailbox(from), to: &out)
        if !to.isEmpty { Self.appendField("To", HeaderWriting.mailboxes(to), to: &out) }
        if !cc.isEmpty { Self.appendField("Cc", HeaderWriting.mailboxes(cc), to: &out) }
        Self.appendField("Subject", HeaderWriting.text(subject, firstColumn: 9), to: &out)
        Self.appendField("Date", date.text, to: &out)
        Self.appendField("Message-ID", messageID, to: &out)
        Self.appendField("MIME-Version", "1.0", to: &out)
        guard !attachments.isEmpty else {
            appendText(to: &out)
            return out
        }
        Self.appendField("Content-Type", "multipart/mixed; boundary=\"\(boundary)\"", to: &out)
        out.append(text: "\r\n--")
        out.append(line: boundary)
        out.append(text: "\r\n")
        appendText(to: &out)
        for attachment in attachments { append(attachment, to: &out) }
        out.append(text: "--")
        out.append(line: boundary)
        out.append(text: "--\r\n")
        return out
    }

    private func appendText(to out: inout [UInt8]) {
        let lines = Self.lines(of: text)
        let isASCII = lines.allSatisfy { line in
            line.count <= 998 && line.allSatisfy { $0 < 0x7F && ($0 >= 0x20 || $0 == Ascii.tab) }
        }
        Self.appendField("Content-Type", "text/plain; charset=\(isASCII ? "us-ascii" : "utf-8")", to: &out)
        Self.appendField("Content-Transfer-Encoding", isASCII ? "7bit" : "quoted-printable", to: &out)
        out.append(text: "\r\n")
        var content: [UInt8] = []
        for line in lines {
            content.append(contentsOf: line)
            content.append(text: "\r\n")
        }
        out.append(contentsOf: isASCII ? content : QuotedPrintable.encode(content))
    }

    private func append(_ attachment: Attachment, to out: inout [UInt8]) {
        out.append(text: "--")
        out.append(line: boundary)
        out.append(text: "\r\n")
        Self.appendField("Content-Type", attachment.type, to: &out)
        let name = HeaderWriting.parameter("filename", attachment.filename)
        out.append(text: "Content-Disposition: attachment\(name)\r\n")
        Self.appendField("Content-Transfer-Encoding", "base64", to: &out)
        out.append(text: "\r\n")
        out.append(contentsOf: Base64.encode(attachment.content, lineLength: 76))
    }

    /// Writes a field; the value may hold folds that ``HeaderWriting`` made, and no other line end gets through.
    private static func appendField(_ name: String, _ value: String, to out: inout [UInt8]) {
        out.append(text: "\(name): ")
        for (index, line) in value.split(separator: "\r\n ", omittingEmptySubsequences: false).enumerated() {
            if index > 0 { out.append(text: "\r\n ") }
            out.append(line: line)
        }
        out.append(text: "\r\n")
    }

    /// The text's lines without their ends; a last line end opens no further line.
    private static func lines(of text: String) -> [[UInt8]] {
        var lines: [[UInt8]] = [[]]
        var lastWasReturn = false
        for byte in text.utf8 {
            if byte == Ascii.lineFeed, lastWasReturn {
                lastWasReturn = false
            } else if byte == Ascii.lineFeed || byte == Ascii.carriageReturn {
                lines.append([])
                lastWasReturn = byte == Ascii.carriageReturn
            } else {
                lines[lines.count - 1].append(byte)
                lastWasReturn = false
            }
        }
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }
}
