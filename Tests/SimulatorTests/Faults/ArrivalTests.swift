import Dialogue
import MailProtocols
import Testing

@testable import Simulator

@Suite("Before MAIL can be said")
struct ArrivalTests {
    private static func outbox(_ run: SimulationRun) -> [String] {
        run.states.last?.stores.first { $0.kind == "outbox" && $0.owner == "alice@south.example" }?.letters ?? []
    }

    private static func play(_ alice: String, _ service: String) async throws -> SimulationRun {
        let yaml = """
            name: entrance
            seed: 1
            domains:
              - name: south.example
                service: \(service)
                users: [{name: alice, password: a, \(alice)}]
              - name: north.example
                users: [{name: bob, password: b}]
            letters:
              - {from: alice@south.example, to: [bob@north.example], subject: Test, text: Hello}
            """
        return try await Simulation.run(
            try Scenario(yaml: yaml, file: "entrance.yaml"), options: .init(triesRealPorts: false))
    }

    @Test(
        "whoever will not or cannot log in keeps the letter in the outbox, and is told why",
        arguments: [
            ("login: [plain], shows-password: false", "554 5.7.4 "),
            ("login: [scram-sha-256], shows-password: false", "554 5.7.4 "),
        ])
    func noLogin(alice: String, why: String) async throws {
        let service =
            alice.contains("plain")
            ? "{login: required, passwords-need-tls: false}"
            : "{login: required, without: [AUTH]}"
        let run = try await Self.play(alice, service)
        #expect(Self.outbox(run).count == 1)
        #expect(run.readers.isEmpty && run.texts(in: "bob@north.example").isEmpty)
        let told = run.decisions.filter { $0.kind == .deferred && $0.station == "alice@south.example" }
        #expect(told.contains { $0.text.contains(why) })
        #expect(!run.said(by: .client, in: 1).contains("AUTH"))
    }

    @Test(
        "where TLS never comes about, a letter goes on in the clear over a new connection; or waits, where TLS is required"
    )
    func fallback() async throws {
        try await Self.brokenTLS("if-offered") { run in
            #expect(run.texts(in: "bob@north.example").count == 1)
            #expect(run.said(by: .client, in: 2).contains("STARTTLS\r\n"))
            #expect(!run.said(by: .client, in: 2).contains("MAIL FROM"))
            #expect(!run.said(by: .client, in: 3).contains("STARTTLS"))
            #expect(run.said(by: .client, in: 3).contains("MAIL FROM:<alice@south.example>"))
            #expect(run.decisions.contains { $0.text.contains("calls again to go without") })
            // Who waits for TLS has the patience of RFC 5321 section 4.5.3.2, in virtual time.
            let begun = try #require(run.tape.events.first { $0.connection == 2 })
            let again = try #require(run.tape.events.first { $0.connection == 3 })
            #expect(again.time - begun.time > 300_000_000_000)
        }
        try await Self.brokenTLS("required") { run in
            #expect(run.texts(in: "bob@north.example").isEmpty)
            #expect(
                !run.tape.connections.indices.contains { run.said(by: .client, in: $0 + 1).contains("BODY") && $0 > 0 })
            #expect(run.decisions.contains { $0.text.contains("without it nothing is sent, the letter waits") })
            #expect(run.decisions.contains { $0.kind == .deferred && $0.station == "mx.south.example" })
        }
    }

    private static func brokenTLS(_ security: String, _ body: (SimulationRun) throws -> Void) async throws {
        guard TLSMaterial.isBuiltIn else { return }
        var world = LittleWorld()
        world.south = "service: {relay-security: \(security), tls: offered, expires: 2h}"
        world.north = "service: {tls: offered}"
        // 220, and then no TLS: the server goes on in the clear.
        world.more = "faults: [{station: mx.north.example, before: STARTTLS, do: say, text: 220 2.0.0 Begin, times: 9}]"
        try body(try await world.play())
    }

    @Test("one host can take a domain's mail and let it be fetched, at two doors of one address")
    func oneHost() async throws {
        var world = LittleWorld()
        world.north = "mx: [mail.north.example]\npop: mail.north.example"
        world.more = "readers: [{user: bob@north.example, leave: delete}]"
        let run = try await world.play()
        #expect(run.readers["bob@north.example"]?.count == 1)
        let servers = run.tape.connections.map(\.server)
        #expect(servers.map(\.endpoint.port) == [25, 25, 110])
        #expect(servers[1].endpoint.address == servers[2].endpoint.address)
        #expect(servers[1...].allSatisfy { $0.host == "mail.north.example" })
        try await world.serve { stations in
            let reader = try #require(stations.popHost(named: "mail.north.example"))
            let writer = try #require(stations.host(named: "mail.north.example"))
            #expect(reader.actual != writer.actual)
        }
    }

    @Test(
        "a fault far inside a long letter is placed by its octet, though the letter is never in memory as a whole",
        arguments: [300_000, 500_000])
    func farOctets(offset: Int) async throws {
        var world = LittleWorld()
        let line = String(repeating: "0123456789", count: 7) + "\\n"
        world.letters =
            "- {from: alice@south.example, to: [bob@north.example], subject: Long, text: \"\(String(repeating: line, count: 8_000))\"}"
        world.more = """
            readers: [{user: bob@north.example, leave: keep}]
            faults: [{station: pop.north.example, octet: \(offset), do: cut}]
            """
        let run = try await world.play()
        #expect(run.readers["bob@north.example"]?.isEmpty == true)
        #expect(run.said(by: .server, in: 3).utf8.count == offset)
    }

    @Test("answers that leave together, and one that is said twice: a long letter keeps its place")
    func longLetters() async throws {
        for fault in [
            "{station: pop.north.example, do: coalesce}", "{station: pop.north.example, before: RETR, do: twice}",
        ] {
            var world = LittleWorld()
            let line = String(repeating: "0123456789", count: 7) + "\\n"
            world.letters =
                "- {from: alice@south.example, to: [bob@north.example], subject: Long, text: \"\(String(repeating: line, count: 5_000))\"}"
            world.more = "readers: [{user: bob@north.example, leave: keep}]\nfaults: [\(fault)]"
            let run = try await world.play()
            #expect(run.readers["bob@north.example"]?.count == 1)
            let letter = run.readers["bob@north.example"]?.first ?? []
            #expect(letter.count > 350_000)
            let said = run.said(by: .server, in: 3)
            let copies = said.utf8.count / letter.count
            #expect(copies == (fault.contains("twice") ? 2 : 1))
        }
    }
}
