import ArgumentParser
import Glibc
import Lessons
import Rendering

struct Learn: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Play lessons whose every step is checked against real octets.",
        discussion: """
            Without a lesson: the list, with your progress. A lesson is named, or is a folder with a lesson.md of your own. \
            In a terminal it takes the whole screen; with --plain, or without a terminal, it is a scrolling transcript \
            that reads answers line by line.

            An answers file is YAML: “lesson: NAME”, if wanted “learner: NAME”, and “answers:” with an answer, or a list of \
            answers or of lines to type, for each step. With “answers: {}” the check lists the steps' names.

            Progress is kept in $MAILSCOPE_STATE, else under $XDG_STATE_HOME, else under ~/.local/state.

            Exit codes: 0 done or left, 1 not yet passed (--check), 65 a bad lesson or answers file, 66 no such lesson.
            """)

    @Argument(help: "A lesson by its name, or a folder.")
    var lesson: String?

    @Flag(help: "List the lessons with your progress.")
    var list = false

    @Option(help: "Check an answers file (YAML) instead of playing; for grading.")
    var check: String?

    @Option(
        help: "Play all lessons of a folder with their model answers, and say what is wrong with them; for authors.")
    var lint: String?

    @Flag(help: "Which steps decide which claim: a table.")
    var coverage = false

    @Option(help: "Whose run it is: the name changes Message-IDs and the like, so that neighbours' answers differ.")
    var learner: String?

    @Flag(help: "A scrolling transcript without colour, also in a terminal.")
    var plain = false

    func validate() throws {
        if list, lesson != nil || check != nil { throw ValidationError("--list stands alone.") }
    }

    func run() async throws {
        if let check {
            let report = try await LessonChecker.check(file: check, lesson: lesson, learner: learner)
            write(report.text)
            if !report.isPassed { throw ExitCode(report.exitCode) }
        } else if let lint {
            let report = try await CourseLint.check(lint) { Message.print("playing \($0)") }
            write(report.text)
            if !report.findings.isEmpty { throw ExitCode(1) }
        } else if coverage {
            write(Coverage(of: try Course.lessons(), claims: try ClaimTable.shipped()).text)
        } else if let lesson, !list {
            try await play(try Course.lesson(named: lesson, learner: learner), lesson)
        } else {
            try showList()
        }
    }

    private func showList() throws {
        let (progress, warning) = ProgressFile().load()
        if let warning { Message.print(warning) }
        write(Course.table(try Course.list(progress)))
        if !list { write("\n“mailscope learn NAME” plays one.\n") }
    }

    private func play(_ lesson: Lesson, _ name: String) async throws {
        var player = LessonPlayer(lesson, as: name)
        let isPlain = plain || getenv("NO_COLOR").map { $0.pointee != 0 } == true
        if !plain, let screen = TerminalScreen(palette: isPlain ? .plain : .color) {
            let ending = try await player.play(on: screen)
            screen.close()
            if ending != .inputEnded { write(player.farewell + "\n") }
        } else {
            _ = try await player.play(on: PlainScreen(columns: OutputOptions.columns()))
        }
    }

    private func write(_ text: String) {
        var sink = ByteSink(descriptor: 1)
        sink.append(text)
        sink.flush()
    }
}
