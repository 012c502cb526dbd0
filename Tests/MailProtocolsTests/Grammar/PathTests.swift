import MailProtocols
import Testing

@Suite("Paths and parameters")
struct PathTests {
    @Test("domains are equal in any case, local parts only in their own")
    func equality() throws {
        #expect(try mailbox("alice@South.Example") == mailbox("alice@south.example"))
        #expect(try mailbox("Alice@south.example") != mailbox("alice@south.example"))
        #expect(try mailbox("\"alice\"@south.example") == mailbox("alice@south.example"))
        #expect(try mailbox("a@[IPv6:2001:DB8::1]") == mailbox("a@[ipv6:2001:db8:0:0:0:0:0:1]"))
        #expect(try Set([mailbox("a@B.example"), mailbox("a@b.EXAMPLE")]).count == 1)
        // One letter written in two ways is two local parts.
        #expect(try mailbox("\u{E9}@south.example") != mailbox("e\u{301}@south.example"))
        #expect(Mailbox(localPart: "POSTMASTER", domain: nil) == Mailbox(localPart: "postmaster", domain: nil))
        #expect(Mailbox(localPart: "BOB", domain: nil) != Mailbox(localPart: "bob", domain: nil))
    }

    @Test(
        "local parts are quoted where they must be",
        arguments: [
            ("alice", "alice"), ("a.b+c", "a.b+c"), (".a", "\".a\""), ("a b", "\"a b\""), ("a\"b\\", "\"a\\\"b\\\\\""),
            ("a@b", "\"a@b\""), ("", "\"\""), ("../../etc", "\"../../etc\""),
        ])
    func quoting(localPart: String, written: String) throws {
        let mailbox = try #require(Mailbox(localPart: localPart, domain: .name("south.example")))
        #expect(mailbox.description == "\(written)@south.example")
        #expect(try Mailbox(mailbox.description).localPart == localPart)
    }

    @Test(
        "address literals are read, and IPv6 written as RFC 5952 wants",
        arguments: [
            ("192.0.2.1", "[192.0.2.1]"), ("IPv6:::", "[IPv6:::]"), ("IPv6:::1", "[IPv6:::1]"),
            ("IPv6:2001:DB8:0:0:1:0:0:1", "[IPv6:2001:db8::1:0:0:1]"), ("IPv6:fe80::", "[IPv6:fe80::]"),
            ("IPv6:::ffff:192.0.2.1", "[IPv6:::ffff:c000:201]"), ("IPv6:1:2:3:4:5:6:7:8", "[IPv6:1:2:3:4:5:6:7:8]"),
            ("IPv6:1:0:3:4:5:6:7:8", "[IPv6:1:0:3:4:5:6:7:8]"),
            ("IPv6:1:2:3:4:5:6:1.2.3.4", "[IPv6:1:2:3:4:5:6:102:304]"),
            ("x25:31", "[x25:31]"), ("", nil), ("1.2.3", nil), ("1.2.3.4.5", nil), ("1.2.3.256", nil),
            ("0001.2.3.4", nil),
            ("IPv6:", nil), ("IPv6:1", nil), ("IPv6:1::2::3", nil), ("IPv6:1:2:3:4:5:6:7:8:9", nil), ("IPv6::1", nil),
            ("IPv6:12345::", nil), ("IPv6:1:2:3:4:5:6:7:", nil), ("IPv6:1:2:3:4:5:6:7:1.2.3.4", nil), ("x25:", nil),
        ])
    func literals(inside: String, written: String?) {
        #expect(AddressLiteral(inside: inside)?.description == written)
    }

    @Test(
        "domains are well formed or not",
        arguments: [
            ("south.example", true), ("a", true), ("a-b.c9", true), ("bücher.example", true), ("", false),
            ("a..b", false),
            ("a.", false), ("-a", false), ("a-.b", false), ("a_b", false), (String(repeating: "a", count: 63), true),
            (String(repeating: "a", count: 64), false), (String(repeating: "a.", count: 127) + "ab", false),
        ])
    func domains(name: String, isWellFormed: Bool) {
        #expect(MailDomain.name(name).isWellFormed == isWellFormed)
    }

    @Test(
        "the text of a mailbox is read whole or not at all",
        arguments: [("a@b c", 3), ("a@b>", 3), ("", 0), ("<a@b>", 0)])
    func wholeText(text: String, offset: Int) {
        #expect { try Mailbox(text) } throws: { ($0 as? SMTPSyntaxError)?.offset == offset }
    }

    @Test("parameters have types, and a malformed one has none")
    func parameters() throws {
        let line = "MAIL FROM:<a@b> size=12 Body=binarymime AUTH=a+40b RET=full ENVID=x+2by SMTPUTF8"
        guard case .mail(_, let parameters) = try SMTPCommand(line: line.bytes) else { return #expect(Bool(false)) }
        #expect(parameters.size == 12)
        #expect(parameters.body == .binaryMIME)
        #expect(parameters.submitter == .identity("a@b"))
        #expect(parameters.returnsFullMessage == true)
        #expect(parameters.envelopeID == "x+y")
        #expect(parameters.hasSMTPUTF8)
        #expect(parameters.notify == nil)

        let odd = ["SIZE=-1", "BODY=9BIT", "RET=ALL", "ENVID=+2", "NOTIFY=NEVER,DELAY", "ORCPT=;a"]
            .map { $0.split(separator: "=") }.map { SMTPParameter(String($0[0]), String($0[1])) }
        #expect(odd.size == nil && odd.body == nil && odd.returnsFullMessage == nil && odd.envelopeID == nil)
        #expect(odd.notify == nil && odd.originalRecipient == nil)
        #expect([.notify(.never)].notify == .never)
        #expect([.originalRecipient(.init(addressType: "utf-8", address: "é=a"))].originalRecipient?.address == "é=a")
    }

    @Test("xtext goes there and back", arguments: ["", "plain", "a+b=c d", "é\r\n", "+++"])
    func xtext(text: String) {
        #expect(XText.encode(text).utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "=") })
        #expect(XText.decode(XText.encode(text)) == text)
    }
}
