import Lessons
import Rendering
import Simulator
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A desk whose learner has decided everything beforehand: which keys, when the window changes, and when a picture is taken.
final class HandledScreen: DeskScreen {
    enum Deed {
        case key(Key)
        case resize(Int, Int)
        /// Keeps the frame under a name.
        case shoot(String)
    }

    var desk: Desk
    private var deeds: [Deed]
    private(set) var shots: [String: String] = [:]

    init(columns: Int, rows: Int, palette: Palette = .plain, _ deeds: [Deed]) {
        self.deeds = deeds
        desk = Desk(size: TerminalSize(columns: columns, rows: rows), palette: palette)
    }

    func draw(_ frame: Desk.Frame) {}

    func next(_ frame: Desk.Frame, patience: Int32?) -> DeskEvent {
        // Lists are counted first.
        if patience == 0 { return .idle }
        while !deeds.isEmpty {
            switch deeds.removeFirst() {
            case .key(let key): return .key(key)
            case .resize(let columns, let rows): return .resized(TerminalSize(columns: columns, rows: rows))
            case .shoot(let name): shots[name] = Self.text(frame)
            }
        }
        return .end
    }

    /// Rows as lines, escape bytes as `␛`, the cursor's place behind them.
    static func text(_ frame: Desk.Frame) -> String {
        let rows = frame.rows.map { row in
            var row = row.replacing("\u{1B}", with: "␛")
            while row.last == " " { row.removeLast() }
            return row + "\n"
        }
        return rows.joined() + (frame.cursor.map { "(cursor: row \($0.row + 1), column \($0.column + 1))\n" } ?? "")
    }
}

extension [HandledScreen.Deed] {
    /// Each character is a key; an Enter for each line's end.
    static func typed(_ text: String) -> Self { text.map { .key($0 == "\n" ? .enter : .character($0)) } }
    static func all(_ parts: Self...) -> Self { parts.flatMap { $0 } }
    static func keys(_ keys: Key...) -> Self { keys.map { .key($0) } }
}

/// What screens look like, as files beside the tests. RENEW_GOLDENS=1 rewrites them, and fails while doing so.
enum ScreenGolden {
    private static let folder =
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/") + "/Goldens"

    static func expect(_ found: String, _ name: String) throws {
        let file = "\(folder)/\(name).txt"
        let expected = (try? Disk.read(file)).map { String(decoding: $0, as: UTF8.self) }
        if getenv("RENEW_GOLDENS") != nil, expected != found {
            try? Disk.remove(file)
            try Disk.write(Array(found.utf8), toNew: file)
            chmod(file, 0o644)
            Issue.record("renewed \(name)")
            return
        }
        let lines = zip((expected ?? "").split(separator: "\n"), found.split(separator: "\n")).enumerated()
        let first = lines.first { $1.0 != $1.1 }.map { "line \($0 + 1): \($1)" } ?? "in length"
        #expect(found == expected, "\(name), first difference: \(first)")
    }
}
