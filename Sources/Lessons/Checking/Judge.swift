import Dialogue
import MailProtocols

/// Whether an answer is right, and what to say to a learner whose answer is not.
package enum Judgement: Sendable, Hashable {
    case right
    /// Not what was asked for, with a word about what the answer really names.
    case wrong(String)
    /// No answer to the question at all: what is expected.
    case unreadable(String)
}

/// Holds answers against the facts of a run.
package struct Judge: Sendable {
    package let facts: Facts

    package init(_ facts: Facts) { self.facts = facts }

    package func judge(_ text: String, to question: Question) -> Judgement {
        let text = Self.trimmed(text)
        switch question.answer {
        case .value(let value): return compare(text, value, question.options)
        case .step(let selector): return step(text, selector)
        case .frame(let selector): return frame(text, selector)
        case .octets(let selector): return octets(text, selector)
        }
    }

    /// The right answer as a learner would write it; nil where the run holds none.
    package func answer(to question: Question) -> String? {
        switch question.answer {
        case .value(let value):
            guard let answer = facts.quantity(value)?.description else { return nil }
            // An answer that is not among the options could never be given.
            if !question.options.isEmpty, !question.options.contains(where: { Self.isSame($0, answer) }) { return nil }
            return answer
        case .step(let selector): return facts.quantity(.step(selector))?.description
        case .frame(let selector): return facts.steps(selector).first.map { "\($0.step.frames.lowerBound)" }
        case .octets(let selector):
            return facts.steps(selector).first.map { "\($0.step.range.lowerBound)-\($0.step.range.upperBound)" }
        }
    }

    private func compare(_ text: String, _ value: Value, _ options: [String]) -> Judgement {
        guard let right = facts.quantity(value) else { return .wrong("") }
        guard !options.isEmpty else {
            if case .number(let number) = right {
                guard let given = Int(text) else { return .unreadable("Type a number, such as 2.") }
                return given == number ? .right : .wrong("")
            }
            return Self.isSame(text, right.description) ? .right : .wrong("")
        }
        guard let chosen = Self.option(text, options) else {
            return .unreadable(
                "Type one of the letters a to \(Self.letter(options.count - 1)), or the words behind it.")
        }
        return Self.isSame(chosen, right.description) ? .right : .wrong("")
    }

    /// The option that a letter or its words name.
    static func option(_ text: String, _ options: [String]) -> String? {
        if let named = options.first(where: { isSame($0, text) }) { return named }
        guard text.utf8.count == 1 || (text.utf8.count == 2 && text.last == ")"),
            let byte = text.lowercased().utf8.first, byte >= UInt8(ascii: "a")
        else { return nil }
        let index = Int(byte - UInt8(ascii: "a"))
        return options.indices.contains(index) ? options[index] : nil
    }

    static func letter(_ index: Int) -> String {
        String(Character(Unicode.Scalar(UInt8(ascii: "a") + UInt8(clamping: min(index, 25)))))
    }

    // MARK: Pointing

    private func step(_ text: String, _ selector: Selector) -> Judgement {
        let expectation = "Type connection and step with a dot between, such as 2.4."
        let right = facts.steps(selector)
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
        var named: StepRecord?
        if parts.count == 2, let connection = parts[0], let number = parts[1] {
            named = facts.steps.first { Int($0.step.connection) == connection && Int($0.step.number) == number }
        } else if parts.count == 1, let number = parts[0], let connection = selector.connection ?? onlyConnection {
            // Where one connection is meant, its step is enough.
            named = facts.steps.first { Int($0.step.connection) == connection && Int($0.step.number) == number }
        } else {
            return .unreadable(expectation)
        }
        guard let named else { return .wrong("There is no step \(text).") }
        return right.contains(named) ? .right : .wrong("Step \(text) is \(words(for: named)).")
    }

    private var onlyConnection: Int? { facts.connections.count == 1 ? 1 : nil }

    private func frame(_ text: String, _ selector: Selector) -> Judgement {
        guard let number = Int(text) else { return .unreadable("Type the number of a frame, such as 12.") }
        return facts.steps(selector).contains { $0.step.frames.contains(number) } ? .right : .wrong("")
    }

    private func octets(_ text: String, _ selector: Selector) -> Judgement {
        let ends = text.split(separator: "-").map { Int(Self.trimmed(String($0))) }
        guard ends.count == 2, let first = ends[0], let end = ends[1], first <= end else {
            return .unreadable("Type the first octet and the one behind the last, counted from 0, such as 27-60.")
        }
        return facts.steps(selector).contains { $0.step.range == first..<end } ? .right : .wrong("")
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

    static func trimmed(_ text: String) -> String {
        var text = text[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }

    /// Case and the blanks around do not matter.
    private static func isSame(_ left: String, _ right: String) -> Bool {
        trimmed(left).lowercased() == trimmed(right).lowercased()
    }
}
