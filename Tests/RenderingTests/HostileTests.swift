import Foundation
import MailProtocols
import Testing

@testable import Dialogue
@testable import Rendering

@Suite("Captured octets never reach a terminal raw")
struct HostileTests {
    /// Things that a terminal obeys, hides or reorders; broken and over-long UTF-8; each octet there is.
    static let hostile: [[UInt8]] =
        [
            Array(0...255), [0x1B, 0x5B, 0x32, 0x4A], Array("\u{9B}2J".utf8), Array("a\u{202E}txt.exe\u{2066}".utf8),
            Array("\u{2028}\u{2029}\u{FEFF}\u{7F}\u{E0041}".utf8), [0xC0, 0xAF], [0xED, 0xA0, 0x80],
            [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82], Array("tab\there \\ and \"quote\"".utf8), [],
        ] + (0...255).map { [$0] } + (0...255).map { Array("1234567".utf8) + [$0] + Array("89ABCDEF".utf8) }

    static let kinds: [Step.Kind] = [.command, .auth, .reply, .content, .other, .gap, .tls]

    static func records(_ octets: [UInt8]) -> [Record] {
        let text = String(decoding: octets, as: UTF8.self)
        var records: [Record] = []
        for kind in kinds {
            var record = Script.record(kind, .server, octets)
            record.step.bytes = octets.count
            record.step.answers = 1
            if kind == .tls {
                var tls = TLSSummary()
                (tls.serverName, tls.versions, tls.records) = (text, [text], [text: 1])
                record.tls = tls
            }
            records.append(.step(record))
            record.step.protocol = .pop3
            record.step.verb = POP3Verb.list.rawValue
            records.append(.step(record))
        }
        let end = Endpoint(address: text, port: 25)
        var header = MessageRecord.Header()
        (header.from, header.to, header.subject, header.messageID, header.date) = (text, text, text, text, text)
        records += [
            .connection(
                ConnectionRecord(
                    connection: 1, protocol: .smtp, client: end, server: end, opener: nil, handshake: false, time: 0,
                    clientName: text, serverName: text)),
            .message(
                MessageRecord(
                    connection: 1, step: 1, protocol: .smtp, move: nil, reversePath: text,
                    recipients: [.init(address: text, code: ReplyCode(550), accepted: false)], outcome: text,
                    finalReply: text, bytes: 1, sha256: nil, header: header,
                    parts: [
                        .init(type: text, bytes: 1, filename: text, depth: 0),
                        .init(type: text, bytes: 1, filename: text, depth: 1),
                    ], time: 0, bodyMark: 0)),
            .journey(
                JourneyRecord(
                    messageID: text, subject: text,
                    hops: [
                        .init(
                            connection: 1, protocol: .smtp, move: nil, from: end, to: end, fromName: text, toName: nil,
                            time: 0, bytes: 0)
                    ])),
            .state(
                StateRecord(time: 0, afterConnection: 1, stores: [.init(kind: text, owner: text, letters: [text])])),
            .connectionEnd(
                ConnectionEndRecord(
                    connection: 1, protocol: .smtp, how: text, clientBytes: 0, serverBytes: 0, clientMissing: 0,
                    serverMissing: 0, time: 0, notes: NoteSet(.unknownCommand))),
        ]
        return records
    }

    static func isSafe(_ bytes: [UInt8]) -> Bool {
        String(validating: bytes, as: UTF8.self)?.unicodeScalars
            .allSatisfy { $0 == "\n" || !UTF8Check.isUnsafe($0.value) } ?? false
    }

    @Test("in text", arguments: [true, false])
    func text(explain: Bool) {
        for (index, octets) in Self.hostile.enumerated() {
            var sink = ByteSink()
            let width = 20 + index % 80
            var renderer = TerminalRenderer(width: width, secrets: .shown, explain: explain, order: .tagged)
            var summary = SummaryRenderer(width: width)
            for record in Self.records(octets) {
                renderer.render(record, to: &sink)
                summary.collect(record)
            }
            summary.finish(to: &sink)
            #expect(Self.isSafe(sink.bytes), "octets \(octets)")
        }
    }

    @Test("in JSON lines, each of which is an object", arguments: [true, false])
    func jsonLines(explain: Bool) throws {
        for octets in Self.hostile {
            var sink = ByteSink()
            var renderer = JSONLinesRenderer(secrets: .shown, explain: explain)
            for record in Self.records(octets) { renderer.render(record, to: &sink) }
            #expect(Self.isSafe(sink.bytes), "octets \(octets)")
            for line in sink.bytes.split(separator: UInt8(ascii: "\n")) {
                let object = try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any]
                #expect(object?["record"] is String)
            }
        }
    }

    @Test("what was said is read back from JSON octet by octet")
    func roundTrip() throws {
        for octets in Self.hostile {
            var sink = ByteSink()
            var renderer = JSONLinesRenderer(secrets: .shown)
            renderer.render(.step(Script.record(.command, .client, octets)), to: &sink)
            let object = try JSONSerialization.jsonObject(with: Data(sink.bytes)) as? [String: Any]
            let text = try #require(object?["text"] as? String)
            let read =
                object?["encoding"] as? String == "latin-1"
                ? text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) } : Array(text.utf8)
            #expect(read == octets)
        }
    }

    @Test("UTF-8 is judged as the standard library judges it")
    func validity() {
        for octets in Self.hostile {
            let expected = String(validating: octets, as: UTF8.self) != nil
            #expect(octets.withUnsafeBytes { UTF8Check.isValid($0) } == expected, "octets \(octets)")
        }
        // Each way to cut a text of two-, three- and four-byte characters is the beginning of something valid.
        let text = Array("é€😀x".utf8)
        for count in 0...text.count {
            #expect(Array(text[..<count]).withUnsafeBytes { UTF8Check.isValid($0, cut: true) })
        }
    }

    @Test("escapes are visible")
    func visible() {
        #expect(Escaping.visible(Array("a\r\n\t\u{1B}[2J\u{7F}".utf8)) == "a\\r\\n\\t\\x1b[2J\\x7f")
        #expect(Escaping.visible([0x41, 0xFF, 0xC3]) == "A\\xff\\xc3")
        #expect(Escaping.visible("\u{202E}é\u{9B}") == "\\u{202e}é\\u{9b}")
    }
}
