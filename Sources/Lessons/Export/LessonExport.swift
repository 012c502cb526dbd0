import Dialogue

/// Writes a lesson down, to be printed, read without the program, or played as a film. The same lesson of the same learner gives
/// the same octets, always.
package enum LessonExport {
    package enum Format: String, Sendable, Hashable, CaseIterable {
        /// A hand-out that any Markdown viewer shows well.
        case markdown
        /// One page that needs nothing but a browser: no network, no other file.
        case html
        /// A hand-out of 80 columns; who speaks is told by arrows.
        case text
        /// A film of a terminal: asciicast, version 2.
        case cast
        /// The capture of a run, as pcapng.
        case pcap

        /// It holds octets that no terminal should get.
        package var isBinary: Bool { self == .pcap }
    }

    /// - Parameters:
    ///   - hasKey: With answers and reasons; else with blanks.
    ///   - run: Whose capture ``Format/pcap`` writes; nil for the usual one.
    /// - Throws: ``LessonError``, also for an exam; ``StationError`` or ``DiskError``.
    package static func octets(
        of lesson: Lesson, as format: Format, hasKey: Bool = false, run: String? = nil
    ) async throws -> [UInt8] {
        // Its captures, questions and blanks are written together, and its answers not at all.
        guard lesson.kind != .exam else {
            throw LessonError(
                file: lesson.file, line: 0,
                problem: .expected(what: "a lesson (an exam is written down by --write FOLDER)", found: "an exam"))
        }
        if format == .pcap { return try await capture(of: lesson, run: run) }
        return Array(try await texts(of: lesson, as: [format], hasKey: hasKey).joined().utf8)
    }

    /// The same lesson in several formats; its runs are played once.
    ///
    /// - Parameter formats: All but ``Format/pcap``.
    package static func texts(
        of lesson: Lesson, as formats: [Format], hasKey: Bool = false
    ) async throws -> [String] {
        let handout = try await Handout(lesson, hasKey: hasKey)
        return formats.map { format in
            switch format {
            case .markdown: MarkdownHandout(handout).text
            case .html: HTMLHandout(handout).text
            case .text, .pcap: TextHandout(handout).text
            case .cast: CastHandout(handout).text
            }
        }
    }

    private static func capture(of lesson: Lesson, run: String?) async throws -> [UInt8] {
        let name =
            run
            ?? (lesson.runs[Lesson.usualRun] == nil ? lesson.runs.keys.sorted().first : Lesson.usualRun)
            ?? Lesson.usualRun
        return try await Playhouse(lesson).facts(of: name).tape.pcapng()
    }
}
