import Simulator

/// The lessons that there are, and how to find one.
package enum Course {
    /// The shipped lessons, in the order of the course.
    package static func lessons(learner: String? = nil) throws(LessonError) -> [Lesson] {
        var lessons: [Lesson] = []
        for shipped in EmbeddedLessons.all { lessons.append(try LessonReader.read(shipped.source, learner: learner)) }
        return lessons.sorted { ($0.number, $0.id) < ($1.number, $1.id) }
    }

    /// A shipped lesson by its id, or any lesson by the path of its folder or of its `lesson.md`. An id wins; write `./name`
    /// for a folder of that name.
    package static func lesson(named name: String, learner: String? = nil) throws(LessonError) -> Lesson {
        if let shipped = EmbeddedLessons.all.first(where: { $0.name == name }) {
            return try LessonReader.read(shipped.source, learner: learner)
        }
        return try LessonReader.read(try source(at: name), learner: learner)
    }

    /// The files of the lesson at a path.
    package static func source(at name: String) throws(LessonError) -> LessonSource {
        let file = name.hasSuffix("lesson.md") ? name : "\(name)\(name.hasSuffix("/") ? "" : "/")lesson.md"
        guard Disk.exists(file) else {
            if Disk.exists(name) {
                throw LessonError(file: name, line: 0, problem: .unreadable("find no lesson.md in this folder"))
            }
            let known = EmbeddedLessons.all.map(\.name)
            throw LessonError(
                file: name, line: 0,
                problem: .noSuchLesson(name, didYouMean: nearest(to: name, among: known), known: known))
        }
        let folder = String(file.dropLast("lesson.md".count))
        return LessonSource(
            file: file, text: try text(of: file), folder: folder.isEmpty ? "." : String(folder.dropLast()))
    }

    /// A text file of at most ``Lesson/fileLimit`` octets.
    static func text(of file: String) throws(LessonError) -> String {
        func problem(_ problem: LessonError.Problem) -> LessonError {
            LessonError(file: file, line: 0, problem: problem)
        }
        guard let size = Disk.size(of: file) else {
            throw problem(.unreadable("cannot read this: it is not a plain file"))
        }
        guard size <= Lesson.fileLimit else {
            throw problem(.tooLarge(octets: size, limit: Lesson.fileLimit))
        }
        let bytes: [UInt8]
        do {
            bytes = try Disk.read(file)
        } catch {
            throw problem(.unreadable("\(error)"))
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw problem(.notText) }
        return text
    }

    /// One line of the list of lessons.
    package struct Entry: Sendable, Hashable {
        package var id: String
        package var number: Int
        package var title: String
        package var unit: String
        package var done: Int
        /// Of those done, with the answer told.
        package var assisted: Int
        package var total: Int
        /// Lessons to do first that are not done.
        package var missing: [String]
        /// The unit's gate was passed: whoever passed it knows what the lesson teaches.
        package var isProven = false

        /// In words, so that nothing depends on colour.
        package var mark: String {
            if done == total { return assisted == 0 ? "done" : "done, \(assisted) with help" }
            if isProven { return "skipped, proven" }
            return done == 0 ? "new" : "begun"
        }
    }

    package static func list(_ progress: Progress) throws(LessonError) -> [Entry] {
        let lessons = try lessons()
        let proven = Set(lessons.filter { $0.kind == .gate && progress.isPassed($0) }.map(\.unit))
        return lessons.map { lesson in
            let missing = lesson.needs.filter { need in
                lessons.first { $0.id == need }.map { !progress.isDone($0) && !proven.contains($0.unit) } ?? false
            }
            return Entry(
                id: lesson.id, number: lesson.number, title: lesson.title, unit: lesson.unit,
                done: progress.done(in: lesson), assisted: progress.assisted(in: lesson), total: lesson.required.count,
                missing: missing, isProven: lesson.kind == .lesson && proven.contains(lesson.unit))
        }
    }

    /// ``list(_:)`` as lines of text.
    package static func table(_ entries: [Entry]) -> String {
        func padded(_ text: String, _ width: Int) -> String {
            text + String(repeating: " ", count: max(0, width - text.count))
        }
        let names = entries.map(\.id.count).max() ?? 0
        let titles = entries.map(\.title.count).max() ?? 0
        let lines = entries.map { entry in
            let count = "\(entry.done)/\(entry.total)"
            let right = String(repeating: " ", count: max(0, 5 - count.count)) + count
            let advice = entry.missing.isEmpty ? "" : ", better after \(entry.missing.joined(separator: ", "))"
            return
                "  \(padded(entry.id, names))  \(padded(entry.title, titles))  \(right) steps  \(entry.mark)\(advice)"
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension EmbeddedLessons.Files {
    package var source: LessonSource {
        LessonSource(file: "Lessons/\(name)/lesson.md", text: text, companions: companions)
    }
}
