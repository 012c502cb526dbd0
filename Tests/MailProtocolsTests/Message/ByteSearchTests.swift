import MailProtocols
import Testing

@Suite("Searching bytes")
struct ByteSearchTests {
    private let text = Array("a.b..c\n".utf8)

    @Test(
        "one byte is found from any start",
        arguments: [(-1, nil), (0, 1), (1, 1), (2, 3), (4, 4), (5, nil), (7, nil), (99, nil)])
    func oneByte(start: Int, expected: Int?) {
        #expect(firstIndex(of: UInt8(ascii: "."), in: text.span, from: start) == expected)
    }

    @Test(
        "several bytes are found where they begin",
        arguments: [("a", 0), ("..", 3), (".b", 1), ("c\n", 5), ("c\n!", nil), ("", nil)])
    func severalBytes(needle: String, expected: Int?) {
        #expect(firstIndex(of: Array(needle.utf8).span, in: text.span) == expected)
    }

    @Test("an empty span holds nothing")
    func empty() {
        #expect(firstIndex(of: 0, in: [UInt8]().span) == nil)
    }
}
