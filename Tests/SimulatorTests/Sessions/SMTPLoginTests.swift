import MailProtocols
import Simulator
import Testing

extension SMTPPolicy {
    /// A submission server: whoever has logged in may write to anybody.
    static func submission(
        secretsNeedTLS: Bool = false, isRequired: Bool = true
    ) -> SMTPPolicy {
        var policy = north
        policy.login = Login(
            mechanisms: AccountBook.north.mechanisms, secretsNeedTLS: secretsNeedTLS, isRequired: isRequired)
        return policy
    }
}

extension SMTPBench {
    /// Logs in by a mechanism as our own client does.
    mutating func logIn(
        by mechanism: SASLMechanism, user: String = "bob", password: String, saysFirst: Bool = true
    ) {
        guard var client = SASLClient(mechanism, user: user, secret: Credential(password), nonce: "abc") else { return }
        let initial = saysFirst ? client.initialResponse() : nil
        let word = initial.map { " " + text(SASLLine.message($0).encoded(isInitial: true)) } ?? ""
        hear("AUTH \(mechanism.name)\(word)\n")
        while codes.last == "334", let line = replies.last?.text, let challenge = Base64.decode(Array(line.utf8)) {
            let answer = client.answer(
                challenge: challenge, digests: Digests.scram, hmacMD5: Digests.hmacMD5(key:message:))
            hear(answer.map { text(SASLLine.message($0).encoded()) + "\n" } ?? "*\n")
        }
    }

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}

@Suite("The SMTP server asks who comes")
struct SMTPLoginTests {
    static let mechanisms = AccountBook.north.mechanisms

    @Test("every mechanism, with and without an initial response", arguments: mechanisms, [true, false])
    func mechanism(mechanism: SASLMechanism, saysFirst: Bool) {
        var bench = SMTPBench(.submission(), accounts: .north)
        bench.hear("EHLO a.example\n")
        bench.logIn(by: mechanism, password: "builder", saysFirst: saysFirst)
        #expect(bench.codes.last == "235 2.7.0")
        #expect(bench.user == "bob@north.example")
        bench.hear("AUTH PLAIN AGJvYgBidWlsZGVy\n")
        #expect(bench.codes.last == "503 5.5.1", "once is enough")
        bench.hear("MAIL FROM:<bob@north.example> AUTH=bob@north.example\nRCPT TO:<x@elsewhere.example>\nDATA\nHi\n.\n")
        #expect(bench.codes.suffix(4) == ["250 2.1.0", "250 2.1.5", "354", "250 2.0.0"])
        #expect(bench.stored.first?.with == "ESMTPA")
        #expect(bench.stored.first?.submitter == .identity("bob@north.example"))
        #expect(bench.stored.first?.recipients.first?.maildrop == nil)
    }

    @Test("a wrong password, a stranger; the third failure closes the session", arguments: mechanisms)
    func wrong(mechanism: SASLMechanism) {
        var bench = SMTPBench(.submission(), accounts: .north)
        bench.hear("EHLO a.example\n")
        bench.logIn(by: mechanism, password: "wrong")
        #expect(bench.codes.last == "535 5.7.8")
        bench.logIn(by: mechanism, user: "dave", password: "builder")
        #expect(bench.codes.last == "535 5.7.8")
        #expect(bench.user == nil)
        bench.logIn(by: mechanism, password: "builder ")
        #expect(bench.codes.last == "421 4.7.0")
        #expect(bench.isClosed)
    }

    /// What the client says, and the code of the answer.
    static let dialogues: [(name: String, policy: SMTPPolicy, turns: [(String, String)])] = [
        (
            "submission needs a login", .submission(),
            [
                ("AUTH PLAIN", "503 5.5.1"), ("EHLO a.example", "250"), ("MAIL FROM:<a@b.example>", "530 5.7.0"),
                ("VRFY bob", "252 2.1.5"), ("NOOP", "250 2.0.0"), ("AUTH FROB", "504 5.5.4"),
                ("AUTH PLAIN", "334"), ("*", "501 5.7.0"), ("AUTH PLAIN", "334"), ("no base64!", "501 5.5.2"),
                ("AUTH PLAIN =", "501 5.5.2"), ("AUTH CRAM-MD5 AGJvYgB4", "501 5.5.2"),
                // carol for bob
                ("AUTH PLAIN Y2Fyb2wAYm9iAGJ1aWxkZXI=", "535 5.7.8"),
                ("AUTH PLAIN AGJvYgBidWlsZGVy", "235 2.7.0"), ("MAIL FROM:<a@b.example>", "250 2.1.0"),
                ("AUTH PLAIN AGJvYgBidWlsZGVy", "503 5.5.1"),
            ]
        ),
        (
            "a receiver that offers a login relays for nobody else", .submission(isRequired: false),
            [
                ("EHLO a.example", "250"), ("MAIL FROM:<a@b.example>", "250 2.1.0"),
                ("RCPT TO:<x@elsewhere.example>", "550 5.7.1"), ("RCPT TO:<bob@north.example>", "250 2.1.5"),
            ]
        ),
        (
            "no password in the clear", .submission(secretsNeedTLS: true),
            [
                ("EHLO a.example", "250"), ("AUTH PLAIN AGJvYgBidWlsZGVy", "538 5.7.11"), ("AUTH LOGIN", "538 5.7.11"),
                ("MAIL FROM:<a@b.example> AUTH=<>", "530 5.7.0"),
            ]
        ),
    ]

    @Test("line by line", .needsDigests, arguments: dialogues.indices)
    func dialogue(index: Int) {
        var bench = SMTPBench(Self.dialogues[index].policy, accounts: .north)
        for (said, code) in Self.dialogues[index].turns {
            bench.hear(said + "\n")
            #expect(bench.codes.last == code, "\(Self.dialogues[index].name): \(said)")
        }
    }

    @Test("EHLO names what is allowed just now", .needsDigests)
    func offers() {
        func offers(_ policy: SMTPPolicy, isSecured: Bool) -> [String] {
            var bench = SMTPBench(policy, accounts: .north, offersTLS: true, isSecured: isSecured)
            bench.hear("EHLO a.example\n")
            return bench.replies.last?.lines.filter { $0.hasPrefix("AUTH") || $0 == "STARTTLS" } ?? []
        }
        #expect(offers(.north, isSecured: false) == ["STARTTLS"])
        #expect(
            offers(.submission(secretsNeedTLS: true), isSecured: false) == ["STARTTLS", "AUTH SCRAM-SHA-256 CRAM-MD5"])
        #expect(
            offers(.submission(secretsNeedTLS: true), isSecured: true) == ["AUTH SCRAM-SHA-256 CRAM-MD5 PLAIN LOGIN"])
    }

    @Test("a line of a login that is too long")
    func longLine() {
        var bench = SMTPBench(.submission(), accounts: .north)
        bench.hear("EHLO a.example\nAUTH PLAIN\n" + String(repeating: "A", count: 12_289) + "\n")
        #expect(bench.codes.last == "500 5.5.6")
    }

    @Test("STARTTLS begins anew, and forgets what was said in the clear")
    func startTLS() {
        var policy = SMTPPolicy.submission()
        policy.requiresTLS = true
        var bench = SMTPBench(policy, accounts: .north, offersTLS: true)
        bench.hear("EHLO a.example\nAUTH PLAIN AGJvYgBidWlsZGVy\nMAIL FROM:<a@b.example>\nNOOP\n")
        #expect(bench.codes.suffix(3) == ["530 5.7.0", "530 5.7.0", "250 2.0.0"])
        bench.hear("STARTTLS\nMAIL FROM:<injected@b.example>\n")
        #expect(bench.codes.last == "220 2.0.0")
        bench.hear("MAIL FROM:<a@b.example>\n")
        #expect(bench.codes.last == "503 5.5.1", "EHLO again, RFC 3207 section 4.2")
        bench.hear("EHLO a.example\nSTARTTLS\n")
        #expect(bench.codes.last == "503 5.5.1")
        bench.hear("AUTH PLAIN AGJvYgBidWlsZGVy\nMAIL FROM:<a@b.example>\nRCPT TO:<bob@north.example>\nDATA\n.\n")
        #expect(bench.codes.last == "250 2.0.0")
        #expect(bench.stored.first?.with == "ESMTPSA")
    }
}

@Suite("The SMTP server keeps what the envelope says, and its limits")
struct SMTPEnvelopeTests {
    static let turns: [(said: String, code: String)] = [
        ("EHLO a.example", "250"), ("MAIL FROM:<a@b.example> RET=ALL", "501 5.5.4"),
        ("MAIL FROM:<a@b.example> RET=FULL RET=HDRS", "501 5.5.4"),
        ("MAIL FROM:<a@b.example> ENVID=+Z", "501 5.5.4"),
        ("MAIL FROM:<a@b.example> ENVID=\(String(repeating: "x", count: 101))", "501 5.5.4"),
        ("MAIL FROM:<a@b.example> AUTH=<>", "555 5.5.4"), ("MAIL FROM:<a@b.example> SMTPUTF8=1", "501 5.5.4"),
        ("MAIL FROM:<a@b.example> RET=HDRS ENVID=QQ+2B1", "250 2.1.0"),
        ("RCPT TO:<bob@north.example> NOTIFY=NEVER,DELAY", "501 5.5.4"),
        ("RCPT TO:<bob@north.example> ORCPT=x", "501 5.5.4"), ("RCPT TO:<bob@north.example> SIZE=1", "555 5.5.4"),
        ("RCPT TO:<bob@north.example> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;Bob@old.example", "250 2.1.5"),
        ("RCPT TO:<carol@north.example> NOTIFY=NEVER", "250 2.1.5"),
    ]

    @Test("DSN parameters, RFC 3461")
    func dsn() {
        var bench = SMTPBench()
        for (said, code) in Self.turns {
            bench.hear(said + "\n")
            #expect(bench.codes.last == code, "\(said)")
        }
        bench.hear("DATA\n.\n")
        let envelope = bench.stored.first
        #expect(envelope?.returnsFullMessage == false)
        #expect(envelope?.envelopeID == "QQ+1")
        #expect(envelope?.recipients.map(\.notify) == [[.success, .delay], .never])
        #expect(
            envelope?.recipients.first?.originalRecipient
                == DSNOriginalRecipient(addressType: "rfc822", address: "Bob@old.example"))
    }

    @Test("VRFY and EXPN tell whom the policy names")
    func verification() {
        var policy = SMTPPolicy.submission(isRequired: false)
        policy.lists = ["team@north.example": ["bob@north.example", "carol@north.example"]]
        policy.tells = .users
        var bench = SMTPBench(policy, accounts: .north)
        bench.hear("EHLO a.example\nVRFY bob\nEXPN team\nHELP\n")
        #expect(bench.codes.suffix(3) == ["252 2.1.5", "550 5.7.1", "214 2.0.0"])
        bench.hear(
            "AUTH PLAIN AGJvYgBidWlsZGVy\nVRFY Bob\nVRFY <bob@north.example>\nVRFY dave\nVRFY x@y.example\nVRFY <\n")
        #expect(bench.codes.suffix(5) == ["250 2.1.5", "250 2.1.5", "550 5.1.1", "252 2.1.5", "550 5.1.1"])
        bench.hear("EXPN Team\n")
        #expect(bench.replies.last?.lines == ["<bob@north.example>", "<carol@north.example>"])
        bench.hear("EXPN nobody\n")
        #expect(bench.codes.last == "550 5.1.1")
    }

    @Test("what all sessions hold together is bounded, and given back")
    func memory() {
        let memory = MemoryBudget(octets: 20)
        let envelope = "EHLO a.example\nMAIL FROM:<a@b.example>\nRCPT TO:<bob@north.example>\nDATA\n"
        var first: SMTPBench? = SMTPBench(memory: memory)
        first?.hear(envelope + "0123456789\n")
        var second = SMTPBench(memory: memory)
        second.hear(envelope + "0123456789\n.\n")
        #expect(second.codes.last == "452 4.3.1")
        second.hear("MAIL FROM:<a@b.example> SIZE=10\n")
        #expect(second.codes.last == "452 4.3.1")
        first = nil
        second.hear("MAIL FROM:<a@b.example> SIZE=10\nRCPT TO:<bob@north.example>\nDATA\n0123456789\n.\n")
        #expect(second.codes.last == "250 2.0.0")
        second.hear("MAIL FROM:<a@b.example> SIZE=20\n")
        #expect(second.codes.last == "250 2.1.0")
    }

    @Test("commands that bring no letter are counted, letters are not")
    func commands() {
        var policy = SMTPPolicy.north
        policy.limits.commands = 6
        var bench = SMTPBench(policy)
        for _ in 0..<5 {
            bench.hear("HELO a.example\nMAIL FROM:<a@b.example>\nRCPT TO:<bob@north.example>\nDATA\n.\n")
            #expect(bench.codes.last == "250 2.0.0")
        }
        bench.hear("NOOP\nNOOP\nNOOP\nNOOP\nNOOP\nNOOP\nNOOP\n")
        #expect(bench.codes.last == "421 4.7.0")
        #expect(bench.isClosed)
    }
}
