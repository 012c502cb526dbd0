import Dialogue
import Packets
import ScriptedCaptures
import Testing

@Suite("Captures made of scripts")
struct ScriptedCaptureTests {
    static let scripts = TransportScripts.all + LoginScripts.all + NoteScripts.all + ContentScripts.all

    @Test("are traced as the script says", arguments: scripts)
    func traced(script: NamedScript) throws {
        let read = CaptureScript(script.text)
        let found = CaptureScript.transcript(of: try read.trace())
        let expected = read.expectation()
        #expect(found.count == expected.count, "\(found)")
        for (found, expected) in zip(found, expected) {
            for (one, other) in zip(found, expected) where one != other {
                Issue.record("traced:   \(one)\nexpected: \(other)")
                return
            }
            #expect(found.count == expected.count, "\(found.last ?? "") | \(expected.last ?? "")")
        }
    }

    @Test("are numbered and ranged as all captures are", arguments: scripts)
    func invariants(script: NamedScript) throws {
        let records = try CaptureScript(script.text).trace()
        #expect(Invariants.broken(by: records) == [])
    }

    @Test("have frames of the link type they name", arguments: Link.allCases)
    func links(link: Link) {
        let script = CaptureScript(TransportScripts.session("% link \(link.rawValue)"))
        #expect(script.frames().count > 20)
        #expect(script.frames().allSatisfy { $0.linkType == link.linkType })
    }
}
