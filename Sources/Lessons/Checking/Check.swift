import Dialogue
import MailProtocols

/// Something that must hold of a run or of a session typed by hand: a pure function of its facts.
package indirect enum Check: Sendable, Hashable {
    package enum Comparison: String, Sendable, Hashable, CaseIterable {
        case equals
        case isNot = "is-not"
        case moreThan = "more-than"
        case lessThan = "less-than"
        case atLeast = "at-least"
    }

    case compare(Value, Comparison, Value)
    case all([Check])
    case any([Check])
    case not(Check)
    /// These commands, or `content`, were said in one connection in this order, others between them or not, and each was
    /// granted: 2yz, 3yz or +OK.
    case heard([String])
    /// The newest letter of the maildrop is what was typed, octet for octet, below the trace lines of the stations.
    case bodyIsTyped(maildrop: String)
}

extension Facts {
    package func holds(_ check: Check) -> Bool {
        switch check {
        case .compare(let left, let comparison, let right):
            guard let left = quantity(left), let right = quantity(right) else { return false }
            return Self.compare(left, comparison, right)
        case .all(let checks): return checks.allSatisfy { holds($0) }
        case .any(let checks): return checks.contains { holds($0) }
        case .not(let check): return !holds(check)
        case .heard(let words): return heard(words)
        case .bodyIsTyped(let maildrop): return bodyIsTyped(maildrop)
        }
    }

    private static func compare(_ left: Quantity, _ comparison: Check.Comparison, _ right: Quantity) -> Bool {
        switch comparison {
        case .equals: return left.description == right.description
        case .isNot: return left.description != right.description
        case .moreThan, .lessThan, .atLeast:
            guard case .number(let left) = left, case .number(let right) = right else { return false }
            return comparison == .moreThan ? left > right : comparison == .lessThan ? left < right : left >= right
        }
    }

    private func heard(_ words: [String]) -> Bool {
        connections.contains { connection in
            var wanted = words[...]
            for record in steps where record.step.connection == connection.connection {
                let isMeant =
                    switch record.step.kind {
                    case .command: wanted.first == record.step.verbName(text: record.text)
                    case .content: wanted.first == "content"
                    default: false
                    }
                guard isMeant, let reply = reply(to: record) else { continue }
                if reply.step.code.outcome == .done || reply.step.code.outcome == .goOn { wanted = wanted.dropFirst() }
            }
            return wanted.isEmpty
        }
    }

    private func bodyIsTyped(_ maildrop: String) -> Bool {
        guard let typed = typedContents().last, let letter = maildrops[maildrop]?.last, letter.count >= typed.count
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
}
