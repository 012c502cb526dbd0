import Lessons
import Rendering
import Simulator
import Testing

/// What somebody met who had never seen the course before, on a window of 80 columns and 24 rows.
@Suite("A newcomer at the whole screen")
struct NewcomerTests {
    private static let usual = ScreenTests.looks[0]

    /// - Returns: The screens that were shot.
    private static func play(
        _ name: String, _ step: Int, _ deeds: [HandledScreen.Deed]..., columns: Int = 80, rows: Int = 24,
        language: String? = nil
    ) async throws -> [String: String] {
        let lesson = try Course.lesson(named: name, language: language)
        let look = ScreenTests.Look(name: "", columns: columns, rows: rows, palette: .plain)
        return try await ScreenTests.play(lesson, from: step, look, deeds.flatMap { $0 }).screen.shots
    }

    // MARK: Typing to a server

    @Test("a letter's lines are seen while it is typed, and its empty line is sent, though words wait below")
    func letter() async throws {
        let shots = try await Self.play(
            "hand-smtp", 7, .typed("EHLO me.example\nMAIL FROM:<you@me.example>\nRCPT TO:<bob@north.example>\nDATA\n"),
            [.shoot("354")], .typed("Subject: Hello\n\nDear Bob"), [.shoot("typing")], .typed("\n.\n"),
            .keys(.escape, .left), [.shoot("letter")])
        #expect(shots["354"]?.contains("\nLetter:\n") == true)
        #expect(shots["typing"]?.contains("  | Subject: Hello\n  |\n") == true)
        #expect(shots["typing"]?.contains("\nLetter: Dear Bob\n") == true)
        // 16 octets of the header line, 2 of the empty one, 10 of the greeting.
        #expect(shots["letter"]?.contains("(the letter: 28 octets") == true)
    }

    @Test("an empty line goes to the server even while the first words are still to be read")
    func emptyLine() async throws {
        let shots = try await Self.play("hand-smtp", 7, .typed("\n"), [.shoot("it")])
        #expect(shots["it"]?.contains("S -> C  500") == true)
    }

    // MARK: What a question shows

    @Test(
        "all options of a question are in sight, with some of the dialogue",
        arguments: [("hand-pop3", 6, "e) MOVE"), ("two-hops", 6, "c) false"), ("phases", 7, "c) false")])
    func options(name: String, step: Int, last: String) async throws {
        let shot = try #require(try await Self.play(name, step, [.shoot("it")])["it"])
        #expect(shot.contains(last), "\(shot)")
        #expect(shot.contains("\n>"), "\(shot)")
    }

    @Test("where there is no room for all, the words themselves end with a row that says so")
    func more() async throws {
        let shot = try #require(try await Self.play("codes", 1, [.shoot("it")])["it"])
        #expect(shot.contains("  -- more below: PgDn --\nAnswer:"))
        #expect(!shot.contains("c) EHLO"))
    }

    @Test("wrong answers do not push the question away")
    func tries() async throws {
        let shot = try #require(
            try await Self.play("hand-pop3", 6, .typed("b\nb c\nxyz\nd\n7\nb e\n"), [.shoot("it")])["it"])
        for words in ["Which of these does the server offer?", "a) PIPELINING", "e) MOVE", "Answer: b e", "Not yet."] {
            #expect(shot.contains(words), "\(words): \(shot)")
        }
        #expect(!shot.contains("xyz"))
    }

    @Test("what was answered before, and rightly, stays")
    func parts() async throws {
        let shot = try #require(
            try await Self.play(
                "push-and-pull", 3, .typed("a\nreceiver\nx\nx\nx\nx\nx\nb\n"), [.shoot("it")], rows: 40)["it"])
        #expect(shot.contains("Answer: a\nYes."))
    }

    @Test("what is said of an answer is seen, also by somebody who looked at the dialogue alone")
    func feedback() async throws {
        let shots = try await Self.play(
            "push-and-pull", 6, .keys(.escape, .character("t")), [.shoot("dialogue")], .keys(.tab), .typed("3.1\n"),
            [.shoot("answered")])
        #expect(shots["dialogue"]?.contains("The third hand-over") == false)
        #expect(shots["answered"]?.contains("Not yet. Step 3.1 is the server's reply +OK.") == true)
    }

    @Test("no sentence about an answer's form holds an answer")
    func forms() {
        for phrase in [Phrase.typeNumber, .typeLetters, .typeOrder, .typeFrame, .severalApply, .orderAll] {
            #expect(!Wording.english(phrase).contains("such as"), "\(phrase.rawValue)")
        }
    }

    @Test("an order with a letter twice is no answer, and no miss")
    func order() async throws {
        let shot = try #require(try await Self.play("two-hops", 4, .typed("a b b d\n"), [.shoot("it")])["it"])
        #expect(shot.contains("Type all 4 letters in order, each once"))
        #expect(!shot.contains("Not yet."))
    }

    @Test("whoever types a command without its colon learns of the colon; blanks in front of it do not matter")
    func colons() async throws {
        let shots = try await Self.play(
            "two-hops", 2, .typed("hint\n"), [.shoot("word")], .typed("  :hint\n"), [.shoot("blanks")], .typed("?\n"),
            [.shoot("help")])
        #expect(shots["word"]?.contains("begin it with a colon: :hint") == true)
        #expect(shots["blanks"]?.contains("Hint 1 of 3") == true)
        #expect(shots["help"]?.contains("reset: forget") == true)
        #expect(LessonInput(line: " :hint", isLive: true) == .text(" :hint"))
        #expect(LessonInput(line: "?", isLive: true) == .text("?"))
    }

    @Test("Ctrl-C on a line says how to leave")
    func interrupt() async throws {
        let shots = try await Self.play("two-hops", 2, .keys(.control("c")), [.shoot("it")])
        #expect(shots["it"]?.contains("Ctrl-C once more leaves.") == true)
    }

    // MARK: The dialogue

    @Test("a dialogue's last rows can be reached: who sent how much")
    func end() async throws {
        let shots = try await Self.play(
            "push-and-pull", 7, .keys(.down), [.shoot("1")], .keys(.down, .down, .down), [.shoot("end")],
            .keys(.up, .up, .up, .up), [.shoot("back")])
        #expect(shots["1"]?.contains("\n>  20") == true)
        #expect(shots["end"]?.contains("octets.\n      Greeting after") == true, "\(shots["end"] ?? "")")
        #expect(shots["back"]?.contains("\n>  19") == true)
    }

    @Test("a step that is longer than its place is gone through with the arrow down, and left with the arrow right")
    func longStep() async throws {
        let shots = try await Self.play(
            "hand-pop3", 6, .keys(.down, .down), [.shoot("list")], .keys(.down), [.shoot("more")],
            .keys(.escape, .right), [.shoot("next")])
        #expect(shots["list"]?.contains("(the answer to CAPA") == true, "\(shots["list"] ?? "")")
        #expect(shots["more"]?.contains("\n>       | RESP-CODES") == true, "\(shots["more"] ?? "")")
        #expect(shots["more"]?.contains("(the answer to CAPA") == false)
        #expect(shots["next"]?.contains("\n>   5") == true)
    }

    @Test("Space goes through a dialogue that is to be read, n goes past it")
    func reading() async throws {
        let shots = try await Self.play(
            "push-and-pull", 4, .typed("  "), [.shoot("walk")], .typed("n"), [.shoot("next")])
        #expect(shots["walk"]?.contains("of 13. Space: the next one; n: the next page.") == true)
        #expect(shots["walk"]?.contains("\n>   2") == true)
        #expect(shots["next"]?.contains("step 5/10") == true)
        // Where there is room for words or dialogue only, one comes behind the other, to the end of both.
        let small = try await Self.play(
            "push-and-pull", 4, .typed(String(repeating: " ", count: 80)), [.shoot("it")], columns: 40, rows: 15)
        #expect(small["it"]?.contains("6/10 find") == true, "\(small["it"] ?? "")")
    }

    @Test("what means less is left out before a sentence is cut in a word")
    func brief() async throws {
        let shot = try #require(try await Self.play("push-and-pull", 4, [.shoot("it")])["it"])
        #expect(shot.contains("mx.south.example greets: it is ready, and the client may speak now.\n"))
    }

    @Test("settings that fail show what was said with them")
    func settings() async throws {
        let shots = try await Self.play("phases", 4, [.shoot("before")], .typed("EHLO\n"), [.shoot("played")])
        #expect(shots["before"]?.contains("=== Connection") == false)
        #expect(shots["played"]?.contains("Step 1.1") == true)
        #expect(shots["played"]?.contains("Not yet. So it was played") == true)
        #expect(shots["played"]?.contains("d) QUIT") == true, "\(shots["played"] ?? "")")
    }

    // MARK: Back and forth

    @Test("a page that is done is come back to for reading, with its reason; Tab answers it once more")
    func done() async throws {
        let shots = try await Self.play(
            "push-and-pull", 6, .typed("3.14\n"), .typed("n"), .keys(.escape), .typed("b"), [.shoot("back")],
            .typed("b"), [.shoot("further")], .typed("nn"), .keys(.tab), .typed("3.1\n"), [.shoot("again")])
        #expect(shots["back"]?.contains("You have done this. n goes on") == true)
        #expect(shots["back"]?.contains("RETR 1 asks for message 1") == true)
        #expect(shots["further"]?.contains("step 5/10") == true)
        #expect(shots["again"]?.contains("Not yet. Step 3.1") == true)
    }

    @Test("a gate whose questions were passed over says neither that it is passed nor that all is done")
    func gate() async throws {
        let shots = try await Self.play("gate-a", 1, .typed(":skip\n:skip\n:skip\n"), [.shoot("it")])
        let shot = try #require(shots["it"])
        #expect(!shot.contains("may be skipped"))
        #expect(shot.contains("Still open: step 1, 2, 3."))
        #expect(shot.contains("\nSpace or n goes on."))
    }

    @Test("an empty row parts a title from its question, not two")
    func blanks() async throws {
        let shots = try await Self.play("gate-a", 2, [.shoot("it")])
        #expect(shots["it"]?.contains("Who answers for it?\n\nIn which step") == true, "\(shots["it"] ?? "")")
    }

    @Test("behind a gate that stayed closed comes the first lesson of its unit, behind an open one the next unit")
    func behindGate() throws {
        var progress = Progress()
        progress.last = "gate-b"
        #expect(try Course.next(progress) == "hand-smtp")
        let gate = try Course.lesson(named: "gate-b")
        for step in gate.steps { progress.add(.init(hash: step.hash), of: step, in: gate) }
        #expect(try Course.next(progress) == "hand-pop3")
    }

    @Test("a lesson is found by its number in the list")
    func numbers() throws {
        #expect(try Course.name("6") == "hand-smtp")
        #expect(try Course.name("dots") == "dots")
        // A gate has none that anybody sees.
        for other in ["0", "91", "-1", "6.0"] { #expect(try Course.name(other) == other) }
    }

    @Test("without hints nobody is sent to one")
    func gateHints() async throws {
        let shots = try await Self.play("gate-a", 1, .typed("7\n"), [.shoot("it")])
        #expect(shots["it"]?.contains("Not yet. Try again.\n") == true)
    }

    @Test("the smallest windows show a row of words")
    func smallest() async throws {
        let shots = try await Self.play("two-hops", 2, .typed("7\n"), [.shoot("it")], columns: 20, rows: 5)
        #expect(shots["it"]?.contains("Not yet.") == true || shots["it"]?.contains("hint.") == true)
    }

    // MARK: The list

    @Test(
        "in the list no word is cut: lessons to do before by their numbers, goals in two rows", arguments: ["en", "de"])
    func list(language: String) async throws {
        let shots = try await Self.play(
            "push-and-pull", 1, .typed("l"), .keys(.left, .down), [.shoot("it")],
            language: language == "en" ? nil : language)
        let shot = try #require(shots["it"])
        if language == "en" {
            #expect(shot.contains("better after 2\n"))
            #expect(shot.contains("and who says when."), "\(shot)")
        }
        #expect(shot.split(separator: "\n").last?.contains(language == "en" ? "q back" : "q zurück") == true, "\(shot)")
    }
}
