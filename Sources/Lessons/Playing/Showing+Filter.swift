import Dialogue
import MailProtocols

extension Showing {
    /// Which records of a run belong to what is shown.
    func filter(in scope: Scope) -> (Record) -> Bool {
        let facts = scope.facts
        switch part {
        case .capture:
            return { record in
                switch record {
                case .state, .decision, .journey, .summary: false
                default: true
                }
            }
        case .all:
            return { if case .summary = $0 { false } else { true } }
        case .state(let number):
            let last = facts.states.last { Int($0.afterConnection) == number && !$0.isMidway }
            return { if case .state(let state) = $0 { state == last } else { false } }
        case .journey:
            return { if case .journey = $0 { true } else { false } }
        case .connection(let filter): return connection(filter, in: scope)
        case .letter, .bytes, .frames: return { _ in false }
        }
    }

    private func connection(_ filter: ConnectionFilter, in scope: Scope) -> (Record) -> Bool {
        let numbers = Swift.Set(scope.connections(filter))
        let first = from.flatMap { scope.steps($0).first?.step.number }
        let last = to.flatMap { scope.steps($0).first?.step.number }
        let (isWholeAtStart, isWholeAtEnd) = (from == nil, to == nil)
        return { record in
            switch record {
            case .connection(let connection): return numbers.contains(Int(connection.connection)) && isWholeAtStart
            case .step(let record):
                return numbers.contains(Int(record.step.connection)) && first ?? .min <= record.step.number
                    && record.step.number <= last ?? .max
            case .connectionEnd(let end): return numbers.contains(Int(end.connection)) && isWholeAtEnd
            case .message, .journey, .state, .decision, .summary: return false
            }
        }
    }

    /// What is shown as pages, one for each step.
    func pages(in scope: Scope) -> [Passage] {
        switch part {
        case .letter, .bytes, .frames: return [Passage { $0.rendered(self, in: scope) }]
        default: break
        }
        let shows = filter(in: scope)
        let isBare = part == .capture
        let records = scope.facts.records.filter(shows).map { isBare ? $0.withoutNames : $0 }
        var ends = records.indices.filter { if case .step = records[$0] { true } else { false } }.map { $0 + 1 }
        if (ends.last ?? 0) < records.count { ends.append(records.count) }
        var start = 0
        return ends.map { end in
            defer { start = end }
            let first = start
            return Passage { $0.rendered(Array(records[..<end]), from: first, showing: self) }
        }
    }
}
