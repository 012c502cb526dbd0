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
    /// By step: an answer for each question, or the lines that were typed.
    package var answers: [String: [String]]
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
        let table = try yaml.table(try yaml.node(), of: "An answers file", keys: ["lesson", "learner", "answers"])
        self.file = file
        lesson = try table.text("lesson")
        learner = try table.optionalText("learner")
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

    package init(file: String, lesson: String, learner: String? = nil, answers: [String: [String]]) {
        self.file = file
        self.lesson = lesson
        self.learner = learner
        self.answers = answers
    }
}
