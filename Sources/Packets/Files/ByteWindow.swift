/// A sliding view of a byte source in one buffer that is used again and again.
///
/// Offsets are counted from the first byte not yet consumed. Consumed bytes stay where they are until ``require(_:)`` or
/// ``skip(_:)`` must read again, so that a frame can be lent from them.
struct ByteWindow: ~Copyable {
    private(set) var source: ByteSource
    private var base: UnsafeMutableRawPointer
    private var capacity: Int
    /// Where the first unconsumed byte, and the first free byte, lie in the buffer.
    private var start = 0
    private var end = 0
    /// Stream position of the buffer's first byte.
    private var origin = 0

    /// Large enough that system calls cost nothing, small enough to stay in the second-level cache.
    static let usualCapacity = 1 << 18

    init(_ source: consuming ByteSource, capacity: Int = ByteWindow.usualCapacity) {
        self.source = source
        self.capacity = capacity
        base = .allocate(byteCount: capacity, alignment: 4_096)
    }

    deinit { base.deallocate() }

    /// Bytes that can be looked at without reading.
    var available: Int { end - start }
    /// Bytes of the stream that were consumed.
    var position: Int { origin + start }
    /// Bytes of the stream that were read.
    var read: Int { origin + end }

    /// Sees to it that `count` bytes are there.
    /// - Parameter count: at most a named limit of the caller's; the buffer grows to twice that at most, and only
    ///   as bytes come.
    /// - Returns: false when the stream ends before; all it had is then available.
    mutating func require(_ count: Int) throws(CaptureFileError) -> Bool {
        if end - start >= count { return true }
        return try fill(count)
    }

    @inline(never)
    private mutating func fill(_ count: Int) throws(CaptureFileError) -> Bool {
        compact()
        while end < count {
            if end == capacity { grow() }
            let room = UnsafeMutableRawBufferPointer(start: base + end, count: capacity - end)
            let got = try source.read(into: room)
            if got == 0 { return false }
            end += got
        }
        return true
    }

    private mutating func compact() {
        guard start > 0 else { return }
        base.copyMemory(from: base + start, byteCount: end - start)
        origin += start
        end -= start
        start = 0
    }

    private mutating func grow() {
        let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity * 2, alignment: 4_096)
        larger.copyMemory(from: base, byteCount: end)
        base.deallocate()
        base = larger
        capacity *= 2
    }

    /// Marks bytes that are available as consumed.
    mutating func consume(_ count: Int) {
        precondition(count >= 0 && count <= end - start)
        start += count
    }

    /// Consumes bytes without keeping them.
    /// - Returns: false when the stream ends before.
    mutating func skip(_ count: Int) throws(CaptureFileError) -> Bool {
        var left = count
        while left > 0 {
            if start == end, try !fill(1) { return false }
            let step = min(left, end - start)
            start += step
            left -= step
        }
        return true
    }

    /// Four bytes in the host's order.
    func word(at offset: Int) -> UInt32 {
        precondition(offset >= 0 && offset + 4 <= end - start)
        return base.loadUnaligned(fromByteOffset: start + offset, as: UInt32.self)
    }

    /// Where available bytes lie; good until the next `require` or `skip`.
    func bytes(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        precondition(range.lowerBound >= 0 && range.upperBound <= end - start)
        return UnsafeRawBufferPointer(start: base + start + range.lowerBound, count: range.count)
    }
}

// The window alone owns its buffer and its source, so it may move to another thread as a whole.
extension ByteWindow: @unchecked Sendable {}
