/// The lessons that there are, with how far the learner has come. Whole lessons are read one at a time, so that a list stands on
/// the screen before they have been.
package struct Catalogue: Sendable {
    package private(set) var entries: [Course.Entry] = []
    private var lessons: [String: Lesson] = [:]
    private var progress: Progress
    /// In which the lessons are told; nil for English.
    private let language: String?
    /// Ids of lessons that are still to be counted, the next one last.
    private var waiting: [String] = []

    /// - Parameter known: Lessons that were read already.
    package init(_ progress: Progress, known: [Lesson] = [], language: String? = nil) throws(LessonError) {
        self.progress = progress
        self.language = language
        for lesson in known { lessons[lesson.id] = lesson }
        entries = try Course.cards().map { card in
            Course.Entry(
                id: card.id, kind: card.kind, number: card.number, title: card.title, unit: card.unit,
                goal: card.goal, needs: card.needs)
        }
        queue(entries.map(\.id))
    }

    /// Lessons that were begun come first: the others have nothing done.
    private mutating func queue(_ ids: [String]) {
        waiting =
            ids.filter { progress.marks[$0] == nil }.reversed() + ids.filter { progress.marks[$0] != nil }.reversed()
    }

    package var isCounted: Bool { waiting.isEmpty }

    /// Counts one lesson more.
    package mutating func count() {
        guard let id = waiting.popLast(), let index = entries.firstIndex(where: { $0.id == id }),
            let lesson = lesson(id)
        else { return }
        entries[index].title = lesson.title
        entries[index].goal = lesson.goal
        entries[index].done = progress.done(in: lesson)
        entries[index].assisted = progress.assisted(in: lesson)
        entries[index].total = lesson.required.count
        entries[index].isPassed = progress.isPassed(lesson)
        if waiting.isEmpty { relate() }
    }

    package mutating func countAll() { while !isCounted { count() } }

    /// What one lesson means for others.
    private mutating func relate() {
        let proven = Set(entries.filter { $0.kind == .gate && $0.isPassed }.map(\.unit))
        let open = Set(entries.filter { $0.done < $0.total && !proven.contains($0.unit) }.map(\.id))
        for index in entries.indices {
            entries[index].isProven = entries[index].kind != .gate && proven.contains(entries[index].unit)
            entries[index].missing = entries[index].needs.filter { open.contains($0) }
        }
    }

    /// A lesson whole; nil where it cannot be read.
    package mutating func lesson(_ id: String) -> Lesson? {
        if let lesson = lessons[id] { return lesson }
        lessons[id] = try? Course.lesson(named: id, progress, language: language)
        return lessons[id]
    }

    package func mark(of step: LessonStep, in lesson: Lesson) -> Progress.Mark? { progress.mark(of: step, in: lesson) }

    package mutating func update(_ progress: Progress) {
        self.progress = progress
        queue(entries.map(\.id))
    }
}
