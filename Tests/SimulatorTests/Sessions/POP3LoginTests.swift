import Dialogue
import MailProtocols
import Simulator
import Testing

extension POP3Policy {
    static var everything: POP3Policy {
        var policy = POP3Policy(host: "pop.north.example")
        policy.mechanisms = AccountBook.north.mechanisms
        policy.offersAPOP = true
        return policy
    }
}

@Suite("The POP3 server asks who comes")
struct POP3LoginTests {
    @Test(
        "every mechanism, with and without an initial response", arguments: AccountBook.north.mechanisms, [true, false])
    func mechanism(mechanism: SASLMechanism, saysFirst: Bool) throws {
        var bench = POP3Bench([("one", 3)], .everything)
        var client = try #require(
            SASLClient(mechanism, user: "bob", secret: Credential("builder"), nonce: "abc"))
        let initial = saysFirst ? client.initialResponse() : nil
        let word = initial.map { " " + String(decoding: SASLLine.message($0).encoded(isInitial: true), as: UTF8.self) }
        bench.hear("AUTH \(mechanism.name)\(word ?? "")")
        while let last = bench.said.last, last.hasPrefix("+ ") {
            let challenge = try #require(Base64.decode(Array(last.dropFirst(2).dropLast(1).utf8)))
            let answer = client.answer(
                challenge: challenge, digests: Digests.scram, hmacMD5: Digests.hmacMD5(key:message:))
            bench.hear(String(decoding: SASLLine.message(try #require(answer)).encoded(), as: UTF8.self))
        }
        #expect(bench.said.last == "+OK 1 message in the maildrop\r\n")
        #expect(bench.opened == "bob@north.example")
    }

    @Test("APOP takes the digest over this greeting and no other", .needsDigests)
    func apop() throws {
        var bench = POP3Bench([], .everything)
        let greeting = POP3Reply(line: Array((bench.said.first ?? "").dropLast(1).utf8))
        let timestamp = try #require(greeting.timestamp)
        #expect(timestamp.hasSuffix("@pop.north.example>"))
        func line(_ timestamp: String) -> String {
            let command = POP3Command.apop(
                name: "bob", timestamp: timestamp, secret: Credential("builder"), md5: Digests.md5)
            return String(decoding: command.encoded().dropLast(2), as: UTF8.self)
        }
        bench.hear(line("<1@pop.north.example>"))
        #expect(bench.said.last?.hasPrefix("-ERR [AUTH]") == true)
        bench.hear(line(timestamp))
        #expect(bench.opened == "bob@north.example")
    }

    @Test("where no password is kept in clear, no APOP is offered", .needsDigests)
    func noAPOP() {
        let accounts = AccountBook(
            domain: "north.example", passwords: ["bob@north.example": Credential("x")], keepsClear: false)
        var bench = POP3Bench([], .everything, accounts: accounts)
        #expect(bench.said == ["+OK pop.north.example POP3 Mailscope\r\n"])
        bench.hear("APOP bob 0123456789abcdef0123456789abcdef")
        #expect(bench.said.last == "-ERR APOP is not offered here\r\n")
    }

    static let turns: [(said: String, answer: String)] = [
        ("AUTH", "+OK Mechanisms\r\nSCRAM-SHA-256\r\nCRAM-MD5\r\n.\r\n"), ("AUTH PLAIN", "-ERR"), ("AUTH FROB", "-ERR"),
        ("USER bob", "-ERR Not in the clear"), ("PASS builder", "-ERR"), ("AUTH CRAM-MD5", "+ P"),
        ("*", "-ERR Given up"),
        ("AUTH CRAM-MD5", "+ P"), ("!", "-ERR That is not"), ("AUTH CRAM-MD5 AAAA", "-ERR That is not"),
        ("LANG", "+OK Languages\r\nen English\r\n.\r\n"), ("LANG EN", "+OK en "), ("LANG *", "+OK en "),
        ("LANG xx", "-ERR"),
        (
            "CAPA",
            "+OK What I can do\r\nTOP\r\nUIDL\r\nPIPELINING\r\nRESP-CODES\r\nAUTH-RESP-CODE\r\nSASL SCRAM-SHA-256 CRAM-MD5\r\nSTLS\r\nLOGIN-DELAY 60\r\nEXPIRE 30\r\nUTF8\r\nLANG\r\nIMPLEMENTATION Mailscope\r\n.\r\n"
        ),
        ("STLS", "+OK"), ("STLS", "-ERR This is TLS"), ("USER bob", "+OK"), ("STAT", "-ERR"), ("UTF8", "+OK"),
        ("AUTH PLAIN AGJvYgBidWlsZGVy", "+OK 0 messages"), ("STLS", "-ERR"), ("UTF8", "-ERR"), ("AUTH", "-ERR"),
        ("LANG", "+OK Languages\r\n"), ("QUIT", "+OK"),
    ]

    @Test("no password in the clear; what CAPA offers; languages", .needsDigests)
    func dialogue() {
        var policy = POP3Policy.everything
        policy.secretsNeedTLS = true
        policy.loginDelay = 60
        policy.expiry = 30
        var bench = POP3Bench([], policy, offersTLS: true)
        for (said, answer) in Self.turns {
            bench.hear(said)
            #expect(bench.said.last?.hasPrefix(answer) == true, "\(said): \(bench.said.last ?? "")")
        }
        #expect(bench.isClosed)
    }

    @Test("the third failed login closes the session")
    func guessing() {
        var bench = POP3Bench([], .everything)
        for number in 1...3 {
            bench.hear("AUTH PLAIN AGJvYgB4")
            #expect(bench.said.last?.hasPrefix("-ERR [AUTH]") == true)
            #expect(bench.isClosed == (number == 3))
        }
    }
}

/// A POP3 server on a socket, with a maildrop for bob.
private struct Access {
    var agent: MailAccessAgent
    var maildrop: Maildir
    var tap: WireTap
    var folder: String

    static func run(
        _ policy: POP3Policy, clock: SimulationClock = SimulationClock(), while body: (Access) async throws -> Void
    ) async throws {
        let folder = try Disk.makeScratchFolder()
        defer { Disk.removeAll(folder) }
        let tap = WireTap(clock: clock)
        let maildrops = MaildropRoom(folder: folder)
        let agent = MailAccessAgent(
            policy: policy,
            site: StationSite(host: policy.host, shownAddress: "192.0.2.110", address: "127.0.0.1", tap: tap),
            doorway: try await Doorway.open(host: policy.host, address: "127.0.0.1", port: 0, plan: .any),
            maildrops: maildrops, accounts: .north)
        await agent.open()
        do {
            try await body(
                Access(agent: agent, maildrop: try maildrops.maildir(of: "bob@north.example"), tap: tap, folder: folder)
            )
        } catch {
            await agent.close()
            throw error
        }
        await agent.close()
    }

    /// A session's answers to some lines, each heard before the next is said.
    func session(_ lines: String...) async throws -> [String] {
        let visitor = try await Visitor.open(agent.endpoint)
        var answers = [try await visitor.hear()]
        for line in lines { answers.append(try await visitor.say(line + "\r\n")) }
        try await visitor.close()
        await agent.settle()
        return answers
    }
}

@Suite("The POP3 server on its socket")
struct POP3AgentTests {
    @Test("LOGIN-DELAY: a second login at once is refused")
    func loginDelay() async throws {
        var policy = POP3Policy.everything
        policy.loginDelay = 3_600
        try await Access.run(policy) { access in
            let first = try await access.session("USER bob", "PASS builder", "QUIT")
            #expect(first[2].hasPrefix("+OK"))
            #expect(try await access.session("USER bob", "PASS builder")[2].hasPrefix("-ERR [LOGIN-DELAY]"))
            #expect(try await access.session("USER carol", "PASS p w")[2].hasPrefix("+OK"))
        }
    }

    @Test("EXPIRE: what is too old is gone")
    func expiry() async throws {
        var policy = POP3Policy.everything
        policy.expiry = 30
        let now = Scenario.usualStart
        try await Access.run(policy, clock: SimulationClock(virtualFrom: now, seed: 1)) { access in
            let day: Int64 = 86_400_000_000_000
            try access.maildrop.deliver(Array("old\r\n".utf8), host: "x", time: now - 31 * day)
            try access.maildrop.deliver(Array("young\r\n".utf8), host: "x", time: now - 29 * day)
            #expect(try await access.session("USER bob", "PASS builder", "STAT").last == "+OK 1 7\r\n")
            #expect(try access.maildrop.letters().count == 1)
        }
    }

    @Test("a header in UTF-8 is only for those who said UTF8")
    func international() async throws {
        try await Access.run(.everything) { access in
            try access.maildrop.deliver(Array("Subject: Gr\u{FC}\u{DF}e\r\n\r\nHallo\r\n".utf8), host: "x", time: 0)
            try access.maildrop.deliver(Array("Subject: x\r\n\r\nGr\u{FC}\u{DF}e\r\n".utf8), host: "x", time: 1)
            let plain = try await access.session("USER bob", "PASS builder", "RETR 1", "TOP 1 0", "RETR 2")
            #expect(plain[3].hasPrefix("-ERR [UTF8]"))
            #expect(plain[4].hasPrefix("-ERR [UTF8]"))
            #expect(plain[5].hasPrefix("+OK"))
            #expect(
                try await access.session("UTF8", "USER bob", "PASS builder", "RETR 1").last?.hasPrefix("+OK") == true)
        }
    }

    @Test("a maildrop that cannot be opened, for now or for good")
    func trouble() async throws {
        try await Access.run(.everything) { access in
            // A file where carol's folder should be.
            try Disk.write([], toNew: "\(access.folder)/carol=40north.example")
            let answer = try await access.session("USER carol", "PASS p w")[2]
            #expect(answer.hasPrefix("-ERR [SYS/PERM]"))
            #expect(try await access.session("USER bob", "PASS builder", "STAT")[3] == "+OK 0 0\r\n")
        }
    }

    @Test("only QUIT deletes; a session that breaks off leaves all there, and the lock is free")
    func update() async throws {
        try await Access.run(.everything) { access in
            try access.maildrop.deliver(Array("one\r\n".utf8), host: "x", time: 0)
            _ = try await access.session("USER bob", "PASS builder", "DELE 1")
            #expect(try access.maildrop.letters().count == 1)
            let names = try await access.session(
                "USER bob", "PASS builder", "UIDL 1", "DELE 1", "RSET", "UIDL 1", "DELE 1", "QUIT")
            #expect(names[3] == names[6])
            #expect(try access.maildrop.letters().isEmpty)
        }
    }
}
