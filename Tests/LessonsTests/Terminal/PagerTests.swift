import Lessons
import Testing

@Suite("The pager shows steps one after the other")
struct PagerTests {
    static func view(_ pages: Int = 3, rows: Int = 10, linesEach: Int = 2) -> PagerView {
        let pages = (1...pages).map { page in
            (1...linesEach).flatMap { Array("page \(page) line \($0)\n".utf8) }
        }
        return PagerView(pages: pages, title: "A title", size: TerminalSize(columns: 80, rows: rows))
    }

    static func screen(_ view: PagerView) -> String { String(decoding: view.frame(), as: UTF8.self) }

    @Test("next adds a step below, back takes it away, and behind the last it is over")
    func steps() {
        var view = Self.view()
        #expect(Self.screen(view).contains("page 1 line 2"))
        #expect(!Self.screen(view).contains("page 2"))
        for key in [Key.character("n"), .character(" ")] { #expect(view.press(key) == nil) }
        #expect(Self.screen(view).contains("page 1 line 1"))
        #expect(Self.screen(view).contains("page 3 line 2"))
        #expect(Self.screen(view).contains("step 3/3"))
        #expect(view.press(.character("b")) == nil)
        #expect(view.shown == 2)
        #expect(view.press(.right) == nil)
        #expect(view.press(.enter) == .finished)
    }

    @Test("keys jump to the first and the last, tell themselves, and quit")
    func jumps() {
        var view = Self.view(20)
        _ = view.press(.character("G"))
        #expect(view.shown == 20)
        _ = view.press(.character("g"))
        #expect(view.shown == 1)
        _ = view.press(.left)
        #expect(view.shown == 1)
        _ = view.press(.character("?"))
        #expect(Self.screen(view).contains("the first step"))
        #expect(view.press(.character("n")) == nil)
        #expect(view.shown == 1)
        for key in [Key.character("q"), .escape, .control("c")] { #expect(view.press(key) == .quit) }
    }

    @Test("a step longer than the screen is read to its end before the next")
    func longPage() {
        var view = Self.view(2, rows: 7, linesEach: 12)
        #expect(view.size.rows == 7)
        _ = view.press(.home)
        _ = view.press(.pageUp)
        _ = view.press(.pageUp)
        _ = view.press(.pageUp)
        #expect(Self.screen(view).contains("page 1 line 1\u{1B}"))
        var presses = 0
        while view.shown == 1, presses < 10 {
            _ = view.press(.character("n"))
            presses += 1
        }
        // Two more screens of five rows, then the next step.
        #expect(presses == 3)
        #expect(Self.screen(view).contains("page 2 line 1\u{1B}"))
        #expect(Self.screen(view).contains("more below"))
    }

    @Test("no row is wider than the window, colours not counted, and no frame higher", arguments: [20, 40, 80])
    func widths(columns: Int) {
        let long =
            "\u{1B}[36m" + String(repeating: "ab c", count: 60) + "\u{1B}[0m\n" + String(repeating: "字", count: 50)
        let rows = ScreenText.rows(Array(long.utf8), columns: columns)
        #expect(rows.joined().filter { $0 == "字" }.count == 50)
        for row in rows {
            let plain = row.replacing("\u{1B}[36m", with: "").replacing("\u{1B}[0m", with: "")
            #expect(plain.reduce(0) { $0 + ($1 == "字" ? 2 : 1) } <= columns)
        }
        let view = PagerView(
            pages: [Array(long.utf8)], title: String(repeating: "t", count: 200),
            size: TerminalSize(columns: columns, rows: 6))
        #expect(Self.screen(view).split(separator: "\r\n", omittingEmptySubsequences: false).count == 6)
    }

    @Test("without a terminal everything is printed at once")
    func plain() {
        // Descriptor -1 is no terminal; what is written to it is lost.
        #expect(StepPager(pages: [[65, 10]], title: "").run(input: -1, output: -1) == .printed)
    }
}
