import MailProtocols
import Testing

extension String {
    var bytes: [UInt8] { Array(utf8) }
}

extension [UInt8] {
    var text: String { String(decoding: self, as: UTF8.self) }
}

/// Bytes that no peer ought to send: every single byte, and runs drawn from a seed.
enum Hostile {
    static func lines(prefixes: [String], count: Int = 2_000) -> [[UInt8]] {
        var generator = SplitMix(state: 1)
        let single = (0...255).map { [UInt8($0)] }
        let drawn = (0..<count).map { number in
            let prefix = prefixes[number % prefixes.count].bytes
            return prefix + (0..<Int(generator.next() % 40)).map { _ in generator.byte() }
        }
        return single + drawn
    }
}

/// The same numbers on every machine.
struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    /// Half of them characters that mean something to a grammar.
    mutating func byte() -> UInt8 {
        let special = Array("<>@:,.\"\\[]= \t\r\n\0+-*;()0aZ".utf8)
        let drawn = next()
        return drawn & 1 == 0 ? special[Int(drawn >> 8) % special.count] : UInt8(truncatingIfNeeded: drawn >> 8)
    }
}

func mailbox(_ text: String) throws -> Mailbox { try Mailbox(text) }
