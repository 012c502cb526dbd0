import Dialogue
import Rendering

/// Steps in which the learner types to a living server.
extension LessonPlayer {
    mutating func practise(
        _ practice: Practice, _ round: inout Round, _ screen: any LessonScreen
    ) async throws -> Way {
        show(practice.goals, reached: practice.goals.map { _ in false }, screen)
        while true {
            screen.work()
            let hand = try await HandPractice(
                practice, of: round.step, in: house, answers: progress.answers(in: lesson))
            let way: Way?
            do {
                way = try await converse(hand, &round, screen)
            } catch {
                await hand.close()
                throw error
            }
            await hand.close()
            if hand.isPassed { return try await pass(round, screen) }
            if let way { return way }
            round.misses += 1
            screen.show(.blank)
            screen.say(.sessionOver)
            show(practice.goals, reached: hand.reached, screen)
            screen.say(.freshServer)
        }
    }

    private func show(_ goals: [Goal], reached: [Bool], _ screen: any LessonScreen) {
        screen.show(.blank)
        screen.show { $0.goals(goals, reached: reached) }
    }

    /// One session, until its goals are reached or it is over.
    ///
    /// - Returns: Where the learner wants to go; nil where the session ended.
    private mutating func converse(
        _ hand: HandPractice, _ round: inout Round, _ screen: any LessonScreen
    ) async throws -> Way? {
        let session = LiveSession(screen)
        var reached = hand.reached
        if !screen.hasStage { screen.show(.blank) }
        round.stage = session.show(hand)
        while !hand.isOver, !hand.isPassed {
            let line: String
            let isInLetter = hand.isInLetter
            switch screen.line(lesson.wording(isInLetter ? .letterPrompt : .sessionPrompt), isLive: true) {
            case .text(let text): line = text
            // A line with a colon that is no command: the only one that a session knows.
            case .unknown(HandPractice.hangUp): line = HandPractice.hangUp
            case .command(.hint) where round.hasNoMoreHints && lesson.kind == .lesson:
                round.isAssisted = true
                screen.say(.theseLines)
                let model = hand.practice.model
                screen.show { _ in Array(model.map { "    \(Escaping.visible($0))\n" }.joined().utf8) }
                continue
            case let input:
                if let way = try await obey(input, &round, screen) { return way }
                continue
            }
            guard try await hand.say(line) else {
                screen.say(.tooManyLines, ["count": Practice.lineLimit])
                return nil
            }
            // The server says nothing to a letter's lines, and the dialogue has it only when it is whole.
            if isInLetter, hand.isInLetter, screen.hasStage {
                screen.show { _ in Array("  | \(Escaping.visible(line))\n".utf8) }
            }
            round.stage = session.show(hand)
            if hand.reached != reached, !hand.isOver || hand.isPassed {
                reached = hand.reached
                show(hand.practice.goals, reached: reached, screen)
            }
        }
        return nil
    }

    // MARK: Settings

    /// Settings are changed, and the run is played with them, until the goals are reached.
    mutating func repair(_ fix: Fix, _ round: inout Round, _ screen: any LessonScreen) async throws -> Way {
        var values = fix.settings.map(\.now)
        while true {
            for index in fix.settings.indices {
                switch try await set(fix.settings[index], now: values[index], fix.model[index], &round, screen) {
                case .value(let value): values[index] = value
                case .way(let way): return way
                }
            }
            screen.work()
            let reached = try await house.reached(fix, values, round.step, answers: progress.answers(in: lesson))
            show(fix.goals, reached: reached, screen)
            if reached.allSatisfy(\.self) {
                round.answers = values
                let words = Dictionary(zip(fix.settings.map(\.name), values), uniquingKeysWith: { first, _ in first })
                let scope = try await house.scope(for: round.step, answers: progress.answers(in: lesson), words: words)
                round.sheet = round.sheet.with(scope)
                return try await pass(round, screen)
            }
            round.misses += 1
            try await showPlayed(fix, values, &round, screen)
            screen.show { $0.say($0.wording(.playedSo), after: $0.wording(.notYet)) }
        }
    }

    /// What was said with the settings as they are: a learner who sees only that it failed has nothing to think about.
    private func showPlayed(
        _ fix: Fix, _ values: [String], _ round: inout Round, _ screen: any LessonScreen
    ) async throws {
        let words = Dictionary(zip(fix.settings.map(\.name), values), uniquingKeysWith: { first, _ in first })
        let scope = try await house.scope(for: round.step, answers: progress.answers(in: lesson), words: words)
        let stage = Stage([Showing(part: .all)], in: scope)
        guard !stage.isEmpty else { return }
        round.stage = stage
        if screen.hasStage { screen.show(stage, atEnd: false) }
    }

    private enum Set {
        case value(String)
        case way(Way)
    }

    private mutating func set(
        _ setting: Fix.Setting, now: String, _ model: String, _ round: inout Round, _ screen: any LessonScreen
    ) async throws -> Set {
        screen.show(.blank)
        screen.show { $0.setting(setting, now: now) }
        while true {
            switch screen.line(lesson.wording(.settingPrompt), isLive: false) {
            case .text(let line) where line.allSatisfy(\.isWhitespace): return .value(now)
            case .text(let line):
                if let value = setting.value(of: line) { return .value(value) }
                refuse(setting.expectation(lesson.wording), line, screen)
            case .command(.hint) where round.hasNoMoreHints && lesson.kind == .lesson:
                round.isAssisted = true
                screen.say(.theAnswerIs, ["answer": Judge.shown(model, setting.options)])
            case let input: if let way = try await obey(input, &round, screen) { return .way(way) }
            }
        }
    }
}

/// What is heard in a session, as it comes: on the stage, or line by line.
private final class LiveSession {
    private let screen: any LessonScreen
    private var records: [Record] = []
    /// How far the lines have been shown.
    private var shown = 0

    init(_ screen: any LessonScreen) { self.screen = screen }

    /// - Returns: All that was heard so far.
    func show(_ hand: HandPractice) -> Stage {
        records += hand.news()
        let stage = Stage(session: records, of: hand.facts)
        if screen.hasStage {
            screen.show(stage, atEnd: true)
        } else if shown < records.count {
            let (records, shown) = (records, shown)
            self.shown = records.count
            screen.show { $0.rendered(records, from: shown) }
        }
        return stage
    }
}
