import Rendering

/// The lesson's words on a part of the screen: passages below each other, scrolled so that what is new is seen from its beginning.
struct TextPane: Sendable {
    private var passages: [Passage] = []
    /// Passages that the learner had before the last input.
    private var seen = 0
    /// Passages that the learner had before the first input; nil before that.
    private var opening: Int?
    private var rows: [String] = []
    /// The first row of each passage.
    private var starts: [Int] = []
    /// The first row on the screen.
    private var top = 0
    private var text = LessonText(columns: 0)
    private(set) var height = 1

    /// Passages of one step that are kept; the oldest go first. A long session by hand has a few a line.
    private static let limit = 2_000

    var count: Int { passages.count }
    var rowCount: Int { rows.count }
    /// Rows from the beginning of what is new.
    var newRows: Int { rows.count - (seen < starts.count ? starts[seen] : rows.count) }
    /// Rows of what the step began with: its prose and its first question.
    var openingRows: Int { opening.map { $0 < starts.count ? starts[$0] : rows.count } ?? rows.count }
    private var lastTop: Int { max(0, rows.count - height) }
    var hasMore: Bool { top < lastTop }
    var hasLess: Bool { top > 0 }
    var visible: ArraySlice<String> { rows.dropFirst(top).prefix(height) }

    mutating func clear() {
        passages = []
        seen = 0
        opening = nil
        rows = []
        starts = []
        top = 0
    }

    mutating func append(_ passage: Passage) {
        passages.append(passage)
        if passages.count > Self.limit {
            passages.removeFirst(Self.limit / 10)
            seen = max(0, seen - Self.limit / 10)
            layOut()
        } else {
            lay(passage)
        }
        if passage.kind == .missed { dropOldTries() }
        showNew()
    }

    /// The question stays in sight: where there is no room for every try, only the last one is kept.
    private mutating func dropOldTries() {
        // The learner's last line is the last thing that was seen.
        while rows.count > height, let old = passages.prefix(max(0, seen - 1)).firstIndex(where: { $0.kind == .missed })
        {
            let first = old > 0 && passages[old - 1].kind == .tried ? old - 1 : old
            passages.removeSubrange(first...old)
            seen -= old - first + 1
            layOut()
        }
    }

    mutating func markSeen() {
        seen = passages.count
        if opening == nil { opening = seen }
    }

    /// The same text in another size, as far as possible at the same place.
    mutating func fit(_ text: LessonText, height: Int) {
        let isSame =
            text.columns == self.text.columns && text.palette == self.text.palette && text.wording == self.text.wording
        if isSame, height == self.height { return }
        self.height = max(1, height)
        self.text = text
        if isSame {
            top = min(top, lastTop)
            if newRows > 0 { showNew() }
            return
        }
        let passage = starts.lastIndex { $0 <= top } ?? 0
        layOut()
        top = min(passage < starts.count ? starts[passage] : 0, lastTop)
        if newRows > 0 { showNew() }
    }

    private mutating func layOut() {
        rows = []
        starts = []
        for passage in passages { lay(passage) }
    }

    private mutating func lay(_ passage: Passage) {
        starts.append(rows.count)
        guard text.columns > 0 else { return }
        let new = ScreenText.rows(passage.rendered(by: text), columns: text.columns)
        // One blank row parts as well as two.
        if new == [""], rows.last?.isEmpty ?? true { return }
        rows += new
    }

    /// The newest is in view; where it is longer than the pane, from its beginning.
    private mutating func showNew() {
        top = newRows <= height ? lastTop : min(rows.count - newRows, lastTop)
        // Blank rows at the top of a pane are wasted.
        while top < lastTop, rows[top].isEmpty, newRows > height { top += 1 }
    }

    mutating func scroll(_ lines: Int) { top = min(max(0, top &+ lines), lastTop) }
    mutating func scrollPage(_ pages: Int) { scroll(pages * max(1, height - 1)) }
    mutating func scrollToStart() { top = 0 }
    mutating func scrollToEnd() { top = lastTop }
}
