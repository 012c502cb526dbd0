import Lessons
import Simulator
import Testing

@Suite("An exam is sat", .serialized, .enabled(if: Digests.areBuiltIn))
struct ExamPlayTests {
    /// Two small cases, one of which has a trap that half of all draws lack.
    static let exam = """
        ---
        id: little-exam
        kind: exam
        number: 99
        title: A little exam
        unit: F
        cases: {draw: 2, of: [whose, how-many]}
        pass: 1
        ---
        ```read
        id: rules
        ```

        The end.
        """
    static let whose = """
        ---
        id: whose
        kind: case
        title: Whose?
        draw:
          friend: name
          secret: password
          row: [{first: alpha, last: omega}, {first: beta, last: psi}]
          mixed: {shuffle: [$friend, nobody, $first]}
          text: text
        runs:
          main: {scenario: away.yaml}
        ---
        ## Whose letter?

        ```choose
        id: whose
        show: capture
        parts:
          - ask: Whose is it?
            options: [$mixed-1, $mixed-2, $mixed-3]
            answer: $friend
          - ask: With which password does $friend log in?
            answer: $secret
        traps: {store: "$friend@north.example", equals: 1}
        check: {password: {verb: PASS}, equals: $secret}
        proof: {say: the password, at: {verb: PASS}}
        why: "It is $friend, from $first to $last."
        ```

        ```scenario away.yaml
        name: away
        domains:
          - {name: south.example, users: [{name: alice, password: wonderland}]}
          - {name: north.example, users: [{name: $friend, password: $secret}]}
        letters: [{from: alice@south.example, to: [$friend@north.example], subject: Hello, text: "$text\\n"}]
        readers: [{user: $friend@north.example}]
        ```
        """
    static let howMany = """
        ---
        id: how-many
        kind: case
        title: How many?
        draw: {count: 1..2, thing: password}
        runs:
          main:
            scenario: away.yaml
            set: {letters/1/subject: "$thing $count"}
        ---
        ```choose
        id: how-many
        show: capture
        parts:
          - ask: Which subject?
            answer: {field: Subject, in: {maildrop: bob@north.example}}
        traps: {field: Subject, in: {maildrop: bob@north.example}, equals: $thing 2}
        check: {messages: push, equals: 2}
        why: So it is.
        ```

        ```scenario away.yaml
        name: away
        domains:
          - {name: south.example, users: [{name: alice, password: wonderland}]}
          - {name: north.example, users: [{name: bob, password: builder}]}
        letters: [{from: alice@south.example, to: [bob@north.example], subject: Hello, text: "Good morning.\\n"}]
        ```
        """

    static func source(_ change: (String) -> String = { $0 }) -> LessonSource {
        LessonSource(
            file: "little-exam/lesson.md", text: exam,
            companions: ["whose.md": change(whose), "how-many.md": change(howMany)])
    }

    static func house(_ learner: String, _ attempt: Int = 1) async throws -> Playhouse {
        try await Exam.house(source(), Edition(learner: learner, attempt: attempt))
    }

    @Test("a case is drawn anew until its trap is in the capture")
    func traps() async throws {
        var redrawn = 0
        for learner in ["ann", "ben", "cleo"] {
            let house = try await Self.house(learner)
            let answers = try await LessonChecker.modelAnswers(in: house).answers
            #expect(answers["how-many"]?.first?.hasSuffix(" 2") == true)
            redrawn += house.lesson.cases["how-many"]?.edition.redraw ?? 0
        }
        #expect(redrawn > 0)
        let never = Self.source { $0.replacing("$thing 2}", with: "$thing 3}") }
        let error = await #expect(throws: LessonError.self) { try await Exam.house(never) }
        #expect(
            error?.description
                == "little-exam/how-many.md:11: After 21 drawings the capture still lacks one of the case's traps.")
    }

    @Test("rows are drawn together, lists are mixed, and the lint is content")
    func draws() async throws {
        for learner in ["ann", "ben", "cleo", "dan"] {
            let lesson = try await Self.house(learner).lesson
            let drawn = try #require(lesson.cases["whose"]?.drawn)
            #expect([["alpha", "omega"], ["beta", "psi"]].contains([drawn["first"], drawn["last"]]))
            let mixed = Set((1...3).compactMap { drawn["mixed-\($0)"] })
            #expect(mixed == Set([drawn["friend"], "nobody", drawn["first"]].compactMap(\.self)))
            #expect((drawn["text"]?.split(separator: " ").count ?? 0) >= 3)
        }
        let findings = await LessonLint.findings(in: Self.source(), claims: try ClaimTable.shipped())
        #expect(findings.map(\.description) == [])
        let broken = Self.source { $0.replacing("equals: $secret}", with: "equals: $first}") }
        let found = await LessonLint.findings(in: broken, claims: try ClaimTable.shipped())
        #expect(found.contains { $0.text == "Check 1 of “whose” does not hold." })
        let blunt = Self.source {
            $0.replacing(
                "traps: {store: \"$friend@north.example\", equals: 1}", with: "traps: {count: {}, at-least: 0}")
        }
        let survivors = await LessonLint.findings(in: blunt, claims: try ClaimTable.shipped())
        #expect(survivors.contains { $0.text == "No change of the run makes this fail: trap 1." })
    }

    @Test("the first page is read while the captures are made; what cannot be made is told when it is wanted")
    func firstPage() async throws {
        let folder = try Disk.makeScratchFolder()
        defer { Disk.removeAll(folder) }
        let file = ProgressFile(path: "\(folder)/progress.json")
        let never = Self.source { $0.replacing("$thing 2}", with: "$thing 3}") }
        var reader = try await Exam.player(of: never, as: "little-exam", progress: file)
        #expect(try await reader.play(on: ScriptedScreen(["quit"])) == .quit)
        var sitter = try await Exam.player(of: never, as: "little-exam", progress: file)
        let lost = ScriptedScreen([""])
        do {
            _ = try await sitter.play(on: lost)
            Issue.record("the case is there")
        } catch let error as LessonError {
            #expect(error.description.contains("the capture still lacks one of the case's traps"))
        }
        #expect(lost.begun == [1])
        var player = try await Exam.player(of: Self.source(), Edition(learner: "ann"), as: "e", progress: file)
        let screen = ScriptedScreen(["", "", ""])
        #expect(try await player.play(on: screen) == .inputEnded)
        #expect(screen.begun.last == 2)
        #expect(try await player.lesson == Self.house("ann").lesson)
    }

    /// Plays it with wrong answers to the cases that are named.
    private func sit(
        _ house: Playhouse, wrong: [String], _ file: ProgressFile, limit: Int? = nil
    ) async throws -> (ScriptedScreen, LessonPlayer.Ending) {
        let model = try await LessonChecker.modelAnswers(in: house).answers
        var script: [String] = []
        for step in house.lesson.steps {
            guard step.home != nil else {
                script.append("")
                continue
            }
            if limit != nil { continue }
            script += [":hint"] + (model[step.id] ?? []).map { wrong.contains(step.id) ? "nobody" : $0 }
        }
        var player = LessonPlayer(in: house, progress: file)
        player.timeLimit = limit
        let screen = ScriptedScreen(script)
        let ending = try await player.play(on: screen)
        return (screen, ending)
    }

    @Test("nothing is told before the end; then everything, with the proof; taken anew it is another exam")
    func report() async throws {
        let folder = try Disk.makeScratchFolder()
        defer { Disk.removeAll(folder) }
        let file = ProgressFile(path: "\(folder)/progress.json")
        let house = try await Self.house("ann")
        let (screen, ending) = try await sit(house, wrong: ["whose"], file)
        #expect(ending == .finished)
        let halves = screen.transcript.components("Whose letter?: not solved")
        #expect(halves.count == 2)
        #expect(!halves[0].contains("Yes.") && !halves[0].contains("Not yet") && !halves[0].contains("So it is."))
        #expect(halves[0].contains("There is no hint for this step."))
        let drawn = try #require(house.lesson.cases["whose"]?.drawn)
        for words in [
            "You said: nobody", "It was: \(drawn["friend"] ?? "?")", "Proof: the password: step 3.",
            "1 of 2 cases are solved. You have passed.",
        ] {
            #expect(halves[1].contains(words), "\(words)")
        }
        let progress = file.load().progress
        #expect(progress.isDone(house.lesson) && progress.isPassed(house.lesson))
        // Over is over.
        var player = LessonPlayer(in: house, progress: file)
        let again = ScriptedScreen(["", ":back"])
        _ = try await player.play(on: again)
        #expect(file.load().progress.marks == progress.marks)
        let next = try await Self.house("ann", 2)
        #expect(!progress.isDone(next.lesson))
        let (one, other) = (
            try await LessonChecker.modelAnswers(in: house).answers,
            try await LessonChecker.modelAnswers(in: next).answers
        )
        #expect(one["whose"] != other["whose"] && one["how-many"] != other["how-many"])
    }

    @Test("when the time is over, what is left counts as not solved")
    func late() async throws {
        let folder = try Disk.makeScratchFolder()
        defer { Disk.removeAll(folder) }
        let file = ProgressFile(path: "\(folder)/progress.json")
        let house = try await Self.house("ann")
        let (screen, ending) = try await sit(house, wrong: [], file, limit: -1)
        #expect(ending == .finished)
        #expect(screen.transcript.contains("The time is over; this case counts as not solved."))
        #expect(screen.transcript.contains("0 of 2 cases are solved. 1 are needed to pass."))
        #expect(!file.load().progress.isPassed(house.lesson))
    }

    @Test("what was played is handed in, and graded with what it took")
    func handIn() async throws {
        let folder = try Disk.makeScratchFolder()
        defer { Disk.removeAll(folder) }
        let file = ProgressFile(path: "\(folder)/progress.json")
        let house = try await Self.house("ann", 3)
        _ = try await sit(house, wrong: ["how-many"], file)
        let answers = AnswersFile(file: "a", of: house.lesson, named: "little-exam", from: file.load().progress)
        let read = try AnswersFile(yaml: answers.yaml, file: "a")
        #expect(read.answers == answers.answers && read.efforts == answers.efforts && read.attempt == 3)
        #expect(read.learner == "ann")
        let report = try await LessonChecker.check(read, in: house)
        #expect(report.isPassed)
        let rows = Dictionary(uniqueKeysWithValues: report.rows.map { ($0.step, $0) })
        #expect(rows["whose"]?.isPassed == true && rows["how-many"]?.isPassed == false)
        #expect(rows["whose"]?.effort?.attempts == 1 && rows["whose"]?.effort?.seconds != nil)
        #expect((rows["whose"]?.virtualSeconds ?? 0) >= 60)
        #expect(rows["rules"]?.effort == nil)
        let book = GradeBook(entries: [.init(file: "a", report: report, problem: "", problemCode: 0)])
        #expect(book.text(.json).contains("\"attempt\":3"))
        #expect(
            book.text(.json).contains("\"attempts\":1,\"hints\":0,\"assisted\":false,\"seconds\":0,\"virtualSeconds\":")
        )
        let csv = book.text(.csv).split(separator: "\r\n")
        #expect(csv[0].hasSuffix("attempts,hints,assisted,seconds,virtualSeconds"))
        #expect(Set(csv.map { $0.split(separator: ",", omittingEmptySubsequences: false).count }) == [14])
        #expect(book.text(.junit).contains("name=\"whose\" time=\"0\"/>"))
    }

    @Test("the paper has the questions, and an answers file to fill in")
    func paper() async throws {
        let house = try await Self.house("ann", 2)
        let sheet = try await ExamSheet(house, named: "little-exam")
        #expect(
            sheet.text.contains("Case 1: ") && sheet.text.contains("case-2.pcapng")
                && sheet.text.contains("Whose is it?"))
        let blank = try AnswersFile(yaml: sheet.blank, file: "a")
        #expect(blank.answers["whose"] == ["", ""] && blank.attempt == 2 && blank.learner == "ann")
        #expect(try await !LessonChecker.check(blank, in: house).isPassed)
        // The truth is not on it.
        let secret = try #require(house.lesson.cases["whose"]?.drawn["secret"])
        #expect(!sheet.text.contains(secret) && !sheet.blank.contains(secret))
    }
}

extension String {
    fileprivate func components(_ separator: String) -> [Substring] {
        split(separator: separator, omittingEmptySubsequences: false)
    }
}
