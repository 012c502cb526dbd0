import Lessons
import Rendering
import Simulator
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite("A lesson is played from first to last")
struct LessonPlayerTests {
    /// Plays a script on a screen, with progress in a folder of its own.
    static func play(
        _ lesson: Lesson, _ script: [String], progress: ProgressFile? = nil
    ) async throws -> (ending: LessonPlayer.Ending, screen: ScriptedScreen, player: LessonPlayer) {
        let folder = try Disk.makeScratchFolder()
        defer { Disk.removeAll(folder) }
        var player = LessonPlayer(
            lesson, progress: progress ?? ProgressFile(path: "\(folder)/progress.json"))
        let screen = ScriptedScreen(script)
        let ending = try await player.play(on: screen)
        return (ending, screen, player)
    }

    /// All that a learner types who is always right.
    static func model(of lesson: Lesson) async throws -> [String] {
        let answers = try await LessonChecker.modelAnswers(of: lesson).answers
        return lesson.steps.flatMap { $0.kind == .read ? [""] : answers[$0.id] ?? [] }
    }

    @Test(
        "with the right answers every step is done without help, and every reason is told",
        arguments: CheckingTests.lessons)
    func firstToLast(name: String) async throws {
        let lesson = try Course.lesson(named: name)
        let (ending, screen, _) = try await Self.play(lesson, try await Self.model(of: lesson))
        #expect(ending == .finished)
        #expect(screen.begun == Array(1...lesson.steps.count))
        #expect(screen.transcript.contains("All \(lesson.steps.count) steps are done."))
        #expect(!screen.transcript.contains("Not yet"))
        for step in lesson.steps where !step.why.isEmpty {
            #expect(screen.transcript.contains(step.why.prefix(30)), "\(step.id)")
        }
    }

    @Test("the same as plain lines, from one descriptor to another", arguments: CheckingTests.lessons)
    func plain(name: String) async throws {
        let lesson = try Course.lesson(named: name)
        let folder = try Disk.makeScratchFolder()
        defer { Disk.removeAll(folder) }
        let script = try await Self.model(of: lesson).joined(separator: "\n")
        try Disk.write(Array(script.utf8), toNew: "\(folder)/input")
        let input = open("\(folder)/input", O_RDONLY)
        let output = open("\(folder)/output", O_WRONLY | O_CREAT, 0o600)
        defer {
            close(input)
            close(output)
        }
        let file = ProgressFile(path: "\(folder)/progress.json")
        var player = LessonPlayer(lesson, progress: file)
        #expect(try await player.play(on: PlainScreen(input: input, output: output)) == .finished)
        #expect(file.load().progress.done(in: lesson) == lesson.steps.count)
        let shown = String(decoding: try Disk.read("\(folder)/output"), as: UTF8.self)
        #expect(shown.contains("All \(lesson.steps.count) steps are done."))
        #expect(!shown.contains("\u{1B}"))
        for line in shown.split(separator: "\n") { #expect(line.count <= 84, "\(line)") }
    }

    @Test("wrong answers lead nowhere, three hints come, then the answer, and the step counts as helped")
    func help() async throws {
        let lesson = try LessonReader.read(smallLesson, file: "f")
        let script = ["", "7", "nothing", "", ":hint", ":h", ":hint", ":hint"]
        let (ending, screen, player) = try await Self.play(lesson, script)
        #expect(ending == .finished)
        for words in [
            "Not yet. Try again", "Type a number", "Hint 1 of 3: one", "Hint 3 of 3: three", "The answer is: 1",
        ] {
            #expect(screen.transcript.contains(words), "\(words)")
        }
        #expect(player.farewell.hasPrefix("2 of 2"))
        #expect(screen.transcript.contains("1 with the answer told"))
    }

    @Test("the end of the input ends the lesson, at any line, and what was done is kept", arguments: 0...11)
    func inputEnds(lines: Int) async throws {
        let lesson = try Course.lesson(named: "push-and-pull")
        let folder = try Disk.makeScratchFolder()
        defer { Disk.removeAll(folder) }
        let file = ProgressFile(path: "\(folder)/progress.json")
        let script = try await Self.model(of: lesson)
        let (ending, screen, _) = try await Self.play(lesson, Array(script.prefix(lines)), progress: file)
        #expect(ending == .inputEnded)
        #expect(screen.transcript.contains("Your progress is kept."))
        let done = file.load().progress.done(in: lesson)
        #expect(done == lesson.steps.count { file.load().progress.mark(of: $0, in: lesson) != nil })
        // The next time goes on with the first open step.
        let (_, again, _) = try await Self.play(lesson, [], progress: file)
        #expect(again.begun == [done + 1])
    }

    @Test("commands: skip, back, list, reset, help, quit; unknown ones are told; two colons are one of text")
    func commands() async throws {
        let lesson = try LessonReader.read(smallLesson, file: "f")
        let script = ["", ":next", "::x", ":bogus", ":help", ":back", "", ":list", "1", "n", "1"]
        let (ending, screen, _) = try await Self.play(lesson, script)
        #expect(ending == .finished)
        #expect(screen.begun == [1, 2, 1, 2, 1, 2])
        for words in ["This step is still open", "There is no command “:bogus”", ":hint   :h", "2  open    predict"] {
            #expect(screen.transcript.contains(words), "\(words)")
        }
        let (skipped, other, _) = try await Self.play(lesson, ["", ":skip"])
        #expect(skipped == .finished)
        #expect(other.transcript.contains("Still open: step 2."))
        let (left, _, _) = try await Self.play(lesson, ["", ":quit"])
        #expect(left == .quit)
    }

    @Test("a session that ends too early is begun anew on a fresh server; words typed there are no commands")
    func practiceAgain() async throws {
        let lesson = try Course.lesson(named: "push-and-pull")
        let script = ["l", "9", "quit", "n", ":hint", ":hint", ":hint", ":hint", "EHLO x", "QUIT"]
        let (ending, screen, _) = try await Self.play(lesson, script)
        #expect(ending == .inputEnded)
        for words in [
            "The connection is over, and this is still to do", "[ ] Say EHLO, and be refused with -ERR",
            "C -> S  n\n", "These lines do it:", "[x] Leave with QUIT", "(done, with the answer told)",
        ] {
            #expect(screen.transcript.contains(words), "\(words)")
        }
    }

    @Test("what is typed is shown once, step by step, with what it means; a letter when it is complete")
    func typedDialogue() async throws {
        let lesson = try Course.lesson(named: "hand-smtp")
        let (_, screen, _) = try await Self.play(
            lesson, ["l", "7"] + (CheckingTests.byHand["hand-smtp"]?["letter"] ?? []))
        let session = screen.transcript.split(separator: "=== 7/7")[1]
        for number in 1...13 {
            let mark = number < 10 ? "\n  \(number)  +" : "\n \(number)  +"
            #expect(session.split(separator: mark, omittingEmptySubsequences: false).count == 2, "step \(number)")
        }
        #expect(session.contains("(the letter: 31 octets, 2 stuffed dots removed"))
        #expect(session.contains("*** Letter pushed over connection 1: accepted"))
        #expect(!session.contains("unanswered"))
    }

    @Test("hostile words of a lesson reach no terminal raw")
    func hostile() async throws {
        let text = smallLesson.replacing("Some words.", with: "Some \u{1B}[31mred\u{202E} words.\u{7}")
            .replacing("one, two", with: "\"on\\x1be\", two").replacing("Because.", with: "\"Be\\ecause\"")
            .replacing("How many recipients?", with: "\"How \\x9b many?\"")
        let (_, screen, _) = try await Self.play(
            try LessonReader.read(text, file: "f"), ["", ":hint", ":hint", ":hint", ":hint"])
        let bad = screen.transcript.unicodeScalars.filter {
            $0.value < 0x20 && $0 != "\n" || (0x7F..<0xA0).contains($0.value) || $0.value == 0x202E
        }
        #expect(bad.isEmpty)
        #expect(screen.transcript.contains("\\x1b[31mred"))
    }
}
