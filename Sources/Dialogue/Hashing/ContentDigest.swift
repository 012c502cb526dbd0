/// The SHA-256 hash of a content (FIPS 180-4): 32 octets, shown as 64 lower-case hexadecimal digits.
package struct ContentDigest: Sendable, Hashable {
    // Two state words in each, the first in the high half. Plain numbers, so that a record holds no further memory for it.
    private var first: UInt64
    private var second: UInt64
    private var third: UInt64
    private var fourth: UInt64

    /// - Parameter state: The eight state words in which the hash ended.
    package init(state: SIMD8<UInt32>) {
        first = UInt64(state[0]) << 32 | UInt64(state[1])
        second = UInt64(state[2]) << 32 | UInt64(state[3])
        third = UInt64(state[4]) << 32 | UInt64(state[5])
        fourth = UInt64(state[6]) << 32 | UInt64(state[7])
    }

    /// Writes the 64 digits at `place`, where there must be room for them.
    package func writeHexadecimal(to place: UnsafeMutableRawPointer) {
        Self.write(first, to: place)
        Self.write(second, to: place + 16)
        Self.write(third, to: place + 32)
        Self.write(fourth, to: place + 48)
    }

    package var hexadecimal: String {
        String(unsafeUninitializedCapacity: 64) { digits in
            guard let place = UnsafeMutableRawPointer(digits.baseAddress) else { return 0 }
            writeHexadecimal(to: place)
            return 64
        }
    }

    private static func write(_ number: UInt64, to place: UnsafeMutableRawPointer) {
        for index in 0..<16 {
            let digit = UInt8(truncatingIfNeeded: number >> UInt64(60 &- 4 &* index)) & 15
            place.storeBytes(of: digit < 10 ? digit &+ 48 : digit &+ 87, toByteOffset: index, as: UInt8.self)
        }
    }
}
