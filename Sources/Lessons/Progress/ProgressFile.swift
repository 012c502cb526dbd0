import Simulator
import Yams

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Progress on disk, as JSON. A file is written beside the old one, saved, and put in its place, so a crash loses nothing.
package struct ProgressFile: Sendable, Hashable {
    /// nil where there is no place to keep anything.
    package let path: String?

    /// The file's version: a program that does not know it leaves the file alone.
    private static let version = 1
    /// Octets that are read; thousands of steps take fewer.
    private static let limit = 1 << 20

    package init(path: String?) { self.path = path }

    /// `$MAILSCOPE_STATE/progress.json`, else under `$XDG_STATE_HOME`, else under `~/.local/state`.
    package init(environment: (String) -> String? = { name in getenv(name).map { String(cString: $0) } }) {
        func folder(_ name: String, _ rest: String) -> String? {
            environment(name).flatMap { $0.isEmpty ? nil : "\($0)\(rest)/progress.json" }
        }
        path =
            folder("MAILSCOPE_STATE", "") ?? folder("XDG_STATE_HOME", "/mailscope")
            ?? folder("HOME", "/.local/state/mailscope")
    }

    /// What is kept. A file that cannot be understood is set aside, never overwritten.
    ///
    /// - Returns: The progress, and a sentence for the learner where something was wrong.
    package func load() -> (progress: Progress, warning: String?) {
        guard let path, Disk.exists(path) else { return (Progress(), nil) }
        guard let size = Disk.size(of: path), size <= Self.limit, let bytes = try? Disk.read(path),
            let text = String(validating: bytes, as: UTF8.self),
            let root = try? YAMLText(text: text, file: path, offset: 0, limit: Self.limit).node(),
            let progress = Self.progress(root)
        else {
            return (Progress(), setAside(path))
        }
        return (progress, nil)
    }

    private func setAside(_ path: String) -> String {
        for number in 1...100 {
            let other = "\(path).damaged-\(number)"
            if Disk.exists(other) { continue }
            do {
                try Disk.move(path, to: other)
                return "The file with your progress could not be read. It is kept as \(other); a new one is begun."
            } catch {
                return "The file with your progress, \(path), could not be read, and I \(error)."
            }
        }
        return "The file with your progress, \(path), could not be read."
    }

    /// Changes what is kept: reads it anew, so that another window's progress stays.
    ///
    /// - Returns: A sentence for the learner where it could not be saved.
    package func update(_ change: (inout Progress) -> Void) -> String? {
        guard let path else { return "There is no place to keep your progress: set MAILSCOPE_STATE to a folder." }
        var (progress, warning) = load()
        change(&progress)
        do {
            if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
                try Disk.makeFolder(String(path[..<slash]))
            }
            let fresh = "\(path).new-\(getpid())"
            if Disk.exists(fresh) { try Disk.remove(fresh) }
            try Disk.write(Array(Self.text(progress).utf8), toNew: fresh)
            try Disk.move(fresh, to: path)
        } catch {
            warning = "Your progress is not kept: I \(error)."
        }
        return warning
    }

    // MARK: Form

    /// JSON is YAML, so the one reader reads both.
    private static func progress(_ root: Node) -> Progress? {
        guard case .mapping(let file) = root, file["version"]?.int == version,
            case .mapping(let lessons)? = file["lessons"]
        else { return nil }
        var progress = Progress()
        progress.last = file["last"]?.string
        for (lesson, exam) in file["exams"]?.mapping ?? [:] {
            guard let lesson = lesson.string, let attempt = exam["attempt"]?.int, attempt > 0 else { continue }
            progress.exams[lesson] = Edition(learner: exam["learner"]?.string, attempt: attempt)
        }
        for (lesson, steps) in lessons {
            guard let lesson = lesson.string, case .mapping(let steps) = steps else { return nil }
            for (step, mark) in steps {
                guard let step = step.string, let hash = mark["hash"]?.string else { return nil }
                var known = Progress.Mark(
                    hash: hash, assisted: mark["assisted"]?.bool ?? false, misses: mark["misses"]?.int ?? 0,
                    hints: mark["hints"]?.int ?? 0,
                    answers: mark["answers"]?.sequence.map { $0.compactMap(\.string) } ?? [])
                known.isWrong = mark["wrong"]?.bool ?? false
                known.seconds = mark["seconds"]?.int ?? 0
                known.virtualSeconds = mark["virtualSeconds"]?.int ?? 0
                progress.marks[lesson, default: [:]][step] = known
            }
        }
        return progress
    }

    static func text(_ progress: Progress) -> String {
        var lessons: [String] = []
        for (lesson, steps) in progress.marks.sorted(by: { $0.key < $1.key }) where !steps.isEmpty {
            let marks = steps.sorted { $0.key < $1.key }.map { step, mark in
                "      \(quoted(step)): {\"hash\": \(quoted(mark.hash)), \"assisted\": \(mark.assisted), "
                    + "\"misses\": \(mark.misses), \"hints\": \(mark.hints), \"wrong\": \(mark.isWrong), "
                    + "\"seconds\": \(mark.seconds), \"virtualSeconds\": \(mark.virtualSeconds), "
                    + "\"answers\": [\(mark.answers.map(quoted).joined(separator: ", "))]}"
            }
            lessons.append("    \(quoted(lesson)): {\n\(marks.joined(separator: ",\n"))\n    }")
        }
        let last = progress.last.map { "\n  \"last\": \(quoted($0))," } ?? ""
        let taken = progress.exams.sorted { $0.key < $1.key }.map { lesson, edition in
            let learner = edition.learner.map { "\"learner\": \(quoted($0)), " } ?? ""
            return "\(quoted(lesson)): {\(learner)\"attempt\": \(edition.attempt)}"
        }
        let exams = taken.isEmpty ? "" : "\n  \"exams\": {\(taken.joined(separator: ", "))},"
        return
            "{\n  \"version\": \(version),\(last)\(exams)\n  \"lessons\": {\n\(lessons.joined(separator: ",\n"))\n  }\n}\n"
    }

    /// Ids are letters, digits and hyphens; whatever else a file brought in must not break it.
    private static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F: out += " "
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }
}
