package import Dialogue
import Packets

extension SimulationRun {
    /// The run as the tracer reads it from its own tape, with the places of the letters after each connection. Because the
    /// records come from the tape, the run and a trace of its capture file cannot differ.
    package func records(needs: Needs = .full) throws -> [Record] {
        let names = Dictionary(
            tape.connections.flatMap { [$0.client, $0.server] }.map { ($0.endpoint.address, $0.name) },
            uniquingKeysWith: { first, _ in first })
        let keys = KeyRing()
        keys.add(keyLog)
        var tracer = Tracer(needs: needs, keys: keys) { names[$0.address] }
        var reader = try CaptureReader(bytes: try pcapng(), name: "the tape")
        while let frame = try reader.next() { tracer.accept(frame) }
        tracer.finish()
        var waiting = entries[...]
        var records: [Record] = []
        var ended: Int32 = 0
        // What a station decided stands before what was said later; where the letters are, behind the connection that it follows.
        func append(entriesBefore time: Int64) {
            while let entry = waiting.first {
                switch entry {
                case .decision(let decision) where decision.time < time: records.append(.decision(decision))
                case .state(let state) where state.time < time || !state.isMidway && state.afterConnection <= ended:
                    records.append(.state(state))
                default: return
                }
                waiting.removeFirst()
            }
        }
        append(entriesBefore: .min)
        let heard = tracer.outbox.takeAll()
        var moves: [Int32: Move] = [:]
        for case .message(let message) in heard { moves[message.connection] = message.move }
        for record in heard {
            append(entriesBefore: record.moment)
            switch record {
            case .connection(var connection):
                connection.move = moves[connection.connection]
                records.append(.connection(connection))
            case .connectionEnd(let end):
                records.append(record)
                ended = max(ended, end.connection)
                append(entriesBefore: .min)
            default: records.append(record)
            }
        }
        append(entriesBefore: .max)
        return records
    }
}

extension Record {
    /// When it happened; what sums up comes last.
    fileprivate var moment: Int64 {
        switch self {
        case .connection(let record): record.time
        case .step(let record): record.step.time
        case .message(let record): record.time
        case .connectionEnd(let record): record.time
        case .state(let record): record.time
        case .decision(let record): record.time
        case .journey, .summary: .max
        }
    }
}
