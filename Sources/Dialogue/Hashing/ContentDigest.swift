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

    /// Appends the 64 digits.
    package func append(to bytes: inout [UInt8]) {
        Self.append(first, to: &bytes)
        Self.append(second, to: &bytes)
        Self.append(third, to: &bytes)
        Self.append(fourth, to: &bytes)
    }

    package var hexadecimal: String {
        var digits: [UInt8] = []
        digits.reserveCapacity(64)
        append(to: &digits)
        return String(decoding: digits, as: UTF8.self)
    }

    private static func append(_ number: UInt64, to bytes: inout [UInt8]) {
        for shift in stride(from: 60, through: 0, by: -4) {
            let digit = UInt8(truncatingIfNeeded: number >> shift) & 15
            bytes.append(digit < 10 ? digit + 48 : digit + 87)
        }
    }
}
