/// A quick 64-bit mark of octets, to recognise the body of a message on its next hop. The octets decide, not how they are
/// cut into runs. It is no defence against forgery: a cryptographic digest is for that.
package struct BodyMark: Sendable, Hashable {
    /// Blocks of sixteen octets go in turn to two lanes, which keep two multipliers busy; ``near`` is whose turn it is.
    private var near: UInt64 = 0x6A09_E667_F3BC_C908
    private var far: UInt64 = 0xBB67_AE85_84CA_A73B
    /// Octets of an unfinished block, lowest first.
    private var pendingLow: UInt64 = 0
    private var pendingHigh: UInt64 = 0
    private var pendingCount = 0
    /// All octets so far, one upon the other.
    private var bits: UInt64 = 0
    /// Octets taken in all.
    package private(set) var count = 0

    package init() {}

    /// Takes the next octets.
    package mutating func take(_ run: borrowing Span<UInt8>) {
        count += run.count
        var index = 0
        while pendingCount > 0, index < run.count {
            hold(run[index])
            index += 1
        }
        let blocks = (run.count - index) / 16
        if blocks > 0 {
            run.withUnsafeBytes { take(blocks, of: $0, from: index) }
            index += blocks * 16
        }
        while index < run.count {
            hold(run[index])
            index += 1
        }
    }

    private mutating func take(_ blocks: Int, of bytes: UnsafeRawBufferPointer, from start: Int) {
        var near = near
        var far = far
        var bits = bits
        var place = start
        for _ in 0..<blocks / 2 {
            let first = Self.word(bytes, place)
            let second = Self.word(bytes, place &+ 8)
            let third = Self.word(bytes, place &+ 16)
            let fourth = Self.word(bytes, place &+ 24)
            near = Self.mix(near, first, second)
            far = Self.mix(far, third, fourth)
            bits |= first | second | third | fourth
            place &+= 32
        }
        if blocks % 2 == 1 {
            let first = Self.word(bytes, place)
            let second = Self.word(bytes, place &+ 8)
            near = Self.mix(near, first, second)
            bits |= first | second
            swap(&near, &far)
        }
        self.bits = bits
        self.near = near
        self.far = far
    }

    /// The mark of all octets taken so far; 0 if there were none.
    package var value: UInt64 {
        guard count > 0 else { return 0 }
        let last = Self.mix(near, pendingLow, pendingHigh)
        return max(1, Self.mix(last, far, UInt64(truncatingIfNeeded: count)))
    }

    /// An octet above 127 was among them.
    package var hasEightBits: Bool { bits & 0x8080_8080_8080_8080 != 0 }

    private mutating func hold(_ byte: UInt8) {
        bits |= UInt64(byte)
        let shift = UInt64(pendingCount & 7) * 8
        if pendingCount < 8 { pendingLow |= UInt64(byte) << shift } else { pendingHigh |= UInt64(byte) << shift }
        pendingCount += 1
        guard pendingCount == 16 else { return }
        near = Self.mix(near, pendingLow, pendingHigh)
        swap(&near, &far)
        (pendingLow, pendingHigh, pendingCount) = (0, 0, 0)
    }

    @inline(__always)
    private static func word(_ bytes: UnsafeRawBufferPointer, _ place: Int) -> UInt64 {
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
    }

    /// Folds the 128 bits of a product; the added state keeps a product of zero from wiping out what came before.
    @inline(__always)
    private static func mix(_ state: UInt64, _ low: UInt64, _ high: UInt64) -> UInt64 {
        let product = (low ^ 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(by: high ^ state)
        return (product.high ^ product.low) &+ (state << 23 | state >> 41)
    }
}
