import Dialogue
import MailProtocols

extension Scope {
    package func holds(_ check: Check) -> Bool {
        switch check {
        case .compare(let left, let comparison, let right):
            guard let left = quantity(left), let right = quantity(right) else { return false }
            return Self.compare(left, comparison, right)
        case .all(let checks): return checks.allSatisfy { holds($0) }
        case .any(let checks): return checks.contains { holds($0) }
        case .not(let check): return !holds(check)
        case .exists(let selector): return !steps(selector).isEmpty
        case .order(let selectors): return isInOrder(selectors)
        case .heard(let words): return heard(words)
        case .bodyIsTyped(let maildrop): return bodyIsTyped(maildrop)
        case .sameDialogue(let runs):
            let dialogues = runs.map { dialogue(of: $0) }
            return dialogues.first?.isEmpty == false && dialogues.allSatisfy { $0 == dialogues.first }
        case .inRun(let run, let check): return inRun(run).holds(check)
        }
    }

    private static func compare(_ left: Quantity, _ comparison: Check.Comparison, _ right: Quantity) -> Bool {
        func same(_ one: String, _ other: String) -> Bool { one.lowercased() == other.lowercased() }
        switch comparison {
        case .equals: return same(left.description, right.description)
        case .isNot: return !same(left.description, right.description)
        case .oneOf: return right.words.contains { same($0, left.description) }
        case .includes:
            return right.words.allSatisfy { word in left.words.contains { same($0, word) } }
        case .sameSet:
            return Set(left.words.map { $0.lowercased() }) == Set(right.words.map { $0.lowercased() })
        case .moreThan, .lessThan, .atLeast, .atMost:
            guard case .number(let left) = left, case .number(let right) = right else { return false }
            switch comparison {
            case .moreThan: return left > right
            case .lessThan: return left < right
            case .atLeast: return left >= right
            default: return left <= right
            }
        }
    }

    private func isInOrder(_ selectors: [Selector]) -> Bool {
        var last: StepRecord?
        for selector in selectors {
            let found = steps(selector)
            guard let next = last.map({ last in found.first { Self.precedes(last, $0) } }) ?? found.first else {
                return false
            }
            last = next
        }
        return !selectors.isEmpty
    }

    private func heard(_ words: [String]) -> Bool {
        facts.connections.contains { connection in
            var wanted = words[...]
            for record in facts.steps where record.step.connection == connection.connection {
                let isMeant =
                    switch record.step.kind {
                    case .command: wanted.first == record.step.verbName(text: record.text)
                    case .content: wanted.first == "content"
                    default: false
                    }
                guard isMeant, let reply = facts.reply(to: record) else { continue }
                if reply.step.code.outcome == .done || reply.step.code.outcome == .goOn { wanted = wanted.dropFirst() }
            }
            return wanted.isEmpty
        }
    }

    private func bodyIsTyped(_ maildrop: String) -> Bool {
        guard let typed = facts.typedContents().last, let letter = facts.maildrops[maildrop]?.last,
            letter.count >= typed.count
        else { return false }
        guard Array(letter.suffix(typed.count)) == typed else { return false }
        // Stations may add trace lines on top, RFC 5321 section 4.4, and nothing else.
        let added = Array(letter.dropLast(typed.count)).split(separator: 0x0A, omittingEmptySubsequences: false)
        return added.allSatisfy { line in
            let text = String(decoding: line, as: UTF8.self).lowercased()
            return text.isEmpty || text.hasPrefix("received:") || text.hasPrefix("return-path:") || text.hasPrefix(" ")
                || text.hasPrefix("\t")
        }
    }

    /// Verbs and codes of a run, connection by connection.
    private func dialogue(of run: String) -> [String] {
        let facts = inRun(run).facts
        var words: [Int32: [String]] = [:]
        for record in facts.steps where record.step.kind != .gap {
            let step = record.step
            let word = step.kind == .reply ? step.code.description : step.verbName(text: record.text)
            words[step.connection, default: []].append("\(step.side.name) \(step.kind.rawValue) \(word)")
        }
        return words.sorted { $0.key < $1.key }.map { $0.value.joined(separator: ", ") }
    }
}
