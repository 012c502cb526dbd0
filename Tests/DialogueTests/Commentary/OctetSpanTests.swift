import MailProtocols
import Testing

@testable import Dialogue

@Suite("Each octet of a step belongs to one explained span")
struct OctetSpanTests {
    /// `MAIL|␠|FROM:|...`: the spans' octets, and their roles.
    private func spans(_ record: StepRecord) -> (texts: [String], roles: [OctetSpan.Role]) {
        let spans = Commentary.spans(of: record.step, record.text)
        return (spans.map { String(decoding: record.text[$0.range], as: UTF8.self) }, spans.map(\.role))
    }

    @Test("commands: word, blanks, path, parameters, line end")
    func commands() {
        let mail = spans(Said.smtp("MAIL FROM:<alice@south.example> SIZE=12\r\n"))
        #expect(mail.texts == ["MAIL", " ", "FROM:", "<alice@south.example>", " ", "SIZE=12", "\r\n"])
        #expect(mail.roles == [.verb, .blank, .keyword, .path, .blank, .parameter, .lineEnd])
        #expect(spans(Said.smtp("EHLO a.example\r\n")).roles == [.verb, .blank, .argument, .lineEnd])
        #expect(spans(Said.smtp("AUTH PLAIN AGFs\r\n")).roles == [.verb, .blank, .keyword, .blank, .secret, .lineEnd])
        #expect(spans(Said.pop3("PASS a b\r\n")).texts == ["PASS", " ", "a b", "\r\n"])
        #expect(spans(Said.pop3("PASS a b\r\n")).roles == [.verb, .blank, .secret, .lineEnd])
        #expect(spans(Said.pop3("TOP 1 0\r\n")).roles == [.verb, .blank, .argument, .blank, .argument, .lineEnd])
        let bare = Commentary.spans(of: Said.smtp("QUIT\n").step, Array("QUIT\n".utf8))
        #expect(bare.last?.meaning.contains("bare LF") == true)
    }

    @Test("replies: code, separator, finer status, words; of an offer its keywords")
    func replies() {
        let refusal = spans(Said.smtp("550 5.1.1 No such user", answering: "RCPT TO:<b@c>").0)
        #expect(refusal.texts == ["550", " ", "5.1.1", " ", "No such user", "\r\n"])
        #expect(refusal.roles == [.code, .separator, .status, .blank, .words, .lineEnd])
        var offer = Said.smtp("250-mx.example hello\r\n250 SIZE 1000", answering: "EHLO a").0
        offer.step.verb = SMTPVerb.ehlo.rawValue
        #expect(
            spans(offer).roles == [
                .code, .separator, .words, .lineEnd, .code, .separator, .keyword, .blank, .parameter, .lineEnd,
            ])
        let busy = spans(Said.pop3("-ERR [IN-USE] later", answering: "PASS x").0)
        #expect(busy.texts == ["-ERR", " ", "[IN-USE]", " ", "later", "\r\n"])
    }

    @Test("letters: fields, the empty line, the text, stuffed dots, the end")
    func letters() {
        let letter = spans(
            Said.content(.data, "Subject: a\r\n b\r\nTo: c\r\n\r\nHi.\r\n..x\r\n.\r\n").0)
        #expect(
            letter.texts == ["Subject: a\r\n b\r\n", "To: c\r\n", "\r\n", "Hi.\r\n", ".", ".x\r\n", ".\r\n"])
        #expect(letter.roles == [.header, .header, .emptyLine, .body, .stuffedDot, .body, .endMark])
        let list = spans(Said.content(.list, "1 20\r\n2 300\r\n.\r\n", answering: "LIST").0)
        #expect(list.texts == ["1", " ", "20", "\r\n", "2", " ", "300", "\r\n", ".\r\n"])
    }

    @Test("whatever the octets are, the spans cover each of them once, in order")
    func tiling() {
        let records = [
            Said.smtp("MAIL FROM:<alice@south.example> SIZE=12\r\n"), Said.smtp("mail from\r\n"), Said.smtp("\r\n"),
            Said.smtp("250-a\r\n250", answering: nil).0, Said.smtp("25x\r\n", answering: nil).0,
            Said.content(.data, "A: b\r\n\r\n.\r\n.\r\n").0, Said.content(.bdat, "\u{0}:\n\n..\n").0,
            Said.pop3("+OK [x", answering: "STAT").0, Said.content(.uidl, "1 a\r\n.\r\n", answering: "UIDL").0,
            Said.record(.auth, .client, "AGFs\r\n"), Said.record(.other, .client, "\u{16}\u{3}"),
        ]
        for record in records {
            for length in 0...record.text.count {
                let spans = Commentary.spans(of: record.step, Array(record.text.prefix(length)))
                #expect(spans.first?.range.lowerBound ?? 0 == 0)
                #expect(spans.last?.range.upperBound ?? 0 == length)
                for (one, next) in zip(spans, spans.dropFirst()) {
                    #expect(one.range.upperBound == next.range.lowerBound && !one.range.isEmpty)
                }
            }
        }
    }
}
