/// Numbers and times as ASCII, appended by hand: this runs for each of millions of steps.
extension TextBuffer {
    /// `1 octet`, `12 octets`
    mutating func append(count: Int, _ noun: StaticString) {
        append(decimal: count)
        put(" ")
        put(noun)
        if count != 1 { put("s") }
    }

    mutating func append(decimal value: Int) {
        if value < 0 { append(UInt8(ascii: "-")) }
        append(decimal: value.magnitude)
    }

    @inline(__always)
    mutating func append(decimal value: UInt) {
        if value < 10 { return append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value)) }
        appendLong(value)
    }

    @inline(never)
    private mutating func appendLong(_ value: UInt) {
        compose(room: TextCursor.numberRoom) { $0.append(decimal: value) }
    }

    /// Exactly `count` digits, zeros in front.
    mutating func append(_ value: Int, digits count: Int) {
        extend(by: count) { Decimal.write(value.magnitude, digits: count, to: $0) }
    }

    /// Nanoseconds as seconds: a decimal fraction of up to nine digits, no exponent, `0.000213`.
    mutating func append(secondsFrom nanoseconds: Int64) {
        compose(room: TextCursor.numberRoom + 11) { $0.append(secondsFrom: nanoseconds) }
    }
}

extension TextCursor {
    /// The same; takes the room of a number and eleven bytes more at most.
    mutating func append(secondsFrom nanoseconds: Int64) {
        if nanoseconds < 0 { put(UInt8(ascii: "-")) }
        let (seconds, fraction) = nanoseconds.magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
        append(decimal: Int(seconds))
        guard fraction > 0 else { return }
        put(UInt8(ascii: "."))
        append(fraction: UInt(fraction))
        while (place - 1).load(as: UInt8.self) == UInt8(ascii: "0") { place -= 1 }
    }

    /// A billionth part: nine digits.
    @inline(__always)
    mutating func append(fraction: UInt) {
        let (first, rest) = fraction.quotientAndRemainder(dividingBy: 100_000_000)
        put(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: first))
        place.storeBytes(of: Decimal.eightDigits(rest).littleEndian, as: UInt64.self)
        place += 8
    }
}

/// Decimal digits.
enum Decimal {
    /// A zero in each of eight octets.
    static let zeros: UInt64 = 0x3030_3030_3030_3030

    /// The eight digits of a number below 100,000,000, zeros in front; the first stands in the lowest octet. Without a branch: each
    /// step parts all its numbers, which lie side by side in one word, at once.
    @inline(__always)
    static func eightDigits(_ value: UInt) -> UInt64 {
        let (high, low) = value.quotientAndRemainder(dividingBy: 10_000)
        let fours = UInt64(truncatingIfNeeded: high) | UInt64(truncatingIfNeeded: low) &<< 32
        // A hundredth of what is below 10,000, and a tenth of what is below 100, without a division.
        let hundreds = ((fours &* 10_486) &>> 20) & 0x0000_007F_0000_007F
        let twos = (fours &- hundreds &* 100) &<< 16 | hundreds
        let tens = ((twos &* 103) &>> 10) & 0x000F_000F_000F_000F
        return ((twos &- tens &* 10) &<< 8 | tens) | zeros
    }

    private static let pairs: StaticString = """
        0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849\
        5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899
        """

    static func digits(of value: UInt) -> Int {
        var digits = 1
        var rest = value
        while rest >= 100 {
            rest /= 100
            digits &+= 2
        }
        return rest >= 10 ? digits &+ 1 : digits
    }

    /// Exactly so many digits at `place`: zeros in front where the number has fewer, its last ones where it has more.
    @inline(__always)
    static func write(_ value: UInt, digits count: Int, to place: UnsafeMutableRawPointer) {
        var rest = value
        var end = count
        while end >= 2 {
            let (quotient, pair) = rest.quotientAndRemainder(dividingBy: 100)
            let digits = UnsafeRawPointer(pairs.utf8Start).loadUnaligned(
                fromByteOffset: Int(truncatingIfNeeded: pair &* 2), as: UInt16.self)
            end &-= 2
            place.storeBytes(of: digits, toByteOffset: end, as: UInt16.self)
            rest = quotient
        }
        if end == 1 { place.storeBytes(of: UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10), as: UInt8.self) }
    }
}

/// Writes times as RFC 3339 UTC with nine digits; remembers the last second, since neighbours share it.
struct TimestampWriter: Sendable {
    private var second = Int64.min
    private var prefix = TextBuffer()

    /// - Parameter time: Nanoseconds since 1970 UTC.
    mutating func append(_ time: Int64, to bytes: inout TextBuffer) {
        bytes.compose(room: Self.room) { append(time, to: &$0) }
    }

    /// Bytes of a time: `2026-01-31T12:00:00.000000000Z`, a year of 64-bit nanoseconds having four digits.
    static let room = 30

    mutating func append(_ time: Int64, to cursor: inout TextCursor) {
        let second = time.flooredDivision(by: 1_000_000_000)
        if second != self.second {
            self.second = second
            prefix.removeAll()
            Self.appendDate(second, to: &prefix)
        }
        cursor.append(prefix, limit: 19)
        cursor.put(UInt8(ascii: "."))
        // Wrapping: at the type's lower end the product alone leaves it, the difference does not.
        cursor.append(fraction: UInt(truncatingIfNeeded: time &- second &* 1_000_000_000))
        cursor.put(UInt8(ascii: "Z"))
    }

    /// `2026-01-31T12:00:00`
    private static func appendDate(_ second: Int64, to bytes: inout TextBuffer) {
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
    static func appendClock(_ ofDay: Int, to bytes: inout TextBuffer) {
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
