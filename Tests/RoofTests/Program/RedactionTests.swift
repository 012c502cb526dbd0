import Dialogue
import Simulator
import Testing

/// Every field of a dialogue that a peer can fill holds the letters `zqx`; none may come through.
@Suite("A redacted transcript")
struct RedactionTests {
    private static let plain = "AHpxeHVzZXIAenF4cGFzcw=="
    private static let challenge = "PHpxeC4xMjNAenF4Lm9yZz4="
    private static let answer = "enF4dXNlciAwMTIzNDU2Nzg5YWJjZGVm"

    private static let script = Script(
        """
        == smtp bob.north.example mx.north.example
        S: 220-zqxhost.zqx.org zqxgreeting ESMTP Postfix
        S: 220 zqx [203.0.113.77] at 203.0.113.77:2525, zqx-mail
        C: EHLO zqxclient
        S: 250-zqxhost.zqx.org Hello zqxclient [IPv6:2001:db8:77::5]
        S: 250-ZQXEXTENSION zqxvalue
        S: 250-AUTH PLAIN CRAM-MD5 ZQXMECH
        S: 250 SIZE 1000000
        C: AUTH PLAIN \(plain)
        S: 535 5.7.8 zqxuser@zqx.org: Authentication failed
        C: AUTH CRAM-MD5
        S: 334 \(challenge)
        C: \(answer)
        S: 235 2.7.0 zqxuser accepted
        C: AUTH ZQXMECH zqxinitial
        S: 504 no ZQXMECH
        C: ZQXVERB zqxargument
        S: 500 5.5.1 zqxverb unknown
        C: zqx
        S: 500 zqx
        C: XCLIENT NAME=zqxproxy ADDR=203.0.113.77
        S: 550 zqx
        C: VRFY zqxlocal
        S: 252 zqxlocal?
        C: EXPN zqxlist@zqx.org
        S: 550 zqx/zqx.zqx
        C: HELP zqxtopic
        S: 214 zqxhelp=zqx
        C: MAIL FROM:<zqxfrom@zqx.org> SIZE=300 ENVID=zqxenvid AUTH=zqx+40zqx.org
        S: 250 2.1.0 <zqxfrom@zqx.org>... ok
        C: RCPT TO:<zqxto> NOTIFY=NEVER ORCPT=rfc822;zqxorcpt@zqx.org
        S: 250 2.1.5 zqxto
        C: RCPT TO:<@zqxroute.org,@zqx.org:"zqx quoted"@zqx.org>
        S: 550 5.1.1 "zqx quoted"@zqx.org unknown in zqxtable
        C: RCPT TO:zqxbare@[203.0.113.77]
        S: 250 ok
        C: DATA
        S: 354 go ahead zqx
        C: Received: from zqxrelay (zqx.org [203.0.113.77]) by zqxmx with ESMTP id ZQX77
        C:  for <zqxfor@zqx.org>; Mon, 5 Jan 2026 09:00:00 +0000 (zqxcomment)
        C: From: "Zqx Person" <zqxfrom@zqx.org> (zqx)
        C: To: =?UTF-8?B?WnF4?= <zqxto@zqx.org>, zqxother
        C: Subject: zqx subject
        C:  zqx folded
        C: Message-ID: <zqx.1@zqx.org>
        C: References: <zqx.0@zqx.org>
        C: X-Zqx-Field: zqxvalue
        C: Date: zqx day
        C: Content-Type: multipart/zqx; boundary="zqxboundary"; charset=zqx
        C: zqx no colon
        C:
        C: --zqxboundary
        C: Content-Type: application/zqx; name="zqxname.pdf"
        C:
        C: zqx body
        C: --zqxboundary--
        C: .
        S: 250 2.0.0 queued as ZQXQUEUE by zqx.org
        C: STARTTLS zqx
        S: 501 zqx
        C: QUIT zqx
        S: 221 2.0.0 zqxhost.zqx.org closing
        --
        == pop3 bob.north.example pop.north.example
        S: +OK zqxpop ready <zqx.42.1@zqx.org>
        C: CAPA
        S: +OK zqx
        S: USER
        S: IMPLEMENTATION zqxserver
        S: ZQXCAPA zqx
        S: .
        C: APOP zqxapop c4c9334bac560ecc979e58001b3e22fb
        S: -ERR [AUTH] zqxapop
        C: USER zqxpopuser
        S: +OK zqxpopuser
        C: PASS zqxpassword zqx
        S: +OK zqxpopuser's maildrop has 1 message
        C: AUTH ZQXMECH zqxpop
        S: -ERR zqx
        C: LIST
        S: +OK zqx
        S: 1 300 zqx
        S: .
        C: UIDL
        S: +OK
        S: 1 zqxuid
        S: .
        C: UIDL 1
        S: +OK 1 zqxuid
        C: ZQXPOP zqx
        S: -ERR zqx
        C: TOP 1 3
        S: +OK zqx
        S: Subject: zqxtop
        S: X-Zqx: zqx
        S:
        S: zqx top body
        S: .
        C: RETR 1
        S: +OK zqx octets
        S: Return-Path: <zqxfrom@zqx.org>
        S: Message-ID: <zqx.1@zqx.org>
        S: Subject: zqx subject zqx folded
        S:
        S: zqx body
        S: .
        C: QUIT
        S: +OK zqx
        --
        == smtp bob.north.example mx.north.example
        S: 220 zqx ESMTP
        C: EHLO zqx.org
        S: 250-zqx
        S: 250 STARTTLS
        C: STARTTLS
        S: 220 zqx
        C: \(hello)\\
        --
        """)

    /// A ClientHello that names `zqx.org`, in the script's notation.
    private static let hello: String = {
        func block(_ width: Int, _ content: [UInt8]) -> [UInt8] {
            (0..<width).map { UInt8(truncatingIfNeeded: content.count >> (8 * (width - 1 - $0))) } + content
        }
        let name = block(2, [0] + block(2, Array("zqx.org".utf8)))
        let body =
            [3, 3] + [UInt8](repeating: 5, count: 32) + block(1, []) + block(2, [0x13, 0x01]) + block(1, [0])
            + block(2, [0, 0] + block(2, name))
        let record = [22, 3, 1] + block(2, [1] + block(3, body))
        let digits = Array("0123456789abcdef")
        return record.map { "\\x\(digits[Int($0 >> 4)])\(digits[Int($0 & 15)])" }.joined()
    }()

    private static func capture(in folder: String) throws -> String {
        let path = "\(folder)/zqx.pcapng"
        try Disk.write(try script.tape.pcapng(), toNew: path)
        return path
    }

    @Test(
        "nothing that a peer said of itself, of people or of hosts comes through",
        arguments: [
            ["--format", "text"], ["--format", "jsonl"], ["--summary"], ["--format", "jsonl", "--explain"],
            ["--format", "jsonl", "--summary"], ["--no-explain"], ["--code", "250"],
        ])
    func nothingComesThrough(options: [String]) async throws {
        try await withScratchFolder { folder in
            let path = try Self.capture(in: folder)
            let clear = try await Mailscope.shell("$mailscope trace \(options.joined(separator: " ")) \(path)")
            let redacted = try await Mailscope.shell(
                "$mailscope trace --redact \(options.joined(separator: " ")) \(path)")
            #expect(clear.code == 0 && redacted.code == 0, "\(redacted.errors)")
            for secret in [
                "zqx", Self.plain, Self.challenge, Self.answer, "c4c9334bac560", "203.0.113.77", "2001:db8:77",
                "198.51.100.",
            ] {
                let lines = redacted.lines.filter { $0.lowercased().contains(secret.lowercased()) }
                #expect(lines.isEmpty, "\(secret): \(lines.prefix(3))")
            }
            let sizes = (clear.lines.count, redacted.lines.count)
            #expect(sizes.1 > 0 && (options == ["--summary"] || clear.output.contains("zqx") || options.count == 3))
        }
    }

    @Test("the same name has the same mask in every format, and a letter can be followed")
    func sameMasks() async throws {
        try await withScratchFolder { folder in
            let path = try Self.capture(in: folder)
            let text = try await Mailscope.run("trace", "--redact", path)
            let lines = try await Mailscope.run("trace", "--redact", "--format", "jsonl", path)
            for mask in ["MAIL FROM:<user", "Message-ID: <id1@redacted.example>", "subject 1", "uid1", "RCPT TO:<"] {
                #expect(text.output.contains(mask), "\(mask)")
            }
            let journey = try #require(lines.lines.first { $0.contains(#""record":"journey""#) } ?? lines.lines.last)
            #expect(journey.contains("summary") || journey.contains("id1@redacted.example"))
            let from = try #require(text.lines.first { $0.contains("MAIL FROM:<user") }?.split(separator: "<").last)
            let mask = from.prefix { $0 != ">" }
            #expect(lines.output.contains("MAIL FROM:<\(mask)>"))
        }
    }

    @Test("what would undo it is refused", arguments: [["--show-secrets"], ["--export", "/tmp/never"]])
    func refused(options: [String]) async throws {
        let finished = try await Mailscope.shell("$mailscope trace --redact \(options.joined(separator: " ")) x.pcap")
        #expect(finished.code == 64 && finished.errors.contains("--redact"))
    }
}
