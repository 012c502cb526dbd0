/// The character sets that Mailscope reads. A letter in another one keeps its octets; they are shown as they are.
package enum Charset: Sendable, Hashable, CaseIterable {
    case utf8, ascii, latin1, latin9, windows1252

    /// - Parameter label: As in `charset=`, in any case: the names of the IANA list and the usual others.
    package init?(label: String) {
        switch label.lowercased() {
        case "utf-8", "utf8": self = .utf8
        case "us-ascii", "ascii", "ansi_x3.4-1968", "iso646-us": self = .ascii
        case "iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "l1": self = .latin1
        case "iso-8859-15", "iso8859-15", "iso_8859-15", "latin-9", "latin9": self = .latin9
        case "windows-1252", "cp1252", "x-cp1252": self = .windows1252
        default: return nil
        }
    }

    /// The octets as text. What is not allowed in the set becomes U+FFFD.
    package func decode(_ bytes: some Sequence<UInt8>) -> String {
        switch self {
        case .utf8: return String(decoding: Array(bytes), as: UTF8.self)
        case .ascii, .latin1, .latin9, .windows1252:
            var text = ""
            for byte in bytes { text.unicodeScalars.append(scalar(of: byte)) }
            return text
        }
    }

    /// Octets whose character set nobody named: UTF-8 if they are that, else one character an octet.
    package static func decodeUnlabelled(_ bytes: some Sequence<UInt8>) -> String {
        let bytes = Array(bytes)
        if let text = String(ascii: bytes.span) { return text }
        return String(validating: bytes, as: UTF8.self) ?? Charset.latin1.decode(bytes)
    }

    private func scalar(of byte: UInt8) -> Unicode.Scalar {
        switch self {
        case .utf8, .ascii: byte < 0x80 ? Unicode.Scalar(byte) : "\u{FFFD}"
        case .latin1: Unicode.Scalar(byte)
        case .latin9: Self.latin9Differences[byte] ?? Unicode.Scalar(byte)
        case .windows1252:
            (0x80...0x9F).contains(byte) ? Self.windows1252Controls[Int(byte) - 0x80] : Unicode.Scalar(byte)
        }
    }

    /// ISO-8859-15 is ISO-8859-1 but for these eight.
    private static let latin9Differences: [UInt8: Unicode.Scalar] = [
        0xA4: "\u{20AC}", 0xA6: "\u{160}", 0xA8: "\u{161}", 0xB4: "\u{17D}", 0xB8: "\u{17E}", 0xBC: "\u{152}",
        0xBD: "\u{153}", 0xBE: "\u{178}",
    ]

    /// Windows-1252 from 0x80 to 0x9F; five of them are not assigned.
    private static let windows1252Controls: [Unicode.Scalar] = [
        "\u{20AC}", "\u{FFFD}", "\u{201A}", "\u{192}", "\u{201E}", "\u{2026}", "\u{2020}", "\u{2021}",
        "\u{2C6}", "\u{2030}", "\u{160}", "\u{2039}", "\u{152}", "\u{FFFD}", "\u{17D}", "\u{FFFD}",
        "\u{FFFD}", "\u{2018}", "\u{2019}", "\u{201C}", "\u{201D}", "\u{2022}", "\u{2013}", "\u{2014}",
        "\u{2DC}", "\u{2122}", "\u{161}", "\u{203A}", "\u{153}", "\u{FFFD}", "\u{17E}", "\u{178}",
    ]
}
