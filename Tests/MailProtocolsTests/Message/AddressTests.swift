import MailProtocols
import Testing

@Suite("Addresses, traces and dates")
struct AddressTests {
    static let addresses = #"""
        Alice <alice@south.example>, "Bob, the second" <bob@north.example> (at work), carol@west.example (Carol),
         friends: dave@a.example, "odd one"@b.example;, =?utf-8?Q?J=C3=B6rg?= <@r1.example,@r2.example:joerg@[192.0.2.1]>
        """#

    @Test("a list with everything in it")
    func list() {
        let list = AddressList(bytes(Self.addresses))
        #expect(
            list.mailboxes.map(\.address) == [
                "alice@south.example", "bob@north.example", "carol@west.example", "dave@a.example", "odd one@b.example",
                "joerg@[192.0.2.1]",
            ])
        #expect(list.mailboxes.map(\.displayName) == ["Alice", "Bob, the second", "Carol", nil, nil, "Jörg"])
        #expect(list.mailboxes.last?.route == ["r1.example", "r2.example"])
        #expect(list.entries.count == 5)
        #expect(!list.isMalformed)
    }

    @Test(
        "odd lists give what can be made of them",
        arguments: [
            ("", [], false), ("undisclosed-recipients:;", [], false), ("<>", [""], false), ("alice", ["alice"], true),
            ("a@b.example,,c@d.example,", ["a@b.example", "c@d.example"], false),
            ("Alice <a@b.example", ["a@b.example"], true),
            ("a @ b . example", ["a@b.example"], false), ("x: a@b.example", ["a@b.example"], true),
            ("a@b@c.example", ["a@b@c.example"], false), (";", [], true), (">", [], true),
            ("A <a@b.example> junk, c@d.example", ["a@b.example", "c@d.example"], true),
        ] as [(String, [String], Bool)])
    func oddLists(field: String, expected: [String], isMalformed: Bool) {
        let list = AddressList(bytes(field))
        #expect(list.mailboxes.map(\.address) == expected)
        #expect(list.isMalformed == isMalformed)
    }

    static let received = """
        from laptop.south.example (laptop.south.example [192.0.2.10])\r
        \tby mx.south.example (Mailscope) with ESMTPS id 4a;b(c for x)\r
        \tfor <bob@north.example>; Fri, 2 Jan 2026 03:04:05 +0100 (CET)
        """

    @Test("a trace comes clause by clause")
    func trace() {
        let trace = ReceivedTrace(bytes(Self.received.replacing("4a;b", with: "4ab")))
        #expect(trace.from == .init("laptop.south.example", comment: "laptop.south.example [192.0.2.10]"))
        #expect(trace.by == .init("mx.south.example", comment: "Mailscope"))
        #expect(trace.with == .init("ESMTPS"))
        #expect(trace.id == .init("4ab", comment: "c for x"))
        #expect(trace.for == .init("bob@north.example"))
        #expect(trace.date?.seconds == 1_767_319_445)
        #expect(trace.via == nil)
    }

    @Test("a trace that is written is read again")
    func traceLine() {
        var trace = ReceivedTrace()
        trace.from = .init("a.example", comment: "[192.0.2.1]")
        trace.by = .init("b.example")
        trace.with = .init("ESMTP")
        trace.id = .init("1")
        trace.for = .init("bob@north.example")
        trace.date = MessageDate(seconds: 1_767_319_445)
        let line = text(trace.line())
        #expect(
            line
                == "Received: from a.example ([192.0.2.1])\r\n\tby b.example with ESMTP id 1\r\n\tfor <bob@north.example>;\r\n\tFri, 2 Jan 2026 02:04:05 +0000\r\n"
        )
        let header = HeaderSection(parsing: bytes(line + "\r\n").span)
        #expect(header.first("Received").map { ReceivedTrace($0.raw) } == trace)
        #expect(text(ReceivedTrace.returnPathLine("a@b.example")) == "Return-Path: <a@b.example>\r\n")
        #expect(text(ReceivedTrace.returnPathLine("x\r\nEvil: y")) == "Return-Path: <xEvil: y>\r\n")
    }

    @Test(
        "dates are read",
        arguments: [
            ("Thu, 1 Jan 1970 00:00:00 +0000", 0), ("1 Jan 1970 00:00 GMT", 0), ("Thu, 01 Jan 70 00:00:01 UT", 1),
            ("Fri, 2 Jan 2026 03:04:05 +0100", 1_767_319_445), ("Fri,2 Jan 2026 03:04:05 +0100", 1_767_319_445),
            ("Thu, 1 Jan 2026 21:04:05 EST", 1_767_319_445), ("2 Jan 126 02:04:05 Z", 1_767_319_445),
            ("Fri, (x) 2 Jan (y) 2026 02 : 04 : 05 -0000", 1_767_319_445),
            ("29 Feb 2024 12:00:00 +0000", 1_709_208_000),
            ("31 Dec 1969 23:59:59 +0000", -1), ("31 Dec 2016 23:59:60 +0000", 1_483_228_800),
            ("1 Jan 2026 00:00:00", 1_767_225_600),
        ] as [(String, Int64)])
    func dates(field: String, seconds: Int64) {
        #expect(MessageDate(bytes(field))?.seconds == seconds)
    }

    @Test(
        "what is no date is none",
        arguments: [
            "", "yesterday", "31 Feb 2026 00:00:00 +0000", "1 Foo 2026 00:00:00 +0000", "1 Jan 2026 24:00:00 +0000",
            "1 Jan 2026", "1 Jan 99999 00:00:00 +0000",
        ])
    func noDates(field: String) {
        #expect(MessageDate(bytes(field)) == nil)
    }

    @Test("every date that is written is read again", arguments: 0..<200)
    func dateRoundTrip(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        let date = MessageDate(
            seconds: Int64.random(in: -2_208_988_800...253_402_214_400, using: &random),
            zoneMinutes: Int.random(in: -1_439...1_439, using: &random))
        #expect(MessageDate(bytes(date.text)) == date)
    }

    @Test(
        "times are written in RFC 3339",
        arguments: [
            (0, "1970-01-01T00:00:00.000000000Z"), (-1, "1969-12-31T23:59:59.999999999Z"),
            (1_767_323_045_000_000_007, "2026-01-02T03:04:05.000000007Z"),
            (Int64.max, "2262-04-11T23:47:16.854775807Z"), (Int64.min, "1677-09-21T00:12:43.145224192Z"),
            (951_782_400_000_000_000, "2000-02-29T00:00:00.000000000Z"),
        ] as [(Int64, String)])
    func timestamps(nanoseconds: Int64, expected: String) {
        #expect(Timestamps.rfc3339(nanoseconds: nanoseconds) == expected)
    }

    @Test("the calendar runs both ways over four centuries")
    func calendar() {
        for day in stride(from: -80_000, to: 80_000, by: 7) {
            let time = CivilTime(secondsSince1970: Int64(day) * 86_400 + 3_661)
            #expect(
                CivilTime.seconds(
                    year: time.year, month: time.month, day: time.day, hour: time.hour, minute: time.minute,
                    second: time.second) == Int64(day) * 86_400 + 3_661)
        }
    }

    @Test("hostile fields trap nothing", arguments: 0..<400)
    func hostile(seed: Int) {
        let list = AddressList(mutated(bytes(Self.addresses), seed: seed))
        #expect(list.mailboxes.count < 40)
        let trace = ReceivedTrace(mutated(bytes(Self.received), seed: seed))
        #expect((trace.from?.value.count ?? 0) < 200)
        let date = MessageDate(mutated(bytes("Fri, 2 Jan 2026 03:04:05 +0100"), seed: seed))
        #expect(date.map { MessageDate(bytes($0.text))?.seconds == $0.seconds } ?? true)
    }

    @Test("fields cut at every octet trap nothing")
    func everyCut() {
        let field = bytes(Self.addresses)
        for length in 0...field.count { #expect(AddressList(Array(field[..<length])).mailboxes.count <= 6) }
        let received = bytes(Self.received)
        for length in 0...received.count {
            let trace = ReceivedTrace(Array(received[..<length]))
            #expect(length < 5 || trace.from == nil || trace.from?.value.hasPrefix("l") == true)
        }
    }
}
