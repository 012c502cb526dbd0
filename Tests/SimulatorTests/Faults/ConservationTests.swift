import Dialogue
import MailProtocols
import Simulator
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// At every instant each letter that a server has answered for with 250 is stored, queued, told back or announced as dropped,
/// for each of its recipients.
@Suite("No letter is ever nowhere")
struct ConservationTests {
    /// Faults drawn and placed in a test run; MAILSCOPE_PLACEMENTS asks for more.
    private static let placements = getenv("MAILSCOPE_PLACEMENTS").flatMap { Int(String(cString: $0)) } ?? 120

    @Test("in every shipped scenario", arguments: EmbeddedScenarios.honest)
    func shipped(name: String) async throws {
        let scenario = try Scenario(named: name)
        let (losses, accepted) = try await Self.play(scenario)
        #expect(losses == [])
        #expect(accepted > 0)
    }

    @Test("whatever goes wrong, wherever", .timeLimit(.minutes(30)))
    func drawn() async throws {
        let scenarios = try EmbeddedScenarios.honest.map { try Scenario(named: $0) }
        var random = SeededRandom(seed: 2_026, purpose: "conservation")
        var worlds: [(scenario: Scenario, words: String)] = []
        for _ in 0..<Self.placements {
            var scenario = scenarios[Int.random(in: 0..<scenarios.count, using: &random)]
            let count = Int.random(in: 1...3, using: &random)
            let drawn = (0..<count).map { _ in Self.draw(in: scenario, &random) }
            scenario.faults += drawn
            worlds.append((scenario, "\(scenario.name): \(drawn)"))
        }
        let accepted = try await withThrowingTaskGroup(of: Int.self) { group in
            var total = 0
            for (number, world) in worlds.enumerated() {
                if number >= 4, let one = try await group.next() { total += one }
                group.addTask {
                    let (losses, accepted) = try await Self.play(world.scenario)
                    for loss in losses { Issue.record("\(loss): \(world.words)") }
                    return accepted
                }
            }
            for try await one in group { total += one }
            return total
        }
        print("\(worlds.count) placements, \(accepted) acceptances, each looked after to the end")
        #expect(accepted > worlds.count)
    }

    @Test("and a server that lies is caught: 250 for a letter that it refused")
    func lie() async throws {
        var world = LittleWorld()
        world.north = "service: {hops: 1}"
        world.more = "faults: [{station: mx.north.example, before: CONTENT, do: say, text: \"250 2.0.0 Taken\"}]"
        let (losses, accepted) = try await Self.play(try Scenario(yaml: world.yaml, file: "test.yaml"))
        #expect(accepted == 2)
        #expect(losses.count == 2)
    }

    private static func play(_ scenario: Scenario) async throws -> (losses: [String], accepted: Int) {
        let ledger = Ledger(scenario)
        let run = try await Simulation.run(
            scenario, options: SimulationOptions(triesRealPorts: false),
            inspector: { ledger.inspect($0, $1) })
        return try ledger.losses(run)
    }

    /// A fault that an honest station or a bad line may have. Servers that lie are left out: who says 250 and throws the letter
    /// away cannot be cured by anybody.
    private static func draw(in scenario: Scenario, _ random: inout SeededRandom) -> Fault {
        let hosts = scenario.domains.flatMap { $0.exchangers.map(\.host) + [$0.popHost] }
        let people = scenario.domains.flatMap { domain in domain.users.map { "\($0.name)@\(domain.name)" } }
        let isServer = Int.random(in: 0..<3, using: &random) > 0
        let station =
            isServer
            ? hosts[Int.random(in: 0..<hosts.count, using: &random)]
            : (people + hosts)[Int.random(in: 0..<(people + hosts).count, using: &random)]
        let words = [
            "GREETING", "EHLO", "MAIL", "RCPT", "DATA", "CONTENT", "BDAT", "RSET", "QUIT", "PASS", "RETR", "DELE",
        ]
        let word = words[Int.random(in: 0..<words.count, using: &random)]
        let place: Fault.Place =
            switch Int.random(in: 0..<4, using: &random) {
            case 0: .octet(Int.random(in: 0..<1_200, using: &random))
            case 1: .after(word, occurrence: Int.random(in: 1...2, using: &random))
            default: .before(word, occurrence: Int.random(in: 1...2, using: &random))
            }
        let refusals = [
            "421 4.3.2 Shutting down", "450 4.2.1 Not now", "451 4.3.0 My disk", "550 5.7.1 Never", "554 5.0.0 No",
        ]
        switch Int.random(in: 0..<8, using: &random) {
        case 0:
            return Fault(
                station: station, side: isServer ? .server : .client, place: place,
                act: .silence(6 * RetrySchedule.minute))
        case 1 where isServer:
            let text = refusals[Int.random(in: 0..<refusals.count, using: &random)]
            return Fault(
                station: station, side: .server, times: Int.random(in: 1...3, using: &random),
                place: .before(word, occurrence: 1), act: .say(text))
        case 2:
            let hours = Int64.random(in: 0..<8, using: &random) * 60 * RetrySchedule.minute
            return Fault(
                station: hosts[Int.random(in: 0..<hosts.count, using: &random)], side: .server, times: nil,
                place: .during(from: 0, until: hours), act: Bool.random(using: &random) ? .refuseCalls : .ignoreCalls)
        case 3:
            return Fault(
                station: station, side: isServer ? .server : .client, times: nil, place: .during(from: 0, until: .max),
                act: .segments(Int.random(in: 1...40, using: &random)))
        default:
            return Fault(
                station: station, side: isServer ? .server : .client,
                connection: Bool.random(using: &random) ? nil : Int.random(in: 1...3, using: &random),
                times: Int.random(in: 1...3, using: &random), place: place, act: .cut)
        }
    }
}

extension EmbeddedScenarios {
    /// Scenarios that this build can play.
    static let playable = all.map(\.name).filter { name in
        (try? Scenario(named: name)).map { TLSMaterial.isBuiltIn || !$0.usesTLS } ?? false
    }

    /// Those in which no server takes somebody's letter for another's.
    static let honest = playable.filter { name in
        (try? Scenario(named: name))?.domains.allSatisfy { !$0.service.quirks.contains(.obeysInjected) } ?? false
    }
}
