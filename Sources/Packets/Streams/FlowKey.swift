/// Which of a flow's two senders: the one whose frame was seen first, or the other.
package enum Direction: UInt8, Sendable, Hashable, CaseIterable {
    case forward, backward

    package var opposite: Direction { self == .forward ? .backward : .forward }

    /// Written out, so that it is a comparison of bytes in other modules too and not three calls: it is asked for each segment.
    @inlinable
    package static func == (left: Direction, right: Direction) -> Bool {
        switch left {
        case .forward: if case .forward = right { true } else { false }
        case .backward: if case .backward = right { true } else { false }
        }
    }
}

/// The two ends of a TCP connection, the same for both directions: the end that sorts first stands first.
package struct FlowKey: Sendable, Hashable, BitwiseCopyable {
    package let lowAddress: IPAddress
    package let highAddress: IPAddress
    package let lowPort: UInt16
    package let highPort: UInt16

    @inline(__always)
    init(low: IPAddress, _ lowPort: UInt16, high: IPAddress, _ highPort: UInt16) {
        lowAddress = low
        highAddress = high
        self.lowPort = lowPort
        self.highPort = highPort
    }

    package init(_ one: IPAddress, _ onePort: UInt16, _ other: IPAddress, _ otherPort: UInt16) {
        if FlowKey.sorts(one, onePort, before: other, otherPort) {
            self.init(low: one, onePort, high: other, otherPort)
        } else {
            self.init(low: other, otherPort, high: one, onePort)
        }
    }

    /// Whether the first end is the low one; equal ends are low.
    @inline(__always)
    static func sorts(_ one: IPAddress, _ onePort: UInt16, before other: IPAddress, _ otherPort: UInt16) -> Bool {
        if one.low != other.low { return one.low < other.low }
        if one.high != other.high { return one.high < other.high }
        return onePort <= otherPort
    }

    @inline(__always)
    func isSame(as other: FlowKey) -> Bool {
        let addresses =
            (lowAddress.low ^ other.lowAddress.low) | (highAddress.low ^ other.highAddress.low)
            | (lowAddress.high ^ other.lowAddress.high) | (highAddress.high ^ other.highAddress.high)
        return addresses == 0 && lowPort == other.lowPort && highPort == other.highPort
    }

    /// A hash whose collisions cannot be prepared in a capture file, because `seed` is drawn anew in each run.
    @inline(__always)
    func hash(seed: UInt64) -> UInt64 {
        let ports = UInt64(lowPort) << 16 | UInt64(highPort)
        let one = FlowKey.fold(lowAddress.low ^ seed, highAddress.low ^ 0x9E37_79B9_7F4A_7C15)
        let two = FlowKey.fold(lowAddress.high ^ ports ^ seed.byteSwapped, highAddress.high ^ 0xD6E8_FEB8_6659_FD93)
        return FlowKey.fold(one ^ seed, two ^ 0xA076_1D64_78BD_642F)
    }

    @inline(__always)
    private static func fold(_ one: UInt64, _ other: UInt64) -> UInt64 {
        let product = one.multipliedFullWidth(by: other)
        return product.high ^ product.low
    }
}
