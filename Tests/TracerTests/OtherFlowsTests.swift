import Dialogue
import MailProtocols
import ScriptedCaptures
import Testing

@Suite("What is no mail")
struct OtherFlowsTests {
    /// A web request, a refused connection, and mail.
    private static let script = """
        == unknown 80
        C! GET / HTTP/1.1
        C!
        S! HTTP/1.1 200 OK
        --
        == refused 25
        == smtp 25
        S: 220 mx.example
        C: QUIT
        S: 221 bye
        --
        """

    private static func lines(_ needs: Needs) throws -> [String] {
        try CaptureScript(script).trace(needs: needs).compactMap { record in
            switch record {
            case .connection(let begin):
                "\(begin.connection) \(begin.protocol.rawValue) to port \(begin.server.port), handshake \(begin.handshake)"
            case .connectionEnd(let end):
                "\(end.connection) \(end.how) \(end.clientBytes) \(end.serverBytes) \(end.notes.notes.map(\.id))"
            case .summary(let sum): "\(sum.connections) connections, \(sum.otherFlows) others, \(sum.refused) refused"
            default: nil
            }
        }
    }

    @Test("is only counted")
    func counted() throws {
        #expect(
            try Self.lines(.full) == [
                "1 smtp to port 25, handshake true", "1 fin 6 25 []", "1 connections, 1 others, 1 refused",
            ])
    }

    @Test("is reported with how much and how it ended, where everything is asked for")
    func reported() throws {
        #expect(
            try Self.lines(.full.union(.everything)) == [
                "1 unknown to port 80, handshake true", "1 fin 18 17 []",
                "2 unknown to port 25, handshake false", "2 refused 0 0 [\"connection-refused\"]",
                "3 smtp to port 25, handshake true", "3 fin 6 25 []",
                "1 connections, 1 others, 1 refused",
            ])
    }

    @Test("costs no record where only numbers are asked for")
    func tallied() throws {
        #expect(try Self.lines(.everything) == ["1 connections, 1 others, 1 refused"])
    }
}
