import Dialogue
import MailProtocols

/// One step: who said what to whom, then what it means.
extension TerminalRenderer {
    mutating func append(_ record: StepRecord, to page: inout Page) {
        let step = record.step
        let state = open[step.connection] ?? OpenConnection()
        let isInsideTLS = step.flags.contains(.decrypted)
        // The sum of a side's TLS octets comes last, and belongs to no phase. Replies to what was said before a pipelined
        // QUIT do not lead back to an earlier one.
        let isHeaded = step.kind == .tls && state.isInsideTLS || step.kind == .reply && state.phase == .termination
        if state.phase != step.phase || state.isInsideTLS != isInsideTLS, !isHeaded {
            open[step.connection] = OpenConnection(start: state.start, phase: step.phase, isInsideTLS: isInsideTLS)
            page.blank()
            page.line((.phase, "-- \(step.phase.rawValue)\(isInsideTLS ? ", inside TLS" : "") --"))
        }
        let line = StepLine(record, start: state.start, page: page)
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
        if let context = annotator.context(of: record) {
            if let turn = teaching.turn, !taught.isNew(record), record.step.connection >= turn { return }
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
        let hint = Self.hint(on: record.step)
        let tail = StepLine.cutMark(record)
        record.text.withUnsafeBytes { text in
            var lead = line.lead
            var last: Range<Int>?
            ReplyLines.forEach(in: text) { range in
                if let row = last {
                    page.heard(
                        UnsafeRawBufferPointer(rebasing: text[row]), style, indent: line.indent, lead: lead)
                    lead = []
                }
                last = range
            }
            let row = UnsafeRawBufferPointer(rebasing: text[last ?? 0..<0])
            page.heard(row, style, indent: line.indent, lead: lead, tail: tail, hint: hint)
        }
    }

    /// `(to 4, 0.741 ms)`; empty where the reply answers nothing.
    private static func hint(on step: Step) -> [UInt8] {
        guard step.answers > 0 else { return [] }
        var hint: [UInt8] = []
        hint.reserveCapacity(32)
        hint.put("(to ")
        hint.append(decimal: Int(step.answers))
        if let took = step.took, took != 0 {
            hint.put(", ")
            Words.append(duration: took, to: &hint)
        }
        hint.put(")")
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
    /// ASCII, as many columns as bytes.
    let lead: [UInt8]
    /// The column of what was said.
    let indent: Int
    /// The column of what is said about it.
    let noteIndent: Int
    let style: Palette.Style

    /// - Parameter start: When the connection began, nanoseconds since 1970 UTC; nil if unknown.
    init(_ record: StepRecord, start: Int64?, page: Page) {
        let step = record.step
        let offset = start.map { step.time.subtractingReportingOverflow($0).partialValue }
        lead = Self.front(Int(step.number), offset, step.side, isNarrow: page.isNarrow)
        indent = lead.count
        // A little to the right of what was said, so that the dialogue stays easy to follow without colour.
        noteIndent = page.isNarrow ? 6 : indent + 2
        style = step.side == .client ? .client : .server
    }

    /// Written for each of many steps, so from its end to its start into memory that is taken once.
    private static func front(_ number: Int, _ offset: Int64?, _ side: Side, isNarrow: Bool) -> [UInt8] {
        let numberWidth = max(3, decimalDigits(of: UInt64(number.magnitude)))
        let milliseconds = ((offset ?? 0).magnitude + 500_000) / 1_000_000
        let whole = decimalDigits(of: milliseconds / 1_000)
        // A sign, the seconds, a point and three digits.
        let offsetWidth = isNarrow ? 0 : max(7, offset == nil ? 0 : whole + 5)
        let length = numberWidth + (isNarrow ? 0 : 1 + offsetWidth + 1) + 8 + (isNarrow ? 0 : 1)
        return [UInt8](unsafeUninitializedCapacity: length) { bytes, count in
            bytes.initialize(repeating: UInt8(ascii: " "))
            put(UInt64(number.magnitude), endingAt: numberWidth, in: bytes)
            var place = numberWidth
            if !isNarrow {
                place += 1 + offsetWidth
                if let offset {
                    bytes[place - whole - 5] = UInt8(ascii: offset < 0 ? "-" : "+")
                    put(milliseconds / 1_000, endingAt: place - 4, in: bytes)
                    bytes[place - 4] = UInt8(ascii: ".")
                    for index in 1...3 { bytes[place - index] = UInt8(ascii: "0") }
                    put(milliseconds % 1_000, endingAt: place, in: bytes)
                }
                place += 1
            }
            let arrow: StaticString = side == .client ? " C -> S " : " S -> C "
            for index in 0..<8 { bytes[place + index] = arrow.utf8Start[index] }
            count = length
        }
    }

    private static func decimalDigits(of number: UInt64) -> Int {
        var digits = 1
        var rest = number
        while rest >= 10 {
            rest /= 10
            digits += 1
        }
        return digits
    }

    /// Decimal digits whose last stands in front of `end`.
    private static func put(_ number: UInt64, endingAt end: Int, in bytes: UnsafeMutableBufferPointer<UInt8>) {
        var rest = number
        var place = end - 1
        repeat {
            bytes[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
            place -= 1
        } while rest > 0
    }

    var leadText: String { String(decoding: lead, as: UTF8.self) }

    /// Says how much of a long text is not shown.
    static func cutMark(_ record: StepRecord) -> String {
        record.length > record.text.count ? "... (\(record.length) octets)" : ""
    }
}
