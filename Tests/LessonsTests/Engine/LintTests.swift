import Lessons
import MailProtocols
import Simulator
import Testing

@Suite("The lint finds what is wrong with a lesson")
struct LintTests {
    static func findings(_ text: String) async throws -> [String] {
        let source = LessonSource(file: "all-kinds/lesson.md", text: text, companions: ["two.yaml": AllKinds.world])
        return await LessonLint.findings(in: source, claims: try ClaimTable.shipped(), known: ["all-kinds"])
            .map(\.description)
    }

    @Test("nothing, where nothing is")
    func clean() async throws { #expect(try await Self.findings(AllKinds.text) == []) }

    private static let friend = (try? AllKinds.lesson())?.drawn["friend"] ?? ""

    /// What is changed, and what the lint says of it, without file and line.
    static let mistakes: [(old: String, new: String, said: String)] = [
        ("claims: [C27]", "claims: [C99]", "There is no claim “C99”."),
        (
            "number: 77", "number: 77\nclaims: [C27, C29, C03, C16, C28, M09, C01]",
            "No step that a run decides covers the claim C01."
        ),
        ("5321#4.5.4.1", "5321#4.5.4.9", "RFC 5321 has no section 4.5.4.9."),
        ("why: Because of @busy.", "why: See RFC 1939 section 17.", "RFC 1939 has no section 17."),
        (
            "why: Because of @busy.", "why: Because of @bussy.",
            "“@bussy” is no event or value of this lesson. Did you mean “busy”?"
        ),
        (
            "client: laptop, verb: PASS, reply", "client: laptop, verb: RETR, reply",
            "The prose of “noon” names an event that does not happen."
        ),
        ("number: 77", "number: 77\nneeds: [nothing]", "There is no lesson “nothing” to need."),
        ("id: all-kinds", "id: some-kinds", "Expected the folder's name, “all-kinds”, as the id; found “some-kinds”."),
        (
            "hints: [a, b, c]\nwhy: Because", "hints: [a]\nwhy: Because",
            "Expected three hints in the step “noon”, found 1."
        ),
        (
            "- queue mx.south.example: in the queue", "- queue mx.east.example: in the queue",
            "The run answers the step “noon” with “queue mx.south.example”, which is none of its options: “outbox alice@south.example”, “queue mx.east.example”, “maildrop \(friend)@north.example”."
        ),
        (
            "answer: {where: 1, at: 1h}", "answer: {opener: 99}",
            "Nothing in the run answers the step “noon”: its scenario or its question must change."
        ),
        (
            "answer: {where: 1, at: 1h}", "answer: {where: 1, at: 1h}\nexpect: outbox alice@south.example",
            "Expected the answer “outbox alice@south.example”, found “queue mx.south.example”."
        ),
        (
            "answer: {where: 1, at: 1h}", "answer: outbox alice@south.example",
            "No run decides the step “noon”: compute its answer, add a check, or say “by-heart”."
        ),
        ("{same-dialogue: [pulled, drip]}", "{same-dialogue: [pulled, main]}", "Check 1 of “codes” does not hold."),
        (
            "{order: [{verb: MAIL}, {verb: RCPT}, {verb: DATA}]}", "{count: {verb: RCPT}, at-least: 0}",
            "No change of the run makes this fail: check 2."
        ),
        ("now: GREETING", "now: CONTENT", "The goals of “place” are reached before the learner acts."),
        (
            "model: {deed: CONTENT}", "model: {deed: DATA}",
            "The model answer to “place” fails: not reached: Bob gets two copies."
        ),
        (
            "DELE 1, \":hang-up\"", "QUIT",
            "The model answer to “fetch” fails: not reached: Hang up before QUIT; both letters are still there."
        ),
        (
            "check: {heard: [USER, PASS]}", "check: {none: {verb: PASS}}",
            "“Log in” holds before the learner acts; say “stays” if it must hold from the start."
        ),
        (
            "check: {store: $friend@north.example, at-least: 2}", "check: {store: $friend@north.example, at-least: 3}",
            "“Nothing was lost” should hold from the start, and does not."
        ),
        (
            "find: {client: phone, verb: PASS}", "find: {client: phone, verb: PASS, run: login}",
            "“login” is no run of this lesson. Did you mean “logins”?"
        ),
        ("subject: One", "subject: $thnig", "“$thnig” is no word that is drawn or set. Did you mean “$thing”?"),
        (
            "{keywords: {connection: 1, verb: EHLO, reply: true}}",
            "{keywords: {connection: 1, verb: QUIT, reply: true}}",
            "None of the options of “What is offered?” is right."
        ),
        ("run: late\n", "run: main\n", "No step looks at the run “late”."),
        ("letters/2/at", "letters/7/at", "Expected a place in the scenario, found “letters/7/at”."),
        ("- laptop: [USER", "- lapdog: [USER", "“lapdog” is no party of this talk. Did you mean “laptop”?"),
        ("- phone: [QUIT]", "- phone: [\"!sing\"]", "Expected a line to say, found “!sing” is no act."),
    ]

    @Test("a mistake is named", arguments: mistakes)
    func mistake(old: String, new: String, said: String) async throws {
        try #require(AllKinds.text.contains(old) || AllKinds.world.contains(old), "\(old)")
        let source = LessonSource(
            file: "all-kinds/lesson.md", text: AllKinds.text.replacing(old, with: new),
            companions: ["two.yaml": AllKinds.world.replacing(old, with: new)])
        let findings = await LessonLint.findings(
            in: source, claims: try ClaimTable.shipped(), known: ["all-kinds"], learners: [nil])
        #expect(findings.contains { $0.text == said }, "\(findings)")
    }

    @Test("all cards of a pool are looked at, drawn or not, and all of them cover claims")
    func pools() async throws {
        let text = AllKinds.text.replacing("pool: cards", with: "pool: cards\nrfc: [1939#99]")
            .replacing("id: one-way-b\n", with: "id: one-way-b\nclaims: [M08]\n")
        let source = LessonSource(
            file: "all-kinds/lesson.md", text: text, companions: ["two.yaml": AllKinds.world])
        let findings = await LessonLint.findings(
            in: source, claims: try ClaimTable.shipped(), known: ["all-kinds"], learners: [nil])
        #expect(findings.count { $0.text == "RFC 1939 has no section 99." } == 2, "\(findings)")
        let lesson = try LessonReader.read(source)
        #expect(lesson.undrawn.count == 1)
        let covered = Coverage(of: [lesson], claims: try ClaimTable.shipped())
        for claim in ["M08", "M09"] {
            #expect(covered.rows.first { $0.claim.id == claim }?.steps.count == 1, "\(claim)")
        }
    }

    @Test("what a lesson must not do, it cannot")
    func forbidden() async throws {
        let world = AllKinds.world.replacing(
            "mx: [mx.north.example]", with: "mx: [{host: mx.north.example, preference: 1, external: 127.0.0.1:22}]")
        let source = LessonSource(file: "all-kinds/lesson.md", text: AllKinds.text, companions: ["two.yaml": world])
        let findings = await LessonLint.findings(in: source, claims: try ClaimTable.shipped())
        #expect(findings.contains { $0.text.contains("Expected stations of ours, found “external”") })
        for path in ["/etc/passwd", "../two.yaml", "sub/two.yaml", "two.yml"] {
            let text = AllKinds.text.replacing("{scenario: two.yaml}", with: "{scenario: \(path)}")
            #expect(
                try await Self.findings(text).contains { $0.contains("is no scenario that a lesson may play") },
                "\(path)")
        }
    }

    @Test("sections are found where prose cites them")
    func citations() {
        let text = "It is so (RFC 5321 sections 4.1.1.4 and 6.1). A thing, RFC 1939 section 5, says D. RFC 5598."
        #expect(
            CitedSections.citations(in: text).map(\.description) == [
                "RFC 5321 section 4.1.1.4", "RFC 5321 section 6.1", "RFC 1939 section 5", "RFC 5598",
            ])
        #expect(
            CitedSections.citations(in: "RFC 5321 sections 2.1, 3.6 and D.1.").map(\.section) == ["2.1", "3.6", "D.1"])
    }

    @Test("the table of claims holds what lessons are to decide, each once")
    func claims() throws {
        let table = try ClaimTable.shipped()
        let ids: [String] = (1...34).map { Self.id("C", $0) } + (1...24).map { Self.id("M", $0) }
        #expect(table.claims.map(\.id) == ids)
        let coverage = Coverage(of: [try AllKinds.lesson("ann")], claims: table)
        #expect(coverage.rows.first { $0.claim.id == "C27" }?.steps == ["all-kinds/noon"])
        #expect(coverage.uncovered.count < 58)
    }

    private static func id(_ letter: String, _ number: Int) -> String { "\(letter)\(number < 10 ? "0" : "")\(number)" }
}
