/// The Internet checksum, RFC 1071: ones' complement sum of 16-bit words. Only for frames that we write ourselves.
package struct Checksum: Sendable, Hashable {
    private var sum: UInt64 = 0
    private var isOdd = false

    package init() {}

    package mutating func add(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            sum &+= isOdd ? UInt64(byte) : UInt64(byte) << 8
            isOdd.toggle()
        }
    }

    package mutating func add(_ number: UInt16) {
        add([UInt8(number >> 8), UInt8(truncatingIfNeeded: number)])
    }

    /// What belongs into the checksum field.
    package var value: UInt16 {
        var folded = sum
        while folded >> 16 != 0 { folded = (folded & 0xFFFF) &+ (folded >> 16) }
        return ~UInt16(truncatingIfNeeded: folded)
    }
}
