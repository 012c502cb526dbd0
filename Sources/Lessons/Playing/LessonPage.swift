import Rendering

/// What a whole-screen lesson shows: a head, a part of the step's text, and three lines at the foot. A value: it writes nothing.
package struct LessonPage: Sendable {
    /// The two last lines: what is typed, and which keys do something.
    package struct Foot: Sendable, Hashable {
        package var prompt: String
        /// Column of the cursor in `prompt`, from 0; nil hides it.
        package var cursor: Int?
        package var keys: String

        package init(prompt: String, cursor: Int? = nil, keys: String) {
            self.prompt = prompt
            self.cursor = cursor
            self.keys = keys
        }
    }

    package var size: TerminalSize { didSet { if size != oldValue { layOut() } } }
    package var status: LessonStatus?
    private var text: [UInt8] = []
    private var rows: [String] = []
    /// The first row on the screen, from 0 in ``rows``.
    private var top = 0
    /// Rows that the learner had before the last input: what came since should be seen from its beginning.
    private var seen = 0

    /// Octets of a step's text; the oldest go first.
    private static let limit = 1 << 20

    package init(size: TerminalSize) { self.size = size }

    /// Rows of text between the head and the foot.
    private var height: Int { max(1, size.rows - 5) }
    private var lastTop: Int { max(0, rows.count - height) }
    package var hasMore: Bool { top < lastTop }

    package mutating func begin(_ status: LessonStatus) {
        self.status = status
        text = []
        rows = []
        top = 0
        seen = 0
    }

    package mutating func append(_ bytes: [UInt8]) {
        text += bytes
        if text.count > Self.limit { text.removeFirst(text.count - Self.limit) }
        rows = ScreenText.rows(text, columns: size.columns)
        // The newest is in view; where it is longer than the screen, from its beginning.
        top = rows.count - seen <= height ? lastTop : min(seen, lastTop)
    }

    /// Octets that stand there: a place to come back to.
    package var length: Int { text.count }

    /// Takes away what was appended since, to show something else in its place.
    package mutating func cut(to length: Int) {
        guard length < text.count else { return }
        text.removeLast(text.count - max(0, length))
        rows = ScreenText.rows(text, columns: size.columns)
        seen = min(seen, rows.count)
        top = lastTop
    }

    /// The learner has answered: all that stands there was seen.
    package mutating func markSeen() { seen = rows.count }

    package mutating func scroll(_ lines: Int) { top = min(max(0, top + lines), lastTop) }
    package mutating func scrollPage(_ pages: Int) { scroll(pages * max(1, height - 1)) }

    private mutating func layOut() {
        rows = ScreenText.rows(text, columns: size.columns)
        seen = min(seen, rows.count)
        top = lastTop
    }

    /// Everything on the screen, as the bytes that draw it.
    package func frame(_ foot: Foot) -> [UInt8] {
        let body = rows.dropFirst(top).prefix(height)
        var out = "\u{1B}[?25l\u{1B}[H"
        func line(_ text: String) { out += ScreenText.cut(text, columns: size.columns) + "\u{1B}[K\r\n" }
        line(head)
        line(String(repeating: "-", count: size.columns))
        for row in body { out += row + "\u{1B}[0m\u{1B}[K\r\n" }
        for _ in body.count..<height { line("") }
        line(state)
        line(foot.prompt)
        out += ScreenText.cut(foot.keys, columns: max(1, size.columns - 1)) + "\u{1B}[K\u{1B}[J"
        if let cursor = foot.cursor {
            out += "\u{1B}[\(size.rows - 1);\(min(cursor, size.columns - 1) + 1)H\u{1B}[?25h"
        }
        return Array(out.utf8)
    }

    private var head: String {
        guard let status else { return "" }
        let place = "step \(status.step)/\(status.steps): \(status.kind.rawValue)\(status.isDone ? " (done)" : "")"
        return " \(Escaping.visible(status.lesson)) - \(place)"
    }

    private var state: String {
        guard let status else { return "" }
        let hints = status.hints > 0 ? "  hints \(status.hintsTaken)/\(status.hints)" : ""
        let more = hasMore ? "  -- more below: PgDn --" : top > 0 ? "  (more above: PgUp)" : ""
        return status.bar(columns: max(20, size.columns - 44)) + hints + more
    }
}
