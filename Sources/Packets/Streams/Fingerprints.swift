import CSums

/// Remembers the last segments that each half-stream delivered, by offset, length and a 64-bit sum of their bytes, so that a second
/// copy can be compared with a first one that is no longer there.
struct Fingerprints {
    /// Segments remembered for each half-stream: as many as are in flight on a fast connection.
    static let perHalf = 64

    struct Entry {
        /// The low 32 bits of the offset: 64 segments cannot span more.
        var offset: UInt32 = 0
        /// 0 for an unused entry.
        var length: UInt32 = 0
        var sum: UInt64 = 0
    }

    private var entries: [Entry] = []
    private var free: [Int32] = []
    /// Half-streams that may be remembered at one time: 1 KiB each.
    private let maximumRings: Int

    init(maximumRings: Int) {
        self.maximumRings = maximumRings
        // Untouched memory costs nothing; to grow by copying would need twice the room.
        entries.reserveCapacity(maximumRings * Self.perHalf)
    }

    /// A ring of its own for a half-stream; -2 where all are in use, so that its copies will not be compared.
    mutating func take() -> Int32 {
        if let last = free.popLast() { return last }
        let ring = entries.count / Self.perHalf
        guard ring < maximumRings else { return -2 }
        entries.append(contentsOf: repeatElement(Entry(), count: Self.perHalf))
        return Int32(ring)
    }

    /// - Parameter used: Fingerprints that were noted in it.
    mutating func release(_ ring: Int32, used: UInt32) {
        guard ring >= 0 else { return }
        for index in 0..<min(Self.perHalf, Int(used)) { entries[Int(ring) * Self.perHalf + index].length = 0 }
        free.append(ring)
    }

    @inline(__always)
    mutating func note(_ bytes: Span<UInt8>, from start: Int, count: Int, offset: Int, in ring: Int32, at place: UInt32)
    {
        let sum = Self.sum(bytes, from: start, count: count)
        entries[Int(ring) &* Self.perHalf &+ Int(place) % Self.perHalf] = Entry(
            offset: UInt32(truncatingIfNeeded: offset), length: UInt32(truncatingIfNeeded: count), sum: sum)
    }

    /// Whether these very bytes were delivered before with another content; false where that is not known.
    func differs(_ bytes: Span<UInt8>, from start: Int, count: Int, offset: Int, in ring: Int32) -> Bool {
        guard ring >= 0 else { return false }
        let first = Int(ring) * Self.perHalf
        for index in first..<first + Self.perHalf {
            let entry = entries[index]
            guard entry.length == UInt32(truncatingIfNeeded: count),
                entry.offset == UInt32(truncatingIfNeeded: offset)
            else { continue }
            return entry.sum != Self.sum(bytes, from: start, count: count)
        }
        return false
    }

    /// Two sums over the bytes as 64-bit numbers, one of them weighted by place: a few additions for 32 bytes.
    static func sum(_ span: Span<UInt8>, from start: Int, count: Int) -> UInt64 {
        var plain = SIMD4<UInt64>(repeating: 0)
        var weighted = SIMD4<UInt64>(repeating: 0)
        var sum = UInt64(truncatingIfNeeded: count)
        span.extracting(start..<start &+ count).withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return }
            guard count >= 32 else {
                for byte in bytes { sum = (sum ^ UInt64(byte)) &* 0x9E37_79B9_7F4A_7C15 }
                return
            }
            add(base, blocks: count / 32, &plain, &weighted)
            // The last block overlaps the one before it.
            if count % 32 > 0 { add(base + (count - 32), blocks: 1, &plain, &weighted) }
        }
        for lane in 0..<4 {
            sum = (sum ^ plain[lane]) &* 0x9E37_79B9_7F4A_7C15
            sum = (sum ^ (sum >> 29) ^ weighted[lane]) &* 0xD6E8_FEB8_6659_FD93
        }
        return sum ^ (sum >> 31)
    }

    @inline(__always)
    private static func add(
        _ bytes: UnsafePointer<UInt8>, blocks: Int, _ plain: inout SIMD4<UInt64>, _ weighted: inout SIMD4<UInt64>
    ) {
        withUnsafeMutableBytes(of: &plain) { plain in
            withUnsafeMutableBytes(of: &weighted) { weighted in
                guard let plain = plain.baseAddress, let weighted = weighted.baseAddress else { return }
                csums_segment(
                    plain.assumingMemoryBound(to: UInt64.self), weighted.assumingMemoryBound(to: UInt64.self), bytes,
                    blocks)
            }
        }
    }
}
