/// Text beyond ASCII in header fields: `=?utf-8?Q?Gr=C3=BC=C3=9Fe?=`, RFC 2047.
package enum EncodedWord {
    /// One encoded word, cut into its three fields but not decoded.
    private struct Token {
        var charset: Charset
        var bytes: [UInt8]
        var end: Int
    }

    /// Decodes the encoded words of an unfolded value; everything else stays.
    ///
    /// Blanks between two neighbouring words vanish (RFC 2047 section 6.2), and neighbours of one character set are joined
    /// before they are decoded, because many programs cut a character in two.
    ///
    /// - Returns: The text, and whether something looked like an encoded word and could not be read (an unknown character
    ///   set, bad base64): that stays visible as it came.
    package static func decode(_ value: [UInt8]) -> (text: String, isBad: Bool) {
        // Most values hold none.
        guard hasOpening(value.span) else { return (Charset.decodeUnlabelled(value), false) }
        var text = ""
        var plain: [UInt8] = []
        var pending: (charset: Charset, bytes: [UInt8])?
        var isBad = false
        func flushWord() {
            if let word = pending { text += word.charset.decode(word.bytes) }
            pending = nil
        }
        func flushPlain() {
            text += Charset.decodeUnlabelled(plain)
            plain.removeAll(keepingCapacity: true)
        }
        var index = 0
        while index < value.count {
            guard value[index] == UInt8(ascii: "="), index + 1 < value.count, value[index + 1] == UInt8(ascii: "?")
            else {
                plain.append(value[index])
                index += 1
                continue
            }
            guard let token = token(at: index, of: value) else {
                isBad = true
                plain.append(contentsOf: [UInt8(ascii: "="), UInt8(ascii: "?")])
                index += 2
                continue
            }
            index = token.end
            if pending != nil, plain.allSatisfy(\.isSpaceOrTab) {
                plain.removeAll(keepingCapacity: true)
                if pending?.charset == token.charset {
                    pending?.bytes.append(contentsOf: token.bytes)
                    continue
                }
            }
            flushWord()
            flushPlain()
            pending = (token.charset, token.bytes)
        }
        flushWord()
        flushPlain()
        return (text, isBad)
    }

    /// Something in it looks like the beginning of an encoded word.
    static func hasOpening(_ octets: borrowing Span<UInt8>) -> Bool {
        var from = 0
        while let sign = firstIndex(of: UInt8(ascii: "="), in: octets, from: from) {
            if sign + 1 < octets.count, octets[sign + 1] == UInt8(ascii: "?") { return true }
            from = sign + 1
        }
        return false
    }

    /// Octets of an encoded word that are read: far beyond the 75 of RFC 2047 section 2, and short enough that a value
    /// full of openings without an end costs little.
    private static let tokenLimit = 1_024

    private static func token(at start: Int, of value: [UInt8]) -> Token? {
        let limit = min(value.count, start + tokenLimit)
        func next(_ byte: UInt8, from: Int) -> Int? { from < limit ? value[from..<limit].firstIndex(of: byte) : nil }
        let question = UInt8(ascii: "?")
        guard let charsetEnd = next(question, from: start + 2), charsetEnd + 2 < limit,
            value[charsetEnd + 2] == question
        else { return nil }
        let textStart = charsetEnd + 3
        guard let textEnd = next(question, from: textStart), textEnd + 1 < limit,
            value[textEnd + 1] == UInt8(ascii: "=")
        else { return nil }
        // A language may follow the character set: `utf-8*en` (RFC 2231 section 5).
        let label = value[start + 2..<charsetEnd].prefix { $0 != UInt8(ascii: "*") }
        guard let charset = Charset(label: String(decoding: label, as: UTF8.self)) else { return nil }
        let text = Array(value[textStart..<textEnd])
        switch value[charsetEnd + 1].lowercasedASCII {
        case UInt8(ascii: "q"):
            return Token(charset: charset, bytes: decodeQ(text), end: textEnd + 2)
        case UInt8(ascii: "b"):
            // Padding is lacking in many words; letters of another alphabet are another matter.
            let decoded = Base64.decodeLeniently(text)
            guard decoded.defects.foreignBytes == 0 else { return nil }
            return Token(charset: charset, bytes: decoded.bytes, end: textEnd + 2)
        default: return nil
        }
    }

    /// RFC 2047 section 4.2: `_` is a space, `=XX` an octet; an `=` that no two digits follow stays.
    private static func decodeQ(_ text: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        var index = 0
        while index < text.count {
            if text[index] == UInt8(ascii: "="), index + 2 < text.count, let high = text[index + 1].hexValue,
                let low = text[index + 2].hexValue
            {
                bytes.append(high << 4 | low)
                index += 3
            } else {
                bytes.append(text[index] == UInt8(ascii: "_") ? 0x20 : text[index])
                index += 1
            }
        }
        return bytes
    }
}

extension EncodedWord {
    /// The text as it may stand in a header: as it is when it is printable ASCII and holds no `=?`, else as encoded words
    /// of UTF-8 with at most 75 octets each, blanks between them, no character cut in two (RFC 2047 sections 2 and 5).
    ///
    /// - Parameter always: Encode what is plain too, because a word of it is too long for a line.
    package static func encode(_ text: String, always: Bool = false) -> String {
        let isPlain = text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
        guard always || !isPlain || text.utf8.starts(with: [0x20]) || containsOpening(text) else { return text }
        // 75 less `=?utf-8?Q?` and `?=`.
        let room = 63
        var words: [String] = []
        var word = ""
        for scalar in text.unicodeScalars {
            var piece = ""
            for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { piece += encodeQ(byte) }
            if word.utf8.count + piece.utf8.count > room {
                words.append(word)
                word = ""
            }
            word += piece
        }
        words.append(word)
        return words.map { "=?utf-8?Q?\($0)?=" }.joined(separator: " ")
    }

    private static func containsOpening(_ text: String) -> Bool {
        firstIndex(of: Array("=?".utf8).span, in: Array(text.utf8).span) != nil
    }

    /// Only what is safe in every place of a header stays, display names included (RFC 2047 section 5, rule 3).
    private static func encodeQ(_ byte: UInt8) -> String {
        switch byte {
        case 0x20: return "_"
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "!"), UInt8(ascii: "*"), UInt8(ascii: "+"),
            UInt8(ascii: "-"), UInt8(ascii: "/"):
            return String(Unicode.Scalar(byte))
        default:
            return "=" + Hexadecimal.pair(byte)
        }
    }
}

/// Two capital digits an octet.
enum Hexadecimal {
    static func pair(_ byte: UInt8) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        return String(decoding: [digits[Int(byte >> 4)], digits[Int(byte & 15)]], as: UTF8.self)
    }
}
