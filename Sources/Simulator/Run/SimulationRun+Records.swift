package import Dialogue
import Packets

extension SimulationRun {
    /// The run as the tracer reads it from its own tape, with the places of the letters after each connection. Because the
    /// records come from the tape, the run and a trace of its capture file cannot differ.
    package func records(needs: Needs = .full) throws -> [Record] {
        let names = Dictionary(
            tape.connections.flatMap { [$0.client, $0.server] }.map { ($0.endpoint.address, $0.name) },
            uniquingKeysWith: { first, _ in first })
        var tracer = Tracer(needs: needs) { names[$0.address] }
        var reader = try CaptureReader(bytes: try pcapng(), name: "the tape")
        while let frame = try reader.next() { tracer.accept(frame) }
        tracer.finish()
        var waiting = states[...]
        var records: [Record] = []
        func append(statesUpTo connection: Int32) {
            while let state = waiting.first, state.afterConnection <= connection {
                records.append(.state(state))
                waiting.removeFirst()
            }
        }
        append(statesUpTo: 0)
        let heard = tracer.outbox.takeAll()
        var moves: [Int32: Move] = [:]
        for case .message(let message) in heard { moves[message.connection] = message.move }
        for record in heard {
            switch record {
            case .connection(var connection):
                connection.move = moves[connection.connection]
                records.append(.connection(connection))
            case .connectionEnd(let end):
                records.append(record)
                append(statesUpTo: end.connection)
            case .journey, .summary:
                append(statesUpTo: .max)
                records.append(record)
            default: records.append(record)
            }
        }
        return records
    }
}
