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
}
