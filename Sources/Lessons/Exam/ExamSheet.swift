import Rendering

/// An exam on paper: what is asked, beside the captures that it is asked of.
package struct ExamSheet: Sendable {
    /// One case: what a pupil reads of it, but for the capture.
    package struct Case: Sendable {
        package var id: String
        package var title: String
        package var text: String
        /// How many answers it wants.
        package var questions: Int
    }

    package var lesson: String
    package var learner: String?
    package var attempt: Int
    package var title: String
    package var cases: [Case]

    /// - Parameter name: The lesson's id or path.
    package init(_ house: Playhouse, named name: String) async throws {
        lesson = name
        learner = house.lesson.learner
        attempt = house.lesson.edition.attempt
        title = house.lesson.title
        cases = []
        for step in house.lesson.steps where step.home != nil {
            cases.append(Self.case(step, try await house.sheet(for: step)))
        }
    }

    private static func `case`(_ step: LessonStep, _ sheet: StepSheet) -> Case {
        let text = LessonText(columns: 84, palette: .plain)
        var out = text.prose(sheet.told(step.prose))
        for showing in step.show {
            guard case .letter = showing.part else { continue }
            out += Array("\n".utf8) + text.rendered(showing, in: sheet.judge.scope.inRun(showing.run))
        }
        for question in sheet.questions { out += Array("\n".utf8) + text.question(question) }
        return Case(
            id: step.id, title: step.title, text: String(decoding: out, as: UTF8.self),
            questions: sheet.questions.count)
    }

    /// For people: all questions, a page of text.
    package var text: String {
        var out = "\(title)\n\n"
        for (index, one) in cases.enumerated() {
            out += "Case \(index + 1): \(one.title) (\(Self.file(index)), \(one.id))\n\n\(one.text)\n"
        }
        return out
    }

    /// An answers file with nothing in it yet.
    package var blank: String {
        var out = "lesson: \(Quoting.json(lesson))\n"
        if let learner { out += "learner: \(Quoting.json(learner))\n" }
        if attempt > 1 { out += "attempt: \(attempt)\n" }
        out += "answers:\n"
        for one in cases {
            out += "  \(one.id): [\(Array(repeating: "\"\"", count: one.questions).joined(separator: ", "))]\n"
        }
        return out
    }

    /// The name of a case's capture, counted from 0.
    package static func file(_ index: Int) -> String { "case-\(index + 1).pcapng" }
}
