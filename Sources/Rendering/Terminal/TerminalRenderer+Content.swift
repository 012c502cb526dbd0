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
        var front: [UInt8] = []
        front.reserveCapacity(128)
        front.put("(")
        front.append(Self.noun(step))
        front.put(": ")
        front.append(count: step.bytes, "octet")
        if step.stuffed > 0 {
            front.put(", ")
            front.append(count: step.stuffed, "stuffed dot")
            front.put(" removed")
        }
        if step.missing > 0 {
            front.put(", ")
            front.append(decimal: step.missing)
            front.put(" more missing")
        }
        if let sha256 = record.sha256 { front.append(", sha256 \(sha256.hexadecimal.prefix(8))") }
        if let ending = Self.oddEnding(step) { front.append(", \(ending)") }
        front.put(")")
        page.prose(front, line.style, indent: line.indent, lead: line.lead)

        let isLetter = Self.isLetter(step)
        var rest = isLetter ? Int.max : Self.shownLines
        var end = 0
        record.text.withUnsafeBytes { bytes in
            var start = 0
            while start < bytes.count, rest > 0 {
                var next = start
                while next < bytes.count, bytes[next] != UInt8(ascii: "\n") { next += 1 }
                next += 1
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
            var rest: [UInt8] = []
            rest.put("... ")
            rest.append(count: step.bytes, "octet")
            rest.put(" in all")
            page.prose(rest, .dim, indent: 6)
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
        var text: [UInt8] = []
        text.reserveCapacity(128)
        switch record.move {
        case .push: text.put("Letter pushed over connection ")
        case .pull: text.put("Letter pulled over connection ")
        case nil: text.put("Letter carried over connection ")
        }
        text.append(decimal: Int(record.connection))
        text.put(": ")
        text.append(visible: record.outcome)
        if let reply = record.finalReply {
            text.put(" (")
            text.append(visible: reply)
            text.put(")")
        }
        page.prose(text, Self.style(ofOutcome: record.outcome), indent: 4, lead: Self.letterLead)
        if let from = record.reversePath {
            if from.isEmpty {
                row("from", Array("<> (a bounce: nobody to tell)".utf8), to: &page)
            } else {
                row("from", visible: from, to: &page)
            }
        }
        for (index, recipient) in record.recipients.enumerated() { append(recipient, isFirst: index == 0, to: &page) }
        if let subject = record.header.subject { row("subject", visible: subject, to: &page) }
        text.removeAll(keepingCapacity: true)
        text.append(count: record.bytes, "octet")
        if let hash = record.sha256 {
            text.put(", sha256 ")
            text.append(String(hash.hexadecimal.prefix(8)))
        }
        row("size", text, to: &page)
        if record.parts.count > 1 || !record.partHashes.isEmpty { append(record.parts, record.partHashes, to: &page) }
        append(record.notes, indent: 4, to: &page)
    }

    private static let letterLead = Array("*** ".utf8)

    private func append(_ recipient: MessageRecord.Recipient, isFirst: Bool, to page: inout Page) {
        var text: [UInt8] = []
        text.reserveCapacity(64)
        text.append(visible: recipient.address)
        text.put(
            recipient.accepted
                ? "  accepted"
                : recipient.code == .none ? "  no reply heard" : recipient.isRefused ? "  refused" : "  not taken")
        if recipient.code != .none {
            text.put(" ")
            text.append(recipient.code.description)
        }
        row(isFirst ? "to" : "", text, to: &page)
    }

    private func row(_ name: StaticString, visible value: String, to page: inout Page) {
        var text: [UInt8] = []
        text.append(visible: value)
        row(name, text, to: &page)
    }

    /// - Parameter depth: Steps to the right of where values stand.
    private func row(_ name: StaticString, _ value: [UInt8], depth: Int = 0, to page: inout Page) {
        var lead: [UInt8] = []
        lead.reserveCapacity(16)
        lead.append(blanks: 4)
        lead.put(name)
        page.quoted(value, indent: 14 + 2 * depth, lead: lead)
    }

    /// The tree of parts, one a line, each below the one that holds it.
    private func append(_ parts: [MessageRecord.Part], _ hashes: [PartHash?], to page: inout Page) {
        for (index, part) in parts.prefix(Self.shownParts).enumerated() {
            let hash = index < hashes.count ? hashes[index] : nil
            let text = Self.text(part) + (hash.map { Self.text($0) } ?? "")
            row(index == 0 ? "parts" : "", Array(text.utf8), depth: min(part.depth, 8), to: &page)
        }
        guard parts.count > Self.shownParts else { return }
        row("", Array("... \(parts.count) parts in all".utf8), to: &page)
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

    private static func text(_ part: MessageRecord.Part) -> String {
        let name = part.filename.map { " “\(Escaping.visible($0))”" } ?? ""
        return "\(Escaping.visible(part.type))\(name) \(Words.count(part.bytes, "octet"))"
    }
}
