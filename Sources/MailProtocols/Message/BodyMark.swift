import CSums

/// A quick 64-bit mark of octets, to recognise the body of a message on its next hop. The octets decide, not how they are
/// cut into runs. It is no defence against forgery: a cryptographic digest is for that.
package struct BodyMark: Sendable, Hashable {
    /// Octets go in blocks of 64 to eight lanes, which a processor without much ado works at together.
    private typealias Lanes = SIMD8<UInt64>

    private var sums = Lanes(repeating: 0)
    /// The octets of an unfinished block; what lies behind them is zero.
    private var pending = Lanes(repeating: 0)
    /// All octets of whole blocks, one upon the other.
    private var bits = Lanes(repeating: 0)
    /// Octets taken in all.
    package private(set) var count = 0

    package init() {}

    /// Takes the next octets.
    package mutating func take(_ run: borrowing Span<UInt8>) {
        let taken = UInt64(truncatingIfNeeded: count)
        count &+= run.count
        run.withUnsafeBufferPointer { run in
            guard let octets = run.baseAddress else { return }
            Self.withNumbers(of: &sums) { sums in
                Self.withNumbers(of: &bits) { bits in
                    Self.withNumbers(of: &pending) { csums_mark(sums, bits, $0, taken, octets, run.count) }
                }
            }
        }
    }

    @inline(__always)
    private static func withNumbers<Result>(
        of lanes: inout Lanes, _ body: (UnsafeMutablePointer<UInt64>) -> Result
    ) -> Result {
        withUnsafeMutablePointer(to: &lanes) {
            $0.withMemoryRebound(to: UInt64.self, capacity: Lanes.scalarCount) { body($0) }
        }
    }

    /// The mark of all octets taken so far; 0 if there were none.
    package var value: UInt64 {
        var (sums, pending) = (sums, pending)
        return Self.withNumbers(of: &sums) { sums in
            Self.withNumbers(of: &pending) { csums_mark_value(sums, $0, UInt64(truncatingIfNeeded: count)) }
        }
    }

    /// An octet above 127 was among them.
    package var hasEightBits: Bool { (bits | pending) & Lanes(repeating: 0x8080_8080_8080_8080) != Lanes(repeating: 0) }
}
