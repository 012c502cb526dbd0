import CSums
import Testing

/// The same sums come out, whatever vectors the processor has.
@Suite struct CSumsTests {
    /// Octets without a pattern, the same in every run.
    private static let octets: [UInt8] = {
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        return (0..<64 * 40).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 56)
        }
    }()

    private static func mark(way: Int32, from start: Int, blocks: Int) -> [[UInt64]]? {
        var sums = [UInt64](0..<8)
        var bits = [UInt64](repeating: 0, count: 8)
        let keys = (0..<8).map { UInt64($0) &* 0x0123_4567_89AB_CDEF }
        let pace = (0..<8).map { UInt64($0) &* 0xFEDC_BA98_7654_3211 }
        let isDone = octets.withUnsafeBufferPointer {
            csums_mark_by(way, &sums, &bits, keys, pace, $0.baseAddress.map { $0 + start }, blocks) != 0
        }
        return isDone ? [sums, bits] : nil
    }

    private static func segment(way: Int32, from start: Int, blocks: Int) -> [[UInt64]]? {
        var plain = [UInt64](0..<4)
        var weighted = [UInt64](4..<8)
        let isDone = octets.withUnsafeBufferPointer {
            csums_segment_by(way, &plain, &weighted, $0.baseAddress.map { $0 + start }, blocks) != 0
        }
        return isDone ? [plain, weighted] : nil
    }

    @Test("Every way of marking a body and a segment comes to the same", arguments: [Int32(2), 3])
    func agrees(way: Int32) throws {
        for (start, blocks) in [(0, 1), (1, 7), (3, 39), (63, 20), (5, 0)] {
            let plain = try #require(Self.mark(way: 1, from: start, blocks: blocks))
            if let sums = Self.mark(way: way, from: start, blocks: blocks) { #expect(sums == plain) }
            let other = try #require(Self.segment(way: 1, from: start, blocks: blocks))
            if let sums = Self.segment(way: way, from: start, blocks: blocks) { #expect(sums == other) }
        }
    }

    @Test("Sums by hand: a block of ones")
    func known() {
        let ones = [UInt8](repeating: 1, count: 64)
        let one: UInt64 = 0x0101_0101_0101_0101
        var plain = [UInt64](repeating: 0, count: 4)
        var weighted = plain
        csums_segment(&plain, &weighted, ones, 2)
        #expect(plain == [UInt64](repeating: 2 &* one, count: 4))
        #expect(weighted == [UInt64](repeating: 3 &* one, count: 4))
        var sums = [UInt64](repeating: 0, count: 8)
        var bits = sums
        csums_mark(&sums, &bits, [UInt64](repeating: 0, count: 8), [UInt64](repeating: 5, count: 8), ones, 1)
        // The halves' product, and the octets themselves.
        #expect(sums == [UInt64](repeating: 0x0101_0101 * 0x0101_0101 + one, count: 8))
        #expect(bits == [UInt64](repeating: one, count: 8))
    }
}
