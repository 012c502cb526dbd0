import Dialogue
import MailProtocols
import Simulator
import Testing

@Suite("Somebody on the line, and TLS", .needsTLS)
struct TLSFaultTests {
    private static func play(_ name: String, _ change: (inout Scenario) -> Void = { _ in }) async throws
        -> SimulationRun
    {
        var scenario = try Scenario(named: name)
        change(&scenario)
        return try await Simulation.run(scenario, options: .init(triesRealPorts: false))
    }

    /// Connections in which a client's octets hold these words in clear.
    private static func clear(_ words: String, in run: SimulationRun) -> [Int] {
        run.tape.connections.indices.map { $0 + 1 }.filter { run.said(by: .client, in: $0).contains(words) }
    }

    @Test(
        "F16 the offer is stripped: a strict program keeps its letter, whoever takes what is offered goes on in clear")
    func stripped() async throws {
        let run = try await Self.play("starttls-stripped")
        let last = try #require(run.states.last)
        #expect(last.stores.first { $0.owner == "alice@south.example" && $0.kind == "outbox" }?.letters.count == 1)
        #expect(Self.clear("MAIL FROM:<alice@", in: run).isEmpty)
        // Carol's letter and her password, from her program to the MTA and on.
        let open = Self.clear("MAIL FROM:<carol@", in: run)
        #expect(open.map { run.tape.connections[$0 - 1].client.name } == ["sender client", "sender MTA"])
        #expect(run.said(by: .client, in: open[0]).contains("AUTH PLAIN "))
        #expect(Self.clear("PASS builder", in: run).count == 1)
        #expect(run.readers["bob@north.example"]?.count == 1)
        let hasNoKeys = run.keyLog.isEmpty
        #expect(hasNoKeys)
    }

    @Test("and where nobody strips it, all of that is inside TLS")
    func notStripped() async throws {
        let run = try await Self.play("starttls-stripped") { $0.faults = [] }
        #expect(run.readers["bob@north.example"]?.count == 2)
        for words in ["MAIL FROM", "AUTH", "PASS", "USER"] { #expect(Self.clear(words, in: run).isEmpty, "\(words)") }
        #expect(Self.clear("STLS\r\n", in: run).count == 1)
        #expect(Self.clear("STARTTLS\r\n", in: run).count == 4)
        // With the keys all of it can be read again.
        let messages = try run.records().count { if case .message = $0 { true } else { false } }
        #expect(messages == 6)
    }

    @Test(
        "F17 words behind STARTTLS: a good server throws them away, a careless one obeys them inside TLS",
        arguments: [true, false])
    func injected(isCareless: Bool) async throws {
        let run = try await Self.play("starttls-injected") { scenario in
            if !isCareless { scenario.domains[0].service.quirks = [] }
        }
        #expect(run.said(by: .client, in: 1).contains("\r\nSTARTTLS\r\nEHLO mallory.example\r\n"))
        let stolen = (run.readers["mallory@south.example"] ?? []).map { String(decoding: $0, as: UTF8.self) }
        if isCareless {
            // Alice's commands, her password and her letter are what Mallory's letter holds.
            let letter = try #require(stolen.first)
            #expect(letter.contains("\r\nAUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQ=\r\nMAIL FROM:<alice@south.example>"))
            #expect(letter.contains("Bob never gets this letter."))
            #expect(run.readers["bob@north.example"]?.isEmpty == true)
        } else {
            #expect(stolen.isEmpty)
            #expect(run.readers["bob@north.example"]?.count == 1)
        }
        let steps = try run.records().compactMap { if case .step(let record) = $0 { record.step } else { nil } }
        #expect(steps.contains { $0.notes.contains(.plaintextBehindSTARTTLS) })
        #expect(steps.contains { $0.flags.contains(.injected) })
    }

    @Test("F17 words behind STLS: the same of a POP3 server", arguments: [true, false])
    func injectedSTLS(isCareless: Bool) async throws {
        var world = LittleWorld()
        world.users = "[{name: bob, password: b, security: required}, {name: carol, password: c}]"
        world.north =
            "service: {tls: offered, passwords-need-tls: false\(isCareless ? ", quirks: [obeys-injected]" : "")}"
        world.more = """
            readers: [{user: bob@north.example, leave: keep}]
            faults: [{station: bob@north.example, after: STLS, do: inject, text: "USER carol\\nPASS c"}]
            """
        let run = try await world.play()
        #expect(run.said(by: .client, in: 3).contains("STLS\r\nUSER carol\r\nPASS c\r\n"))
        let steps = try run.records().compactMap { record -> StepRecord? in
            guard case .step(let step) = record, step.step.connection == 3, step.step.side == .server else {
                return nil
            }
            return step.step.flags.contains(.decrypted) ? step : nil
        }
        // Whose maildrop is it that Bob looks into?
        let first = String(decoding: steps.first?.text ?? [], as: UTF8.self)
        #expect(first.hasPrefix(isCareless ? "+OK Now the password" : "+OK What I can do"))
        #expect(run.readers["bob@north.example"]?.count == (isCareless ? 0 : 1))
    }

    @Test("faults are placed inside TLS, too: at a command, and at an octet of the plaintext")
    func faultsInside() async throws {
        for place in ["before: DATA", "octet: 160"] {
            let run = try await Self.play("sealed-letter") { scenario in
                let yaml = """
                    name: x
                    domains: [{name: south.example, users: [{name: alice, password: a}]}]
                    faults: [{station: alice@south.example, \(place), do: cut}]
                    """
                guard let other = try? Scenario(yaml: yaml, file: "x") else { return }
                scenario.faults = other.faults
            }
            let records = try run.records()
            let sent = records.compactMap { record -> StepRecord? in
                guard case .step(let step) = record, step.step.connection == 1, step.step.side == .client,
                    step.step.kind != .tls
                else { return nil }
                return step
            }
            let verbs = sent.map { $0.step.verbName(text: $0.text) }
            #expect(verbs.prefix(3) == ["EHLO", "STARTTLS", "EHLO"])
            #expect(!verbs.contains("DATA"))
            // The letter leaves the outbox ten minutes later, when Bob has been there in vain.
            #expect(run.texts(in: "bob@north.example").count == 1)
        }
    }

    @Test("a certificate that bears another name: who is careful sends nothing, who is not goes on")
    func wrongCertificate() async throws {
        for security in ["required", "implicit", "if-offered"] {
            var world = LittleWorld()
            world.south = "service: {tls: offered, quirks: [wrong-certificate]}"
            let yaml = world.yaml.replacing("password: a}", with: "password: a, security: \(security)}")
            let run = try await Simulation.run(
                try Scenario(yaml: yaml, file: "test.yaml"), options: .init(triesRealPorts: false))
            #expect(run.texts(in: "bob@north.example").count == (security == "if-offered" ? 1 : 0), "\(security)")
        }
    }

    @Test("a strict MTA hands nothing on in clear; its sender is told")
    func strictMTA() async throws {
        var world = LittleWorld()
        world.south = "service: {relay-security: required, expires: 2h, warns: 0}"
        let run = try await world.play()
        #expect(run.texts(in: "bob@north.example").isEmpty)
        #expect(run.texts(in: "alice@south.example").first?.contains("Action: failed\r\n") == true)
        world.north = "service: {tls: offered}"
        let safe = try await world.play()
        #expect(safe.texts(in: "bob@north.example").first?.contains("with ESMTPS id ") == true)
    }
}
