/// What a part holds: `text/plain; charset=utf-8`, RFC 2045 section 5.
package struct ContentType: Sendable, Hashable {
    /// In lower case, `text`.
    package var type: String
    /// In lower case, `plain`.
    package var subtype: String
    package var parameters: MIMEParameters

    /// - Parameter field: The unfolded value. Nil, or one that is no type, means plain text (RFC 2045 section 5.2).
    package init(_ field: [UInt8]?) {
        parameters = MIMEParameters(field ?? [])
        type = "text"
        subtype = "plain"
        var value = parameters.value
        let words = value.withUTF8 { octets -> (type: String, subtype: String)? in
            guard let slash = octets.firstIndex(of: UInt8(ascii: "/")), slash > 0, slash + 1 < octets.count,
                !octets[(slash + 1)...].contains(UInt8(ascii: "/"))
            else { return nil }
            return (
                String(decoding: octets[..<slash], as: UTF8.self),
                String(decoding: octets[(slash + 1)...], as: UTF8.self)
            )
        }
        if let words { (type, subtype) = words }
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
