import MailProtocols
import Testing

@testable import Dialogue

@Suite("The commentary on SMTP")
struct SMTPCommentaryTests {
    @Test(
        "says what each command means here",
        arguments: [
            ("EHLO client.south.example", "client.south.example introduces itself", "4.1.1.1"),
            ("HELO old.example", "old.example introduces itself the old way", "4.1.1.1"),
            ("LHLO mx.example", "introduces itself in LMTP", "4.1"),
            (
                "MAIL FROM:<alice@south.example>", "alice@south.example is the reverse-path: bounces go there.",
                "4.1.1.2"
            ),
            ("MAIL FROM:<>", "The reverse-path is empty: this is a bounce", "4.5.5"),
            (
                "MAIL FROM:<a@b.example> SIZE=12345 BODY=8BITMIME",
                "It announces 12,345 octets; its content is 8BITMIME.", "4.1.1.2"
            ),
            ("RCPT TO:<bob@north.example>", "bob@north.example is a forward-path: one recipient", "4.1.1.3"),
            ("RCPT TO:<@old.example:bob@north.example>", "a source route, a relic", "4.1.1.3"),
            ("RCPT TO:<bob@north.example> NOTIFY=NEVER", "Reports are wanted on NEVER.", "4.1.1.3"),
            ("RCPT TO:<bob", "This is RCPT, but malformed", "4.1.2"),
            ("DATA", "only 354 allows it", "4.1.1.4"),
            (
                "BDAT 1000", "A chunk of 1000 octets follows at once, counted instead of ended by a dot. More chunks",
                "2"
            ),
            ("BDAT 86 LAST", "It is the last one", "2"),
            ("BDAT 0 LAST", "No octets follow", "2"),
            ("BDAT -5", "malformed", "4.1.2"),
            ("AUTH LOGIN", "The client begins to log in by LOGIN. Name and password in two base64 lines", "4"),
            ("STARTTLS", "after 220 this connection goes on inside TLS", "4"),
            ("RSET", "throws the open transaction away", "4.1.1.5"),
            ("VRFY bob", "asks whether bob is a mailbox", "4.1.1.6"),
            ("EXPN staff", "who is on the list staff", "4.1.1.7"),
            ("NOOP", "nothing but earn a reply", "4.1.1.9"),
            ("QUIT", "asks to end the session", "4.1.1.10"),
            ("ETRN north.example", "what it holds for north.example", ""),
            ("TURN", "retired", "F.1"), ("HELP", "help in plain words", "4.1.1.8"),
            ("FROB it", "“FROB” is no command that Mailscope knows; a server answers 500.", "4.2.4"),
            ("", "An empty line", "4.1.1"), ("<<<", "begins with no command word", "4.1.1"),
        ])
    func commands(line: String, phrase: String, section: String) {
        var record = Said.smtp(line)
        if line.isEmpty { record.step.verb = SMTPVerb.none.rawValue }
        let remark = Commentary.explain(record)
        #expect(remark.meaning.contains(phrase), "\(remark.meaning)")
        #expect(remark.reference.first?.section == section)
    }

    @Test(
        "says what each reply means, by what it answers",
        arguments: [
            ("220 mx.north.example ESMTP", nil, "mx.north.example greets: it is ready"),
            ("554 No mail here", nil, "turns the client away in its greeting for good"),
            ("421 mx.north.example busy", nil, "turns the client away in its greeting for now"),
            (
                "250 2.1.0 Ok", "MAIL FROM:<a@b.example>",
                "accepts a@b.example as reverse-path: a mail transaction is open"
            ),
            ("250 2.1.0 Ok", "MAIL FROM:<>", "accepts the reverse-path"),
            ("250 2.1.5 Ok", "RCPT TO:<bob@north.example>", "accepts bob@north.example"),
            ("251 ok", "RCPT TO:<bob@north.example>", "bob@north.example is not here, but the server will forward"),
            (
                "550 5.1.1 who?", "RCPT TO:<bub@north.example>",
                "refuses bub@north.example for good: no such mailbox (550 5.1.1). The other recipients are not affected."
            ),
            ("450 4.7.1 Greylisted", "RCPT TO:<bob@north.example>", "for now: not authorised (450 4.7.1)"),
            ("452 4.0.0 later", "RCPT TO:<bob@north.example>", "for now: too little storage (452 4.0.0)"),
            ("472 odd", "RCPT TO:<bob@north.example>", "for now: the code is in no standard (472)"),
            ("354 go", "DATA", "Go ahead: every line up to a lone dot is content now"),
            ("554 5.5.1 no", "DATA", "What the client sends next is commands again."),
            ("503 5.5.1 MAIL first", "RCPT TO:<bob@north.example>", "invalid command (503 5.5.1)"),
            ("250 2.0.0 chunk", "BDAT 10", "waits for the next"),
            ("250 2.0.0 done", "BDAT 10 LAST", "with it the message"),
            ("334 VXNlcm5hbWU6", "AUTH LOGIN", "asks for the user name: “Username:” in base64"),
            ("334 ", "AUTH PLAIN", "its challenge is empty"),
            ("334 PDE4OTZAYT4=", "AUTH CRAM-MD5", "sends a challenge"),
            ("235 2.7.0 ok", "AUTH PLAIN AGEAYg==", "Logged in"),
            ("535 5.7.8 no", "AUTH PLAIN AGEAYg==", "refuses the login for good: credentials invalid (535 5.7.8)"),
            ("220 2.0.0 go", "STARTTLS", "Granted: the next octets are a TLS handshake"),
            ("454 4.7.0 no", "STARTTLS", "refuses to encrypt for now"), ("250 Ok", "RSET", "no transaction is open"),
            ("250 Bob <bob@north.example>", "VRFY bob", "confirms: “Bob <bob@north.example>”"),
            ("250-a@b.example\r\n250 c@d.example", "EXPN staff", "The list has 2 members"),
            ("252 maybe", "VRFY bob", "will not say whether the mailbox exists"),
            ("250 Ok", "NOOP", "nothing has changed"),
            ("221 bye", "QUIT", "Goodbye"), ("250 mx.example", "HELO a.example", "extensions are not offered to HELO"),
            ("502 no", "EHLO a.example", "may fall back to HELO"), ("500 what?", "FROB it", "“FROB”"),
            ("421 closing", "NOOP", "shuts the connection down for now"),
        ] as [(String, String?, String)])
    func replies(reply: String, command: String?, phrase: String) {
        let (record, context) = Said.smtp(reply, answering: command)
        let remark = Commentary.explain(record, context)
        #expect(remark.meaning.contains(phrase), "\(remark.meaning)")
        #expect(!remark.reference.isEmpty)
    }

    @Test("names each extension that EHLO was answered with")
    func extensions() {
        let (record, context) = Said.smtp(
            "250-mx.north.example hello\r\n250-SIZE 10240000\r\n250-PIPELINING\r\n250-AUTH=LOGIN\r\n250 XFROB",
            answering: "EHLO a.example")
        let remark = Commentary.explain(record, context)
        #expect(
            remark.meaning.hasPrefix("mx.north.example returns the greeting and offers 4 extensions: SIZE, PIPELINING"))
        #expect(remark.details.map(\.label) == ["SIZE 10240000", "PIPELINING", "AUTH=LOGIN", "XFROB"])
        #expect(remark.details.first?.meaning.contains("largest message") == true)
        #expect(remark.details.last?.meaning == "Not known to Mailscope.")
    }

    @Test("tells push by who opened, and what the final reply means")
    func content() {
        let (pushed, pushing) = Said.content(.data, "Subject: hi\r\n\r\nhi\r\n")
        let remark = Commentary.explain(pushed, pushing)
        #expect(remark.meaning.contains("19 octets"))
        #expect(remark.meaning.contains("The client opened the connection and carries the octets: a push."))
        let (pulled, pulling) = Said.content(.data, "x", opener: .server)
        #expect(Commentary.explain(pulled, pulling).meaning.contains("a pull"))
        let (unknown, unseen) = Said.content(.data, "x", opener: nil, ending: .missing)
        #expect(
            Commentary.explain(unknown, unseen).meaning
                == "The message itself: 1 octet of header and body. Its end is missing, so it may not be delivered.")
        let (chunk, chunking) = Said.content(.bdat, "abc", ending: .count, isLast: true)
        #expect(Commentary.explain(chunk, chunking).meaning.hasPrefix("A chunk of 3 octets, the last."))

        let answered = RemarkContext(answered: .init(kind: .content, verb: SMTPVerb.data.rawValue))
        let taken = Said.record(.reply, .server, "250 2.0.0 queued\r\n", code: ReplyCode(250), answers: 5)
        #expect(Commentary.explain(taken, answered).meaning.contains("from now on it is responsible"))
        let refused = Said.record(.reply, .server, "554 5.7.1 spam\r\n", code: ReplyCode(554), answers: 5)
        #expect(
            Commentary.explain(refused, answered).meaning.contains(
                "refuses the message for good: not authorised (554 5.7.1)"))
    }

    @Test("never shows a secret", arguments: ["AUTH PLAIN AGFsaWNlAHNlc2FtZQ==", "AUTH XOAUTH2 dXNlcj1hbGljZQ=="])
    func secrets(line: String) {
        let secret = line.split(separator: " ").last.map(String.init) ?? ""
        #expect(!Commentary.explain(Said.smtp(line)).meaning.contains(secret))
        let record = Said.record(.auth, .client, secret, flags: .secret)
        #expect(!Commentary.explain(record).meaning.contains(secret))
        let (reply, context) = Said.smtp("535 5.7.8 no", answering: line)
        #expect(!Commentary.explain(reply, context).meaning.contains(secret))
    }

    @Test("knows from the challenge what a line of the login holds")
    func loginLines() {
        func challenge(_ text: String) -> RemarkContext {
            RemarkContext(challenge: .init(kind: .reply, verb: 0, text: Array(text.utf8)))
        }
        let line = Said.record(.auth, .client, "c2VzYW1l", flags: .secret)
        #expect(Commentary.explain(line, challenge("334 VXNlcm5hbWU6\r\n")).meaning.contains("sends the user name"))
        #expect(Commentary.explain(line, challenge("334 UGFzc3dvcmQ6\r\n")).meaning.contains("sends the password"))
        #expect(Commentary.explain(line, challenge("+ \r\n")).meaning.contains("the credentials"))
        #expect(Commentary.explain(line, challenge("+ PDE4OTZAYT4=\r\n")).meaning.contains("answer to the challenge"))
        #expect(Commentary.explain(line).meaning.contains("one line of the login exchange"))
        let star = Said.record(.auth, .client, "*")
        #expect(Commentary.explain(star).meaning.contains("breaks the login off"))
    }

    @Test("says what a reply to nothing is")
    func unsolicited() {
        let record = Said.record(.reply, .server, "250 hm\r\n", code: ReplyCode(250))
        #expect(Commentary.explain(record).meaning.hasPrefix("Nothing was asked"))
        let junk = Said.record(.reply, .server, "4.7.0 hm\r\n")
        #expect(Commentary.explain(junk).meaning.hasPrefix("This line begins with no reply code"))
    }
}
