import Dialogue
import MailProtocols

/// What was carried: a letter's header and first lines, a list, and the record of a message.
extension TerminalRenderer {
    /// Lines shown of a body or a list.
    static let shownLines = 10
    /// Rows that one line of content may take.
    static let shownRows = 4
    /// Parts shown of a message.
    static let shownParts = 24

    func appendContent(_ record: StepRecord, _ line: StepLine, to page: inout Page) {
        let step = record.step
        page.draft.put("(")
        page.draft.append(Self.noun(step))
        page.draft.put(": ")
        page.draft.append(count: step.bytes, "octet")
        if step.stuffed > 0 {
            page.draft.put(", ")
            page.draft.append(count: step.stuffed, "stuffed dot")
            page.draft.put(" removed")
        }
        if step.missing > 0 {
            page.draft.put(", ")
            page.draft.append(decimal: step.missing)
            page.draft.put(" more missing")
        }
        if let sha256 = record.sha256 { page.draft.append(", sha256 \(sha256.hexadecimal.prefix(8))") }
        if let ending = Self.oddEnding(step) { page.draft.append(", \(ending)") }
        page.draft.put(")")
        page.proseDraft(line.style, indent: line.indent, lead: line.lead)

        let isLetter = Self.isLetter(step)
        // Its record follows and says who, what and how much.
        if isLetter, order == .whole, open[place].isBrief, step.knownVerb != "TOP" { return }
        var rest = isLetter ? Int.max : Self.shownLines
        var end = 0
        record.text.withUnsafeBytes { bytes in
            var start = 0
            while start < bytes.count, rest > 0 {
                let next = (firstIndex(of: UInt8(ascii: "\n"), in: record.text.span, from: start) ?? bytes.count) + 1
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
        if step.bytes > end + 2 {
            page.draft.put("... ")
            page.draft.append(count: step.bytes, "octet")
            page.draft.put(" in all")
            page.proseDraft(.dim, indent: 6)
        }
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
        switch record.move {
        case .push: page.draft.put("Letter pushed over connection ")
        case .pull: page.draft.put("Letter pulled over connection ")
        case nil: page.draft.put("Letter carried over connection ")
        }
        page.draft.append(decimal: Int(record.connection))
        page.draft.put(": ")
        page.draft.append(visible: record.outcome)
        if let reply = record.finalReply {
            page.draft.put(" (")
            page.draft.append(visible: reply)
            page.draft.put(")")
        }
        page.proseDraft(Self.style(ofOutcome: record.outcome), indent: 4, lead: Self.letterLead)
        if let from = record.reversePath {
            if from.isEmpty {
                page.draft.put("<> (a bounce: nobody to tell)")
            } else {
                page.draft.append(visible: from)
            }
            row(Self.fromLead, to: &page)
        }
        for (index, recipient) in record.recipients.enumerated() { append(recipient, isFirst: index == 0, to: &page) }
        if let subject = record.header.subject {
            page.draft.append(visible: subject)
            row(Self.subjectLead, to: &page)
        }
        page.draft.append(count: record.bytes, "octet")
        if let hash = record.sha256 {
            page.draft.put(", sha256 ")
            page.draft.append(String(hash.hexadecimal.prefix(8)))
        }
        row(Self.sizeLead, to: &page)
        if record.parts.count > 1 || !record.partHashes.isEmpty { append(record.parts, record.partHashes, to: &page) }
        append(record.notes, indent: 4, to: &page)
    }

    private static let letterLead = RowLead("*** ")
    private static let fromLead = RowLead("from", blanks: 4)
    private static let toLead = RowLead("to", blanks: 4)
    private static let nextLead = RowLead("", blanks: 4)
    private static let subjectLead = RowLead("subject", blanks: 4)
    private static let sizeLead = RowLead("size", blanks: 4)
    private static let partsLead = RowLead("parts", blanks: 4)

    private func append(_ recipient: MessageRecord.Recipient, isFirst: Bool, to page: inout Page) {
        page.draft.append(visible: recipient.address)
        page.draft.put(
            recipient.accepted
                ? "  accepted"
                : recipient.code == .none ? "  no reply heard" : recipient.isRefused ? "  refused" : "  not taken")
        if recipient.code != .none {
            page.draft.put(" ")
            page.draft.append(code: recipient.code)
        }
        row(isFirst ? Self.toLead : Self.nextLead, to: &page)
    }

    /// The draft as a row of a message's record.
    ///
    /// - Parameter depth: Steps to the right of where values stand.
    private func row(_ lead: RowLead, depth: Int = 0, to page: inout Page) {
        page.quoteDraft(indent: 14 + 2 * depth, lead: lead)
    }

    /// The tree of parts, one a line, each below the one that holds it.
    private func append(_ parts: [MessageRecord.Part], _ hashes: [PartHash?], to page: inout Page) {
        for (index, part) in parts.prefix(Self.shownParts).enumerated() {
            append(part, to: &page.draft)
            if index < hashes.count, let hash = hashes[index] { page.draft.append(Self.text(hash)) }
            row(index == 0 ? Self.partsLead : Self.nextLead, depth: min(part.depth, 8), to: &page)
        }
        guard parts.count > Self.shownParts else { return }
        page.draft.put("... ")
        page.draft.append(decimal: parts.count)
        page.draft.put(" parts in all")
        row(Self.nextLead, to: &page)
    }

    private static func style(ofOutcome outcome: String) -> Palette.Style {
        switch outcome {
        case "refused": .error
        case "unanswered": .warning
        default: .title
        }
    }

    private static func text(_ hash: PartHash) -> String {
        let sent = ", sha256 \(hash.sha256.hexadecimal.prefix(8))"
        guard let decoded = hash.decoded else { return sent }
        return sent + "; decoded \(Words.count(decoded.bytes, "octet")), sha256 \(decoded.sha256.hexadecimal.prefix(8))"
    }

    private func append(_ part: MessageRecord.Part, to text: inout TextBuffer) {
        text.append(visible: part.type)
        if let name = part.filename {
            text.put(" \"")
            text.append(visible: name)
            text.put("\"")
        }
        text.put(" ")
        text.append(count: part.bytes, "octet")
    }
}
