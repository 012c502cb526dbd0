package import Rendering

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension LessonPlayer {
    /// Plays a lesson where the program talks to its user: on the whole terminal, or as plain lines where that is wanted, where
    /// there is no terminal, and where it is too small.
    ///
    /// - Throws: ``LessonError``, ``StationError`` or ``DiskError``.
    package static func play(
        _ lesson: Lesson, as name: String? = nil, plain: Bool = false, palette: Palette = .plain,
        progress file: ProgressFile = ProgressFile()
    ) async throws -> Ending {
        var player = LessonPlayer(lesson, as: name, progress: file)
        guard !plain, let screen = TerminalScreen(palette: palette) else {
            let columns = TerminalSize.of(STDOUT_FILENO)?.columns ?? 80
            return try await player.play(on: PlainScreen(columns: columns, palette: palette))
        }
        // However it ends, the terminal is given back before anything else is written.
        defer { screen.close() }
        let ending = try await player.play(on: screen)
        screen.close()
        var sink = ByteSink(descriptor: STDOUT_FILENO)
        sink.append("\(lesson.title): \(player.farewell)\n")
        sink.flush()
        return ending
    }
}
