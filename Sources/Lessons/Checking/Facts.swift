package import Dialogue
package import MailProtocols
import Packets
package import Simulator

/// All that a run, or a session typed by hand, left behind: what checks look at. The steps are traced from the tape as a
/// capture, so a lesson asks about the very bytes that `trace` would show.
package struct Facts: Sendable {
    package var tape: Tape
    /// Everything, in order of completion, with the states between the connections.
    package var records: [Record]
    package var steps: [StepRecord] = []
    package var connections: [ConnectionRecord] = []
    package var ends: [ConnectionEndRecord] = []
    package var messages: [MessageRecord] = []
    package var states: [StateRecord] = []
    /// What the servers hold at the end, octet for octet, oldest first; by maildrop.
    package var maildrops: [String: [[UInt8]]]

    package init(tape: Tape, states: [StateRecord] = [], maildrops: [String: [[UInt8]]] = [:]) {
        self.tape = tape
        self.maildrops = maildrops
        records = Self.weave(Self.trace(tape), states)
        for record in records {
            switch record {
            case .step(let step): steps.append(step)
            case .connection(let connection): connections.append(connection)
            case .connectionEnd(let end): ends.append(end)
            case .message(let message): messages.append(message)
            case .state(let state): self.states.append(state)
            case .journey, .decision, .summary: break
            }
        }
    }

    package init(_ run: SimulationRun) {
        self.init(tape: run.tape, states: run.states, maildrops: run.maildrops)
    }

    package func connection(_ number: Int) -> ConnectionRecord? { connections.first { Int($0.connection) == number } }

    /// A side's name in a connection: `sender MTA`, or `client` where nobody knows it.
    package func name(of side: Side, in number: Int) -> String? {
        guard let connection = connection(number) else { return nil }
        return (side == .client ? connection.clientName : connection.serverName) ?? side.name
    }

    /// Payload octets of a side.
    package func octets(of side: Side, in number: Int) -> Int? {
        ends.first { Int($0.connection) == number }.map { side == .client ? $0.clientBytes : $0.serverBytes }
    }

    /// Message octets of each letter that a client handed over and the server took, dots removed, oldest first.
    package func typedContents() -> [[UInt8]] {
        steps.compactMap { record in
            let step = record.step
            guard step.kind == .content, step.side == .client, step.protocol.grammar != .pop3,
                reply(to: record)?.step.code.outcome == .done
            else { return nil }
            let octets = tape.octets(of: .client, in: Int(step.connection))
            // The last three octets are the dot line.
            guard step.range.upperBound <= octets.count, step.range.count >= 3 else { return nil }
            let content = Array(octets[step.range.lowerBound..<step.range.upperBound - 3])
            return DotStuffing.unstuffed(content.span).bytes
        }
    }

    /// A partial tape ends in the middle of things; what its end alone completed is left out.
    private static func trace(_ tape: Tape) -> [Record] {
        var names: [Endpoint: String] = [:]
        for connection in tape.connections {
            names[connection.client.endpoint] = connection.client.name
            names[connection.server.endpoint] = connection.server.name
        }
        let known = names
        guard let capture = try? tape.pcapng(), var reader = try? CaptureReader(bytes: capture, name: "the tape") else {
            return []
        }
        var tracer = Tracer(names: { known[$0] })
        var records: [Record] = []
        while true {
            // The tape is our own and whole: nothing here is ever cut.
            guard let frame = try? reader.next() else { break }
            tracer.accept(frame)
            records += tracer.outbox.takeAll()
        }
        tracer.finish()
        return records + tracer.outbox.takeAll()
    }

    private static func weave(_ records: [Record], _ states: [StateRecord]) -> [Record] {
        var woven = states.filter { $0.afterConnection == 0 }.map { Record.state($0) }
        for record in records {
            woven.append(record)
            if case .connectionEnd(let end) = record {
                woven += states.filter { $0.afterConnection == end.connection }.map { Record.state($0) }
            }
        }
        return woven
    }
}
