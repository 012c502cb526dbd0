/// Finds the ends of lines in the windows of one half-stream, looking at no octet twice.
struct LineScanner: Sendable, Hashable {
    /// Octets that a line may have while it is still kept whole. RFC 5321 section 4.5.3.1 allows 512, extensions and SASL
    /// (RFC 4954 section 4) 12,288; beyond this limit the head is reported and the rest is only counted.
    static let limit = 65_536

    enum Found {
        /// `textEnd` without the line end, `end` behind it; in the window.
        case line(textEnd: Int, end: Int)
        /// A hole broke the line: all of the window belongs to it.
        case cut(textEnd: Int)
        /// The stream ended first.
        case unended(textEnd: Int)
        /// Longer than the limit: all of the window belongs to it, and its end is not in sight.
        case tooLong
        /// A further piece of a line that is too long.
        case tail
        case incomplete
    }

    /// Octets at the window's start that hold no line feed.
    private var scanned = 0
    /// Stream position of the start of a line that outgrew the limit.
    private(set) var longStart: Int?

    mutating func find(in window: Span<UInt8>, at offset: Int, edge: Edge) -> Found {
        let count = window.count
        if let lineFeed = firstIndex(of: 0x0A, in: window, from: scanned) {
            scanned = 0
            let textEnd = lineFeed > 0 && window[lineFeed - 1] == 0x0D ? lineFeed - 1 : lineFeed
            return .line(textEnd: textEnd, end: lineFeed + 1)
        }
        scanned = count
        switch edge {
        case .open:
            if longStart != nil {
                scanned = 0
                return count > 0 ? .tail : .incomplete
            }
            guard count > Self.limit else { return .incomplete }
            longStart = offset
            scanned = 0
            return .tooLong
        case .hole:
            scanned = 0
            var textEnd = count
            while textEnd > 0, window[textEnd - 1] == 0x0D { textEnd -= 1 }
            return count > 0 || longStart != nil ? .cut(textEnd: textEnd) : .incomplete
        case .end:
            scanned = 0
            var textEnd = count
            while textEnd > 0, window[textEnd - 1] == 0x0D { textEnd -= 1 }
            return count > 0 || longStart != nil ? .unended(textEnd: textEnd) : .incomplete
        }
    }

    /// The line that was found is dealt with: the next window starts behind it.
    mutating func takeLongStart() -> Int? {
        defer { longStart = nil }
        return longStart
    }

    mutating func reset() {
        scanned = 0
        longStart = nil
    }
}
