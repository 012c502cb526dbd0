import Dialogue
import Rendering

/// Plays a lesson on a screen: shows, asks, judges, helps and remembers. The same engine for every kind of screen.
package struct LessonPlayer {
    package enum Ending: Sendable, Hashable {
        /// Behind the last step.
        case finished
        case quit
        /// No more input comes.
        case inputEnded
        /// The learner wants another lesson: from a step, counted from 0, or where it was left.
        case other(String, step: Int?)
    }

    /// Where to go from a step.
    enum Way {
        case on, back, stay
        case to(Int)
        case out(Ending)
    }

    private(set) package var lesson: Lesson
    /// Seconds that an exam may take; nil for all the time of the world.
    package var timeLimit: Int?
    let file: ProgressFile
    private(set) var house: Playhouse
    /// Where it is played from its second page on; nil where that is known.
    private var coming: _Concurrency.Task<Playhouse, any Error>?
    var progress: Progress
    var warnings: [String] = []
    /// The last attempt to save progress failed.
    private var isUnkept = false

    /// A run is played when a step first asks for it.
    ///
    /// - Parameter name: What brings the learner back here: the lesson's id or path.
    package init(_ lesson: Lesson, as name: String? = nil, progress file: ProgressFile = ProgressFile()) {
        self.init(in: Playhouse(lesson), as: name, progress: file)
    }

    /// The same, where runs may have been played already.
    ///
    /// - Parameter coming: Where all but the first page is played: an exam's captures take a moment.
    package init(
        in house: Playhouse, coming: _Concurrency.Task<Playhouse, any Error>? = nil, as name: String? = nil,
        progress file: ProgressFile = ProgressFile()
    ) {
        lesson = house.lesson
        self.file = file
        self.house = house
        self.coming = coming
        let (progress, warning) = file.load()
        self.progress = progress
        if let warning { warnings.append(warning) }
        if let name, progress.last != name {
            self.progress.last = name
            if let warning = file.update({ $0.last = name }) { warnings.append(warning) }
        }
    }

    /// From the first open step, or the one wanted, to the end, or until the learner leaves.
    ///
    /// - Parameter step: From 0.
    /// - Throws: ``LessonError``, ``StationError`` or ``DiskError``.
    package mutating func play(on screen: any LessonScreen, from step: Int? = nil) async throws -> Ending {
        // Where the learner was depends on what was drawn.
        if progress.marks[lesson.id] != nil { try await settle(screen) }
        var index = step.flatMap { lesson.steps.indices.contains($0) ? $0 : nil } ?? firstOpen
        while true {
            if index > 0 { try await settle(screen) }
            switch try await play(index, on: screen) {
            case .on where index + 1 == lesson.steps.count:
                if lesson.kind == .exam { try await report(on: screen) }
                switch close(screen) {
                case .out(let ending): return ending
                case .to(let other): index = other
                default: break
                }
            case .on: index += 1
            case .back: index = max(0, index - 1)
            case .stay: break
            case .to(let other): index = other
            case .out(let ending):
                coming?.cancel()
                screen.show { [farewell] in $0.say(farewell) }
                return ending
            }
        }
    }

    /// Everything is there that the pages behind the first need.
    private mutating func settle(_ screen: any LessonScreen) async throws {
        guard let coming else { return }
        screen.work()
        house = try await coming.value
        lesson = house.lesson
        self.coming = nil
    }

    var firstOpen: Int { lesson.steps.firstIndex { progress.mark(of: $0, in: lesson) == nil } ?? 0 }

    /// How far the learner has come.
    package var farewell: String {
        let done = lesson.wording(.progressOf, ["done": progress.done(in: lesson), "count": lesson.required.count])
        return file.path == nil || isUnkept ? done : done + " " + lesson.wording(.progressKept)
    }

    private mutating func close(_ screen: any LessonScreen) -> Way {
        // A gate's last words say that it is passed.
        if lesson.kind != .gate || progress.isPassed(lesson) { screen.tell(lesson.closing) }
        let open = lesson.steps.indices.filter {
            !lesson.steps[$0].isOptional && progress.mark(of: lesson.steps[$0], in: lesson) == nil
        }.map { "\($0 + 1)" }
        let helped = progress.assisted(in: lesson)
        let count = lesson.required.count
        var words =
            helped > 0
            ? lesson.wording(.allDoneWithHelp, ["count": count, "helped": helped])
            : lesson.wording(.allDone, ["count": count])
        if !open.isEmpty {
            words = "\(farewell) " + lesson.wording(.openSteps, ["steps": open.joined(separator: ", ")])
        }
        screen.show(.blank)
        screen.show { [words] in $0.say(words) }
        if let summary = Course.summary(after: lesson, progress) { screen.tell(summary) }
        while true {
            switch screen.pause(isOver: true) {
            case .command(.end): return .out(.inputEnded)
            case .command(.quit): return .out(.quit)
            case .command(.back), .command(.reset): return .stay
            case .command(.list): if let way = list(lesson.steps.count - 1, screen) { return way }
            case .command(.next), .command(.skip), .command(.hint): return .out(.finished)
            default: break
            }
        }
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
        warn(screen)
        // Words that no run decides stand there before a run is played.
        let isTold = !step.prose.isEmpty && Mentions.pieces(of: step.prose).allSatisfy { $0.name == nil }
        introduce(step, isTold ? step.prose : "", screen)
        screen.work()
        let sheet = try await house.sheet(for: step, answers: progress.answers(in: lesson))
        if lesson.steps.indices.contains(index + 1) { await house.rehearse(lesson.steps[index + 1]) }
        if !isTold, !step.prose.isEmpty {
            let prose = sheet.told(step.prose)
            screen.show { $0.prose(prose) }
        }
        var round = Round(index: index, sheet: sheet)
        if step.kind != .watch { present(step, &round, screen) }
        switch step.task {
        case .none where step.kind == .watch: return try await watch(&round, screen)
        case .none: return try await read(&round, screen)
        case .questions where step.home != nil: return try await sit(&round, screen)
        case .questions, .each: return try await ask(&round, screen)
        case .practice(let practice): return try await practise(practice, &round, screen)
        case .fix(let fix): return try await repair(fix, &round, screen)
        }
    }

    /// Things that went wrong beside the lesson, each told once.
    private mutating func warn(_ screen: any LessonScreen) {
        for warning in warnings { screen.show { $0.say(warning, after: $0.wording(.noteLead)) } }
        warnings = []
    }

    private func introduce(_ step: LessonStep, _ prose: String, _ screen: any LessonScreen) {
        if !step.title.isEmpty {
            screen.show { $0.say(step.title) }
            screen.show(.blank)
        }
        if !prose.isEmpty { screen.show { $0.prose(prose) } }
    }

    /// What stands above the question.
    private func present(_ step: LessonStep, _ round: inout Round, _ screen: any LessonScreen) {
        // Whoever reads a long dialogue should know what for.
        if !screen.hasStage, !step.show.isEmpty, let first = round.sheet.questions.first {
            screen.show(.blank)
            screen.show { $0.say(first.ask, after: $0.wording(.readOn)) }
        }
        show(step.show, &round, screen)
        if progress.mark(of: step, in: lesson) != nil, !step.kind.isOnlySeen {
            screen.show(.blank)
            screen.say(.stepWasDone)
            // Whoever comes back wants to read it once more. Of an exam nothing is told before its end.
            if lesson.kind != .exam, !step.why.isEmpty { screen.tell(round.sheet.told(step.why)) }
        }
    }

    /// Dialogues go on the stage where there is one, everything else among the words.
    func show(_ showings: [Showing], _ round: inout Round, _ screen: any LessonScreen) {
        let scope = round.sheet.judge.scope
        let stage = Stage(showings, in: scope)
        // A session stays on the stage, with the step in hand, where nothing else comes in its place.
        if !stage.isEmpty || round.stage.isEmpty {
            round.stage = stage
            if screen.hasStage { screen.show(stage, atEnd: false) }
        }
        for showing in showings where !(screen.hasStage && showing.showsDialogue && !stage.isEmpty) {
            let scope = scope.inRun(showing.run)
            screen.show(.blank)
            screen.show { $0.rendered(showing, in: scope) }
        }
    }

    /// What has happened in a step so far.
    struct Round {
        let index: Int
        var sheet: StepSheet
        /// The dialogues that can be looked at closely.
        var stage = Stage()
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
        /// All hints are told; the next one is the answer.
        var hasNoMoreHints: Bool { hints >= step.hints.count }
    }

    private mutating func read(_ round: inout Round, _ screen: any LessonScreen) async throws -> Way {
        while true {
            let input = screen.pause(isOver: false)
            if input == .command(.next) {
                mark(round)
                return .on
            }
            if let way = try await obey(input, &round, screen) { return way }
        }
    }

    /// The dialogue in pieces, forwards and back.
    private mutating func watch(_ round: inout Round, _ screen: any LessonScreen) async throws -> Way {
        let scope = round.sheet.judge.scope
        let showings = round.step.show
        round.stage = Stage(showings, in: scope)
        while true {
            let pages =
                screen.hasStage && !round.stage.isEmpty ? [] : showings.flatMap { $0.pages(in: scope.inRun($0.run)) }
            let input = screen.watch(round.stage, pages: pages)
            if input == .command(.next) { return try await pass(round, screen) }
            if let way = try await obey(input, &round, screen) { return way }
            // Pages are read from the first one again; a stage stands as it was.
            if !screen.hasStage { return .stay }
        }
    }

    private mutating func ask(_ round: inout Round, _ screen: any LessonScreen) async throws -> Way {
        for (index, question) in round.sheet.questions.enumerated() {
            let isProof = round.step.kind == .argue && index > 0
            screen.show(.blank)
            screen.show { $0.question(question, isProof: isProof) }
            var isOpen = true
            while isOpen {
                switch screen.line(lesson.wording(.answerPrompt), isLive: false) {
                case .text(let line):
                    isOpen = !take(line, question, &round, screen)
                case .command(.hint) where round.hasNoMoreHints && lesson.kind == .lesson:
                    let answer = round.sheet.judge.answer(to: question, given: round.answers) ?? ""
                    screen.say(.theAnswerIs, ["answer": Judge.shown(answer, question.options)])
                    round.isAssisted = true
                    round.answers.append(answer)
                    isOpen = false
                case let input: if let way = try await obey(input, &round, screen) { return way }
                }
            }
        }
        return try await pass(round, screen)
    }

    /// - Returns: Whether the answer was right.
    private func take(_ line: String, _ question: Question, _ round: inout Round, _ screen: any LessonScreen) -> Bool {
        guard !line.allSatisfy(\.isWhitespace) || question.isSeveral else { return false }
        switch round.sheet.judge.judge(line, to: question, given: round.answers) {
        case .right:
            round.answers.append(Judge.trimmed(Judge.option(line, question.options)?.value ?? line))
            screen.say(.right)
            return true
        case .wrong(let words):
            round.misses += 1
            let more = words.isEmpty ? "" : words + " "
            let isHelped = !round.step.hints.isEmpty
            screen.show(
                Passage(.missed) {
                    $0.say(more + $0.wording(isHelped ? .tryAgain : .tryOnceMore), after: $0.wording(.notYet))
                })
        case .unreadable(let words): refuse(words, line, screen)
        }
        return false
    }

    /// What is no answer at all. Whoever meant a command learns how to give one.
    func refuse(_ words: String, _ line: String, _ screen: any LessonScreen) {
        screen.show(Passage(.missed) { $0.say(words) })
        let word = Judge.trimmed(line).lowercased()
        guard word.count > 1, let command = LessonCommand(word: word == "exit" ? "quit" : word) else { return }
        screen.show(Passage(.missed) { $0.say(.wayOut, ["command": ":\(command.rawValue)"]) })
    }

    /// The step is done: why it is so, and what comes next.
    mutating func pass(_ round: Round, _ screen: any LessonScreen) async throws -> Way {
        var round = round
        mark(round)
        screen.update(status(round.index, hintsTaken: round.hints))
        show(round.step.reveal, &round, screen)
        screen.tell(round.sheet.told(round.step.why))
        if round.isAssisted { screen.say(.doneWithAnswer) }
        warn(screen)
        while true {
            switch screen.pause(isOver: true) {
            case .command(.next), .command(.skip), .command(.hint): return .on
            case let input: if let way = try await obey(input, &round, screen) { return way }
            }
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
}
