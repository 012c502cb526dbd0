import Dialogue
import NIOCore
import Simulator
import Testing

@Suite("Patience and guests")
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

    @Test("who is one too many is turned away, and served when others have gone")
    func guests() async throws {
        let folder = try Disk.makeScratchFolder()
        defer { Disk.removeAll(folder) }
        var policy = SMTPPolicy.north
        policy.guests.perAddress = 1
        let site = StationSite(
            host: "mx.north.example", shownAddress: "192.0.2.25", address: "127.0.0.1",
            tap: WireTap(clock: SimulationClock()))
        let agent = try MailTransferAgent(
            .init(
                policy: policy, residents: Residents(domains: [], literal: "192.0.2.25"), folder: "\(folder)/queue",
                maildrops: MaildropRoom(folder: "\(folder)/maildrops"), seed: 1),
            site: site, doorway: try await Doorway.open(host: "mx", address: "127.0.0.1", port: 0, plan: .any),
            directory: Directory(try Scenario(named: "one-letter")))
        await agent.open(relaysAtOnce: false)
        let first = try await Visitor.open(agent.endpoint)
        #expect(try await first.hear().hasPrefix("220"))
        #expect(try await Visitor.listen(at: agent.endpoint).hasPrefix("421 4.3.2"))
        #expect(try await first.say("QUIT\r\n").hasPrefix("221"))
        try await first.close()
        await agent.settle()
        let second = try await Visitor.open(agent.endpoint)
        #expect(try await second.hear().hasPrefix("220"))
        try await second.close()
        await agent.close()
    }
}
