/// What is known of a captured frame beside its bytes.
package struct FrameInfo: Sendable, Hashable {
    /// From 1, in the order of the capture.
    package var number: Int
    /// Nanoseconds since 1970 UTC, within ``times``.
    package internal(set) var time: Int64
    /// Bytes the frame had on the wire; more than were captured where the snap length cut it.
    package var originalLength: Int
    package var linkType: LinkType
    /// Index of the interface in its capture section, from 0.
    package var interface: Int

    /// From 1823 to 2116: whatever a file claims, the difference of two times is a number.
    package static let times: ClosedRange<Int64> = -(1 << 62)...(1 << 62) - 1

    /// - Parameter time: Held at the ends of ``times``.
    package init(number: Int, time: Int64, originalLength: Int, linkType: LinkType, interface: Int = 0) {
        self.number = number
        self.time = Self.held(time)
        self.originalLength = originalLength
        self.linkType = linkType
        self.interface = interface
    }

    /// The time, or the end of ``times`` that is nearest.
    static func held(_ time: Int64) -> Int64 { min(max(time, times.lowerBound), times.upperBound) }
}

/// One captured frame, lent until the reader moves on.
package struct Frame: ~Escapable {
    package let info: FrameInfo
    package let bytes: Span<UInt8>
    /// The pcapng options behind the frame, still encoded; empty in other formats.
    private let options: Span<UInt8>
    private let optionsSwapped: Bool

    @_lifetime(copy bytes)
    package init(_ info: FrameInfo, bytes: Span<UInt8>) {
        self.info = info
        self.bytes = bytes
        options = bytes.extracting(first: 0)
        optionsSwapped = false
    }

    @_lifetime(copy bytes, copy options)
    init(_ info: FrameInfo, bytes: Span<UInt8>, options: Span<UInt8>, swapped: Bool) {
        self.info = info
        self.bytes = bytes
        self.options = options
        optionsSwapped = swapped
    }

    /// What the capture file remarks on this frame, in its order; read from the file's bytes at each call.
    package var comments: [String] {
        if options.isEmpty { return [] }
        return options.withUnsafeBufferPointer {
            PcapngOption.comments(in: UnsafeRawBufferPointer($0), swapped: optionsSwapped)
        }
    }
}
