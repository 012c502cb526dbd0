import CSums

/// A quick 64-bit mark of octets, to recognise the body of a message on its next hop. The octets decide, not how they are
/// cut into runs. It is no defence against forgery: a cryptographic digest is for that.
package struct BodyMark: Sendable, Hashable {
    /// Octets go in blocks of 64 to eight lanes, which a processor without much ado works at together.
    private typealias Lanes = SIMD8<UInt64>

    private var sums = Lanes(repeating: 0)
    /// What is added to the keys with each block, so that their order counts: odd numbers without a pattern.
    ///
    /// Computed, as constants of the code: a stored one asks each time whether it has been made.
    private static var pace: Lanes {
        @inline(__always) get {
            Lanes(
                0x9E37_79B9_7F4A_7C15, 0xC2B2_AE3D_27D4_EB4F, 0x1656_67B1_9E37_79F9, 0x85EB_CA77_C2B2_AE63,
                0x27D4_EB2F_1656_67C5, 0xA076_1D64_78BD_642F, 0xE703_7ED1_A0B4_28DB, 0x8EBC_6AF0_9C88_C6E3)
        }
    }
    private static var firstKeys: Lanes {
        @inline(__always) get {
            Lanes(
                0x6A09_E667_F3BC_C908, 0xBB67_AE85_84CA_A73B, 0x3C6E_F372_FE94_F82B, 0xA54F_F53A_5F1D_36F1,
                0x510E_527F_ADE6_82D1, 0x9B05_688C_2B3E_6C1F, 0x1F83_D9AB_FB41_BD6B, 0x5BE0_CD19_137E_2179)
        }
    }
    /// The octets of an unfinished block; what lies behind ``pendingCount`` is zero.
    private var pending = Lanes(repeating: 0)
    private var pendingCount: Int { count & 63 }
    /// All octets so far, one upon the other.
    private var bits = Lanes(repeating: 0)
    /// Octets taken in all.
    package private(set) var count = 0

    package init() {}

    /// Takes the next octets.
    package mutating func take(_ run: borrowing Span<UInt8>) {
        run.withUnsafeBytes { take($0) }
    }

    private mutating func take(_ run: UnsafeRawBufferPointer) {
        var index = 0
        if pendingCount > 0 {
            index = min(run.count, 64 - pendingCount)
            hold(UnsafeRawBufferPointer(rebasing: run[..<index]))
        }
        let blocks = (run.count - index) / 64
        if blocks > 0 {
            take(blocks, of: run, from: index)
            index += blocks * 64
        }
        if index < run.count { hold(UnsafeRawBufferPointer(rebasing: run[index...])) }
    }

    private mutating func take(_ blocks: Int, of bytes: UnsafeRawBufferPointer, from start: Int) {
        guard let base = bytes.baseAddress else { return }
        add(blocks, at: base + start, behind: count)
        count &+= blocks &* 64
    }

    /// - Parameter position: Octets in front of the first block: which keys it is mixed with.
    private mutating func add(_ blocks: Int, at place: UnsafeRawPointer, behind position: Int) {
        var keys = Self.keys(behind: position)
        var pace = Self.pace
        Self.withNumbers(of: &keys) { keys in
            Self.withNumbers(of: &pace) { pace in
                Self.withNumbers(of: &sums) { sums in
                    Self.withNumbers(of: &bits) { bits in
                        csums_mark(sums, bits, keys, pace, place.assumingMemoryBound(to: UInt8.self), blocks)
                    }
                }
            }
        }
    }

    /// The unfinished block as it stands.
    private mutating func addPending(behind position: Int) {
        var block = pending
        withUnsafeBytes(of: &block) { if let base = $0.baseAddress { add(1, at: base, behind: position) } }
    }

    @inline(__always)
    private static func withNumbers(of lanes: inout Lanes, _ body: (UnsafeMutablePointer<UInt64>) -> Void) {
        withUnsafeMutableBytes(of: &lanes) {
            guard let base = $0.baseAddress else { return }
            body(base.assumingMemoryBound(to: UInt64.self))
        }
    }

    /// The mark of all octets taken so far; 0 if there were none.
    package var value: UInt64 {
        guard count > 0 else { return 0 }
        var whole = self
        whole.addPending(behind: count)
        let last = whole.sums
        var value = UInt64(truncatingIfNeeded: count)
        for lane in last.indices {
            let product = (value ^ Self.pace[lane]).multipliedFullWidth(by: last[lane] ^ Self.firstKeys[lane])
            value = (product.high ^ product.low) &+ (value << 23 | value >> 41) &+ last[lane]
        }
        return max(1, value)
    }

    /// An octet above 127 was among them.
    package var hasEightBits: Bool { (bits | pending) & Lanes(repeating: 0x8080_8080_8080_8080) != Lanes(repeating: 0) }

    /// At most what the block still takes.
    private mutating func hold(_ bytes: UnsafeRawBufferPointer) {
        let start = pendingCount
        withUnsafeMutableBytes(of: &pending) {
            guard let place = $0.baseAddress, let source = bytes.baseAddress else { return }
            (place + start).copyMemory(from: source, byteCount: bytes.count)
        }
        count &+= bytes.count
        guard start + bytes.count == 64 else { return }
        addPending(behind: count &- 64)
        pending = Lanes(repeating: 0)
    }

    /// The keys of the block that begins behind so many octets.
    private static func keys(behind count: Int) -> Lanes {
        firstKeys &+ pace &* Lanes(repeating: UInt64(truncatingIfNeeded: count / 64))
    }
}
