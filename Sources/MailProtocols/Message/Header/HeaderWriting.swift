/// Values as header fields hold them: quoted, encoded and folded where they must be.
enum HeaderWriting {
    /// `Alice <alice@south.example>`
    static func mailbox(_ mailbox: AddressList.Mailbox) -> String {
        let address = address(mailbox)
        guard let name = mailbox.displayName, !name.isEmpty else { return address }
        return "\(phrase(name)) <\(address)>"
    }

    /// One mailbox a line.
    static func mailboxes(_ mailboxes: [AddressList.Mailbox]) -> String {
        mailboxes.map(mailbox).joined(separator: ",\r\n ")
    }

    private static func address(_ mailbox: AddressList.Mailbox) -> String {
        let isAtom =
            !mailbox.localPart.isEmpty && mailbox.localPart.utf8.allSatisfy { isAtomByte($0) || $0 == Ascii.dot }
        let local = isAtom ? mailbox.localPart : quoted(mailbox.localPart)
        return mailbox.domain.isEmpty ? local : "\(local)@\(mailbox.domain)"
    }

    /// A display name: as it is, quoted, or encoded.
    private static func phrase(_ name: String) -> String {
        let encoded = text(name, firstColumn: 6)
        if encoded != name { return encoded }
        return name.utf8.allSatisfy { isAtomByte($0) || $0 == Ascii.space } ? name : quoted(name)
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for character in text.unicodeScalars {
            if character == "\"" || character == "\\" { quoted.append("\\") }
            quoted.unicodeScalars.append(character)
        }
        return quoted + "\""
    }

    /// RFC 5322 section 3.2.3; octets of UTF-8 count (RFC 6532).
    private static func isAtomByte(_ byte: UInt8) -> Bool {
        byte.isASCIILetterOrDigit || byte >= 0x80 || "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
    }

    /// Free text, encoded where it must be, folded between words so that lines stay within 78 columns where they can.
    static func text(_ text: String, firstColumn: Int) -> String {
        let isLong = text.split(separator: " ").contains { $0.utf8.count > 900 }
        let words = EncodedWord.encode(text, always: isLong).split(separator: " ", omittingEmptySubsequences: false)
        var out = ""
        var column = firstColumn
        for (index, word) in words.enumerated() {
            let isFirst = index == 0
            // A fold needs a word on both its sides, or an empty line would end the header.
            let mayFold = !isFirst && !word.isEmpty && !words[index - 1].isEmpty
            if mayFold, column + 1 + word.utf8.count > 78 {
                out += "\r\n "
                column = 1
            } else if !isFirst {
                out += " "
                column += 1
            }
            out += word
            column += word.utf8.count
        }
        return out
    }

    /// `; name="value"` on a line of its own, or in the sections of RFC 2231 where the value is long or not plain.
    static func parameter(_ name: String, _ value: String) -> String {
        let isPlain = value.utf8.allSatisfy {
            $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
        }
        // Text that looks like an encoded word would be taken for one.
        if isPlain, value.utf8.count <= 60, EncodedWord.encode(value) == value { return ";\r\n \(name)=\"\(value)\"" }
        var sections = ["utf-8''"]
        for byte in value.utf8 {
            let piece =
                byte.isASCIILetterOrDigit || byte == Ascii.dot || byte == Ascii.hyphen
                ? String(Unicode.Scalar(byte)) : "%" + Hexadecimal.pair(byte)
            if sections[sections.count - 1].utf8.count + piece.utf8.count > 56 { sections.append("") }
            sections[sections.count - 1] += piece
        }
        if sections.count == 1 { return ";\r\n \(name)*=\(sections[0])" }
        return sections.enumerated().map { ";\r\n \(name)*\($0.offset)*=\($0.element)" }.joined()
    }
}
