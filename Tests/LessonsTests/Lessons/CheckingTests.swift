import Dialogue
import Lessons
import Simulator
import Testing

@Suite("Lessons are checked against the bytes of their run")
struct CheckingTests {
    /// Those that are answered by hand below.
    static let lessons = ["push-and-pull", "hand-smtp"]

    /// Answers written down by hand, by somebody who has read the run.
    static let byHand: [String: [String: [String]]] = [
        "push-and-pull": [
            "connections": ["3"], "openers": ["sender client", "a", "b)"], "asked": ["3.14"],
            "load": ["Receiver MAA"], "names": ["push", "push", "pull"], "smtp-to-pop3": ["EHLO me", "QUIT"],
            "pop3-to-smtp": ["EHLO me", "USER bob", "PASS builder", "QUIT"],
        ],
        "hand-smtp": [
            "first-word": ["server"], "go-ahead": ["9"], "receipt": ["250"], "no-password": ["0"],
            "wrong-order": ["EHLO me.example", "DATA", "QUIT"],
            "letter": [
                "EHLO me.example", "MAIL FROM:<>", "RCPT TO:<bob@north.example>", "DATA", "Subject: dots", "", "..",
                "..two", "end", ".", "QUIT",
            ],
        ],
    ]

    @Test("the answers that the run itself gives pass every step", arguments: lessons)
    func modelAnswers(name: String) async throws {
        let lesson = try Course.lesson(named: name)
        let report = try await LessonChecker.check(try await LessonChecker.modelAnswers(of: lesson), in: lesson)
        #expect(report.isPassed, "\(report.text)")
        #expect(report.exitCode == 0)
        #expect(Set(report.rows.map(\.kind)).isSuperset(of: [.predict, .find, .type]))
    }

    @Test("answers written by hand pass, for every learner's run", arguments: lessons, [nil, "ann", "ümit"])
    func handAnswers(name: String, learner: String?) async throws {
        let answers = AnswersFile(
            file: "a", lesson: name, learner: learner, answers: try #require(Self.byHand[name]))
        let report = try await LessonChecker.check(answers, in: try Course.lesson(named: name, learner: learner))
        #expect(report.isPassed, "\(report.text)")
    }

    @Test("no answer passes nothing that asks, and a wrong answer to one step fails that one alone", arguments: lessons)
    func wrongAnswers(name: String) async throws {
        let lesson = try Course.lesson(named: name)
        // A server that hears nothing reaches no goal.
        let silent = lesson.steps.filter { $0.kind == .type }.reduce(into: [:]) { $0[$1.id] = [String]() }
        let silence = try await LessonChecker.check(AnswersFile(file: "a", lesson: name, answers: silent), in: lesson)
        #expect(silence.rows.filter { $0.kind == .type }.allSatisfy { !$0.isPassed })
        let nothing = try await LessonChecker.check(AnswersFile(file: "a", lesson: name, answers: [:]), in: lesson)
        #expect(nothing.rows.allSatisfy { $0.isPassed == ($0.kind == .read) })
        #expect(nothing.exitCode == 1)
        let right = try #require(Self.byHand[name])
        let wrong: [String: [String]] = [
            "connections": ["2"], "openers": ["a", "a", "receiver MAA"], "asked": ["3.8"], "load": ["a"],
            "names": ["push", "pull", "pull"], "smtp-to-pop3": ["QUIT"], "pop3-to-smtp": ["EHLO x", "USER bob"],
            "first-word": ["client"], "go-ahead": ["2.8"], "receipt": ["354"], "no-password": ["none"],
            "wrong-order": ["EHLO x", "MAIL FROM:<a@b.example>", "QUIT"],
            "letter": ["EHLO x", "MAIL FROM:<a@b.example>", "RCPT TO:<carol@north.example>", "DATA", "QUIT"],
        ]
        let seen = try await LessonChecker.check(
            AnswersFile(file: "a", lesson: name, answers: wrong.filter { right[$0.key] != nil }), in: lesson)
        for row in seen.rows where row.kind != .read {
            #expect(!row.isPassed, "\(row.step)")
            #expect(!row.reason.isEmpty)
        }
        for step in lesson.steps.filter({ $0.kind == .choose || $0.kind == .find }).map(\.id) {
            var answers = right
            answers[step] = wrong[step]
            let report = try await LessonChecker.check(
                AnswersFile(file: "a", lesson: name, answers: answers), in: lesson)
            #expect(report.rows.filter { !$0.isPassed }.map(\.step) == [step])
        }
    }

    @Test("an answers file says where it is wrong")
    func answersFile() async throws {
        let good = try AnswersFile(
            yaml: "lesson: push-and-pull\nlearner: ann\nanswers:\n  connections: 3\n  openers: [a, a, b]\n", file: "f")
        #expect(good.answers == ["connections": ["3"], "openers": ["a", "a", "b"]])
        #expect(good.learner == "ann")
        let stray = try AnswersFile(yaml: "lesson: push-and-pull\nanswers:\n  conections: 3\n", file: "f")
        let lesson = try Course.lesson(named: "push-and-pull")
        let error = await #expect(throws: LessonError.self) { try await LessonChecker.check(stray, in: lesson) }
        #expect(
            error?.description
                == "f:3: The lesson push-and-pull has no step “conections”. Did you mean “connections”?")
        for text in ["", "[]", "lesson: a", "lesson: a\nanswers: 3", "lesson: [a\n", "lesson: a\nanswers: {a: {b: c}}"]
        {
            let error = #expect(throws: LessonError.self) { try AnswersFile(yaml: text, file: "f") }
            #expect(error?.exitCode == 65)
        }
    }

    // MARK: The run decides, not the lesson

    @Test("where the pull is taken out of the run, right answers are right no more")
    func mutatedRun() async throws {
        let lesson = try Course.lesson(named: "push-and-pull")
        let house = Playhouse(lesson)
        let facts = try await house.facts(of: "main")
        let whole = Judge(Scope(facts))
        let mutated = Judge(Scope(facts.mutated(.lastConnectionGone)))
        var changed: [String] = []
        for step in lesson.steps {
            guard case .questions(let questions) = step.task, let answers = Self.byHand[lesson.id]?[step.id] else {
                continue
            }
            let judged = zip(answers, questions).map { (whole.judge($0, to: $1), mutated.judge($0, to: $1)) }
            #expect(judged.allSatisfy { $0.0 == .right }, "\(step.id)")
            if judged.contains(where: { $0.1 != .right }) { changed.append(step.id) }
        }
        #expect(changed == ["connections", "openers", "asked", "load", "names"])
        #expect(mutated.judge("2", to: try #require(Self.question(of: "connections", in: lesson))) == .right)
    }

    static func question(of id: String, in lesson: Lesson) -> Question? {
        guard case .questions(let questions)? = lesson.steps.first(where: { $0.id == id })?.task else { return nil }
        return questions.first
    }

    @Test("a question that the run cannot answer is the lesson's mistake, with its line")
    func unanswerable() async throws {
        let text = smallLesson.replacing("{count: {connection: 1, verb: RCPT}}", with: "{opener: 9}")
        let lesson = try LessonReader.read(text, file: "f")
        let error = await #expect(throws: LessonError.self) { try await LessonChecker.modelAnswers(of: lesson) }
        #expect(error?.problem == .noAnswer(step: "second"))
        #expect(error?.line == 23)
    }

    // MARK: The vocabulary

    static let checks: [(check: String, holds: Bool)] = [
        ("{connections: , equals: 3}", true),
        ("{count: {verb: RCPT}, equals: 2}", true),
        ("{count: {verb: RCPT, connection: 1}, more-than: 1}", false),
        ("{count: {kind: content, from: client}, at-least: 2}", true),
        ("{count: {phase: UPDATE}, less-than: 2}", true),
        ("{opener: 3, equals: receiver client}", true),
        ("{opener: 3, is-not: receiver client}", false),
        ("{move: 1, equals: push}", true), ("{move: 3, equals: push}", false),
        ("{messages: pull, equals: 1}", true), ("{messages: all, equals: 3}", true),
        ("{octets: {connection: 3, from: server}, more-than: {octets: {connection: 3, from: client}}}", true),
        ("{octets: {connection: 3, from: client}, more-than: {octets: {connection: 3, from: server}}}", false),
        ("{code: {connection: 1, verb: MAIL}, equals: 250}", true),
        ("{code: {connection: 1, verb: DATA}, equals: 250}", false),
        ("{verb: {connection: 3, from: client, nth: 1}, equals: USER}", true),
        ("{speaker: {connection: 1, nth: 1}, equals: server}", true),
        ("{store: bob@north.example, count: 0}", true),
        ("{store: bob@north.example, after: 2, count: 1}", true),
        ("{store: bob@north.example, kind: reader, count: 1}", true),
        ("{store: nobody@north.example, count: 0}", false),
        ("{heard: [EHLO, MAIL, RCPT, DATA, content, QUIT]}", true),
        ("{heard: [EHLO, RCPT, MAIL]}", false), ("{heard: [USER, PASS, RETR, QUIT]}", true),
        ("{all: [{opener: 1, equals: sender client}, {not: {opener: 1, equals: sender MTA}}]}", true),
        ("{any: [{count: {verb: AUTH}, at-least: 1}, {count: {verb: STLS}, at-least: 1}]}", false),
        ("{opener: 17, equals: sender client}", false),
    ]

    @Test("each check holds, or does not")
    func vocabulary() async throws {
        let lesson = try LessonReader.read(smallLesson, file: "f")
        let scope = Scope(try await Playhouse(lesson).facts(of: "main"))
        for (text, holds) in Self.checks {
            let block =
                "```type\nid: a\nto: mx.north.example\nwhy: c\nmodel: [QUIT]\ngoals: [{say: a, check: \(text)}]\n```\n"
            let read = try LessonReader.read(smallLesson.replacing("Good bye.", with: block), file: "f")
            guard case .practice(let practice)? = read.steps.last?.task, let goal = practice.goals.first else {
                Issue.record("no goal")
                continue
            }
            #expect(scope.holds(goal.check) == holds, "\(text)")
        }
    }

    @Test("a letter that was changed on its way is noticed")
    func changedBody() async throws {
        let lesson = try Course.lesson(named: "hand-smtp")
        guard let step = lesson.steps.last, case .practice(let practice) = step.task else { return }
        let hand = try await HandPractice(practice, of: step, in: Playhouse(lesson))
        for line in try #require(Self.byHand["hand-smtp"]?["letter"]) { _ = try await hand.say(line) }
        #expect(hand.isPassed)
        #expect(hand.isOver)
        var facts = hand.facts
        await hand.close()
        let check = Check.bodyIsTyped(maildrop: "bob@north.example")
        #expect(Scope(facts).holds(check))
        let letter = try #require(facts.maildrops["bob@north.example"]?.last)
        facts.maildrops["bob@north.example"] = [letter.dropLast() + [0x21]]
        #expect(!Scope(facts).holds(check))
        facts.maildrops["bob@north.example"] = [Array("X-Spy: 1\r\n".utf8) + letter]
        #expect(!Scope(facts).holds(check))
        facts.maildrops["bob@north.example"] = []
        #expect(!Scope(facts).holds(check))
    }
}
