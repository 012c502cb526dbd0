import Rendering
import Simulator

/// The lessons that there are, and how to find one.
package enum Course {
    /// The shipped lessons, in the order of the course.
    package static func lessons(learner: String? = nil, language: String? = nil) throws(LessonError) -> [Lesson] {
        var lessons: [Lesson] = []
        for shipped in EmbeddedLessons.all {
            lessons.append(try LessonReader.read(shipped.source, Edition(learner: learner), language: language))
        }
        return sorted(lessons)
    }

    /// In the order of their numbers; a gate behind the lessons of its unit.
    package static func sorted(_ lessons: [Lesson]) -> [Lesson] {
        var ends: [String: Int] = [:]
        for lesson in lessons where lesson.kind != .gate {
            ends[lesson.unit] = max(ends[lesson.unit] ?? 0, lesson.number)
        }
        func place(_ lesson: Lesson) -> (Int, Int, String) {
            lesson.kind == .gate ? (ends[lesson.unit] ?? .max, 1, lesson.id) : (lesson.number, 0, lesson.id)
        }
        return lessons.sorted { place($0) < place($1) }
    }

    /// A shipped lesson by its id, or any lesson by the path of its folder or of its `lesson.md`. An id wins; write `./name`
    /// for a folder of that name.
    package static func lesson(
        named name: String, learner: String? = nil, language: String? = nil
    ) throws(LessonError) -> Lesson {
        try LessonReader.read(try source(named: name), Edition(learner: learner), language: language)
    }

    /// A shipped lesson as its learner has it: an exam as it was begun.
    static func lesson(
        named name: String, _ progress: Progress, language: String? = nil
    ) throws(LessonError) -> Lesson {
        try LessonReader.read(try source(named: name), progress.exams[name] ?? Edition(), language: language)
    }

    /// What a lesson is called: by its number in the list, as learners see it there, or by its name or path, which win.
    package static func name(_ word: String) throws(LessonError) -> String {
        guard let number = Int(word), !Disk.exists(word) else { return word }
        return try cards().first { $0.number == number && $0.kind != .gate }?.id ?? word
    }

    /// The files of a shipped lesson, or of one at a path.
    package static func source(named name: String) throws(LessonError) -> LessonSource {
        if let shipped = EmbeddedLessons.all.first(where: { $0.name == name }) { return shipped.source }
        return try source(at: name)
    }

    /// The files of the lesson at a path.
    package static func source(at name: String) throws(LessonError) -> LessonSource {
        let file = name.hasSuffix(".md") ? name : "\(name)\(name.hasSuffix("/") ? "" : "/")lesson.md"
        guard Disk.exists(file) else {
            if Disk.exists(name) {
                throw LessonError(file: name, line: 0, problem: .unreadable("find no lesson.md in this folder"))
            }
            let known = EmbeddedLessons.all.map(\.name)
            throw LessonError(
                file: name, line: 0,
                problem: .noSuchLesson(name, didYouMean: nearest(to: name, among: known), known: known))
        }
        let folder = file.lastIndex(of: "/").map { String(file[..<$0]) }
        return LessonSource(file: file, text: try text(of: file), folder: folder ?? ".")
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
        package var kind = Lesson.Kind.lesson
        package var number: Int
        package var title: String
        package var unit: String
        /// What one can do after it.
        package var goal = ""
        /// Ids of the lessons to do before.
        package var needs: [String] = []
        package var done = 0
        /// Of those done, with the answer told.
        package var assisted = 0
        /// 0 as long as nobody has counted its steps.
        package var total = 0
        /// Lessons to do first that are not done.
        package var missing: [String] = []
        /// Done without an answer told.
        package var isPassed = false
        /// The unit's gate was passed: whoever passed it knows what the lesson teaches.
        package var isProven = false

        /// There is something to do in it.
        package var isOpen: Bool { (done < total || total == 0) && !isProven }

        /// In words, so that nothing depends on colour.
        package func mark(_ wording: Wording = .english) -> String {
            if total == 0 { return "" }
            if done == total {
                return assisted == 0 ? wording(.markDone) : wording(.markDoneWithHelp, ["count": assisted])
            }
            if isProven { return wording(.markProven) }
            return wording(done == 0 ? .markNew : .markBegun)
        }
    }

    /// Which lessons are listed.
    package struct Filter: Sendable, Hashable {
        /// All of them in name, title or goal, in any case; empty for any lesson.
        package var words = ""
        package var unit: String?
        /// Only what is not done yet.
        package var isOpen = false

        package init(words: String = "", unit: String? = nil, isOpen: Bool = false) {
            self.words = words
            self.unit = unit
            self.isOpen = isOpen
        }

        package func admits(_ entry: Entry) -> Bool {
            if let unit, entry.unit.lowercased() != unit.lowercased() { return false }
            if isOpen, !entry.isOpen { return false }
            let text = "\(entry.id) \(entry.title) \(entry.goal)".lowercased()
            return words.lowercased().split(separator: " ").allSatisfy { text.contains($0) }
        }
    }

    /// Where a learner goes on: the lesson that was played last if it is open, else the next open one, else the first; nil where
    /// all are done. Whole lessons are read no further than that, so that the program starts at once.
    package static func next(_ progress: Progress) throws(LessonError) -> String? {
        let order = try cards()
        let proven = try provenUnits(order, progress)
        var others = order[...]
        if let last = progress.last {
            if var place = order.firstIndex(where: { $0.id == last }) {
                let unit = order[place].unit
                // Behind a gate that stayed closed comes what its unit teaches.
                if order[place].kind == .gate, !proven.contains(unit) {
                    place = order.firstIndex { $0.unit == unit } ?? place
                }
                others = order[place...] + order[..<place]
            } else if Disk.exists(last) {
                // One's own, by its path, is gone on with as long as it is there.
                return last
            }
        }
        for card in others where card.kind != .gate && !proven.contains(card.unit) {
            if try !progress.isDone(lesson(named: card.id, progress)) { return card.id }
        }
        return nil
    }

    /// The shipped lessons as a list tells of them, in the order of the course.
    static func cards() throws(LessonError) -> [Lesson] {
        var cards: [Lesson] = []
        for shipped in EmbeddedLessons.all { cards.append(try LessonReader.card(of: shipped.source)) }
        return sorted(cards)
    }

    /// The units whose gates were passed.
    private static func provenUnits(_ lessons: [Lesson], _ progress: Progress) throws(LessonError) -> Set<String> {
        var units: Set<String> = []
        for card in lessons where card.kind == .gate && progress.marks[card.id] != nil {
            if progress.isPassed(try lesson(named: card.id)) { units.insert(card.unit) }
        }
        return units
    }

    package static func list(
        _ progress: Progress, _ filter: Filter = Filter(), language: String? = nil
    ) throws(LessonError) -> [Entry] {
        var catalogue = try Catalogue(progress, language: language)
        catalogue.countAll()
        return catalogue.entries.filter { filter.admits($0) }
    }

    /// What is said when a lesson was the last one of its unit to be done; nil where others are open.
    package static func summary(after lesson: Lesson, _ progress: Progress) -> String? {
        guard let unit = (try? UnitTable.shipped(in: lesson.wording.language))?[lesson.unit], progress.isDone(lesson)
        else { return nil }
        if lesson.kind == .gate {
            return progress.isPassed(lesson)
                ? lesson.wording(.gatePassed, ["unit": unit.id, "title": unit.title]) + "\n\n\(unit.summary)"
                : lesson.wording(.gateClosed)
        }
        let others = (try? list(progress, Filter(unit: unit.id))) ?? []
        guard others.contains(where: { $0.id == lesson.id }),
            others.allSatisfy({ !$0.isOpen || $0.kind == .gate })
        else { return nil }
        return lesson.wording(.unitEnd, ["unit": unit.id, "title": unit.title]) + "\n\n\(unit.summary)"
    }

    /// ``list(_:_:)`` as lines of text.
    package static func table(_ entries: [Entry], _ wording: Wording = .english) -> String {
        func padded(_ text: String, _ width: Int) -> String {
            text + String(repeating: " ", count: max(0, width - DisplayWidth.of(text)))
        }
        let names = entries.map(\.id.count).max() ?? 0
        let titles = entries.map { DisplayWidth.of($0.title) }.max() ?? 0
        let units = (try? UnitTable.shipped(in: wording.language))?.units ?? []
        var unit: String?
        let lines = entries.flatMap { entry -> [String] in
            var heads: [String] = []
            if entry.unit != unit, let new = units.first(where: { $0.id == entry.unit }) {
                heads = [(unit == nil ? "" : "\n") + wording(.unitHead, ["unit": new.id, "title": new.title])]
            }
            unit = entry.unit
            let count = wording(.bar, ["done": entry.done, "steps": entry.total])
            let right = String(repeating: " ", count: max(0, 11 - DisplayWidth.of(count))) + count
            let advice =
                entry.missing.isEmpty
                ? "" : ", " + wording(.betterAfter, ["lessons": entry.missing.joined(separator: ", ")])
            let number = entry.kind == .gate ? "" : "\(entry.number)"
            let place = String(repeating: " ", count: max(0, 2 - number.count)) + number
            return heads + [
                "  \(place)  \(padded(entry.id, names))  \(padded(entry.title, titles))  \(right)  \(entry.mark(wording))\(advice)"
            ]
        }
        return lines.isEmpty ? wording(.noLesson) + "\n" : lines.joined(separator: "\n") + "\n"
    }
}

extension EmbeddedLessons.Files {
    package var source: LessonSource {
        LessonSource(
            file: "Lessons/\(name)/lesson.md", text: text, companions: companions, translations: translations)
    }
}
