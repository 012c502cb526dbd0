import MailProtocols
import Testing

@testable import Dialogue
@testable import Rendering

@Suite("Text keeps to the terminal's width")
struct LayoutTests {
    @Test("no line of a dialogue is wider than asked for", arguments: [40, 48, 59, 60, 72, 80, 100, 132, 200])
    func width(width: Int) {
        for order in [TerminalRenderer.Order.whole, .immediate, .tagged] {
            var sink = ByteSink()
            var renderer = TerminalRenderer(width: width, explain: true, order: order)
            for record in OneLetter.records { renderer.render(record, to: &sink) }
            for line in sink.text.split(separator: "\n") {
                #expect(DisplayWidth.of(line) <= width, "\(line)")
            }
        }
    }

    @Test(
        "columns are counted, not characters",
        arguments: [
            ("plain", 5), ("日本", 4), ("e\u{301}", 1), ("é", 1), ("한글", 4), ("😀", 2), ("👩‍👩‍👧", 2), ("ｆ", 2), ("", 0),
            ("שלום", 4), ("שָׁלוֹם", 4), ("مرحبا", 5), ("لَا", 2), ("❤", 1), ("❤\u{FE0F}", 2), ("1\u{FE0F}\u{20E3}", 2),
            ("🇩🇪", 2), ("👍🏽", 2), ("\u{0E19}\u{0E35}\u{0E48}", 1), ("q\u{308}\u{323}", 1), ("가", 2),
            ("\u{1112}\u{1161}\u{11AB}", 2), ("a\u{200B}b", 2),
            ("ﾊﾝｶｸ", 4), ("（全）", 6), ("\u{200F}א", 1), ("ё", 1), ("ﬁ", 1), ("…", 1), ("„“", 2), ("—", 1),
        ])
    func displayWidth(text: String, columns: Int) { #expect(DisplayWidth.of(text) == columns) }

    @Test("quoted rows joined are the text, and fit", arguments: 8...40)
    func quoted(width: Int) {
        for text in ["", "a", "one two  three   four", "日本語の手紙 and café", String(repeating: "x", count: 100)] {
            let rows = Wrapping.quoted(text, width: width)
            #expect(rows.joined() == text)
            #expect(rows.allSatisfy { DisplayWidth.of($0) <= width })
        }
    }

    @Test("prose breaks at blanks and drops them")
    func prose() {
        #expect(Wrapping.prose("one two three", width: 8) == ["one two", "three"])
        #expect(Wrapping.prose("12345678 next", width: 8) == ["12345678", "next"])
        #expect(Wrapping.prose("1234567890", width: 8) == ["12345678", "90"])
        #expect(Wrapping.prose("", width: 8) == [""])
    }

    @Test("direction stands in words on each step's line, without colour")
    func direction() {
        for record in Script(.smtp, OneLetter.push).steps {
            var sink = ByteSink()
            var renderer = TerminalRenderer(explain: false, order: .immediate)
            renderer.render(.step(record), to: &sink)
            let arrow = record.step.side == .client ? "C -> S" : "S -> C"
            #expect(sink.text.contains("\(record.step.number)"))
            #expect(sink.text.contains(arrow))
        }
    }

    @Test("sources name each RFC once")
    func sources() {
        let citations: [Citation] = [.rfc(5321, "4.5.2"), .rfc(5598, "4.4"), .rfc(5321, "D.1"), .rfc(1939)]
        #expect(TerminalRenderer.sources(citations) == "RFC 5321 sections 4.5.2, D.1; RFC 5598 section 4.4; RFC 1939")
        #expect(TerminalRenderer.sources([]).isEmpty)
    }

    @Test("a dialogue stays in one piece though connections mix")
    func onePiece() {
        var sink = ByteSink()
        var renderer = TerminalRenderer(explain: false)
        let (first, second) = (
            Script(connection: 1, .smtp, OneLetter.push), Script(connection: 2, .smtp, OneLetter.push)
        )
        for (one, two) in zip(first.steps, second.steps) {
            renderer.render(.step(one), to: &sink)
            renderer.render(.step(two), to: &sink)
        }
        #expect(sink.bytes.isEmpty)
        renderer.finish(to: &sink)
        #expect(sink.text.count(of: "-- connection termination --") == 2)
        #expect(!sink.text.contains("continued"))
    }

    @Test("what no longer fits is written early and says that it goes on")
    func continued() {
        var open = OpenDialogues()
        var sink = ByteSink()
        let much = [UInt8](repeating: 0x61, count: OpenDialogues.pieceLimit)
        open.add(much, of: 1, to: &sink)
        open.add(much, of: 2, to: &sink)
        open.add([0x62], of: 1, to: &sink)
        open.end(1, to: &sink)
        #expect(sink.bytes.count > 2 * much.count)
        #expect(sink.text.contains("--- connection 1, continued ---\nb"))
        #expect(sink.text.count(of: "continued") == 1)
    }

    @Test("many held dialogues stay below the limit of all together")
    func total() {
        var open = OpenDialogues()
        var sink = ByteSink()
        let piece = [UInt8](repeating: 0x61, count: OpenDialogues.pieceLimit - 1)
        for connection in 1...400 { open.add(piece, of: Int32(connection), to: &sink) }
        #expect(400 * piece.count - sink.bytes.count <= OpenDialogues.totalLimit)
        open.endAll(to: &sink)
        #expect(sink.bytes.count == 400 * piece.count)
    }

    @Test("a journey is a row of stations; pull's arrow points at what was opened")
    func journey() {
        var page = Page(width: 80, palette: .plain)
        JourneyPicture(OneLetter.journey).append(to: &page)
        let text = page.bytes.text
        #expect(text.contains("[mx.south] ==push==> [mx.north] <==pull== [bob]"))
    }

    @Test("a journey tells how long the letter waited before each hop but the first")
    func waits() {
        var journey = OneLetter.journey
        #expect(journey.waits() == [nil, 60_000_000_000])
        // A second reader comes to the same maildrop, or to another door of the house; a clock that ran back tells nothing.
        var second = journey.hops[1]
        second.time += 5
        journey.hops.append(second)
        #expect(journey.waits() == [nil, 60_000_000_000, 60_000_000_005])
        journey.hops[1].fromName = "pop.north"
        journey.hops[2].fromName = "pop.north"
        #expect(journey.waits() == [nil, 60_000_000_000, 60_000_000_005])
        journey.hops[2].time = 0
        #expect(journey.waits() == [nil, 60_000_000_000, nil])
    }

    @Test("a journey that parts has a row for each reader")
    func branches() {
        var journey = OneLetter.journey
        var other = journey.hops[1]
        other.toName = "carol"
        journey.hops.append(other)
        var page = Page(width: 80, palette: .plain)
        JourneyPicture(journey).append(to: &page)
        let text = page.bytes.text
        #expect(text.contains("<==pull== [bob]\n    [mx.north] <==pull== [carol]\n"))
    }

    @Test("the slowest answers are kept, slowest first, and no more than ten")
    func slowest() {
        var summary = SummaryRenderer()
        for number in 1...100 {
            var record = Script.record(.reply, .server, Array("250 step \(number) done\r\n".utf8))
            record.step.took = Int64(number * 37 % 101) * 1_000_000
            summary.collect(.step(record))
        }
        var sink = ByteSink()
        summary.finish(to: &sink)
        let rows = sink.text.split(separator: "\n").filter { $0.contains("connection 1") }
        #expect(rows.count == 10)
        #expect(rows.first?.contains("100.0 ms") == true)
        #expect(rows.last?.contains("91.0 ms") == true)
    }
}

extension String {
    func count(of part: String) -> Int { ranges(of: part).count }
}

extension OpenDialogues {
    fileprivate mutating func add(_ bytes: [UInt8], of connection: Int32, to sink: inout ByteSink) {
        let place = place(of: connection)
        var piece = takePiece(at: place)
        piece.append(contentsOf: bytes)
        hold(&piece, at: place, to: &sink)
    }
}
