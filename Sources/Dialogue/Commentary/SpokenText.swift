import MailProtocols

/// Text from the wire, made safe to stand in a sentence.
enum SpokenText {
    /// Characters of wire text that a sentence quotes at most.
    static let limit = 120

    /// Control and formatting characters become `\u{1B}`, so that no captured text steers a terminal; long text is cut.
    static func safe(_ text: some StringProtocol) -> String {
        var shown = ""
        var count = 0
        for scalar in text.unicodeScalars {
            guard count < limit else { return shown + "…" }
            count += 1
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
                shown += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
            default: shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }

    static func safe(_ bytes: some Collection<UInt8>) -> String {
        safe(String(wire: Array(bytes.prefix(4 * limit)).span))
    }

    /// `1 octet`, `523 octets`, `64,000 octets`.
    static func octets(_ count: Int) -> String { counted(count, "octet") }

    static func counted(_ count: Int, _ noun: String) -> String {
        grouped(count) + " " + noun + (count == 1 ? "" : "s")
    }

    /// With a comma between each three digits, from 10,000 on.
    static func grouped(_ number: Int) -> String {
        let digits = String(number)
        guard number >= 10_000 else { return digits }
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(",") }
            text.append(digit)
        }
        return text
    }
}

/// A line's words, for sentences about it; the grammar of commands is ``SMTPCommand``'s and is not repeated here.
struct SpokenLine {
    /// In upper case, made safe to show.
    var word: String
    /// What follows the word, blanks around it removed.
    var argument: [UInt8]

    init(_ line: [UInt8]) {
        let trimmed = line.drop { $0 == 0x20 || $0 == 0x09 }
        let head = trimmed.prefix { $0 > 0x20 }
        word = SpokenText.safe(head).uppercased()
        var rest = trimmed[head.endIndex...].drop { $0 <= 0x20 }
        while let last = rest.last, last <= 0x20 { rest.removeLast() }
        argument = Array(rest)
    }

    /// The words of the argument.
    var words: [String] {
        argument.split(whereSeparator: { $0 == 0x20 || $0 == 0x09 }).map { SpokenText.safe($0) }
    }
}

/// Base64 enough to recognise a prompt such as `Username:`; nil where it is none, or holds more than a prompt does.
func decodedPrompt(_ text: some Collection<UInt8>) -> [UInt8]? {
    guard text.count <= 400 else { return nil }
    var octets: [UInt8] = []
    var bits: UInt32 = 0
    var held: UInt32 = 0
    for byte in text where byte != UInt8(ascii: "=") {
        let value: UInt8
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = byte - 65
        case UInt8(ascii: "a")...UInt8(ascii: "z"): value = byte - 71
        case UInt8(ascii: "0")...UInt8(ascii: "9"): value = byte + 4
        case UInt8(ascii: "+"): value = 62
        case UInt8(ascii: "/"): value = 63
        default: return nil
        }
        bits = (bits << 6 | UInt32(value)) & 0xFFFF
        held += 6
        if held >= 8 {
            held -= 8
            octets.append(UInt8(truncatingIfNeeded: bits >> held))
        }
    }
    return octets
}
