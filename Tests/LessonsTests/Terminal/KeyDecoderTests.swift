import Lessons
import Testing

@Suite("Bytes of a terminal become keys")
struct KeyDecoderTests {
    static let cases: [(bytes: [UInt8], keys: [Key])] = [
        (Array("a1 ".utf8), [.character("a"), .character("1"), .character(" ")]),
        (Array("é€🙂".utf8), [.character("é"), .character("€"), .character("🙂")]),
        ([0x0D], [.enter]), ([0x0A], [.enter]), ([0x7F], [.backspace]), ([0x08], [.backspace]), ([0x09], [.tab]),
        ([0x03], [.control("c")]), ([0x15], [.control("u")]), ([0x1A], [.control("z")]),
        (Array("\u{1B}[A\u{1B}[B\u{1B}[C\u{1B}[D".utf8), [.up, .down, .right, .left]),
        (Array("\u{1B}OA\u{1B}OH\u{1B}OF\u{1B}OM".utf8), [.up, .home, .end, .enter]),
        (Array("\u{1B}[H\u{1B}[F\u{1B}[1~\u{1B}[4~\u{1B}[7~\u{1B}[8~".utf8), [.home, .end, .home, .end, .home, .end]),
        (Array("\u{1B}[3~\u{1B}[5~\u{1B}[6~".utf8), [.delete, .pageUp, .pageDown]),
        (Array("\u{1B}[1;5C".utf8), [.right]),
        (Array("\u{1B}[200~hi\u{1B}[201~".utf8), [.character("h"), .character("i")]),
        (Array("\u{1B}[99~x".utf8), [.unknown, .character("x")]),
        (Array("\u{1B}x".utf8), [.escape, .character("x")]),
        (Array("\u{1B}\u{1B}[A".utf8), [.escape, .up]),
        ([0xFF, 0x61], [.unknown, .character("a")]),
        ([0xC3, 0x61], [.unknown, .character("a")]),
        ([0xED, 0xA0, 0x80, 0x61], [.unknown, .character("a")]),
    ]

    @Test("each sequence is its key, in whatever pieces it comes", arguments: cases)
    func keys(bytes: [UInt8], keys: [Key]) {
        for cut in 0...bytes.count {
            var decoder = KeyDecoder()
            #expect(decoder.decode(bytes[..<cut]) + decoder.decode(bytes[cut...]) == keys, "cut at \(cut)")
            #expect(!decoder.isWaiting)
        }
    }

    @Test("Esc alone is a key once nothing follows it; half a sequence is none")
    func escape() {
        var decoder = KeyDecoder()
        #expect(decoder.decode([0x1B]).isEmpty)
        #expect(decoder.isWaiting)
        #expect(decoder.flush() == [.escape])
        #expect(decoder.decode(Array("\u{1B}[1".utf8)).isEmpty)
        #expect(decoder.flush() == [.unknown])
        #expect(!decoder.isWaiting)
    }

    @Test("a sequence that never ends is not kept")
    func bounded() {
        var decoder = KeyDecoder()
        let keys = decoder.decode([0x1B, 0x5B] + [UInt8](repeating: 0x31, count: 100_000))
        #expect(!keys.isEmpty)
        #expect(keys.count < 100_001)
    }
}
