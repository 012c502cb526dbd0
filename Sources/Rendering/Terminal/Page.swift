/// Lines of terminal text under construction: at most ``width`` columns each, every line tagged where dialogues mix.
///
/// Takes only text that is safe to show; captured octets go through ``Escaping`` first. Printable ASCII, which nearly all
/// of it is, is wrapped as bytes: a string for each row would cost more than everything else on the way to the screen.
struct Page {
    let width: Int
    let palette: Palette
    /// In front of each line, `[3] `; empty where a dialogue stands by itself.
    let tag: String
    /// The page so far.
    var bytes: TextBuffer
    /// A paragraph that is being put together, see ``proseDraft(_:indent:lead:)``.
    var draft: TextBuffer
    /// Nothing stands above this page: it does not begin with a blank line.
    private let isFirst: Bool

    /// - Parameters:
    ///   - bytes: What stands above, or empty: the page goes on behind it.
    ///   - draft: Empty, with memory that serves again.
    init(
        width: Int, palette: Palette, tag: String = "", isFirst: Bool = false, onto bytes: TextBuffer = TextBuffer(),
        draft: TextBuffer = TextBuffer()
    ) {
        self.isFirst = isFirst
        self.width = max(width - tag.utf8.count, 20)
        self.palette = palette
        self.tag = tag
        self.bytes = bytes
        self.draft = draft
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

    /// `-- mail transaction --`
    mutating func heading(_ words: String, _ tail: StaticString) {
        if !tag.isEmpty { bytes.append(tag) }
        if palette != .plain { bytes.put(palette.start(.phase)) }
        bytes.put("-- ")
        bytes.append(words)
        bytes.put(tail)
        if palette != .plain { bytes.put(palette.end(.phase)) }
        bytes.append(0x0A)
    }

    /// Prose behind an indent, wrapped; `lead` stands in front of the first row, inside the indent.
    mutating func prose(_ text: String, _ style: Palette.Style = .plain, indent: Int, lead: String = "") {
        if appendASCII(text, keepsBlanks: false, style, indent: indent, lead: lead) { return }
        rows(Wrapping.prose(text, width: width - indent), style, indent: indent, lead: lead)
    }

    /// Prose that was put together as bytes.
    mutating func prose(_ text: [UInt8], _ style: Palette.Style = .plain, indent: Int, lead: RowLead = .none) {
        text.withUnsafeBytes { append($0, keepsBlanks: false, style, indent: indent, lead: lead) }
    }

    /// The ``draft`` as prose; it is empty then.
    mutating func proseDraft(_ style: Palette.Style = .plain, indent: Int, lead: RowLead = .none) {
        useDraft { page, text in page.append(text, keepsBlanks: false, style, indent: indent, lead: lead) }
    }

    /// The ``draft`` as what was said, of which nothing is lost; it is empty then.
    mutating func quoteDraft(_ style: Palette.Style = .plain, indent: Int, lead: RowLead = .none) {
        useDraft { page, text in page.append(text, keepsBlanks: true, style, indent: indent, lead: lead) }
    }

    @inline(__always)
    private mutating func useDraft(_ body: (inout Page, UnsafeRawBufferPointer) -> Void) {
        var text = TextBuffer()
        swap(&text, &draft)
        text.withBytes { body(&self, $0) }
        text.removeAll()
        swap(&text, &draft)
    }

    private mutating func append(
        _ text: UnsafeRawBufferPointer, keepsBlanks: Bool, _ style: Palette.Style, indent: Int, lead: RowLead
    ) {
        if appendASCII(text, keepsBlanks: keepsBlanks, style, indent: indent, lead: lead) { return }
        let string = String(decoding: text, as: UTF8.self)
        if keepsBlanks {
            quoted(string, style, indent: indent, lead: lead.text)
        } else {
            prose(string, style, indent: indent, lead: lead.text)
        }
    }

    /// Octets as they were heard, made safe, and wrapped so that nothing of them is lost.
    ///
    /// - Parameters:
    ///   - tail: Safe words behind the octets.
    ///   - hint: A remark behind both: in the same row where all fits in one, else in a row of its own. Short ASCII.
    mutating func heard(
        _ line: UnsafeRawBufferPointer, _ style: Palette.Style, indent: Int, lead: RowLead, tail: String = "",
        hint: RowLead = .none
    ) {
        if tail.isEmpty, UTF8Check.isPrintableASCII(line) {
            if indent + line.count + (hint.isEmpty ? 0 : 2 + hint.count) <= width {
                begin(lead, indent: indent)
                append(line, style)
                if !hint.isEmpty {
                    bytes.put("  ")
                    hint.withBytes { append($0, .dim) }
                }
                return bytes.append(0x0A)
            }
            _ = appendASCII(line, keepsBlanks: true, style, indent: indent, lead: lead)
        } else {
            let text = Escaping.visible(line) + tail
            if !hint.isEmpty, indent + DisplayWidth.of(text) + 2 + hint.count <= width {
                let blanks = Page.spaces(indent - lead.count)
                self.line((.plain, lead.text + blanks), (style, text), (.dim, "  " + hint.text))
                return
            }
            quoted(text, style, indent: indent, lead: lead.text)
        }
        if !hint.isEmpty { prose(hint.text, .dim, indent: indent) }
    }

    /// The front of a row.
    private mutating func begin(_ lead: RowLead, indent: Int) {
        if !tag.isEmpty { bytes.append(tag) }
        if !lead.isEmpty { lead.withBytes { bytes.append(contentsOf: $0) } }
        bytes.append(blanks: indent - lead.count)
    }

    private mutating func append(_ row: UnsafeRawBufferPointer, _ style: Palette.Style) {
        if palette == .plain { return bytes.append(contentsOf: row) }
        bytes.put(palette.start(style))
        bytes.append(contentsOf: row)
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
            if palette == .plain {
                bytes.put("      |")
            } else {
                bytes.put(palette.start(.dim))
                bytes.put("      |")
                bytes.put(palette.end(.dim))
            }
            if row.count > 0 {
                bytes.append(0x20)
                bytes.append(contentsOf: row)
            }
            bytes.append(0x0A)
            rows += 1
            return rows < rowLimit
        }
    }

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
        _ line: UnsafeRawBufferPointer, keepsBlanks: Bool, _ style: Palette.Style, indent: Int, lead: RowLead
    ) -> Bool {
        guard UTF8Check.isPrintableASCII(line) else { return false }
        var isFirst = true
        Wrapping.ascii(line, width: width - indent, keepsBlanks: keepsBlanks) { row in
            begin(isFirst ? lead : .none, indent: indent)
            isFirst = false
            append(row, style)
            bytes.append(0x0A)
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

    /// The ``draft`` as a title; it is empty then.
    mutating func titleDraft() {
        useDraft { page, text in
            guard text.count <= page.width - 8, page.tag.isEmpty, UTF8Check.isPrintableASCII(text) else {
                return page.title(String(decoding: text, as: UTF8.self))
            }
            page.bytes.put(page.palette.start(.title))
            page.bytes.put("=== ")
            page.bytes.append(contentsOf: text)
            page.bytes.append(0x20)
            page.bytes.append(page.width - 5 - text.count, of: UInt8(ascii: "="))
            page.bytes.put(page.palette.end(.title))
            page.bytes.append(0x0A)
        }
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
