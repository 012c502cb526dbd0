import Lessons
import Rendering
import Simulator
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Presses whatever key comes to hand, changes the window meanwhile, and looks whether each frame is what a frame has to be.
private final class MonkeyScreen: DeskScreen {
    var desk: Desk
    private var random: SeededRandom
    private(set) var left: Int
    private(set) var flaws: [String] = []
    private var painter = ScreenPainter()

    init(seed: UInt64, keys: Int) {
        random = SeededRandom(seed: seed, purpose: "monkey")
        left = keys
        desk = Desk(size: .usual, palette: .color)
    }

    private static let special: [Key] = [
        .enter, .enter, .enter, .backspace, .delete, .tab, .escape, .escape, .left, .right, .up, .down, .home, .end,
        .pageUp, .pageDown, .unknown, .control("a"), .control("k"), .control("w"), .control("u"), .control("p"),
    ]
    private static let characters = Array("nbhlsxceoptgGjk[]<>?yi/:d 0123456789.-abcdEHLOquitäß字\u{301}א👩‍👧")
    private static let lines = [
        "push", "pull", "a", "b", "c a b", "1.6", "2", "true", "250", "EHLO x", "QUIT", ":hint", ":skip", ":list",
        ":bytes 1.2", ":explain 1.3", "::x", "MAIL FROM:<a@b.example>", "PASS x", "DATA", ".", "3-9",
    ]
    private var waiting: [Key] = []

    private func key() -> Key {
        if !waiting.isEmpty { return waiting.removeFirst() }
        switch Int.random(in: 0..<20, using: &random) {
        case 0..<9: return .character(Self.characters.randomElement(using: &random) ?? "n")
        case 9..<16: return Self.special.randomElement(using: &random) ?? .enter
        case 16: return Int.random(in: 0..<12, using: &random) == 0 ? .control("c") : .character("n")
        default:
            waiting = (Self.lines.randomElement(using: &random) ?? "").map { .character($0) } + [.enter]
            return waiting.removeFirst()
        }
    }

    func draw(_ frame: Desk.Frame) { look(at: frame, desk.size) }

    func next(_ frame: Desk.Frame, patience: Int32?) -> DeskEvent {
        look(at: frame, desk.size)
        guard left > 0 else { return .end }
        left -= 1
        if Int.random(in: 0..<25, using: &random) == 0 {
            let isOdd = Int.random(in: 0..<4, using: &random) == 0
            return .resized(
                TerminalSize(
                    columns: Int.random(in: isOdd ? 1...12 : 30...200, using: &random),
                    rows: Int.random(in: isOdd ? 1...8 : 8...60, using: &random)))
        }
        if let patience, patience == 0 || Int.random(in: 0..<2, using: &random) == 0 { return .idle }
        return .key(key())
    }

    private func look(at frame: Desk.Frame, _ size: TerminalSize) {
        func flaw(_ words: String) { if flaws.count < 20 { flaws.append("\(words) at \(size.columns)x\(size.rows)") } }
        if frame.rows.count != size.rows { flaw("\(frame.rows.count) rows") }
        for row in frame.rows {
            let columns = ScreenText.columns(of: row)
            if columns > size.columns { flaw("\(columns) columns: \(row)") }
            let bare = row.replacing(/\u{1B}\[[0-9;]*m/, with: "")
            if bare.unicodeScalars.contains(where: { $0.value < 0x20 || (0x7F..<0xA0).contains($0.value) }) {
                flaw("a raw control character: \(row.debugDescription)")
            }
        }
        if let cursor = frame.cursor, cursor.row < 0 || cursor.row >= max(1, size.rows) || cursor.column < 0 {
            flaw("cursor \(cursor)")
        }
        _ = painter.paint(frame, size: size)
    }
}

@Suite("A monkey plays all lessons")
struct MonkeyTests {
    /// MAILSCOPE_MONKEY asks for another number of keys, in all.
    static let keys = getenv("MAILSCOPE_MONKEY").flatMap { Int(String(cString: $0)) } ?? 10_000

    @Test("ten thousand random keys and windows end nothing, and every frame fits its window", .timeLimit(.minutes(30)))
    func monkey() async throws {
        let folder = try Disk.makeScratchFolder()
        defer { Disk.removeAll(folder) }
        let names = EveryLessonTests.names
        var pressed = 0
        for (number, name) in names.enumerated() {
            let share = Self.keys / names.count + (number < Self.keys % names.count ? 1 : 0)
            let screen = MonkeyScreen(seed: UInt64(number + 1), keys: share)
            let lesson = try Course.lesson(named: name, learner: "monkey")
            let file = ProgressFile(path: "\(folder)/progress.json")
            var player = LessonPlayer(lesson, progress: file)
            var random = SeededRandom(seed: UInt64(number), purpose: "start")
            while screen.left > 0 {
                // Wherever it left, it is put back somewhere.
                _ = try await player.play(on: screen, from: Int.random(in: 0..<lesson.steps.count, using: &random))
            }
            pressed += share
            #expect(screen.flaws.isEmpty, "\(name): \(screen.flaws.joined(separator: "\n"))")
            // Whatever it did, what is kept can be read.
            #expect(file.load().warning == nil)
        }
        #expect(pressed == Self.keys)
    }
}
