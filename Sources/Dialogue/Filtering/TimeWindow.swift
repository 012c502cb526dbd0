import MailProtocols

/// A stretch of a capture's time, `FROM..TO`, either end open. An end is RFC 3339 (`2026-01-05T09:00:00Z`), a time of the day
/// on which the capture begins (`09:00` or `09:00:00.5`, UTC), or seconds from its first frame (`+90`).
package struct TimeWindow: Sendable, Hashable {
    private enum End: Sendable, Hashable {
        case open
        /// Nanoseconds since 1970 UTC, since the capture's day began, since its first frame.
        case absolute(Int64)
        case ofDay(Int64)
        case sinceStart(Int64)
    }

    private let from: End
    private let to: End
    private static let second: Int64 = 1_000_000_000
    private static let day: Int64 = 86_400 * second

    /// - Returns: nil where the text is no such stretch.
    package init?(_ text: String) {
        let octets = Array(text.utf8)
        guard let gap = octets.indices.dropLast().first(where: { octets[$0] == 0x2E && octets[$0 + 1] == 0x2E }),
            let from = Self.end(octets[..<gap]), let to = Self.end(octets[(gap + 2)...]),
            from != .open || to != .open
        else { return nil }
        self.from = from
        self.to = to
    }

    /// The first and the last nanosecond, once it is known when the capture begins.
    package func range(captureStart: Int64) -> ClosedRange<Int64> {
        let first = Self.time(from, captureStart) ?? .min
        let last = Self.time(to, captureStart) ?? .max
        return first...max(first, last)
    }

    /// Whether the end comes before the beginning, as far as that can be told without the capture.
    package var isReversed: Bool {
        switch (from, to) {
        case (.absolute(let from), .absolute(let to)), (.ofDay(let from), .ofDay(let to)),
            (.sinceStart(let from), .sinceStart(let to)):
            from > to
        default: false
        }
    }

    private static func time(_ end: End, _ start: Int64) -> Int64? {
        switch end {
        case .open: nil
        case .absolute(let time): time
        case .ofDay(let time): start.flooredQuotient(day).multipliedReportingOverflow(by: day).partialValue &+ time
        case .sinceStart(let time): start.addingReportingOverflow(time).overflow ? Int64.max : start &+ time
        }
    }

    private static func end(_ octets: ArraySlice<UInt8>) -> End? {
        guard let first = octets.first else { return .open }
        if first == UInt8(ascii: "+") {
            return seconds(octets.dropFirst(), digits: 1...9).map { .sinceStart($0) }
        }
        guard octets.contains(UInt8(ascii: "T")) || octets.contains(UInt8(ascii: "t")) else {
            return clock(octets).map { .ofDay($0) }
        }
        return moment(octets).map { .absolute($0) }
    }

    /// `2026-01-05T09:00:00.5Z`, with an offset `+01:00` in the place of Z, or with neither, which is UTC.
    private static func moment(_ octets: ArraySlice<UInt8>) -> Int64? {
        let parts = octets.split(maxSplits: 1) { $0 | 0x20 == UInt8(ascii: "t") }
        guard parts.count == 2 else { return nil }
        let date = parts[0].split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard date.count == 3, date[0].count == 4, let year = number(date[0]), let month = number(date[1]),
            let day = number(date[2]),
            let midnight = CivilTime.seconds(year: year, month: month, day: day, hour: 0, minute: 0, second: 0)
        else { return nil }
        var time = parts[1]
        var offset: Int64 = 0
        if let last = time.last, last | 0x20 == UInt8(ascii: "z") {
            time = time.dropLast()
        } else if let sign = time.lastIndex(where: { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }) {
            guard let shift = clock(time[(sign + 1)...]) else { return nil }
            offset = time[sign] == UInt8(ascii: "-") ? -shift : shift
            time = time[..<sign]
        }
        guard let clock = clock(time) else { return nil }
        // RFC 3339 reaches beyond the years of our nanoseconds.
        let (nanoseconds, overflow) = midnight.multipliedReportingOverflow(by: second)
        return overflow ? nil : nanoseconds &+ clock &- offset
    }

    /// `09:00`, `09:00:00` or `09:00:00.25`, as nanoseconds.
    private static func clock(_ octets: ArraySlice<UInt8>) -> Int64? {
        let parts = octets.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), let hour = number(parts[0]), hour < 24, let minute = number(parts[1]),
            minute < 60
        else { return nil }
        var rest: Int64 = 0
        if parts.count == 3 {
            guard let seconds = seconds(parts[2], digits: 1...2), seconds < 61 * second else { return nil }
            rest = seconds
        }
        return Int64(hour * 3_600 + minute * 60) * second + rest
    }

    /// Whole seconds with or without a fraction of up to nine digits, as nanoseconds.
    private static func seconds(_ octets: ArraySlice<UInt8>, digits: ClosedRange<Int>) -> Int64? {
        let parts = octets.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), digits.contains(parts[0].count), let whole = number(parts[0]) else {
            return nil
        }
        var fraction = 0
        if parts.count == 2 {
            guard (1...9).contains(parts[1].count), let read = number(parts[1]) else { return nil }
            fraction = read
            for _ in parts[1].count..<9 { fraction *= 10 }
        }
        return Int64(whole) * second + Int64(fraction)
    }

    /// Up to nine digits and nothing else.
    private static func number(_ octets: ArraySlice<UInt8>) -> Int? {
        guard (1...9).contains(octets.count), octets.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return octets.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
}
