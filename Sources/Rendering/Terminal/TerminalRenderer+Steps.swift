import Dialogue
import MailProtocols

/// One step: who said what to whom, then what it means.
extension TerminalRenderer {
    mutating func append(_ record: StepRecord, to page: inout Page) {
        let step = record.step
        if open[step.connection]?.phase != step.phase {
            open[step.connection, default: OpenConnection()].phase = step.phase
            page.blank()
            page.line((.phase, "-- \(step.phase.rawValue) --"))
        }
        let line = StepLine(record, start: open[step.connection]?.start, page: page)
        switch step.kind {
        case .command, .auth: appendCommand(record, line, to: &page)
        case .reply: appendReply(record, line, to: &page)
        case .content: appendContent(record, line, to: &page)
        case .tls: appendTLS(record, line, to: &page)
        case .gap:
            page.prose(
                "(\(Words.count(step.bytes, "octet")) of the \(step.side.name) missing in the capture)", .warning,
                indent: line.indent, lead: line.lead)
        case .other:
            page.prose(
                "(\(Words.count(step.bytes, "octet")) of the \(step.side.name) that are no mail dialogue)", .warning,
                indent: line.indent, lead: line.lead)
        }
        appendRemark(on: record, indent: line.noteIndent, to: &page)
        append(step.notes, indent: line.noteIndent, to: &page)
    }

    private mutating func appendRemark(on record: StepRecord, indent: Int, to page: inout Page) {
        guard let context = annotator.context(of: record) else {
            if let remark = annotator.remark(on: record) { Self.append(remark, indent: indent, to: &page) }
            return
        }
        // Where lines bear a connection's number they differ from connection to connection.
        guard page.tag.isEmpty else {
            return Self.append(Commentary.explain(record, context), indent: indent, to: &page)
        }
        if let rows = memo.rows(for: record, context, indent: indent) { return page.append(rendered: rows) }
        let start = page.bytes.count
        Self.append(Commentary.explain(record, context), indent: indent, to: &page)
        memo.keep(page.bytes[start...])
    }

    private static func append(_ remark: Remark, indent: Int, to page: inout Page) {
        let sources = sources(remark.reference)
        let meaning = Escaping.visible(remark.meaning)
        page.prose(sources.isEmpty ? meaning : "\(meaning) (\(sources))", .dim, indent: indent)
        for detail in remark.details {
            let words = "\(Escaping.visible(detail.label)): \(Escaping.visible(detail.meaning))"
            page.prose(words, .dim, indent: indent + 2, lead: Page.spaces(indent) + "-")
        }
    }

    /// `RFC 5321 sections 4.1.1.4, 4.5.2; RFC 5598 section 4.4`: each RFC is named once.
    static func sources(_ citations: [Citation]) -> String {
        var groups: [(rfc: Int, sections: [String])] = []
        for citation in citations {
            let section = citation.section.isEmpty ? [] : [citation.section]
            if let known = groups.firstIndex(where: { $0.rfc == citation.rfc }) {
                groups[known].sections += section
            } else {
                groups.append((citation.rfc, section))
            }
        }
        return groups.map { group in
            let word = group.sections.isEmpty ? "" : group.sections.count == 1 ? " section " : " sections "
            return "RFC \(group.rfc)\(word)\(group.sections.joined(separator: ", "))"
        }.joined(separator: "; ")
    }

    private func appendCommand(_ record: StepRecord, _ line: StepLine, to page: inout Page) {
        let text =
            if let secret = secrets.secret(in: record) {
                Escaping.visible(record.text[..<secret.lowerBound]) + Secrets.dots
            } else {
                Escaping.visible(record.text) + StepLine.cutMark(record)
            }
        page.quoted(text.isEmpty ? "(an empty line)" : text, line.style, indent: line.indent, lead: line.lead)
        if record.step.flags.contains(.cut) {
            page.prose("(the rest of this line is missing)", .warning, indent: line.noteIndent)
        }
    }

    private func appendReply(_ record: StepRecord, _ line: StepLine, to page: inout Page) {
        let step = record.step
        var rows: [String] = []
        record.text.withUnsafeBytes { text in
            ReplyLines.forEach(in: text) { range in
                rows.append(Escaping.visible(UnsafeRawBufferPointer(rebasing: text[range])))
            }
        }
        var hint = ""
        if step.answers > 0 {
            hint = "(to \(step.answers)"
            if let took = step.took, took != 0 { hint += ", \(Words.duration(took))" }
            hint += ")"
        }
        rows[rows.count - 1] += StepLine.cutMark(record)
        let style: Palette.Style =
            switch step.code.outcome {
            case .never: .error
            case .tryLater: .warning
            default: line.style
            }
        for (index, row) in rows.enumerated() {
            let isLast = index == rows.count - 1
            let lead = index == 0 ? line.lead : ""
            let fits = line.indent + DisplayWidth.of(row) + 2 + hint.utf8.count <= page.width
            if isLast, !hint.isEmpty, fits {
                page.line((.plain, line.padded(lead)), (style, row), (.dim, "  " + hint))
            } else {
                page.quoted(row, style, indent: line.indent, lead: lead)
                if isLast, !hint.isEmpty { page.prose(hint, .dim, indent: line.indent) }
            }
        }
    }

    private func appendTLS(_ record: StepRecord, _ line: StepLine, to page: inout Page) {
        var text = "(TLS: \(Words.count(record.step.bytes, "octet"))"
        if let tls = record.tls {
            if let name = tls.serverName { text += ", to \(Escaping.visible(name))" }
            if !tls.versions.isEmpty {
                text += ", versions \(tls.versions.map { Escaping.visible($0) }.joined(separator: " "))"
            }
            let kinds = tls.records.keys.sorted().map { "\(tls.records[$0] ?? 0) \(Escaping.visible($0))" }
            if !kinds.isEmpty { text += ", records: \(kinds.joined(separator: ", "))" }
        }
        page.prose(text + ")", line.style, indent: line.indent, lead: line.lead)
    }
}

/// The front of a step's first line, `  4 +0.003  C -> S  `, and the columns that follow from it.
struct StepLine {
    let lead: String
    /// The column of what was said.
    let indent: Int
    /// The column of what is said about it.
    let noteIndent: Int
    let style: Palette.Style

    /// - Parameter start: When the connection began, nanoseconds since 1970 UTC; nil if unknown.
    init(_ record: StepRecord, start: Int64?, page: Page) {
        let step = record.step
        // As bytes: this is written for each of many steps.
        var front: [UInt8] = []
        front.reserveCapacity(32)
        front.append(decimal: Int(step.number), width: 3)
        if !page.isNarrow {
            front.put(" ")
            var offset: [UInt8] = []
            if let start {
                Words.append(offset: step.time.subtractingReportingOverflow(start).partialValue, to: &offset)
            }
            front.append(blanks: 7 - offset.count)
            front.append(contentsOf: offset)
            front.put(" ")
        }
        front.put(step.side == .client ? " C -> S " : " S -> C ")
        if !page.isNarrow { front.put(" ") }
        lead = String(decoding: front, as: UTF8.self)
        indent = front.count
        // A little to the right of what was said, so that the dialogue stays easy to follow without colour.
        noteIndent = page.isNarrow ? 6 : indent + 2
        style = step.side == .client ? .client : .server
    }

    func padded(_ lead: String) -> String { lead + Page.spaces(indent - lead.utf8.count) }

    /// Says how much of a long text is not shown.
    static func cutMark(_ record: StepRecord) -> String {
        record.length > record.text.count ? "... (\(record.length) octets)" : ""
    }
}
