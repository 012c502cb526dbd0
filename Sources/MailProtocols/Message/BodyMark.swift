/// A quick 64-bit mark of octets, to recognise the body of a message on its next hop. The octets decide, not how they are
/// cut into runs. It is no defence against forgery: a cryptographic digest is for that.
package struct BodyMark: Sendable, Hashable {
    private var left: UInt64 = 0x6A09_E667_F3BC_C908
    private var right: UInt64 = 0xBB67_AE85_84CA_A73B
    /// Octets of an unfinished block, lowest first.
    private var pendingLeft: UInt64 = 0
    private var pendingRight: UInt64 = 0
    private var pendingCount = 0
    /// Octets taken in all.
    package private(set) var count = 0

    package init() {}

    /// Takes the next octets, sixteen at a time: two lanes keep two multipliers busy.
    package mutating func take(_ run: borrowing Span<UInt8>) {
        count += run.count
        var index = 0
        while pendingCount > 0, index < run.count {
            hold(run[index])
            index += 1
        }
        let blocks = (run.count - index) / 16
        if blocks > 0 {
            run.withUnsafeBytes { bytes in
                var left = left
                var right = right
                var place = index
                for _ in 0..<blocks {
                    left = Self.mix(
                        left, UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)))
                    right = Self.mix(
                        right, UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place + 8, as: UInt64.self)))
                    place += 16
                }
                self.left = left
                self.right = right
            }
            index += blocks * 16
        }
        while index < run.count {
            hold(run[index])
            index += 1
        }
    }

    /// The mark of all octets taken so far; 0 if there were none.
    package var value: UInt64 {
        guard count > 0 else { return 0 }
        let last = Self.mix(left, pendingLeft) ^ Self.mix(right, pendingRight ^ 0x9E37_79B9_7F4A_7C15)
        return max(1, Self.mix(last, UInt64(truncatingIfNeeded: count)))
    }

    private mutating func hold(_ byte: UInt8) {
        let shift = UInt64(pendingCount & 7) * 8
        if pendingCount < 8 { pendingLeft |= UInt64(byte) << shift } else { pendingRight |= UInt64(byte) << shift }
        pendingCount += 1
        guard pendingCount == 16 else { return }
        left = Self.mix(left, pendingLeft)
        right = Self.mix(right, pendingRight)
        (pendingLeft, pendingRight, pendingCount) = (0, 0, 0)
    }

    /// Folds the 128 bits of a product; the added state keeps a product of zero from wiping out what came before.
    @inline(__always)
    private static func mix(_ state: UInt64, _ word: UInt64) -> UInt64 {
        let product = (state ^ word).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        return product.high ^ product.low &+ (state << 23 | state >> 41)
    }
}
