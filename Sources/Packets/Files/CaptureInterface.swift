/// Where frames were taken: one Interface Description Block of a pcapng section, or the whole of a classic pcap file.
package struct CaptureInterface: Sendable, Hashable {
    /// `eth0`; nil where the file does not say.
    package var name: String?
    package var linkType: LinkType
    /// The most bytes of a frame that were captured; 0 means no limit.
    package var snapLength: Int
    package var resolution: TimeResolution
    /// Seconds to be added to each time stamp.
    package var timeOffset: Int64

    package init(
        name: String? = nil, linkType: LinkType, snapLength: Int = 0, resolution: TimeResolution = .microseconds,
        timeOffset: Int64 = 0
    ) {
        self.name = name
        self.linkType = linkType
        self.snapLength = snapLength
        self.resolution = resolution
        self.timeOffset = timeOffset
    }
}

/// The unit in which an interface counts time, a power of ten or of two of a second.
package struct TimeResolution: Sendable, Hashable {
    /// The octet of pcapng's `if_tsresol`: an exponent, whose top bit says that the base is two.
    package let octet: UInt8
    private let conversion: Conversion

    private enum Conversion: Sendable, Hashable {
        case multiply(UInt64)
        case divide(UInt64)
        case shift(UInt8)
    }

    package static let microseconds = TimeResolution(octet: 6)
    package static let nanoseconds = TimeResolution(octet: 9)

    package init(octet: UInt8) {
        self.octet = octet
        let exponent = octet & 0x7F
        if octet & 0x80 != 0 {
            conversion = .shift(exponent)
        } else if exponent <= 9 {
            conversion = .multiply(Self.powerOfTen(9 - exponent))
        } else if exponent <= 28 {
            conversion = .divide(Self.powerOfTen(exponent - 9))
        } else {
            // Finer than that, 64 bits hold less than a nanosecond: nothing remains.
            conversion = .shift(127)
        }
    }

    /// Nanoseconds since 1970 of a time stamp; held at the ends of Int64 where the file claims more.
    package func nanoseconds(ticks: UInt64, offset: Int64 = 0) -> Int64 {
        let time = Int64(clamping: unsignedNanoseconds(ticks))
        guard offset != 0 else { return time }
        let shift = offset.multipliedReportingOverflow(by: 1_000_000_000)
        let seconds = shift.overflow ? (offset < 0 ? Int64.min : .max) : shift.partialValue
        let sum = time.addingReportingOverflow(seconds)
        return sum.overflow ? (seconds < 0 ? .min : .max) : sum.partialValue
    }

    private func unsignedNanoseconds(_ ticks: UInt64) -> UInt64 {
        switch conversion {
        case .multiply(let factor):
            let product = ticks.multipliedReportingOverflow(by: factor)
            return product.overflow ? .max : product.partialValue
        case .divide(let divisor):
            return ticks / divisor
        case .shift(let bits):
            // 64 bits of ticks times 30 bits of nanoseconds fit in 128.
            return UInt64(clamping: (UInt128(ticks) * 1_000_000_000) >> UInt128(bits))
        }
    }

    private static func powerOfTen(_ exponent: UInt8) -> UInt64 {
        var power: UInt64 = 1
        for _ in 0..<min(exponent, 19) { power *= 10 }
        return power
    }
}
