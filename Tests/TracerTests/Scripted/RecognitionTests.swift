import Dialogue
import MailProtocols
import ScriptedCaptures
import Testing

/// Mail is known by what is said, on whatever port, and nothing else is taken for it.
@Suite("What a connection speaks, by its capture")
struct RecognitionTests {
    private static func spoken(_ script: String) throws -> [MailProtocol] {
        try CaptureScript(script).trace().compactMap { record in
            if case .connection(let connection) = record { connection.protocol } else { nil }
        }
    }

    private static func session(_ lines: String, port: Int) -> String { "== unknown \(port)\n\(lines)\n--" }

    private static let hello = "C! EHLO a\nS! 250 mx\nC! QUIT\nS! 221 bye"

    @Test("mail on any port", arguments: [25, 80, 4_000, 60_000])
    func anyPort(port: Int) throws {
        #expect(try Self.spoken(Self.session("S! 220 mx\n\(Self.hello)", port: port)) == [.smtp])
        #expect(try Self.spoken(Self.session(Self.hello, port: port)) == [.smtp], "the greeting is missing")
        #expect(try Self.spoken(Self.session("C! EHLO a\nS! 220 mx\nS! 250 mx", port: port)) == [.smtp])
        #expect(try Self.spoken(Self.session("S! 220 mx\nC! LHLO a\nS! 250 mx", port: port)) == [.lmtp])
        #expect(try Self.spoken(Self.session("S! +OK hi\nC! USER a\nS! +OK", port: port)) == [.pop3])
        #expect(try Self.spoken(Self.session("S! * OK hi\nC! a1 CAPABILITY\nS! a1 OK", port: port)) == [.imap])
        #expect(
            try Self.spoken(
                Self.session(
                    "C! CONNECT mx:25 HTTP/1.1\nC!\nS! HTTP/1.1 200 ok\nS!\nS! 220 mx\n\(Self.hello)", port: port)
            ) == [.smtp])
    }

    @Test("mail whose client stands where servers do", arguments: [25, 4_000])
    func anyDirection(port: Int) throws {
        let script = Self.session("% midstream\nC! 220 mx\nS! EHLO a\nC! 250 mx\nS! QUIT\nC! 221 bye", port: port)
        let records = try CaptureScript(script).trace()
        let clients: [UInt16] = records.compactMap { record in
            if case .connection(let connection) = record { connection.client.port } else { nil }
        }
        #expect(clients == [UInt16(port)])
    }

    @Test(
        "what resembles mail and is none",
        arguments: [
            ("S! 220 FTP server ready\nC! USER anonymous\nS! 331 password?\nC! PASS x\nS! 230 in", 21),
            ("S! 220 FTP server ready\nC! USER anonymous\nS! 331 password?\nC! QUIT\nS! 221 bye", 2_121),
            ("C! PING\nS! +PONG\nC! SET a b\nS! +OK\nC! GET a\nS! $1", 6_379),
            ("C! *1\nC! $4\nC! PING\nS! +OK", 6_379),
            ("C! GET / HTTP/1.1\nC!\nS! HTTP/1.1 200 OK", 8_080),
            ("C! POST / HTTP/1.1\nC!\nC! EHLO=1\nS! HTTP/1.1 200 OK", 8_080),
            ("C! OPTIONS / HTTP/1.0\nC!", 4_000),
            ("S! SSH-2.0-x\nC! SSH-2.0-y", 22),
            ("C* 16 03 01 00 05 01 00 00 01 00\nS* 16 03 03 00 05 02 00 00 01 00", 443),
            ("C! \\0\\0\\0\\x2F\\xFFSMB", 445),
        ])
    func others(lines: String, port: Int) throws {
        #expect(try Self.spoken(Self.session(lines, port: port)) == [])
    }

    @Test("a port scan is counted as refused, and half-open connections as nothing")
    func scan() throws {
        let script = (1...40).map { "== refused \($0)" }.joined(separator: "\n")
        let records = try CaptureScript(script).trace()
        guard case .summary(let sum)? = records.last else { return #expect(Bool(false)) }
        #expect(records.count == 1 && sum.refused == 40 && sum.connections == 0)
    }

    @Test("frames that the snap length cut lose what they lost, and the dialogue goes on")
    func snap() throws {
        let script = """
            == smtp 25
            S: 220 mx.example
            C: EHLO a.example
            S: 250 mx.example
            % snap 74
            C: NOOP this command is longer than the frame
            % snap 0
            S: 250 ok
            C: QUIT
            S: 221 bye
            --
            """
        let lines = CaptureScript.transcript(of: try CaptureScript(script).trace())[0]
        #expect(
            lines.contains { $0.contains("C command") && $0.contains("NOOP this command") && !$0.contains("frame") })
        #expect(lines.contains { $0.contains("C gap") })
        #expect(lines.contains { $0.contains("QUIT") })
        #expect(lines.last == "fin missing 24 0 [bytes-missing]")
    }
}
