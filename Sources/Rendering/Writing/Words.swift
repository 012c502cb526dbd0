/// Words for numbers and times in terminal text.
package enum Words {
    /// `1 octet`, `12 octets`
    static func count(_ number: Int, _ one: String, _ many: String? = nil) -> String {
        number == 1 ? "1 \(one)" : "\(number) \(many ?? one + "s")"
    }

    /// `0.213 ms`, `12.0 ms`, `3.4 s`
    static func duration(_ nanoseconds: Int64) -> String {
        var bytes = TextBuffer()
        append(duration: nanoseconds, to: &bytes)
        return bytes.text
    }

    static func append(duration nanoseconds: Int64, to bytes: inout TextBuffer) {
        let amount = nanoseconds.magnitude
        if nanoseconds < 0 { bytes.put("-") }
        switch amount {
        case 0..<1_000_000: append(amount / 1_000, places: 3, to: &bytes)
        case 1_000_000..<1_000_000_000: append(amount / 100_000, places: 1, to: &bytes)
        default: append(amount / 100_000_000, places: 1, to: &bytes)
        }
        bytes.put(amount < 1_000_000_000 ? " ms" : " s")
    }

    /// `12:00:00.003`, UTC.
    package static func clock(_ time: Int64) -> String {
        var bytes = TextBuffer()
        append(clock: time, to: &bytes)
        return bytes.text
    }

    private static func append(clock time: Int64, to bytes: inout TextBuffer) {
        let second = time.flooredDivision(by: 1_000_000_000)
        TimestampWriter.appendClock(Int(second - second.flooredDivision(by: 86_400) * 86_400), to: &bytes)
        bytes.put(".")
        bytes.append(Int((time &- second &* 1_000_000_000) / 1_000_000), digits: 3)
    }

    /// `2026-01-31 12:00:00.003 UTC`
    static func append(date time: Int64, to bytes: inout TextBuffer) {
        let day = CivilDate(daysSince1970: Int(time.flooredDivision(by: 86_400 * 1_000_000_000)))
        bytes.append(day.year, digits: 4)
        bytes.put("-")
        bytes.append(day.month, digits: 2)
        bytes.put("-")
        bytes.append(day.day, digits: 2)
        bytes.put(" ")
        append(clock: time, to: &bytes)
        bytes.put(" UTC")
    }

    private static func append(_ amount: UInt64, places: Int, to bytes: inout TextBuffer) {
        let unit: UInt64 = places == 3 ? 1_000 : 10
        bytes.append(decimal: UInt(amount / unit))
        bytes.put(".")
        bytes.append(Int(amount % unit), digits: places)
    }
}
