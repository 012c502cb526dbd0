package import MailProtocols

/// How quickly a connection went: nanoseconds, as the capture saw them.
package struct ConnectionTiming: Sendable, Hashable {
    /// A time in which neither side spoke, and for what it was waited.
    package struct Silence: Sendable, Hashable {
        package var time: Int64
        package var wait: Wait

        package init(time: Int64, wait: Wait) {
            self.time = time
            self.wait = wait
        }
    }

    /// From the connection's first frame to the whole greeting; nil where one of them was not seen.
    package var greeting: Int64?
    /// Octets of messages, and the time from the first to the last octet of each.
    package var contentBytes = 0
    package var contentTime: Int64 = 0
    /// The longest.
    package var silence = Silence(time: 0, wait: .unknown)
    /// The one that came nearest to the limit of what it waited for, or went farthest beyond; kept from a minute on.
    package var nearest = Silence(time: 0, wait: .unknown)

    package init() {}

    /// Content that came within this says nothing of the pace: 10 ms.
    private static let leastContentTime: Int64 = 10_000_000

    /// Octets of content a second; nil where they came all at once.
    package var throughput: Int? {
        guard contentTime >= Self.leastContentTime else { return nil }
        let (product, overflow) = contentBytes.multipliedReportingOverflow(by: 1_000_000_000)
        return overflow ? contentBytes / max(1, Int(contentTime / 1_000_000_000)) : product / Int(contentTime)
    }

    /// The silence that took half the time that its limit grants, or more.
    package var remarkable: Silence? {
        guard let limit = nearest.wait.limit, nearest.time >= Int64(limit) * 500_000_000 else { return nil }
        return nearest
    }

    /// It went beyond that.
    package var isExceeded: Bool {
        guard let limit = nearest.wait.limit else { return false }
        return nearest.time > Int64(limit) * 1_000_000_000
    }
}

/// Watches the time between chunks: a subtraction and two comparisons each.
struct SilenceWatch: Sendable {
    /// No limit is shorter than twice this: a silence that is shorter comes near none.
    private static let leastRemarkable: Int64 = 60_000_000_000

    private(set) var longest = ConnectionTiming.Silence(time: 0, wait: .unknown)
    private(set) var nearest = ConnectionTiming.Silence(time: 0, wait: .unknown)
    /// When somebody spoke last.
    private var last: Int64?

    /// - Parameter start: When the connection began; nil where that was not seen.
    init(start: Int64?) { last = start }

    /// How long nobody had spoken; somebody does now. nil where that is not worth to be kept.
    mutating func end(at time: Int64) -> Int64? {
        guard let last else {
            self.last = time
            return nil
        }
        let (gap, overflow) = time.subtractingReportingOverflow(last)
        // What waited behind a hole is heard late.
        guard gap > 0, !overflow else { return nil }
        self.last = time
        return gap > longest.time || gap >= Self.leastRemarkable ? gap : nil
    }

    mutating func keep(_ gap: Int64, for wait: Wait) {
        let silence = ConnectionTiming.Silence(time: gap, wait: wait)
        if gap > longest.time { longest = silence }
        guard gap >= Self.leastRemarkable, Self.share(silence) > Self.share(nearest) else { return }
        nearest = silence
    }

    /// Of its limit, in thousandths.
    private static func share(_ silence: ConnectionTiming.Silence) -> Int64 {
        guard let limit = silence.wait.limit else { return 0 }
        return silence.time / 1_000_000 / Int64(limit)
    }
}

extension Int64 {
    /// The sum, or the greatest number where it would be greater: times that a capture claims can add up to anything.
    func addingSaturated(_ duration: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(duration)
        return overflow ? .max : sum
    }
}
