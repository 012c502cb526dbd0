import Lessons
import MailProtocols
import Simulator
import Testing

/// A small lesson, as a folder of its own would hold it.
let smallLesson = """
    ---
    id: small
    title: A small lesson
    rfc: [5321#3.3]
    scenario: one-letter
    ---
    # A small lesson

    Some words.

    ```text
    quoted
    ```

    ```read
    id: first
    show: [{connection: 1, explain: false}, {state: 1}, journey]
    ```

    ## A question

    ```predict
    id: second
    ask: How many recipients?
    answer: {count: {connection: 1, verb: RCPT}}
    hints: [one, two, three]
    why: Because.
    ```

    Good bye.
    """

@Suite("A lesson is read from Markdown")
struct LessonReaderTests {
    @Test("prose, headings, blocks and keys are where they belong")
    func reads() throws {
        let lesson = try LessonReader.read(smallLesson, file: "small/lesson.md")
        #expect(lesson.id == "small")
        #expect(lesson.rfc == [.rfc(5321, "3.3")])
        #expect(try lesson.runs["main"]?.world().name == "one-letter")
        #expect(lesson.steps.map(\.id) == ["first", "second"])
        #expect(lesson.steps[0].prose == "Some words.\n\n```text\nquoted\n```")
        #expect(lesson.steps[0].show.count == 3)
        #expect(lesson.steps[1].title == "A question")
        #expect(lesson.steps[1].hints == ["one", "two", "three"])
        #expect(lesson.closing == "Good bye.")
    }

    @Test("lines that end in CR LF make the same lesson")
    func carriageReturns() throws {
        let windows = smallLesson.replacing("\n", with: "\r\n")
        let expected = try LessonReader.read(smallLesson, file: "f")
        #expect(try LessonReader.read(windows, file: "f") == expected)
    }

    static let mistakes: [(old: String, new: String, message: String)] = [
        ("```predict", "```prediction", "f:22: There is no “prediction” block. Did you mean “predict”?"),
        (
            "```predict", "```xyzzyplugh",
            "f:22: There is no “xyzzyplugh” block. Known: read, watch, predict, choose, order, find, type, fix, argue."
        ),
        ("why: Because.", "way: Because.", "f:27: A “predict” step has no key “way”. Did you mean “why”?"),
        ("why: Because.\n", "", "f:23: A “predict” step needs the key “why”."),
        ("id: second", "id: first", "f:22: The step first is there twice."),
        (
            "id: second", "id: No Name",
            "f:23: Expected an id of lower-case letters, digits and hyphens, found “No Name”."
        ),
        (
            "{count: {connection: 1, verb: RCPT}}", "{cuont: {verb: RCPT}}",
            "f:25: A value has no key “cuont”. Did you mean “count”?"
        ),
        (
            "{count: {connection: 1, verb: RCPT}}", "{count: {connection: one}}",
            "f:25: Expected the number of a connection from 1 to 1000000, found “one”."
        ),
        (
            "{count: {connection: 1, verb: RCPT}}", "{count: {phase: mail transfr}}",
            "f:25: “mail transfr” is no phase. Did you mean “mail transfer”?"
        ),
        ("answer: {", "answer: [{", "f:26: This is not YAML: did not find expected ',' or ']'."),
        ("[one, two, three]", "[one, two, three, four]", "f:26: There are too many hints: at most 3."),
        ("journey]", "jurney]", "f:17: “jurney” is no part of a run. Did you mean “journey”?"),
        (
            "scenario: one-letter", "scenario: one-leter",
            "f:5: “one-leter” is no scenario that a lesson may play. Did you mean “one-letter”?"
        ),
        (
            "scenario: one-letter", "scenario: /etc/passwd",
            "f:5: “/etc/passwd” is no scenario that a lesson may play. Known: \(EmbeddedScenarios.all.map(\.name).joined(separator: ", "))."
        ),
        ("rfc: [5321#3.3]", "rfc: [SMTP]", "f:4: Expected an RFC and its section like 5321#3.3, found “SMTP”."),
        (
            "---\nid", "id",
            "f:1: A lesson begins with a line of three hyphens, then keys such as “id”, then three hyphens again."
        ),
        (
            "why: Because.\n```", "why: Because.\n",
            "f:22: The block that begins here has no end: a line of three backticks."
        ),
        ("title: A small lesson\n", "", "f:2: A lesson needs the key “title”."),
    ]

    @Test("a mistake is told with its line and a guess", arguments: mistakes)
    func mistake(old: String, new: String, message: String) throws {
        try #require(smallLesson.contains(old))
        let error = #expect(throws: LessonError.self) {
            try LessonReader.read(smallLesson.replacing(old, with: new), file: "f")
        }
        #expect(error?.description == message)
        #expect(error?.exitCode == 65)
    }

    @Test("a lesson talks to servers of its scenario, and to no other")
    func strangers() async throws {
        let block =
            "```type\nid: a\nto: mx.nort.example\nwhy: c\nmodel: [QUIT]\ngoals: {say: a, check: {heard: [QUIT]}}\n```"
        let lesson = try LessonReader.read(smallLesson.replacing("Good bye.", with: block), file: "f")
        let error = await #expect(throws: LessonError.self) {
            try await LessonChecker.check(try await LessonChecker.modelAnswers(of: lesson), in: lesson)
        }
        #expect(
            error?.description
                == "f:30: “mx.nort.example” is no server of the scenario. Did you mean “mx.north.example”?")
    }

    @Test("a lesson cut anywhere is read or refused, and never ends the program")
    func cuts() {
        let text = Array(smallLesson.utf8)
        for length in 0..<text.count {
            _ = try? LessonReader.read(String(decoding: text[..<length], as: UTF8.self), file: "f")
        }
    }

    @Test("what would exhaust memory or stack is refused")
    func bounds() {
        let deep = [
            String(repeating: "[", count: 5_000), String(repeating: "- ", count: 5_000),
            String(repeating: "{a: ", count: 5_000), String(repeating: "? ", count: 5_000),
        ]
        for text in deep {
            let error = #expect(throws: LessonError.self) {
                try LessonReader.read("---\nid: a\ntitle: b\nclaims:\n  \(text)\n---\n```read\nid: a\n```\n", file: "f")
            }
            #expect(error?.problem == .tooDeep)
        }
        let nested = (0..<2_000).map { String(repeating: " ", count: $0) + "a:" }.joined(separator: "\n")
        #expect(throws: LessonError.self) { try LessonReader.read("---\n\(nested)\n---\n", file: "f") }
        let large = smallLesson + String(repeating: "x", count: Lesson.fileLimit)
        #expect(throws: LessonError.self) { try LessonReader.read(large, file: "f") }
        // Aliases that double themselves.
        var bomb = "x0: &x0 {equals: 1, count: {}}\n"
        for level in 1...20 { bomb += "x\(level): &x\(level) {all: [*x\(level - 1), *x\(level - 1)]}\n" }
        let step =
            "```type\nid: a\nto: mx.north.example\nwhy: c\nmodel: [QUIT]\ngoals: [{say: a, check: *x20}]\n\(bomb)```\n"
        #expect(throws: LessonError.self) {
            try LessonReader.read(smallLesson.replacing("Good bye.", with: step), file: "f")
        }
    }

    @Test("a card says what the whole lesson says of itself", arguments: EmbeddedLessons.all.map(\.name))
    func card(name: String) throws {
        let source = try Course.source(named: name)
        let card = try LessonReader.card(of: source)
        let lesson = try LessonReader.read(source)
        #expect(card.id == lesson.id)
        #expect(card.kind == lesson.kind)
        #expect(card.number == lesson.number)
        #expect(card.title == lesson.title)
        #expect(card.unit == lesson.unit)
        #expect(card.goal == lesson.goal)
        #expect(card.needs == lesson.needs)
        #expect(card.allCases == lesson.allCases)
    }

    @Test("a card is found among keys of every shape, and lines that end in CR LF")
    func cardOfAnyShape() throws {
        let text = """
            ---
            id: small
            title: >
              A folded
              title
            needs:
            - first
            - second
            runs:
              id: {scenario: one-letter}
            unit: "A"
            ---
            """
        let card = try LessonReader.card(of: LessonSource(file: "f", text: text.replacing("\n", with: "\r\n")))
        #expect(card.id == "small")
        #expect(card.title == "A folded title\n")
        #expect(card.needs == ["first", "second"])
        #expect(card.unit == "A")
        #expect(throws: LessonError.self) {
            try LessonReader.card(of: LessonSource(file: "f", text: "# Nothing in front"))
        }
    }

    @Test("the lessons inside the program are those of the folder Lessons, byte for byte")
    func embedded() throws {
        let folder = #filePath.split(separator: "/").dropLast(4).reduce("") { "\($0)/\($1)" } + "/Lessons"
        let folders = try Disk.names(in: folder).filter { Disk.exists("\(folder)/\($0)/lesson.md") }
        #expect(folders.sorted() == EmbeddedLessons.all.map(\.name).sorted(), "run Scripts/embed-lessons")
        for lesson in EmbeddedLessons.all {
            var files = lesson.companions
            files["lesson.md"] = lesson.text
            let names = try Disk.names(in: "\(folder)/\(lesson.name)").filter {
                $0.hasSuffix(".md") || $0.hasSuffix(".yaml")
            }
            #expect(names.sorted() == files.keys.sorted(), "run Scripts/embed-lessons")
            for (name, text) in files {
                let octets = try Disk.read("\(folder)/\(lesson.name)/\(name)")
                #expect(octets == Array(text.utf8), "run Scripts/embed-lessons")
            }
        }
        for lesson in EmbeddedLessons.all {
            let home = "\(folder)/\(lesson.name)"
            let languages = try Disk.names(in: home).filter { Disk.exists("\(home)/\($0)/lesson.md") }
            #expect(languages.sorted() == lesson.translations.keys.sorted(), "run Scripts/embed-lessons")
            for (language, text) in lesson.translations {
                #expect(try Disk.read("\(home)/\(language)/lesson.md") == Array(text.utf8), "run Scripts/embed-lessons")
            }
        }
        let tables = try Disk.names(in: "\(folder)/words")
        #expect(tables.sorted() == EmbeddedLessons.words.keys.map { "\($0).yaml" }.sorted())
        for (language, text) in EmbeddedLessons.words {
            #expect(try Disk.read("\(folder)/words/\(language).yaml") == Array(text.utf8), "run Scripts/embed-lessons")
        }
        #expect(try Disk.read("\(folder)/claims.yaml") == Array(EmbeddedLessons.claims.utf8))
        #expect(try Disk.read("\(folder)/units.yaml") == Array(EmbeddedLessons.units.utf8))
    }

    @Test("a folder is played by its path, with a scenario of its own; what is not there is named")
    func folders() throws {
        let folder = try Disk.makeScratchFolder()
        defer { Disk.removeAll(folder) }
        let text = smallLesson.replacing("scenario: one-letter", with: "scenario: scenario.yaml")
        try Disk.write(Array(text.utf8), toNew: "\(folder)/lesson.md")
        #expect(throws: LessonError.self) { try Course.lesson(named: folder) }
        let own = try #require(EmbeddedScenarios.all.first { $0.name == "many-recipients" })
        try Disk.write(Array(own.text.utf8), toNew: "\(folder)/scenario.yaml")
        #expect(try Course.lesson(named: folder).runs["main"]?.world().name == "many-recipients")
        #expect(try Course.lesson(named: "\(folder)/lesson.md").id == "small")
        let bare = #expect(throws: LessonError.self) { try Course.lesson(named: "/tmp") }
        #expect(bare?.description == "/tmp: I find no lesson.md in this folder.")

        let error = #expect(throws: LessonError.self) { try Course.lesson(named: "push-and-pul") }
        #expect(
            error?.description
                == "push-and-pul: There is no lesson “push-and-pul”, and no folder of that name. Did you mean “push-and-pull”?"
        )
        #expect(error?.exitCode == 66)
    }
}
