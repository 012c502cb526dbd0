import MailProtocols
import Testing

@Suite("SMTP replies")
struct SMTPReplyTests {
    static let valid: [(wire: String, reply: SMTPReply)] = [
        ("220 mx.example ready\r\n", SMTPReply(.ready, "mx.example ready")),
        ("250 2.1.0 sender ok\r\n", SMTPReply(.completed, .senderOK, "sender ok")),
        (
            "250-mx.example\r\n250-SIZE 100\r\n250 HELP\r\n",
            SMTPReply(.completed, lines: ["mx.example", "SIZE 100", "HELP"])
        ),
        (
            "550-5.1.1 nobody\r\n550 5.1.1 of that name\r\n",
            SMTPReply(.mailboxUnavailable, .noSuchMailbox, lines: ["nobody", "of that name"])
        ),
        ("334 \r\n", SMTPReply(.authChallenge)),
        ("250 2.0.x is no status\r\n", SMTPReply(.completed, "2.0.x is no status")),
        ("250 5.0.0 does not fit\r\n", SMTPReply(.completed, "5.0.0 does not fit")),
        ("450 4.2.2 \r\n", SMTPReply(.mailboxBusy, .mailboxFull, "")),
    ]

    @Test("a reply is read as it is written", arguments: valid)
    func roundTrip(wire: String, reply: SMTPReply) {
        let read = SMTPReply.read(wire.bytes.span)
        #expect(read.reply == reply)
        #expect(read.deviations.subtracting([.missingText]) == [])
        #expect(reply.encoded().text == wire)
    }

    @Test(
        "whatever a server says is a value, and what is odd is named",
        arguments: [
            ("250 ok\n", 250, ["ok"], [.bareLineFeed]),
            ("250 ok", 250, ["ok"], [.unended]),
            ("250\r\n", 250, [""], [.missingText]),
            ("250-a\r\n", 250, ["a"], [.unfinished]),
            ("250-a\r\n251 b\r\n", 250, ["a", "b"], [.codesDiffer]),
            ("250 a\r\n250 b\r\n", 250, ["a", "b"], [.linesAfterLast]),
            ("250-a\r\nb\r\n", 250, ["a", "b"], [.lineWithoutCode]),
            ("220Foo\r\n", 220, ["220Foo"], [.lineWithoutCode]),
            ("hello\r\n", -1, ["hello"], [.lineWithoutCode, .codeOutOfRange]),
            ("", -1, [""], [.lineWithoutCode, .codeOutOfRange, .unended]),
            ("199 x\r\n", 199, ["x"], [.codeOutOfRange]),
            ("250 a\rb\r\n", 250, ["a\rb"], [.controlCharacter]),
        ] as [(String, Int16, [String], Set<SMTPReply.Deviation>)])
    func odd(wire: String, code: Int16, lines: [String], deviations: Set<SMTPReply.Deviation>) {
        let read = SMTPReply.read(wire.bytes.span)
        #expect(read.reply == SMTPReply(ReplyCode(rawValue: code), lines: lines))
        #expect(read.deviations == deviations)
    }

    @Test("bytes that are no text keep one code point each")
    func notText() {
        let read = SMTPReply.read(("250 ".bytes + [0xE9, 0x0D, 0x0A]).span)
        #expect(read.reply.lines == ["\u{E9}"])
        #expect(read.deviations == [.notText])
    }

    @Test("a second status stays in its line")
    func secondStatus() {
        let reply = SMTPReply(wire: "550-5.1.1 a\r\n550 5.7.1 b\r\n".bytes)
        #expect(reply == SMTPReply(.mailboxUnavailable, .noSuchMailbox, lines: ["a", "5.7.1 b"]))
    }

    @Test("cut anywhere, and whatever the bytes, a reply is a value that can be written", arguments: valid)
    func cut(wire: String, reply: SMTPReply) {
        for length in 0...wire.utf8.count { #expect(!SMTPReply(wire: Array(wire.utf8.prefix(length))).lines.isEmpty) }
        for line in Hostile.lines(prefixes: ["", "250 ", "250-", "250 2.", wire], count: 300) {
            let read = SMTPReply(wire: line)
            let again = SMTPReply.read(read.encoded().span)
            #expect(again.reply.lines.count == read.lines.count)
            #expect(again.deviations.isDisjoint(with: [.bareLineFeed, .controlCharacter, .lineWithoutCode, .unended]))
        }
    }

    @Test("a line end inside a text never reaches the wire")
    func injection() {
        #expect(SMTPReply(.completed, "a\r\n250 b\0").encoded().text == "250 a250 b\r\n")
        #expect(SMTPReply(.none, lines: []).encoded().text == "554 \r\n")
    }

    @Test(
        "enhanced codes are three numbers and no more",
        arguments: [
            ("2.1.5", "2.1.5"), ("5.7.999", "5.7.999"), ("4.0.0", "4.0.0"), ("3.1.1", nil), ("5.1", nil),
            ("5.1.1.1", nil),
            ("5.1.1000", nil), ("5.01.1", nil), ("5.1.", nil), ("", nil), ("5.1.1x", nil), ("5.010.1", nil),
        ])
    func status(text: String, written: String?) {
        #expect(EnhancedStatus(text)?.description == written)
    }

    @Test("an EHLO reply announces extensions, and is written the same")
    func announcement() throws {
        let wire = """
            250-mx.example greets you
            250-SIZE 5000
            250-8BITMIME
            250-PIPELINING
            250-ENHANCEDSTATUSCODES
            250-CHUNKING
            250-BINARYMIME
            250-STARTTLS
            250-AUTH PLAIN LOGIN CRAM-MD5
            250-AUTH=PLAIN X-NEW
            250-SMTPUTF8
            250-DSN
            250-HELP
            250-VRFY
            250-EXPN
            250-ETRN
            250-XFORWARD NAME ADDR
            250 SIZE many
            """.split(separator: "\n").joined(separator: "\r\n") + "\r\n"
        let announcement = try #require(EHLOAnnouncement(SMTPReply(wire: wire.bytes)))
        #expect(announcement.domain == "mx.example")
        #expect(announcement.greeting == "greets you")
        #expect(announcement.sizeLimit == 5000)
        #expect(announcement.mechanisms == [.plain, .login, .cramMD5, .other("X-NEW")])
        #expect(announcement.offers(.chunking) && announcement.offers(.startTLS))
        #expect(announcement.extensions[7] == .auth([.plain, .login, .cramMD5]))
        #expect(
            announcement.extensions.suffix(2) == [
                .other(keyword: "XFORWARD", parameters: "NAME ADDR"), .other(keyword: "SIZE", parameters: "many"),
            ])
        #expect(announcement.reply.encoded().text == wire)
        #expect(EHLOAnnouncement(SMTPReply(.notImplemented, "no")) == nil)
        #expect(SMTPExtension("size\t7 ") == .size(7))
        #expect(SMTPExtension("") == .other(keyword: "", parameters: ""))
        #expect(EHLOAnnouncement(domain: "a", extensions: [.size(0)]).sizeLimit == nil)
    }
}
