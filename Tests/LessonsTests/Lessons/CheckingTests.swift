import Lessons
import Simulator
import Testing

@Suite("Lessons are checked against the bytes of their run")
struct CheckingTests {
    static let lessons = ["push-and-pull", "hand-smtp"]

    @Test("the answers that the run itself gives pass every step", arguments: lessons)
    func modelAnswers(name: String) async throws {
        let lesson = try Course.lesson(named: name)
        let report = try await LessonChecker.check(try await LessonChecker.modelAnswers(of: lesson), in: lesson)
        #expect(report.isPassed, "\(report.text)")
        #expect(report.exitCode == 0)
        #expect(Set(report.rows.map(\.kind)).isSuperset(of: [.predict, .find, .type]))
    }
}
