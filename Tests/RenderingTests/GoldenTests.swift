import MailProtocols
import Testing

@testable import Dialogue
@testable import Rendering

@Suite("One letter's dialogue, as recorded")
struct GoldenTests {
    static func text(
        width: Int, _ palette: Palette = .plain, order: TerminalRenderer.Order = .whole, explained: Bool = true
    ) -> String {
        var sink = ByteSink()
        var renderer = TerminalRenderer(
            width: width, palette: palette, annotator: explained ? .fixed(OneLetter.remark) : .silent, order: order)
        for record in OneLetter.records { renderer.render(record, to: &sink) }
        renderer.finish(to: &sink)
        return sink.text
    }

    @Test("as text", arguments: [80, 40])
    func text(width: Int) throws {
        try Golden.expect(Self.text(width: width), equals: "one-letter-\(width).txt")
    }

    @Test("as text in colour, each line tagged")
    func liveInColour() throws {
        try Golden.expect(Self.text(width: 80, .color, order: .tagged), equals: "one-letter-live-colour.txt")
    }

    @Test("as JSON lines")
    func jsonLines() throws {
        var sink = ByteSink()
        var renderer = JSONLinesRenderer(annotator: .fixed(OneLetter.remark))
        for record in OneLetter.records { renderer.render(record, to: &sink) }
        try Golden.expect(sink.text, equals: "one-letter.jsonl")
    }

    @Test("as a summary")
    func summary() throws {
        var sink = ByteSink()
        var renderer = SummaryRenderer()
        for record in OneLetter.records { renderer.collect(record) }
        renderer.finish(to: &sink)
        try Golden.expect(sink.text, equals: "one-letter-summary.txt")
    }

    @Test("colour adds nothing but colour")
    func colourOnly() {
        let coloured = Self.text(width: 80, .color)
        #expect(coloured.contains("\u{1B}["))
        #expect(coloured.replacing(/\u{1B}\[\d+m/, with: "") == Self.text(width: 80))
    }
}
