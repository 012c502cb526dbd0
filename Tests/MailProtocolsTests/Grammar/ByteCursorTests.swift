import MailProtocols
import Testing

@Suite("The cursor")
struct ByteCursorTests {
    // What a cursor says is copied into a list first: `#expect` cannot look at a value that only borrows.

    @Test("what is taken is passed, and what is not is left")
    func takes() {
        let line = "Mail FROM 12x".bytes
        var cursor = ByteCursor(line.span)
        let matches = [cursor.take("MAIL"), cursor.take("FROM"), cursor.take(0x20), cursor.take("FROMAGE")]
        #expect(matches == [true, false, true, false])
        let word = String(wire: cursor.take(while: \.isASCIILetter))
        let blanks = cursor.skip(while: \.isSpaceOrTab)
        #expect(word == "FROM" && blanks == 1)
        let numbers = [cursor.takeNumber(), cursor.takeNumber()]
        #expect(numbers == [12, nil])
        let next = cursor.next
        let rest = String(wire: cursor.takeRest())
        #expect(next == UInt8(ascii: "x") && rest == "x")
        let atEnd = (cursor.isAtEnd, cursor.rest.count, cursor.take("x"), cursor.take())
        #expect(atEnd == (true, 0, false, nil))
    }

    @Test("it goes back, and never ahead of itself or before the start")
    func goesBack() {
        let line = "abc".bytes
        var cursor = ByteCursor(line.span)
        _ = cursor.take("ab")
        let taken = [cursor.taken(from: 1).count, cursor.taken(from: 9).count]
        #expect(taken == [1, 0])
        let offsets = [3, -1].map { target in
            var moved = ByteCursor(line.span)
            _ = moved.take("ab")
            moved.goBack(to: target)
            return moved.offset
        }
        #expect(offsets == [2, 0])
    }

    @Test(
        "numbers fit 64 bits or are none",
        arguments: [
            ("0", 0), ("007", 7), ("18446744073709551615", .max), ("18446744073709551616", nil), ("", nil), ("x", nil),
        ]
            as [(String, UInt64?)])
    func numbers(text: String, number: UInt64?) {
        let bytes = text.bytes
        var cursor = ByteCursor(bytes.span)
        let (read, offset) = (cursor.takeNumber(), cursor.offset)
        #expect(read == number)
        #expect(number != nil || offset == 0)
    }
}
