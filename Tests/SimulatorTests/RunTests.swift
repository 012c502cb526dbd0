import Dialogue
import MailProtocols
import Simulator
import Testing

@Suite("A scenario is played over real sockets")
struct RunTests {
    @Test("one letter: pushed, pushed, pulled; and the reader has what the sender wrote")
    func oneLetter() async throws {
        let run = try await Simulation.run(try Scenario(named: "one-letter"))
        #expect(run.tape.connections.map(\.protocol) == [.smtp, .smtp, .pop3])
        #expect(
            run.tape.connections.map { [$0.client.name, $0.server.name] } == [
                ["sender client", "sender MTA"], ["sender MTA", "receiver MTA"], ["receiver client", "receiver MAA"],
            ])
        #expect(run.tape.connections.map(\.client.endpoint.port) == [40_001, 40_002, 40_003])
        #expect(run.tape.connections.map(\.server.endpoint.port) == [25, 25, 110])
        #expect(run.lostOctets == 0)
        #expect(run.maildrops["bob@north.example"]?.isEmpty == true)
        let letter = String(decoding: try #require(run.readers["bob@north.example"]?.first), as: UTF8.self)
        #expect(
            letter.hasPrefix("Return-Path: <alice@south.example>\r\nReceived: from mx.south.example ([192.0.2.25])\r\n")
        )
        #expect(TraceFields.count(in: Array(letter.utf8)) == 2)
        #expect(letter.hasSuffix("free.\r\n.\r\nThe line above holds one dot, and it arrives as one.\r\n\r\nAlice\r\n"))
        #expect(letter.contains("Subject: Lunch on Friday\r\n"))
    }

    @Test("the letter wanders from store to store")
    func states() async throws {
        let run = try await Simulation.run(try Scenario(named: "one-letter"))
        let id = try #require(run.states.first?.stores.first { $0.kind == "outbox" }?.letters.first)
        let places = run.states.map { state in
            state.stores.filter { $0.letters == [id] }.map { "\($0.kind) \($0.owner)" }
        }
        #expect(
            places == [
                ["outbox alice@south.example"], ["queue mx.south.example"], ["maildrop bob@north.example"],
                ["reader bob@north.example"],
            ])
        #expect(run.states.map(\.afterConnection) == [0, 1, 2, 3])
    }

    @Test("two runs are the same, octet for octet", arguments: EmbeddedScenarios.playable)
    func sameTwice(name: String) async throws {
        let scenario = try Scenario(named: name)
        guard !scenario.usesTLS else { return try await sameTwiceInsideTLS(scenario) }
        let first = try await Simulation.run(scenario)
        // The second run gets other ports: they must not show.
        let second = try await Simulation.run(scenario, options: SimulationOptions(triesRealPorts: false))
        // Compared outside the macro: a difference need not print both tapes.
        let (sameTape, sameStates) = (first.tape == second.tape, first.states == second.states)
        #expect(sameTape)
        #expect(sameStates)
        let sameFile = try first.pcapng() == second.pcapng()
        #expect(sameFile)
        let other = try await Simulation.run(scenario, options: SimulationOptions(seed: 99))
        let differs = first.tape != other.tape
        #expect(differs)
    }

    /// Keys are drawn anew each time: the dialogue inside is the same, by the same clock.
    private func sameTwiceInsideTLS(_ scenario: Scenario) async throws {
        var dialogues: [[String]] = []
        for triesRealPorts in [true, false] {
            let run = try await Simulation.run(scenario, options: SimulationOptions(triesRealPorts: triesRealPorts))
            // A careless server answers before it is asked: how the two sides' words lie in time is up to the machine.
            let isCareless = scenario.domains.contains { $0.service.quirks.contains(.obeysInjected) }
            let steps = try run.records().compactMap { record -> String? in
                guard case .step(let one) = record, one.step.kind != .tls else { return nil }
                let time = isCareless ? "" : "\(one.step.time)"
                return "\(one.step.connection) \(one.step.side) \(time) \(String(decoding: one.text, as: UTF8.self))"
            }
            dialogues.append(isCareless ? steps.sorted() : steps)
        }
        let isSame = dialogues[0] == dialogues[1]
        #expect(isSame)
        #expect(dialogues[0].count > 20)
    }

    @Test("of three recipients the unknown one is refused, and the sender is told")
    func manyRecipients() async throws {
        let run = try await Simulation.run(try Scenario(named: "many-recipients"))
        let replies = String(decoding: run.tape.octets(of: .server, in: 2), as: UTF8.self)
        #expect(replies.contains("250 2.1.5 Recipient <bob@north.example> noted\r\n550 5.1.1 <dave@north.example>"))
        #expect(run.tape.octets(of: .client, in: 2).count > 0)
        #expect(run.readers["bob@north.example"]?.count == 1)
        #expect(run.readers["carol@north.example"]?.count == 1)
        let bounce = String(decoding: try #require(run.maildrops["alice@south.example"]?.first), as: UTF8.self)
        #expect(bounce.hasPrefix("Return-Path: <>\r\n"))
        #expect(bounce.contains("Diagnostic-Code: smtp; 550 5.1.1 <dave@north.example> is unknown here\r\n"))
        #expect(run.queues.values.allSatisfy { $0.isEmpty })
    }

    @Test("who deletes has an empty maildrop, who keeps finds the letter again")
    func keepAndDelete() async throws {
        let run = try await Simulation.run(try Scenario(named: "keep-and-delete"))
        #expect(run.maildrops["bob@north.example"]?.count == 0)
        #expect(run.maildrops["carol@north.example"]?.count == 1)
        #expect(run.readers["bob@north.example"]?.count == 1)
        let isSame = run.readers["carol@north.example"] == run.maildrops["carol@north.example"]
        #expect(isSame)
    }

    @Test("the tape's frames carry every octet that was said, in order")
    func frames() async throws {
        let run = try await Simulation.run(try Scenario(named: "one-letter"))
        var carried: [String: [UInt8]] = [:]
        var previous: Int64 = 0
        for segment in run.tape.segments() {
            #expect(segment.time >= previous)
            previous = segment.time
            carried["\(segment.connection) \(segment.from)", default: []] += segment.payload
        }
        for connection in 1...3 {
            for side in Side.allCases {
                #expect(carried["\(connection) \(side)"] == run.tape.octets(of: side, in: connection))
            }
        }
    }

    @Test("with a folder to keep, maildrops outlive the run")
    func keep() async throws {
        let folder = try Disk.makeScratchFolder()
        defer { Disk.removeAll(folder) }
        let scenario = try Scenario(named: "keep-and-delete")
        _ = try await Simulation.run(scenario, options: SimulationOptions(keep: folder))
        let maildir = try Maildir(folder: "\(folder)/maildrops/carol=40north.example")
        #expect(try maildir.letters().count == 1)
        let second = try await Simulation.run(scenario, options: SimulationOptions(keep: folder))
        #expect(second.maildrops["carol@north.example"]?.count == 2)
    }
}
