import Dialogue
import Rendering

/// What came of an exam, case by case, with the places of the capture that prove the answers.
package struct ExamReport: Sendable, Hashable {
    package struct Row: Sendable, Hashable {
        package var id: String
        package var title: String
        /// What was asked, what was said, and what is so.
        package var parts: [Part]
        package var isRight: Bool
        package var evidence: [Proof]
        package var why: String
    }

    package struct Part: Sendable, Hashable {
        package var ask: String
        package var given: String
        package var right: String
        package var isRight: Bool
    }

    /// A step of the capture that proves an answer.
    package struct Proof: Sendable, Hashable {
        package var say: String
        /// `3.7`
        package var step: String
        package var frames: ClosedRange<Int>
    }

    package var rows: [Row]
    /// Right answers that pass.
    package var passMark: Int

    package var right: Int { rows.count { $0.isRight } }
    package var isPassed: Bool { right >= passMark }

    /// - Parameter answers: By case; what is missing is wrong.
    package init(_ house: Playhouse, answers: [String: [String]]) async throws {
        let lesson = house.lesson
        rows = []
        for step in lesson.steps where step.home != nil {
            rows.append(Self.row(step, try await house.sheet(for: step), answers[step.id] ?? []))
        }
        passMark = lesson.passMark ?? rows.count
    }

    package static func row(_ step: LessonStep, _ sheet: StepSheet, _ given: [String]) -> Row {
        let model = sheet.model
        let parts = sheet.questions.enumerated().map { index, question in
            let text = given.indices.contains(index) ? given[index] : ""
            return Part(
                ask: question.ask, given: Judge.shown(text, question.options),
                right: Judge.shown(model[index], question.options),
                isRight: sheet.judge.judge(text, to: question, given: given) == .right)
        }
        let evidence = step.evidence.compactMap { piece in
            sheet.judge.scope.steps(piece.event).first.map {
                Proof(say: piece.say, step: StepName($0).description, frames: $0.step.frames)
            }
        }
        return Row(
            id: step.id, title: step.title, parts: parts, isRight: parts.allSatisfy(\.isRight), evidence: evidence,
            why: sheet.told(step.why))
    }
}

extension LessonText {
    func report(_ report: ExamReport) -> [UInt8] {
        var out = report.rows.reduce(into: [UInt8]()) { $0 += self.row($1) + Array("\n".utf8) }
        let verdict = report.isPassed ? wording(.examPassed) : wording(.examNeeds, ["count": report.passMark])
        out += say(wording(.casesSolved, ["right": report.right, "count": report.rows.count]) + " " + verdict)
        return out
    }

    func row(_ row: ExamReport.Row) -> [UInt8] {
        var out = say(wording(row.isRight ? .caseSolved : .caseUnsolved, ["title": row.title]))
        for part in row.parts {
            out += say(part.ask, after: " ")
            if part.isRight {
                out += say(part.given, after: "  " + wording(.saidRight))
            } else {
                out += say(
                    part.given.isEmpty ? wording(.saidNothing) : part.given, after: "  " + wording(.saidWrong))
                out += say(part.right, after: "  " + wording(.itWas))
            }
        }
        for proof in row.evidence {
            let (first, last) = (proof.frames.lowerBound, proof.frames.upperBound)
            let words = wording(
                first == last ? .proofFrame : .proofFrames,
                ["say": proof.say, "step": proof.step, "first": first, "last": last])
            out += say(words, after: "  " + wording(.proofLead))
        }
        return out + prose(row.why)
    }
}
