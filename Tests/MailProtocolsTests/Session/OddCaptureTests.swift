import MailProtocols
import Testing

/// Sessions as captures have them: picked up in the middle, with holes, with one side early, late or absent.
@Suite("A session of which the capture shows too little")
struct OddCaptureTests {
    private func smtp(_ text: String, begun: Bool = true) -> [String] {
        let script = Script(text)
        let heard = script.heard(by: Listener(smtp: SMTPConversation(begun: begun)))
        for size in 1...7 {
            let cut = script.heard(by: Listener(smtp: SMTPConversation(begun: begun)), inPiecesOf: size)
            #expect(cut == heard, "pieces of \(size)")
        }
        return heard
    }

    private func pop3(_ text: String, begun: Bool = true) -> [String] {
        let script = Script(text)
        let heard = script.heard(by: Listener(pop3: POP3Conversation(begun: begun)))
        for size in 1...7 {
            let cut = script.heard(by: Listener(pop3: POP3Conversation(begun: begun)), inPiecesOf: size)
            #expect(cut == heard, "pieces of \(size)")
        }
        return heard
    }

    @Test("a command behind a DATA whose refusal is lost is no message")
    func lostRefusal() {
        let heard = smtp("S: 220 hi\nC: DATA\nS~ 30\nC: EHLO a\nC: Subject: x\n--")
        #expect(heard.contains { $0.contains("client command “EHLO a”") })
        #expect(!heard.contains { $0.contains("content") })
    }

    @Test("a message behind a DATA whose answer is lost may begin with a field named like a command")
    func lostGrant() {
        let heard = smtp("S: 220 hi\nC: DATA\nS~ 30\nC: Help: me\nC: .\n--")
        #expect(heard.contains { $0.contains("client content “Help: me\\r\\n” crlf") })
    }

    /// A client whose server is not in the capture says DATA, and then this.
    private func clientAlone(_ text: String) -> [String] {
        let script = Script("C: EHLO a\nC: MAIL FROM:<a@a>\nC: RCPT TO:<b@b>\nC: DATA\n\(text)\n--")
        var listener = Listener(smtp: SMTPConversation(begun: false))
        listener.isOneSided = true
        let heard = script.heard(by: listener)
        for size in 1...40 { #expect(script.heard(by: listener, inPiecesOf: size) == heard, "pieces of \(size)") }
        return heard
    }

    @Test(
        "with the client alone in the capture, a whole command behind DATA tells that DATA was refused",
        arguments: [
            "QUIT", "RSET", "rset", "EHLO a.example", "MAIL FROM:<a@a>", "RCPT TO:<c@c>", "DATA", "BDAT 5 LAST",
            "AUTH PLAIN",
        ])
    func commandBehindData(line: String) {
        let heard = clientAlone("C: \(line)\nC: QUIT")
        #expect(heard.contains { $0.contains("5 client command “\(line)”") })
        #expect(!heard.contains { $0.contains("content “\(line)") })
    }

    @Test(
        "and anything else is the message, even prose that begins with a command's word",
        arguments: [
            "Subject: x", "Help: me", "Help is on its way", "Data: 1", "Mail me tomorrow", "Quit smoking!", "",
            "Auth the payment, please", "EHLO and HELO are two greetings",
            "a line of \(String(repeating: "x", count: 300))",
        ])
    func messageBehindData(line: String) {
        let heard = clientAlone("C: \(line)\nC: .\nC: QUIT")
        #expect(heard.contains { $0.contains("5 client content “\(line)\\r\\n” crlf") })
        #expect(heard.contains { $0.contains("6 client command “QUIT”") })
    }

    @Test("a reply at the edge of a hole answers the content that the hole has swallowed")
    func lostMessage() {
        let heard = smtp(
            "S: 220 hi\nC: DATA\nS: 354 go\nC: Subject: x\nS: 250 kept\nC~ 40\nC: QUIT\nS: 221 bye\n--")
        #expect(heard.contains { $0.contains("client content “Subject: x\\r\\n” missing 12") })
        #expect(heard.contains { $0.contains("“QUIT”") })
        #expect(heard.contains { $0.contains("250 kept") && $0.contains("answers 4") })
        #expect(heard.contains { $0.contains("221 bye") && $0.contains("answers 6") })
    }

    @Test("with the server alone in the capture, the reply behind 354 answers a message that was not seen")
    func serverAlone() {
        let heard = smtp("S: 250 ok\nS: 354 go\nS: 250 kept\nS: 221 bye\n--", begun: false)
        #expect(heard.contains { $0.contains("client content “” missing 0") })
        #expect(heard.contains { $0.contains("250 kept") && $0.contains("answers 3") })
        #expect(heard.contains { $0.contains("221 bye") && !$0.contains("answers") })
    }

    @Test("a size that no stream has, refused: what comes are commands")
    func refusedSize() {
        let heard = smtp("S: 220 hi\nC: BDAT 9223372036854775807 LAST\nC: Subject: x\nS: 501 no\nC: QUIT\n--")
        #expect(heard.contains { $0.contains("client command “Subject: x”") })
        #expect(!heard.contains { $0.contains("content") })
    }

    @Test("a 220 greets the client that spoke first, a 250 answers it, and 220 answers STARTTLS")
    func earlyTalker() {
        for begun in [true, false] {
            let greeted = smtp("C: EHLO a\nS: 220 hi\nS: 250 ok\n--", begun: begun)
            #expect(greeted.contains { $0.contains("220 hi") && !$0.contains("answers") })
            #expect(greeted.contains { $0.contains("250 ok") && $0.contains("answers 1") })
        }
        #expect(smtp("C: EHLO a\nS: 250 ok\n--").contains { $0.contains("250 ok") && $0.contains("answers 1") })
        let secured = smtp("C: STARTTLS\nS: 220 go\n--", begun: false)
        #expect(secured.contains { $0.contains("220 go") && $0.contains("answers 1") })
    }

    @Test("an answer to STARTTLS that was recorded late still opens TLS")
    func lateAnswer() {
        var listener = Listener(smtp: SMTPConversation())
        var log = HearingLog()
        func say(_ side: Side, _ text: String) { listener.hear(side, Array(text.utf8).span) { log.add($0, $1) } }
        say(.server, "220 hi\r\n")
        say(.client, "STARTTLS\r\nNOOP\r\n")
        listener.stopWaiting(.client) { log.add($0, $1) }
        say(.server, "220 go\r\n")
        say(.client, "\u{16}\u{3}\u{1}abc")
        listener.end { log.add($0, $1) }
        #expect(log.lines.contains { $0.contains("client tls 6") })
    }

    /// A POP3 session up to the password, of which a test loses something.
    private func login() -> (Listener, HearingLog) {
        heard(
            by: Listener(pop3: POP3Conversation()),
            [(.server, "+OK hi"), (.client, "USER bob"), (.server, "+OK"), (.client, "PASS x")])
    }

    private func heard(by listener: Listener, _ said: [(Side, String)]) -> (Listener, HearingLog) {
        var (listener, log) = (listener, HearingLog())
        for (side, text) in said { listener.hear(side, Array("\(text)\r\n".utf8).span) { log.add($0, $1) } }
        return (listener, log)
    }

    @Test("a reply of POP3 that was lost is not taken from the next command, which the client sent when it had it")
    func lostStatus() {
        var (listener, log) = login()
        func say(_ side: Side, _ text: String) { listener.hear(side, Array(text.utf8).span) { log.add($0, $1) } }
        listener.acknowledge(by: .client, upTo: 13 + 9)
        say(.client, "STAT\r\n")
        listener.lose(.server, 9) { log.add($0, $1) }
        say(.server, "+OK 1 20\r\n")
        #expect(log.lines.contains { $0.contains("5 client command “STAT”") })
        #expect(log.lines.contains { $0.contains("+OK 1 20") && $0.contains("answers 5") })
    }

    /// An SMTP session up to MAIL, of which a test loses something.
    private func submission() -> (Listener, HearingLog) {
        heard(
            by: Listener(smtp: SMTPConversation()),
            [(.server, "220 hi"), (.client, "HELO me"), (.server, "250 you"), (.client, "MAIL FROM:<a@b.example>")])
    }

    @Test("a reply of SMTP that was lost is not taken from the next command, which the client sent when it had it")
    func lostReply() {
        var (listener, log) = submission()
        func say(_ side: Side, _ text: String) { listener.hear(side, Array(text.utf8).span) { log.add($0, $1) } }
        listener.acknowledge(by: .client, upTo: 17 + 8)
        say(.client, "RCPT TO:<c@d.example>\r\n")
        listener.lose(.server, 8) { log.add($0, $1) }
        say(.server, "250 rcpt\r\n")
        say(.client, "DATA\r\n")
        say(.server, "354 go\r\n")
        #expect(log.lines.contains { $0.contains("5 client command “RCPT TO") })
        #expect(log.lines.contains { $0.contains("250 rcpt") && $0.contains("answers 5") })
        #expect(log.lines.contains { $0.contains("354 go") && $0.contains("answers 8") })
        #expect(!log.lines.contains { $0.contains("reply-out-of-step") })
    }

    @Test("two replies of SMTP that were lost, one after the other, are both counted; a third is not")
    func lostReplies() {
        var (listener, log) = submission()
        func say(_ side: Side, _ text: String) { listener.hear(side, Array(text.utf8).span) { log.add($0, $1) } }
        listener.acknowledge(by: .client, upTo: 17 + 8)
        say(.client, "RCPT TO:<c@d.example>\r\n")
        listener.acknowledge(by: .client, upTo: 17 + 8 + 10)
        say(.client, "RSET\r\n")
        listener.lose(.server, 18) { log.add($0, $1) }
        say(.server, "250 reset\r\n")
        #expect(log.lines.contains { $0.contains("250 reset") && $0.contains("answers 6") })
    }

    @Test("commands that were sent together, and none of whose replies the client had, are answered one by one")
    func lostAmongGroup() {
        var (listener, log) = submission()
        func say(_ side: Side, _ text: String) { listener.hear(side, Array(text.utf8).span) { log.add($0, $1) } }
        say(.client, "RCPT TO:<c@d.example>\r\nRSET\r\n")
        listener.lose(.server, 8) { log.add($0, $1) }
        say(.server, "250 rcpt\r\n")
        #expect(log.lines.contains { $0.contains("250 rcpt") && $0.contains("answers 4") })
    }

    @Test("a letter whose end was lost ends where the client went on and a status line follows", arguments: [1, 4, 99])
    func lostEnd(size: Int) {
        var (listener, log) = login()
        func say(_ side: Side, _ text: String) {
            let bytes = Array(text.utf8)
            for start in stride(from: 0, to: bytes.count, by: size) {
                listener.hear(side, Array(bytes[start..<min(bytes.count, start + size)]).span) { log.add($0, $1) }
            }
        }
        say(.server, "+OK in\r\n")
        say(.client, "RETR 1\r\n")
        say(.server, "+OK\r\nSubject: x\r\n")
        listener.acknowledge(by: .client, upTo: 38 + 10)
        say(.client, "DELE 1\r\n")
        listener.lose(.server, 10) { log.add($0, $1) }
        say(.server, "+OK marked\r\n")
        say(.client, "QUIT\r\n")
        say(.server, "+OK bye\r\n")
        #expect(log.lines.contains { $0.contains("server content") && $0.contains("missing 10") })
        #expect(log.lines.contains { $0.contains("+OK marked") && $0.contains("answers 8") })
        #expect(log.lines.contains { $0.contains("+OK bye") && $0.contains("answers 11") })
    }

    @Test("lines behind a +OK belong to it where the server had a command that the capture lacks")
    func lostCommand() {
        var (listener, log) = login()
        func say(_ side: Side, _ text: String) { listener.hear(side, Array(text.utf8).span) { log.add($0, $1) } }
        say(.server, "+OK in\r\n")
        listener.acknowledge(by: .server, upTo: 18 + 6)
        say(.server, "+OK list\r\n1 20\r\n.\r\n")
        #expect(log.lines.contains { $0.contains("server content “1 20\\r\\n”") })
    }

    @Test("the first +OK greets where a second follows, and answers where the client goes on")
    func popGreeting() {
        for begun in [true, false] {
            let greeted = pop3("C: USER bob\nS: +OK hi\nS: +OK user\nC: PASS x\nS: +OK in\n--", begun: begun)
            #expect(greeted.contains { $0.contains("+OK hi") && !$0.contains("answers") })
            #expect(greeted.contains { $0.contains("+OK user") && $0.contains("answers 1") })
            let silent = pop3("C: USER bob\nS: +OK user\nC: PASS x\nS: +OK in\n--", begun: begun)
            #expect(silent.contains { $0.contains("+OK user") && $0.contains("answers 1") })
            #expect(silent.contains { $0.contains("+OK in") && $0.contains("answers 3") })
            let asked = pop3("C: AUTH x\nS: +OK\nC: STAT\nS: +OK 0 0\n--", begun: begun)
            #expect(asked.contains { $0.contains("+OK 0 0") && $0.contains("answers 3") })
            let capable = pop3("C: CAPA\nS: +OK\nS: TOP\nS: .\nC: QUIT\nS: +OK\n--", begun: begun)
            #expect(capable.contains { $0.contains("content “TOP\\r\\n” crlf") })
        }
        let group = pop3("C: USER b\\r\\nPASS x\\r\\nSTAT\nS: +OK hi\\r\\n+OK\\r\\n+OK\nS: +OK 0 0\n--")
        #expect(group.contains { $0.contains("+OK 0 0") && $0.contains("answers 3") })
    }

    @Test("a session that was decrypted in place goes on behind STLS")
    func decrypted() {
        let heard = pop3("S: +OK hi\nC: STLS\nS: +OK go\nC: RETR 1\nS: +OK\nS: Subject: x\nS: .\nC: QUIT\nS: +OK\n--")
        #expect(heard.contains { $0.contains("content “Subject: x\\r\\n” crlf") })
        #expect(heard.contains { $0.contains("“QUIT”") })
    }

    @Test("a session that ends while an answer is waited for, in front of a hole, loses nothing")
    func endInFrontOfHole() {
        let data = smtp(
            "S: 220 hi\nC: DATA\nC: Subject: x\nC~ 40\nC: y\nC: .\nC: AUTH PLAIN\nC: AGEAYg==\nC~ 9\nC: x\n--")
        #expect(data.contains { $0.contains("client content “Subject: x\\r\\ny\\r\\n” crlf 15 missing 40") })
        #expect(data.contains { $0.contains("client auth “AGEAYg==”") })
        #expect(data.contains { $0.contains("client gap 9") })
        #expect(data.last?.contains("client command “x”") == true)
        let chunk = smtp("S: 220 hi\nC: BDAT 20 LAST\nC: RSET\nC~ 4\nC: tenoctets\nC: QUIT\n--")
        #expect(chunk.contains { $0.contains("client content") && $0.contains("missing 4") })
        #expect(chunk.contains { $0.contains("client command “QUIT”") })
        let login = pop3("S: +OK hi\nC: AUTH PLAIN\nC: AGEAYg==\nC~ 9\nC: QUIT\n--")
        #expect(login.contains { $0.contains("client auth “AGEAYg==”") })
        #expect(login.contains { $0.contains("client command “QUIT”") })
    }

    @Test("a broken end mark goes with the content that a reply has ended")
    func brokenEndMark() {
        for mark in [".\\r\\", ".\\"] {
            let heard = smtp("S: 220 hi\nC: DATA\nS: 354 go\nC: x\nC: \(mark)\nS: 250 kept\nC: QUIT\nS: 221 bye\n--")
            #expect(heard.contains { $0.contains("client content “x\\r\\n” missing 3") })
            #expect(heard.contains { $0.contains("client command “QUIT”") })
        }
    }

    @Test("lines that the server is in the middle of are kept when the client turns out to speak TLS")
    func listingBeforeTLS() {
        let heard = pop3(
            "S: +OK hi\nC: CAPA\nS: junk\nC: STLS\nS: +OK go\nC: \\x16\\x03\\x01hello\\\nS: \\x16\\x03\\x03there\\\n--")
        #expect(heard.contains { $0.contains("server content “\\x16\\x3\\x3there” missing 8") })
        #expect(heard.contains { $0.contains("client tls 8") })
    }

    @Test("of a server that nobody is seen to ask anything, lines behind a status line are what was asked for")
    func listingOfServerAlone() {
        let heard = pop3("S: +OK hi\nS: +OK\nS: UIDL\nS: .\nS: +OK in\nS: +OK bye\n--")
        #expect(heard.contains { $0.contains("server content “UIDL\\r\\n” crlf 6") })
        #expect(heard.count == 5)
    }

    @Test("content whose beginning, or the end of whose broken end mark, lies in a hole")
    func holeAtContentEdge() {
        let headless = smtp("S: 220 hi\nC: DATA\nC~ 40\nC: y\nC: .\nC: QUIT\n--")
        #expect(headless.contains { $0.contains("client content “y\\r\\n” crlf 3") })
        #expect(headless.contains { $0.contains("client command “QUIT”") })
        let broken = smtp("S: 220 hi\nC: DATA\nS: 354 go\nC: x\nC: .\\r\\\nS: 250 kept\nC~ 1\nC: QUIT\n--")
        #expect(broken.contains { $0.contains("client content “x\\r\\n” missing 3") && !$0.contains("stuffed") })
        #expect(broken.contains { $0.contains("client command “QUIT”") })
    }

    @Test("the server's last words, though their line end is lost, tell how the client's are read")
    func lastWords() {
        let refused = smtp("S: 220 hi\nC: BDAT 20 LAST\nC: RSET\nC~ 4\nC: QUIT\nS: 552 no\\\n--")
        #expect(refused.contains { $0.contains("client command “RSET”") })
        #expect(!refused.contains { $0.contains("content") })
    }

    @Test("TLS of a server whose answer to STLS is lost is known for what it is")
    func lostGrantOfTLS() {
        var listener = Listener(pop3: POP3Conversation(begun: false))
        var log = HearingLog()
        let hello: [UInt8] = [0x16, 3, 1, 0, 2, 1, 0]
        listener.hear(.server, Array("+OK hi\r\n".utf8).span) { log.add($0, $1) }
        #expect(listener.awaited() == .nextPOP3Command)
        listener.hear(.client, Array("STLS\r\n".utf8).span) { log.add($0, $1) }
        listener.lose(.server, 20) { log.add($0, $1) }
        listener.hear(.client, hello.span) { log.add($0, $1) }
        listener.stopWaiting(.client) { log.add($0, $1) }
        listener.hear(.server, hello.span) { log.add($0, $1) }
        listener.end { log.add($0, $1) }
        #expect(log.lines.contains { $0.contains("client tls 7") })
        #expect(log.lines.contains { $0.contains("server tls 7") })
    }
}
