import Lessons
import Rendering
import Testing

@Suite("The list of lessons on the whole screen")
struct CourseListTests {
    private static func list(_ progress: Progress = Progress(), counted: Bool = true) throws -> CourseList {
        var list = CourseList(try Catalogue(progress), current: "push-and-pull", step: 1)
        list.resize(TerminalSize(columns: 80, rows: 24))
        while counted, !list.isCounted { list.count() }
        return list
    }

    private static func chosen(_ list: inout CourseList, _ keys: Key...) -> CourseList.Choice? {
        for key in keys { if let choice = list.press(key) { return choice } }
        return nil
    }

    private static func text(_ list: CourseList) -> String { HandledScreen.text(list.frame) }

    @Test("it opens at the step in hand; arrows, j, k, g and G move; Enter goes there")
    func moving() throws {
        var list = try Self.list()
        #expect(Self.text(list).contains(">          2  open"))
        #expect(Self.chosen(&list, .enter) == .lesson("push-and-pull", step: 1))
        #expect(Self.chosen(&list, .character("j"), .down, .up, .character("c")) == .lesson("push-and-pull", step: 2))
        #expect(
            Self.chosen(&list, .character("g"), .enter) == .lesson(try #require(Course.lessons().first?.id), step: nil))
        #expect(
            Self.chosen(&list, .character("G"), .enter) == .lesson(try #require(Course.lessons().last?.id), step: nil))
        #expect(Self.chosen(&list, .character("q")) == .close)
        #expect(Self.chosen(&list, .control("c")) == .quit)
    }

    @Test("it stands there before any lesson is counted, and needs no count to be used")
    func counting() throws {
        var list = try Self.list(counted: false)
        #expect(!list.isCounted)
        #expect(Self.text(list).contains("Push and pull"))
        #expect(Self.chosen(&list, .character("k"), .enter) == .lesson("push-and-pull", step: 0))
    }

    @Test("what is typed is searched for in titles, names and goals; Esc forgets it")
    func searching() throws {
        var list = try Self.list()
        for character in "/qj PULL" { #expect(list.press(.character(character)) == nil) }
        #expect(Self.text(list).contains("No lesson is like that."))
        for _ in 0..<"qj PULL".count { #expect(list.press(.backspace) == nil) }
        for character in "push pull" { #expect(list.press(.character(character)) == nil) }
        #expect(Self.text(list).contains("Push and pull"))
        #expect(!Self.text(list).contains("Reply codes"))
        #expect(Self.chosen(&list, .enter, .character("g"), .enter) == .lesson("push-and-pull", step: nil))
        #expect(list.press(.escape) == nil)
        #expect(list.press(.escape) == .close)
    }

    @Test("done and pending lessons are shown by themselves")
    func filters() throws {
        let lesson = try Course.lesson(named: "push-and-pull")
        var progress = Progress()
        for step in lesson.steps { progress.add(.init(hash: step.hash), of: step, in: lesson) }
        var list = try Self.list(progress)
        #expect(list.press(.character("d")) == nil)
        #expect(Self.text(list).contains("Lessons that are done"))
        #expect(Self.chosen(&list, .character("g"), .enter) == .lesson("push-and-pull", step: nil))
        #expect(list.press(.character("p")) == nil)
        #expect(!Self.text(list).contains(" Push and pull"))
        #expect(list.press(.character("p")) == nil)
        #expect(Self.text(list).contains("All lessons"))
    }

    @Test("steps unfold and fold; reset asks first, for a lesson or one step")
    func resetting() throws {
        var list = try Self.list()
        #expect(Self.chosen(&list, .character("r"), .character("n")) == nil)
        #expect(Self.chosen(&list, .character("r"), .character("y")) == .reset("push-and-pull", step: 1))
        #expect(Self.chosen(&list, .left, .character("x"), .character("y")) == .reset("push-and-pull", step: nil))
        #expect(Self.chosen(&list, .right, .down, .enter) == .lesson("push-and-pull", step: 0))
    }

    @Test("rows are as wide as the window, whatever its size", arguments: [2, 3, 20, 40, 80, 200])
    func sizes(columns: Int) throws {
        var list = try Self.list()
        for rows in [1, 2, 3, 5, 24, 60] {
            list.resize(TerminalSize(columns: columns, rows: rows))
            #expect(list.frame.rows.count == rows)
            for row in list.frame.rows { #expect(ScreenText.columns(of: row) <= columns) }
        }
    }
}
