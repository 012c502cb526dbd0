import Dialogue
import Rendering

/// What a learner asks of the player, apart from answering.
extension LessonPlayer {
    /// - Returns: Where to go; nil to stay in the step as it is.
    mutating func obey(_ input: LessonInput, _ round: inout Round, _ screen: any LessonScreen) async throws -> Way? {
        switch input {
        case .command(let command): return try await obey(command, &round, screen)
        case .look(let command, let name): look(command, name, round, screen)
        case .unknown(let line): screen.say(.unknownCommand, ["word": String(line.prefix(40))])
        case .text: break
        }
        return nil
    }

    private mutating func obey(
        _ command: LessonCommand, _ round: inout Round, _ screen: any LessonScreen
    ) async throws -> Way? {
        switch command {
        case .hint: hint(&round, screen)
        case .next:
            if progress.mark(of: round.step, in: lesson) != nil { return .on }
            screen.say(.stillOpen)
        case .skip: return .on
        case .back: return .back
        case .list: return list(round.index, screen)
        case .check: try await check(screen)
        case .reset:
            forget([round.step], in: lesson)
            return .stay
        case .explain, .bytes, .play: screen.say(round.stage.isEmpty ? .noDialogue : .whichStep)
        case .help: screen.show { Array(($0.wording(.helpText) + "\n").utf8) }
        case .quit: return .out(.quit)
        case .end: return .out(.inputEnded)
        }
        return nil
    }

    private func hint(_ round: inout Round, _ screen: any LessonScreen) {
        guard !round.hasNoMoreHints else { return screen.say(.noHint) }
        let hint = round.sheet.told(round.step.hints[round.hints])
        round.hints += 1
        let lead = lesson.wording(.hintLead, ["number": round.hints, "count": round.step.hints.count])
        screen.show { $0.say(hint, after: lead) }
        if round.hasNoMoreHints { screen.say(.lastHint) }
        screen.update(status(round.index, hintsTaken: round.hints))
    }

    /// One step of the dialogue, closely.
    private func look(_ command: LessonCommand, _ name: String, _ round: Round, _ screen: any LessonScreen) {
        let stage = round.stage
        guard let number = stage.number(ofStep: name) else { return screen.say(.noSuchStep, ["step": name]) }
        screen.show(.blank)
        screen.show { text in
            guard let detail = StepDetail(stage, hand: number, wording: text.wording, palette: text.palette) else {
                return []
            }
            let rows =
                command == .bytes
                ? detail.octetTable(width: text.columns) : detail.explanation(width: min(text.columns, 84))
            return Array(rows.map { $0 + "\n" }.joined().utf8)
        }
    }

    private mutating func forget(_ steps: [LessonStep], in lesson: Lesson) {
        for step in steps { progress.forget(step, in: lesson) }
        if let warning = file.update({ kept in for step in steps { kept.forget(step, in: lesson) } }) {
            warnings.append(warning)
        }
    }

    // MARK: Checking

    /// Judges what was answered in this lesson once more; what does not pass any longer is open again.
    private mutating func check(_ screen: any LessonScreen) async throws {
        screen.work()
        let answers = progress.answers(in: lesson)
        var fallen: [LessonStep] = []
        var fallenNumbers: [String] = []
        var open: [Int] = []
        for (index, step) in lesson.steps.enumerated() {
            guard let mark = progress.mark(of: step, in: lesson) else {
                if !step.isOptional { open.append(index + 1) }
                continue
            }
            // What was typed to a server is not kept.
            if case .practice = step.task { continue }
            // Of an exam nothing is told before its end.
            if lesson.kind == .exam { continue }
            if try await LessonChecker.refusal(mark.answers, step, house, answers) != nil {
                fallen.append(step)
                fallenNumbers.append("\(index + 1)")
                open.append(index + 1)
            }
        }
        if !fallen.isEmpty { forget(fallen, in: lesson) }
        screen.show(.blank)
        let (done, count) = (progress.done(in: lesson), lesson.required.count)
        guard let first = open.first else { return screen.say(.checkedAll, ["count": count]) }
        if !fallen.isEmpty { screen.say(.checkFallen, ["steps": fallenNumbers.joined(separator: ", ")]) }
        screen.say(.checkedOpen, ["done": done, "count": count, "step": first])
    }

    // MARK: The list

    /// All lessons where the screen can show them, else the steps of this one.
    mutating func list(_ index: Int, _ screen: any LessonScreen) -> Way? {
        let language = lesson.wording.language
        if let catalogue = try? Catalogue(
            progress, known: [lesson], language: language == Wording.english.language ? nil : language)
        {
            var list = CourseList(catalogue, current: lesson.id, step: index, wording: lesson.wording)
            while let choice = screen.choose(&list) {
                switch choice {
                case .lesson(lesson.id, let step): return .to(step ?? firstOpen)
                case .lesson(let id, let step): return .out(.other(id, step: step))
                case .reset(let id, let step):
                    reset(id, step)
                    list.update(progress)
                case .close: return nil
                case .quit: return .out(.quit)
                case .end: return .out(.inputEnded)
                }
            }
        }
        return steps(screen)
    }

    private mutating func reset(_ id: String, _ step: Int?) {
        guard let other = id == lesson.id ? lesson : try? Course.lesson(named: id, learner: lesson.learner) else {
            return
        }
        forget(other.steps(at: step), in: other)
    }

    private func steps(_ screen: any LessonScreen) -> Way? {
        var out = "\n"
        for (index, step) in lesson.steps.enumerated() {
            let mark = words(for: progress.mark(of: step, in: lesson))
            let number = index + 1 < 10 ? " \(index + 1)" : "\(index + 1)"
            let title = Escaping.visible(step.title.isEmpty ? step.id : step.title)
            out += "  \(number)  \(mark)  \(lesson.wording(.init(step.kind)))  \(title)\n"
        }
        screen.show { [out] _ in Array(out.utf8) }
        switch screen.line(lesson.wording(.goToStep), isLive: false) {
        case .command(.end): return .out(.inputEnded)
        case .command(.quit): return .out(.quit)
        case .text(let line):
            guard let number = Int(Judge.trimmed(line)), lesson.steps.indices.contains(number - 1) else { return nil }
            return .to(number - 1)
        default: return nil
        }
    }

    /// Of one width, so that what follows stands in a column.
    private func words(for mark: Progress.Mark?) -> String {
        let all = [Phrase.markOpen, .markDone, .markHelped].map { lesson.wording($0) }
        let words = mark.map { $0.assisted ? all[2] : all[1] } ?? all[0]
        let width = all.map { DisplayWidth.of($0) }.max() ?? 0
        return words + String(repeating: " ", count: max(0, width - DisplayWidth.of(words)))
    }
}
