import Simulator
import Yams

/// A learner's answers in a file, for grading without a terminal.
///
/// ```yaml
/// lesson: push-and-pull
/// learner: ann                # whose seed; may be left out
/// answers:
///   connections: 3
///   openers: [sender client, sender MTA, receiver client]
///   smtp-to-pop3: [EHLO x, QUIT]
/// ```
package struct AnswersFile: Sendable, Hashable {
    package var file: String
    /// An id of the course, or a path.
    package var lesson: String
    package var learner: String?
    /// The how-maniest time that an exam was taken, from 1.
    package var attempt = 1
    /// By step: an answer for each question, or the lines that were typed.
    package var answers: [String: [String]]
    /// What the learner's program says of how they were found, by step.
    package var efforts: [String: Effort] = [:]
    /// Where each step's answers stand, from 1.
    package var lines: [String: Int] = [:]

    package static func read(_ path: String) throws(LessonError) -> AnswersFile {
        guard Disk.exists(path) else {
            throw LessonError(file: path, line: 0, problem: .unreadable("cannot find this file"))
        }
        return try AnswersFile(yaml: try Course.text(of: path), file: path)
    }

    package init(yaml text: String, file: String) throws(LessonError) {
        let yaml = YAMLText(text: text, file: file, offset: 0)
        let table = try yaml.table(
            try yaml.node(), of: "An answers file", keys: ["lesson", "learner", "attempt", "answers", "efforts"])
        self.file = file
        lesson = try table.text("lesson")
        learner = try table.optionalText("learner")
        attempt = try table.number("attempt", 1...1_000_000) ?? 1
        if case .mapping(let steps)? = table["efforts"] {
            for (step, effort) in steps {
                efforts[try yaml.text(step, "a step's id")] = try Effort(
                    try yaml.table(effort, of: "An effort", keys: Effort.keys))
            }
        }
        answers = [:]
        let node = try table.need("answers")
        guard case .mapping(let steps) = node else {
            throw yaml.error(
                node, .expected(what: "the answers by step, such as “connections: 3”", found: YAMLText.words(for: node))
            )
        }
        for (step, given) in steps {
            let id = try yaml.text(step, "a step's id")
            var texts: [String] = []
            for one in yaml.list(given) { texts.append(try yaml.text(one, "an answer, or a list of answers")) }
            answers[id] = texts
            lines[id] = yaml.line(of: step)
        }
    }

    /// Those of a learner who has played the lesson.
    ///
    /// - Parameter name: The lesson's id or path.
    package init(file: String, of lesson: Lesson, named name: String, from progress: Progress) {
        self.init(
            file: file, lesson: name, learner: lesson.learner,
            answers: progress.answers(in: lesson).filter { !$0.value.isEmpty })
        attempt = lesson.edition.attempt
        for step in lesson.steps {
            if let mark = progress.mark(of: step, in: lesson), !mark.answers.isEmpty { efforts[step.id] = Effort(mark) }
        }
    }

    package init(file: String, lesson: String, learner: String? = nil, answers: [String: [String]]) {
        self.file = file
        self.lesson = lesson
        self.learner = learner
        self.answers = answers
    }
}
