import Foundation
import MailProtocols
import Testing

@testable import Dialogue
@testable import Rendering

@Suite("Secrets are dots unless they are asked for")
struct SecretsTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var mailProtocol: MailProtocol
        var said: String
        /// As hidden; nil where nothing is.
        var hidden: String?
        var testDescription: String { said }
    }

    static let cases = [
        Case(mailProtocol: .pop3, said: "PASS correct horse", hidden: "PASS ••••••••"),
        Case(mailProtocol: .pop3, said: "pass\tx", hidden: "pass\t••••••••"),
        Case(mailProtocol: .pop3, said: "PASS", hidden: nil),
        Case(mailProtocol: .pop3, said: "USER bob", hidden: nil),
        Case(mailProtocol: .pop3, said: "APOP bob c4c9334bac560ecc", hidden: "APOP bob ••••••••"),
        Case(mailProtocol: .pop3, said: "APOP bob", hidden: nil),
        Case(mailProtocol: .pop3, said: "AUTH PLAIN AGJvYgBzZWNyZXQ=", hidden: "AUTH PLAIN ••••••••"),
        Case(mailProtocol: .smtp, said: "AUTH PLAIN AGJvYgBzZWNyZXQ=", hidden: "AUTH PLAIN ••••••••"),
        Case(mailProtocol: .smtp, said: "AUTH LOGIN", hidden: nil),
        Case(mailProtocol: .smtp, said: "MAIL FROM:<a@a.example>", hidden: nil),
    ]

    static func record(_ example: Case) -> StepRecord {
        Script(example.mailProtocol, "C: " + example.said).steps.first
            ?? Script.record(.command, .client, Array(example.said.utf8))
    }

    static func json(_ record: StepRecord, _ secrets: Secrets) throws -> [String: Any] {
        var sink = ByteSink()
        var renderer = JSONLinesRenderer(secrets: secrets)
        renderer.render(.step(record), to: &sink)
        return try #require(JSONSerialization.jsonObject(with: Data(sink.bytes)) as? [String: Any])
    }

    static func text(_ record: StepRecord, _ secrets: Secrets) -> String {
        var sink = ByteSink()
        var renderer = TerminalRenderer(secrets: secrets, explain: true, order: .immediate)
        renderer.render(.step(record), to: &sink)
        return sink.text
    }

    @Test("commands", arguments: cases)
    func commands(example: Case) throws {
        let record = Self.record(example)
        let hidden = try Self.json(record, .hidden)
        #expect(hidden["text"] as? String == example.hidden ?? example.said)
        #expect(hidden["masked"] as? Bool == (example.hidden == nil ? nil : true))
        let shown = try Self.json(record, .shown)
        #expect(shown["text"] as? String == example.said)
        #expect(shown["masked"] == nil)
        if let secret = example.said.split(whereSeparator: \.isWhitespace).last, example.hidden != nil, secret.count > 3
        {
            #expect(!Self.text(record, .hidden).contains(secret))
            #expect(Self.text(record, .shown).contains(secret))
        }
    }

    @Test("each line of a login exchange")
    func loginLines() throws {
        let record = Script.record(.auth, .client, Array("c2VjcmV0".utf8))
        #expect(try Self.json(record, .hidden)["text"] as? String == "••••••••")
        #expect(try Self.json(record, .shown)["text"] as? String == "c2VjcmV0")
        #expect(!Self.text(record, .hidden).contains("c2VjcmV0"))
    }

    @Test("the rest of a password behind a hole, its first word included")
    func restOfAPassword() throws {
        var record = Script.record(.command, .client, Array("horse staple".utf8))
        (record.step.protocol, record.step.verb) = (.pop3, POP3Verb.unknown.rawValue)
        record.step.flags.insert(.secret)
        let hidden = try Self.json(record, .hidden)
        #expect(hidden["text"] as? String == "••••••••")
        #expect(hidden["verb"] as? String == "")
    }

    @Test("octets that are no UTF-8 hide as well")
    func latin() throws {
        var record = Script.record(.command, .client, Array("PASS ".utf8) + [0xE9, 0xFF])
        (record.step.protocol, record.step.verb) = (.pop3, POP3Verb.pass.rawValue)
        let hidden = try Self.json(record, .hidden)
        #expect(hidden["text"] as? String == "PASS ••••••••")
        #expect(hidden["encoding"] == nil)
        #expect(try Self.json(record, .shown)["encoding"] as? String == "latin-1")
    }
}
