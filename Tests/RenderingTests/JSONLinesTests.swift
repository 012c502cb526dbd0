import Foundation
import MailProtocols
import Testing

@testable import Dialogue
@testable import Rendering

@Suite("JSON lines keep their contract")
struct JSONLinesTests {
    static func line(_ record: Record) -> String {
        var sink = ByteSink()
        var renderer = JSONLinesRenderer()
        renderer.render(record, to: &sink)
        return sink.text
    }

    static func reply(_ wire: String, _ code: ReplyCode, _ mailProtocol: MailProtocol = .smtp) throws -> [String: Any] {
        var record = Script.record(.reply, .server, Array(wire.utf8))
        (record.step.code, record.step.protocol) = (code, mailProtocol)
        let data = Data(line(.step(record)).utf8)
        return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    @Test(
        "an SMTP reply's lines stand without code and one separator",
        arguments: [
            ("250 2.1.0 Ok\r\n", 250, ["2.1.0 Ok"]), ("250-a\r\n250-\r\n250 c\r\n", 250, ["a", "", "c"]),
            ("250\r\n", 250, [""]), ("220Foo\r\n", 220, ["220Foo"]), ("250  two\r\n", 250, [" two"]),
            ("250-a\njunk\n250 b\n", 250, ["a", "junk", "b"]), ("042 odd", 42, ["odd"]), ("", -1, [""]),
            ("250 a\r", 250, ["a"]), ("25", -1, ["25"]),
        ])
    func smtpReplies(wire: String, code: Int, lines: [String]) throws {
        let object = try Self.reply(wire, ReplyCode(rawValue: Int16(code)))
        #expect(object["lines"] as? [String] == lines)
        #expect(object["code"] as? String == (code < 0 ? "" : code == 42 ? "042" : "\(code)"))
    }

    @Test(
        "a POP3 reply stands without its indicator and one blank",
        arguments: [
            ("+OK\r\n", ReplyCode.ok, ""), ("+OK hi\r\n", .ok, "hi"), ("+ok\thi\r\n", .ok, "hi"),
            ("+OK  hi\r\n", .ok, " hi"), ("-ERR [IN-USE] no\r\n", .err, "[IN-USE] no"), ("-err:no\r\n", .err, ":no"),
            ("+ UExBSU4=\r\n", .goOn, "UExBSU4="), ("+\r\n", .goOn, ""), ("+glued\r\n", .none, "+glued"),
            ("hm\r\n", .none, "hm"),
        ])
    func pop3Replies(wire: String, code: ReplyCode, text: String) throws {
        let object = try Self.reply(wire, code, .pop3)
        #expect(object["lines"] as? [String] == [text])
        #expect(object["code"] as? String == code.description)
    }

    @Test(
        "durations are plain decimal fractions",
        arguments: [
            (0, "0"), (1, "0.000000001"), (213_000, "0.000213"), (1_500_000_000, "1.5"), (60_000_000_000, "60"),
            (-250_000_000, "-0.25"), (Int64.min, "-9223372036.854775808"),
        ])
    func durations(nanoseconds: Int64, text: String) {
        var bytes = TextBuffer()
        bytes.append(secondsFrom: nanoseconds)
        #expect(bytes.text == text)
    }

    @Test(
        "times are RFC 3339 with nine digits",
        arguments: [
            (0, "1970-01-01T00:00:00.000000000Z"), (-1, "1969-12-31T23:59:59.999999999Z"),
            (951_782_400_123_456_789, "2000-02-29T00:00:00.123456789Z"),
            (1_767_603_600_000_000_000, "2026-01-05T09:00:00.000000000Z"),
            (Int64.max, "2262-04-11T23:47:16.854775807Z"), (Int64.min, "1677-09-21T00:12:43.145224192Z"),
        ])
    func times(time: Int64, text: String) {
        var bytes = TextBuffer()
        var writer = TimestampWriter()
        writer.append(time, to: &bytes)
        #expect(bytes.text == text)
    }

    @Test("the days of the years 1677 to 2262 have the calendar's date")
    func calendar() {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        for day in stride(from: -106_751, through: 106_751, by: 7) {
            let date = Date(timeIntervalSince1970: Double(day) * 86_400)
            let parts = calendar.dateComponents([.year, .month, .day], from: date)
            let ours = CivilDate(daysSince1970: day)
            #expect([ours.year, ours.month, ours.day] == [parts.year, parts.month, parts.day])
        }
    }

    @Test("a long text is cut between characters and says its length")
    func cutText() throws {
        var record = Script.record(.command, .client, Array(String(repeating: "é", count: 3_000).utf8.prefix(4_095)))
        record.length = 6_000
        let object = try #require(
            JSONSerialization.jsonObject(with: Data(Self.line(.step(record)).utf8)) as? [String: Any])
        #expect(object["text"] as? String == String(repeating: "é", count: 2_047))
        #expect(object["length"] as? Int == 6_000)
        #expect(object["encoding"] == nil)
    }

    @Test("content says how much, how it ended and what is missing; a list says its text as well")
    func content() throws {
        var record = Script.record(.content, .server, Array("1 20\r\n2 30\r\n".utf8))
        record.step.protocol = .pop3
        record.step.verb = POP3Verb.uidl.rawValue
        (record.step.bytes, record.step.ending, record.step.missing) = (12, .missing, 7)
        let list = Self.line(.step(record))
        #expect(list.contains(#""verb":"UIDL","text":"1 20\r\n2 30\r\n","bytes":12,"sha256":null,"stuffed":0,"#))
        #expect(list.contains(#""end":"missing","missing":7"#))
        record.step.protocol = .smtp
        record.step.verb = SMTPVerb.bdat.rawValue
        record.step.flags = [.last, .decrypted]
        record.step.missing = 0
        let chunk = Self.line(.step(record))
        #expect(!chunk.contains(#""text""#) && !chunk.contains(#""missing":"#))
        #expect(chunk.contains(#""last":true"#) && chunk.contains(#""decrypted":true"#))
    }

    @Test("a null reverse-path, refused recipients and fetched mail")
    func envelopes() {
        var message = MessageRecord(
            connection: 1, step: 3, protocol: .smtp, move: nil, reversePath: "",
            recipients: [
                .init(address: "a@a.example", code: .none, accepted: false),
                .init(address: "b@b.example", code: ReplyCode(450), accepted: false),
            ], outcome: "unanswered", finalReply: nil, bytes: 0, sha256: nil, header: .init(), parts: [], time: 0,
            bodyMark: 0)
        #expect(
            Self.line(.message(message)).contains(
                #""move":null,"envelope":{"from":"","to":["a@a.example"],"refused":[{"address":"b@b.example","code":"450"}]}"#
            ))
        message.protocol = .pop3
        message.reversePath = nil
        message.recipients = []
        #expect(Self.line(.message(message)).contains(#""envelope":null"#))
    }

    @Test("every state and verb has its name at its raw value")
    func names() {
        for verb in SMTPVerb.allCases { #expect(Names.smtpVerbs[Int(verb.rawValue)] == verb.word) }
        for verb in POP3Verb.allCases { #expect(Names.pop3Verbs[Int(verb.rawValue)] == verb.word) }
        for state in SMTPState.allCases { #expect(Names.smtpStates[Int(state.rawValue)] == state.name) }
        for state in POP3State.allCases { #expect(Names.pop3States[Int(state.rawValue)] == state.name) }
    }
}
