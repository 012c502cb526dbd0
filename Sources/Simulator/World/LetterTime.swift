import MailProtocols

/// Times as scenarios and letters write them.
package enum LetterTime {
    private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// As header fields write it, `Mon, 5 Jan 2026 09:00:00 +0000`, RFC 5322 section 3.3.
    ///
    /// - Parameter nanoseconds: Since 1970 UTC.
    package static func headerForm(_ nanoseconds: Int64) -> String {
        let time = CivilTime(secondsSince1970: nanoseconds / 1_000_000_000)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(days[time.weekday]), \(time.day) \(months[time.month - 1]) \(time.year) "
            + "\(two(time.hour)):\(two(time.minute)):\(two(time.second)) +0000"
    }

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
