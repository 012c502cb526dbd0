/// Breaks text into rows of at most so many columns.
package enum Wrapping {
    /// The narrowest row: below that, breaking would make more rows than sense.
    static let narrowest = 8

    /// Rows of prose: broken at blanks, which are dropped at the break; a word too long for a row is cut.
    package static func prose(_ text: String, width: Int) -> [String] {
        rows(text, width: width, keepsBlanks: false)
    }

    /// Rows of quoted text: nothing is dropped, the rows joined are the text.
    package static func quoted(_ text: String, width: Int) -> [String] {
        rows(text, width: width, keepsBlanks: true)
    }

    /// Rows of printable ASCII, where a byte is a column: the same breaks, without a string for each row. Blanks at the
    /// end of a row that is not the last are left out in both kinds.
    ///
    /// - Parameter body: Given each row; returns whether it wants more.
    @inline(__always)
    static func ascii(
        _ text: UnsafeRawBufferPointer, width: Int, keepsBlanks: Bool, _ body: (UnsafeRawBufferPointer) -> Bool
    ) {
        let width = max(width, narrowest)
        let blank = UInt8(ascii: " ")
        var start = 0
        repeat {
            var end = text.count
            if end - start > width {
                end = start + width
                while end > start, text[end - 1] != blank { end -= 1 }
                if end == start { end = start + width }
            }
            var next = end
            if end < text.count {
                while end > start, text[end - 1] == blank { end -= 1 }
                if !keepsBlanks {
                    while next < text.count, text[next] == blank { next += 1 }
                }
            }
            guard body(UnsafeRawBufferPointer(rebasing: text[start..<end])) else { return }
            start = next
        } while start < text.count
    }

    private static func rows(_ text: String, width: Int, keepsBlanks: Bool) -> [String] {
        let width = max(width, narrowest)
        // No character takes more columns than bytes.
        if text.utf8.count <= width { return [text] }
        var rows: [String] = []
        var rest = Substring(text)
        while !rest.isEmpty {
            let end = rowEnd(of: rest, width: width)
            var row = rest[..<end]
            rest = rest[end...]
            if !keepsBlanks, !rest.isEmpty {
                while row.last == " " { row.removeLast() }
                rest = rest.drop { $0 == " " }
            }
            rows.append(String(row))
        }
        return rows.isEmpty ? [""] : rows
    }

    /// Where the first row of `text` ends: behind its last blank that fits, else at the last character that fits.
    private static func rowEnd(of text: Substring, width: Int) -> Substring.Index {
        if let end = plainRowEnd(of: text, width: width) { return end }
        var columns = 0
        var afterBlank: Substring.Index?
        var index = text.startIndex
        while index < text.endIndex {
            let character = text[index]
            let taken = DisplayWidth.of(character)
            if columns + taken > width {
                // A blank may hang over the edge: it is the break.
                return character == " " && afterBlank == nil ? index : afterBlank ?? index
            }
            columns += taken
            index = text.index(after: index)
            if character == " " { afterBlank = index }
        }
        return text.endIndex
    }

    /// The same for a text whose characters are one scalar and one column each, which most are: European letters and our own
    /// quotation marks. Cutting text into characters costs more than anything else here.
    private static func plainRowEnd(of text: Substring, width: Int) -> Substring.Index? {
        let scalars = text.unicodeScalars
        var columns = 0
        var afterBlank: Substring.Index?
        var index = scalars.startIndex
        while index < scalars.endIndex {
            let scalar = scalars[index]
            guard isPlain(scalar.value) else { return nil }
            if columns == width { break }
            columns += 1
            index = scalars.index(after: index)
            if scalar == " " { afterBlank = index }
        }
        if index == scalars.endIndex { return index }
        if scalars[index] == " ", afterBlank == nil { return index }
        guard let end = afterBlank else {
            // What comes next must not be a mark that belongs to the last character of the row.
            return index
        }
        return end
    }

    private static func isPlain(_ value: UInt32) -> Bool {
        (0x20...0x7E).contains(value) || (0xA1...0x2FF).contains(value) && value != 0xAD
            || (0x2018...0x2026).contains(value)
    }
}
