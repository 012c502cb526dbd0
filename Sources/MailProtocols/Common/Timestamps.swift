/// A moment written in the Gregorian calendar, carried backwards and forwards without limit, leap seconds not counted.
package struct CivilTime: Sendable, Hashable {
    package var year: Int
    /// 1...12
    package var month: Int
    /// 1...31
    package var day: Int
    package var hour: Int
    package var minute: Int
    package var second: Int
    /// 0 is Sunday.
    package var weekday: Int

    /// The calendar's view of a number of seconds since 1970-01-01T00:00:00Z.
    package init(secondsSince1970 seconds: Int64) {
        let days = Int(seconds.flooredQuotient(86_400))
        let rest = Int(seconds - Int64(days) * 86_400)
        hour = rest / 3_600
        minute = rest / 60 % 60
        second = rest % 60
        weekday = ((days + 4) % 7 + 7) % 7
        // Years are counted from the first of March, so that the leap day comes last and months have a regular rhythm.
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// Seconds since 1970 of a date and a time of day in UTC.
    ///
    /// - Returns: nil where there is no such day or time; second 60 is taken as the leap second that RFC 5322 allows.
    ///   Years are limited to 0...9999, which keeps every sum small.
    package static func seconds(year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int) -> Int64? {
        guard (0...9_999).contains(year), (1...12).contains(month), day >= 1, day <= days(in: month, of: year),
            (0...23).contains(hour), (0...59).contains(minute), (0...60).contains(second)
        else { return nil }
        let marchYear = month <= 2 ? year - 1 : year
        let era = (marchYear >= 0 ? marchYear : marchYear - 399) / 400
        let yearOfEra = marchYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        let days = era * 146_097 + dayOfEra - 719_468
        return Int64(days) * 86_400 + Int64(hour * 3_600 + minute * 60 + second)
    }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

/// Times as the program writes them.
package enum Timestamps {
    /// Appends a time as RFC 3339 UTC with nine digits of a second, `2026-01-02T03:04:05.000000000Z`: 30 octets.
    ///
    /// - Parameter nanoseconds: Since 1970 UTC; the whole range of Int64 lies in the years 1677 to 2262.
    package static func appendRFC3339(nanoseconds: Int64, to bytes: inout [UInt8]) {
        let seconds = nanoseconds.flooredQuotient(1_000_000_000)
        let time = CivilTime(secondsSince1970: seconds)
        bytes.append(decimal: time.year, width: 4)
        bytes.append(UInt8(ascii: "-"))
        bytes.append(decimal: time.month, width: 2)
        bytes.append(UInt8(ascii: "-"))
        bytes.append(decimal: time.day, width: 2)
        bytes.append(UInt8(ascii: "T"))
        appendClock(time, to: &bytes)
        bytes.append(UInt8(ascii: "."))
        // Wrapping is right here: at the range's lower end the product leaves Int64 and comes back in the difference.
        bytes.append(decimal: Int(nanoseconds &- seconds &* 1_000_000_000), width: 9)
        bytes.append(UInt8(ascii: "Z"))
    }

    /// The same as a string.
    package static func rfc3339(nanoseconds: Int64) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(30)
        appendRFC3339(nanoseconds: nanoseconds, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends `03:04:05`.
    package static func appendClock(_ time: CivilTime, to bytes: inout [UInt8]) {
        bytes.append(decimal: time.hour, width: 2)
        bytes.append(UInt8(ascii: ":"))
        bytes.append(decimal: time.minute, width: 2)
        bytes.append(UInt8(ascii: ":"))
        bytes.append(decimal: time.second, width: 2)
    }
}

extension Int64 {
    /// The quotient rounded towards the past, so that times before 1970 have a positive rest. `divisor` is positive.
    package func flooredQuotient(_ divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
