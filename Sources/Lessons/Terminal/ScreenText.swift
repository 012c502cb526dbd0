import Rendering

/// Rendered text cut into the rows that a screen shows: long lines go on in the next row, colours do not count as columns.
package enum ScreenText {
    package static func rows(_ bytes: [UInt8], columns: Int) -> [String] {
        let columns = max(columns, 2)
        var rows: [String] = []
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false) {
            append(line, columns, to: &rows)
        }
        // What ends in a line end has no row behind it.
        if rows.last == "" { rows.removeLast() }
        return rows
    }

    private static func append(_ line: Substring, _ columns: Int, to rows: inout [String]) {
        if line.utf8.count <= columns {
            rows.append(String(line))
            return
        }
        var row = ""
        var taken = 0
        var isInSequence = false
        for character in line {
            if character == "\u{1B}" { isInSequence = true }
            if isInSequence {
                row.append(character)
                if character.isLetter { isInSequence = false }
                continue
            }
            let width = DisplayWidth.of(character)
            if taken + width > columns {
                rows.append(row)
                row = ""
                taken = 0
            }
            row.append(character)
            taken += width
        }
        rows.append(row)
    }

    /// Columns of a rendered row; colours take none.
    package static func columns(of row: String) -> Int {
        DisplayWidth.of(plain(row))
    }

    /// A rendered row without its colours.
    package static func plain(_ row: String) -> String {
        guard row.utf8.contains(0x1B) else { return row }
        var isInSequence = false
        return row.filter { character in
            if character == "\u{1B}" { isInSequence = true }
            defer { if isInSequence, character.isLetter { isInSequence = false } }
            return !isInSequence
        }
    }

    /// A rendered row that is no wider than so many columns; what is cut off takes no colour with it.
    package static func fitted(_ row: String, columns: Int) -> String {
        guard self.columns(of: row) > columns, let first = rows(Array(row.utf8), columns: columns).first else {
            return row
        }
        return row.utf8.contains(0x1B) ? "\(first)\u{1B}[0m" : first
    }

    /// As many of the keys, two blanks apart, as there is room for; the last one, which leads out, is always among them.
    package static func keys(_ keys: String, columns: Int) -> String {
        var parts = keys.split(separator: "  ").map(String.init)
        while parts.count > 2, DisplayWidth.of(parts.joined(separator: "  ")) > columns {
            parts.remove(at: parts.count - 3 >= 0 ? parts.count - 3 : 0)
        }
        return cut(parts.joined(separator: "  "), columns: columns)
    }

    /// A text that goes on, cut behind a word that is not too long, with three dots.
    package static func shortened(_ text: String, columns: Int) -> String {
        guard DisplayWidth.of(text) > columns else { return text }
        var kept = cut(text, columns: max(0, columns - 4))[...]
        if let blank = kept.lastIndex(of: " "), blank > kept.startIndex, kept[blank...].count <= 12 {
            kept = kept[..<blank]
        }
        return cut(kept + " ...", columns: columns)
    }

    /// A text cut to so many columns; plain text only.
    package static func cut(_ text: String, columns: Int) -> String {
        var taken = 0
        var kept = ""
        for character in text {
            taken += DisplayWidth.of(character)
            if taken > columns { break }
            kept.append(character)
        }
        return kept
    }
}
