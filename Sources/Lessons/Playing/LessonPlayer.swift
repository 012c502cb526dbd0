import Rendering

/// Plays a lesson on a screen: shows, asks, judges, helps and remembers. The same engine for every kind of screen.
package struct LessonPlayer {
    package enum Ending: Sendable, Hashable {
        /// Behind the last step.
        case finished
        case quit
        /// No more input comes.
        case inputEnded
    }

    /// Where to go from a step.
    enum Way {
        case on, back, stay
        case to(Int)
        case out(Ending)
    }

    let lesson: Lesson
    /// Seconds that an exam may take; nil for all the time of the world.
    package var timeLimit: Int?
    let file: ProgressFile
    let house: Playhouse
    var progress: Progress
    private var warnings: [String] = []
    /// The last attempt to save progress failed.
    private var isUnkept = false

    /// A run is played when a step first asks for it.
    ///
    /// - Parameter name: What brings the learner back here: the lesson's id or path.
    package init(_ lesson: Lesson, as name: String? = nil, progress file: ProgressFile = ProgressFile()) {
        self.init(in: Playhouse(lesson), as: name, progress: file)
    }

    /// The same, where runs may have been played already.
    package init(in house: Playhouse, as name: String? = nil, progress file: ProgressFile = ProgressFile()) {
        lesson = house.lesson
        self.file = file
        self.house = house
        let (progress, warning) = file.load()
        self.progress = progress
        if let warning { warnings.append(warning) }
        if let name, progress.last != name {
            self.progress.last = name
            if let warning = file.update({ $0.last = name }) { warnings.append(warning) }
        }
    }

    /// From the first open step to the end, or until the learner leaves.
    ///
    /// - Throws: ``LessonError``, ``StationError`` or ``DiskError``.
    package mutating func play(on screen: any LessonScreen) async throws -> Ending {
        var index = lesson.steps.firstIndex { progress.mark(of: $0, in: lesson) == nil } ?? 0
        while true {
            switch try await play(index, on: screen) {
            case .on where index + 1 == lesson.steps.count:
                if lesson.kind == .exam { try await report(on: screen) }
                if case .out(let ending) = close(screen) { return ending }
            case .on: index += 1
            case .back: index = max(0, index - 1)
            case .stay: break
            case .to(let other): index = other
            case .out(let ending):
                screen.show(text(screen).say(farewell))
                return ending
            }
        }
    }

    /// How far the learner has come.
    package var farewell: String {
        let done = lesson.wording(
            .progressOf, ["done": progress.done(in: lesson), "count": lesson.required.count])
        return file.path == nil || isUnkept ? done : done + " " + lesson.wording(.progressKept)
    }

    private func close(_ screen: any LessonScreen) -> Way {
        let text = text(screen)
        screen.show(Array("\n".utf8) + text.prose(lesson.closing))
        let open = lesson.required.filter { progress.mark(of: $0, in: lesson) == nil }.map(\.id)
        let helped = progress.assisted(in: lesson)
        let count = lesson.required.count
        var words =
            helped > 0
            ? lesson.wording(.allDoneWithHelp, ["count": count, "helped": helped])
            : lesson.wording(.allDone, ["count": count])
        if !open.isEmpty {
            words = "\(farewell) " + lesson.wording(.openSteps, ["steps": open.joined(separator: ", ")])
        }
        screen.show(Array("\n".utf8) + text.say(words))
        if let summary = Course.summary(after: lesson, progress) { screen.show(Array("\n".utf8) + text.prose(summary)) }
        let command = screen.pause(isOver: true)
        return command == .back || command == .reset ? .stay : .out(command == .end ? .inputEnded : .finished)
    }

    func text(_ screen: any LessonScreen) -> LessonText {
        LessonText(columns: screen.columns, palette: screen.palette, wording: lesson.wording)
    }

    func status(_ index: Int, hintsTaken: Int = 0) -> LessonStatus {
        let step = lesson.steps[index]
        return LessonStatus(
            lesson: lesson.title, step: index + 1, steps: lesson.steps.count, kind: step.kind,
            isDone: progress.mark(of: step, in: lesson) != nil, done: progress.done(in: lesson),
            hintsTaken: hintsTaken, hints: step.hints.count, wording: lesson.wording)
    }

    private mutating func play(_ index: Int, on screen: any LessonScreen) async throws -> Way {
        let step = lesson.steps[index]
        screen.begin(status(index))
        for warning in warnings { screen.show(text(screen).say(warning, after: lesson.wording(.noteLead))) }
        warnings = []
        let sheet = try await house.sheet(for: step, answers: progress.answers(in: lesson))
        introduce(sheet, status(index).isDone, screen)
        var round = Round(index: index, sheet: sheet)
        switch step.task {
        case .none where step.kind == .watch: return watch(&round, screen)
        case .none: return read(&round, screen)
        case .questions where step.home != nil: return try await sit(&round, screen)
        case .questions, .each: return ask(&round, screen)
        case .practice(let practice): return try await practise(practice, &round, screen)
        case .fix(let fix): return try await repair(fix, &round, screen)
        }
    }

    /// What stands above the question.
    private func introduce(_ sheet: StepSheet, _ isDone: Bool, _ screen: any LessonScreen) {
        let step = sheet.step
        let text = text(screen)
        if !step.title.isEmpty { screen.show(text.say(step.title) + Array("\n".utf8)) }
        if !step.prose.isEmpty { screen.show(text.prose(sheet.told(step.prose))) }
        if step.kind != .watch {
            // Whoever reads a long dialogue should know what for.
            if !step.show.isEmpty, let first = sheet.questions.first {
                screen.show(Array("\n".utf8) + text.say(first.ask, after: lesson.wording(.readOn)))
            }
            show(step.show, sheet, screen)
        }
        if isDone, !step.kind.isOnlySeen {
            screen.show(Array("\n".utf8) + text.say(.stepWasDone))
        }
    }

    func show(_ showings: [Showing], _ sheet: StepSheet, _ screen: any LessonScreen) {
        for showing in showings {
            let shown = text(screen).rendered(showing, in: sheet.judge.scope.inRun(showing.run))
            screen.show(Array("\n".utf8) + shown)
        }
    }

    /// What has happened in a step so far.
    struct Round {
        let index: Int
        var sheet: StepSheet
        /// What was answered, a part for each question.
        var answers: [String] = []
        var hints = 0
        var misses = 0
        var isAssisted = false
        /// In an exam.
        var isWrong = false
        /// On the wall's clock.
        var began = ContinuousClock.now
        var step: LessonStep { sheet.step }
    }

    private mutating func read(_ round: inout Round, _ screen: any LessonScreen) -> Way {
        while true {
            let command = screen.pause(isOver: false)
            if command == .next {
                mark(round)
                return .on
            }
            if let way = obey(command, &round, screen) { return way }
        }
    }

    /// The dialogue in pieces, forwards and back.
    private mutating func watch(_ round: inout Round, _ screen: any LessonScreen) -> Way {
        let text = text(screen)
        let scope = round.sheet.judge.scope
        let pages = round.step.show.flatMap { text.pages($0, in: scope.inRun($0.run)) }
        switch screen.watch(pages) {
        case .next: return pass(round, screen)
        case let command:
            if let way = obey(command, &round, screen) { return way }
            return .stay
        }
    }

    private mutating func ask(_ round: inout Round, _ screen: any LessonScreen) -> Way {
        for question in round.sheet.questions {
            screen.show(Array("\n".utf8) + text(screen).question(question))
            var isOpen = true
            while isOpen {
                switch screen.line(lesson.wording(.answerPrompt)) {
                case .text(let line):
                    isOpen = !take(line, question, &round, screen)
                case .command(.hint) where round.hints >= round.step.hints.count && lesson.kind == .lesson:
                    let answer = round.sheet.judge.answer(to: question, given: round.answers) ?? ""
                    screen.show(text(screen).say(.theAnswerIs, ["answer": Judge.shown(answer, question.options)]))
                    round.isAssisted = true
                    round.answers.append(answer)
                    isOpen = false
                case .command(let command):
                    if let way = obey(command, &round, screen) { return way }
                case .unknown(let line): screen.show(Self.unknown(line, text(screen)))
                }
            }
        }
        return pass(round, screen)
    }

    /// - Returns: Whether the answer was right.
    private func take(_ line: String, _ question: Question, _ round: inout Round, _ screen: any LessonScreen) -> Bool {
        let text = text(screen)
        guard !line.allSatisfy(\.isWhitespace) || question.isSeveral else { return false }
        switch round.sheet.judge.judge(line, to: question, given: round.answers) {
        case .right:
            round.answers.append(Judge.trimmed(Judge.option(line, question.options)?.value ?? line))
            screen.show(text.say(.right))
            return true
        case .wrong(let words):
            round.misses += 1
            let words = words.isEmpty ? "" : words + " "
            screen.show(text.say(words + lesson.wording(.tryAgain), after: lesson.wording(.notYet)))
        case .unreadable(let words): screen.show(text.say(words))
        }
        return false
    }

    /// The step is done: why it is so, and what comes next.
    mutating func pass(_ round: Round, _ screen: any LessonScreen) -> Way {
        mark(round)
        let text = text(screen)
        screen.update(status(round.index, hintsTaken: round.hints))
        show(round.step.reveal, round.sheet, screen)
        screen.show(Array("\n".utf8) + text.prose(round.sheet.told(round.step.why)))
        if round.isAssisted { screen.show(text.say(.doneWithAnswer)) }
        for warning in warnings { screen.show(text.say(warning, after: lesson.wording(.noteLead))) }
        warnings = []
        var round = round
        while true {
            let command = screen.pause(isOver: true)
            if command == .next || command == .skip || command == .hint { return .on }
            if let way = obey(command, &round, screen) { return way }
        }
    }

    mutating func mark(_ round: Round) {
        var mark = Progress.Mark(
            hash: round.step.hash, assisted: round.isAssisted, misses: round.misses, hints: round.hints,
            answers: round.answers)
        mark.isWrong = round.isWrong
        mark.seconds = Int(round.began.duration(to: .now).components.seconds)
        mark.virtualSeconds = round.sheet.judge.scope.facts.virtualSeconds
        progress.add(mark, of: round.step, in: lesson)
        let lesson = lesson
        let finished = mark
        let warning = file.update { $0.add(finished, of: round.step, in: lesson) }
        isUnkept = warning != nil
        if let warning, !warnings.contains(warning) {
            warnings.append(warning)
        }
    }

    static func unknown(_ line: String, _ text: LessonText) -> [UInt8] {
        text.say(.unknownCommand, ["word": line.prefix(40)])
    }

    // MARK: Commands

    /// - Returns: Where to go; nil to stay in the step as it is.
    mutating func obey(_ command: LessonCommand, _ round: inout Round, _ screen: any LessonScreen) -> Way? {
        switch command {
        case .hint: hint(&round, screen)
        case .next:
            if progress.mark(of: round.step, in: lesson) != nil { return .on }
            screen.show(text(screen).say(.stillOpen))
        case .skip: return .on
        case .back: return .back
        case .list: return list(screen)
        case .reset:
            progress.forget(round.step, in: lesson)
            let (step, lesson) = (round.step, lesson)
            if let warning = file.update({ $0.forget(step, in: lesson) }) { warnings.append(warning) }
            return .stay
        case .help: screen.show(Array((lesson.wording(.helpText) + "\n").utf8))
        case .quit: return .out(.quit)
        case .end: return .out(.inputEnded)
        }
        return nil
    }

    private func hint(_ round: inout Round, _ screen: any LessonScreen) {
        let text = text(screen)
        guard round.hints < round.step.hints.count else {
            screen.show(text.say(.noHint))
            return
        }
        let hint = round.sheet.told(round.step.hints[round.hints])
        round.hints += 1
        let isLast = round.hints == round.step.hints.count
        screen.show(
            text.say(
                hint, after: lesson.wording(.hintLead, ["number": round.hints, "count": round.step.hints.count])))
        if isLast { screen.show(text.say(.lastHint)) }
        screen.update(status(round.index, hintsTaken: round.hints))
    }

    /// Of one width, so that what follows stands in a column.
    private func words(for mark: Progress.Mark?) -> String {
        let all = [Phrase.markOpen, .markDone, .markHelped].map { lesson.wording($0) }
        let words = mark.map { $0.assisted ? all[2] : all[1] } ?? all[0]
        let width = all.map { DisplayWidth.of($0) }.max() ?? 0
        return words + String(repeating: " ", count: max(0, width - DisplayWidth.of(words)))
    }

    private func list(_ screen: any LessonScreen) -> Way? {
        var out = "\n"
        for (index, step) in lesson.steps.enumerated() {
            let mark = words(for: progress.mark(of: step, in: lesson))
            let number = index + 1 < 10 ? " \(index + 1)" : "\(index + 1)"
            out +=
                "  \(number)  \(mark)  \(lesson.wording(.init(step.kind)))  \(step.title.isEmpty ? step.id : step.title)\n"
        }
        screen.show(Array(out.utf8))
        switch screen.line(lesson.wording(.goToStep)) {
        case .command(.end): return .out(.inputEnded)
        case .command(.quit): return .out(.quit)
        case .text(let line):
            guard let number = Int(Judge.trimmed(line)), lesson.steps.indices.contains(number - 1) else { return nil }
            return .to(number - 1)
        default: return nil
        }
    }
}
