import MailProtocols

/// Times as scenarios write them.
package enum LetterTime {
    /// Reads RFC 3339's form in UTC, `2026-01-05T09:00:00Z`, from 1970 to 2199; nil for anything else, dates that do not
    /// exist among it.
    ///
    /// - Returns: Nanoseconds since 1970 UTC.
    package static func nanoseconds(of text: String) -> Int64? {
        let bytes = Array(text.utf8)
        let shape = Array("0000-00-00T00:00:00Z".utf8)
        guard bytes.count == shape.count else { return nil }
        for (byte, wanted) in zip(bytes, shape) {
            guard wanted == UInt8(ascii: "0") ? byte.isASCIIDigit : byte == wanted else { return nil }
        }
        func number(_ range: Range<Int>) -> Int { bytes[range].reduce(0) { $0 * 10 + Int($1) - 48 } }
        guard (1970..<2200).contains(number(0..<4)), number(17..<19) < 60,
            let seconds = CivilTime.seconds(
                year: number(0..<4), month: number(5..<7), day: number(8..<10), hour: number(11..<13),
                minute: number(14..<16), second: number(17..<19))
        else { return nil }
        return seconds * 1_000_000_000
    }

    /// Reads a span of time in days, hours, minutes and seconds, `1d`, `1h30m`, `45s`, up to a year; nil for anything else.
    ///
    /// - Returns: Nanoseconds.
    package static func span(of text: String) -> Int64? {
        let units: [(letter: Character, seconds: Int64)] = [("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)]
        var seconds: Int64 = 0
        var digits = ""
        var left = units[...]
        for character in text {
            if character.isASCII, character.isNumber {
                digits.append(character)
                continue
            }
            guard let number = Int64(digits), number <= 31_622_400,
                let unit = left.firstIndex(where: { $0.letter == character })
            else { return nil }
            seconds += number * left[unit].seconds
            left = left[(unit + 1)...]
            digits = ""
        }
        if text == "0" { return 0 }
        guard digits.isEmpty, !text.isEmpty, seconds <= 31_622_400 else { return nil }
        return seconds * 1_000_000_000
    }
}
