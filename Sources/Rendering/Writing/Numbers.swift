/// Numbers and times as ASCII, appended by hand: this runs for each of millions of steps.
extension [UInt8] {
    mutating func put(_ text: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { append(contentsOf: $0) }
    }

    mutating func append(blanks count: Int) { append(from: Rows.blanks, count) }

    /// The first `count` bytes of a row of equal ones, as often as it takes.
    mutating func append(from row: StaticString, _ count: Int) {
        var rest = count
        while rest > 0 {
            let part = Swift.min(rest, row.utf8CodeUnitCount)
            append(contentsOf: UnsafeBufferPointer(start: row.utf8Start, count: part))
            rest -= part
        }
    }

    /// `1 octet`, `12 octets`
    mutating func append(count: Int, _ noun: StaticString) {
        append(decimal: count)
        put(" ")
        put(noun)
        if count != 1 { put("s") }
    }

    /// At the right of at least so many columns.
    mutating func append(decimal value: Int, width: Int) {
        let start = count
        append(decimal: value)
        rightAlign(from: start, width: width)
    }

    /// Puts blanks in front of what was appended since `start`, until it takes so many columns.
    mutating func rightAlign(from start: Int, width: Int) {
        let missing = width - (count - start)
        guard missing > 0 else { return }
        var index = count - 1
        append(blanks: missing)
        while index >= start {
            self[index + missing] = self[index]
            index -= 1
        }
        for index in start..<start + missing { self[index] = UInt8(ascii: " ") }
    }

    mutating func append(decimal value: Int) {
        if value < 0 { append(UInt8(ascii: "-")) }
        append(decimal: value.magnitude)
    }

    mutating func append(decimal value: UInt) {
        if value < 10 {
            append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value))
            return
        }
        var digits = 1
        var power: UInt = 10
        while digits < 19, value >= power {
            digits += 1
            power *= 10
        }
        if digits == 19, value >= 10_000_000_000_000_000_000 { digits = 20 }
        append(value, digits: digits)
    }

    /// Exactly `count` digits, zeros in front.
    mutating func append(_ value: Int, digits count: Int) { append(value.magnitude, digits: count) }

    /// - Parameter count: At most 20.
    private mutating func append(_ value: UInt, digits count: Int) {
        // In a register first: each access to the array would ask whether it is shared.
        var text = SIMD32<UInt8>(repeating: UInt8(ascii: "0"))
        var rest = value
        var place = 31
        while rest > 0, place >= 32 - count {
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            text[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit)
            rest = quotient
            place -= 1
        }
        Swift.withUnsafeBytes(of: &text) { append(contentsOf: UnsafeRawBufferPointer(rebasing: $0[(32 - count)...])) }
    }

    /// Nanoseconds as seconds: a decimal fraction of up to nine digits, no exponent, `0.000213`.
    mutating func append(secondsFrom nanoseconds: Int64) {
        if nanoseconds < 0 { append(UInt8(ascii: "-")) }
        let (seconds, fraction) = nanoseconds.magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
        append(decimal: UInt(seconds))
        guard fraction > 0 else { return }
        append(UInt8(ascii: "."))
        append(Int(fraction), digits: 9)
        while last == UInt8(ascii: "0") { removeLast() }
    }
}

/// Rows of equal bytes to copy from: quicker than appending them one by one.
enum Rows {
    static let blanks: StaticString = "                                                                "
    static let signs: StaticString = "================================================================"
}

/// Writes times as RFC 3339 UTC with nine digits; remembers the last second, since neighbours share it.
struct TimestampWriter: Sendable {
    private var second = Int64.min
    private var prefix: [UInt8] = []

    /// - Parameter time: Nanoseconds since 1970 UTC.
    mutating func append(_ time: Int64, to bytes: inout [UInt8]) {
        let second = time.flooredDivision(by: 1_000_000_000)
        if second != self.second {
            self.second = second
            prefix.removeAll(keepingCapacity: true)
            Self.appendDate(second, to: &prefix)
        }
        bytes.append(contentsOf: prefix)
        bytes.append(UInt8(ascii: "."))
        // Wrapping: at the type's lower end the product alone leaves it, the difference does not.
        bytes.append(Int(time &- second &* 1_000_000_000), digits: 9)
        bytes.append(UInt8(ascii: "Z"))
    }

    /// `2026-01-31T12:00:00`
    private static func appendDate(_ second: Int64, to bytes: inout [UInt8]) {
        let days = second.flooredDivision(by: 86_400)
        let ofDay = Int(second - days * 86_400)
        let date = CivilDate(daysSince1970: Int(days))
        bytes.append(date.year, digits: 4)
        bytes.append(UInt8(ascii: "-"))
        bytes.append(date.month, digits: 2)
        bytes.append(UInt8(ascii: "-"))
        bytes.append(date.day, digits: 2)
        bytes.append(UInt8(ascii: "T"))
        appendClock(ofDay, to: &bytes)
    }

    /// `12:00:00`
    static func appendClock(_ ofDay: Int, to bytes: inout [UInt8]) {
        bytes.append(ofDay / 3_600, digits: 2)
        bytes.append(UInt8(ascii: ":"))
        bytes.append(ofDay / 60 % 60, digits: 2)
        bytes.append(UInt8(ascii: ":"))
        bytes.append(ofDay % 60, digits: 2)
    }
}

/// A day in the Gregorian calendar. A 64-bit count of nanoseconds spans the years 1677 to 2262.
struct CivilDate: Hashable {
    var year: Int
    var month: Int
    var day: Int

    /// Counts in eras of 400 years (146,097 days) that begin in March, so that the leap day is a year's last.
    init(daysSince1970: Int) {
        let shifted = daysSince1970 + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }
}

extension Int64 {
    /// Rounds towards minus infinity, so that times before 1970 keep a positive rest.
    func flooredDivision(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
