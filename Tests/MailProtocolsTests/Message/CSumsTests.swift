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

    private static func mark(way: Int32, from start: Int, count: Int, cut: Int) -> [[UInt64]]? {
        var sums = [UInt64](repeating: 0, count: 8)
        var bits = sums
        var pending = sums
        let isDone = octets.withUnsafeBufferPointer { octets in
            [(0, cut), (cut, count - cut)].allSatisfy { taken, length in
                csums_mark_by(
                    way, &sums, &bits, &pending, UInt64(taken), octets.baseAddress.map { $0 + start + taken }, length)
                    != 0
            }
        }
        return isDone ? [sums, bits, pending, [csums_mark_value(sums, pending, UInt64(count))]] : nil
    }

    private static func segment(way: Int32, from start: Int, count: Int) -> UInt64? {
        var sum: UInt64 = 0
        let isDone = octets.withUnsafeBufferPointer {
            csums_segment_by(way, &sum, $0.baseAddress.map { $0 + start }, count) != 0
        }
        return isDone ? sum : nil
    }

    @Test("Every way of marking a body and a segment comes to the same", arguments: [Int32(2), 3])
    func agrees(way: Int32) throws {
        for (start, blocks) in [(0, 1), (1, 7), (3, 39), (63, 20), (5, 0)] {
            for (count, cut) in [(blocks * 64, 0), (blocks * 64 + 1, blocks), (blocks * 63, blocks * 13)] {
                let plain = try #require(Self.mark(way: 1, from: start, count: count, cut: cut))
                let whole = try #require(Self.mark(way: 1, from: start, count: count, cut: count))
                #expect(plain == whole)
                if let sums = Self.mark(way: way, from: start, count: count, cut: cut) { #expect(sums == plain) }
            }
            for count in [blocks, blocks * 32, blocks * 63] {
                let other = try #require(Self.segment(way: 1, from: start, count: count))
                if let sum = Self.segment(way: way, from: start, count: count) { #expect(sum == other) }
            }
        }
    }

    @Test("Sums differ by an octet, by its place, by a block's place and by length", arguments: [5, 31, 32, 70, 1_448])
    func spread(count: Int) {
        var sums: Set<UInt64> = [csums_segment([UInt8](repeating: 0, count: count), count)]
        for place in 0..<count {
            var octets = [UInt8](repeating: 0, count: count)
            octets[place] = 1
            sums.insert(csums_segment(octets, count))
            octets[place] = 2
            sums.insert(csums_segment(octets, count))
        }
        sums.insert(csums_segment([UInt8](repeating: 0, count: count + 1), count + 1))
        #expect(sums.count == 2 * count + 2)
    }

    @Test("A sum by hand: two blocks of ones")
    func knownSum() {
        let one: UInt64 = 0x0101_0101_0101_0101
        var sum: UInt64 = 64
        for _ in 0..<4 {
            // Each lane of both blocks added up; and so what came of it after the first block, and after the second.
            sum = (sum ^ (2 &* one)) &* 0x9E37_79B9_7F4A_7C15
            sum = (sum ^ (sum >> 29) ^ (3 &* one)) &* 0xD6E8_FEB8_6659_FD93
        }
        #expect(csums_segment([UInt8](repeating: 1, count: 64), 64) == sum ^ (sum >> 31))
    }

    @Test("A mark by hand: a block of ones, and one more")
    func knownMark() {
        let one: UInt64 = 0x0101_0101_0101_0101
        var sums = [UInt64](repeating: 0, count: 8)
        var bits = sums
        var pending = sums
        csums_mark(&sums, &bits, &pending, 0, [UInt8](repeating: 1, count: 65), 65)
        // The halves' product of what was mixed with the keys, and the octets themselves.
        let keys: [UInt64] = [
            0x6A09_E667_F3BC_C908, 0xBB67_AE85_84CA_A73B, 0x3C6E_F372_FE94_F82B, 0xA54F_F53A_5F1D_36F1,
            0x510E_527F_ADE6_82D1, 0x9B05_688C_2B3E_6C1F, 0x1F83_D9AB_FB41_BD6B, 0x5BE0_CD19_137E_2179,
        ]
        #expect(sums == keys.map { (one ^ $0) & 0xFFFF_FFFF &* ((one ^ $0) >> 32) &+ one })
        #expect(bits == [UInt64](repeating: one, count: 8))
        #expect(pending == [1, 0, 0, 0, 0, 0, 0, 0])
        #expect(csums_mark_value(sums, pending, 65) != csums_mark_value(sums, pending, 66))
        #expect(csums_mark_value(sums, pending, 0) == 0)
    }
}
