import Lessons
import Testing

@Suite("A line is edited key by key")
struct LineEditorTests {
    /// Presses the keys of a text, where `<left>` and the like stand for keys, and shows the cursor as `|`.
    static func typed(_ keys: [Key]) -> String {
        var editor = LineEditor()
        for key in keys { _ = editor.press(key) }
        return String(editor.characters[..<editor.cursor]) + "|" + String(editor.characters[editor.cursor...])
    }

    static func keys(_ text: String) -> [Key] { text.map { .character($0) } }

    static let cases: [([Key], String)] = [
        (keys("EHLO x"), "EHLO x|"),
        (keys("ac") + [.left] + keys("b"), "ab|c"),
        (keys("abc") + [.backspace, .backspace], "a|"),
        (keys("abc") + [.left, .left, .delete], "a|c"),
        (keys("abc") + [.home, .backspace, .left] + keys("x"), "x|abc"),
        (keys("abc") + [.home, .end, .right] + keys("x"), "abcx|"),
        (keys("one two") + [.control("w")], "one |"),
        (keys("one two ") + [.control("w"), .control("w")], "|"),
        (keys("abc") + [.left, .control("u")], "|c"),
        (keys("abc") + [.home, .right, .control("k")], "a|"),
        (keys("né🙂") + [.left, .backspace], "n|🙂"),
        (keys("a") + [.unknown, .pageUp, .control("x")], "a|"),
        // History.
        (keys("one") + [.enter] + keys("two") + [.enter, .up], "two|"),
        (keys("one") + [.enter] + keys("two") + [.enter, .up, .up, .up], "one|"),
        (keys("one") + [.enter] + keys("new") + [.up, .down], "new|"),
        (keys("one") + [.enter, .enter, .down, .up], "one|"),
    ]

    @Test("keys change the line", arguments: cases)
    func edits(keys: [Key], line: String) { #expect(Self.typed(keys) == line) }

    @Test("Enter hands the line over, Esc leaves it, Ctrl-D ends only an empty one")
    func outcomes() {
        var editor = LineEditor()
        for key in Self.keys("QUIT") { #expect(editor.press(key) == .editing) }
        #expect(editor.press(.control("d")) == .editing)
        #expect(editor.press(.enter) == .entered("QUIT"))
        #expect(editor.text.isEmpty)
        #expect(editor.press(.escape) == .left)
        #expect(editor.press(.control("c")) == .left)
        #expect(editor.press(.control("d")) == .ended)
    }

    @Test("a line has a limit, and so has its history")
    func bounded() {
        var editor = LineEditor()
        for _ in 0..<LineEditor.limit + 10 { _ = editor.press(.character("a")) }
        #expect(editor.characters.count == LineEditor.limit)
        for number in 0..<LineEditor.historyLimit + 10 {
            for key in Self.keys("\(number)") + [.enter] { _ = editor.press(key) }
        }
        for _ in 0..<LineEditor.historyLimit + 10 { _ = editor.press(.up) }
        #expect(editor.text == "10")
    }

    @Test("a line longer than the screen shows the part around its cursor")
    func window() {
        var editor = LineEditor()
        for key in Self.keys("0123456789") { _ = editor.press(key) }
        #expect(editor.window(width: 5) == ("6789", 4))
        #expect(editor.window(width: 80) == ("0123456789", 10))
        _ = editor.press(.home)
        #expect(editor.window(width: 5) == ("0123", 0))
    }
}
