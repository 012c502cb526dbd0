import Rendering

/// One line of text under the learner's fingers. A value: it draws nothing and reads nothing.
package struct LineEditor: Sendable, Hashable {
    package enum Outcome: Sendable, Hashable {
        /// The line goes on.
        case editing
        /// Enter: the line is complete.
        case entered(String)
        /// Esc, or Ctrl-C: the learner leaves the line.
        case left
        /// Ctrl-D on an empty line: no more lines come.
        case ended
    }

    /// Characters of a line: more than any command of either protocol may have.
    package static let limit = 2_000
    /// Lines that up and down find again.
    package static let historyLimit = 100

    package private(set) var characters: [Character] = []
    /// In front of which character the cursor stands, from 0.
    package private(set) var cursor = 0
    private var history: [String] = []
    /// Which line of the history is shown; `history.count` is the line under way.
    private var place = 0
    private var underWay: [Character] = []

    package init() {}

    package var text: String { String(characters) }

    package mutating func press(_ key: Key) -> Outcome {
        switch key {
        case .enter: return enter()
        case .escape, .control("c"): return .left
        case .control("d") where characters.isEmpty: return .ended
        case .character(let character): insert(character)
        case .tab: insert(" ")
        case .backspace: if cursor > 0 { remove(cursor - 1..<cursor) }
        case .delete, .control("d"): if cursor < characters.count { remove(cursor..<cursor + 1) }
        case .left, .control("b"): cursor = max(0, cursor - 1)
        case .right, .control("f"): cursor = min(characters.count, cursor + 1)
        case .home, .control("a"): cursor = 0
        case .end, .control("e"): cursor = characters.count
        case .control("u"): remove(0..<cursor)
        case .control("k"): remove(cursor..<characters.count)
        case .control("w"): remove(wordStart..<cursor)
        case .up, .control("p"): recall(place - 1)
        case .down, .control("n"): recall(place + 1)
        case .control, .pageUp, .pageDown, .unknown: break
        }
        return .editing
    }

    /// The part of the line that fits in `width` columns with the cursor in it, and the cursor's column there, from 0.
    package func window(width: Int) -> (text: String, cursor: Int) {
        let width = max(width, 2)
        var start = cursor
        var columns = 0
        // One column stays free behind the line for the cursor.
        while start > 0, columns + DisplayWidth.of(characters[start - 1]) < width {
            start -= 1
            columns += DisplayWidth.of(characters[start])
        }
        var end = cursor
        var taken = columns
        while end < characters.count, taken + DisplayWidth.of(characters[end]) < width {
            taken += DisplayWidth.of(characters[end])
            end += 1
        }
        return (String(characters[start..<end]), columns)
    }

    private mutating func enter() -> Outcome {
        let line = text
        if !line.isEmpty, history.last != line { history.append(line) }
        if history.count > Self.historyLimit { history.removeFirst() }
        characters = []
        cursor = 0
        underWay = []
        place = history.count
        return .entered(line)
    }

    private mutating func insert(_ character: Character) {
        guard characters.count < Self.limit else { return }
        characters.insert(character, at: cursor)
        cursor += 1
    }

    private mutating func remove(_ range: Range<Int>) {
        characters.removeSubrange(range)
        cursor = range.lowerBound
    }

    private var wordStart: Int {
        var start = cursor
        while start > 0, characters[start - 1] == " " { start -= 1 }
        while start > 0, characters[start - 1] != " " { start -= 1 }
        return start
    }

    private mutating func recall(_ wanted: Int) {
        guard wanted >= 0, wanted <= history.count, wanted != place else { return }
        if place == history.count { underWay = characters }
        place = wanted
        characters = wanted == history.count ? underWay : Array(history[wanted])
        cursor = characters.count
    }
}
