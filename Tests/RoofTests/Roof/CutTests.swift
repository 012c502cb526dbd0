import MailProtocols
import Testing

@Suite("The roof, first pillar: the cut of the octets does not matter")
struct CutTests {
    @Test("a written dialogue is heard the same in pieces of any size", arguments: 1...40)
    func scripts(size: Int) throws {
        for name in GoldenDialogueTests.names {
            for connection in try GoldenDialogueTests.script(name).connections {
                let whole = connection.overheard()
                #expect(!whole.isEmpty)
                let difference = EventLog.difference(connection.overheard(inPiecesOf: size), whole)
                #expect(difference == nil, "\(name)")
            }
        }
    }

    @Test("a drawn session is heard the same in pieces of any size", arguments: 1...60 as ClosedRange<UInt64>)
    func drawn(seed: UInt64) {
        for connection in [RandomScript.smtp(seed: seed), RandomScript.pop3(seed: seed)] {
            let whole = connection.overheard()
            #expect(whole.count >= 4)
            for size in 1...40 {
                let difference = EventLog.difference(connection.overheard(inPiecesOf: size), whole)
                #expect(difference == nil, "\(connection.protocol), seed \(seed), pieces of \(size)")
                if difference != nil { break }
            }
        }
    }

    @Test("every octet of a drawn session lies in exactly one step", arguments: 1...60 as ClosedRange<UInt64>)
    func everyOctetOnce(seed: UInt64) {
        for connection in [RandomScript.smtp(seed: seed), RandomScript.pop3(seed: seed)] {
            let steps = connection.overheard()
            for side in Side.allCases {
                let said = connection.events.reduce(0) { sum, event in
                    if case .said(side, let octets) = event { sum + octets.count } else { sum }
                }
                var position = 0
                for range in steps.filter({ $0.utterance.side == side }).map(\.utterance.range) where !range.isEmpty {
                    #expect(range.lowerBound == position, "\(connection.protocol), seed \(seed), \(side)")
                    position = range.upperBound
                }
                #expect(position == said, "\(connection.protocol), seed \(seed), \(side)")
            }
        }
    }
}
