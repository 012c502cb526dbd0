/// Lines of terminal text under construction: at most ``width`` columns each, every line tagged where dialogues mix.
///
/// Takes only text that is safe to show; captured octets go through ``Escaping`` first. Printable ASCII, which nearly all
/// of it is, is wrapped as bytes: a string for each row would cost more than everything else on the way to the screen.
struct Page {
    let width: Int
    let palette: Palette
    /// In front of each line, `[3] `; empty where a dialogue stands by itself.
    let tag: String
    private(set) var bytes: [UInt8] = []
    /// Nothing stands above this page: it does not begin with a blank line.
    private let isFirst: Bool

    /// - Parameter memory: An array whose contents are of no use any more, but whose memory is.
    init(width: Int, palette: Palette, tag: String = "", isFirst: Bool = false, memory: consuming [UInt8] = []) {
        self.isFirst = isFirst
        self.width = max(width - tag.utf8.count, 20)
        self.palette = palette
        self.tag = tag
        bytes = memory
        bytes.removeAll(keepingCapacity: true)
    }

    /// Too narrow for columns side by side.
    var isNarrow: Bool { width < 60 }

    mutating func blank() {
        if isFirst, bytes.isEmpty { return }
        if !tag.isEmpty { bytes.append(String(tag.dropLast())) }
        bytes.put("\n")
    }

    /// One line of pieces, none of them wrapped.
    mutating func line(_ pieces: (Palette.Style, String)...) {
        bytes.append(tag)
        for (style, text) in pieces {
            bytes.put(palette.start(style))
            bytes.append(text)
            bytes.put(palette.end(style))
        }
        bytes.put("\n")
    }

    /// Prose behind an indent, wrapped; `lead` stands in front of the first row, inside the indent.
    mutating func prose(_ text: String, _ style: Palette.Style = .plain, indent: Int, lead: String = "") {
        if appendASCII(text, keepsBlanks: false, style, indent: indent, lead: lead) { return }
        rows(Wrapping.prose(text, width: width - indent), style, indent: indent, lead: lead)
    }

    /// Prose that was put together as bytes.
    ///
    /// - Parameter lead: As many columns as bytes.
    mutating func prose(_ text: [UInt8], _ style: Palette.Style = .plain, indent: Int, lead: [UInt8] = []) {
        if text.withUnsafeBytes({ appendASCII($0, keepsBlanks: false, style, indent: indent, lead: lead) }) { return }
        prose(String(decoding: text, as: UTF8.self), style, indent: indent, lead: String(decoding: lead, as: UTF8.self))
    }

    /// The same for what was said, of which nothing is lost.
    mutating func quoted(_ text: [UInt8], _ style: Palette.Style = .plain, indent: Int, lead: [UInt8] = []) {
        if text.withUnsafeBytes({ appendASCII($0, keepsBlanks: true, style, indent: indent, lead: lead) }) { return }
        quoted(
            String(decoding: text, as: UTF8.self), style, indent: indent, lead: String(decoding: lead, as: UTF8.self))
    }

    /// Octets as they were heard, made safe, and wrapped so that nothing of them is lost.
    ///
    /// - Parameters:
    ///   - lead: As many columns as bytes.
    ///   - tail: Safe words behind the octets.
    ///   - hint: A remark behind both: in the same row where all fits in one, else in a row of its own.
    mutating func heard(
        _ line: UnsafeRawBufferPointer, _ style: Palette.Style, indent: Int, lead: [UInt8], tail: String = "",
        hint: [UInt8] = []
    ) {
        if tail.isEmpty, UTF8Check.isPrintableASCII(line) {
            if !hint.isEmpty, indent + line.count + 2 + hint.count <= width {
                begin(lead, indent: indent)
                append(line[...], style)
                bytes.put("  ")
                hint.withUnsafeBytes { append($0[...], .dim) }
                bytes.put("\n")
                return
            }
            _ = appendASCII(line, keepsBlanks: true, style, indent: indent, lead: lead)
        } else {
            let text = Escaping.visible(line) + tail
            let front = String(decoding: lead, as: UTF8.self)
            if !hint.isEmpty, indent + DisplayWidth.of(text) + 2 + hint.count <= width {
                let blanks = Page.spaces(indent - lead.count)
                self.line((.plain, front + blanks), (style, text), (.dim, "  " + String(decoding: hint, as: UTF8.self)))
                return
            }
            quoted(text, style, indent: indent, lead: front)
        }
        if !hint.isEmpty { prose(hint, .dim, indent: indent) }
    }

    /// The front of a row.
    private mutating func begin(_ lead: [UInt8], indent: Int) {
        if !tag.isEmpty { bytes.append(tag) }
        bytes.append(contentsOf: lead)
        bytes.append(blanks: indent - lead.count)
    }

    private mutating func append(_ row: Slice<UnsafeRawBufferPointer>, _ style: Palette.Style) {
        if palette == .plain { return bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: row)) }
        bytes.put(palette.start(style))
        bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: row))
        bytes.put(palette.end(style))
    }

    /// What was said, wrapped so that nothing of it is lost.
    mutating func quoted(_ text: String, _ style: Palette.Style = .plain, indent: Int, lead: String = "") {
        if appendASCII(text, keepsBlanks: true, style, indent: indent, lead: lead) { return }
        var wrapped = Wrapping.quoted(text, width: width - indent)
        // A blank at a break has done its work.
        for index in wrapped.indices.dropLast() {
            while wrapped[index].last == " " { wrapped[index].removeLast() }
        }
        rows(wrapped, style, indent: indent, lead: lead)
    }

    /// Octets of a captured line behind a bar, in as many rows as they need and at most `rowLimit`.
    mutating func barred(_ line: UnsafeRawBufferPointer, rowLimit: Int) {
        guard UTF8Check.isPrintableASCII(line) else {
            let shown = Escaping.visibleOctets(line)
            // A tab that is spelled out leaves plain ASCII; the rest has characters of all widths.
            if shown.withUnsafeBytes({ UTF8Check.isASCII($0) }) {
                return shown.withUnsafeBytes { barred($0, rowLimit: rowLimit) }
            }
            let rows = Wrapping.prose(String(decoding: shown, as: UTF8.self), width: width - 8)
            for row in rows.prefix(rowLimit) {
                self.line((.dim, row.isEmpty ? "      |" : "      | "), (.plain, row))
            }
            return
        }
        var rows = 0
        Wrapping.ascii(line, width: width - 8, keepsBlanks: false) { row in
            if !tag.isEmpty { bytes.append(tag) }
            bytes.put(palette.start(.dim))
            bytes.put(row.isEmpty ? "      |" : "      | ")
            bytes.put(palette.end(.dim))
            append(row, .plain)
            bytes.put("\n")
            rows += 1
            return rows < rowLimit
        }
    }

    /// Rows that were made before, for a page like this one.
    mutating func append(rendered rows: [UInt8]) { bytes.append(contentsOf: rows) }

    /// - Returns: false, with nothing done, for text that is not all printable ASCII.
    private mutating func appendASCII(
        _ text: String, keepsBlanks: Bool, _ style: Palette.Style, indent: Int, lead: String
    ) -> Bool {
        var text = text
        return text.withUTF8 { utf8 in
            let line = UnsafeRawBufferPointer(utf8)
            guard UTF8Check.isPrintableASCII(line) else { return false }
            var isFirst = true
            Wrapping.ascii(line, width: width - indent, keepsBlanks: keepsBlanks) { row in
                bytes.append(tag)
                if isFirst { bytes.append(lead) }
                bytes.append(blanks: isFirst ? indent - DisplayWidth.of(lead) : indent)
                isFirst = false
                append(row, style)
                bytes.put("\n")
                return true
            }
            return true
        }
    }

    private mutating func appendASCII(
        _ line: UnsafeRawBufferPointer, keepsBlanks: Bool, _ style: Palette.Style, indent: Int, lead: [UInt8]
    ) -> Bool {
        guard UTF8Check.isPrintableASCII(line) else { return false }
        var lead = lead
        Wrapping.ascii(line, width: width - indent, keepsBlanks: keepsBlanks) { row in
            begin(lead, indent: indent)
            lead = []
            append(row, style)
            bytes.put("\n")
            return true
        }
        return true
    }

    private mutating func rows(_ rows: [String], _ style: Palette.Style, indent: Int, lead: String) {
        for (index, row) in rows.enumerated() {
            let front = index == 0 ? lead : ""
            line((.plain, front + Page.spaces(indent - DisplayWidth.of(front))), (style, row))
        }
    }

    /// The same for ASCII that was put together as bytes.
    mutating func title(_ text: [UInt8]) {
        guard text.count <= width - 8, tag.isEmpty, text.withUnsafeBytes({ UTF8Check.isPrintableASCII($0) }) else {
            return title(String(decoding: text, as: UTF8.self))
        }
        bytes.put(palette.start(.title))
        bytes.put("=== ")
        bytes.append(contentsOf: text)
        bytes.put(" ")
        bytes.append(from: Rows.signs, width - 5 - text.count)
        bytes.put(palette.end(.title))
        bytes.put("\n")
    }

    /// `=== text ======`, as wide as the page; wrapped where it is too long.
    mutating func title(_ text: String) {
        for (index, row) in Wrapping.prose(text, width: width - 8).enumerated() {
            let front = index == 0 ? "=== " : "    "
            let rule = index == 0 ? " " + String(repeating: "=", count: max(0, width - 5 - DisplayWidth.of(row))) : ""
            line((.title, front + row + rule))
        }
    }

    static func spaces(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }
}

/// Words for numbers and times in terminal text.
enum Words {
    /// `1 octet`, `12 octets`
    static func count(_ number: Int, _ one: String, _ many: String? = nil) -> String {
        number == 1 ? "1 \(one)" : "\(number) \(many ?? one + "s")"
    }

    /// `0.213 ms`, `12.0 ms`, `3.4 s`
    static func duration(_ nanoseconds: Int64) -> String {
        var bytes: [UInt8] = []
        append(duration: nanoseconds, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    static func append(duration nanoseconds: Int64, to bytes: inout [UInt8]) {
        let amount = nanoseconds.magnitude
        if nanoseconds < 0 { bytes.put("-") }
        switch amount {
        case 0..<1_000_000: append(amount / 1_000, places: 3, to: &bytes)
        case 1_000_000..<1_000_000_000: append(amount / 100_000, places: 1, to: &bytes)
        default: append(amount / 100_000_000, places: 1, to: &bytes)
        }
        bytes.put(amount < 1_000_000_000 ? " ms" : " s")
    }

    /// `+0.003`: seconds since the connection's first frame.
    static func append(offset nanoseconds: Int64, to bytes: inout [UInt8]) {
        bytes.put(nanoseconds < 0 ? "-" : "+")
        let milliseconds = (nanoseconds.magnitude + 500_000) / 1_000_000
        bytes.append(decimal: UInt(milliseconds / 1_000))
        bytes.put(".")
        bytes.append(Int(milliseconds % 1_000), digits: 3)
    }

    /// `12:00:00.003`, UTC.
    static func clock(_ time: Int64) -> String {
        var bytes: [UInt8] = []
        append(clock: time, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func append(clock time: Int64, to bytes: inout [UInt8]) {
        let second = time.flooredDivision(by: 1_000_000_000)
        TimestampWriter.appendClock(Int(second - second.flooredDivision(by: 86_400) * 86_400), to: &bytes)
        bytes.put(".")
        bytes.append(Int((time &- second &* 1_000_000_000) / 1_000_000), digits: 3)
    }

    /// `2026-01-31 12:00:00.003 UTC`
    static func append(date time: Int64, to bytes: inout [UInt8]) {
        let day = CivilDate(daysSince1970: Int(time.flooredDivision(by: 86_400 * 1_000_000_000)))
        bytes.append(day.year, digits: 4)
        bytes.put("-")
        bytes.append(day.month, digits: 2)
        bytes.put("-")
        bytes.append(day.day, digits: 2)
        bytes.put(" ")
        append(clock: time, to: &bytes)
        bytes.put(" UTC")
    }

    private static func append(_ amount: UInt64, places: Int, to bytes: inout [UInt8]) {
        let unit: UInt64 = places == 3 ? 1_000 : 10
        bytes.append(decimal: UInt(amount / unit))
        bytes.put(".")
        bytes.append(Int(amount % unit), digits: places)
    }
}
