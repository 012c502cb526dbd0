import MailProtocols
import Testing

@testable import Dialogue

@Suite("The commentary on POP3")
struct POP3CommentaryTests {
    @Test(
        "says what each command means here",
        arguments: [
            ("USER bob", "bob is the mailbox to open", "7"),
            ("PASS open sesame", "gives the password, readable for whoever listens", "7"),
            ("APOP bob c4c9334bac560ecc979e58001b3e22fb", "bob logs in with a digest", "7"),
            ("AUTH PLAIN AGEAYg==", "begins to log in by PLAIN, with its first line at once.", "4"),
            ("AUTH", "which login mechanisms", "4"), ("STAT", "how many messages", "5"),
            ("LIST", "the size of each message", "5"),
            ("LIST 2", "the size of message 2", "5"), ("UIDL", "the unique id of each message", "7"),
            ("RETR 1", "the whole of message 1: this is the pull", "5"),
            ("TOP 1 0", "the header of message 1 and nothing of its body", "7"),
            ("TOP 1 10", "and 10 lines of its body", "7"),
            ("DELE 1", "marks message 1 for deletion; it goes only when QUIT", "5"),
            ("RSET", "deletion marks back", "5"),
            ("CAPA", "what the server can do", "5"), ("STLS", "asks to encrypt", "4"), ("NOOP", "earn +OK", "5"),
            ("QUIT", "UPDATE begins, and messages marked with DELE are deleted now, if there are any", "6"),
            ("FROB", "“FROB” is no command", "3"),
        ])
    func commands(line: String, phrase: String, section: String) {
        let remark = Commentary.explain(Said.pop3(line))
        #expect(remark.meaning.contains(phrase), "\(remark.meaning)")
        #expect(remark.reference.first?.section == section)
    }

    @Test(
        "says what each reply means, by what it answers",
        arguments: [
            ("+OK POP3 ready <1896.697170952@mx.example>", nil, "The timestamp in angle brackets is for APOP"),
            ("+OK ready", nil, "AUTHORIZATION begins"), ("-ERR go away", nil, "turns the client away"),
            ("+OK", "USER bob", "waits for the password"), ("+OK welcome", "PASS x", "the maildrop is locked"),
            ("-ERR [AUTH] no", "PASS x", "refuses the login, [AUTH]: Name, password or account is the trouble"),
            ("-ERR [IN-USE] no", "PASS x", "refuses the login, [IN-USE]: The password was right"),
            ("-ERR [SYS/TEMP] no", "PASS x", "[SYS/TEMP]: The server has trouble"),
            ("-ERR no", "PASS x", "the session stays in AUTHORIZATION"),
            ("+OK 2 320", "STAT", "holds 2 messages, 320 octets together"),
            ("+OK 1 120", "LIST 1", "Message 1 has 120 octets"),
            ("+OK 1 whqtswO00WBw", "UIDL 1", "Message 1 has the unique id whqtswO00WBw"),
            ("+OK 2 messages", "LIST", "The list follows"), ("+OK 120 octets", "RETR 1", "Message 1 follows"),
            ("+OK", "TOP 1 0", "Message 1 follows, header"),
            ("+OK deleted", "DELE 1", "Message 1 is marked; it is still there"),
            ("+OK", "RSET", "No message is marked"), ("+OK", "STLS", "TLS handshake"),
            ("+OK", "NOOP", "nothing has changed"),
            ("-ERR no such message", "RETR 9", "refuses RETR; POP3 has no codes"), ("-ERR what?", "FROB", "“FROB”"),
            ("+ ", "AUTH PLAIN", "its challenge is empty"), ("+ VXNlcm5hbWU6", "AUTH LOGIN", "the user name"),
        ] as [(String, String?, String)])
    func replies(reply: String, command: String?, phrase: String) {
        let (record, context) = Said.pop3(reply, answering: command)
        let remark = Commentary.explain(record, context)
        #expect(remark.meaning.contains(phrase), "\(remark.meaning)")
        #expect(!remark.reference.isEmpty)
    }

    @Test("deletes at QUIT only after a login")
    func quit() {
        #expect(Commentary.explain(Said.pop3("QUIT", state: .authorization)).meaning.contains("nothing is deleted"))
        let (update, context) = Said.pop3("+OK bye", answering: "QUIT", state: .update)
        #expect(Commentary.explain(update, context).meaning.contains("what was marked with DELE is gone"))
        let (closed, other) = Said.pop3("+OK bye", answering: "QUIT", state: .closed)
        #expect(!Commentary.explain(closed, other).meaning.contains("deleted"))
    }

    @Test("tells a pull, and what lists hold")
    func content() {
        let (letter, context) = Said.content(.retr, "Subject: hi\r\n\r\nhi\r\n", answering: "RETR 1")
        #expect(
            Commentary.explain(letter, context).meaning.hasPrefix(
                "Message 1 itself: 19 octets of header and body. The client opened the connection and the server carries "
                    + "the octets: a pull."))
        let (list, listing) = Said.content(.list, "1 120\r\n2 200\r\n", answering: "LIST")
        #expect(Commentary.explain(list, listing).meaning.contains("Number and size of 2 messages"))
        let (ids, identifying) = Said.content(.uidl, "1 a\r\n", answering: "UIDL")
        #expect(Commentary.explain(ids, identifying).meaning.contains("unique id of 1 message,"))
        let (able, asking) = Said.content(.capa, "TOP\r\nSASL PLAIN LOGIN\r\n", answering: "CAPA")
        let remark = Commentary.explain(able, asking)
        #expect(remark.meaning.contains("2 things: TOP, SASL"))
        #expect(remark.details.map(\.label) == ["TOP", "SASL PLAIN LOGIN"])
    }

    @Test(
        "never shows a password",
        arguments: ["PASS sesame", "pass sesame and more", "AUTH PLAIN sesame", "APOP bob sesame"])
    func secrets(line: String) {
        #expect(!Commentary.explain(Said.pop3(line)).meaning.contains("sesame"))
        let (reply, context) = Said.pop3("-ERR [AUTH] no", answering: line)
        #expect(!Commentary.explain(reply, context).meaning.contains("sesame"))
    }
}
