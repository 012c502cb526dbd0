import MailProtocols

/// Text from the wire, made safe to stand in a sentence.
enum SpokenText {
    /// Characters of wire text that a sentence quotes at most.
    static let limit = 120

    /// Control and formatting characters become `\u{1B}`, so that no captured text steers a terminal; long text is cut.
    static func safe(_ text: some StringProtocol) -> String {
        // Printable ASCII, as nearly everything is, stands as it came.
        if text.utf8.count <= limit, text.utf8.allSatisfy({ 0x20...0x7E ~= $0 }) { return String(text) }
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
