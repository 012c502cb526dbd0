/// A small generator whose whole state is one number, so that a scenario with the same seed draws the same values on every
/// machine. Steele, Lea and Flood's SplitMix64; not for secrets.
package struct SeededRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// - Parameters:
    ///   - seed: The scenario's seed.
    ///   - purpose: Keeps the draws of one purpose from shifting those of another when the program grows.
    package init(seed: UInt64, purpose: String = "") {
        var mixed: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in purpose.utf8 { mixed = (mixed ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        state = purpose.isEmpty ? seed : seed ^ mixed
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// Upper-case letters and digits without those that are easily mistaken for each other (0 O 1 I).
    package mutating func token(length: Int) -> String { Self.token(length: length, from: &self) }

    /// The same letters, drawn by any generator.
    package static func token(length: Int, from generator: inout some RandomNumberGenerator) -> String {
        let alphabet: StaticString = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
        let drawn = (0..<max(0, length)).map { _ in alphabet.utf8Start[Int(generator.next() >> 59)] }
        return String(decoding: drawn, as: UTF8.self)
    }
}
