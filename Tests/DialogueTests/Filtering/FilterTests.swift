import MailProtocols
import Testing

@testable import Dialogue

@Suite("Filters")
struct FilterTests {
    @Test(
        "addresses: any part, in any case; @ begins a whole domain",
        arguments: [
            ("alice", "Alice@South.example", true), ("ALICE@south.EXAMPLE", "alice@south.example", true),
            ("south", "alice@south.example", true), ("@south.example", "alice@south.example", true),
            ("@south", "alice@south.example", false), ("@example", "alice@south.example", false),
            ("bob", "alice@south.example", false), ("", "", true), ("<>", "", true),
            ("<>", "alice@south.example", false),
            ("<alice@south.example>", "alice@south.example", true), ("alice", "", false),
        ])
    func addresses(pattern: String, address: String, fits: Bool) {
        var filter = TraceFilter()
        filter.from = [AddressPattern(pattern)]
        #expect(Self.wanted(filter, Self.session(from: address)) == (fits ? [1] : []))
    }

    @Test(
        "codes: exact, a class, enhanced, POP3's",
        arguments: [
            ("550", true), ("5xx", true), ("5yz", true), ("5YZ", true), ("5.1.1", true), ("251", false), ("4xx", false),
            ("5.1.2", false), ("+OK", false), ("-err", false), ("354", true),
        ])
    func codes(code: String, fits: Bool) throws {
        var filter = TraceFilter()
        let pattern: CodePattern = try #require(CodePattern(code))
        filter.codes = [pattern]
        #expect(Self.wanted(filter, Self.session()) == (fits ? [1] : []))
    }

    @Test("what is no code", arguments: ["", "55", "5500", "x50", "5xy", "OK", "5.1", "5.1.1.1", "050"])
    func noCodes(code: String) { #expect(CodePattern(code) == nil) }

    @Test("conditions of a kind are alternatives, kinds must all hold")
    func together() throws {
        var filter = TraceFilter()
        filter.from = [AddressPattern("carol"), AddressPattern("alice")]
        #expect(Self.wanted(filter, Self.session()) == [1])
        filter.to = [AddressPattern("nobody")]
        #expect(Self.wanted(filter, Self.session()) == [1])
        filter.codes = [try #require(CodePattern("421"))]
        #expect(Self.wanted(filter, Self.session()) == [])
        filter.codes = []
        filter.connections = [2]
        #expect(Self.wanted(filter, Self.session()) == [])
    }

    @Test("notes of steps and of a connection's end count")
    func notes() {
        var filter = TraceFilter()
        filter.notes = NoteSet(.startTLSUnused)
        #expect(Self.wanted(filter, Self.session()) == [])
        #expect(Self.wanted(filter, Self.session(offer: "STARTTLS")) == [1])
    }

    /// The session lasts from 09:00:00 to 09:00:11.
    @Test(
        "time: a connection that was alive in it",
        arguments: [
            ("09:00..09:01", true), ("09:00:11..", true), ("..09:00:00", true), ("09:00:12..", false),
            ("..08:59:59.999999999", false), ("+0..+0.5", true), ("+3..+4", true), ("+12..", false),
            ("2026-01-05T09:00:05Z..", true), ("2026-01-05T10:00:05+01:00..2026-01-05T10:00:06+01:00", true),
            ("2026-01-05T08:00:05Z..2026-01-05T08:59:00Z", false), ("2026-01-05t09:00:05..", true),
        ])
    func time(window: String, fits: Bool) throws {
        var filter = TraceFilter()
        let time: TimeWindow = try #require(TimeWindow(window))
        filter.time = time
        #expect(Self.wanted(filter, Self.session()) == (fits ? [1] : []), "\(window)")
    }

    @Test(
        "what is no time",
        arguments: [
            "", "..", "09:00", "9..", "25:00..", "09:60..", "2026-02-30T00:00:00Z..", "+..", "+1.", "+x..",
            "09:00...10:00",
            "99999-01-01T00:00:00Z..", "2026-01-05..",
        ])
    func noTimes(window: String) { #expect(TimeWindow(window) == nil) }

    @Test(
        "times far away do not trap", arguments: ["9999-12-31T23:59:59Z..", "0000-01-01T00:00:00Z..", "+999999999.."])
    func farAway(window: String) {
        for start: Int64 in [.min, -1, 0, .max] { _ = TimeWindow(window)?.range(captureStart: start) }
    }

    // MARK: A session to choose or not

    private static let start: Int64 = 1_767_603_600_000_000_000

    /// One message: one recipient is taken, another refused.
    private static func session(from sender: String = "alice@south.example", offer: String = "SIZE") -> [Record] {
        let said: [(Side, String)] = [
            (.server, "220 mx.north.example ESMTP\r\n"), (.client, "EHLO south.example\r\n"),
            (.server, "250-mx.north.example\r\n250 \(offer)\r\n"), (.client, "MAIL FROM:<\(sender)>\r\n"),
            (.server, "250 2.1.0 ok\r\n"),
            (.client, "RCPT TO:<bob@north.example>\r\nRCPT TO:<nobody@north.example>\r\n"),
            (.server, "250 2.1.5 ok\r\n550 5.1.1 no such user\r\n"), (.client, "DATA\r\n"), (.server, "354 go\r\n"),
            (.client, "Subject: x\r\n\r\nx\r\n.\r\nQUIT\r\n"), (.server, "250 2.0.0 queued\r\n221 bye\r\n"),
        ]
        var transcriber = Transcriber(connection: 1, protocol: .smtp, begun: true, opener: .client, needs: .full)
        var outbox = Outbox()
        for (second, (side, text)) in said.enumerated() {
            let time = start + Int64(second) * 1_000_000_000
            transcriber.hear(side, Array(text.utf8).span, frame: second + 1, time: time, to: &outbox)
        }
        transcriber.end(
            how: "fin", missing: (0, 0), notes: [], time: start + Int64(said.count) * 1_000_000_000, to: &outbox)
        let opening = ConnectionRecord(
            connection: 1, protocol: .smtp, client: Endpoint(address: "192.0.2.10", port: 40_001),
            server: Endpoint(address: "192.0.2.25", port: 25), opener: .client, handshake: true, time: start)
        return [.connection(opening)] + outbox.takeAll()
    }

    private static func wanted(_ filter: TraceFilter, _ records: [Record]) -> [Int32] {
        var judge = FilterJudge(filter)
        judge.begin(captureStart: start)
        for record in records { judge.judge(record) }
        return (Int32(0)...3).filter { judge.isWanted($0) }
    }
}
