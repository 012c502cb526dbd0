import Dialogue
import MailProtocols
import Testing

@testable import Simulator

/// Our clients talk to real servers.
@Suite("Our clients, real servers", .timeLimit(.minutes(10)), .serialized)
struct ServersForOurStationsTests {
    private static let letter = Scenario.Letter(
        from: "alice@south.example", to: ["bob@north.example", "nobody@north.example"], cc: [],
        subject: "Mittagessen für Bob",
        text: "Dear Bob,\n.A dot begins this line.\n.\nThe end.\n", id: nil)
    private static let body = "\r\n\r\nDear Bob,\r\n.A dot begins this line.\r\n.\r\nThe end.\r\n"

    @Test("the sender client hands a letter to Postfix", .needs(.postfix))
    func senderToPostfix() async throws {
        try await withScratchFolder { scratch in
            try await RealServer.postfix(in: scratch) { server in
                let client = SenderClient(
                    owner: "alice@south.example", site: site("alice.south.example", WireTap(clock: SimulationClock())),
                    outbox: [.init(number: 0, letter: Self.letter, id: "<lunch@alice.south.example>")])
                let fates = try await client.submit(0, to: host("mx.north.example", 25, server))
                guard case .accepted? = fates?.first, case .refused(let reply)? = fates?.last else {
                    Issue.record("bob's copy should be accepted and nobody's refused: \(String(describing: fates))")
                    return
                }
                #expect(reply.code.rawValue == 550)
                #expect(await client.outbox.isEmpty)

                let folder = "\(server.folder)/mail/bob/new"
                try await wait(for: "files", folder, "1")
                let name = try #require(try Disk.names(in: folder).first)
                // Postfix keeps letters with LF, as files on Unix are.
                let stored = String(decoding: try Disk.read("\(folder)/\(name)"), as: UTF8.self)
                #expect(stored.hasSuffix(Self.body.replacing("\r\n", with: "\n")))
                #expect(stored.contains("Message-ID: <lunch@alice.south.example>\n"))
            }
        }
    }

    @Test("the receiver client fetches from Dovecot, keeps, fetches what is new, deletes", .needs(.dovecot))
    func receiverFromDovecot() async throws {
        try await withScratchFolder { scratch in
            let mail = "\(scratch)/mail"
            let maildrop = try Maildir(folder: "\(mail)/bob")
            let letter = SenderClient.compose(Self.letter, id: "<lunch@alice.south.example>", time: 0)
            for time in [1, 2] as [Int64] {
                try maildrop.deliver(letter, host: "mx.north.example", time: time * 1_000_000_000)
            }
            try await RealServer.dovecot(mail: mail, in: scratch) { server in
                let client = try ReceiverClient(
                    owner: "bob@north.example", user: "bob", password: Credential("bob-secret"),
                    site: site("bob.north.example", WireTap(clock: SimulationClock())), folder: "\(scratch)/reader")
                let dovecot = host("pop.north.example", 110, server)
                #expect(try await client.fetch(from: dovecot, leave: .keep) == 2)
                #expect(try await client.letters() == [letter, letter])
                #expect(try maildrop.letters().count == 2)
                // Both were seen before: nothing is fetched twice.
                #expect(try await client.fetch(from: dovecot, leave: .keep) == 0)

                let other = try ReceiverClient(
                    owner: "bob@north.example", user: "bob", password: Credential("bob-secret"),
                    site: site("bob.north.example", WireTap(clock: SimulationClock())), folder: "\(scratch)/other")
                #expect(try await other.fetch(from: dovecot, leave: .delete) == 2)
                #expect(try maildrop.letters().isEmpty)
            }
        }
    }

    @Test("a scenario in which Postfix and Dovecot are the other side", .needs(.postfix), .needs(.dovecot))
    func externalStations() async throws {
        try await withScratchFolder { scratch in
            try await RealServer.postfix(in: scratch) { postfix in
                try await RealServer.dovecot(mail: "\(postfix.folder)/mail", in: scratch) { dovecot in
                    let yaml = """
                        name: external
                        domains:
                          - name: south.example
                            users: [{name: alice, password: a}]
                          - name: north.example
                            mx: [{host: mx.north.example, preference: 10, external: "127.0.0.1:\(postfix.endpoint.port)"}]
                            pop: {host: pop.north.example, external: "127.0.0.1:\(dovecot.endpoint.port)"}
                            users: [{name: bob, password: bob-secret}]
                        letters:
                          - {from: alice@south.example, to: [bob@north.example, nobody@north.example], text: Hello}
                        readers:
                          - {user: bob@north.example, leave: delete, at: 3s}
                        """
                    let run = try await Simulation.run(
                        try Scenario(yaml: yaml, file: "external.yaml"), options: .init(triesRealPorts: false))
                    #expect(run.readers["bob@north.example"]?.count == 1)
                    let notice = String(decoding: run.maildrops["alice@south.example"]?.first ?? [], as: UTF8.self)
                    #expect(notice.contains("Final-Recipient: rfc822; nobody@north.example\r\nAction: failed\r\n"))
                    let waiting = run.queues.values.reduce(0) { $0 + $1.count }
                    #expect(waiting == 0)
                    // A tracer hears the three connections on the tape.
                    let ends = try run.records().filter { if case .connectionEnd = $0 { true } else { false } }
                    #expect(ends.count == 3)
                }
            }
        }
    }

    @Test("a scenario in which Exim is the receiver MTA, and Dovecot reads its maildrops", .needs(.exim, .dovecot))
    func exim() async throws {
        try await withScratchFolder { scratch in
            try await RealServer.exim(in: scratch) { exim in
                try await RealServer.dovecot(mail: "\(exim.folder)/mail", in: scratch) { dovecot in
                    let yaml = """
                        name: external
                        domains:
                          - name: south.example
                            users: [{name: alice, password: a}]
                          - name: north.example
                            mx: [{host: mx.north.example, preference: 10, external: "127.0.0.1:\(exim.endpoint.port)"}]
                            pop: {host: pop.north.example, external: "127.0.0.1:\(dovecot.endpoint.port)"}
                            users: [{name: bob, password: bob-secret}]
                        letters:
                          - {from: alice@south.example, to: [bob@north.example, nobody@north.example], text: "Hello\\n.\\n"}
                        readers:
                          - {user: bob@north.example, leave: delete, at: 3s}
                        """
                    let run = try await Simulation.run(
                        try Scenario(yaml: yaml, file: "external.yaml"), options: .init(triesRealPorts: false))
                    #expect(run.readers["bob@north.example"]?.count == 1)
                    let letter = String(decoding: run.readers["bob@north.example"]?.first ?? [], as: UTF8.self)
                    #expect(letter.hasSuffix("Hello\r\n.\r\n"))
                    let notice = String(decoding: run.maildrops["alice@south.example"]?.first ?? [], as: UTF8.self)
                    #expect(notice.contains("Final-Recipient: rfc822; nobody@north.example\r\nAction: failed\r\n"))
                    // Exim offers both, and our MTA takes them up.
                    let said = String(decoding: run.tape.octets(of: .client, in: 2), as: UTF8.self)
                    #expect(said.contains("BDAT "))
                    let waiting = run.queues.values.reduce(0) { $0 + $1.count }
                    #expect(waiting == 0)
                }
            }
        }
    }

    private func host(_ name: String, _ port: UInt16, _ server: RealServer) -> Directory.Host {
        Directory.Host(name: name, shown: Endpoint(address: "198.51.100.25", port: port), actual: server.endpoint)
    }
}
