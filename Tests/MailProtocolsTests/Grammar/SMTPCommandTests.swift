import MailProtocols
import Testing

@Suite("SMTP commands")
struct SMTPCommandTests {
    /// Lines as a strict client writes them, and what they mean. Each is also cut at every byte, and written again.
    static let valid: [(line: String, command: SMTPCommand)] = {
        func path(_ text: String, via route: [MailDomain] = []) -> ReversePath {
            (try? Mailbox(text)).map { .mailbox($0, via: route) } ?? .null
        }
        func recipient(_ local: String, _ domain: MailDomain?, via route: [MailDomain] = []) -> [ForwardPath] {
            Mailbox(localPart: local, domain: domain).map { [ForwardPath($0, via: route)] } ?? []
        }
        let north = MailDomain.name("north.example")
        let recipients: [(String, [ForwardPath], [SMTPParameter])] = [
            ("RCPT TO:<bob@north.example>", recipient("bob", north), []),
            ("RCPT TO:<postmaster>", recipient("postmaster", nil), []),
            ("RCPT TO:<\"b o\\\"b\"@north.example>", recipient("b o\"b", north), []),
            ("RCPT TO:<\"\"@north.example>", recipient("", north), []),
            ("RCPT TO:<bob@[192.0.2.25]>", recipient("bob", .literal(.ipv4(0xC000_0219))), []),
            (
                "RCPT TO:<bob@[IPv6:2001:db8::25]>",
                recipient("bob", .literal(.ipv6(0x2001_0db8_0000_0000_0000_0000_0000_0025))), []
            ),
            (
                "RCPT TO:<bob@[x25:3110]>",
                recipient("bob", .literal(.general(tag: "x25", content: "3110"))), []
            ),
            (
                "RCPT TO:<@a.example,@[192.0.2.1]:bob@north.example>",
                recipient("bob", north, via: [.name("a.example"), .literal(.ipv4(0xC000_0201))]), []
            ),
            (
                "RCPT TO:<bob@north.example> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;bob+2Bx@north.example",
                recipient("bob", north),
                [
                    .notify([.success, .delay]),
                    .originalRecipient(DSNOriginalRecipient(address: "bob+x@north.example")),
                ]
            ),
        ]
        return [
            ("EHLO south.example", .ehlo(domain: "south.example")),
            ("HELO [192.0.2.10]", .helo(domain: "[192.0.2.10]")),
            ("LHLO south.example", .lhlo(domain: "south.example")),
            ("MAIL FROM:<>", .mail(from: .null)),
            ("MAIL FROM:<alice@south.example>", .mail(from: path("alice@south.example"))),
            (
                "MAIL FROM:<alice@south.example> SIZE=1000 BODY=8BITMIME SMTPUTF8 RET=HDRS ENVID=a+3Db AUTH=<>",
                .mail(
                    from: path("alice@south.example"),
                    parameters: [
                        .size(1000), .body(.eightBitMIME), .smtpUTF8, .returnsFullMessage(false), .envelopeID("a=b"),
                        .submitter(.unknown),
                    ])
            ),
            (
                "MAIL FROM:<dürer@bücher.example> SMTPUTF8",
                .mail(from: path("dürer@bücher.example"), parameters: [.smtpUTF8])
            ),
            ("DATA", .data), ("RSET", .reset), ("QUIT", .quit), ("STARTTLS", .startTLS),
            ("VRFY bob", .vrfy("bob")), ("EXPN friends", .expn("friends")),
            ("ETRN north.example", .etrn("north.example")),
            ("HELP", .help(nil)), ("HELP MAIL", .help("MAIL")), ("NOOP", .noop(nil)),
            ("NOOP for now", .noop("for now")),
            ("BDAT 0", .bdat(size: 0, isLast: false)), ("BDAT 86 LAST", .bdat(size: 86, isLast: true)),
            ("BDAT 18446744073709551615", .bdat(size: .max, isLast: false)),
            ("AUTH LOGIN", .auth(.login)), ("AUTH PLAIN =", .auth(.plain, initialResponse: Credential("="))),
            ("AUTH X-OURS AGFsAGE=", .auth(.other("X-OURS"), initialResponse: Credential("AGFsAGE="))),
            ("XCLIENT NAME=a ADDR=b", .unknown(verb: "XCLIENT", argument: "NAME=a ADDR=b")),
            ("FOO", .unknown(verb: "FOO", argument: "")), ("", .unknown(verb: "", argument: "")),
        ]
            + recipients.flatMap { line, paths, parameters in
                paths.map { (line, SMTPCommand.rcpt(to: $0, parameters: parameters)) }
            }
    }()

    @Test("a strict line means what it says, and is written the same", arguments: valid)
    func strict(line: String, command: SMTPCommand) throws {
        let read = try SMTPCommand.read(line.bytes.span)
        #expect(read.command == command)
        #expect(read.deviations.subtracting([.sourceRoute, .eightBit]) == [])
        #expect(command.encoded().text == line + "\r\n")
    }

    @Test("all lines of the table were built")
    func tableIsComplete() {
        #expect(Self.valid.count == 36)
    }

    @Test(
        "a lenient line means the same as the strict one, and says how it departs",
        arguments: [
            ("mail from:<alice@south.example>", "MAIL FROM:<alice@south.example>", []),
            ("MAIL FROM: <alice@south.example>", "MAIL FROM:<alice@south.example>", [.spaceAroundColon]),
            ("MAIL FROM :<alice@south.example>", "MAIL FROM:<alice@south.example>", [.spaceAroundColon]),
            ("MAIL FROM:alice@south.example", "MAIL FROM:<alice@south.example>", [.missingBrackets]),
            ("MAIL FROM:< alice@south.example >", "MAIL FROM:<alice@south.example>", [.spaceInsideBrackets]),
            ("MAIL FROM:< >", "MAIL FROM:<>", [.spaceInsideBrackets]),
            ("MAIL FROM:<> ", "MAIL FROM:<>", [.trailingSpace]),
            ("  MAIL \tFROM:<>", "MAIL FROM:<>", [.leadingSpace, .extraSpace]),
            ("RCPT TO:<bob>", "RCPT TO:<bob>", [.missingDomain]),
            ("RCPT TO:<PostMaster>", "RCPT TO:<PostMaster>", []),
            ("RCPT TO:<b..ob@north.example>", "RCPT TO:<\"b..ob\"@north.example>", [.looseLocalPart]),
            ("RCPT TO:<bob@under_score.example>", "RCPT TO:<bob@under_score.example>", [.looseDomain]),
            ("MAIL FROM:<> X=a=b", "MAIL FROM:<> X=a=b", [.looseParameter]),
            ("XFOO:bar", "XFOO :bar", [.gluedArgument]),
            ("Data  ", "DATA", [.trailingSpace]),
            ("NOOP \u{1}", "NOOP \u{1}", [.controlCharacter]),
        ] as [(String, String, Set<CommandDeviation>)])
    func lenient(line: String, strict: String, deviations: Set<CommandDeviation>) throws {
        let read = try SMTPCommand.read(line.bytes.span)
        #expect(read.command.encoded().text == strict + "\r\n")
        #expect(read.deviations == deviations)
    }

    @Test(
        "a malformed argument of a known verb says what was expected, and where",
        arguments: [
            ("EHLO", .domain, 4), ("EHLO ", .domain, 4), ("EHLO:x", .space, 4), ("DATA now", .endOfLine, 4),
            ("MAIL", .space, 4), ("MAIL <a@b>", .keyword("FROM:"), 5), ("MAIL FROM", .keyword("FROM:"), 9),
            ("MAIL FROM:", .openingBracket, 10), ("MAIL FROM:<", .localPart, 11), ("MAIL FROM:<a", .closingBracket, 12),
            ("MAIL FROM:<a@", .domain, 13), ("MAIL FROM:<a@b", .closingBracket, 14),
            ("MAIL FROM:<a@b@c>", .closingBracket, 14), ("MAIL FROM:<a@b>SIZE=1", .space, 15),
            ("MAIL FROM:<a@b> =1", .parameter, 16), ("MAIL FROM:<a@b> SIZE=", .parameterValue, 21),
            ("RCPT TO:<>", .localPart, 9), ("RCPT TO:<@a>", .colon, 11), ("RCPT TO:<@a,b>", .atSign, 12),
            ("RCPT TO:<@a:>", .localPart, 12), ("RCPT TO:<\"ab>", .closingQuote, 13),
            ("RCPT TO:<a@[1.2.3]>", .addressLiteral, 11), ("RCPT TO:<a@[1.2.3.4>", .closingSquareBracket, 20),
            ("BDAT", .space, 4), ("BDAT -1", .number, 5), ("BDAT 18446744073709551616", .number, 5),
            ("BDAT 1 FIRST", .keyword("LAST"), 7), ("BDAT 1x", .space, 6), ("BDAT 1 LASTLY", .endOfLine, 11),
            ("AUTH", .space, 4), ("AUTH =", .mechanism, 5), ("AUTH PLAIN a b", .endOfLine, 12),
        ] as [(String, SMTPSyntaxError.Expectation, Int)])
    func malformed(line: String, expected: SMTPSyntaxError.Expectation, offset: Int) {
        #expect(throws: SMTPSyntaxError(expected: expected, offset: offset)) { try SMTPCommand(line: line.bytes) }
    }

    @Test("cut anywhere, a line is a command or an error inside it", arguments: valid)
    func cut(line: String, command: SMTPCommand) {
        for length in 0...line.utf8.count { expectSound(Array(line.utf8.prefix(length))) }
    }

    @Test("no bytes do harm")
    func hostile() {
        let prefixes = [
            "", "MAIL FROM:<", "RCPT TO:<\"", "RCPT TO:<@", "MAIL FROM:<a@[IPv6:", "EHLO ", "BDAT ", "AUTH ",
        ]
        for line in Hostile.lines(prefixes: prefixes) { expectSound(line) }
    }

    /// Either an error that points into the line, or a command whose own line has one end and means the same.
    private func expectSound(_ line: [UInt8]) {
        do throws(SMTPSyntaxError) {
            let wire = try SMTPCommand(line: line).encoded()
            #expect(wire.suffix(2) == [0x0D, 0x0A])
            #expect(!wire.dropLast(2).contains { $0 == 0x0D || $0 == 0x0A || $0 == 0 })
            if !line.contains(where: { $0 < 0x20 || $0 >= 0x7F }) {
                let again = try? SMTPCommand(line: Array(wire.dropLast(2)))
                #expect(again?.encoded() == wire)
            }
        } catch {
            #expect((0...line.count).contains(error.offset))
        }
    }

    @Test("a line end inside a value never reaches the wire")
    func injection() {
        let sly = "a\r\nQUIT\n\0"
        for command in [.ehlo(domain: sly), .noop(sly), .unknown(verb: sly, argument: sly), .vrfy(sly)]
            + [SMTPCommand.auth(.other(sly), initialResponse: Credential(sly))]
            + [.mail(from: .null, parameters: [SMTPParameter(sly, sly)])]
        {
            let wire = command.encoded().dropLast(2)
            #expect(!wire.contains { $0 == 0x0D || $0 == 0x0A || $0 == 0 })
        }
        #expect(Mailbox(localPart: sly, domain: .name("south.example")) == nil)
        #expect(Mailbox(localPart: "a", domain: .name("b> SIZE=1")) == nil)
    }

    @Test("verbs are told apart")
    func verbs() throws {
        #expect(try SMTPCommand(line: "burl x".bytes).verb == .burl)
        #expect(try SMTPCommand(line: "frob".bytes).verb == .unknown)
        #expect(try SMTPCommand(line: "?".bytes) == .unknown(verb: "", argument: "?"))
        #expect(try SMTPCommand(line: "?".bytes).verb == .none)
        for verb in SMTPVerb.allCases { #expect(verb.word.isEmpty || SMTPVerb(word: verb.word) == verb) }
    }
}
