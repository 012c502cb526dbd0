package import Dialogue
package import MailProtocols
import Packets
package import Simulator

/// All that a run, or a session typed by hand, left behind: what checks look at. The steps are traced from the tape as a
/// capture, so a lesson asks about the very bytes that `trace` would show.
package struct Facts: Sendable {
    package var tape: Tape
    /// Everything, in order of completion, with what the stations decided and where the letters were.
    package var records: [Record]
    package var steps: [StepRecord] = []
    package var connections: [ConnectionRecord] = []
    package var ends: [ConnectionEndRecord] = []
    package var messages: [MessageRecord] = []
    /// Also those in the middle of things.
    package var states: [StateRecord] = []
    package var decisions: [DecisionRecord] = []
    /// What the stations hold at the end, octet for octet, oldest first; by their owners in lower case.
    package var maildrops: [String: [[UInt8]]]
    package var readers: [String: [[UInt8]]] = [:]
    package var queues: [String: [[UInt8]]] = [:]
    /// When it began: nanoseconds since 1970 UTC.
    package var start: Int64 = 0
    /// The labels and the subjects of the letters that the scenario sends, in its order.
    package var sent: [(label: String, subject: String)] = []
    private var replies: [StepName: Int] = [:]
    /// Of tape and connection records alike.
    private var parties: [Int: Tape.Connection] = [:]

    package init(
        tape: Tape, records: [Record]? = nil, states: [StateRecord] = [], maildrops: [String: [[UInt8]]] = [:]
    ) {
        self.tape = tape
        self.maildrops = maildrops
        self.records = records ?? Self.weave(Self.trace(tape), states)
        sort()
    }

    /// Nothing at all has happened.
    package static let empty = Facts(tape: Tape())

    /// - Parameter opensTLS: With the run's keys; else as an eavesdropper has it.
    package init(_ run: SimulationRun, opensTLS: Bool = false) {
        var run = run
        if !opensTLS { run.keyLog = [] }
        self.init(tape: run.tape, records: try? run.records(), states: run.states, maildrops: run.maildrops)
        readers = run.readers
        queues = run.queues.mapValues { $0.map(\.content) }
        start = run.scenario.start
        sent = Self.sent(run)
    }

    /// Puts records of each kind, and what is often looked up, where they are found soon. Again after every change of ``records``.
    package mutating func sort() {
        steps = []
        connections = []
        ends = []
        messages = []
        states = []
        decisions = []
        for record in records {
            switch record {
            case .step(let step): steps.append(step)
            case .connection(let connection): connections.append(connection)
            case .connectionEnd(let end): ends.append(end)
            case .message(let message): messages.append(message)
            case .state(let state): states.append(state)
            case .decision(let decision): decisions.append(decision)
            case .journey, .summary: break
            }
        }
        replies = [:]
        for (index, record) in steps.enumerated() where record.step.kind == .reply && record.step.answers > 0 {
            replies[StepName(connection: record.step.connection, number: record.step.answers)] = index
        }
        let byClient = Dictionary(
            tape.connections.map { ($0.client.endpoint, $0) }, uniquingKeysWith: { first, _ in first })
        parties = [:]
        for connection in connections { parties[Int(connection.connection)] = byClient[connection.client] }
    }

    /// How long it took on its own clock.
    package var virtualSeconds: Int {
        guard let last = tape.events.last?.time, start > 0, last > start else { return 0 }
        return Int((last - start) / 1_000_000_000)
    }

    package func connection(_ number: Int) -> ConnectionRecord? { connections.first { Int($0.connection) == number } }

    /// A side's name in a connection: `sender MTA`, or `client` where nobody knows it.
    package func name(of side: Side, in number: Int) -> String? {
        guard let connection = connection(number) else { return nil }
        return (side == .client ? connection.clientName : connection.serverName) ?? side.name
    }

    /// Who takes part in a connection; nil where the tape does not know it.
    package func parties(of number: Int) -> Tape.Connection? { parties[number] }

    /// Payload octets of a side.
    package func octets(of side: Side, in number: Int) -> Int? {
        ends.first { Int($0.connection) == number }.map { side == .client ? $0.clientBytes : $0.serverBytes }
    }

    /// A side's stream.
    package func stream(of side: Side, in number: Int) -> [UInt8] {
        guard let client = connection(number)?.client,
            let index = tape.connections.firstIndex(where: { $0.client.endpoint == client })
        else { return [] }
        return tape.octets(of: side, in: index + 1)
    }

    /// The octets of a step as they crossed the wire.
    package func octets(of record: StepRecord) -> [UInt8] {
        let stream = stream(of: record.step.side, in: Int(record.step.connection))
        let range = record.step.range.clamped(to: 0..<stream.count)
        return Array(stream[range])
    }

    /// The reply that ended a command's or a content's turn; nil where none was heard.
    package func reply(to record: StepRecord) -> StepRecord? {
        replies[StepName(connection: record.step.connection, number: record.step.number)].map { steps[$0] }
    }

    /// A message's octets, dots removed.
    package func content(of record: StepRecord) -> [UInt8] {
        let octets = octets(of: record)
        // The last three octets are the dot line; BDAT has none.
        let verb = record.step.verbName(text: record.text)
        guard verb != "BDAT" else { return octets }
        guard octets.count >= 3 else { return [] }
        let content = Array(octets.dropLast(3))
        return DotStuffing.unstuffed(content.span).bytes
    }

    /// Message octets of each letter that a client handed over and the server took, dots removed, oldest first.
    package func typedContents() -> [[UInt8]] {
        steps.compactMap { record in
            let step = record.step
            guard step.kind == .content, step.side == .client, step.protocol.grammar != .pop3,
                reply(to: record)?.step.code.outcome == .done
            else { return nil }
            return content(of: record)
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

    /// The outboxes of the beginning hold what will be sent, each in the scenario's order.
    private static func sent(_ run: SimulationRun) -> [(label: String, subject: String)] {
        var outboxes: [String: [String]] = [:]
        for store in run.states.first?.stores ?? [] where store.kind == "outbox" {
            outboxes[store.owner] = store.letters
        }
        return run.scenario.letters.map { letter in
            let owner = letter.from.lowercased()
            let label = outboxes[owner]?.first ?? letter.id ?? letter.subject
            if outboxes[owner]?.isEmpty == false { outboxes[owner]?.removeFirst() }
            return (label, letter.subject)
        }
    }
}
