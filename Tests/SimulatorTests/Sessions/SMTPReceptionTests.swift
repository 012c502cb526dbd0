import MailProtocols
import Simulator
import Testing

@Suite("The SMTP server answers")
struct SMTPReceptionTests {
    /// Each line: what the client says, and the code of the answer.
    static let dialogues: [(name: String, turns: [(String, String)])] = [
        (
            "the order of commands, RFC 5321 section 4.1.4",
            [
                ("MAIL FROM:<a@b.example>", "503 5.5.1"), ("RCPT TO:<bob@north.example>", "503 5.5.1"),
                ("DATA", "503 5.5.1"),
                ("NOOP", "250 2.0.0"), ("RSET", "250 2.0.0"), ("EHLO a.example", "250"),
                ("RCPT TO:<bob@north.example>", "503 5.5.1"), ("DATA", "503 5.5.1"),
                ("MAIL FROM:<a@b.example>", "250 2.1.0"),
                ("MAIL FROM:<a@b.example>", "503 5.5.1"), ("DATA", "503 5.5.1"),
                ("RCPT TO:<bob@north.example>", "250 2.1.5"),
                ("RSET", "250 2.0.0"), ("DATA", "503 5.5.1"), ("QUIT", "221 2.0.0"),
            ]
        ),
        (
            "who lives here and who does not",
            [
                ("HELO a.example", "250"), ("MAIL FROM:<>", "250 2.1.0"), ("RCPT TO:<BOB@North.Example>", "250 2.1.5"),
                ("RCPT TO:<dave@north.example>", "550 5.1.1"), ("RCPT TO:<bob@elsewhere.example>", "550 5.7.1"),
                ("RCPT TO:<postmaster>", "250 2.1.5"), ("RCPT TO:<@x.example:carol@north.example>", "250 2.1.5"),
                ("RCPT TO:<../../etc/passwd@north.example>", "550 5.1.1"),
                ("RCPT TO:<b\u{F6}b@north.example>", "553 5.6.7"),
            ]
        ),
        (
            "what cannot be read or is not offered",
            [
                ("EHLO a.example", "250"), ("FROB", "500 5.5.1"), ("", "500 5.5.1"),
                ("MAIL FROM:<a@b.example", "501 5.1.7"),
                ("MAIL FROM:<a@b.example> SIZE=99999999999", "552 5.3.4"),
                ("MAIL FROM:<a@b.example> FUNNY=1", "555 5.5.4"),
                ("MAIL FROM:<a@b.example> BODY=WHAT", "501 5.5.4"), ("VRFY bob", "252 2.1.5"),
                ("EXPN all", "502 5.5.1"),
                ("HELP", "214 2.0.0"), ("STARTTLS", "502 5.5.1"), ("AUTH PLAIN", "502 5.5.1"),
                ("NOOP " + String(repeating: "x", count: 2_000), "500 5.5.2"),
                ("MAIL FROM:<a@b.example> BODY=8BITMIME SMTPUTF8", "250 2.1.0"),
                ("RCPT TO:<b\u{F6}b@north.example>", "550 5.1.1"),
            ]
        ),
    ]

    @Test("line by line", arguments: dialogues.indices)
    func dialogue(index: Int) {
        var bench = SMTPBench()
        for (said, code) in Self.dialogues[index].turns {
            bench.hear(said + "\n")
            #expect(bench.codes.last == code, "\(said)")
        }
    }

    @Test("what is not offered is not obeyed, RFC 5321 section 4.1.1.11")
    func lacking() {
        var policy = SMTPPolicy.north
        policy.lacks = ["SIZE", "8BITMIME", "SMTPUTF8", "DSN", "CHUNKING", "STARTTLS"]
        var bench = SMTPBench(policy, offersTLS: true)
        bench.hear("EHLO a.example\n")
        #expect(bench.replies.last?.lines.dropFirst() == ["PIPELINING", "ENHANCEDSTATUSCODES"])
        for parameter in ["SIZE=10", "BODY=8BITMIME", "SMTPUTF8", "RET=FULL", "ENVID=x"] {
            bench.hear("MAIL FROM:<a@b.example> \(parameter)\n")
            #expect(bench.codes.last == "555 5.5.4", "\(parameter)")
        }
        bench.hear("STARTTLS\n")
        #expect(bench.codes.last == "502 5.5.1")
        bench.hear("MAIL FROM:<a@b.example>\n")
        for parameter in ["NOTIFY=NEVER", "ORCPT=rfc822;bob@north.example"] {
            bench.hear("RCPT TO:<bob@north.example> \(parameter)\n")
            #expect(bench.codes.last == "555 5.5.4", "\(parameter)")
        }
        bench.hear("RCPT TO:<bob@north.example>\nBDAT 5 LAST\nabc\n")
        #expect(Array(bench.codes.suffix(2)) == ["250 2.1.5", "502 5.5.1"])
        // The chunk was read, and is no command. A transaction that had BDAT takes no DATA, RFC 3030 section 2.
        bench.hear("RSET\nMAIL FROM:<a@b.example>\nRCPT TO:<bob@north.example>\nDATA\n")
        #expect(bench.codes.last?.hasPrefix("354") == true)
        bench.hear("Hello\n.\n")
        #expect(bench.stored.count == 1)
    }

    @Test("pipelined and cut anywhere, a session has one outcome", arguments: [1, 2, 3, 7, 64, 1_000])
    func cuts(size: Int) {
        let session = """
            EHLO a.example
            MAIL FROM:<a@b.example>
            RCPT TO:<bob@north.example>
            RCPT TO:<dave@north.example>
            DATA
            Subject: x

            ..a dot
            .
            QUIT

            """
        var bench = SMTPBench()
        bench.hear(octets: session.utf8.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] }, inPiecesOf: size)
        #expect(bench.codes == ["220", "250", "250 2.1.0", "250 2.1.5", "550 5.1.1", "354", "250 2.0.0", "221 2.0.0"])
        #expect(bench.stored.map(\.content) == [Array("Subject: x\r\n\r\n.a dot\r\n".utf8)])
        #expect(bench.isClosed)
    }

    @Test("when every recipient was refused, a pipelined DATA is refused as well")
    func nobodyLeft() {
        var bench = SMTPBench()
        bench.hear("EHLO a.example\nMAIL FROM:<a@b.example>\nRCPT TO:<dave@north.example>\nDATA\nNOOP\n")
        #expect(bench.codes.suffix(3) == ["550 5.1.1", "503 5.5.1", "250 2.0.0"])
    }

    @Test(
        "LF.LF ends nothing, and a letter with such a seam is refused",
        arguments: ["\n.\n", "\r\n.\n", "\n.\r\n", "\r.\r"])
    func smuggling(mark: String) {
        var bench = SMTPBench()
        bench.hear("EHLO a.example\nMAIL FROM:<a@b.example>\nRCPT TO:<bob@north.example>\nDATA\n")
        bench.hear(octets: Array("one\(mark)MAIL FROM:<evil@b.example>\r\n".utf8))
        #expect(bench.codes.last?.hasPrefix("354") == true)
        bench.hear(octets: Array("two\r\n.\r\nNOOP\r\n".utf8))
        #expect(bench.codes.suffix(2) == ["554 5.6.0", "250 2.0.0"])
        #expect(bench.stored.isEmpty)
    }

    @Test("a command ended by LF alone is refused")
    func bareLineFeed() {
        var bench = SMTPBench()
        bench.hear("EHLO a.example\n")
        bench.hear(octets: Array("NOOP\nNOOP\r\n".utf8))
        #expect(bench.codes.suffix(2) == ["500 5.5.2", "250 2.0.0"])
    }

    @Test("chunks are taken by count, whatever they hold")
    func chunks() {
        var bench = SMTPBench()
        bench.hear("EHLO a.example\nMAIL FROM:<a@b.example>\nRCPT TO:<bob@north.example>\n")
        bench.hear(octets: Array("BDAT 12\r\nMAIL FROM:\r\nBDAT 0 LAST\r\nNOOP\r\n".utf8), inPiecesOf: 5)
        #expect(bench.codes.suffix(3) == ["250 2.0.0", "250 2.0.0", "250 2.0.0"])
        #expect(bench.stored.map(\.content) == [Array("MAIL FROM:\r\n".utf8)])
    }

    @Test("a chunk that is refused is read to its end all the same")
    func refusedChunk() {
        var bench = SMTPBench()
        bench.hear("EHLO a.example\n")
        bench.hear(octets: Array("BDAT 6 LAST\r\nQUIT\r\nNOOP\r\n".utf8))
        #expect(bench.codes.suffix(2) == ["503 5.5.1", "250 2.0.0"])
        #expect(!bench.isClosed)
    }

    @Test("limits: octets of a letter, recipients, errors, circles")
    func limits() {
        var policy = SMTPPolicy.north
        policy.limits.message = 10
        policy.limits.recipients = 1
        policy.limits.errors = 3
        policy.limits.hops = 2
        var bench = SMTPBench(policy)
        bench.hear(
            "EHLO a.example\nMAIL FROM:<a@b.example>\nRCPT TO:<bob@north.example>\nRCPT TO:<carol@north.example>\n")
        #expect(bench.codes.last == "452 4.5.3")
        bench.hear("DATA\n0123456789\n.\n")
        #expect(bench.codes.last == "552 5.3.4")
        bench.hear("MAIL FROM:<a@b.example>\nRCPT TO:<bob@north.example>\nDATA\n01234567\n.\n")
        #expect(bench.codes.last == "250 2.0.0")
        bench.hear("FROB\nFROB\nFROB\n")
        #expect(bench.codes.last == "421 4.7.0")
        #expect(bench.isClosed)

        policy.limits.message = 1_000
        bench = SMTPBench(policy)
        let session = "EHLO a.example\nMAIL FROM:<a@b.example>\nRCPT TO:<bob@north.example>\nDATA\n"
        bench.hear(session + "Received: one\nReceived: two\n\n.\n")
        #expect(bench.codes.last == "554 5.4.6")
    }

    @Test("EHLO offers what is done, HELO nothing")
    func offers() {
        var bench = SMTPBench()
        bench.hear("EHLO a.example\n")
        #expect(
            bench.replies.last?.lines.dropFirst() == [
                "PIPELINING", "SIZE 10485760", "8BITMIME", "SMTPUTF8", "CHUNKING", "ENHANCEDSTATUSCODES", "DSN",
            ])
        bench.hear("HELO a.example\n")
        #expect(bench.replies.last?.lines == ["mx.north.example"])
    }
}
