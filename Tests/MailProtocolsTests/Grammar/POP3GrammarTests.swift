import MailProtocols
import Testing

@Suite("POP3 commands and replies")
struct POP3GrammarTests {
    static let digest = Credential("c4c9334bac560ecc979e58001b3e22fb")

    static let valid: [(line: String, command: POP3Command)] = [
        ("USER bob", .user("bob")), ("PASS a b ", .pass(Credential("a b "))), ("PASS ", .pass(Credential(""))),
        ("APOP bob c4c9334bac560ecc979e58001b3e22fb", .apop(name: "bob", digest: digest)),
        ("STAT", .stat), ("LIST", .list(nil)), ("LIST 2", .list(2)), ("RETR 1", .retr(1)), ("DELE 0", .dele(0)),
        ("NOOP", .noop), ("RSET", .reset), ("QUIT", .quit), ("TOP 1 0", .top(1, lines: 0)), ("UIDL", .uidl(nil)),
        ("UIDL 7", .uidl(7)), ("CAPA", .capa), ("STLS", .stls), ("AUTH", .auth(nil)), ("AUTH PLAIN", .auth(.plain)),
        ("AUTH PLAIN AGEAYg==", .auth(.plain, initialResponse: Credential("AGEAYg=="))), ("UTF8", .utf8),
        ("LANG", .lang(nil)), ("LANG de", .lang("de")), ("XTND XMIT", .unknown(verb: "XTND", argument: "XMIT")),
        ("FOO", .unknown(verb: "FOO", argument: "")), ("", .unknown(verb: "", argument: "")),
    ]

    @Test("a line means what it says, and is written the same", arguments: valid)
    func strict(line: String, command: POP3Command) throws {
        let read = try POP3Command.read(line.bytes.span)
        #expect(read.command == command)
        #expect(read.deviations == [])
        #expect(command.encoded().text == line + "\r\n")
    }

    @Test(
        "a lenient line means the same as the strict one, and says how it departs",
        arguments: [
            ("user bob ", "USER bob", [.trailingSpace]), (" stat", "STAT", [.leadingSpace]),
            ("TOP 1\t 2", "TOP 1 2", [.extraSpace]), ("pass x", "PASS x", []), ("LIST ", "LIST", [.trailingSpace]),
            ("APOP b o d1", "APOP b o d1", []), ("X:y", "X :y", [.gluedArgument]), ("USER é", "USER é", [.eightBit]),
        ] as [(String, String, Set<CommandDeviation>)])
    func lenient(line: String, strict: String, deviations: Set<CommandDeviation>) throws {
        let read = try POP3Command.read(line.bytes.span)
        #expect(read.command.encoded().text == strict + "\r\n")
        #expect(read.deviations == deviations)
    }

    @Test(
        "a malformed argument says what was expected, and where",
        arguments: [
            ("USER", .argument, 4), ("PASS", .argument, 4), ("PASS:x", .space, 4), ("APOP", .space, 4),
            ("APOP bob", .digest, 8), ("STAT 1", .endOfLine, 4), ("RETR", .messageNumber, 4),
            ("RETR x", .messageNumber, 5),
            ("RETR 1x", .endOfLine, 6), ("DELE -1", .messageNumber, 5),
            ("LIST 99999999999999999999", .messageNumber, 5),
            ("LIST 9223372036854775808", .messageNumber, 5), ("TOP 1", .lineCount, 5), ("TOP 1 x", .lineCount, 6),
            ("TOP 1 2 3", .endOfLine, 7), ("AUTH =", .mechanism, 5), ("AUTH PLAIN a b", .endOfLine, 12),
        ] as [(String, POP3SyntaxError.Expectation, Int)])
    func malformed(line: String, expected: POP3SyntaxError.Expectation, offset: Int) {
        #expect(throws: POP3SyntaxError(expected: expected, offset: offset)) { try POP3Command(line: line.bytes) }
    }

    @Test("cut anywhere, and whatever the bytes, a line is a command or an error inside it")
    func hostile() {
        let cuts = Self.valid.flatMap { line, _ in (0...line.utf8.count).map { Array(line.utf8.prefix($0)) } }
        for line in cuts + Hostile.lines(prefixes: ["", "USER ", "PASS ", "APOP ", "TOP ", "AUTH ", "LIST "]) {
            do throws(POP3SyntaxError) {
                let wire = try POP3Command(line: line).encoded()
                #expect(wire.suffix(2) == [0x0D, 0x0A])
                #expect(!wire.dropLast(2).contains { $0 == 0x0D || $0 == 0x0A || $0 == 0 })
            } catch {
                #expect((0...line.count).contains(error.offset))
            }
        }
    }

    static let replies: [(line: String, reply: POP3Reply)] = [
        ("+OK ready", .ok("ready")), ("+OK", .ok()), ("-ERR no", .err("no")), ("-ERR", .err()),
        ("-ERR [IN-USE] busy", .err("busy", .inUse)), ("-ERR [LOGIN-DELAY] wait", .err("wait", .loginDelay)),
        ("-ERR [SYS/TEMP] later", .err("later", .systemTemporary)),
        ("-ERR [SYS/PERM] never", .err("never", .systemPermanent)), ("-ERR [AUTH]", .err("", .auth)),
        ("-ERR [UTF8] x", .err("x", .utf8)), ("+OK [XCLIENT] hello", POP3Reply(.ok, .other("XCLIENT"), "hello")),
        ("-ERR []", .err("[]")), ("-ERR [a b] c", .err("[a b] c")), ("-ERR [AUTH]x", .err("[AUTH]x")),
        ("+ ", POP3Reply(.goOn)), ("+ PDFAYT4=", .challenge("<1@a>".bytes)), ("+OK  two", .ok(" two")),
    ]

    @Test("a reply is read as it is written", arguments: replies)
    func replyRoundTrip(line: String, reply: POP3Reply) {
        #expect(POP3Reply(line: line.bytes) == reply)
        #expect(reply.encoded().text == line + "\r\n")
        for length in 0...line.utf8.count { _ = POP3Reply(line: Array(line.utf8.prefix(length))).encoded() }
    }

    @Test(
        "what is no reply has no code and is all text",
        arguments: ["", "+OKgo", "+x", "-ERRx", "-", "ok", "++ a", "1 120"])
    func noReply(line: String) {
        #expect(POP3Reply(line: line.bytes) == POP3Reply(.none, nil, line))
    }

    @Test("indicators count in any case, and a tab divides too")
    func indicators() {
        #expect(POP3Reply(line: "+ok\thi".bytes) == .ok("hi"))
        #expect(POP3Reply(line: "-Err [in-use] x".bytes) == .err("x", .inUse))
        #expect(POP3Reply(line: "+".bytes) == POP3Reply(.goOn))
    }

    @Test("a line end inside a value never reaches the wire")
    func injection() {
        #expect(POP3Reply.ok("a\r\n.\0").encoded().text == "+OK a.\r\n")
        #expect(POP3Command.user("a\r\nQUIT").encoded().text == "USER aQUIT\r\n")
        #expect(POP3Command.pass(Credential("a\nb")).encoded().text == "PASS ab\r\n")
        #expect(POP3Reply(.completed, nil, "x").encoded().text == "-ERR x\r\n")
    }

    @Test(
        "APOP's timestamp is the first address in brackets",
        arguments: [
            ("+OK ready <1896.697170952@mail.example>", "<1896.697170952@mail.example>"), ("+OK <a@b> <c@d>", "<a@b>"),
            ("+OK <no> <yes@x>", "<yes@x>"), ("+OK <a b@c>", nil), ("+OK <a@b", nil), ("+OK", nil), ("-ERR <a@b>", nil),
            ("+OK << a@b <<c@d>", "<c@d>"),
        ])
    func timestamp(line: String, timestamp: String?) {
        #expect(POP3Reply(line: line.bytes).timestamp == timestamp)
    }

    @Test("APOP digests timestamp and secret, in that order")
    func apop() {
        let command = POP3Command.apop(name: "bob", timestamp: "<1@a>", secret: Credential("key")) { message in
            #expect(message.text == "<1@a>key")
            return [0x00, 0xAB]
        }
        #expect(command == .apop(name: "bob", digest: Credential("00ab")))
    }

    @Test("listings are read and written")
    func listings() {
        #expect(MaildropSize("2 320") == MaildropSize(messages: 2, octets: 320))
        #expect(MaildropSize("2 320 octets")?.description == "2 320")
        #expect(ScanListing("1 120")?.description == "1 120")
        #expect(UniqueIDListing("1 whqtswO00WBw418f9t5JxYwZ")?.id == "whqtswO00WBw418f9t5JxYwZ")
        for text in ["", "1", "x 1", "1 x", "1 2x", "-1 2", "1 99999999999999999999"] {
            #expect(ScanListing(text) == nil)
        }
        for text in ["", "1", "1 ", "1 é", "1 " + String(repeating: "a", count: 71)] {
            #expect(UniqueIDListing(text) == nil)
        }

        let content = MaildropListing.encoded(["1 120", ".dot", "a\r\nb"])
        #expect(content.text == "1 120\r\n..dot\r\nab\r\n.\r\n")
        #expect(MaildropListing.encoded([ScanListing]()).text == ".\r\n")
        #expect(MaildropListing.lines(of: "1 120\r\n2 3\n\r\nx".bytes.span) == ["1 120", "2 3", "", "x"])
        let nothing: [UInt8] = []
        #expect(MaildropListing.lines(of: nothing.span).isEmpty)
    }

    @Test(
        "capabilities are read and written",
        arguments: [
            ("TOP", .top), ("USER", .user), ("UIDL", .uidl), ("PIPELINING", .pipelining),
            ("RESP-CODES", .responseCodes),
            ("AUTH-RESP-CODE", .authResponseCode), ("SASL PLAIN LOGIN", .sasl([.plain, .login])), ("SASL", .sasl([])),
            ("LOGIN-DELAY 30", .loginDelay(seconds: 30, perUser: false)),
            ("LOGIN-DELAY 30 USER", .loginDelay(seconds: 30, perUser: true)),
            ("EXPIRE NEVER", .expire(days: nil, perUser: false)), ("EXPIRE 0 USER", .expire(days: 0, perUser: true)),
            ("IMPLEMENTATION Mailscope 1", .implementation("Mailscope 1")), ("STLS", .stls),
            ("UTF8", .utf8(user: false)),
            ("UTF8 USER", .utf8(user: true)), ("LANG", .lang), ("X-OURS a", .other("X-OURS a")), ("", .other("")),
            ("LOGIN-DELAY x", .other("LOGIN-DELAY x")), ("EXPIRE", .other("EXPIRE")), ("TOP 1", .other("TOP 1")),
            ("EXPIRE 1 ME", .other("EXPIRE 1 ME")),
        ] as [(String, POP3Capability)])
    func capabilities(line: String, capability: POP3Capability) {
        #expect(POP3Capability(line) == capability)
        #expect(capability.description == line)
        for length in 0...line.count { _ = POP3Capability(String(line.prefix(length))) }
    }
}
