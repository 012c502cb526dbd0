import Rendering

/// An exam: one try at each case, and not a word about it until the end.
extension LessonPlayer {
    mutating func sit(_ round: inout Round, _ screen: any LessonScreen) async throws -> Way {
        let text = text(screen)
        // When all is told, nothing can be changed any more.
        if progress.isDone(lesson) {
            let answers = progress.answers(in: lesson)[round.step.id] ?? []
            screen.show(Array("\n".utf8) + text.row(ExamReport.row(round.step, round.sheet, answers)))
            while true {
                switch screen.pause(isOver: true) {
                case .next, .skip: return .on
                case .reset: screen.show(text.say(lesson.wording(.examOver, ["lesson": lesson.id])))
                case let command: if let way = obey(command, &round, screen) { return way }
                }
            }
        }
        for question in round.sheet.questions {
            if isLate(round) { break }
            screen.show(Array("\n".utf8) + text.question(question))
            var isOpen = true
            while isOpen {
                switch screen.line(lesson.wording(.answerPrompt)) {
                case .text(let line): isOpen = !note(line, question, &round, screen)
                case .command(let command): if let way = obey(command, &round, screen) { return way }
                case .unknown(let line): screen.show(Self.unknown(line, text))
                }
            }
        }
        if isLate(round) {
            round.isWrong = true
            screen.show(text.say(lesson.wording(.examLate)))
        }
        mark(round)
        return .on
    }

    /// - Returns: Whether it was an answer at all.
    private func note(_ line: String, _ question: Question, _ round: inout Round, _ screen: any LessonScreen) -> Bool {
        guard !line.allSatisfy(\.isWhitespace) || question.isSeveral else { return false }
        switch round.sheet.judge.judge(line, to: question, given: round.answers) {
        case .right: break
        case .wrong: round.isWrong = true
        case .unreadable(let words):
            screen.show(text(screen).say(words))
            return false
        }
        round.answers.append(Judge.trimmed(Judge.option(line, question.options)?.value ?? line))
        screen.show(text(screen).say(lesson.wording(.noted)))
        return true
    }

    /// Seconds that the exam has taken, over all sittings.
    private var secondsTaken: Int {
        lesson.steps.reduce(0) { $0 + (progress.mark(of: $1, in: lesson)?.seconds ?? 0) }
    }

    private func isLate(_ round: Round) -> Bool {
        guard let timeLimit else { return false }
        return secondsTaken + Int(round.began.duration(to: .now).components.seconds) > timeLimit
    }

    /// What came of it, where every case was answered.
    func report(on screen: any LessonScreen) async throws {
        guard progress.isDone(lesson) else { return }
        let text = text(screen)
        let report = try await ExamReport(house, answers: progress.answers(in: lesson))
        screen.show(Array("\n".utf8) + text.report(report))
        if timeLimit != nil { screen.show(text.say(lesson.wording(.examTook, ["minutes": (secondsTaken + 59) / 60]))) }
    }
}
