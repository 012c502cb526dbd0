import Simulator

/// Looks at a folder of lessons, or at one.
package enum CourseLint {
    package struct Report: Sendable, Hashable {
        package var findings: [LintFinding]
        package var lessons: Int
        package var steps: Int

        package var text: String {
            let sum = "\(lessons) lessons, \(steps) steps: "
            let errors = findings.count { !$0.isWarning }
            let end = errors == 0 ? "nothing is wrong" : "\(errors) things are wrong"
            let warned = findings.count > errors ? ", \(findings.count - errors) warnings.\n" : ".\n"
            return findings.map { "\($0)\n" }.joined() + sum + end + warned
        }

        /// Nothing is wrong; there may be warnings.
        package var isSound: Bool { findings.allSatisfy(\.isWarning) }
    }

    /// - Parameters:
    ///   - path: A lesson's folder, or one that holds lessons; with a `claims.yaml` it is a whole course, and every claim has to
    ///     be covered.
    ///   - progress: Called with each lesson's name before it is played.
    /// - Throws: ``LessonError`` where there is no lesson.
    package static func check(_ path: String, progress: (String) -> Void = { _ in }) async throws -> Report {
        let sources = try sources(at: path)
        let claimsFile = "\(path)/claims.yaml"
        let isCourse = Disk.exists(claimsFile)
        let claims =
            isCourse
            ? try ClaimTable(yaml: try Course.text(of: claimsFile), file: claimsFile) : try ClaimTable.shipped()
        var findings: [LintFinding] = []
        var lessons: [Lesson] = []
        for source in sources {
            progress(source.file)
            // A lesson by itself may need lessons of the course.
            let ids = sources.compactMap { $0.folder?.split(separator: "/").last.map { String($0) } }
            findings += await LessonLint.findings(
                in: source, claims: claims, known: ids + EmbeddedLessons.all.map(\.name))
            findings += TranslationLint.findings(in: source)
            if let lesson = try? LessonReader.read(source) { lessons.append(lesson) }
        }
        if isCourse {
            findings += try words(beside: path)
            for claim in Coverage(of: lessons, claims: claims).uncovered {
                findings.append(
                    LintFinding(
                        file: claimsFile, line: 0, text: "No step decides the claim \(claim.id): “\(claim.say)”"))
            }
        }
        findings += twice(lessons)
        return Report(
            findings: findings.sorted(), lessons: lessons.count, steps: lessons.reduce(0) { $0 + $1.steps.count })
    }

    /// Of the tables of the course's own words, one for each language.
    private static func words(beside path: String) throws -> [LintFinding] {
        let folder = "\(path)/words"
        guard Disk.exists(folder) else { return [] }
        let unitsFile = "\(path)/units.yaml"
        let units =
            Disk.exists(unitsFile)
            ? try UnitTable(yaml: try Course.text(of: unitsFile), file: unitsFile) : try UnitTable.shipped()
        return try Disk.names(in: folder).sorted().filter { $0.hasSuffix(".yaml") }.flatMap { name in
            TranslationLint.findings(
                inWords: try Course.text(of: "\(folder)/\(name)"), file: "\(folder)/\(name)", units: units)
        }
    }

    /// The lessons at a path, by name.
    package static func sources(at path: String) throws -> [LessonSource] {
        if path.hasSuffix(".md") || Disk.exists("\(path)/lesson.md") { return [try Course.source(at: path)] }
        guard Disk.exists(path) else { return [try Course.source(at: path)] }
        let names = try Disk.names(in: path).sorted().filter { Disk.exists("\(path)/\($0)/lesson.md") }
        guard !names.isEmpty else {
            throw LessonError(
                file: path, line: 0, problem: .unreadable("find no lesson.md in this folder, nor below it"))
        }
        return try names.map { try Course.source(at: "\(path)/\($0)") }
    }

    private static func twice(_ lessons: [Lesson]) -> [LintFinding] {
        var seen: [Int: String] = [:]
        return lessons.compactMap { lesson in
            guard lesson.number > 0 else { return nil }
            if let other = seen[lesson.number] {
                return LintFinding(
                    file: lesson.file, line: 1, text: "The number \(lesson.number) is \(other)'s already.")
            }
            seen[lesson.number] = lesson.id
            return nil
        }
    }
}
