import ArgumentParser
import Glibc
import Lessons
import Rendering

struct Learn: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Play lessons whose every step is checked against real octets.",
        discussion: """
            Without a lesson it goes on where you left off; --list shows all lessons with your progress. A lesson is named, or \
            is a folder with a lesson.md of your own. In a terminal it takes the whole screen; with --plain, or without a \
            terminal, it is a scrolling transcript that reads answers line by line.

            An answers file is YAML: “lesson: NAME”, if wanted “learner: NAME”, and “answers:” with an answer, or a list of \
            answers or of lines to type, for each step. --check grades one, --class all of a folder.

            Lessons/README.md tells how to write a lesson; --lint plays it with its model answers and tells what is wrong.

            Progress is kept in $MAILSCOPE_STATE, else under $XDG_STATE_HOME, else under ~/.local/state.

            Exit codes: 0 done, left or passed, 1 not yet passed (--check, --class) or something to mend (--lint), 64 wrong \
            use, 65 a bad lesson or answers file, 66 no such file or lesson.
            """)

    @Argument(help: "A lesson by its name or its number in the list, or a folder.")
    var lesson: String?

    @Flag(help: "List the lessons with your progress.")
    var list = false

    @Option(help: "With --list: only lessons whose name, title or goal holds these words.")
    var search: String?

    @Option(help: "With --list: only the lessons of this unit, A to F.")
    var unit: String?

    @Flag(help: "With --list: only what is not done yet.")
    var open = false

    @Option(help: "Check an answers file (YAML) instead of playing; for grading.")
    var check: String?

    @Option(name: .customLong("class"), help: "Check all answers files of a folder.")
    var classFolder: String?

    @Option(help: "How --check and --class write their results: text, json, csv or junit.")
    var format: GradeBook.Format = .text

    @Option(help: "Play a lesson, or all of a folder, with the model answers, and tell what is wrong; for authors.")
    var lint: String?

    @Flag(help: "Which steps decide which claim: a table.")
    var coverage = false

    @Option(help: "Whose runs: the name changes names, passwords and more, so that neighbours' answers differ.")
    var learner: String?

    @Flag(help: "Take an exam anew, with fresh captures.")
    var again = false

    @Option(help: "Of an exam: the how-maniest time it is taken, in place of what your progress says.")
    var attempt: Int?

    @Flag(help: "Of an exam: it is over after its minutes.")
    var timed = false

    @Option(
        help: ArgumentHelp(
            "Of an exam: write its captures, its questions and a blank answers file into this folder, instead of playing.",
            valueName: "folder"))
    var write: String?

    @Option(
        help: ArgumentHelp(
            "Write what you answered so far, with tries, hints and time, as an answers file for --check.",
            valueName: "file"))
    var handIn: String?

    @Flag(help: "A scrolling transcript without colour, also in a terminal.")
    var plain = false

    @Flag(help: "Colours for a light background; where the terminal tells (COLORFGBG), they are chosen without it.")
    var light = false

    @Option(help: "The language of the lessons, such as de; else what LC_ALL, LC_MESSAGES or LANG say, else English.")
    var language: String?

    @OptionGroup var exporting: LessonExportOptions

    func validate() throws {
        let modes = [list, check != nil, classFolder != nil, lint != nil, coverage, exporting.export != nil].count {
            $0
        }
        if modes > 1 {
            throw ValidationError("Only one of --list, --check, --class, --lint, --coverage and --export at a time.")
        }
        if list || lint != nil || coverage, lesson != nil {
            throw ValidationError("--list, --lint and --coverage take no lesson beside them.")
        }
        if format != .text, check == nil, classFolder == nil {
            throw ValidationError("--format goes with --check or --class.")
        }
        if again || timed || write != nil || handIn != nil || attempt != nil, modes > 0 || lesson == nil {
            throw ValidationError("--again, --attempt, --timed, --write and --hand-in go with a lesson that is named.")
        }
        if let attempt, attempt < 1 { throw ValidationError("--attempt counts from 1.") }
        if search != nil || unit != nil || open, !list {
            throw ValidationError("--search, --unit and --open go with --list.")
        }
    }

    func run() async throws {
        if let language {
            let named = lesson.flatMap { try? Course.source(named: Course.name($0)) }
            if let objection = Languages.objection(to: language, for: named) { throw ValidationError(objection) }
        }
        if let check {
            try finish(GradeBook(entries: [try await GradeBook.grade(check, lesson: lesson, learner: learner)]))
        } else if let classFolder {
            try finish(try await GradeBook.grade(folder: classFolder, lesson: lesson))
        } else if let lint {
            let report = try await CourseLint.check(lint) { Message.print("playing \($0)") }
            write(report.text)
            if !report.isSound { throw ExitCode(Failure.nothingFound) }
        } else if coverage {
            write(Coverage(of: try Course.lessons(), claims: try ClaimTable.shipped()).text)
        } else if list {
            try showList()
        } else if let format = exporting.export {
            guard let lesson else { throw ValidationError("Which lesson is to be exported?") }
            let name = try Course.name(lesson)
            try await exporting.write(try Course.lesson(named: name, learner: learner, language: tongue), as: format)
        } else if let name = try lesson.map(Course.name) ?? Course.next(ProgressFile().load().progress) {
            try await take(name)
        } else if !plain, isatty(0) == 1, isatty(1) == 1 {
            try await play(nil)
        } else {
            try showList()
        }
    }

    /// In which lessons are played, listed and exported; nil for English.
    private var tongue: String? {
        Languages.wanted(language) { getenv($0).map { String(cString: $0) } }
    }

    private func finish(_ book: GradeBook) throws {
        // A single bad file is told as everywhere else.
        if let entry = book.entries.first, book.entries.count == 1, entry.report == nil, format == .text {
            throw Failure(entry.problem, code: entry.problemCode)
        }
        write(book.text(format))
        if book.exitCode != 0 { throw ExitCode(book.exitCode) }
    }

    private func showList() throws {
        let (progress, warning) = ProgressFile().load()
        if let warning { Message.print(warning) }
        let filter = Course.Filter(words: search ?? "", unit: unit, isOpen: open)
        let wording = try Languages.wording(tongue)
        write(Course.table(try Course.list(progress, filter, language: tongue), wording))
        write("\n\(wording(.listEnd))\n")
    }

    /// Plays a lesson, or does with it what the options say.
    private func take(_ name: String) async throws {
        let file = ProgressFile()
        let card = try LessonReader.card(of: try Course.source(named: name))
        var known = file.load().progress.exams[card.id]
        // Another learner begins at the beginning.
        if let learner, known?.learner != learner { known = nil }
        var edition = Edition(learner: learner, attempt: attempt ?? known?.attempt ?? 1)
        if card.kind == .exam {
            if again { edition.attempt += 1 }
            edition.learner = learner ?? known?.learner ?? Self.user
            if write == nil, handIn == nil, edition != known {
                if let warning = file.update({ $0.exams[card.id] = edition }) { Message.print(warning) }
            }
        } else if again || attempt != nil || timed || write != nil {
            throw ValidationError("--again, --attempt, --timed and --write are for exams; \(card.id) is none.")
        }
        guard write != nil || handIn != nil else { return try await play(name, as: edition) }
        if card.kind == .exam { Message.print("The captures of the exam are being made.") }
        let house = try await Exam.house(try Course.source(named: name), edition, language: tongue)
        if let write {
            try await writePaper(of: house, name, into: write)
        } else if let handIn {
            let answers = AnswersFile(file: handIn, of: house.lesson, named: name, from: file.load().progress)
            try CaptureFile.write(Array(answers.yaml.utf8), to: handIn)
        }
    }

    /// An exam is always somebody's.
    private static var user: String? { (getenv("USER") ?? getenv("LOGNAME")).map { String(cString: $0) } }

    /// The captures, the questions, and a blank answers file.
    private func writePaper(of house: Playhouse, _ name: String, into folder: String) async throws {
        guard mkdir(folder, 0o755) == 0 || errno == EEXIST else {
            throw Failure("\(folder) cannot be made: \(String(cString: strerror(errno))).", code: 73)
        }
        for (index, step) in house.lesson.steps.filter({ $0.home != nil }).enumerated() {
            let path = "\(folder)/\(ExamSheet.file(index))"
            try CaptureFile.write(try await house.capture(for: step), to: path)
            write("\(path)  \(step.title)\n")
        }
        let sheet = try await ExamSheet(house, named: name)
        try CaptureFile.write(Array(sheet.text.utf8), to: "\(folder)/questions.txt")
        try CaptureFile.write(Array(sheet.blank.utf8), to: "\(folder)/answers.yaml")
        write("\(folder)/questions.txt\n\(folder)/answers.yaml  for “mailscope learn --check”\n")
    }

    /// - Parameter first: As whose the lesson that is named is played.
    private func play(_ name: String?, as first: Edition? = nil) async throws {
        let (learner, tongue) = (learner, tongue)
        try await LessonPlayer.play(name, plain: plain, palette: palette, language: tongue) { wanted in
            let source = try Course.source(named: wanted)
            if wanted == name, let first {
                var player = try await Exam.player(of: source, first, language: tongue, as: wanted)
                if timed { player.timeLimit = (player.lesson.minutes ?? 45) * 60 }
                return player
            }
            // Chosen from the list: an exam as it was begun.
            let card = try LessonReader.card(of: source)
            var edition = Edition(learner: learner)
            if card.kind == .exam {
                let known = ProgressFile().load().progress.exams[card.id]
                edition = known ?? Edition(learner: learner ?? Self.user)
                if known == nil, let warning = ProgressFile().update({ $0.exams[card.id] = edition }) {
                    Message.print(warning)
                }
            }
            return try await Exam.player(of: source, edition, language: tongue, as: wanted)
        }
    }

    private var palette: Palette {
        if getenv("NO_COLOR").map({ $0.pointee != 0 }) == true { return .plain }
        if light { return .light }
        // Terminals that tell their colours name the background last: 7 and 15 are white.
        let background = getenv("COLORFGBG").map { String(cString: $0) }?.split(separator: ";").last
        return background == "7" || background == "15" ? .light : .color
    }

    private func write(_ text: String) {
        var sink = ByteSink(descriptor: 1)
        sink.append(text)
        sink.flush()
    }
}

extension GradeBook.Format: ExpressibleByArgument {}
