import Dialogue
import MailProtocols
import Simulator
import Testing

@Suite("The roof, second pillar: client, server and tap hear one dialogue")
struct StationTests {
    /// What the ear of one side hears: its own words as it says them, the other side's as the kernel cuts them.
    private static func heard(
        by side: Side, in tape: Tape, connection: Int, cutBy random: inout SeededRandom
    ) -> [EventLog.Event] {
        var ear = SessionEar(tape.connections[connection - 1].protocol, of: side)
        var log = EventLog()
        for event in tape.events where event.connection == connection {
            guard case .said(let speaker, let octets) = event.happening else { continue }
            var start = 0
            while start < octets.count {
                let left = octets.count - start
                let count = speaker == side ? left : Int.random(in: 1...min(left, 40), using: &random)
                for heard in ear.hear(Array(octets[start..<start + count]), from: speaker) {
                    log.add(heard.utterance, heard.text.span)
                }
                start += count
            }
        }
        return log.events
    }

    /// What the tap hears: everything in the chunks in which it was said.
    private static func overheard(_ tape: Tape, connection: Int) -> [EventLog.Event] {
        var listener =
            tape.connections[connection - 1].protocol == .pop3
            ? Listener(pop3: POP3Conversation()) : Listener(smtp: SMTPConversation())
        var log = EventLog()
        for event in tape.events where event.connection == connection {
            guard case .said(let side, let octets) = event.happening else { continue }
            listener.hear(side, octets.span) { log.add($0, $1) }
        }
        return log.events
    }

    private static func compare(_ tape: Tape, _ name: String) {
        var random = SeededRandom(seed: 7, purpose: name)
        for connection in 1...tape.connections.count {
            let tap = overheard(tape, connection: connection)
            #expect(tap.count >= 2, "\(name), connection \(connection)")
            for side in Side.allCases {
                for _ in 1...5 {
                    let station = heard(by: side, in: tape, connection: connection, cutBy: &random)
                    let difference = EventLog.difference(station, tap)
                    #expect(difference == nil, "\(name), connection \(connection), \(side)")
                }
            }
        }
    }

    @Test("in every shipped scenario", arguments: EmbeddedScenarios.undisturbed)
    func scenario(name: String) async throws {
        let run = try await Simulation.run(try Scenario(named: name))
        #expect(run.lostOctets == 0)
        Self.compare(run.tape, name)
    }

    @Test("in the written dialogues")
    func scripts() throws {
        for name in GoldenDialogueTests.names { Self.compare(try GoldenDialogueTests.script(name).tape, name) }
    }
}
