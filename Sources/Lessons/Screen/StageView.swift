import Dialogue
import MailProtocols
import Rendering

/// A stage with the step in hand, and the rows that a screen shows of it.
package struct StageView: Sendable {
    package private(set) var stage = Stage()
    /// The step in hand, counting steps only, from 0.
    package private(set) var hand = 0
    /// So many rows of the step in hand were gone past: a letter is longer than most screens.
    private var passed = 0
    /// Steps behind the one in hand are still to come.
    package private(set) var unfolds = false
    /// Rows of each item, for one width.
    private var ladder: [[String]] = []
    private var width = 0
    private var palette = Palette.plain

    package init() {}

    package var isEmpty: Bool { stage.isEmpty }
    package var count: Int { stage.steps.count }
    package var isAtEnd: Bool { hand + 1 >= count }
    var item: Stage.Item? { stage.item(ofStep: hand) }

    package mutating func show(_ stage: Stage, unfolds: Bool = false, atEnd: Bool = false) {
        self.stage = stage
        self.unfolds = unfolds
        hand = atEnd ? max(0, stage.steps.count - 1) : 0
        passed = 0
        layOut()
    }

    mutating func fit(width: Int, palette: Palette) {
        guard width != self.width || palette != self.palette else { return }
        self.width = width
        self.palette = palette
        layOut()
    }

    private mutating func layOut() {
        guard width > 0 else { return }
        ladder = LadderText.rows(of: stage, width: width, palette: palette)
    }

    // MARK: Moving

    /// - Parameter height: Rows of the dialogue on the screen, where a step that has more is gone through first.
    package mutating func move(by steps: Int, rows height: Int? = nil) {
        if let height, height > 0 {
            let (hidden, page) = (hiddenRows(height), max(1, height - 1))
            let here = min(passed, hidden)
            if steps > 0, here < hidden {
                passed = min(hidden, here + page)
                return
            }
            if steps < 0, here > 0 {
                passed = max(0, here - page)
                return
            }
        }
        let wanted = min(max(0, hand + steps), max(0, count - 1))
        if wanted != hand { passed = 0 }
        hand = wanted
    }
    package mutating func moveToStart() { (hand, passed) = (0, 0) }
    package mutating func moveToEnd() { (hand, passed) = (max(0, count - 1), .max) }

    /// The last step is in hand, and all of it was on a screen with so many rows for the dialogue.
    package func isSeen(rows height: Int) -> Bool { isAtEnd && (height <= 0 || passed >= hiddenRows(height)) }

    /// To the first step of the next connection, or of this or the one before.
    package mutating func moveToConnection(forward: Bool) {
        passed = 0
        func connection(_ number: Int) -> [Int] {
            guard let item = stage.item(ofStep: number), let step = item.step else { return [] }
            return [item.play, Int(step.step.connection)]
        }
        let here = connection(hand)
        if forward {
            hand = (hand..<count).first { connection($0) != here } ?? hand
        } else {
            let start = (0...max(0, hand)).first { connection($0) == here } ?? 0
            let end = start == hand ? max(0, start - 1) : start
            hand = (0...end).first { connection($0) == connection(end) } ?? 0
        }
    }

    // MARK: Rows

    /// The dialogue around the step in hand, which a `>` marks.
    func ladderRows(height: Int) -> [String] {
        guard height > 0, !isEmpty else { return [] }
        let (rows, marked) = markedRows
        let hidden = max(0, marked.count - height)
        if hidden > 0 {
            let top = marked.lowerBound + min(passed, hidden)
            return ["> " + rows[top].dropFirst(2)] + rows[(top + 1)...].prefix(height - 1)
        }
        let wanted = min(rows.count, marked.upperBound + 1)
        let top = max(0, min(wanted - height, marked.lowerBound))
        return Array(rows.dropFirst(top).prefix(height))
    }

    /// Rows of the step in hand that do not fit.
    private func hiddenRows(_ height: Int) -> Int { isEmpty ? 0 : max(0, markedRows.marked.count - height) }

    /// All rows that there are to see, and which of them are of the step in hand: of the last step also what comes behind it.
    private var markedRows: (rows: [String], marked: Range<Int>) {
        let item = stage.steps[min(hand, count - 1)]
        let mark = Self.markedRow(of: ladder[item], stage.items[item].step)
        let next = hand + 1 < count ? stage.steps[hand + 1] : ladder.count
        var rows: [String] = []
        var marked = 0..<0
        for (index, lines) in ladder.enumerated() {
            if unfolds, index >= next { break }
            let start = rows.count
            for (number, line) in lines.enumerated() {
                rows.append((index == item && number == mark ? "> " : "  ") + line)
            }
            if index == item { marked = start + mark..<rows.count }
        }
        return (rows, isAtEnd ? marked.lowerBound..<rows.count : marked)
    }

    /// Which of a step's rows is the step itself: a heading may stand in front of it.
    private static func markedRow(of rows: [String], _ step: StepRecord?) -> Int {
        let number = "\(step?.step.number ?? 0) "
        return rows.firstIndex { ScreenText.plain($0).drop { $0 == " " }.hasPrefix(number) } ?? 0
    }

    /// When the step in hand was said, `09:00:03.120`; nil where there is none.
    func clock() -> String? {
        if let step = item?.step { return Words.clock(step.step.time) }
        return stage.places.map { Words.clock($0.time) }
    }

    /// What each station holds now.
    func stationRows(width: Int, limit: Int, _ wording: Wording) -> [String] {
        guard let places = stage.places(after: item) else { return [] }
        return StationText.rows(places, width: width, limit: limit, wording)
    }
}

/// The dialogue as rows, an array for each item.
enum LadderText {
    static func rows(of stage: Stage, width: Int, palette: Palette) -> [[String]] {
        var renderers: [Bool: TerminalRenderer] = [:]
        var play = -1
        return stage.items.map { item in
            var out: [String] = []
            if item.play != play {
                play = item.play
                renderers = [:]
                if stage.plays.count > 1 {
                    out = [ScreenText.cut("--- \(stage.plays[play].name) ---", columns: width - 2)]
                }
            }
            var renderer =
                renderers[item.showsSecrets]
                ?? TerminalRenderer(
                    width: width - 2, palette: palette, secrets: item.showsSecrets ? .shown : .hidden, explain: false,
                    order: .immediate)
            var sink = ByteSink()
            renderer.render(item.record, to: &sink)
            renderers[item.showsSecrets] = renderer
            return out + ScreenText.rows(sink.take(), columns: width - 2)
        }
    }
}

/// The post office as a row of stores.
enum StationText {
    /// `outbox alice [1: Hello]  queue mx.south -  ...`; where all do not fit, empty ones are left out first.
    static func rows(_ state: StateRecord, width: Int, limit: Int, _ wording: Wording) -> [String] {
        for level in 0..<3 {
            let cells = state.stores.compactMap { cell($0, level: level) }
            let rows = wrapped(cells, width: width)
            if rows.count <= limit { return rows }
        }
        let rows = wrapped(state.stores.compactMap { cell($0, level: 2) }, width: width)
        return Array(rows.prefix(max(0, limit - 1))) + [ScreenText.cut(rows[limit - 1], columns: width - 4) + " ..."]
    }

    /// - Parameter level: 0 names the letters, 1 counts them, 2 leaves empty stores out.
    private static func cell(_ store: StateRecord.Store, level: Int) -> String? {
        let owner = Escaping.visible(short(store.owner))
        let head = "\(Escaping.visible(store.kind)) \(owner)"
        guard !store.letters.isEmpty else { return level == 2 ? nil : "\(head) -" }
        if level == 0 {
            return head + " " + store.letters.map { "[\(Escaping.visible(label($0)))]" }.joined()
        }
        return "\(head) [\(store.letters.count)]"
    }

    /// A Message-ID's first half is enough to tell one letter from another.
    private static func label(_ letter: String) -> String {
        guard letter.hasPrefix("<"), let sign = letter.firstIndex(of: "@") else { return letter }
        return String(letter[..<sign].dropFirst())
    }

    /// `alice` of `alice@south.example`, `mx.south` of `mx.south.example`.
    private static func short(_ owner: String) -> String {
        guard let sign = owner.firstIndex(of: "@") else { return owner.replacing(".example", with: "") }
        let rest = owner[sign...].split(separator: " ", maxSplits: 1).dropFirst().first.map { " \($0)" } ?? ""
        return owner[..<sign] + rest
    }

    private static func wrapped(_ cells: [String], width: Int) -> [String] {
        var rows: [String] = []
        for cell in cells {
            let cell = ScreenText.cut(cell, columns: width)
            if let last = rows.last, DisplayWidth.of(last) + 3 + DisplayWidth.of(cell) <= width {
                rows[rows.count - 1] = "\(last) | \(cell)"
            } else {
                rows.append(cell)
            }
        }
        return rows
    }
}
