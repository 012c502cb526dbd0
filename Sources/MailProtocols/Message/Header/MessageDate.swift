/// The date of a letter, `Fri, 2 Jan 2026 03:04:05 +0100`, RFC 5322 section 3.3, with the older forms of section 4.3.
package struct MessageDate: Sendable, Hashable {
    /// Since 1970 UTC.
    package var seconds: Int64
    /// The writer's zone: minutes east of Greenwich, -1439...1439.
    package var zoneMinutes: Int
    /// False for `-0000` and for letters that mean no zone: the time is UTC, the writer's zone untold.
    package var isZoneKnown: Bool

    package init(seconds: Int64, zoneMinutes: Int = 0, isZoneKnown: Bool = true) {
        self.seconds = seconds
        self.zoneMinutes = min(max(zoneMinutes, -1_439), 1_439)
        self.isZoneKnown = isZoneKnown
    }

    /// Since 1970 UTC; nil beyond the years 1677 to 2262.
    package var nanoseconds: Int64? {
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        return overflow ? nil : product
    }

    /// - Parameter value: The field's value; comments and folds may stand anywhere. The name of the day is not compared.
    /// - Returns: nil for what is no date.
    package init?(_ value: [UInt8]) {
        var words = HeaderWords(value)
        // The name of the day and its comma may be lacking.
        if words.peek?.first?.isASCIILetter == true { _ = words.next() }
        if words.isNext(UInt8(ascii: ",")) { _ = words.next() }
        guard let day = words.nextNumber(digits: 1...2), let month = words.next().flatMap(Self.month),
            let yearWord = words.next(), var year = Self.number(yearWord, digits: 2...4),
            let hour = words.nextNumber(digits: 1...2), words.next() == [UInt8(ascii: ":")],
            let minute = words.nextNumber(digits: 1...2)
        else { return nil }
        // Years of two and three digits, RFC 5322 section 4.3.
        if yearWord.count == 2 { year += year < 50 ? 2_000 : 1_900 } else if yearWord.count == 3 { year += 1_900 }
        var second = 0
        if words.isNext(UInt8(ascii: ":")) {
            _ = words.next()
            guard let seconds = words.nextNumber(digits: 1...2) else { return nil }
            second = seconds
        }
        guard
            let local = CivilTime.seconds(
                year: year, month: month, day: day, hour: hour, minute: minute, second: second)
        else { return nil }
        let zone = words.next().map(Self.zone) ?? (minutes: 0, isKnown: false)
        self.init(seconds: local - Int64(zone.minutes * 60), zoneMinutes: zone.minutes, isZoneKnown: zone.isKnown)
    }

    private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    private static let monthNames = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    private static let dayNames = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]

    private static func month(_ word: [UInt8]) -> Int? {
        let start = word.prefix(3).map(\.lowercasedASCII)
        return months.firstIndex { $0.utf8.elementsEqual(start) }.map { $0 + 1 }
    }

    static func number(_ word: [UInt8], digits: ClosedRange<Int>) -> Int? {
        guard digits.contains(word.count), word.allSatisfy(\.isASCIIDigit) else { return nil }
        return word.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    /// `+0130`, or a name of RFC 5322 section 4.3; anything else is taken as UTC with the zone untold, as that section asks.
    private static func zone(_ word: [UInt8]) -> (minutes: Int, isKnown: Bool) {
        let sign = word.first
        if sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
            let number = number(Array(word.dropFirst()), digits: 4...4),
            number % 100 < 60, number / 100 < 24
        {
            let minutes = number / 100 * 60 + number % 100
            return sign == UInt8(ascii: "-") ? (-minutes, minutes != 0) : (minutes, true)
        }
        switch String(decoding: word, as: UTF8.self).lowercasedASCII {
        case "ut", "utc", "gmt": return (0, true)
        case "edt": return (-240, true)
        case "est", "cdt": return (-300, true)
        case "cst", "mdt": return (-360, true)
        case "mst", "pdt": return (-420, true)
        case "pst": return (-480, true)
        default: return (0, false)
        }
    }
}

extension MessageDate {
    /// As a Date field has it: `Fri, 2 Jan 2026 03:04:05 +0100`.
    package var text: String {
        let time = CivilTime(secondsSince1970: seconds &+ Int64(zoneMinutes * 60))
        var bytes: [UInt8] = []
        bytes.append(text: "\(Self.dayNames[time.weekday]), \(time.day) \(Self.monthNames[time.month - 1]) ")
        bytes.append(decimal: time.year, width: 4)
        bytes.append(UInt8(ascii: " "))
        Timestamps.appendClock(time, to: &bytes)
        bytes.append(text: zoneMinutes < 0 || !isZoneKnown ? " -" : " +")
        bytes.append(decimal: abs(zoneMinutes) / 60, width: 2)
        bytes.append(decimal: abs(zoneMinutes) % 60, width: 2)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The date of a moment on the wire, in UTC unless told otherwise.
    package init(nanoseconds: Int64, zoneMinutes: Int = 0) {
        self.init(seconds: nanoseconds.flooredQuotient(1_000_000_000), zoneMinutes: zoneMinutes)
    }
}
