import MailProtocols
import Testing

@Suite("Base64")
struct Base64Tests {
    @Test(
        "the table of RFC 4648 section 10",
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ])
    func table(plain: String, encoded: String) {
        #expect(Base64.encode(plain.bytes).text == encoded)
        #expect(Base64.decode(encoded.bytes) == plain.bytes)
    }

    @Test(
        "strict reading refuses, lenient reading says what was wrong",
        arguments: [
            ("Zg", "f", 0, true, false), ("Zg=", "f", 0, true, false), ("Zg===", "f", 0, true, false),
            ("Zh==", "f", 0, false, true), ("Z", "", 0, true, false), ("=", "", 0, true, false),
            ("Zm9v!Zm9v", "foofoo", 1, false, false), ("Zg==Zg==", "ff", 0, true, false),
            ("Zm9vZ", "foo", 0, true, false),
        ])
    func defects(text: String, plain: String, foreign: Int, padding: Bool, loose: Bool) {
        #expect(Base64.decode(text.bytes) == nil)
        let (bytes, defects) = Base64.decodeLeniently(text.bytes)
        #expect(bytes == plain.bytes)
        #expect(defects.foreignBytes == foreign)
        #expect(defects.badPadding == padding)
        #expect(defects.looseBits == loose)
    }

    @Test("line ends are no defect in MIME, and none of SASL's business")
    func lineEnds() {
        #expect(Base64.decodeLeniently("Zm9v\r\nYg =\t=\r\n".bytes).bytes == "foob".bytes)
        #expect(Base64.decodeLeniently("Zm9v\r\nYg==\r\n".bytes).defects.isClean)
        #expect(Base64.decode("Zm9v\r\n".bytes) == nil)
    }

    @Test("lines are as long as they may be", arguments: [(76, 57), (78, 57), (4, 3), (0, 3), (-5, 3)])
    func lineLength(letters: Int, bytesInLine: Int) {
        let bytes = (0..<200).map { UInt8($0) }
        let lines = Base64.encode(bytes, lineLength: letters).text.split(
            separator: "\r\n", omittingEmptySubsequences: false)
        #expect(lines.last == "")
        #expect(lines.dropLast(2).allSatisfy { $0.count == bytesInLine / 3 * 4 })
        #expect(Base64.decodeLeniently(lines.joined().bytes).bytes == bytes)
        #expect(Base64.encode([], lineLength: letters) == [])
    }

    @Test("all bytes come back, however the text is cut")
    func pieces() {
        var generator = SplitMix(state: 7)
        for length in 0...70 {
            let bytes = (0..<length).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
            let text = Base64.encode(bytes)
            #expect(Base64.decode(text) == bytes)
            for size in 1...5 {
                var decoder = Base64.Decoder()
                var decoded: [UInt8] = []
                for start in stride(from: 0, to: text.count, by: size) {
                    decoder.decode(Array(text[start..<min(start + size, text.count)]).span, into: &decoded)
                }
                let defects = decoder.finish(into: &decoded)
                #expect(defects.isClean)
                #expect(decoded == bytes)
            }
        }
    }
}
