import Dialogue
import MailProtocols

/// What was carried: a letter's header and first lines, a list, and the record of a message.
extension TerminalRenderer {
    /// Lines shown of a body or a list.
    static let shownLines = 10
    /// Rows that one line of content may take.
    static let shownRows = 4

    func appendContent(_ record: StepRecord, _ line: StepLine, to page: inout Page) {
        let step = record.step
        var text = "(\(Self.noun(step)): \(Words.count(step.bytes, "octet"))"
        if step.stuffed > 0 { text += ", \(Words.count(step.stuffed, "stuffed dot")) removed" }
        if step.missing > 0 { text += ", \(step.missing) more missing" }
        if let sha256 = record.sha256 { text += ", sha256 \(Escaping.visible(sha256).prefix(8))" }
        if let ending = Self.oddEnding(step) { text += ", \(ending)" }
        page.prose(text + ")", line.style, indent: line.indent, lead: line.lead)

        let isLetter = Self.isLetter(step)
        var rest = isLetter ? Int.max : Self.shownLines
        var end = 0
        record.text.withUnsafeBytes { bytes in
            var start = 0
            while start < bytes.count, rest > 0 {
                let next = (bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count) + 1
                var lineEnd = next - 1
                if lineEnd > start, bytes[lineEnd - 1] == UInt8(ascii: "\r") { lineEnd -= 1 }
                // Behind the header's empty line only the first lines of the body are shown.
                if lineEnd == start, rest == Int.max { rest = Self.shownLines + 1 }
                page.barred(UnsafeRawBufferPointer(rebasing: bytes[start..<lineEnd]), rowLimit: Self.shownRows)
                if rest < Int.max { rest -= 1 }
                end = lineEnd
                start = next
            }
        }
        // Two octets more are the last line's own end.
        if step.bytes > end + 2 { page.line((.dim, "      ... \(Words.count(step.bytes, "octet")) in all")) }
    }

    private static func noun(_ step: Step) -> String {
        switch step.knownVerb {
        case "DATA": "the letter"
        case "BDAT": step.flags.contains(.last) ? "the letter's last chunk" : "a chunk of the letter"
        case "RETR": "the letter"
        case "TOP": "the letter's top"
        case "": "content"
        default: "the answer to \(step.knownVerb)"
        }
    }

    private static func isLetter(_ step: Step) -> Bool {
        switch step.knownVerb {
        case "DATA", "BDAT", "RETR", "TOP": true
        default: false
        }
    }

    /// How content ended, where it is not by the lone dot or the count that everybody expects.
    private static func oddEnding(_ step: Step) -> String? {
        switch step.ending {
        case .crlf, .count: nil
        case .lf: "ended by a lone dot behind a bare LF"
        case .missing: "its end is missing"
        }
    }

    func append(_ record: MessageRecord, to page: inout Page) {
        page.blank()
        let moved =
            switch record.move {
            case .push: "pushed"
            case .pull: "pulled"
            case nil: "carried"
            }
        let outcome = Escaping.visible(record.outcome)
        let reply = record.finalReply.map { " (\(Escaping.visible($0)))" } ?? ""
        page.prose(
            "Letter \(moved) over connection \(record.connection): \(outcome)\(reply)",
            Self.style(ofOutcome: record.outcome), indent: 4, lead: "*** ")
        var rows: [(String, String)] = []
        if let from = record.reversePath {
            rows.append(("from", from.isEmpty ? "<> (a bounce: nobody to tell)" : Escaping.visible(from)))
        }
        for (index, recipient) in record.recipients.enumerated() {
            let fate =
                recipient.accepted
                ? "accepted"
                : recipient.code == .none ? "no reply heard" : recipient.isRefused ? "refused" : "not taken"
            let code = recipient.code == .none ? "" : " \(recipient.code.description)"
            rows.append((index == 0 ? "to" : "", "\(Escaping.visible(recipient.address))  \(fate)\(code)"))
        }
        if let subject = record.header.subject { rows.append(("subject", Escaping.visible(subject))) }
        let hash = record.sha256.map { ", sha256 \(Escaping.visible($0).prefix(8))" } ?? ""
        rows.append(("size", Words.count(record.bytes, "octet") + hash))
        if record.parts.count > 1 {
            rows.append(("parts", record.parts.map { Self.text($0) }.joined(separator: "; ")))
        }
        for (name, value) in rows {
            page.quoted(value, indent: 14, lead: "    " + name)
        }
    }

    private static func style(ofOutcome outcome: String) -> Palette.Style {
        switch outcome {
        case "refused": .error
        case "unanswered": .warning
        default: .title
        }
    }

    private static func text(_ part: MessageRecord.Part) -> String {
        let name = part.filename.map { " “\(Escaping.visible($0))”" } ?? ""
        return "\(Escaping.visible(part.type))\(name) \(Words.count(part.bytes, "octet"))"
    }
}
