import MailProtocols
import Testing

@testable import Dialogue

@Suite("Each octet of a step belongs to one explained span")
struct AnatomyTests {
    /// `verb "MAIL"`: each span's name and octets.
    private func spans(_ record: StepRecord) -> [String] {
        Anatomy.spans(of: record, octets: record.text).map { span in
            let text = String(decoding: record.text[span.range], as: UTF8.self)
            return "\(span.name) \(text.debugDescription)\(span.isSecret ? " secret" : "")"
        }
    }

    private static let end = #"line end "\r\n""#

    @Test("commands of SMTP: word, path, parameters, line end")
    func commands() {
        #expect(
            spans(Said.smtp("MAIL FROM:<alice@south.example> SIZE=12\r\n")) == [
                #"verb "MAIL""#, #"blank " ""#, #"keyword "FROM:""#, #"< "<""#, #"local part "alice""#, #"@ "@""#,
                #"domain "south.example""#, #"> ">""#, #"blank " ""#, #"parameter "SIZE""#, #"= "=""#, #"value "12""#,
                Self.end,
            ])
        #expect(spans(Said.smtp("MAIL FROM:<>\r\n")).suffix(3) == [#"< "<""#, #"> ">""#, Self.end])
        let quoted = spans(Said.smtp("RCPT TO:<@a,@b:\"x>@y\"@c.example>\r\n"))
        #expect(quoted.contains(#"source route "@a,@b:""#))
        #expect(quoted.contains(#"local part "\"x>@y\"""#))
        #expect(spans(Said.smtp("EHLO a.example\r\n"))[2] == #"client's name "a.example""#)
        #expect(spans(Said.smtp("AUTH PLAIN AGFs\r\n"))[4] == #"first answer "AGFs" secret"#)
        #expect(
            spans(Said.smtp("BDAT 12 LAST\r\n")).map { $0.prefix(4) } == [
                "verb", "blan", "size", "blan", "last", "line",
            ])
        #expect(spans(Said.smtp("QUIT\n")) == [#"verb "QUIT""#, #"bare LF "\n""#])
        #expect(spans(Said.smtp("XYZZY now\r\n"))[0] == #"unknown word "XYZZY""#)
    }

    @Test("commands of POP3: passwords are marked")
    func popCommands() {
        #expect(
            spans(Said.pop3("PASS a b\r\n")) == [#"verb "PASS""#, #"blank " ""#, #"password "a b" secret"#, Self.end])
        #expect(spans(Said.pop3("TOP 1 0\r\n"))[2...4] == [#"message number "1""#, #"blank " ""#, #"lines "0""#])
        #expect(spans(Said.pop3("APOP bob c4c9\r\n"))[4] == #"digest "c4c9" secret"#)
        #expect(spans(Said.pop3("USER bob\r\n"))[2] == #"name "bob""#)
    }

    @Test("replies: code, mark of more lines, finer code, text; of an offer its keywords")
    func replies() {
        #expect(
            spans(Said.smtp("550 5.1.1 No such user", answering: "RCPT TO:<b@c>").0).prefix(5) == [
                #"reply code "550""#, #"blank " ""#, #"enhanced code "5.1.1""#, #"blank " ""#,
                #"text "No such user""#,
            ])
        var offer = Said.smtp("250-mx.example hello\r\n250 SIZE 1000", answering: "EHLO a").0
        offer.step.verb = SMTPVerb.ehlo.rawValue
        let offered = spans(offer)
        #expect(offered.contains(#"hyphen "-""#))
        #expect(offered.contains(#"server's name "mx.example hello""#))
        #expect(offered.contains(#"keyword "SIZE""#))
        #expect(offered.contains(#"parameter "1000""#))
        let busy = spans(Said.pop3("-ERR [IN-USE] later", answering: "PASS x").0)
        #expect(
            busy.prefix(5) == [
                #"-ERR "-ERR""#, #"blank " ""#, #"response code "[IN-USE]""#, #"blank " ""#, #"text "later""#,
            ])
        var sum = Said.pop3("+OK 2 320", answering: "STAT").0
        sum.step.verb = POP3Verb.stat.rawValue
        let stat = spans(sum)
        #expect(stat.contains(#"messages "2""#))
        #expect(stat.contains(#"octets "320""#))
    }

    @Test("letters: fields, the empty line, the text, stuffed dots, the end; lists: numbers and sizes")
    func content() {
        let letter = spans(Said.content(.data, "Subject: a\r\n b\r\nTo: c\r\n\r\nHi.\r\n..x\r\n.\r\n").0)
        #expect(
            letter.map { $0.split(separator: "\"", maxSplits: 1)[0] } == [
                "field name ", ": ", "blank ", "field body ", "line end ", "folded ", "line end ", "field name ", ": ",
                "blank ", "field body ", "line end ", "empty line ", "body ", "stuffed dot ", "body ", "dot line ",
            ])
        let list = spans(Said.content(.list, "1 20\r\n2 300\r\n.\r\n", answering: "LIST").0)
        #expect(list.contains(#"size "300""#))
        #expect(list.last == #"dot line ".\r\n""#)
    }

    @Test("whatever the octets are, and wherever they are cut, the spans cover each of them once, in order")
    func tiling() {
        let records = [
            Said.smtp("MAIL FROM:<alice@south.example> SIZE=12 =\r\n"), Said.smtp("mail from\r\n"), Said.smtp("\r\n"),
            Said.smtp("RCPT TO:<@a:\"\\\">\"@b\r\n"), Said.smtp("AUTH  PLAIN\r\n"),
            Said.smtp("250-a\r\n250", answering: nil).0, Said.smtp("25x\r\n", answering: nil).0,
            Said.content(.data, "A: b\r\n\r\n.\r\n.\r\n").0, Said.content(.bdat, "\u{0}:\n\n..\n").0,
            Said.pop3("+OK [x", answering: "STAT").0, Said.content(.uidl, "1 a\r\n.\r\n", answering: "UIDL").0,
            Said.record(.auth, .client, "AGFs\r\n"), Said.record(.other, .client, "\u{16}\u{3}"),
            Said.content(.data, String(repeating: "A: b\r\n", count: 300)).0,
        ]
        for record in records {
            for other in records {
                let length = other.text.count
                for end in length > 100 ? [length] : Array(0...length) {
                    let octets = Array(other.text.prefix(end))
                    let spans = Anatomy.spans(of: record, octets: octets)
                    #expect(spans.count <= Anatomy.spanLimit + 1)
                    #expect(
                        spans.reduce(0) { $1.range.lowerBound == $0 && !$1.range.isEmpty ? $1.range.upperBound : -1 }
                            == end)
                }
            }
        }
    }
}
