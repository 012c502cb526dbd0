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

/// Holds answers against the facts of runs.
package struct Judge: Sendable {
    package let scope: Scope
    /// The learner's language.
    package let wording: Wording

    package init(_ scope: Scope, wording: Wording = .english) {
        self.scope = scope
        self.wording = wording
    }

    package func scope(of question: Question) -> Scope { scope.inRun(question.run).with(question.this) }

    /// - Parameter given: The answers to the step's earlier questions.
    package func judge(_ text: String, to question: Question, given: [String] = []) -> Judgement {
        let text = Self.trimmed(text)
        if let earlier = question.sameConnectionAs, given.indices.contains(earlier),
            let first = connection(named: given[earlier]), let second = connection(named: text), first != second
        {
            return .wrong(wording(.otherConnection, ["first": first, "second": second]))
        }
        switch question.answer {
        case .value(let value): return compare(text, value, question)
        case .step(let selector): return step(text, selector, question)
        case .frame(let selector): return frame(text, selector, question)
        case .octets(let selector, let part): return octets(text, selector, part, question)
        case .order(let selectors): return order(text, selectors, question)
        }
    }

    /// The right answer as a learner would write it; nil where the run holds none.
    package func answer(to question: Question, given: [String] = []) -> String? {
        let scope = scope(of: question)
        switch question.answer {
        case .value(let value): return answer(scope.quantity(value), question)
        case .step(let selector):
            var names = scope.steps(selector).map { StepName($0).description }
            if let earlier = question.sameConnectionAs, given.indices.contains(earlier) {
                let number = connection(named: given[earlier])
                names = names.filter { connection(named: $0) == number }
            }
            guard let first = names.first else { return nil }
            return question.isEvery ? names.joined(separator: ", ") : first
        case .frame(let selector):
            let frames = scope.steps(selector).map { "\($0.step.frames.lowerBound)" }
            guard let first = frames.first else { return nil }
            return question.isEvery ? frames.joined(separator: ", ") : first
        case .octets(let selector, let part):
            return scope.steps(selector).lazy.compactMap { Self.range(of: part, in: $0, scope) }.first
                .map { "\($0.lowerBound)-\($0.upperBound)" }
        case .order(let selectors):
            return sequence(selectors, scope)?.map { Self.letter($0) }.joined(separator: " ")
        }
    }

    /// Why a question has no answer.
    func problem(with question: Question, of step: String) -> LessonError.Problem {
        guard !question.options.isEmpty, case .value(let value) = question.answer,
            let quantity = scope(of: question).quantity(value)
        else { return .noAnswer(step: step) }
        return .notAmongOptions(quantity.description, step: step, options: question.options.map(\.value))
    }

    private func answer(_ quantity: Quantity?, _ question: Question) -> String? {
        guard let quantity else { return nil }
        guard !question.options.isEmpty else { return quantity.description }
        if question.isSeveral {
            let chosen = question.options.filter { option in
                quantity.words.contains { Self.isSame($0, option.value) }
            }
            return chosen.map(\.value).joined(separator: "\n")
        }
        // An answer that is not among the options could never be given.
        return question.options.first { Self.isSame($0.value, quantity.description) }?.value
    }

    // MARK: Values

    private func compare(_ text: String, _ value: Value, _ question: Question) -> Judgement {
        guard let right = scope(of: question).quantity(value) else { return .wrong("") }
        guard question.options.isEmpty else { return choose(text, right, question) }
        switch right {
        case .number(let number):
            guard let given = Int(text) else { return .unreadable(wording(.typeNumber)) }
            // Whoever is off by more than an Int holds is wrong as well.
            let (distance, isFar) = number.subtractingReportingOverflow(given)
            return !isFar && distance.magnitude <= question.tolerance.magnitude ? .right : .wrong("")
        case .text(let word): return Self.isSame(text, word) ? .right : .wrong("")
        case .list(let words):
            let given = Self.words(in: text)
            let isRight = given.count == words.count && zip(given, words).allSatisfy { Self.isSame($0, $1) }
            let isSet = question.isSeveral && Self.folded(given) == Self.folded(words)
            return isRight || isSet ? .right : .wrong("")
        }
    }

    private func choose(_ text: String, _ right: Quantity, _ question: Question) -> Judgement {
        guard question.isSeveral else {
            guard let chosen = Self.option(text, question.options) else {
                return .unreadable(wording(.typeLetter, ["last": Self.letter(question.options.count - 1)]))
            }
            return Self.isSame(chosen.value, right.description) ? .right : .wrong("")
        }
        let chosen = Self.words(in: text).map { Self.option($0, question.options)?.value }
        guard !chosen.contains(nil) else {
            return .unreadable(wording(.typeLetters))
        }
        let wanted = question.options.map(\.value).filter { value in right.words.contains { Self.isSame($0, value) } }
        return Self.folded(chosen.compactMap(\.self)) == Self.folded(wanted) ? .right : .wrong("")
    }

    /// The option that a letter, its value or its words name.
    static func option(_ text: String, _ options: [Question.Option]) -> Question.Option? {
        if let named = options.first(where: { isSame($0.value, text) || isSame($0.words, text) }) { return named }
        guard text.utf8.count == 1 || (text.utf8.count == 2 && text.last == ")"),
            let byte = text.lowercased().utf8.first, byte >= UInt8(ascii: "a")
        else { return nil }
        let index = Int(byte - UInt8(ascii: "a"))
        return options.indices.contains(index) ? options[index] : nil
    }

    /// An answer as people read it: options by the words that stand beside their letters.
    static func shown(_ answer: String, _ options: [Question.Option]) -> String {
        answer.split(separator: "\n", omittingEmptySubsequences: false).map { part in
            option(String(part), options)?.words ?? String(part)
        }.joined(separator: ", ")
    }

    package static func letter(_ index: Int) -> String {
        String(Character(Unicode.Scalar(UInt8(ascii: "a") + UInt8(clamping: min(index, 25)))))
    }

    // MARK: Order

    /// Indices of the items as they happened; nil where one did not, or two at once.
    private func sequence(_ selectors: [Selector], _ scope: Scope) -> [Int]? {
        let found = selectors.map { scope.steps($0).first }
        guard !found.contains(nil) else { return nil }
        let records = found.compactMap(\.self)
        let order = records.indices.sorted { Scope.precedes(records[$0], records[$1]) }
        let isStrict = zip(order, order.dropFirst()).allSatisfy { Scope.precedes(records[$0], records[$1]) }
        return isStrict ? order : nil
    }

    private func order(_ text: String, _ selectors: [Selector], _ question: Question) -> Judgement {
        guard let right = sequence(selectors, scope(of: question)) else { return .wrong("") }
        var given = Self.words(in: text)
        // `cab` is as good as `c a b`.
        if given.count == 1, given[0].count == selectors.count { given = given[0].map { String($0) } }
        let chosen = given.map { Self.option($0, question.options)?.value }
        guard chosen.count == selectors.count, !chosen.contains(nil), Set(chosen).count == chosen.count else {
            return .unreadable(wording(.typeOrder, ["count": selectors.count]))
        }
        return chosen == right.map { question.options[$0].value } ? .right : .wrong("")
    }

    // MARK: Words

    /// The words of a list: lines where there are lines, else what blanks and commas part.
    static func words(in text: String) -> [String] {
        if text.contains("\n") { return text.split(separator: "\n").map { trimmed(String($0)) } }
        if text.contains(",") { return text.split(separator: ",").map { trimmed(String($0)) }.filter { !$0.isEmpty } }
        return text.split(whereSeparator: \.isWhitespace).map(String.init)
    }

    static func trimmed(_ text: String) -> String {
        var text = text[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }

    /// Case and the blanks around do not matter.
    static func isSame(_ left: String, _ right: String) -> Bool {
        trimmed(left).lowercased() == trimmed(right).lowercased()
    }

    private static func folded(_ words: [String]) -> Set<String> { Set(words.map { trimmed($0).lowercased() }) }
}
