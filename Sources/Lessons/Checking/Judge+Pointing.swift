import Dialogue
import MailProtocols

extension StepName {
    init(_ record: StepRecord) { self.init(connection: record.step.connection, number: record.step.number) }
}

/// Answers that point at something in the run.
extension Judge {
    /// The connection of a step's name.
    func connection(named text: String) -> Int? {
        let parts = text.split(separator: ".")
        return parts.count == 2 ? Int(parts[0]) : nil
    }

    func step(_ text: String, _ selector: Selector, _ question: Question) -> Judgement {
        let scope = scope(of: question).inRun(selector.run)
        let right = scope.steps(selector)
        let isOne = scope.facts.connections.count == 1
        let only = selector.connection.number ?? (isOne ? 1 : nil)
        var named: [StepRecord] = []
        for word in question.isEvery ? Self.words(in: text) : [text] {
            let parts = word.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
            let name: (connection: Int, number: Int)
            if parts.count == 2, let connection = parts[0], let number = parts[1] {
                name = (connection, number)
            } else if parts.count == 1, let number = parts[0], let only {
                // Where one connection is meant, its step is enough.
                name = (only, number)
            } else {
                return .unreadable(wording(.typeStep))
            }
            let found = scope.facts.steps.first {
                Int($0.step.connection) == name.connection && Int($0.step.number) == name.number
            }
            guard let found else { return .wrong(wording(.noSuchStep, ["step": word])) }
            named.append(found)
        }
        if let stray = named.first(where: { !right.contains($0) }) {
            return .wrong(wording(.stepIs, ["step": StepName(stray), "words": words(for: stray)]))
        }
        if question.isEvery, let missing = right.first(where: { !named.contains($0) }), right.count > named.count {
            return .wrong(wording(.moreSteps, ["step": StepName(named.last ?? missing)]))
        }
        return named.isEmpty ? .wrong("") : .right
    }

    func frame(_ text: String, _ selector: Selector, _ question: Question) -> Judgement {
        let right = scope(of: question).inRun(selector.run).steps(selector)
        if question.isEvery { return frames(text, right) }
        guard let number = Int(text) else { return .unreadable(wording(.typeFrame)) }
        return right.contains { $0.step.frames.contains(number) } ? .right : .wrong("")
    }

    /// Frames of a run of ours; none has nearly so many.
    private static let frameLimit = 1_000_000

    /// Every one of the steps has a frame among those given, and each given is of one of them.
    private func frames(_ text: String, _ right: [StepRecord]) -> Judgement {
        var given: [ClosedRange<Int>] = []
        for word in Self.words(in: text) {
            let ends = word.split(separator: "-").map { Int($0) }
            guard let first = ends.first, let first, let last = ends.last, let last, ends.count <= 2,
                1 <= first, first <= last,
                last <= Self.frameLimit
            else {
                return .unreadable(wording(.typeFrames))
            }
            given.append(first...last)
        }
        guard !given.isEmpty, !right.isEmpty else { return .wrong("") }
        let stray = given.joined().first { number in !right.contains { $0.step.frames.contains(number) } }
        if let stray { return .wrong(wording(.strayFrame, ["frame": stray])) }
        let isWhole = right.allSatisfy { record in given.contains { $0.overlaps(record.step.frames) } }
        return isWhole ? .right : .wrong(wording(.moreFrames))
    }

    func octets(
        _ text: String, _ selector: Selector, _ part: Question.OctetPart, _ question: Question
    ) -> Judgement {
        let ends = text.split(separator: "-").map { Int(Self.trimmed(String($0))) }
        guard ends.count == 2, let first = ends[0], let end = ends[1], first <= end else {
            return .unreadable(wording(.typeOctets))
        }
        let scope = scope(of: question).inRun(selector.run)
        for record in scope.steps(selector) {
            guard let range = Self.range(of: part, in: record, scope) else { continue }
            let extra = (end - first) - range.count
            if first <= range.lowerBound, end >= range.upperBound, extra <= question.slack { return .right }
        }
        return .wrong("")
    }

    /// In the stream of the step's side.
    static func range(of part: Question.OctetPart, in record: StepRecord, _ scope: Scope) -> Range<Int>? {
        let sought: [UInt8]?
        switch part {
        case .whole: return record.step.range
        case .octets(let octets): sought = octets
        case .password: sought = SpokenWords.password(in: record)?.sent
        }
        guard let sought,
            let start = ByteFinding.offsets(of: sought, in: scope.facts.octets(of: record), atMost: 1).first
        else { return nil }
        let first = record.step.range.lowerBound + start
        return first..<first + sought.count
    }

    private func words(for record: StepRecord) -> String {
        let step = record.step
        switch step.kind {
        case .command: return "the \(step.side.name)'s \(step.verbName(text: record.text))"
        case .reply: return "the \(step.side.name)'s reply \(step.code.description)"
        case .content: return "content of the \(step.side.name)"
        default: return "a line of the \(step.side.name)"
        }
    }
}
