#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Where `byte` first stands in `bytes` at or after `start`, counted from the start of the span; nil if nowhere.
///
/// The one place that calls `memchr`, which looks at 16 or 32 bytes at a time: line ends and dots of whole messages are
/// found through it. A `start` outside the span finds nothing.
package func firstIndex(of byte: UInt8, in bytes: borrowing Span<UInt8>, from start: Int = 0) -> Int? {
    guard start >= 0, start < bytes.count else { return nil }
    return bytes.withUnsafeBufferPointer { buffer in
        guard let base = buffer.baseAddress,
            let found = memchr(base + start, Int32(byte), buffer.count - start)
        else { return nil }
        return base.distance(to: found.assumingMemoryBound(to: UInt8.self))
    }
}

/// Where the last line feed of `bytes` in `range` stands; nil if there is none. Looks from behind, so mostly at one line,
/// eight octets at a time.
func lastLineFeed(in bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> Int? {
    guard range.lowerBound >= 0, range.upperBound <= bytes.count else { return nil }
    let ones: UInt64 = 0x0101_0101_0101_0101
    let feeds = ones &* UInt64(Ascii.lineFeed)
    return bytes.withUnsafeBytes { bytes in
        var index = range.upperBound
        while index &- range.lowerBound >= 8 {
            // An octet is 0 here where it was a line feed; subtracting 1 then borrows into its top bit.
            let eight = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index &- 8, as: UInt64.self)) ^ feeds
            if (eight &- ones) & ~eight & (ones &* 0x80) != 0 { break }
            index &-= 8
        }
        while index > range.lowerBound {
            index &-= 1
            if bytes[index] == Ascii.lineFeed { return index }
        }
        return nil
    }
}

/// Where `needle` first stands in `bytes` at or after `start`, counted from the start of the span; nil if nowhere.
/// An empty needle is found nowhere.
package func firstIndex(of needle: borrowing Span<UInt8>, in bytes: borrowing Span<UInt8>, from start: Int = 0) -> Int?
{
    guard start >= 0, needle.count > 0, start <= bytes.count - needle.count else { return nil }
    let first = needle[0]
    var from = start
    while let found = firstIndex(of: first, in: bytes, from: from), found <= bytes.count - needle.count {
        var matched = 1
        while matched < needle.count, bytes[found + matched] == needle[matched] { matched += 1 }
        if matched == needle.count { return found }
        from = found + 1
    }
    return nil
}
