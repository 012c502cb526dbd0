/// A moment as calendar and clock show it, in UTC; the Gregorian calendar throughout.
package struct CivilTime: Sendable, Hashable {
    package var year: Int
    /// 1...12
    package var month: Int
    /// 1...31
    package var day: Int
    package var hour: Int
    package var minute: Int
    package var second: Int
    /// 0...999,999,999
    package var nanosecond: Int
    /// 0 is Sunday.
    package var weekday: Int

    private static let dayNames = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let monthNames = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// - Parameter nanoseconds: Since 1970 UTC.
    package init(nanoseconds: Int64) {
        let (seconds, rest) = Self.floored(Int(nanoseconds), 1_000_000_000)
        let (days, secondOfDay) = Self.floored(seconds, 86_400)
        nanosecond = rest
        hour = secondOfDay / 3_600
        minute = secondOfDay / 60 % 60
        second = secondOfDay % 60
        weekday = Self.floored(days + 4, 7).rest
        // Years that begin in March put the leap day at their end; eras of 400 years have equal lengths.
        let (era, dayOfEra) = Self.floored(days + 719_468, 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// Reads RFC 3339's form in UTC, `2026-01-05T09:00:00Z`; nil for anything else, dates that do not exist among it.
    ///
    /// - Returns: Nanoseconds since 1970 UTC.
    package static func nanoseconds(of text: String) -> Int64? {
        let bytes = Array(text.utf8)
        let shape = Array("0000-00-00T00:00:00Z".utf8)
        guard bytes.count == shape.count else { return nil }
        for (byte, wanted) in zip(bytes, shape) {
            let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            guard wanted == UInt8(ascii: "0") ? isDigit : byte == wanted else { return nil }
        }
        func number(_ range: Range<Int>) -> Int { bytes[range].reduce(0) { $0 * 10 + Int($1) - 48 } }
        let (year, month, day) = (number(0..<4), number(5..<7), number(8..<10))
        let (hour, minute, second) = (number(11..<13), number(14..<16), number(17..<19))
        guard (1970...2200).contains(year), (1...12).contains(month), day >= 1, hour < 24, minute < 60, second < 60
        else {
            return nil
        }
        let marchYear = month <= 2 ? year - 1 : year
        let marchMonth = month > 2 ? month - 3 : month + 9
        let dayOfYear = (153 * marchMonth + 2) / 5 + day - 1
        let days =
            marchYear / 400 * 146_097
            + (marchYear % 400 * 365 + marchYear % 400 / 4 - marchYear % 400 / 100 + dayOfYear) - 719_468
        let nanoseconds = Int64(((days * 24 + hour) * 60 + minute) * 60 + second) * 1_000_000_000
        let back = CivilTime(nanoseconds: nanoseconds)
        return back.day == day && back.month == month && back.year == year ? nanoseconds : nil
    }

    /// As header fields write it, `Mon, 5 Jan 2026 09:00:00 +0000`, RFC 5322 section 3.3.
    package var headerForm: String {
        "\(Self.dayNames[weekday]), \(day) \(Self.monthNames[month - 1]) \(year) "
            + "\(Self.two(hour)):\(Self.two(minute)):\(Self.two(second)) +0000"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private static func floored(_ value: Int, _ divisor: Int) -> (quotient: Int, rest: Int) {
        let rest = value % divisor
        return rest < 0 ? (value / divisor - 1, rest + divisor) : (value / divisor, rest)
    }
}
