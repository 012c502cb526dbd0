/// What a part holds: `text/plain; charset=utf-8`, RFC 2045 section 5.
package struct ContentType: Sendable, Hashable {
    /// In lower case, `text`.
    package var type: String
    /// In lower case, `plain`.
    package var subtype: String
    package var parameters: MIMEParameters

    /// - Parameter field: The unfolded value. Nil, or one that is no type, means plain text (RFC 2045 section 5.2).
    package init(_ field: [UInt8]?) {
        if let field, let simple = Self.simple(field) {
            (type, subtype, parameters) = simple
            return
        }
        parameters = MIMEParameters(field ?? [])
        type = "text"
        subtype = "plain"
        let value = parameters.value.utf8
        guard let slash = value.firstIndex(of: UInt8(ascii: "/")) else { return }
        let words = (value[..<slash], value[value.index(after: slash)...])
        guard !words.0.isEmpty, !words.1.isEmpty, !words.1.contains(UInt8(ascii: "/")) else { return }
        type = String(Substring(words.0))
        subtype = String(Substring(words.1))
    }

    /// `text/plain; charset=us-ascii` or `multipart/mixed; boundary="b"`, as nearly all are: tokens of ASCII and at most one
    /// parameter. Read in one go, with the same outcome as by the whole grammar; nil for what is left to that.
    private static func simple(_ field: [UInt8]) -> (type: String, subtype: String, parameters: MIMEParameters)? {
        let slash = endOfToken(field, from: 0)
        guard slash > 0, slash < field.count, field[slash] == UInt8(ascii: "/") else { return nil }
        let end = endOfToken(field, from: slash + 1)
        guard end > slash + 1 else { return nil }
        let type = String(lowercasingASCII: field[..<slash])
        let subtype = String(lowercasingASCII: field[(slash + 1)..<end])
        let value = String(lowercasingASCII: field[..<end])
        if end == field.count { return (type, subtype, MIMEParameters(value: value)) }
        guard field[end] == UInt8(ascii: ";") else { return nil }
        let start = end + (end + 1 < field.count && field[end + 1] == Ascii.space ? 2 : 1)
        let equals = endOfToken(field, from: start)
        guard equals > start, equals + 1 < field.count, field[equals] == UInt8(ascii: "="),
            let word = simpleValue(field, from: equals + 1)
        else { return nil }
        let parameters = MIMEParameters(
            value: value, name: String(lowercasingASCII: field[start..<equals]),
            String(decoding: field[word], as: UTF8.self))
        return (type, subtype, parameters)
    }

    /// Behind the letters, digits and the most common signs of a token, RFC 2045 section 5.1.
    private static func endOfToken(_ field: [UInt8], from start: Int) -> Int {
        var index = start
        while index < field.count {
            switch field[index] {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "+"):
                index += 1
            default: return index
            }
        }
        return index
    }

    /// A token or a quoted string without escapes that goes to the field's end; nil for anything else, and where it could
    /// hold an encoded word.
    private static func simpleValue(_ field: [UInt8], from start: Int) -> Range<Int>? {
        guard field[start] == UInt8(ascii: "\"") else {
            return endOfToken(field, from: start) == field.count ? start..<field.count : nil
        }
        guard field.count > start + 2, field[field.count - 1] == UInt8(ascii: "\"") else { return nil }
        let range = start + 1..<field.count - 1
        let isPlain = field[range].allSatisfy {
            $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
                && $0 != UInt8(ascii: "?")
        }
        return isPlain ? range : nil
    }

    /// Octets of a type or subtype, RFC 6838 section 4.2.
    private static let wordLimit = 127
    /// Octets of all parameters that are kept as they are; a thousand parts would else hold a thousand long headers.
    private static let parameterLimit = 1_024

    /// Cuts what no honest writer makes so long.
    mutating func shorten() {
        if type.utf8.count > Self.wordLimit { type = String(type.prefix(Self.wordLimit)) }
        if subtype.utf8.count > Self.wordLimit { subtype = String(subtype.prefix(Self.wordLimit)) }
        parameters.shorten(to: Self.parameterLimit, keeping: ["boundary", "charset", "name"])
    }

    /// `text/plain`
    package var name: String {
        let value = parameters.value
        // Mostly that is what stood in the field already.
        if value.utf8.count == type.utf8.count + 1 + subtype.utf8.count, value.hasPrefix(type) { return value }
        return "\(type)/\(subtype)"
    }

    package var isMultipart: Bool { type == "multipart" }
    package var isMessage: Bool { type == "message" && (subtype == "rfc822" || subtype == "global") }

    /// The line that divides the parts, without its hyphens; nil where it is lacking or useless.
    package var boundary: String? {
        guard isMultipart, let boundary = parameters["boundary"], !boundary.isEmpty else { return nil }
        return boundary
    }
}
