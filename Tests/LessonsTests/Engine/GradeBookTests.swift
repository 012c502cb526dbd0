import Lessons
import Simulator
import Testing

@Suite("Answers files are graded")
struct GradeBookTests {
    /// A folder with answers files, by name.
    static func inFolder(_ files: [String: String], _ body: (String) async throws -> Void) async throws {
        let folder = try Disk.makeScratchFolder()
        defer { Disk.removeAll(folder) }
        for (name, text) in files { try Disk.write(Array(text.utf8), toNew: "\(folder)/\(name)") }
        try await body(folder)
    }

    static let right = """
        lesson: push-and-pull
        learner: "Ann <a> & \\"b\\", c"
        answers:
          connections: 3
          openers: [a, a, b]
          asked: 3.14
          load: receiver MAA
          names: [push, push, pull]
          smtp-to-pop3: [EHLO x, QUIT]
          pop3-to-smtp: [EHLO x, USER bob, QUIT]
        """

    @Test("a whole class, with one who has it right, one who has not, one whose file is bad")
    func classOfThree() async throws {
        let files = [
            "ann.yaml": Self.right, "bob.yml": Self.right.replacing("connections: 3", with: "connections: 4"),
            "carol.yaml": "lesson: [", "notes.txt": "nothing",
        ]
        try await Self.inFolder(files) { folder in
            let book = try await GradeBook.grade(folder: folder)
            #expect(book.entries.count == 3)
            #expect(book.exitCode == 65)
            #expect(book.entries.map { $0.report?.isPassed } == [true, false, nil])
            let table = book.text(.text)
            #expect(table.contains("1 of 3 have passed."))
            #expect(table.contains("not yet     connections"))
            let csv = book.text(.csv).split(separator: "\r\n")
            #expect(csv.count == 22)
            #expect(csv[1].contains("\"Ann <a> & \"\"b\"\", c\""))
            let xml = book.text(.junit)
            #expect(xml.contains("Ann &lt;a&gt; &amp; &quot;b&quot;, c: push-and-pull"))
            #expect(xml.split(separator: "<failure").count == 2)
            #expect(xml.split(separator: "<error").count == 2)
            let json = book.text(.json)
            #expect(json.hasPrefix("[{\"file\":"))
            #expect(json.contains("\"learner\":\"Ann <a> & \\\"b\\\", c\""))
            let hash = try Course.lesson(named: "push-and-pull").contentHash
            #expect(hash.count == 64)
            for text in [csv.joined(), xml, json] { #expect(text.contains(hash)) }
        }
    }

    @Test("exit codes: 0 passed, 1 not yet, 65 a bad file, 66 none")
    func codes() async throws {
        let files = [
            "right.yaml": Self.right, "wrong.yaml": "lesson: push-and-pull\nanswers: {}\n",
            "stray.yaml": "lesson: push-and-pull\nanswers: {nothing: 1}\n",
            "none.yaml": "lesson: nothing\nanswers: {}\n",
        ]
        try await Self.inFolder(files) { folder in
            for (name, code) in [("right", 0), ("wrong", 1), ("stray", 65), ("none", 65), ("absent", 66)]
                as [(String, Int32)]
            {
                let entry = try await GradeBook.grade("\(folder)/\(name).yaml")
                #expect(GradeBook(entries: [entry]).exitCode == code, "\(name)")
            }
        }
        let error = await #expect(throws: LessonError.self) { try await GradeBook.grade(folder: "/nowhere") }
        #expect(error?.exitCode == 66)
    }

    @Test("one learner's answers are not another's")
    func neighbours() async throws {
        let ann = Playhouse(try AllKinds.lesson("ann"))
        let bob = Playhouse(try AllKinds.lesson("bob"))
        var answers = try await LessonChecker.modelAnswers(in: ann)
        answers.answers = answers.answers.filter { id, _ in bob.lesson.steps.contains { $0.id == id } }
        let report = try await LessonChecker.check(answers, in: bob)
        #expect(!report.isPassed)
    }

    @Test("a program starts where the learner left off, a gate proves a unit")
    func next() throws {
        var progress = Progress()
        #expect(try Course.next(progress) == "two-hops")
        progress.last = "hand-smtp"
        #expect(try Course.next(progress) == "hand-smtp")
        let lesson = try Course.lesson(named: "hand-smtp")
        for step in lesson.steps { progress.add(.init(hash: step.hash), of: step, in: lesson) }
        #expect(try Course.next(progress) != "hand-smtp")
        #expect(try Course.list(Progress(), .init(words: "PUSH pull")).map(\.id) == ["push-and-pull"])
        #expect(try Course.list(progress, .init(isOpen: true)).contains { $0.id == "hand-smtp" } == false)
        #expect(try Course.list(Progress(), .init(unit: "b")).allSatisfy { $0.unit == "B" })
    }
}
