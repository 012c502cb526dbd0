/// When a letter that could not be handed on is tried again, and when it is given up, RFC 5321 section 4.5.4.1: half an hour at
/// least between two attempts, and four or five days in all.
package struct RetrySchedule: Sendable, Hashable {
    /// From one attempt to the next, nanoseconds; the last one repeats. Never empty.
    package var intervals: [Int64]
    /// From acceptance to giving up.
    package var expiry: Int64
    /// From acceptance to the notice that the letter is late; nil for none.
    package var warning: Int64?

    package init(
        intervals: [Int64] = [30, 60, 120, 240].map { $0 * Self.minute }, expiry: Int64 = 5 * 24 * 60 * Self.minute,
        warning: Int64? = 4 * 60 * Self.minute
    ) {
        self.intervals = intervals.isEmpty ? [30 * Self.minute] : intervals
        self.expiry = expiry
        self.warning = warning
    }

    package static let second: Int64 = 1_000_000_000
    package static let minute = 60 * second

    /// The moment of the next attempt.
    ///
    /// - Parameter attempts: So many were made.
    package func next(afterAttempts attempts: Int, at now: Int64, acceptedAt accepted: Int64) -> Int64 {
        let interval = intervals[min(max(attempts, 1), intervals.count) - 1]
        // The last attempt is made when the time is up, not an interval later.
        return now < accepted + expiry ? min(now + interval, accepted + expiry) : now + interval
    }

    package func isExpired(_ letter: QueuedLetter, at now: Int64) -> Bool { now >= letter.time + expiry }

    package func isLate(_ letter: QueuedLetter, at now: Int64) -> Bool {
        warning.map { now >= letter.time + $0 } ?? false
    }
}
