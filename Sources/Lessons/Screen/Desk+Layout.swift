import Rendering

extension Desk {
    /// What a screen of some size looks like: columns and rows of each part; 0 rows where a part has no place.
    struct Layout: Sendable, Hashable {
        var isWide = false
        var textWidth: Int
        var text: Int
        var stageWidth: Int
        var stations = 0
        var ladder = 0
        var detail = 0
    }

    /// Everything on the screen.
    package struct Frame: Sendable, Hashable {
        /// As many as the screen has, none wider than it; colours take no columns.
        package var rows: [String]
        /// From 0; nil hides the cursor.
        package var cursor: (row: Int, column: Int)?

        package static func == (left: Frame, right: Frame) -> Bool {
            left.rows == right.rows && left.cursor?.row == right.cursor?.row
                && left.cursor?.column == right.cursor?.column
        }
        package func hash(into hasher: inout Hasher) { hasher.combine(rows) }
    }

    /// Below that there is room for the words or for the dialogue, not for both.
    private static let sharedRows = 18
    /// From there on they stand side by side.
    private static let wideColumns = 110

    /// Only one of words and dialogue is on the screen.
    var isSmall: Bool { size.rows < Self.sharedRows }

    /// Head, rule, prompt, progress and keys.
    private var bodyRows: Int { max(1, size.rows - (hasRule ? 5 : 4)) }

    /// On the smallest screens a row of words is worth more than a rule.
    private var hasRule: Bool { size.rows >= 8 }

    var layout: Layout {
        let columns = size.columns
        let body = bodyRows
        guard hasStage else {
            let stations = stage.stationRows(width: columns, limit: 2, wording).count
            let taken = stations > 0 && body >= 12 ? stations + 1 : 0
            return Layout(
                textWidth: columns, text: body - taken, stageWidth: columns, stations: max(0, taken - 1))
        }
        if columns >= Self.wideColumns, body >= 12, shares == .both {
            let left = min(76, columns * 45 / 100)
            var layout = Layout(isWide: true, textWidth: left, text: body, stageWidth: columns - left - 3)
            share(body, among: &layout)
            return layout
        }
        var layout = Layout(textWidth: columns, text: body, stageWidth: columns)
        if isSmall, isLive, shares == .both, body >= 8 {
            // Whoever talks to a server wants to hear it.
            layout.text = 3
            layout.ladder = body - 4
            return layout
        }
        if shares == .words || isSmall && shares == .both { return layout }
        if shares == .dialogue {
            layout.text = 0
            share(body, among: &layout)
            return layout
        }
        layout.text = min(max(pane.rowCount, 4), wordRows(body))
        share(body - layout.text - 1, among: &layout)
        return layout
    }

    /// The words get what they need, up to a bit less than half: the screen stays as it is while they grow. But a question is
    /// seen with all its options where that leaves the dialogue a few rows.
    private func wordRows(_ body: Int) -> Int {
        let usual = body * 4 / 9
        let most = body - (isLive ? 8 : 5)
        guard isAsking else { return usual }
        return [pane.openingRows, pane.newRows].filter { $0 > usual && $0 <= most }.max() ?? usual
    }

    /// Stations, dialogue and the step in hand, with a rule between two of them.
    private func share(_ rows: Int, among layout: inout Layout) {
        layout.detail = rows >= 24 ? 9 : rows >= 16 ? 6 : rows >= 9 ? 3 : rows >= 6 ? 2 : 0
        let limit = rows >= 20 ? 4 : rows >= 10 ? 2 : rows >= 8 ? 1 : 0
        layout.stations = stage.stationRows(width: layout.stageWidth, limit: max(1, limit), wording).prefix(limit).count
        let rules = (layout.detail > 0 ? 1 : 0) + (layout.stations > 0 ? 1 : 0)
        layout.ladder = max(1, rows - layout.detail - layout.stations - rules)
    }

    // MARK: Rows

    package var frame: Frame {
        switch view {
        case .octets, .explanation, .help: return viewFrame
        case .main, .resetting: break
        }
        let layout = layout
        var rows = hasRule ? [head, rule] : [head]
        if layout.isWide {
            rows += sideBySide(layout)
        } else {
            rows += stageRows(layout)
            if layout.text > 0 {
                if layout.ladder > 0 || layout.stations > 0 { rows.append(rule) }
                rows += words(layout)
            }
        }
        rows = padded(rows, to: size.rows - 3)
        let (prompt, cursor) = prompt
        rows += [prompt, progress, keys]
        // The dialogue's lead takes some columns, whatever the width.
        rows = rows.suffix(size.rows).map { ScreenText.fitted($0, columns: size.columns) }
        return Frame(rows: rows, cursor: cursor.map { (max(0, size.rows - 3), $0) })
    }

    private var rule: String { palette.paint(String(repeating: "-", count: size.columns), .dim) }

    private func padded(_ rows: [String], to count: Int) -> [String] {
        Array(rows.prefix(max(0, count))) + Array(repeating: "", count: max(0, count - rows.count))
    }

    private func stageRows(_ layout: Layout) -> [String] {
        let width = layout.stageWidth
        let line = palette.paint(String(repeating: "-", count: width), .dim)
        var rows: [String] = []
        if layout.stations > 0 {
            rows += padded(stage.stationRows(width: width, limit: layout.stations, wording), to: layout.stations)
            if layout.ladder > 0 { rows.append(line) }
        }
        if layout.ladder > 0 { rows += padded(stage.ladderRows(height: layout.ladder), to: layout.ladder) }
        if layout.detail > 0 {
            rows.append(line)
            let detail = StepDetail(stage.stage, hand: stage.hand, wording: wording, palette: palette)
            rows += padded(detail?.brief(width: width, height: layout.detail) ?? [], to: layout.detail)
        }
        return rows
    }

    private func sideBySide(_ layout: Layout) -> [String] {
        let left = words(layout)
        let right = padded(stageRows(layout), to: bodyRows)
        return zip(left, right).map { words, dialogue in
            let blanks = String(repeating: " ", count: max(0, layout.textWidth - ScreenText.columns(of: words)))
            return "\(words)\(palette == .plain ? "" : "\u{1B}[0m")\(blanks) | \(dialogue)"
        }
    }

    /// The last row tells that there is more below: a question without its last option looks whole.
    private func words(_ layout: Layout) -> [String] {
        var rows = padded(Array(pane.visible), to: layout.text)
        if pane.hasMore, rows.count >= Self.fewestWithMark {
            rows[rows.count - 1] = palette.paint(
                ScreenText.cut("  -- \(wording(.moreBelow)) --", columns: layout.textWidth), .dim)
        }
        return rows
    }

    private static let fewestWithMark = 3

    private var head: String {
        guard let status else { return "" }
        let isNarrow = size.columns < 60
        let place = wording(
            isNarrow ? .placeShort : status.isDone ? .placeDone : .place,
            ["step": status.step, "steps": status.steps, "kind": wording(.init(status.kind))])
        let clock =
            hasStage
            ? stage.clock().map { "  " + (isNarrow ? "\($0.prefix(8))" : wording(.virtualClock, ["time": $0])) } ?? ""
            : ""
        let right = place + clock
        let room = size.columns - DisplayWidth.of(right) - 2
        let title = ScreenText.cut(Escaping.visible(status.lesson), columns: max(0, room))
        let blanks = String(
            repeating: " ", count: max(1, size.columns - DisplayWidth.of(title) - DisplayWidth.of(right)))
        return palette.paint(ScreenText.cut(title + blanks + right, columns: size.columns), .title)
    }

    private var prompt: (String, cursor: Int?) {
        func line(_ text: String) -> (String, cursor: Int?) { (ScreenText.cut(text, columns: size.columns), nil) }
        if view == .resetting { return line(wording(.resetAsk)) }
        if isWorking { return line(wording(.working)) }
        if !notice.isEmpty { return line(notice) }
        if isPlaying { return line(wording(.playing, ["number": stage.hand + 1, "count": stage.count])) }
        switch asked {
        case .nothing: return line("")
        case .pause(let isOver):
            if pane.hasMore { return line(wording(.spaceShowsMore)) }
            if isReading, !stage.isSeen(rows: layout.ladder) {
                return line(wording(.readNext, ["number": stage.hand + 1, "count": stage.count]))
            }
            return line(wording(isOver && status?.isDone == true ? .doneGoOn : .goOn))
        case .watch:
            if pane.hasMore { return line(wording(.spaceShowsMore)) }
            return line(
                stage.isSeen(rows: layout.ladder)
                    ? wording(.watchEnd) : wording(.watchNext, ["number": stage.hand + 1, "count": stage.count]))
        case .line(let prompt, _):
            guard focus == .text else {
                return line(wording(status?.isDone == true ? .doneBefore : .keysAreCommands))
            }
            let lead = ScreenText.cut(Escaping.visible(prompt), columns: max(0, size.columns - 8))
            let width = DisplayWidth.of(lead)
            let window = editor.window(width: size.columns - width - 1)
            return (lead + Escaping.visible(window.text), width + window.cursor)
        }
    }

    private var progress: String {
        guard let status else { return "" }
        let hints =
            status.hints > 0
            ? "  " + wording(.hintsTaken, ["taken": status.hintsTaken, "count": status.hints]) : ""
        let isMarked = layout.text >= Self.fewestWithMark
        var more =
            pane.hasMore
            ? (isMarked ? "" : "  -- \(wording(.moreBelow)) --") : pane.hasLess ? "  (\(wording(.moreAbove)))" : ""
        let shortest = status.bar(columns: 0) + hints
        if DisplayWidth.of(shortest + more) > size.columns { more = "" }
        let rest = DisplayWidth.of(hints) + DisplayWidth.of(more)
        return ScreenText.cut(status.bar(columns: max(12, size.columns - rest)) + hints + more, columns: size.columns)
    }

    private var keys: String {
        let phrase: Phrase
        if hasText {
            phrase = isLive ? .liveKeys : !hasStage ? .typingKeys : size.columns < 60 ? .smallAnswerKeys : .answerKeys
        } else {
            phrase = asked == .watch ? .watchKeys : !hasStage ? .commandKeys : isSmall ? .smallKeys : .stageKeys
        }
        return palette.paint(ScreenText.keys(wording(phrase), columns: max(1, size.columns - 1)), .dim)
    }

    private var viewFrame: Frame {
        let all = viewRows
        var rows = padded(Array(all.dropFirst(viewTop).prefix(viewHeight)), to: viewHeight)
        let more = viewTop + viewHeight < all.count ? "-- \(wording(.moreBelow)) --  " : ""
        rows.append("")
        rows.append(
            palette.paint(
                ScreenText.cut(more + wording(view == .help ? .helpKeys : .viewKeys), columns: size.columns - 1), .dim))
        return Frame(rows: rows.suffix(size.rows).map { ScreenText.fitted($0, columns: size.columns) }, cursor: nil)
    }
}
