import MailProtocols
import Testing

@testable import Dialogue

@Suite("The commentary")
struct CommentaryTests {
    @Test("explains gaps, TLS and what fits nothing")
    func others() {
        var gap = Said.record(.gap, .client, "")
        gap.step.bytes = 1_460
        #expect(Commentary.explain(gap).meaning.contains("lacks 1460 octets of the client"))
        var tls = Said.record(.tls, .client, "")
        tls.step.bytes = 12_000
        tls.tls = TLSSummary()
        tls.tls?.serverName = "mx.example"
        tls.tls?.records = ["handshake": 2, "appdata": 3]
        #expect(Commentary.explain(tls).meaning.contains("12,000 octets in 5 records"))
        #expect(Commentary.explain(tls).meaning.contains("asks for mx.example"))
        #expect(
            Commentary.explain(Said.record(.other, .server, "?")).meaning.contains("neither command, reply nor content")
        )
        var cut = Said.smtp("MAIL FR")
        cut.step.flags.insert(.cut)
        #expect(Commentary.explain(cut).meaning.contains("lacks the rest of this line"))
        var injected = Said.smtp("RSET")
        injected.step.flags.insert(.injected)
        #expect(Commentary.explain(injected).meaning.contains("must not be obeyed"))
        #expect(Commentary.explain(injected).reference.first == .rfc(3207, "4.2"))
    }

    @Test("lists a step's notes in the catalogue's words, the worst first")
    func notes() {
        var record = Said.smtp("MAIL FROM:<>")
        record.step.notes = [NoteSet(.nullReversePath), NoteSet(.smugglingSeam), NoteSet(.bareLineFeed)]
        #expect(Commentary.notes(on: record.step).map(\.note) == [.smugglingSeam, .bareLineFeed, .nullReversePath])
    }

    @Test("remembers what is answered, connection by connection")
    func commentator() {
        var commentator = Commentator()
        var command = Said.smtp("RCPT TO:<bob@north.example>")
        command.step.number = 7
        _ = commentator.remark(on: command)
        let reply = Said.record(.reply, .server, "550 5.1.1 no\r\n", code: ReplyCode(550), answers: 7, number: 8)
        #expect(commentator.remark(on: reply).meaning.contains("refuses bob@north.example"))
        var elsewhere = reply
        elsewhere.step.connection = 2
        #expect(!commentator.remark(on: elsewhere).meaning.contains("bob"))
        commentator.end(1)
        #expect(!commentator.remark(on: reply).meaning.contains("bob"))
    }

    @Test("knows which message a multi-line response holds")
    func multiline() {
        var commentator = Commentator()
        var command = Said.pop3("RETR 3")
        command.step.number = 1
        _ = commentator.remark(on: command)
        var (reply, _) = Said.pop3("+OK 19 octets", answering: "RETR 3")
        reply.step.number = 2
        #expect(commentator.remark(on: reply).meaning.hasPrefix("Message 3 follows"))
        var (letter, _) = Said.content(.retr, "Subject: hi\r\n\r\nhi\r\n", answering: "RETR 3")
        (letter.step.number, letter.step.answers) = (3, 0)
        #expect(commentator.remark(on: letter).meaning.hasPrefix("Message 3 itself"))
    }

    @Test("stays bounded, however much is said")
    func bounded() {
        var commentator = Commentator()
        for number in 1...2_000 {
            var command = Said.smtp("NOOP")
            command.step.number = Int32(number)
            command.step.connection = Int32(number % 3_000)
            _ = commentator.remark(on: command)
            command.step.connection = 1
            _ = commentator.remark(on: command)
        }
        let reply = Said.record(.reply, .server, "250 ok\r\n", code: ReplyCode(250), answers: 1_990, number: 2_001)
        #expect(commentator.remark(on: reply).meaning.contains("nothing has changed"))
    }

    @Test("forgets commands that nothing answers before they take too much memory")
    func forgets() {
        var commentator = Commentator()
        var command = Said.smtp("NOOP " + String(repeating: "x", count: 1_000))
        // Of each step no more than this is kept, with its place in an array that has room for twice as many.
        let room = RemarkContext.Spoken.textLimit + 160
        var most = 0
        for number in 1...30_000 {
            command.step.number = Int32(number / 200 + 1)
            command.step.connection = Int32(number % 200)
            commentator.pass(command)
            if number.isMultiple(of: 512) { most = max(most, commentator.heldBytes) }
        }
        #expect(most < Commentator.octetLimit + Commentator.countInterval * room)
        #expect(most > Commentator.octetLimit, "so much must have been said that some was forgotten")
        #expect(commentator.heldBytes < most)
    }

    @Test("proves push and pull by who opened")
    func moves() {
        #expect(
            Commentary.explain(Move.push).meaning.contains("the side that opened the connection carried the octets"))
        #expect(Commentary.explain(Move.pull).meaning.contains("the other side carried the octets"))
        let client = Endpoint(address: "192.0.2.10", port: 40_001)
        let server = Endpoint(address: "2001:db8::1", port: 110)
        var hop = JourneyRecord.Hop(
            connection: 1, protocol: .smtp, move: .push, from: client, to: server, fromName: "sender client",
            toName: nil, time: 0, bytes: 523)
        #expect(
            Commentary.explain(hop).meaning
                == "sender client pushed 523 octets to [2001:db8::1]:110: it opened the connection and carried them.")
        hop.move = .pull
        #expect(Commentary.explain(hop).meaning.contains("pulled 523 octets out of sender client"))
        hop.move = nil
        #expect(Commentary.explain(hop).meaning.contains("neither push nor pull is proved"))
        let connection = ConnectionRecord(
            connection: 1, protocol: .smtp, client: client, server: server, opener: .client, handshake: true, time: 0,
            clientName: nil, serverName: "sender MTA")
        #expect(
            Commentary.explain(connection).meaning
                == "192.0.2.10:40001 opened the connection to sender MTA: it sent the first SYN.")
        for name in ["sender client", "sender MTA", "receiver MTA", "receiver MAA", "receiver client"] {
            #expect(ActorNames.role(name)?.kind == .actor)
        }
        for store in ["outbox", "queue", "maildrop", "reader"] {
            #expect(!Commentary.explain(store: store).meaning.isEmpty)
        }
        for phase in Phase.allCases { #expect(!Commentary.explain(phase).meaning.isEmpty) }
    }

    @Test("shows nothing from the wire that could steer a terminal, and nothing without end")
    func safe() {
        let hostile = "MAIL FROM:<\u{1B}[31m\u{202E}a@b.example>"
        let long = "EHLO " + String(repeating: "x", count: 4_000)
        for line in [hostile, long, "VRFY \u{7}\u{9B}2J"] {
            let meaning = Commentary.explain(Said.smtp(line)).meaning
            #expect(
                !meaning.unicodeScalars.contains {
                    $0.value < 32 || (0x7F...0x9F).contains($0.value) || $0.value == 0x202E
                })
            #expect(meaning.count < 600)
        }
        #expect(SpokenText.safe("\u{1B}[m") == "\\u{1B}[m")
    }

    @Test("bears any octets in any step", arguments: 0..<200)
    func hostile(seed: Int) {
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
        func random(_ limit: Int) -> Int {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int(state % UInt64(limit))
        }
        let starts = [
            "", "MAIL FROM:", "RCPT TO:<", "BDAT ", "AUTH ", "250-", "334 ", "+OK ", "-ERR [", "+ ", "TOP ", "APOP ",
        ]
        let kinds: [Step.Kind] = [.command, .reply, .content, .auth, .tls, .gap, .other]
        for kind in kinds {
            for mail in [MailProtocol.smtp, .lmtp, .pop3, .imap, .unknown] {
                var record = Said.record(kind, .client, starts[random(starts.count)], protocol: mail)
                for _ in 0..<random(80) { record.text.append(UInt8(random(256))) }
                record.step.verb = UInt8(random(256))
                record.step.state = UInt8(random(256))
                record.step.code = ReplyCode(rawValue: Int16(random(1_400) - 100))
                record.step.flags = Step.Flags(rawValue: UInt16(random(64)))
                record.step.bytes = random(2) == 0 ? Int.max : -random(9)
                record.step.answers = Int32(random(2))
                let spoken = RemarkContext.Spoken(kind: kinds[random(7)], verb: UInt8(random(256)), text: record.text)
                let context = RemarkContext(answered: random(3) == 0 ? nil : spoken, challenge: spoken, opener: .server)
                let remark = Commentary.explain(record, context)
                #expect(!remark.meaning.unicodeScalars.contains { $0.value < 32 || $0.value == 127 })
                #expect(!remark.meaning.isEmpty)
            }
        }
    }

    @Test("bears each line cut at every octet")
    func cuts() {
        let lines = [
            "MAIL FROM:<alice@south.example> SIZE=100 BODY=8BITMIME", "RCPT TO:<\"a>b\"@north.example>",
            "BDAT 100 LAST",
        ]
        for line in lines {
            for end in 0...line.utf8.count {
                var record = Said.smtp(line)
                record.text = Array(line.utf8.prefix(end))
                #expect(!Commentary.explain(record).meaning.isEmpty)
            }
        }
    }
}
