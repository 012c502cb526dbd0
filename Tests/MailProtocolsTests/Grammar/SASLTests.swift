import MailProtocols
import Testing

@Suite("SASL and secrets")
struct SASLTests {
    private let challenge = "<1896.697170952@mx.example>".bytes

    /// Not a digest: it shows who was asked what.
    private func fakeHMAC(key: [UInt8], message: [UInt8]) -> [UInt8] {
        [UInt8(key.count), UInt8(message.count)] + [UInt8](repeating: 0xAB, count: 14)
    }

    private func refuseHMAC(key: [UInt8], message: [UInt8]) -> [UInt8] {
        Issue.record("only CRAM-MD5 computes a digest")
        return []
    }

    @Test("PLAIN says user and password at once, or when asked")
    func plain() throws {
        var client = try #require(SASLClient(.plain, user: "bob", secret: Credential("pw"), authorization: "carol"))
        let initial = client.initialResponse()
        let response = try #require(initial)
        #expect(response.revealedBytes() == "carol\0bob\0pw".bytes)
        let more = client.answer(challenge: [], hmacMD5: refuseHMAC)
        #expect(more == nil)
        var exchange = SASLExchange(.plain)
        #expect(exchange.nextChallenge { "" } == [])
        let heard = exchange.hear(response: response.revealedBytes())
        #expect(heard == .identity(authorization: "carol", user: "bob", Credential("pw")))
        #expect(exchange.user == "bob")
        #expect(exchange.nextChallenge { "" } == nil)

        var asked = try #require(SASLClient(.plain, user: "bob", secret: Credential("pw")))
        let answer = asked.answer(challenge: [], hmacMD5: refuseHMAC)
        #expect(answer?.revealedBytes() == "\0bob\0pw".bytes)
    }

    @Test("LOGIN asks twice")
    func login() throws {
        var client = try #require(SASLClient(.login, user: "bob", secret: Credential("pw")))
        let initial = client.initialResponse()
        #expect(initial == nil)
        var exchange = SASLExchange(.login)
        var heard: [SASLResponse] = []
        var asked: [String] = []
        while let challenge = exchange.nextChallenge(makeChallenge: { "" }) {
            asked.append(challenge.text)
            let answer = client.answer(challenge: challenge, hmacMD5: refuseHMAC)
            heard.append(exchange.hear(response: try #require(answer).revealedBytes()))
        }
        #expect(asked == ["Username:", "Password:"])
        #expect(heard == [.user("bob"), .password(Credential("pw"))])
        let more = client.answer(challenge: [], hmacMD5: refuseHMAC)
        #expect(more == nil)
        let third = exchange.hear(response: [1])
        #expect(third == .malformed)
    }

    @Test("CRAM-MD5 answers the challenge with a digest in lower-case digits")
    func cramMD5() throws {
        var client = try #require(SASLClient(.cramMD5, user: "b ob", secret: Credential("pw")))
        var exchange = SASLExchange(.cramMD5)
        #expect(exchange.nextChallenge { challenge.text } == challenge)
        exchange.hear(challenge: challenge)
        let given = client.answer(challenge: challenge, hmacMD5: fakeHMAC)
        let answer = try #require(given)
        let digest = "021b" + String(repeating: "ab", count: 14)
        #expect(answer.revealedText() == "b ob \(digest)")
        let heard = exchange.hear(response: answer.revealedBytes())
        #expect(heard == .digest(user: "b ob", Credential(digest)))
        #expect(exchange.challenge == challenge)
    }

    @Test(
        "whoever logs in is named, whatever the mechanism",
        arguments: [
            (.xoauth2, "user=bob@x.example\u{1}auth=Bearer tok\u{1}\u{1}", "bob@x.example"),
            (.oauthBearer, "n,a=bob@x.example,\u{1}host=h\u{1}auth=Bearer tok\u{1}\u{1}", "bob@x.example"),
            (.scramSHA1(plus: false), "n,,n=b=2Co=3Db,r=nonce", "b,o=b"),
            (.scramSHA256(plus: true), "p=tls-exporter,a=z,n=bob,r=nonce", "bob"),
            (.anonymous, "trace", "trace"), (.plain, "\0bob\0", "bob"),
            (.plain, "bob", nil), (.plain, "\0\0pw", nil), (.plain, "a\0b\0c\0d", nil), (.cramMD5, "bob 12", nil),
            (.cramMD5, "", nil), (.xoauth2, "bob", nil), (.oauthBearer, "", nil),
            (.scramSHA1(plus: false), "n,,r=x", nil),
            (.other("NTLM"), "x", nil),
        ] as [(SASLMechanism, String, String?)])
    func user(mechanism: SASLMechanism, message: String, user: String?) {
        var exchange = SASLExchange(mechanism)
        let heard = exchange.hear(response: message.bytes)
        #expect(heard.user == user)
        #expect(exchange.user == user)
        for length in 0...message.utf8.count {
            var cut = SASLExchange(mechanism)
            _ = cut.hear(response: Array(message.utf8.prefix(length)))
        }
    }

    @Test("XOAUTH2 answers a failure with nothing, so that the server can say so")
    func xoauth2() throws {
        var client = try #require(SASLClient(.xoauth2, user: "bob", secret: Credential("tok")))
        let token = client.initialResponse()
        #expect(token?.revealedText() == "user=bob\u{1}auth=Bearer tok\u{1}\u{1}")
        let afterFailure = client.answer(challenge: "{}".bytes, hmacMD5: refuseHMAC)
        #expect(afterFailure?.isEmpty == true)
        let more = client.answer(challenge: [], hmacMD5: refuseHMAC)
        #expect(more == nil)
        #expect(SASLClient(.external, user: "bob", secret: Credential("")) == nil)
    }

    @Test(
        "lines are base64, a cancellation, or neither",
        arguments: [
            ("Ym9i", false, .message(Credential("bob"))), ("", false, .message(Credential(""))), ("*", false, .cancel),
            ("=", true, .message(Credential(""))), ("=", false, .notBase64(Credential("="))),
            ("*", true, .notBase64(Credential("*"))), ("bob!", false, .notBase64(Credential("bob!"))),
        ] as [(String, Bool, SASLLine)])
    func lines(text: String, isInitial: Bool, line: SASLLine) {
        #expect(SASLLine(text.bytes, isInitial: isInitial) == line)
        #expect(line.encoded(isInitial: isInitial).text == text)
    }

    @Test("mechanisms keep their names")
    func mechanisms() {
        for name in [
            "PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256-PLUS", "XOAUTH2", "OAUTHBEARER", "NTLM",
        ] {
            #expect(SASLMechanism(name: name).name == name)
            #expect(SASLMechanism(name: name.lowercased()).name == name)
        }
    }

    @Test("a secret is dots, however it is printed")
    func dots() {
        let secret = Credential("hunter2")
        var dumped = ""
        dump([secret], to: &dumped)
        dump(SMTPCommand.auth(.plain, initialResponse: secret), to: &dumped)
        dump(SASLClient(.plain, user: "bob", secret: secret), to: &dumped)
        let printed = "\(secret) \([secret]) \(String(reflecting: secret)) \(POP3Command.pass(secret)) \(dumped)"
        #expect(!printed.contains("hunter2"))
        #expect(printed.contains(Credential.dots))
        #expect(secret.revealedText() == "hunter2")
    }
}
