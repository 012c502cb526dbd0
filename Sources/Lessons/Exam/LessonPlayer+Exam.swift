import Rendering

/// An exam: one try at each case, and not a word about it until the end.
extension LessonPlayer {
    mutating func sit(_ round: inout Round, _ screen: any LessonScreen) async throws -> Way {
        // When all is told, nothing can be changed any more.
        if progress.isDone(lesson) {
            let answers = progress.answers(in: lesson)[round.step.id] ?? []
            let row = ExamReport.row(round.step, round.sheet, answers)
            screen.show(.blank)
            screen.show { $0.row(row) }
            while true {
                switch screen.pause(isOver: true) {
                case .command(.next), .command(.skip): return .on
                case .command(.reset): screen.say(.examOver, ["lesson": lesson.id])
                case let input: if let way = try await obey(input, &round, screen) { return way }
                }
            }
        }
        for question in round.sheet.questions {
            if isLate(round) { break }
            screen.show(.blank)
            screen.show { $0.question(question) }
            var isOpen = true
            while isOpen {
                switch screen.line(lesson.wording(.answerPrompt), isLive: false) {
                case .text(let line): isOpen = !note(line, question, &round, screen)
                case let input: if let way = try await obey(input, &round, screen) { return way }
                }
            }
        }
        if isLate(round) {
            round.isWrong = true
            screen.say(.examLate)
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
            refuse(words, line, screen)
            return false
        }
        round.answers.append(Judge.trimmed(Judge.option(line, question.options)?.value ?? line))
        screen.say(.noted)
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
        let report = try await ExamReport(house, answers: progress.answers(in: lesson))
        screen.show(.blank)
        screen.show { $0.report(report) }
        if timeLimit != nil { screen.say(.examTook, ["minutes": (secondsTaken + 59) / 60]) }
    }
}
