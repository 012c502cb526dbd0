import Foundation
import Lessons
import Simulator
import Testing

/// An exam as one learner gets it.
struct Paper {
    let house: Playhouse
    let sheet: ExamSheet
    /// What the worlds say is right.
    let truth: [String: [String]]

    init(learner: String, attempt: Int = 1) async throws {
        house = try await Course.house(named: "mail-detective", learner: learner, attempt: attempt)
        sheet = try await ExamSheet(house, named: "mail-detective")
        truth = try await LessonChecker.modelAnswers(in: house).answers.filter { !$0.value.isEmpty }
    }

    /// What a solver finds who sees the page and the tracer's lines.
    func solved() async throws -> [String: [String]] {
        var answers: [String: [String]] = [:]
        for (step, page) in zip(house.lesson.steps.filter { $0.home != nil }, sheet.cases) {
            let trace = try TraceLines(capture: try await house.capture(for: step))
            answers[step.id] = Detective(trace: trace, page: page.text).answers(to: step.id)
        }
        return answers
    }
}

@Suite("The final exam", .serialized, .enabled(if: Digests.areBuiltIn))
struct ExamTests {
    /// Twelve in every run of the tests; with MAILSCOPE_EXAMS=1-200 those, and each answer is printed. With MAILSCOPE_PROGRAM=PATH
    /// the lines come from that program.
    static let wanted = ProcessInfo.processInfo.environment["MAILSCOPE_EXAMS"]
    static let numbers: ClosedRange<Int> = {
        let ends = (wanted ?? "").split(separator: "-").compactMap { Int($0) }
        return ends.count == 2 && ends[0] <= ends[1] ? ends[0]...ends[1] : 1...12
    }()

    @Test(
        "a solver with nothing but the tracer's JSON lines finds what the worlds say is true; no two exams share an answer"
    )
    func solver() async throws {
        var papers: [[String: [String]]] = []
        var asked: Set<String> = []
        for number in Self.numbers {
            let paper = try await Paper(learner: "pupil \(number)")
            #expect(paper.sheet.cases.count == 8)
            let found = try await paper.solved()
            let answers = AnswersFile(
                file: "solver", lesson: "mail-detective", learner: "pupil \(number)", answers: found)
            let report = try await LessonChecker.check(answers, in: paper.house)
            for row in report.rows where !row.isPassed {
                Issue.record(
                    "pupil \(number), \(row.step): \(row.reason); found \(found[row.step] ?? []), true \(paper.truth[row.step] ?? [])"
                )
            }
            #expect(report.isPassed)
            papers.append(paper.truth)
            if Self.wanted != nil {
                for (step, answer) in paper.truth.sorted(by: { $0.key < $1.key }) { print("truth \(step) \(answer)") }
            }
            asked.formUnion(paper.truth.keys)
        }
        #expect(asked.count == 16, "\(asked)")
        for (index, one) in papers.enumerated() {
            for other in papers[..<index] {
                #expect(one != other)
                for (step, answer) in one where other[step] == answer { Issue.record("shared: \(step) \(answer)") }
            }
        }
    }
}
