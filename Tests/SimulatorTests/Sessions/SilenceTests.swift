import Dialogue
import MailProtocols
import NIOCore
import Simulator
import Testing

@Suite("Patience and guests", .timeLimit(.minutes(10)))
struct SilenceTests {
    @Test("octets earn their own time, steps all of it")
    func pace() {
        let start = NIODeadline.uptimeNanoseconds(1_000_000_000_000)
        var pace = Pace(patience: .seconds(300), now: start)
        // Half a minute and ten octets: 20 ms.
        #expect(pace.after(octets: 10, isStep: false, now: start + .seconds(30)) == .seconds(270) + .milliseconds(20))
        #expect(pace.after(octets: 1_000_000, isStep: false, now: start + .seconds(31)) == .seconds(300))
        // A drop each ten seconds for fifty minutes: cut.
        var now = start + .seconds(31)
        var left = TimeAmount.seconds(300)
        var drops = 0
        while left > .nanoseconds(0), drops < 300 {
            now = now + .seconds(10)
            left = pace.after(octets: 1, isStep: false, now: now)
            drops += 1
        }
        #expect(drops == 31)
        #expect(pace.after(octets: 1, isStep: true, now: now) == .seconds(300))
    }

    @Test("a silent client is told so and parted with; a POP3 server says nothing, RFC 1939 section 3")
    func silent() async throws {
        try await withStations(LiveOptions(patience: 1)) { stations in
            let smtp = try #require(stations.host(named: "mx.north.example"))
            #expect(
                try await Visitor.listen(at: smtp.actual).hasSuffix("421 4.4.2 mx.north.example waited too long\r\n"))
            let pop = try #require(stations.host(named: "pop.north.example"))
            #expect(try await Visitor.listen(at: pop.actual) == "+OK pop.north.example POP3 Mailscope\r\n")
        }
    }

    @Test(
        "who is one too many, from his address or in all, is turned away, and served when others have gone",
        arguments: [true, false])
    func guests(perAddress: Bool) async throws {
        var policy = SMTPPolicy.north
        if perAddress { policy.guests.perAddress = 1 } else { policy.guests.inAll = 1 }
        try await withAgent(policy) { agent in
            let first = try await Visitor.open(agent.endpoint)
            #expect(try await first.hear().hasPrefix("220"))
            #expect(try await Visitor.listen(at: agent.endpoint).hasPrefix("421 4.3.2"))
            #expect(try await first.say("QUIT\r\n").hasPrefix("221"))
            try await first.close()
            await agent.settle()
            let second = try await Visitor.open(agent.endpoint)
            #expect(try await second.hear().hasPrefix("220"))
            try await second.close()
        }
    }

    private func withAgent(
        _ policy: SMTPPolicy, patience: TimeAmount = .seconds(300), _ body: (MailTransferAgent) async throws -> Void
    ) async throws {
        let folder = try Disk.makeScratchFolder()
        defer { Disk.removeAll(folder) }
        var site = StationSite(
            host: "mx.north.example", shownAddress: "192.0.2.25", address: "127.0.0.1",
            tap: WireTap(clock: SimulationClock()))
        site.patience = patience
        let agent = try MailTransferAgent(
            .init(
                policy: policy, residents: Residents(domains: [], literal: "192.0.2.25"), folder: "\(folder)/queue",
                maildrops: MaildropRoom(folder: "\(folder)/maildrops"), seed: 1),
            site: site, doorway: try await Doorway.open(host: "mx", address: "127.0.0.1", port: 0, plan: .any),
            directory: Directory(try Scenario(named: "one-letter")))
        await agent.open(relaysAtOnce: false)
        do {
            try await body(agent)
        } catch {
            await agent.close()
            throw error
        }
        await agent.close()
    }

    @Test("a writer who lets the answers lie is read no further, and parted with")
    func slowReader() async throws {
        var policy = SMTPPolicy.north
        policy.limits.commands = .max
        try await withAgent(policy, patience: .seconds(1)) { agent in
            let deaf = try await DeafVisitor.open(agent.endpoint)
            // 3 million questions; what the sockets hold on the way is far less.
            let isTaken = await deaf.say(String(repeating: "NOOP\r\n", count: 3_000_000))
            #expect(!isTaken)
            await agent.settle()
            await deaf.close()
        }
    }

    @Test("letters by the dozen, a session each: nothing of a session stays")
    func remembered() async throws {
        let tap = WireTap(clock: SimulationClock(), listener: { _ in }, tapeLimit: 0, showsSockets: true)
        let server = Tape.Party(name: "server", host: "mx", endpoint: Endpoint(address: "127.0.0.1", port: 25))
        for number in 0..<WireTap.rememberedLimit + 100 {
            let client = Endpoint(address: "127.0.0.1", port: UInt16(1 + number % 60_000))
            let connection = await tap.opened(
                .init(client: client, server: server.endpoint), as: .server, party: server, facing: server,
                protocol: .smtp)
            #expect(connection == number + 1)
            await tap.ended(.client, .fin, in: connection)
            await tap.ended(.server, .fin, in: connection)
        }
        #expect(await tap.rememberedConnections == WireTap.rememberedLimit)
        #expect(await tap.connection(100) == nil)
        #expect(await tap.connection(101) != nil)
        #expect(await tap.tape.connections.isEmpty)
    }
}
