import Dialogue
import MailProtocols
import Rendering
import ScriptedCaptures
import Testing

/// Each frame of a script comes 10 ms behind the one before; pauses come on top.
@Suite("How quickly a connection goes")
struct TimingTests {
    private static let slow = """
        == smtp 25
        % pause 3
        S: 220 mx.example
        C: EHLO a.example
        S: 250 mx.example
        C: MAIL FROM:<a@a.example>
        S: 250 ok
        C: RCPT TO:<b@b.example>
        S: 250 ok
        C: DATA
        % pause 90
        S: 354 go ahead
        C> Subject: one
        % pause 5
        C> .
        S: 250 taken
        % pause 100
        C: QUIT
        S: 221 bye
        --
        """

    private static func timing(_ script: String) throws -> [ConnectionTiming] {
        try CaptureScript(script).trace().compactMap { record in
            if case .connectionEnd(let end) = record { end.timing } else { nil }
        }
    }

    @Test("is told by the greeting's delay, the pace of content, the longest silence and the wait nearest to its limit")
    func slow() throws {
        let timing = try #require(try Self.timing(Self.slow).first)
        #expect(timing.greeting == 3_030_000_000)
        #expect(timing.contentBytes == 14 && timing.contentTime == 5_010_000_000 && timing.throughput == 2)
        #expect(timing.silence == .init(time: 100_010_000_000, wait: .nextCommand))
        // 90 of 120 seconds are nearer to the limit than 100 of 300.
        #expect(timing.remarkable == .init(time: 90_010_000_000, wait: .dataReply))
        #expect(!timing.isExceeded)
    }

    @Test("each wait is told from the others")
    func waits() throws {
        func silence(_ lines: String, port: String = "smtp 25") throws -> Wait? {
            try Self.timing("== \(port)\n\(lines)\n--").first?.silence.wait
        }
        let hello = "S: 220 mx\nC: EHLO a\n"
        let mail = "\(hello)S: 250 mx\nC: MAIL FROM:<a@a>\n"
        let rcpt = "\(mail)S: 250 ok\nC: RCPT TO:<b@b>\n"
        let data = "\(rcpt)S: 250 ok\nC: DATA\n"
        #expect(try silence("% pause 9\nS: 220 mx\nC: QUIT\nS: 221 bye") == .greeting)
        #expect(try silence("\(hello)% pause 9\nS: 250 mx") == .otherReply)
        #expect(try silence("\(mail)% pause 9\nS: 250 ok") == .mailReply)
        #expect(try silence("\(rcpt)% pause 9\nS: 250 ok") == .recipientReply)
        #expect(try silence("\(data)% pause 9\nS: 354 go\nC> .\nS: 250 ok") == .dataReply)
        #expect(try silence("\(data)S: 354 go\n% pause 9\nC> .\nS: 250 ok") == .content)
        #expect(try silence("\(data)S: 354 go\nC> .\n% pause 9\nS: 250 ok") == .contentReply)
        #expect(try silence("\(data)S: 354 go\nC> .\nS: 250 ok\n% pause 9\nC: QUIT\nS: 221 bye") == .nextCommand)
        #expect(try silence("S: +OK\n% pause 9\nC: QUIT\nS: +OK", port: "pop3 110") == .nextPOP3Command)
        #expect(try silence("S: +OK\nC: QUIT\n% pause 9\nS: +OK", port: "pop3 110") == .otherReply)
    }

    @Test("limits stand where RFC 5321 section 4.5.3.2 and RFC 1939 section 3 put them")
    func limits() {
        #expect(Wait.allCases.compactMap(\.limit) == [300, 300, 300, 120, 600, 180, 300, 600])
        for wait in Wait.allCases { #expect((wait.limit == nil) == (wait.citation == nil)) }
    }

    @Test("without the connection's start no delay of the greeting is known")
    func midway() throws {
        #expect(try Self.timing("== smtp 25\n% midstream\nS: 220 mx\nC: EHLO a\nS: 250 mx\n--").first?.greeting == nil)
    }

    @Test("is shown where the connection ends, in JSON lines and in the summary")
    func shown() throws {
        var (text, json, summary) = (ByteSink(), ByteSink(), ByteSink())
        var renderers = (TerminalRenderer(width: 120, explain: false), JSONLinesRenderer(), SummaryRenderer(width: 120))
        for record in try CaptureScript(Self.slow).trace() {
            renderers.0.render(record, to: &text)
            renderers.1.render(record, to: &json)
        }
        for record in try CaptureScript(Self.slow).trace(needs: []) { renderers.2.collect(record) }
        renderers.0.finish(to: &text)
        renderers.2.finish(to: &summary)
        let prose = text.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(prose.contains("Greeting after 3.0 s. Content: 14 octets in 5.0 s, 2 octets a second."))
        #expect(
            prose.contains("Waited 90.0 s for the reply to DATA, within the 2 minutes of RFC 5321 section 4.5.3.2.4."))
        #expect(prose.contains("Longest silence 100.0 s, waiting for the next command."))
        #expect(
            json.text.contains(
                #","timing":{"greeting":3.03,"content":{"bytes":14,"seconds":5.01},"silence":{"seconds":100.01,"#
                    + #""for":"the next command"},"wait":{"seconds":90.01,"for":"the reply to DATA","limit":120,"#
                    + #""reference":"RFC 5321 section 4.5.3.2.4"}},"#))
        #expect(summary.text.contains("3.0 s  the slowest greeting (connection 1)\n"))
        #expect(summary.text.contains("2/s  octets of content: 14 in 5.0 s\n"))
        #expect(summary.text.contains("100.0 s  the longest silence, waiting for the next command (connection 1)\n"))
    }
}
