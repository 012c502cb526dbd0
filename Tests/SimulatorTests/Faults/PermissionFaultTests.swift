import Dialogue
import MailProtocols
import Simulator
import Testing

@Suite("Who may, and who may not")
struct PermissionFaultTests {
    @Test("F06 relaying denied, a login needed, a wrong one: three codes, and nothing is queued")
    func permission() async throws {
        var world = LittleWorld()
        world.south = "service: {login: required}"
        try await world.serve { stations in
            let north = try await stations.connect(to: "mx.north.example", as: "mallory")
            _ = await north.say("EHLO a.example")
            _ = await north.say("MAIL FROM:<mallory@far.example>")
            #expect(await north.say("RCPT TO:<alice@south.example>").text.hasPrefix("550 5.7.1 "))
            #expect(await north.say("DATA").text.hasPrefix("503 "))
            _ = await north.say("QUIT")
            let south = try await stations.connect(to: "mx.south.example", as: "mallory")
            _ = await south.say("EHLO a.example")
            #expect(await south.say("MAIL FROM:<alice@south.example>").text.hasPrefix("530 5.7.0 "))
            #expect(await south.say("AUTH PLAIN \(Self.plain("alice", "wrong"))").text.hasPrefix("535 5.7.8 "))
            #expect(await south.say("MAIL FROM:<alice@south.example>").text.hasPrefix("530 5.7.0 "))
            #expect(await south.say("AUTH PLAIN \(Self.plain("alice", "a"))").text.hasPrefix("235 2.7.0 "))
            #expect(await south.say("MAIL FROM:<alice@south.example>").text.hasPrefix("250 "))
            _ = await south.say("QUIT")
            await stations.settle()
            for host in ["mx.north.example", "mx.south.example"] { #expect(try await stations.queue(of: host).isEmpty) }
        }
    }

    private static func plain(_ user: String, _ password: String) -> String {
        String(decoding: Base64.encode(Array("\0\(user)\0\(password)".utf8)), as: UTF8.self)
    }

    @Test("F12 the second login finds the maildrop locked, and gets in when the first has gone")
    func locked() async throws {
        try await LittleWorld().serve { stations in
            let phone = try await CollectionFaultTests.logIn(stations)
            let laptop = try await stations.connect(to: "pop.north.example", as: "learner")
            _ = await laptop.say("USER bob")
            #expect(await laptop.say("PASS b").text.hasPrefix("-ERR [IN-USE] "))
            _ = await phone.say("QUIT")
            _ = await laptop.say("USER bob")
            #expect(await laptop.say("PASS b").text.hasPrefix("+OK"))
            _ = await laptop.say("QUIT")
        }
    }

    @Test(
        "F20 a letter with a forged MAIL FROM: taken first, its notice hits the victim; refused at RCPT, nobody is hit",
        arguments: [true, false])
    func backscatter(isTaken: Bool) async throws {
        var world = LittleWorld()
        world.north = "service: {unknown-users: \(isTaken ? "bounce" : "refuse")}"
        try await world.serve { stations in
            let bot = try await stations.connect(to: "mx.north.example", as: "mallory")
            _ = await bot.say("EHLO bot.example")
            // Alice knows nothing of it.
            _ = await bot.say("MAIL FROM:<alice@south.example>")
            let reply = await bot.say("RCPT TO:<nobody@north.example>").text
            #expect(reply.hasPrefix(isTaken ? "250 " : "550 5.1.1 "))
            if isTaken {
                _ = await bot.say("DATA")
                #expect(await bot.say(octets: Array("Subject: Buy\r\n\r\nnow\r\n.\r\n".utf8)).text.hasPrefix("250 "))
            }
            _ = await bot.say("QUIT")
            await stations.settle()
            let hits = try await stations.letters(in: "alice@south.example").map { String(decoding: $0, as: UTF8.self) }
            #expect(hits.count == (isTaken ? 1 : 0))
            if isTaken {
                #expect(hits[0].hasPrefix("Return-Path: <>\r\n"))
                #expect(hits[0].contains("Final-Recipient: rfc822; nobody@north.example\r\nAction: failed\r\n"))
            }
            #expect(try await stations.queue(of: "mx.north.example").isEmpty)
        }
    }

    @Test("F28 a wrong password: -ERR [AUTH], and the session stays where it was; the third one ends it")
    func wrongPassword() async throws {
        try await LittleWorld().serve { stations in
            let pop = try await stations.connect(to: "pop.north.example", as: "learner")
            _ = await pop.say("USER bob")
            #expect(await pop.say("PASS wrong").text.hasPrefix("-ERR [AUTH] "))
            // AUTHORIZATION still: no maildrop is open, and the right password opens it.
            #expect(await pop.say("STAT").text.hasPrefix("-ERR"))
            _ = await pop.say("USER bob")
            #expect(await pop.say("PASS b").text.hasPrefix("+OK"))
            #expect(await pop.say("STAT").text.hasPrefix("+OK 0 "))
            _ = await pop.say("QUIT")
            let guesser = try await stations.connect(to: "pop.north.example", as: "mallory")
            for attempt in 1...3 {
                _ = await guesser.say("USER bob")
                let answer = await guesser.say("PASS guess\(attempt)")
                #expect(answer.text.hasPrefix("-ERR [AUTH] "))
            }
            #expect(await guesser.say("USER bob").isOver)
        }
    }

    @Test("F28 LOGIN-DELAY: who has been here a moment ago has to wait, RFC 2449 section 6.5")
    func loginDelay() async throws {
        var world = LittleWorld()
        world.north = "service: {login-delay: 10m}"
        try await world.serve { stations in
            let first = try await CollectionFaultTests.logIn(stations)
            _ = await first.say("QUIT")
            let second = try await stations.connect(to: "pop.north.example", as: "learner")
            _ = await second.say("USER bob")
            #expect(await second.say("PASS b").text.hasPrefix("-ERR [LOGIN-DELAY] "))
            // Carol was not.
            _ = await second.say("USER carol")
            #expect(await second.say("PASS c").text.hasPrefix("+OK"))
            _ = await second.say("QUIT")
        }
    }
}
