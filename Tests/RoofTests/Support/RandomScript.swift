import MailProtocols
import Simulator

/// Sessions drawn from a seed: mostly lawful, often pipelined, with what real peers get wrong mixed in.
struct RandomScript {
    private var random: SeededRandom
    private var session: Script.Connection

    static func smtp(seed: UInt64) -> Script.Connection {
        var script = RandomScript(random: SeededRandom(seed: seed, purpose: "smtp"), session: .init(.smtp))
        script.say(.server, "220 mx.north.example ready")
        script.say(.client, script.pick(["EHLO a.example", "HELO a.example", "ehlo [192.0.2.1]", "EHLO"]))
        script.say(.server, script.pick(["250-mx\r\n250-SIZE 100\r\n250 PIPELINING", "250 mx", "502 no"]))
        for _ in 0..<script.draw(2...9) { script.smtpTurn() }
        script.part()
        return script.session
    }

    static func pop3(seed: UInt64) -> Script.Connection {
        var script = RandomScript(random: SeededRandom(seed: seed, purpose: "pop3"), session: .init(.pop3))
        script.say(.server, script.pick(["+OK ready <1.2@pop.example>", "+OK", "+ok hello"]))
        script.say(.client, "USER bob\r\nPASS builder")
        script.say(.server, script.pick(["+OK\r\n+OK in", "+OK\r\n-ERR [AUTH] no"]))
        for _ in 0..<script.draw(2...9) { script.pop3Turn() }
        script.part()
        return script.session
    }

    private mutating func draw(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
    private mutating func pick(_ choices: [String]) -> String { choices[draw(0...choices.count - 1)] }
    private mutating func happens(oneIn chance: Int) -> Bool { draw(1...chance) == 1 }

    /// A line, ended as lines mostly are.
    private mutating func say(_ side: Side, _ text: String) {
        session.say(side, Array(text.utf8) + (happens(oneIn: 40) ? [10] : [13, 10]))
    }

    private mutating func part() {
        if !happens(oneIn: 4) {
            say(.client, "QUIT")
            say(.server, session.protocol == .pop3 ? "+OK bye" : "221 bye")
        }
        session.events.append(.ended)
    }

    // MARK: SMTP

    private mutating func smtpTurn() {
        switch draw(1...12) {
        case 1...3: transaction()
        case 4: chunks()
        case 5: login()
        case 6:
            say(.client, pick(["STARTTLS", "STARTTLS\r\nNOOP"]))
            say(.server, pick(["220 go", "454 not now", "220 go"]))
        case 7: say(.server, pick(["421 closing", "250 unasked", "junk", "220 again", "25", "250-half"]))
        default:
            let commands = ["NOOP", "RSET", "VRFY bob", "HELP", "XYZZY", "", "noop\t ", "MAIL FROM:<>", "RCPT TO:bob"]
            let count = draw(1...3)
            for _ in 0..<count { say(.client, pick(commands)) }
            for _ in 0..<count {
                say(.server, pick(["250 ok", "500 5.5.1 what", "250-one\r\n250 two", "252", "550-a\r\n551 b"]))
            }
        }
    }

    private mutating func transaction() {
        let accepts = !happens(oneIn: 4)
        let group = ["MAIL FROM:<a@a.example>", "RCPT TO:<b@b.example>", "DATA"]
        let replies = ["250 ok", "250 ok", accepts ? "354 go" : "503 no"]
        if happens(oneIn: 2) {
            for command in group { say(.client, command) }
            for reply in replies { say(.server, reply) }
        } else {
            for (command, reply) in zip(group, replies) {
                say(.client, command)
                say(.server, reply)
            }
        }
        guard accepts else { return }
        content(of: .client)
        if happens(oneIn: 3) { say(.client, "NOOP") }
        say(.server, pick(["250 kept", "550 5.7.1 spam", "451 later"]))
    }

    private mutating func content(of side: Side) {
        let lines = [
            "Subject: hello", "", "text", "..", "..dots", "a\rb", "a\nb", ".\rx", "250 no reply", "+OK no reply",
            "QUIT",
            "\u{E9}t\u{E9}", String(repeating: "x", count: 300),
        ]
        for _ in 0..<draw(0...8) { session.say(side, Array(pick(lines).utf8) + [13, 10]) }
        session.say(side, [46] + (happens(oneIn: 12) ? [10] : [13, 10]))
    }

    private mutating func chunks() {
        for last in 1...draw(1...3) {
            let octets = (0..<draw(0...90)).map { _ in UInt8.random(in: 0...255, using: &random) }
            say(.client, "BDAT \(octets.count)\(last == 3 ? " LAST" : "")")
            if happens(oneIn: 4) {
                say(.server, "503 no")
                continue
            }
            session.say(.client, octets)
            say(.server, pick(["250 taken", "250 taken", "552 full"]))
        }
    }

    private mutating func login() {
        say(.client, pick(["AUTH LOGIN", "AUTH PLAIN", "AUTH PLAIN AGEAYg==", "AUTH"]))
        for _ in 0..<draw(0...2) {
            say(.server, pick(["334 ", "334 VXNlcm5hbWU6", "334"]))
            say(.client, pick(["AGEAYg==", "*", "?"]))
        }
        say(.server, pick(["235 in", "535 no", "501 what"]))
    }

    // MARK: POP3

    private mutating func pop3Turn() {
        let asked = pick([
            "STAT", "NOOP", "DELE 1", "RSET", "LIST 1", "UIDL 1", "XYZZY", "LIST", "UIDL", "CAPA", "RETR 1", "TOP 1 0",
            "AUTH", "",
        ])
        let hasLines = ["LIST", "UIDL", "CAPA", "RETR 1", "TOP 1 0", "AUTH"].contains(asked)
        say(.client, asked)
        if happens(oneIn: 5) { return say(.server, pick(["-ERR no", "-ERR [IN-USE] busy", "-err"])) }
        say(.server, pick(["+OK", "+OK 1 120", "+ok fine"]))
        if hasLines {
            if asked.hasPrefix("RETR") || asked.hasPrefix("TOP") {
                content(of: .server)
            } else {
                for number in 0..<draw(0...4) { session.say(.server, Array("\(number) 120\r\n".utf8)) }
                if !happens(oneIn: 10) { session.say(.server, [46, 13, 10]) }
            }
        }
    }
}
