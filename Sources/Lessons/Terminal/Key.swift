/// A key of the learner's keyboard, as a terminal reports it.
package enum Key: Sendable, Hashable {
    case character(Character)
    /// Ctrl with a letter, in lower case: `control("c")`.
    case control(Character)
    case enter, backspace, delete, tab, escape
    case left, right, up, down, home, end, pageUp, pageDown
    /// A key sequence that nobody here knows.
    case unknown
}

/// Turns the bytes that a terminal sends into keys. A value: it reads nothing itself, so a sequence may come in any pieces.
///
/// An escape byte alone is the Esc key, followed by more it is a sequence; only time tells. ``flush()`` says that the time is up.
package struct KeyDecoder: Sendable, Hashable {
    /// The longest sequence that is waited for; what is longer is no key.
    private static let sequenceLimit = 32
    private var waiting: [UInt8] = []

    package init() {}

    /// Bytes wait for what may follow them.
    package var isWaiting: Bool { !waiting.isEmpty }

    package mutating func decode(_ bytes: some Sequence<UInt8>) -> [Key] {
        waiting.append(contentsOf: bytes)
        var keys: [Key] = []
        while let (key, length) = first() {
            waiting.removeFirst(length)
            if let key { keys.append(key) }
        }
        return keys
    }

    /// Nothing follows: what waits is a key by itself.
    package mutating func flush() -> [Key] {
        guard let byte = waiting.first else { return [] }
        let isEscape = byte == 0x1B && waiting.count == 1
        waiting.removeAll()
        return [isEscape ? .escape : .unknown]
    }

    /// The first key that is complete, and its bytes; nil where more is needed. A key of nil is nothing to report.
    private func first() -> (Key?, Int)? {
        guard let byte = waiting.first else { return nil }
        switch byte {
        case 0x0D, 0x0A: return (.enter, 1)
        case 0x08, 0x7F: return (.backspace, 1)
        case 0x09: return (.tab, 1)
        case 0x1B: return sequence()
        case 0x01...0x1A: return (.control(Character(Unicode.Scalar(byte + 0x60))), 1)
        case 0x00, 0x1C...0x1F: return (.unknown, 1)
        default: return character(byte)
        }
    }

    private func character(_ lead: UInt8) -> (Key?, Int)? {
        let length =
            switch lead {
            case 0x20..<0x80: 1
            case 0xC2..<0xE0: 2
            case 0xE0..<0xF0: 3
            case 0xF0..<0xF5: 4
            default: 0
            }
        guard length > 0 else { return (.unknown, 1) }
        for (index, byte) in waiting.prefix(length).enumerated().dropFirst() where byte & 0xC0 != 0x80 {
            return (.unknown, index)
        }
        guard waiting.count >= length else { return nil }
        let text = String(decoding: waiting.prefix(length), as: UTF8.self)
        guard text.count == 1, let character = text.first, character != "\u{FFFD}" else { return (.unknown, length) }
        // Control characters of the upper half are no text.
        if let scalar = text.unicodeScalars.first, (0x80..<0xA0).contains(scalar.value) { return (.unknown, length) }
        return (.character(character), length)
    }

    /// What begins with an escape byte: `ESC [` or `ESC O`, parameters, a final byte.
    private func sequence() -> (Key?, Int)? {
        guard waiting.count > 1 else { return nil }
        if waiting[1] == 0x1B { return (.escape, 1) }
        // Alt with a key comes as Esc and the key.
        guard waiting[1] == UInt8(ascii: "[") || waiting[1] == UInt8(ascii: "O") else { return (.escape, 1) }
        guard let final = waiting.dropFirst(2).firstIndex(where: { (0x40...0x7E).contains($0) }) else {
            return waiting.count > Self.sequenceLimit ? (.unknown, waiting.count) : nil
        }
        let parameters = String(decoding: waiting[2..<final], as: UTF8.self)
        let length = final + 1
        switch waiting[final] {
        case UInt8(ascii: "A"): return (.up, length)
        case UInt8(ascii: "B"): return (.down, length)
        case UInt8(ascii: "C"): return (.right, length)
        case UInt8(ascii: "D"): return (.left, length)
        case UInt8(ascii: "H"): return (.home, length)
        case UInt8(ascii: "F"): return (.end, length)
        case UInt8(ascii: "M") where waiting[1] == UInt8(ascii: "O"): return (.enter, length)
        case UInt8(ascii: "~"): return (Self.numbered(parameters), length)
        default: return (.unknown, length)
        }
    }

    private static func numbered(_ parameters: String) -> Key? {
        switch parameters.prefix(while: { $0 != ";" }) {
        case "1", "7": .home
        case "4", "8": .end
        case "3": .delete
        case "5": .pageUp
        case "6": .pageDown
        // Bracketed paste: what is pasted is text like any other.
        case "200", "201": nil
        default: .unknown
        }
    }
}
