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

    private static func sum(_ span: Span<UInt8>, from start: Int, count: Int) -> UInt64 {
        span.extracting(start..<start &+ count).withUnsafeBufferPointer { bytes in
            bytes.baseAddress.map { csums_segment($0, bytes.count) } ?? 0
        }
    }
}
