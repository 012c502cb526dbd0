import Lessons
import Simulator
import Testing

@Suite("Steps of every kind are asked, judged and proven")
struct AllKindsTests {
    static let learners: [String?] = [nil, "ann", "bob", "ümit"]

    @Test("a run that was rehearsed, or is asked for twice at once, is played once")
    func rehearsed() async throws {
        let house = Playhouse(try AllKinds.lesson())
        let step = try #require(house.lesson.steps.first { $0.runs == [$0.run] })
        await house.rehearse(step)
        await house.rehearse(step)
        async let one = house.sheet(for: step)
        async let other = house.sheet(for: step)
        #expect(try await one.judge.scope.facts.records.count == other.judge.scope.facts.records.count)
        #expect(await house.performances == 1)
    }

    @Test("the model answers pass every step, whoever the learner is", arguments: learners)
    func modelAnswers(learner: String?) async throws {
        let house = Playhouse(try AllKinds.lesson(learner))
        let report = try await LessonChecker.check(try await LessonChecker.modelAnswers(in: house), in: house)
        #expect(report.isPassed, "\(report.text)")
        #expect(Set(report.rows.map(\.kind)) == Set(LessonStep.Kind.allCases))
    }

    @Test("neighbours get other names, passwords and words; the same learner gets the same")
    func neighbours() throws {
        let ann = try AllKinds.lesson("ann")
        #expect(ann == (try AllKinds.lesson("ann")))
        #expect(ann.contentHash == (try AllKinds.lesson()).contentHash)
        let drawn = try ["ann", "bob", "carol", "dora", "emil"].map { try AllKinds.lesson($0).drawn }
        for word in ["friend", "secret", "thing"] { #expect(Set(drawn.map { $0[word] }).count > 2, "\(word)") }
        #expect(Set(drawn.map { $0["hour"] }).isSubset(of: ["2", "3", "4"]))
        let steps = try Set(["ann", "bob", "carol", "dora"].map { try AllKinds.lesson($0).steps.last?.id })
        #expect(steps == ["one-way", "one-way-b"])
        // Progress is kept by what the author wrote, not by what was drawn.
        let hashes = try ["ann", "bob"].map { try AllKinds.lesson($0).steps.first?.hash }
        #expect(hashes[0] == hashes[1])
    }

    /// Wrong answers, each to one step, and a word of the reason.
    static let wrong: [(step: String, answers: [String], reason: String)] = [
        ("noon", ["a"], "not right"), ("noon", ["z"], "Type one of the letters a to c"),
        ("offers", ["SIZE", "XYZZY"], "not right"), ("offers", ["SIZE", "nonsense"], "Type the letters"),
        ("phases", ["a", "b", "b", "b", "b"], "answer 5: not right"), ("phases", ["a"], "1 answers, where 5"),
        ("codes", ["250", "354", "250"], "not right"), ("sequence", ["a"], "Type all 3 letters"),
        ("pw", ["0-1"], "not right"), ("pw", ["5"], "Type the first octet"), ("pw", ["0-9999"], "not right"),
        ("frames", ["1"], "Frame 1 is none of them"), ("frames", ["x"], "Type the numbers"),
        ("fetch", ["QUIT"], "not reached: Log in"), ("place", ["DATA"], "not reached: Bob gets two copies"),
        ("place", ["HELO"], "deed: Type one of the letters a to c"), ("later", ["1"], "not right"),
    ]

    @Test("wrong answers are refused with a reason")
    func wrongAnswers() async throws {
        let house = Playhouse(try AllKinds.lesson())
        let model = try await LessonChecker.modelAnswers(in: house)
        for (id, answers, reason) in Self.wrong {
            let step = try #require(house.lesson.steps.first { $0.id == id })
            let refusal = try await LessonChecker.refusal(answers, step, house, model.answers)
            #expect(refusal?.contains(reason) == true, "\(id) \(answers): \(refusal ?? "passed")")
        }
    }

    @Test("of every step, every way to say the right answer is right")
    func waysToAnswer() async throws {
        let house = Playhouse(try AllKinds.lesson())
        let model = try await LessonChecker.modelAnswers(in: house).answers
        func passes(_ id: String, _ answers: [String]) async throws -> Bool {
            let step = try #require(house.lesson.steps.first { $0.id == id })
            return try await LessonChecker.refusal(answers, step, house, model) == nil
        }
        for words in [["b"], ["B"], ["b)"], ["in the queue of her server"], ["queue MX.south.example"]] {
            #expect(try await passes("noon", words), "\(words)")
        }
        for words in [["a b d"], ["a, b, d"], ["a", "d", "b"], ["SIZE, PIPELINING, DSN"]] {
            #expect(try await passes("offers", words), "\(words)")
        }
        let letters = try #require(model["sequence"]?.first)
        #expect(try await passes("sequence", [letters.replacing(" ", with: "")]))
        #expect(try await passes("sequence", [letters.replacing(" ", with: ", ")]))
        #expect(try await passes("codes", ["250, 250, 354"]))
        #expect(try await passes("codes", ["250", "250", "354"]))
    }

    @Test("numbers that nobody can hold, and signs where none belong, are refused and end nothing")
    func hostileAnswers() async throws {
        let house = Playhouse(try AllKinds.lesson())
        let model = try await LessonChecker.modelAnswers(in: house).answers
        let hostile = [
            "9223372036854775807", "-9223372036854775808", "1-9223372036854775807", "0-0", "5--3", "-", ".", "1.", "..",
            "9223372036854775807.9223372036854775807", "\u{0}", "a\u{301}", ",,,", "\n",
            String(repeating: "a ", count: 5_000),
        ]
        for step in house.lesson.steps where !step.kind.isOnlySeen && step.kind != .type {
            let count = model[step.id]?.count ?? 1
            for text in hostile {
                let answers = [String](repeating: text, count: count)
                let refusal = try await LessonChecker.refusal(answers, step, house, model)
                #expect(refusal != nil, "\(step.id): \(text.prefix(40))")
            }
        }
    }

    @Test("evidence from two connections proves nothing about one")
    func evidence() async throws {
        let names = ["ann", "bob", "carol", "dora", "emil"]
        let learner: String? = try names.first { try AllKinds.lesson($0).steps.last?.id == "one-way" }
        let text = AllKinds.text.replacing("protocol: pop3, from", with: "from")
        let source = LessonSource(file: "f", text: text, companions: ["two.yaml": AllKinds.world])
        let house = Playhouse(try LessonReader.read(source, learner: learner))
        let step = try #require(house.lesson.steps.last)
        #expect(try await LessonChecker.refusal(["false", "1.2", "1.1"], step, house, [:]) == nil)
        let refusal = try await LessonChecker.refusal(["false", "1.2", "2.1"], step, house, [:])
        #expect(refusal == "answer 3: Your steps are of different connections, 1 and 2.")
        #expect(try await LessonChecker.refusal(["true", "1.2", "1.1"], step, house, [:]) != nil)
    }

    @Test("prose says numbers in place of names")
    func mentions() async throws {
        let house = Playhouse(try AllKinds.lesson("ann"))
        let first = try #require(house.lesson.steps.first)
        let sheet = try await house.sheet(for: first)
        let told = sheet.told(first.prose)
        #expect(told.contains("alice@south.example"))
        #expect(told.contains(/It was taken in step \d\.\d+\. The wait was \d+ seconds\. Hello ann\./))
    }

    @Test("no change of a run goes unnoticed by every check of every step")
    func mutations() async throws {
        let house = Playhouse(try AllKinds.lesson())
        let answers = try await LessonChecker.modelAnswers(in: house).answers
        for step in house.lesson.steps {
            let survivors = try await MutationTrial.survivors(of: step, in: house, answers: answers)
            #expect(survivors.isEmpty, "\(step.id): \(survivors)")
        }
    }

    @Test("a run that would last for ever is stopped")
    func endless() async throws {
        let text = AllKinds.text
            .replacing("run: stopped", with: "run: endless")
            .replacing(
                "  logins:\n",
                with:
                    "  endless: {like: stopped, set: {domains/south.example/service: {retry: 1s, expires: 30d, warns: 0}}}\n  logins:\n"
            )
        let source = LessonSource(file: "f", text: text, companions: ["two.yaml": AllKinds.world])
        let house = Playhouse(try LessonReader.read(source), patience: 1)
        let error = await #expect(throws: LessonError.self) { try await house.facts(of: "endless") }
        #expect(error?.problem == .tooLong(run: "endless", seconds: 1))
        #expect(try await Playhouse(house.lesson).facts(of: "stopped").connections.isEmpty == false)
    }
}
