/// Masks a text of which only the manner is known: a reply, the rest of a command, a header field. What is not known to be
/// harmless does not stay.
struct FreeText {
    static let hidden = "***"
    /// Digits of a number that stays: a count, a size, a year, but no telephone number with its country.
    private static let digitLimit = 10

    /// What stands between words, and stays.
    private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case " ", "\t", "<", ">", "(", ")", "{", "}", "\"", ",", ";", "|", "!", "?", "'", "`": true
        default: false
        }
    }

    static func mask(_ octets: some Sequence<UInt8>, _ masks: inout Masks) -> String {
        mask(String(decoding: Array(octets), as: UTF8.self), &masks)
    }

    static func mask(_ text: String, _ masks: inout Masks) -> String {
        var masked = ""
        var word = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if isSeparator(scalar) {
                masked += mask(word: String(word), &masks)
                masked.unicodeScalars.append(scalar)
                word.removeAll()
            } else {
                word.append(scalar)
            }
        }
        return masked + mask(word: String(word), &masks)
    }

    private static func mask(word: String, _ masks: inout Masks) -> String {
        guard !word.isEmpty else { return "" }
        if isHarmless(word) { return word }
        if let last = word.last, last == "." || last == ":" {
            return mask(word: String(word.dropLast()), &masks) + String(last)
        }
        if let bracketed = bracketed(word, &masks) { return bracketed }
        if let at = word.firstIndex(of: "@") {
            // FROM:alice@south.example, for=bob@north.example
            if let mark = word[..<at].lastIndex(where: { $0 == ":" || $0 == "=" }), isHarmless(String(word[..<mark])) {
                return String(word[...mark]) + mask(word: String(word[word.index(after: mark)...]), &masks)
            }
            return masks.address(word)
        }
        if let internet = masks.internet(word) { return internet }
        for mark: Character in ["=", ":"] {
            guard let place = word.firstIndex(of: mark) else { continue }
            return mask(word: String(word[..<place]), &masks) + String(mark)
                + mask(word: String(word[word.index(after: place)...]), &masks)
        }
        return isHost(word) ? masks.host(word) : hidden
    }

    /// `[192.0.2.1]`, `host[192.0.2.1]:25`, `[IN-USE]`
    private static func bracketed(_ word: String, _ masks: inout Masks) -> String? {
        guard let open = word.firstIndex(of: "[") else { return nil }
        let rest = word[word.index(after: open)...]
        guard let close = rest.firstIndex(of: "]") else { return nil }
        let before = word[..<open]
        if before.contains("@"), before.last == "@" { return masks.address(word) }
        let inner = String(rest[..<close])
        let literal = inner.lowercased().hasPrefix("ipv6:") ? masks.host("[\(inner)]") : nil
        return mask(word: String(before), &masks) + (literal ?? "[\(mask(word: inner, &masks))]")
            + mask(word: String(rest[rest.index(after: close)...]), &masks)
    }

    /// A known word, a number, or several of them joined: `8BITMIME`, `5.1.1`, `09:00:00`, `text/plain`, `+0100`.
    private static func isHarmless(_ word: String) -> Bool {
        if HarmlessWords.all.contains(word.lowercased()) { return true }
        guard word.utf8.count <= 64, word.utf8.allSatisfy({ $0 < 0x80 }), Masks.isNoAddress(word) else { return false }
        var numbers = 0
        for piece in word.split(whereSeparator: { ".:/-+_=".contains($0) }) {
            if HarmlessWords.all.contains(piece.lowercased()) { continue }
            guard piece.utf8.count <= digitLimit, piece.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
                return false
            }
            numbers += 1
        }
        // Four numbers in a row may be an address, whatever joins them.
        return numbers <= 3
    }

    /// Labels of letters, digits, hyphens and underscores with dots between them.
    private static func isHost(_ word: String) -> Bool {
        word.contains(".")
            && word.utf8.allSatisfy {
                switch $0 {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }
}

extension Masks {
    /// Digits and dots may be an IP address, and digits and colons too: those are masked, not kept.
    fileprivate static func isNoAddress(_ word: String) -> Bool {
        var masks = Masks()
        return masks.internet(word) == nil
    }
}
