import Lessons
import Simulator
import Testing

/// Whatever lessons the folder Lessons holds.
// One after the other: runs of thirty lessons at once would starve whatever else is tested meanwhile.
@Suite("Every lesson of the course", .serialized)
struct EveryLessonTests {
    /// All but those that this build cannot play: without the trait TLS there are no certificates and no digests.
    static let names = EmbeddedLessons.all.map(\.name).filter { name in
        guard !Digests.areBuiltIn, let lesson = try? Course.lesson(named: name) else { return true }
        return lesson.kind != .exam && !lesson.runs.values.contains(where: \.needsDigests)
    }

    @Test("is played from the first step to the last with its model answers, for several learners", arguments: names)
    func isPlayed(name: String) async throws {
        for learner in [nil, "ann", "ben"] {
            let house = try await Course.house(named: name, learner: learner)
            let report = try await LessonChecker.check(try await LessonChecker.modelAnswers(in: house), in: house)
            #expect(report.isPassed, "\(learner ?? "nobody"): \(report.text)")
        }
    }

    @Test("is right by the lint: no check passes too soon, none survives all changes of its run", arguments: names)
    func lint(name: String) async throws {
        let source = try #require(EmbeddedLessons.all.first { $0.name == name }).source
        let findings = await LessonLint.findings(
            in: source, claims: try ClaimTable.shipped(), known: EmbeddedLessons.all.map(\.name))
        for finding in findings { Issue.record("\(finding)") }
    }

    // A process has one terminal in raw mode at a time.
    @Test(
        "is played on a real terminal, by somebody who types the model answers", .serialized,
        arguments: names + ["every kind"])
    func terminal(name: String) async throws {
        let lesson = name == "every kind" ? try AllKinds.lesson("ann") : try Course.lesson(named: name, learner: "ann")
        let model = try await LessonChecker.modelAnswers(of: lesson).answers
        let answers = lesson.steps.map { (model[$0.id] ?? []).map { $0.replacing("\n", with: ", ") } }
        let folder = try Disk.makeScratchFolder()
        defer { Disk.removeAll(folder) }
        let file = ProgressFile(path: "\(folder)/progress.json")
        let terminal = try #require(PseudoTerminal(columns: 80, rows: 24))
        defer { terminal.close() }
        let screen = try #require(TerminalScreen(input: terminal.program, output: terminal.program))
        #expect(!terminal.isRestored)
        let typed = TypedScreen(screen, terminal, answers: answers)
        var player = LessonPlayer(lesson, progress: file)
        #expect(try await player.play(on: typed) == .finished)
        screen.close()
        #expect(typed.begun == Array(1...lesson.steps.count))
        #expect(file.load().progress.isPassed(lesson))
        #expect(terminal.isRestored)
    }

    @Test("an empty answers file passes nothing that asks", arguments: names)
    func silence(name: String) async throws {
        let lesson = try Course.lesson(named: name)
        let report = try await LessonChecker.check(AnswersFile(file: "a", lesson: name, answers: [:]), in: lesson)
        #expect(report.rows.allSatisfy { $0.isPassed == $0.kind.isOnlySeen })
    }

    @Test("has a number and an id of its own, and belongs to a unit")
    func places() throws {
        let lessons = try Course.lessons()
        let units = try UnitTable.shipped().units.map(\.id)
        let numbers = lessons.filter { $0.kind != .gate }.map(\.number)
        #expect(Set(numbers).count == numbers.count)
        for lesson in lessons {
            #expect(units.contains(lesson.unit), "\(lesson.id)")
            #expect(lesson.needs.allSatisfy { need in lessons.contains { $0.id == need } }, "\(lesson.id)")
        }
    }
}
