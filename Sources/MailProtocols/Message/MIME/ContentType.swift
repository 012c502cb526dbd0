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
    /// parameter. Read in one go, with the same outcome as by the whole grammar.
    private static func simple(_ field: [UInt8]) -> (type: String, subtype: String, parameters: MIMEParameters)? {
        // The first three signs that divide: slash, semicolon, equals sign.
        var marks = (0, 0, 0)
        var count = 0
        for index in field.indices {
            switch field[index] {
            case UInt8(ascii: "/"), UInt8(ascii: ";"), UInt8(ascii: "="):
                if count == 0 { marks.0 = index } else if count == 1 { marks.1 = index } else { marks.2 = index }
                count += 1
                if count > 3 { return nil }
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "+"):
                break
            case UInt8(ascii: " "): guard index > 0, field[index - 1] == UInt8(ascii: ";") else { return nil }
            case UInt8(ascii: "\""):
                // Around the whole of the value or nowhere.
                let opens = count == 3 && index == marks.2 + 1
                guard opens || count == 3 && index == field.count - 1 && index > marks.2 + 2 else { return nil }
            default: return nil
            }
        }
        guard count == 1 || count == 3, field[marks.0] == UInt8(ascii: "/") else { return nil }
        let end = count == 1 ? field.count : marks.1
        guard marks.0 > 0, end > marks.0 + 1 else { return nil }
        let type = String(lowercasingASCII: field[..<marks.0])
        let subtype = String(lowercasingASCII: field[(marks.0 + 1)..<end])
        let value = String(lowercasingASCII: field[..<end])
        guard count == 3 else { return (type, subtype, MIMEParameters(value: value)) }
        var start = marks.1 + 1
        if start < field.count, field[start] == UInt8(ascii: " ") { start += 1 }
        guard field[marks.1] == UInt8(ascii: ";"), field[marks.2] == UInt8(ascii: "="), start < marks.2,
            marks.2 + 1 < field.count
        else { return nil }
        var word = field[(marks.2 + 1)...]
        if word.first == UInt8(ascii: "\"") {
            guard word.last == UInt8(ascii: "\""), word.count > 2 else { return nil }
            word = word.dropFirst().dropLast()
        } else if word.last == UInt8(ascii: "\"") {
            return nil
        }
        let parameter = String(decoding: word, as: UTF8.self)
        let parameters = MIMEParameters(value: value, name: String(lowercasingASCII: field[start..<marks.2]), parameter)
        return (type, subtype, parameters)
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
    package var name: String { "\(type)/\(subtype)" }

    package var isMultipart: Bool { type == "multipart" }
    package var isMessage: Bool { type == "message" && (subtype == "rfc822" || subtype == "global") }

    /// The line that divides the parts, without its hyphens; nil where it is lacking or useless.
    package var boundary: String? {
        guard isMultipart, let boundary = parameters["boundary"], !boundary.isEmpty else { return nil }
        return boundary
    }
}
