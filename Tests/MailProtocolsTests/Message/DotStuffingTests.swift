import MailProtocols
import Testing

@Suite("Dot stuffing")
struct DotStuffingTests {
    @Test(
        "a dot at a line's start is doubled, others are not",
        arguments: [
            ("", ""), (".", ".."), ("..", "..."), ("a.b", "a.b"), ("a\r\n.b\r\n", "a\r\n..b\r\n"),
            (".\r\n.\r\n", "..\r\n..\r\n"), ("a\n.b", "a\n..b"), ("a\r.b", "a\r.b"), ("\r\n\r\n...", "\r\n\r\n...."),
        ])
    func stuffs(content: String, travelling: String) {
        #expect(text(DotStuffing.stuffed(bytes(content).span)) == travelling)
        #expect(text(DotStuffing.unstuffed(bytes(travelling).span).bytes) == content)
    }

    @Test("a lone dot in front of text is taken away, and counted")
    func counts() {
        let result = DotStuffing.unstuffed(bytes(".a\r\n..b\r\nc.\r\n").span)
        #expect(text(result.bytes) == "a\r\n.b\r\nc.\r\n")
        #expect(result.dots == 2)
    }

    @Test(
        "the end mark stands on a line of its own",
        arguments: [
            ("", ".\r\n"), ("a\r\n", "a\r\n.\r\n"), ("a", "a\r\n.\r\n"), ("a\n", "a\n\r\n.\r\n"), ("a\r", "a\r\n.\r\n"),
            (".", "..\r\n.\r\n"),
        ])
    func endMark(content: String, travelling: String) {
        for size in 1...3 {
            var stuffer = DotStuffer()
            var out: [UInt8] = []
            for piece in pieces(bytes(content), size) { stuffer.append(piece.span, to: &out) }
            stuffer.finish(into: &out)
            #expect(text(out) == travelling)
        }
    }

    @Test("switched off, the letter's own dot ends it")
    func switchedOff() {
        var stuffer = DotStuffer(isStuffing: false)
        var out: [UInt8] = []
        stuffer.append(bytes("a\r\n.\r\nQUIT\r\n").span, to: &out)
        stuffer.finish(into: &out)
        #expect(text(out) == "a\r\n.\r\nQUIT\r\n.\r\n")
        #expect(stuffer.dots == 0)
    }

    @Test("chunks cut anywhere give what the whole gives", arguments: 1...9)
    func anyCut(size: Int) {
        let content = bytes("..\r\n.\r\n\r\n.a.\n.\n..b\r\n.")
        var stuffer = DotStuffer()
        var stuffed: [UInt8] = []
        for piece in pieces(content, size) { stuffer.append(piece.span, to: &stuffed) }
        #expect(stuffed == DotStuffing.stuffed(content.span))
        var unstuffer = DotUnstuffer()
        var back: [UInt8] = []
        for piece in pieces(stuffed, size) { unstuffer.append(piece.span, to: &back) }
        #expect(back == content)
        #expect(unstuffer.dots == stuffer.dots)
    }

    @Test("whatever is stuffed comes back", arguments: 0..<200)
    func roundTrip(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        let content = (0..<Int.random(in: 0...60, using: &random)).map { _ in
            bytes(".\r\nab").randomElement(using: &random) ?? 0
        }
        #expect(DotStuffing.unstuffed(DotStuffing.stuffed(content.span).span).bytes == content)
    }
}
