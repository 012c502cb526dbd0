import Dialogue
import MailProtocols

/// One step: who said what to whom, then what it means.
extension TerminalRenderer {
    mutating func append(_ record: StepRecord, to page: inout Page) {
        let step = record.step
        let isInsideTLS = step.flags.contains(.decrypted)
        // The sum of a side's TLS octets comes last, and belongs to no phase. Replies to what was said before a pipelined
        // QUIT do not lead back to an earlier one.
        let isHeaded =
            step.kind == .tls && open[place].isInsideTLS
            || step.kind == .reply && open[place].phase == .termination
        if open[place].phase != step.phase || open[place].isInsideTLS != isInsideTLS, !isHeaded {
            open[place].phase = step.phase
            open[place].isInsideTLS = isInsideTLS
            page.blank()
            page.heading(step.phase.rawValue, isInsideTLS ? ", inside TLS --" : " --")
        }
        let line = StepLine(step, start: open[place].start, isNarrow: page.isNarrow)
        switch step.kind {
        case .command, .auth: appendCommand(record, line, to: &page)
        case .reply: appendReply(record, line, to: &page)
        case .content: appendContent(record, line, to: &page)
        case .tls: appendTLS(record, line, to: &page)
        case .gap:
            page.prose(
                "(\(Words.count(step.bytes, "octet")) of the \(step.side.name) missing in the capture)", .warning,
                indent: line.indent, lead: line.leadText)
        case .other:
            page.prose(
                "(\(Words.count(step.bytes, "octet")) of the \(step.side.name) that are no mail dialogue)", .warning,
                indent: line.indent, lead: line.leadText)
        }
        appendRemark(on: record, indent: line.noteIndent, to: &page)
        append(step.notes, indent: line.noteIndent, to: &page)
    }

    private mutating func appendRemark(on record: StepRecord, indent: Int, to page: inout Page) {
        if teaching.fullConnections != nil, !taught.isNew(record), open[place].isBrief { return annotator.pass(record) }
        if let context = annotator.context(of: record) {
            memo.append(remarkOn: record, context, indent: indent, to: &page)
        } else if let remark = annotator.remark(on: record) {
            RemarkTemplate(remark).append(to: &page, indent: indent)
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
        if let secret = secrets.secret(in: record) {
            let text = Escaping.visible(record.text[..<secret.lowerBound]) + Secrets.dots
            page.quoted(text, line.style, indent: line.indent, lead: line.leadText)
        } else if record.text.isEmpty {
            page.quoted("(an empty line)", line.style, indent: line.indent, lead: line.leadText)
        } else {
            let tail = StepLine.cutMark(record)
            record.text.withUnsafeBytes {
                page.heard($0, line.style, indent: line.indent, lead: line.lead, tail: tail)
            }
        }
        if record.step.flags.contains(.cut) {
            page.prose("(the rest of this line is missing)", .warning, indent: line.noteIndent)
        }
    }

    private func appendReply(_ record: StepRecord, _ line: StepLine, to page: inout Page) {
        let style: Palette.Style =
            switch record.step.code.outcome {
            case .never: .error
            case .tryLater: .warning
            default: line.style
            }
        let hint = Self.hint(on: record.step, &page.draft)
        let tail = StepLine.cutMark(record)
        record.text.withUnsafeBytes { text in
            var lead = line.lead
            var last: Range<Int>?
            ReplyLines.forEach(in: text) { range in
                if let row = last {
                    page.heard(
                        UnsafeRawBufferPointer(rebasing: text[row]), style, indent: line.indent, lead: lead)
                    lead = .none
                }
                last = range
            }
            let row = UnsafeRawBufferPointer(rebasing: text[last ?? 0..<0])
            page.heard(row, style, indent: line.indent, lead: lead, tail: tail, hint: hint)
        }
    }

    /// `(to 4, 0.741 ms)`; empty where the reply answers nothing.
    private static func hint(on step: Step, _ draft: inout TextBuffer) -> RowLead {
        var hint = RowLead()
        guard step.answers > 0 else { return hint }
        draft.put("(to ")
        draft.append(decimal: Int(step.answers))
        if let took = step.took, took != 0 {
            draft.put(", ")
            Words.append(duration: took, to: &draft)
        }
        draft.put(")")
        draft.withBytes { text in
            guard let source = text.baseAddress else { return }
            hint.extend(by: text.count) { $0.copyMemory(from: source, byteCount: text.count) }
        }
        draft.removeAll()
        return hint
    }

    private func appendTLS(_ record: StepRecord, _ line: StepLine, to page: inout Page) {
        var text = "(TLS: \(Words.count(record.step.bytes, "octet"))"
        if let tls = record.tls {
            if let name = tls.serverName { text += ", to \(Escaping.visible(name))" }
            text += Self.version(of: tls)
            let kinds = tls.records.keys.sorted().map { "\(tls.records[$0] ?? 0) \(Escaping.visible($0))" }
            if !kinds.isEmpty { text += ", records: \(kinds.joined(separator: ", "))" }
            if let opened = tls.opened { text += "; \(opened) opened with keys" }
        }
        page.prose(text + ")", line.style, indent: line.indent, lead: line.leadText)
    }

    /// `, offers TLS 1.3 down to TLS 1.0`; without a hello what the records are marked with, which from TLS 1.2 on is always 3.3.
    private static func version(of tls: TLSSummary) -> String {
        guard let hello = tls.hello.first else {
            guard let version = tls.versions.last else { return "" }
            return ", "
                + (version == "3.3"
                    ? "TLS 1.2 or later" : TLSNames.version(version) ?? "version \(Escaping.visible(version))")
        }
        let named =
            hello.versions.count > 2 ? [hello.versions[0], hello.versions[hello.versions.count - 1]] : hello.versions
        let versions = named.map { Escaping.visible($0) }.joined(
            separator: hello.versions.count > 2 ? " down to " : " and ")
        let protocols = hello.protocols.map { Escaping.visible($0) }.joined(separator: " or ")
        let inside = protocols.isEmpty ? "" : ", for \(protocols)"
        guard let suite = hello.cipherSuite else { return ", offers \(versions)\(inside)" }
        return ", chooses \(versions), \(Escaping.visible(suite))\(inside)"
    }
}

/// The front of a step's first line, `  4 +0.003  C -> S  `, and the columns that follow from it.
struct StepLine {
    let lead: RowLead
    /// The column of what was said.
    let indent: Int
    /// The column of what is said about it.
    let noteIndent: Int
    let style: Palette.Style

    /// - Parameter start: When the connection began, nanoseconds since 1970 UTC; nil if unknown.
    init(_ step: Step, start: Int64?, isNarrow: Bool) {
        let offset = start.map { step.time.subtractingReportingOverflow($0).partialValue }
        lead = Self.front(Int(step.number), offset, step.side, isNarrow: isNarrow)
        indent = lead.count
        // A little to the right of what was said, so that the dialogue stays easy to follow without colour.
        noteIndent = isNarrow ? 6 : indent + 2
        style = step.side == .client ? .client : .server
    }

    private static func front(_ number: Int, _ offset: Int64?, _ side: Side, isNarrow: Bool) -> RowLead {
        var lead = RowLead()
        let digits = Decimal.digits(of: number.magnitude)
        let numberWidth = max(3, digits)
        lead.extend(by: numberWidth) {
            $0.initializeMemory(as: UInt8.self, repeating: UInt8(ascii: " "), count: numberWidth)
            Decimal.write(number.magnitude, digits: digits, to: $0 + (numberWidth - digits))
        }
        if !isNarrow { appendOffset(offset, to: &lead) }
        let arrow: StaticString = side == .client ? " C -> S " : " S -> C "
        lead.extend(by: 8) { $0.copyMemory(from: arrow.utf8Start, byteCount: 8) }
        if !isNarrow { lead.extend(by: 1) { $0.storeBytes(of: UInt8(ascii: " "), as: UInt8.self) } }
        return lead
    }

    /// ` +0.003 `: seconds to three places, at the right of seven columns.
    private static func appendOffset(_ offset: Int64?, to lead: inout RowLead) {
        let milliseconds = UInt(((offset ?? 0).magnitude + 500_000) / 1_000_000)
        let whole = Decimal.digits(of: milliseconds / 1_000)
        let width = max(7, offset == nil ? 0 : whole + 5) + 2
        lead.extend(by: width) {
            $0.initializeMemory(as: UInt8.self, repeating: UInt8(ascii: " "), count: width)
            guard let offset else { return }
            let point = width - 5
            $0.storeBytes(of: UInt8(ascii: offset < 0 ? "-" : "+"), toByteOffset: point - whole - 1, as: UInt8.self)
            Decimal.write(milliseconds / 1_000, digits: whole, to: $0 + (point - whole))
            $0.storeBytes(of: UInt8(ascii: "."), toByteOffset: point, as: UInt8.self)
            Decimal.write(milliseconds % 1_000, digits: 3, to: $0 + point + 1)
        }
    }

    var leadText: String { lead.text }

    /// Says how much of a long text is not shown.
    static func cutMark(_ record: StepRecord) -> String {
        record.length > record.text.count ? "... (\(record.length) octets)" : ""
    }
}
