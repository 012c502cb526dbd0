import Dialogue
import MailProtocols
import Simulator
import Testing

/// Stations of the scenario one-letter, closed when the test is over.
func withStations(
    _ options: LiveOptions = LiveOptions(patience: 120), _ body: (LiveStations) async throws -> Void
) async throws {
    let stations = try await LiveStations.start(try Scenario(named: "one-letter"), options: options)
    do {
        try await body(stations)
    } catch {
        await stations.stop()
        throw error
    }
    await stations.stop()
}

extension HandSession.Exchange {
    /// All that was heard, as text.
    var text: String { heard.map { String(decoding: $0.text, as: UTF8.self) }.joined() }
}

@Suite("Live stations talk to whoever comes")
struct LiveTests {
    @Test("a letter typed at the sender MTA is handed on and can be fetched by hand")
    func byHand() async throws {
        try await withStations { stations in
            let smtp = try await stations.connect(to: "mx.south.example", as: "learner")
            #expect(await smtp.greeting.text.hasPrefix("220 mx.south.example"))
            #expect(await smtp.say("DATA").text.hasPrefix("503"))
            #expect(
                await smtp.say("EHLO learner.example").text.hasPrefix("250-mx.south.example greets learner.example"))
            #expect(await smtp.say("MAIL FROM:<alice@south.example>").text.hasPrefix("250"))
            #expect(await smtp.say("RCPT TO:<bob@north.example>").text.hasPrefix("250"))
            #expect(await smtp.say("DATA").text.hasPrefix("354"))
            for line in ["Subject: by hand", "", "Hello", "..dots"] { #expect(await smtp.say(line).heard.isEmpty) }
            #expect(await smtp.say(".").text.hasPrefix("250 2.0.0 Taken as "))
            let farewell = await smtp.say("QUIT")
            #expect(farewell.text.hasPrefix("221"))
            #expect(farewell.isOver)
            await stations.settle()
            let stored = try await stations.letters(in: "bob@north.example")
            #expect(stored.count == 1)
            let text = String(decoding: stored.first ?? [], as: UTF8.self)
            #expect(text.hasSuffix("Subject: by hand\r\n\r\nHello\r\n.dots\r\n"))
            #expect(try await stations.queue(of: "mx.south.example").isEmpty)

            let pop = try await stations.connect(to: "pop.north.example", as: "learner")
            _ = await pop.say("USER bob")
            #expect(await pop.say("PASS builder").text == "+OK 1 message in the maildrop\r\n")
            #expect(await pop.say("LIST").text == "+OK Numbers and octets\r\n1 \(text.utf8.count)\r\n")
            #expect(await pop.say("RETR 1").text == "+OK \(text.utf8.count) octets\r\n" + text)
            #expect(await pop.say("TOP 1 1").text.hasSuffix("Subject: by hand\r\n\r\nHello\r\n"))
            // A second session finds the maildrop locked.
            let second = try await stations.connect(to: "pop.north.example", as: "learner")
            _ = await second.say("USER bob")
            #expect(await second.say("PASS builder").text.hasPrefix("-ERR [IN-USE]"))
            await second.close()
            #expect(await pop.say("DELE 1").text.hasPrefix("+OK"))
            // The cable is pulled: nothing is deleted, and the lock is gone.
            await pop.close()
            await stations.settle()
            #expect(try await stations.letters(in: "bob@north.example").count == 1)
            let third = try await stations.connect(to: "pop.north.example", as: "learner")
            _ = await third.say("USER bob")
            #expect(await third.say("PASS builder").text.hasPrefix("+OK"))
            _ = await third.say("DELE 1")
            #expect(await third.say("QUIT").isOver)
            #expect(try await stations.letters(in: "bob@north.example").isEmpty)
        }
    }

    @Test("a connection that is cut inside DATA leaves no letter anywhere")
    func cut() async throws {
        try await withStations { stations in
            let smtp = try await stations.connect(to: "mx.north.example", as: "learner")
            for line in ["EHLO a.example", "MAIL FROM:<a@b.example>", "RCPT TO:<bob@north.example>", "DATA"] {
                _ = await smtp.say(line)
            }
            _ = await smtp.say("Subject: half a letter")
            await smtp.close()
            await stations.settle()
            #expect(try await stations.letters(in: "bob@north.example").isEmpty)
            let endings = await stations.tape().events.filter { if case .ended = $0.happening { true } else { false } }
            #expect(endings.count == 2)
        }
    }

    @Test("when the receiver MTA's socket is gone, the letter waits in the queue: stations share nothing else")
    func mailStops() async throws {
        let folder = try Disk.makeScratchFolder()
        defer { Disk.removeAll(folder) }
        let scenario = try Scenario(named: "one-letter")
        let tap = WireTap(clock: SimulationClock(virtualFrom: scenario.start, seed: 1))
        let office = try await PostOffice.build(
            scenario, folder: folder, tap: tap, patience: 120, plan: { _, _ in .any })
        await office.open(relaysAtOnce: true)
        await office.transferAgent(at: "mx.north.example")?.close()
        let south = try #require(office.directory.host(named: "mx.south.example"))
        let agent = try #require(office.transferAgent(at: "mx.south.example"))
        let site = StationSite(host: "alice.south.example", shownAddress: "192.0.2.10", address: "127.0.0.1", tap: tap)
        let alice = SenderClient(
            owner: "alice@south.example", site: site,
            outbox: [.init(number: 0, letter: scenario.letters[0], id: "<1@south.example>")])
        #expect(try await alice.submit(0, to: south) == [.accepted])
        #expect(await alice.outbox.isEmpty)
        await office.settle()
        #expect(try await agent.queued().map(\.waiting) == [["bob@north.example"]])
        #expect(try await office.letters(in: "bob@north.example").isEmpty)
        await office.close()

        // The office opens again over the same folder: the letter was kept, and goes its way now.
        let reopened = try await PostOffice.build(
            scenario, folder: folder, tap: tap, patience: 120, plan: { _, _ in .any })
        await reopened.open(relaysAtOnce: true)
        await reopened.transferAgent(at: "mx.south.example")?.relay(regardlessOfSchedule: true)
        await reopened.settle()
        #expect(try await reopened.letters(in: "bob@north.example").count == 1)
        #expect(try await reopened.transferAgent(at: "mx.south.example")?.queued().isEmpty == true)
        await reopened.close()
    }

    @Test("a busy port is told by its number, and what to do")
    func busyPort() async throws {
        try await withStations { stations in
            let port = try #require(stations.host(named: "mx.north.example")).actual.port
            let taken = try await Doorway.open(host: "a", address: "127.0.0.1", port: 0, plan: .any)
            let error = await #expect(throws: StationError.self) {
                try await withStations(LiveOptions(ports: ["mx.north.example": taken.endpoint.port])) { _ in }
            }
            #expect(
                error?.description
                    == "mx.north.example cannot listen on 127.0.0.1 port \(taken.endpoint.port): another program does. "
                    + "Stop that one, or choose other ports.")
            #expect(port != taken.endpoint.port)
            await Reception(taken).close()
        }
    }

    @Test("the relay is refused to strangers of the receiver MTA")
    func openRelay() async throws {
        try await withStations { stations in
            let smtp = try await stations.connect(to: "mx.north.example", as: "mallory")
            _ = await smtp.say("EHLO mallory.example")
            _ = await smtp.say("MAIL FROM:<mallory@evil.example>")
            #expect(await smtp.say("RCPT TO:<victim@south.example>").text.hasPrefix("550 5.7.1"))
            _ = await smtp.say("QUIT")
        }
    }

    @Test("events come as they happen, with the tape's own numbers")
    func events() async throws {
        let stations = try await LiveStations.start(
            try Scenario(named: "one-letter"), options: LiveOptions(patience: 120))
        let smtp = try await stations.connect(to: "mx.north.example", as: "learner")
        _ = await smtp.say("QUIT")
        await stations.settle()
        let tape = await stations.tape()
        await stations.stop()
        var heard: [Tape.Event] = []
        for await case .event(let event) in stations.events { heard.append(event) }
        #expect(heard == tape.events)
        #expect(tape.octets(of: .client, in: 1) == Array("QUIT\r\n".utf8))
        #expect(tape.connections.first?.client.name == "learner")
    }
}
