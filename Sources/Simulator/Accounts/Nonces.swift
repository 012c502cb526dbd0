/// Letters that nobody can foresee and that never come twice, for challenges: RFC 2195, RFC 1939 section 7, RFC 5802. In a
/// scenario they follow from the seed, so that each run says the same.
package struct Nonces: Sendable {
    private var seeded: SeededRandom?

    /// From the system's generator.
    package init() {}

    package init(seed: UInt64, purpose: String) { seeded = SeededRandom(seed: seed, purpose: "nonces \(purpose)") }

    /// 24 letters and digits: 120 bits.
    package mutating func next() -> String {
        guard seeded != nil else {
            var system = SystemRandomNumberGenerator()
            return SeededRandom.token(length: 24, from: &system)
        }
        return seeded?.token(length: 24) ?? ""
    }

    /// A message-id, as APOP and CRAM-MD5 have it.
    package mutating func challenge(of host: String) -> String { "<\(next())@\(host)>" }

    package mutating func salt() -> [UInt8] { Array(next().utf8.prefix(16)) }
}
