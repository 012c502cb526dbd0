import Dialogue
import Rendering

/// Steps in which the learner types to a living server.
extension LessonPlayer {
    mutating func practise(
        _ practice: Practice, _ round: inout Round, _ screen: any LessonScreen
    ) async throws -> Way {
        screen.show(Array("\n".utf8) + goals(practice.goals, reached: practice.goals.map { _ in false }))
        while true {
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
            if hand.isPassed { return pass(round, screen) }
            if let way { return way }
            round.misses += 1
            let text = text(screen)
            screen.show(Array("\n".utf8) + text.say(.sessionOver))
            screen.show(goals(practice.goals, reached: hand.reached))
            screen.show(text.say(.freshServer))
        }
    }

    /// One session, until its goals are reached or it is over.
    ///
    /// - Returns: Where the learner wants to go; nil where the session ended.
    private mutating func converse(
        _ hand: HandPractice, _ round: inout Round, _ screen: any LessonScreen
    ) async throws -> Way? {
        let text = text(screen)
        var renderer = TerminalRenderer(
            width: min(screen.columns, 100), palette: screen.palette, explain: true, order: .immediate)
        var reached = hand.reached
        screen.show(Array("\n".utf8))
        show(hand.news(), &renderer, screen)
        while !hand.isOver, !hand.isPassed {
            switch screen.line(lesson.wording(.sessionPrompt)) {
            case .text(let line):
                guard try await hand.say(line) else {
                    screen.show(text.say(.tooManyLines, ["count": Practice.lineLimit]))
                    return nil
                }
                show(hand.news(), &renderer, screen)
                if hand.reached != reached, !hand.isOver || hand.isPassed {
                    reached = hand.reached
                    screen.show(Array("\n".utf8) + goals(hand.practice.goals, reached: reached))
                }
            case .command(.hint) where round.hints >= round.step.hints.count && lesson.kind == .lesson:
                round.isAssisted = true
                screen.show(text.say(.theseLines))
                screen.show(Array(hand.practice.model.map { "    \(Escaping.visible($0))\n" }.joined().utf8))
            case .command(let command):
                if let way = obey(command, &round, screen) { return way }
            // A line with a colon that is no command: the only one that a session knows.
            case .unknown(let line) where line == HandPractice.hangUp:
                guard try await hand.say(line) else { return nil }
                show(hand.news(), &renderer, screen)
            case .unknown(let line): screen.show(Self.unknown(line, text))
            }
        }
        return nil
    }

    private func show(_ news: [Record], _ renderer: inout TerminalRenderer, _ screen: any LessonScreen) {
        guard !news.isEmpty else { return }
        var sink = ByteSink()
        for record in news { renderer.render(record, to: &sink) }
        screen.show(sink.take())
    }

    private func goals(_ goals: [Goal], reached: [Bool]) -> [UInt8] {
        zip(goals, reached).reduce(into: []) { out, goal in
            out += Array("  [\(goal.1 ? "x" : " ")] \(Escaping.visible(goal.0.say))\n".utf8)
        }
    }

    // MARK: Settings

    /// Settings are changed, and the run is played with them, until the goals are reached.
    mutating func repair(_ fix: Fix, _ round: inout Round, _ screen: any LessonScreen) async throws -> Way {
        let text = text(screen)
        var values = fix.settings.map(\.now)
        while true {
            for index in fix.settings.indices {
                switch set(fix.settings[index], now: values[index], fix.model[index], &round, screen) {
                case .value(let value): values[index] = value
                case .way(let way): return way
                }
            }
            let reached = try await house.reached(fix, values, round.step, answers: progress.answers(in: lesson))
            screen.show(Array("\n".utf8) + goals(fix.goals, reached: reached))
            if reached.allSatisfy(\.self) {
                round.answers = values
                let words = Dictionary(zip(fix.settings.map(\.name), values), uniquingKeysWith: { first, _ in first })
                let scope = try await house.scope(for: round.step, answers: progress.answers(in: lesson), words: words)
                round.sheet = round.sheet.with(scope)
                return pass(round, screen)
            }
            round.misses += 1
            screen.show(
                text.say(lesson.wording(.playedSo), after: lesson.wording(.notYet)))
        }
    }

    private enum Set {
        case value(String)
        case way(Way)
    }

    private mutating func set(
        _ setting: Fix.Setting, now: String, _ model: String, _ round: inout Round, _ screen: any LessonScreen
    ) -> Set {
        let text = text(screen)
        screen.show(Array("\n".utf8) + text.setting(setting, now: now))
        while true {
            switch screen.line(lesson.wording(.settingPrompt)) {
            case .text(let line) where line.allSatisfy(\.isWhitespace): return .value(now)
            case .text(let line):
                if let value = setting.value(of: line) { return .value(value) }
                screen.show(text.say(setting.expectation(lesson.wording)))
            case .command(.hint) where round.hints >= round.step.hints.count && lesson.kind == .lesson:
                round.isAssisted = true
                screen.show(text.say(.theAnswerIs, ["answer": Judge.shown(model, setting.options)]))
            case .command(let command):
                if let way = obey(command, &round, screen) { return .way(way) }
            case .unknown(let line): screen.show(Self.unknown(line, text))
            }
        }
    }
}
