import Dialogue
import MailProtocols
import Simulator
import Testing

@Suite("The roof, third pillar: a traced tape is the simulation")
struct TapeTests {
    private static let scenarios = EmbeddedScenarios.undisturbed

    @Test("a run's steps, overheard beside the stations, are the steps of its capture", arguments: scenarios)
    func runAndTrace(name: String) async throws {
        let run = try await Simulation.run(try Scenario(named: name))
        let said = run.tape.overheard()
        #expect(said.count == run.tape.connections.count && !said.contains { $0.count < 8 })
        let traced = try trace(try run.pcapng())
        #expect(difference(traced.dialogues, said) == nil)
        // What the program shows of a run, frames and times included, is what a trace of its file shows.
        let shown = try run.records().steps
        let isSame = shown == traced.steps
        #expect(isSame)
    }

    @Test("packets may be cut, merged, reordered and repeated", arguments: scenarios, Reframing.allCases)
    func reframed(name: String, reframing: Reframing) async throws {
        let tape = try await Simulation.run(try Scenario(named: name)).tape
        let traced = try trace(try reframing.capture(of: tape))
        #expect(difference(traced.dialogues, tape.overheard()) == nil)
    }

    @Test("so may those of drawn sessions", arguments: 1...12 as ClosedRange<UInt64>)
    func drawn(seed: UInt64) throws {
        for session in [RandomScript.smtp(seed: seed), RandomScript.pop3(seed: seed)] {
            let tape = Script(session).tape
            let said = tape.overheard()
            #expect(difference(try trace(try tape.pcapng()).dialogues, said) == nil)
            for reframing in Reframing.allCases {
                let traced = try trace(try reframing.capture(of: tape, seed: seed))
                let difference = difference(traced.dialogues, said)
                #expect(difference == nil, "\(session.protocol), seed \(seed), \(reframing)")
            }
        }
    }

    @Test("two runs write the same capture and the same lines, whatever ports they got", arguments: scenarios)
    func sameTwice(name: String) async throws {
        let scenario = try Scenario(named: name)
        let first = try await Simulation.run(scenario)
        let second = try await Simulation.run(scenario, options: SimulationOptions(triesRealPorts: false))
        let isSameFile = try first.pcapng() == second.pcapng()
        #expect(isSameFile)
        let isSameText = try jsonLines(first.records()) == jsonLines(second.records())
        #expect(isSameText)
        let other = try await Simulation.run(scenario, options: SimulationOptions(seed: 4_711))
        let differs = try jsonLines(other.records()) != jsonLines(first.records())
        #expect(differs)
    }
}
