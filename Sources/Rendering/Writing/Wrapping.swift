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

    private static func rows(_ text: String, width: Int, keepsBlanks: Bool) -> [String] {
        let width = max(width, narrowest)
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
}
