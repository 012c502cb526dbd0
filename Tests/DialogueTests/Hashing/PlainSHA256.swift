/// SHA-256 as FIPS 180-4 tells it, step by step and with constants computed as it says: nothing shared with what is
/// tested.
enum PlainSHA256 {
    static func digits(_ octets: [UInt8]) -> String {
        var padded = octets + [0x80]
        while padded.count % 64 != 56 { padded.append(0) }
        let bits = UInt64(octets.count) * 8
        padded += (0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * $0)) }
        var hash = primes.prefix(8).map { fraction(of: $0, root: 2) }
        for start in stride(from: 0, to: padded.count, by: 64) {
            hash = zip(hash, compressed(Array(padded[start..<start + 64]), hash)).map { $0 &+ $1 }
        }
        return hash.map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 8 - digits.count) + digits
        }.joined()
    }

    private static func compressed(_ block: [UInt8], _ hash: [UInt32]) -> [UInt32] {
        var words = (0..<16).map { word in block[word * 4..<word * 4 + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } }
        for t in 16..<64 {
            let (late, early) = (words[t - 2], words[t - 15])
            let one = turned(late, 17) ^ turned(late, 19) ^ late >> 10
            let zero = turned(early, 7) ^ turned(early, 18) ^ early >> 3
            words.append(one &+ words[t - 7] &+ zero &+ words[t - 16])
        }
        var (a, b, c, d) = (hash[0], hash[1], hash[2], hash[3])
        var (e, f, g, h) = (hash[4], hash[5], hash[6], hash[7])
        for t in 0..<64 {
            let choice = (e & f) ^ (~e & g)
            let one = h &+ (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) &+ choice &+ constants[t] &+ words[t]
            let majority = (a & b) ^ (a & c) ^ (b & c)
            let two = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) &+ majority
            (h, g, f, e, d, c, b, a) = (g, f, e, d &+ one, c, b, a, one &+ two)
        }
        return [a, b, c, d, e, f, g, h]
    }

    private static func turned(_ word: UInt32, _ bits: UInt32) -> UInt32 { word &>> bits | word &<< (32 &- bits) }

    private static let primes: [UInt64] = {
        var primes: [UInt64] = []
        var candidate: UInt64 = 2
        while primes.count < 64 {
            if primes.allSatisfy({ candidate % $0 != 0 }) { primes.append(candidate) }
            candidate += 1
        }
        return primes
    }()

    private static let constants = primes.map { fraction(of: $0, root: 3) }

    /// The first 32 bits behind the point of a number's square or cube root: of the largest x with
    /// x^root <= number * 2^(32 root).
    private static func fraction(of number: UInt64, root: Int) -> UInt32 {
        let limit = UInt128(number) << (32 * root)
        var x: UInt128 = 0
        for bit in (0..<37).reversed() {
            let larger = x | 1 << bit
            if (1..<root).reduce(larger, { power, _ in power * larger }) <= limit { x = larger }
        }
        return UInt32(truncatingIfNeeded: x)
    }
}
