import Testing

@testable import Rendering

@Suite("Text under construction")
struct TextBufferTests {
    @Test("pieces of every length stand one behind the other", arguments: 0...80)
    func pieces(length: Int) {
        let piece = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 33) }
        var buffer = TextBuffer()
        var expected: [UInt8] = []
        for count in 0..<5 {
            buffer.append(contentsOf: piece)
            buffer.append(UInt8(ascii: "|"))
            buffer.append(count * length / 3, of: UInt8(ascii: "="))
            expected += piece + [UInt8(ascii: "|")]
            expected += [UInt8](repeating: UInt8(ascii: "="), count: count * length / 3)
        }
        #expect(buffer.bytes == expected)
        #expect(buffer.first == expected.first)
        #expect(buffer.last == expected.last)
    }

    @Test("numbers are written in decimal, whole or in so many digits")
    func numbers() {
        for number in [
            0, 1, 9, 10, 11, 99, 100, 101, 999, 1_000, 65_535, 1_234_567_890, -1, -10, -120, Int.max, Int.min,
        ] {
            var buffer = TextBuffer()
            buffer.append(decimal: number)
            #expect(buffer.text == String(number))
        }
        for (number, digits, text) in [(7, 3, "007"), (42, 2, "42"), (0, 9, "000000000"), (1_234, 5, "01234")] {
            var buffer = TextBuffer()
            buffer.append(number, digits: digits)
            #expect(buffer.text == text)
        }
    }

    @Test("numbers of every length are parted into their digits, and seconds lose the zeros at their end")
    func digits() {
        var numbers = Array(stride(from: 0, through: 100_000_000, by: 99_991))
        for power in 1...9 {
            let tens = (0..<power).reduce(1) { product, _ in product * 10 }
            numbers += [tens - 1, tens, tens + 1, tens * 9, tens * 9 + 90]
        }
        for number in numbers {
            var buffer = TextBuffer()
            buffer.append(decimal: number)
            #expect(buffer.text == String(number))
            buffer.removeAll()
            buffer.append(secondsFrom: Int64(number))
            let padded = String(String(number + 10_000_000_000).dropFirst())
            let whole = Int(padded.dropLast(9)) ?? -1
            var rest = padded.suffix(9)
            while rest.last == "0" { rest.removeLast() }
            #expect(buffer.text == (rest.isEmpty ? "\(whole)" : "\(whole).\(rest)"))
        }
    }

    @Test("what is forgotten leaves nothing behind, and a copy is its own")
    func reuse() {
        var buffer = TextBuffer(capacity: 4)
        buffer.put("a long line of words")
        let copy = buffer
        buffer.removeAll()
        #expect(buffer.isEmpty && buffer.bytes.isEmpty)
        buffer.append("b\u{FC}")
        buffer.append(contentsOf: copy, from: 17)
        #expect(buffer.text == "b\u{FC}rds")
        buffer.removeLast()
        #expect(buffer.text == "b\u{FC}rd")
        #expect(copy.text == "a long line of words")
    }

    @Test("a row's front takes what fits and leaves out the rest")
    func lead() {
        #expect(RowLead("subject", blanks: 4).text == "    subject")
        #expect(RowLead.none.isEmpty)
        var lead = RowLead("x", blanks: RowLead.limit - 1)
        #expect(lead.count == RowLead.limit)
        lead.extend(by: 1) { $0.storeBytes(of: 0x79, as: UInt8.self) }
        #expect(lead.text == String(repeating: " ", count: RowLead.limit - 1) + "x")
    }
}
