package import Dialogue
import MailProtocols

/// What a check can see: the facts of the runs that were played for it, and what the learner has said so far.
package struct Scope: Sendable {
    /// By the run's name.
    package var runs: [String: Facts]
    /// The run in hand.
    package var current: String
    /// By step: an answer for each question.
    package var answers: [String: [String]]
    /// The step that `this` means.
    package var this: StepName?

    package init(
        _ facts: Facts, run: String = Lesson.usualRun, others: [String: Facts] = [:], answers: [String: [String]] = [:]
    ) {
        runs = others
        runs[run] = facts
        current = run
        self.answers = answers
    }

    /// Those of the run in hand; empty where it was not played.
    package var facts: Facts { runs[current] ?? .empty }

    package func inRun(_ run: String?) -> Scope {
        guard let run, run != current else { return self }
        var scope = self
        scope.current = run
        return scope
    }

    package func with(_ this: StepName?) -> Scope {
        guard let this else { return self }
        var scope = self
        scope.this = this
        return scope
    }

    // MARK: Connections

    /// The numbers of the connections that are meant, in order.
    func connections(_ filter: ConnectionFilter) -> [Int] {
        let facts = facts
        let found = facts.connections.filter { connection in
            if let number = filter.number, Int(connection.connection) != number { return false }
            if let family = filter.family, (connection.protocol.grammar == .pop3 ? "pop3" : "smtp") != family {
                return false
            }
            let parties = facts.parties(of: Int(connection.connection))
            return Self.isCalled(filter.client, connection.clientName, parties?.client.host)
                && Self.isCalled(filter.server, connection.serverName, parties?.server.host)
        }
        let numbers = found.map { Int($0.connection) }
        return filter.nth.map { $0.pick(numbers) } ?? numbers
    }

    static func isCalled(_ wanted: String?, _ name: String?, _ host: String?) -> Bool {
        guard let wanted else { return true }
        return name?.lowercased() == wanted || host?.lowercased() == wanted
    }

    // MARK: Steps

    /// The steps that a selector names, in order.
    package func steps(_ selector: Selector) -> [StepRecord] {
        let scope = inRun(selector.run)
        let facts = scope.facts
        var candidates = facts.steps
        if let base = selector.within.first { candidates = scope.steps(base) }
        if selector.isThis {
            candidates = candidates.filter {
                $0.step.connection == this?.connection && $0.step.number == this?.number
            }
        }
        if !selector.connection.isEmpty {
            let numbers = Set(scope.connections(selector.connection))
            candidates = candidates.filter { numbers.contains(Int($0.step.connection)) }
        }
        if let after = selector.after.first {
            guard let mark = scope.steps(after).first else { return [] }
            candidates = candidates.filter { Self.precedes(mark, $0) }
        }
        if let before = selector.before.first {
            guard let mark = scope.steps(before).first else { return [] }
            candidates = candidates.filter { Self.precedes($0, mark) }
        }
        var found = candidates.filter { Self.matches($0, selector, facts) }
        if let nth = selector.nth { found = nth.pick(found) }
        return selector.isReply ? found.compactMap { facts.reply(to: $0) } : found
    }

    /// In time; within one connection by the numbers.
    static func precedes(_ first: StepRecord, _ second: StepRecord) -> Bool {
        if first.step.connection == second.step.connection { return first.step.number < second.step.number }
        return (first.step.time, first.step.connection) < (second.step.time, second.step.connection)
    }

    private static func matches(_ record: StepRecord, _ selector: Selector, _ facts: Facts) -> Bool {
        let step = record.step
        if let side = selector.side, step.side != side { return false }
        if let phase = selector.phase, step.phase != phase { return false }
        if let state = selector.state, step.stateName.lowercased() != state.lowercased() { return false }
        // A verb alone means the command; its content has to be asked for.
        if let kind = selector.kind ?? (selector.verbs.isEmpty ? nil : .command), step.kind != kind { return false }
        if !selector.verbs.isEmpty, !selector.verbs.contains(step.verbName(text: record.text)) { return false }
        if let note = selector.note, !step.notes.contains(note) { return false }
        if let isEncrypted = selector.isEncrypted {
            if (step.kind == .tls || step.flags.contains(.decrypted)) != isEncrypted { return false }
        }
        if selector.code != nil || selector.family != nil {
            guard let answer = step.kind == .reply ? record : facts.reply(to: record) else { return false }
            let code = answer.step.code.description
            if let wanted = selector.code, code != wanted { return false }
            if let family = selector.family, code != family, !(family.count == 1 && code.hasPrefix(family)) {
                return false
            }
        }
        if let text = selector.contains, !holds(record.text, Array(text.utf8)) { return false }
        if let octets = selector.octets, !holds(facts.octets(of: record), octets) { return false }
        return true
    }

    private static func holds(_ octets: [UInt8], _ sought: [UInt8]) -> Bool {
        !ByteFinding.offsets(of: sought, in: octets, atMost: 1).isEmpty
    }
}

/// Octets within octets.
enum ByteFinding {
    /// Where `sought` begins in `octets`, at most so many times, overlapping ones among them.
    static func offsets(of sought: [UInt8], in octets: [UInt8], atMost limit: Int = .max) -> [Int] {
        guard let first = sought.first, octets.count >= sought.count else { return [] }
        var found: [Int] = []
        for start in 0...(octets.count - sought.count) where octets[start] == first {
            if sought.indices.allSatisfy({ octets[start + $0] == sought[$0] }) {
                found.append(start)
                if found.count >= limit { break }
            }
        }
        return found
    }
}
