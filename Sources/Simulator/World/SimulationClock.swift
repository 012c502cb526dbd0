#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The time that stations write into letters and that the tape bears.
///
/// In a scenario it is virtual: it starts at a fixed moment and moves only when something is said, opened or closed, by an
/// amount drawn from the seed. So two runs show the same times, on any machine, however busy. Live stations use the wall clock.
package struct SimulationClock: Sendable {
    /// What moved the clock.
    package enum Cause: Sendable {
        case opening, saying, closing, deciding, walking
        /// Octets of TLS cross a socket: no time passes.
        case crossing
    }

    /// Nanoseconds since 1970 UTC.
    package private(set) var now: Int64
    /// Moves only when something happens, and hours pass at once.
    package let isVirtual: Bool
    private var random: SeededRandom

    package init(virtualFrom start: Int64, seed: UInt64) {
        now = start
        isVirtual = true
        random = SeededRandom(seed: seed, purpose: "clock")
    }

    /// A clock that shows the real time.
    package init() {
        now = Self.wallTime()
        isVirtual = false
        random = SeededRandom(seed: 0)
    }

    /// Moves on to the moment of the next event.
    package mutating func advance(for cause: Cause) -> Int64 {
        guard isVirtual else {
            // Never backwards, even where somebody sets the system's clock: a tape's times must not decrease.
            now = max(now, Self.wallTime())
            return now
        }
        let (least, spread): (Int64, UInt64) =
            switch cause {
            case .opening: (20_000_000, 10_000_000)
            case .saying: (2_000_000, 3_000_000)
            case .closing: (1_000_000, 500_000)
            case .deciding: (1_000_000, 0)
            // A reader looks into the maildrop some time after the letter came.
            case .walking: (60_000_000_000, 0)
            case .crossing: (0, 0)
            }
        now += least + (spread == 0 ? 0 : Int64(random.next() % spread / 1_000 * 1_000))
        return now
    }

    /// Lets time pass in which nothing happens; the wall clock moves by itself.
    ///
    /// - Parameter moment: Nanoseconds since 1970 UTC; one that is past changes nothing.
    package mutating func advance(to moment: Int64) {
        if isVirtual { now = max(now, moment) }
    }

    static func wallTime() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
