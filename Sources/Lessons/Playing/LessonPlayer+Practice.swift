import Dialogue
import Rendering

/// Steps in which the learner types to a living server.
extension LessonPlayer {
    mutating func practise(
        _ practice: Practice, _ round: inout Round, _ screen: any LessonScreen
    ) async throws -> Way {
        screen.show(Array("\n".utf8) + goals(practice, reached: practice.goals.map { _ in false }))
        while true {
            let hand = try await HandPractice(practice, in: lesson.scenario, as: LessonRun.learnerName)
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
            screen.show(Array("\n".utf8) + text.say("The connection is over, and this is still to do:"))
            screen.show(goals(practice, reached: hand.reached))
            screen.show(text.say("A fresh server waits for you, and it knows nothing of before."))
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
            switch screen.line("C: ") {
            case .text(let line):
                guard try await hand.say(line) else {
                    screen.show(text.say("That were \(Practice.lineLimit) lines: the server hangs up."))
                    return nil
                }
                show(hand.news(), &renderer, screen)
                if hand.reached != reached, !hand.isOver || hand.isPassed {
                    reached = hand.reached
                    screen.show(Array("\n".utf8) + goals(hand.practice, reached: reached))
                }
            case .command(.hint) where round.hints >= round.step.hints.count:
                round.isAssisted = true
                screen.show(text.say("These lines do it:"))
                screen.show(Array(hand.practice.model.map { "    \(Escaping.visible($0))\n" }.joined().utf8))
            case .command(let command):
                if let way = obey(command, &round, screen) { return way }
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

    private func goals(_ practice: Practice, reached: [Bool]) -> [UInt8] {
        zip(practice.goals, reached).reduce(into: []) { out, goal in
            out += Array("  [\(goal.1 ? "x" : " ")] \(Escaping.visible(goal.0.say))\n".utf8)
        }
    }
}
