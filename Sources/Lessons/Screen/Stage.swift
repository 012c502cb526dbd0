package import Dialogue
import MailProtocols
import Rendering

/// What is seen of runs: dialogues in order, with what each step means, what the stations decided, and where the letters were.
package struct Stage: Sendable {
    struct Item: Sendable {
        var record: Record
        /// Whose run, an index into ``plays``.
        var play: Int
        var showsSecrets: Bool
        /// Only what a capture shows: no station's name, log or store.
        var isBare = false
        /// Steps only: what it means.
        var remark: Remark?

        var step: StepRecord? { if case .step(let record) = record { record } else { nil } }
    }

    struct Play: Sendable {
        var name: String
        var facts: Facts
    }

    private(set) var items: [Item] = []
    private(set) var plays: [Play] = []
    /// Which items are steps, in order.
    private(set) var steps: [Int] = []
    /// Where the letters were before anything of this was said.
    private(set) var places: StateRecord?

    package init() {}

    /// - Parameters:
    ///   - showings: Those that show dialogues; the others have no place here.
    ///   - scope: Of the step.
    package init(_ showings: [Showing], in scope: Scope) {
        for showing in showings { add(showing, in: scope.inRun(showing.run)) }
        if plays.isEmpty, !showings.contains(where: { $0.part == .capture }) { places = scope.facts.states.first }
    }

    /// A session under way.
    package init(session records: [Record], of facts: Facts) {
        plays = [Play(name: "", facts: facts)]
        for record in records { append(record, secrets: false) }
        explain()
    }

    package var isEmpty: Bool { steps.isEmpty }

    private mutating func add(_ showing: Showing, in scope: Scope) {
        guard showing.showsDialogue else { return }
        if plays.last?.name != scope.current { plays.append(Play(name: scope.current, facts: scope.facts)) }
        let admits = showing.filter(in: scope)
        let isBare = showing.part == .capture
        for record in scope.facts.records where admits(record) {
            append(isBare ? record.withoutNames : record, secrets: showing.showsSecrets, isBare: isBare)
        }
        explain()
    }

    private mutating func append(_ record: Record, secrets: Bool, isBare: Bool = false) {
        if case .step = record { steps.append(items.count) }
        items.append(Item(record: record, play: plays.count - 1, showsSecrets: secrets, isBare: isBare, remark: nil))
    }

    /// What a step means depends on those before it, also on those that are not shown.
    private mutating func explain() {
        let play = plays.count - 1
        var wanted: [StepName: Int] = [:]
        for index in steps where items[index].play == play {
            if let step = items[index].step { wanted[StepName(step)] = index }
        }
        var commentator = Commentator()
        for record in plays[play].facts.records {
            switch record {
            case .connection(let connection): commentator.begin(connection)
            case .step(let step):
                let remark = commentator.remark(on: step)
                if let index = wanted[StepName(step)] { items[index].remark = remark }
            case .connectionEnd(let end): commentator.end(end.connection)
            case .message, .journey, .state, .decision, .summary: break
            }
        }
    }

    // MARK: One step

    /// `1.6`, or `6` where there is one connection; nil where no such step is here.
    func number(ofStep name: String) -> Int? {
        let names = steps.map { items[$0].step.map { StepName($0).description } ?? "" }
        if let found = names.firstIndex(of: name) { return found }
        let connections = Set(names.map { $0.prefix { $0 != "." } })
        return connections.count == 1
            ? names.firstIndex { $0.split(separator: ".").last.map(String.init) == name } : nil
    }

    /// - Parameter number: From 0, counting steps only.
    func item(ofStep number: Int) -> Item? {
        steps.indices.contains(number) ? items[steps[number]] : nil
    }

    /// What the stations decided after this step and before the next one that anybody said.
    func decisions(after item: Item) -> [DecisionRecord] {
        guard let step = item.step, !item.isBare else { return [] }
        var found: [DecisionRecord] = []
        var isBehind = false
        for record in plays[item.play].facts.records {
            switch record {
            case .step(let other):
                if isBehind { return found }
                isBehind = StepName(other) == StepName(step)
            case .decision(let decision) where isBehind: found.append(decision)
            default: break
            }
        }
        return found
    }

    /// Where the letters are once this step was said: at the next step's time at the latest.
    func places(after item: Item?) -> StateRecord? {
        guard let item, let step = item.step else { return places }
        if item.isBare { return nil }
        let facts = plays[item.play].facts
        let next = facts.steps.lazy.map(\.step.time).filter { $0 > step.step.time }.min() ?? .max
        return facts.states.last { $0.time < next } ?? facts.states.first
    }

    /// The octets that the step consists of, as they crossed the wire; inside TLS what was said in it.
    func octets(of item: Item) -> [UInt8] {
        guard let step = item.step else { return [] }
        if step.step.flags.contains(.decrypted) { return step.text }
        return plays[item.play].facts.octets(of: step)
    }

    /// Who says a step and to whom: names of stations, hosts, or client and server.
    func parties(of item: Item) -> (from: String, to: String)? {
        guard let step = item.step?.step else { return nil }
        if item.isBare { return (step.side.name, step.side == .client ? Side.server.name : Side.client.name) }
        let facts = plays[item.play].facts
        let number = Int(step.connection)
        let names = (facts.name(of: .client, in: number) ?? "client", facts.name(of: .server, in: number) ?? "server")
        return step.side == .client ? (names.0, names.1) : (names.1, names.0)
    }
}

extension Showing {
    /// It is a dialogue that one can go through step by step.
    var showsDialogue: Bool {
        switch part {
        case .all, .capture, .connection: true
        case .state, .journey, .letter, .bytes, .frames: false
        }
    }
}
