/// How an answer was found.
package struct Effort: Sendable, Hashable {
    /// Answers until the right one, that one among them.
    package var attempts = 1
    package var hints = 0
    /// The answer was told.
    package var isAssisted = false
    /// On the wall's clock; nil where nobody measured it.
    package var seconds: Int?

    static let keys = ["attempts", "hints", "assisted", "seconds"]

    package init() {}

    init(_ mark: Progress.Mark) {
        attempts = mark.misses + 1
        hints = mark.hints
        isAssisted = mark.assisted
        seconds = mark.seconds
    }

    init(_ table: YAMLTable) throws(LessonError) {
        attempts = try table.number("attempts", 0...1_000_000) ?? 1
        hints = try table.number("hints", 0...1_000) ?? 0
        isAssisted = try table.flag("assisted") ?? false
        seconds = try table.number("seconds", 0...1_000_000_000)
    }

    var yaml: String {
        let time = seconds.map { ", seconds: \($0)" } ?? ""
        return "{attempts: \(attempts), hints: \(hints), assisted: \(isAssisted)\(time)}"
    }
}

extension AnswersFile {
    /// As ``init(yaml:file:)`` reads it.
    package var yaml: String {
        var out = "lesson: \(Quoting.json(lesson))\n"
        if let learner { out += "learner: \(Quoting.json(learner))\n" }
        if attempt > 1 { out += "attempt: \(attempt)\n" }
        out += answers.isEmpty ? "answers: {}\n" : "answers:\n"
        for (step, given) in answers.sorted(by: { $0.key < $1.key }) {
            out += "  \(step): [\(given.map(Quoting.json).joined(separator: ", "))]\n"
        }
        if !efforts.isEmpty { out += "efforts:\n" }
        for (step, effort) in efforts.sorted(by: { $0.key < $1.key }) { out += "  \(step): \(effort.yaml)\n" }
        return out
    }
}
