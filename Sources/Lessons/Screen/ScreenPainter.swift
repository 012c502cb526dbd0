import Rendering

/// Turns frames into what a terminal has to be told: only rows that have changed, all of them at once.
package struct ScreenPainter: Sendable {
    private var last: [String] = []
    private var size = TerminalSize(columns: 0, rows: 0)

    package init() {}

    /// What is on the terminal is not known any more: the next frame is painted whole.
    package mutating func forget() { last = [] }

    package mutating func paint(_ frame: Desk.Frame, size: TerminalSize) -> [UInt8] {
        // Terminals that know how show it all at once; the others take no notice.
        var out = "\u{1B}[?2026h\u{1B}[?25l"
        if size != self.size || last.count != frame.rows.count {
            out += "\u{1B}[0m\u{1B}[2J"
            last = []
            self.size = size
        }
        for (index, row) in frame.rows.enumerated() where last.isEmpty || last[index] != row {
            // The row is emptied first: behind a full one the cursor still stands on its last column.
            out += "\u{1B}[\(index + 1);1H\u{1B}[0m\u{1B}[2K\(row)\u{1B}[0m"
        }
        last = frame.rows
        if let cursor = frame.cursor {
            out += "\u{1B}[\(cursor.row + 1);\(min(cursor.column, size.columns - 1) + 1)H\u{1B}[?25h"
        }
        return Array((out + "\u{1B}[?2026l").utf8)
    }
}
