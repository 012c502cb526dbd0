import Lessons
import Rendering
import Simulator
import Testing

@Suite("The whole screen, at every size, in colour and without")
struct ScreenTests {
    struct Look: Sendable, CustomStringConvertible {
        var name: String
        var columns: Int
        var rows: Int
        var palette: Palette
        var description: String { name }
    }

    static let looks = [
        Look(name: "80x24", columns: 80, rows: 24, palette: .plain),
        Look(name: "80x24-colour", columns: 80, rows: 24, palette: .color),
        Look(name: "80x24-light", columns: 80, rows: 24, palette: .light),
        Look(name: "120x40", columns: 120, rows: 40, palette: .plain),
        Look(name: "40x15", columns: 40, rows: 15, palette: .plain),
    ]

    /// Plays a lesson from a step on, with keys.
    @discardableResult
    static func play(
        _ lesson: Lesson, from step: Int, _ look: Look, _ deeds: [HandledScreen.Deed], progress: ProgressFile? = nil
    ) async throws -> (screen: HandledScreen, ending: LessonPlayer.Ending) {
        let folder = try Disk.makeScratchFolder()
        defer { Disk.removeAll(folder) }
        var player = LessonPlayer(lesson, progress: progress ?? ProgressFile(path: "\(folder)/progress.json"))
        let screen = HandledScreen(columns: look.columns, rows: look.rows, palette: look.palette, deeds)
        let ending = try await player.play(on: screen, from: step - 1)
        return (screen, ending)
    }

    /// What happens on the screen before its picture is taken: the step of push-and-pull, and the keys.
    static let scenes: [(name: String, step: Int, deeds: [HandledScreen.Deed])] = [
        ("programs", 1, []),
        ("predict", 3, .typed("sender client\nb\n")),
        ("dialogue", 4, .keys(.right, .right, .right, .right, .right)),
        ("find", 6, .typed("3.4\n:hint\n3.")),
        ("explained", 6, .keys(.escape, .character("g"), .character("]"), .down, .down, .character("e"))),
        ("octets", 4, .keys(.right, .right, .right, .character("o"))),
        ("journey", 8, .typed("push\npush\npull\n")),
        ("session", 9, .typed("EHLO x\nQU")),
        ("list", 4, .keys(.character("l"))),
    ]

    @Test("looks as it did when somebody looked at it", arguments: looks)
    func goldens(look: Look) async throws {
        let lesson = try Course.lesson(named: "push-and-pull")
        for scene in Self.scenes {
            let (screen, _) = try await Self.play(
                lesson, from: scene.step, look, scene.deeds + [.shoot("it")])
            try ScreenGolden.expect(try #require(screen.shots["it"]), "\(scene.name)-\(look.name)")
        }
    }

    @Test("nothing is told by colour alone: without its colours a screen is the plain one")
    func colours() async throws {
        let lesson = try Course.lesson(named: "push-and-pull")
        for scene in Self.scenes {
            var plain: [String] = []
            for look in Self.looks.prefix(3) {
                let (screen, _) = try await Self.play(lesson, from: scene.step, look, scene.deeds + [.shoot("it")])
                let shot = try #require(screen.shots["it"])
                plain.append(shot.replacing(/␛\[[0-9;]*m/, with: "").replacing(/[ ]+\n/, with: "\n"))
            }
            #expect(plain[0] == plain[1], "\(scene.name)")
            #expect(plain[0] == plain[2], "\(scene.name)")
        }
    }

    @Test("while a line is typed every key is text; Esc makes them commands, Tab, Enter and : text again")
    func focus() async throws {
        let lesson = try Course.lesson(named: "push-and-pull")
        let letters = "nbhlcxsqe?opt:g"
        let (screen, _) = try await Self.play(
            lesson, from: 6, Self.looks[0],
            .all(
                .typed(letters), [.shoot("text")], .keys(.escape, .character("h"), .character("h")), [.shoot("keys")],
                .keys(.tab), [.shoot("tab")], .keys(.escape, .character(":")), .typed("!"), [.shoot("colon")]))
        #expect(screen.shots["text"]?.contains("Answer: \(letters)") == true)
        #expect(screen.shots["keys"]?.contains("hints 2/3") == true)
        #expect(screen.shots["keys"]?.contains("A key is a command now") == true)
        #expect(screen.shots["tab"]?.contains("Answer: \(letters)") == true)
        #expect(screen.shots["colon"]?.contains("Answer: \(letters)!") == true)
    }

    @Test("in a session every key is text, too, and what was typed comes back with the arrow up")
    func session() async throws {
        let lesson = try Course.lesson(named: "push-and-pull")
        let (screen, _) = try await Self.play(
            lesson, from: 9, Self.looks[0],
            .all(.typed("qlx\nnbh"), [.shoot("live")], .keys(.control("u"), .up), [.shoot("up")]))
        #expect(screen.shots["live"]?.contains("C: nbh") == true)
        #expect(screen.shots["live"]?.contains("-ERR") == true)
        #expect(screen.shots["up"]?.contains("C: qlx") == true)
    }

    @Test("a dialogue is seen forwards and back, step by step, and to its end")
    func watch() async throws {
        let text = smallLesson.replacing("```read\nid: first", with: "```watch\nid: first")
            .replacing("{connection: 1, explain: false}, {state: 1}, journey", with: "{connection: 1}")
        let lesson = try LessonReader.read(text, file: "f")
        let (screen, ending) = try await Self.play(
            lesson, from: 1, Self.looks[0],
            .all(
                [.shoot("1")], .keys(.character("n"), .right), [.shoot("3")], .keys(.left), [.shoot("2")], .keys(.end),
                [.shoot("end")], .keys(.character("n"), .character("n")), [.shoot("next")]))
        #expect(screen.shots["1"]?.contains("1 of ") == true)
        #expect(screen.shots["1"]?.contains("EHLO") == false)
        #expect(screen.shots["3"]?.contains("> ") == true)
        #expect(screen.shots["3"]?.contains("3 of ") == true)
        #expect(screen.shots["2"]?.contains("2 of ") == true)
        #expect(screen.shots["end"]?.contains("That is all.") == true)
        #expect(screen.shots["next"]?.contains("step 2/2") == true)
        #expect(ending == .inputEnded)
    }

    @Test("by itself the dialogue goes on until a key is pressed, which means nothing else")
    func play() async throws {
        let lesson = try Course.lesson(named: "push-and-pull")
        let (screen, _) = try await Self.play(
            lesson, from: 4, Self.looks[0],
            .all(.typed("p"), [.shoot("playing")], .typed("q"), [.shoot("stopped")]))
        #expect(screen.shots["playing"]?.contains("Any key stops.") == true)
        #expect(screen.shots["stopped"]?.contains("Any key stops.") == false)
        var desk = Desk(size: .usual)
        desk.tick()
        #expect(desk.press(.character("p")) == nil)
    }

    @Test("reset asks first")
    func reset() async throws {
        let lesson = try LessonReader.read(smallLesson, file: "f")
        let folder = try Disk.makeScratchFolder()
        defer { Disk.removeAll(folder) }
        let file = ProgressFile(path: "\(folder)/progress.json")
        let all = String(repeating: " ", count: 20) + "n"
        try await Self.play(lesson, from: 1, Self.looks[0], .typed(all), progress: file)
        #expect(file.load().progress.done(in: lesson) == 1)
        let no = HandledScreen.Deed.key(.character("n"))
        try await Self.play(lesson, from: 1, Self.looks[0], .typed("x") + [no], progress: file)
        #expect(file.load().progress.done(in: lesson) == 1)
        try await Self.play(lesson, from: 1, Self.looks[0], .typed("xy"), progress: file)
        #expect(file.load().progress.done(in: lesson) == 0)
    }

    @Test("what was answered is checked once more")
    func check() async throws {
        let lesson = try LessonReader.read(smallLesson, file: "f")
        let (screen, _) = try await Self.play(
            lesson, from: 2, Self.looks[0], .typed("1\nc") + [.shoot("checked")])
        #expect(screen.shots["checked"]?.contains("1 of 2 steps are done; the first open one is step 1.") == true)
    }
}
