package import Rendering

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension LessonPlayer {
    /// Plays a lesson where the program talks to its user: on the whole terminal, with whatever lessons the learner chooses behind
    /// it, or as plain lines where that is wanted, where there is no terminal, and where it is too small.
    ///
    /// - Parameters:
    ///   - name: A lesson's id or path; nil for the list of lessons.
    ///   - language: Of the list; nil for English.
    ///   - open: A player of the lesson of that name.
    /// - Throws: ``LessonError``, ``StationError`` or ``DiskError``.
    package static func play(
        _ name: String?, plain: Bool = false, palette: Palette = .plain, progress file: ProgressFile = ProgressFile(),
        language: String? = nil, open: (String) async throws -> LessonPlayer
    ) async throws {
        guard !plain, !isDumb, let screen = TerminalScreen(palette: palette) else {
            guard let name else { return }
            var player = try await open(name)
            let columns = TerminalSize.of(STDOUT_FILENO)?.columns ?? 80
            let screen = PlainScreen(columns: columns)
            guard try await player.play(on: screen) == .finished, let next = try Course.next(player.progress),
                next != name
            else { return }
            let title = try Course.lesson(named: next, player.progress, language: language).title
            screen.show(.blank)
            screen.say(.plainNext, ["title": Escaping.visible(title)])
            return
        }
        // However it ends, the terminal is given back before anything else is written.
        defer { screen.close() }
        let farewell = try await play(name, on: screen, progress: file, language: language, open: open)
        screen.close()
        guard let farewell else { return }
        var sink = ByteSink(descriptor: STDOUT_FILENO)
        sink.append(farewell + "\n")
        sink.flush()
    }

    /// A terminal that says it can do nothing but lines.
    private static var isDumb: Bool { getenv("TERM").map { String(cString: $0) } == "dumb" }

    /// One lesson after the other, until the learner leaves.
    ///
    /// - Returns: How far the learner has come; nil where nobody is there any more to read it.
    package static func play(
        _ name: String?, on screen: any DeskScreen, progress file: ProgressFile, language: String? = nil,
        open: (String) async throws -> LessonPlayer
    ) async throws -> String? {
        var farewell: String? = ""
        var wanted = name.map { ($0, step: Int?.none) }
        while true {
            if wanted == nil {
                wanted = try choose(on: screen, progress: file, language)
            }
            guard let (name, step) = wanted else { return farewell }
            wanted = nil
            var player = try await open(name)
            let ending = try await player.play(on: screen, from: step)
            farewell = Escaping.visible(player.lesson.title) + ": " + player.farewell
            switch ending {
            case .quit: return farewell
            case .inputEnded: return nil
            case .other(let other, let step): wanted = (other, step)
            case .finished: wanted = try Course.next(player.progress).map { ($0, nil) }
            }
        }
    }

    /// The list of lessons by itself.
    private static func choose(
        on screen: any DeskScreen, progress file: ProgressFile, _ language: String?
    ) throws -> (String, step: Int?)? {
        var list = CourseList(
            try Catalogue(file.load().progress, language: language), wording: try Languages.wording(language))
        while let choice = screen.choose(&list) {
            switch choice {
            case .lesson(let id, let step): return (id, step)
            case .reset(let id, let step):
                let lesson = try Course.lesson(named: id, file.load().progress)
                _ = file.update { kept in for step in lesson.steps(at: step) { kept.forget(step, in: lesson) } }
                list.update(file.load().progress)
            case .close, .quit, .end: return nil
            }
        }
        return nil
    }
}
