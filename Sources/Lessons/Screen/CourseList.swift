package import Rendering

/// The list of lessons on the whole screen: searched, filtered, gone through with keys. A value that reads and writes nothing.
package struct CourseList: Sendable {
    package enum Choice: Sendable, Hashable {
        /// Play a lesson: from the step, an index from 0, or where it was left.
        case lesson(String, step: Int?)
        /// Forget that a lesson, or one step of it, is done.
        case reset(String, step: Int?)
        /// Back to where the learner was.
        case close
        case quit
        /// No more keys come.
        case end
    }

    enum Filter: Sendable, Hashable { case all, done, pending }

    enum Row: Sendable, Hashable {
        case unit(String)
        /// An index into the catalogue's entries.
        case lesson(Int)
        /// A step of the lesson above, from 0.
        case step(Int, of: Int)

        var isHead: Bool { entry == nil }
        /// The lesson that it is about.
        var entry: Int? {
            switch self {
            case .unit: nil
            case .lesson(let index), .step(_, of: let index): index
            }
        }
    }

    package var palette = Palette.plain
    package private(set) var size = TerminalSize.usual
    private(set) var catalogue: Catalogue
    private(set) var filter = Filter.all
    private(set) var words = ""
    private(set) var isSearching = false
    private(set) var isResetting = false
    private var opened: Set<String> = []
    private var cursor = 0
    private var rows: [Row] = []
    let wording: Wording
    private let units: [UnitTable.Unit]

    /// - Parameters:
    ///   - current: The lesson in hand, whose steps are shown.
    ///   - step: Of that lesson, from 0.
    package init(
        _ catalogue: Catalogue, current: String? = nil, step: Int? = nil, wording: Wording = .english
    ) {
        self.catalogue = catalogue
        self.wording = wording
        units = (try? UnitTable.shipped(in: wording.language))?.units ?? []
        if let current { opened.insert(current) }
        list()
        if let current, let place = catalogue.entries.firstIndex(where: { $0.id == current }) {
            cursor = rows.firstIndex(of: step.map { .step($0, of: place) } ?? .lesson(place)) ?? cursor
        }
    }

    package mutating func resize(_ size: TerminalSize) {
        self.size = TerminalSize(columns: max(2, size.columns), rows: max(1, size.rows))
    }

    /// All lessons are counted.
    package var isCounted: Bool { catalogue.isCounted }

    /// Counts one lesson more.
    package mutating func count() {
        catalogue.count()
        if filter != .all { list() }
    }

    package mutating func update(_ progress: Progress) {
        catalogue.update(progress)
        list()
    }

    // MARK: Rows

    private mutating func list() {
        let kept = rows.indices.contains(cursor) ? rows[cursor] : nil
        rows = []
        var unit: String?
        for (index, entry) in catalogue.entries.enumerated() where admits(entry) {
            if entry.unit != unit { rows.append(.unit(entry.unit)) }
            unit = entry.unit
            rows.append(.lesson(index))
            guard opened.contains(entry.id), let lesson = catalogue.lesson(entry.id) else { continue }
            rows += lesson.steps.indices.map { .step($0, of: index) }
        }
        cursor = kept.flatMap { rows.firstIndex(of: $0) } ?? rows.firstIndex { !$0.isHead } ?? 0
    }

    private func admits(_ entry: Course.Entry) -> Bool {
        switch filter {
        case .all: break
        case .done: if entry.isOpen { return false }
        case .pending: if !entry.isOpen { return false }
        }
        return Course.Filter(words: words).admits(entry)
    }

    private func words(for row: Row) -> String {
        switch row {
        case .unit(let id):
            return units.first { $0.id == id }.map { wording(.unitHead, ["unit": $0.id, "title": $0.title]) } ?? id
        case .lesson(let index):
            let entry = catalogue.entries[index]
            let count = entry.total == 0 ? "" : "\(entry.done)/\(entry.total)"
            // Here lessons are known by their numbers.
            let missing = entry.missing.compactMap { id in catalogue.entries.first { $0.id == id } }.map {
                "\($0.number)"
            }
            let advice =
                missing.isEmpty ? "" : ", " + wording(.betterAfter, ["lessons": missing.joined(separator: ", ")])
            let number = entry.kind == .gate ? wording(.gate) : "\(entry.number)"
            return "\(Self.right(number, 4))  \(Self.left(Escaping.visible(entry.title), titleWidth))  "
                + "\(Self.right(count, 5))  \(entry.mark(wording))\(advice)"
        case .step(let number, let index):
            var catalogue = catalogue
            guard let lesson = catalogue.lesson(catalogue.entries[index].id) else { return "" }
            let step = lesson.steps[number]
            let mark = catalogue.mark(of: step, in: lesson)
            let words = wording(mark.map { $0.assisted ? .markHelped : .markDone } ?? .markOpen)
            let title = Escaping.visible(step.title.isEmpty ? step.id : step.title)
            return "        \(Self.right("\(number + 1)", 2))  \(Self.left(words, markWidth))  "
                + "\(Self.left(wording(.init(step.kind)), kindWidth))  \(title)"
        }
    }

    private var markWidth: Int { widest([.markOpen, .markDone, .markHelped]) }
    private var kindWidth: Int { widest(LessonStep.Kind.allCases.map { Phrase($0) }) }

    private func widest(_ phrases: [Phrase]) -> Int { phrases.map { DisplayWidth.of(wording($0)) }.max() ?? 0 }

    private var titleWidth: Int {
        let widest = catalogue.entries.map { DisplayWidth.of($0.title) }.max() ?? 0
        return max(12, min(widest, size.columns - 32))
    }

    private static func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - DisplayWidth.of(text))) + text
    }
    private static func left(_ text: String, _ width: Int) -> String {
        let text = ScreenText.cut(text, columns: width)
        return text + String(repeating: " ", count: max(0, width - DisplayWidth.of(text)))
    }

    /// Rows between the head and the foot.
    private var height: Int { max(1, size.rows - 3 - goalRows) }

    /// What a lesson is for may take two rows where there is room.
    private var goalRows: Int { size.rows >= 16 ? 2 : 1 }

    package var frame: Desk.Frame {
        let top = max(0, min(cursor - height / 2, rows.count - height))
        var shown = [head, palette.paint(String(repeating: "-", count: size.columns), .dim)]
        for (index, row) in rows.enumerated().dropFirst(top).prefix(height) {
            let text = (index == cursor ? "> " : "  ") + words(for: row)
            shown.append(
                palette.paint(
                    ScreenText.cut(text, columns: size.columns),
                    row.isHead ? .title : index == cursor ? .client : .plain))
        }
        if rows.isEmpty { shown.append("  " + ScreenText.cut(wording(.noLesson), columns: size.columns - 2)) }
        let above = max(0, size.rows - 1 - goalRows)
        shown += Array(repeating: "", count: max(0, above - shown.count))
        shown = Array(shown.prefix(above)) + goal
        let columns = max(1, size.columns - 1)
        let keys =
            isResetting || isSearching
            ? ScreenText.cut(wording(isResetting ? .resetAsk : .searchKeys), columns: columns)
            : ScreenText.keys(wording(.listKeys), columns: columns)
        shown.append(palette.paint(keys, .dim))
        let column = min(DisplayWidth.of(head), size.columns - 1)
        return Desk.Frame(rows: Array(shown.suffix(size.rows)), cursor: isSearching ? (0, column) : nil)
    }

    private var head: String {
        let name = wording(filter == .all ? .listAll : filter == .done ? .listDone : .listPending)
        let search = isSearching || !words.isEmpty ? "  /\(Escaping.visible(words))" : ""
        return ScreenText.cut(name + search, columns: size.columns)
    }

    /// What the lesson at the cursor is for: ``goalRows`` rows.
    private var goal: [String] {
        let words = rows.indices.contains(cursor) ? rows[cursor].entry.map { catalogue.entries[$0].goal } ?? "" : ""
        let all = Wrapping.prose(Escaping.visible(words), width: max(1, size.columns - 4))
        var out = Array(all.prefix(goalRows))
        if all.count > goalRows {
            let rest = all[(goalRows - 1)...].joined(separator: " ")
            out[goalRows - 1] = ScreenText.shortened(rest, columns: max(1, size.columns - 4))
        }
        out = out.map { ScreenText.cut("  " + $0, columns: size.columns) }
        return out + Array(repeating: "", count: goalRows - out.count)
    }

    // MARK: Keys

    package mutating func press(_ key: Key) -> Choice? {
        if isSearching { return search(key) }
        if isResetting {
            isResetting = false
            return key == .character("y") ? chosen { .reset($0, step: $1) } : nil
        }
        switch key {
        case .down, .character("j"): move(1)
        case .up, .character("k"): move(-1)
        case .pageDown, .character(" "): move(height)
        case .pageUp: move(-height)
        case .home, .character("g"): move(-rows.count)
        case .end, .character("G"): move(rows.count)
        case .right, .left: open(key == .right)
        case .character("d"): show(filter == .done ? .all : .done)
        case .character("p"): show(filter == .pending ? .all : .pending)
        case .character("/"), .character("s"):
            isSearching = true
            words = ""
            list()
        case .enter, .character("c"): return chosen { .lesson($0, step: $1) }
        case .character("r"), .character("x"): isResetting = rows.indices.contains(cursor)
        case .escape where !words.isEmpty || filter != .all:
            words = ""
            show(.all)
        case .escape, .character("q"), .character("l"), .backspace: return .close
        case .control("c"), .control("d"): return .quit
        default: break
        }
        return nil
    }

    private mutating func search(_ key: Key) -> Choice? {
        switch key {
        case .character(let character) where words.count < 100: words.append(character)
        case .backspace: if words.isEmpty { isSearching = false } else { words.removeLast() }
        case .enter: isSearching = false
        case .escape, .control("c"):
            isSearching = false
            words = ""
        case .down, .up: move(key == .down ? 1 : -1)
        case .control("d"): return .end
        default: break
        }
        list()
        return nil
    }

    private mutating func show(_ filter: Filter) {
        self.filter = filter
        list()
    }

    /// Over so many rows on which one can choose something.
    private mutating func move(_ count: Int) {
        let places = rows.indices.filter { !rows[$0].isHead }
        guard let last = places.last else { return }
        let here = places.lastIndex { $0 <= cursor } ?? 0
        cursor = places[min(max(0, here + count), places.count - 1)]
        cursor = min(cursor, last)
    }

    private mutating func open(_ isOpen: Bool) {
        guard rows.indices.contains(cursor) else { return }
        switch rows[cursor] {
        case .lesson(let index), .step(_, let index):
            let id = catalogue.entries[index].id
            if isOpen { opened.insert(id) } else { opened.remove(id) }
            cursor = rows.firstIndex(of: .lesson(index)) ?? cursor
            list()
        case .unit: break
        }
    }

    private func chosen(_ choice: (String, Int?) -> Choice) -> Choice? {
        guard rows.indices.contains(cursor) else { return nil }
        switch rows[cursor] {
        case .lesson(let index): return choice(catalogue.entries[index].id, nil)
        case .step(let number, let index): return choice(catalogue.entries[index].id, number)
        case .unit: return nil
        }
    }
}
