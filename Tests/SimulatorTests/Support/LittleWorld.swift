import Dialogue
import MailProtocols
import Simulator
import Testing

/// Two domains, alice in the south, bob and carol in the north; a test says what is different.
struct LittleWorld {
    /// YAML lines, without indentation, of the domains; of what else the scenario has.
    var south = ""
    var north = ""
    var users = "[{name: bob, password: b}, {name: carol, password: c}]"
    var letters = "- {from: alice@south.example, to: [bob@north.example], subject: Test, text: \"Hello\\nBob\\n\"}"
    var more = ""

    var yaml: String {
        """
        name: little-world
        seed: 5
        step-by-step: true
        domains:
          - name: south.example
            users: [{name: alice, password: a}]
        \(Self.indented(south))
          - name: north.example
            users: \(users)
        \(Self.indented(north))
        letters:
        \(Self.indented(letters))
        \(more)
        """
    }

    private static func indented(_ text: String) -> String {
        text.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n")
    }

    func play() async throws -> SimulationRun {
        try await Simulation.run(try Scenario(yaml: yaml, file: "test.yaml"), options: .init(triesRealPorts: false))
    }

    /// The servers, open for somebody who types by hand.
    func serve(_ body: (LiveStations) async throws -> Void) async throws {
        let stations = try await LiveStations.start(
            try Scenario(yaml: yaml, file: "test.yaml"), options: LiveOptions(patience: 120))
        do {
            try await body(stations)
        } catch {
            await stations.stop()
            throw error
        }
        await stations.stop()
    }
}

extension SimulationRun {
    func texts(in maildrop: String) -> [String] {
        (maildrops[maildrop] ?? []).map { String(decoding: $0, as: UTF8.self) }
    }

    /// What a side said in a connection, as text.
    func said(by side: Side, in connection: Int) -> String {
        String(decoding: tape.octets(of: side, in: connection), as: UTF8.self)
    }

    var decisions: [DecisionRecord] {
        entries.compactMap { if case .decision(let decision) = $0 { decision } else { nil } }
    }

    /// Where letters lay when a connection had ended, `queue mx.south.example`.
    func places(after connection: Int) -> [String] {
        guard let state = states.last(where: { $0.afterConnection == connection }) else { return [] }
        return state.stores.filter { !$0.letters.isEmpty }.map { "\($0.kind) \($0.owner)" }
    }

    /// Nothing waits any more.
    var areQueuesEmpty: Bool { queues.values.allSatisfy(\.isEmpty) }

    /// Seconds since the scenario's start, when a connection was opened.
    func opening(of connection: Int) -> Int64? {
        tape.events.first { $0.connection == connection }.map { ($0.time - scenario.start) / 1_000_000_000 }
    }
}
