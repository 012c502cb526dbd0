/// What a part holds: `text/plain; charset=utf-8`, RFC 2045 section 5.
package struct ContentType: Sendable, Hashable {
    /// In lower case, `text`.
    package private(set) var type: String
    /// In lower case, `plain`.
    package private(set) var subtype: String
    package private(set) var parameters: MIMEParameters
    /// `text/plain`. Stored: whoever lists the parts of a message asks each, and would copy all of it for a computed one.
    package private(set) var name: String

    /// - Parameter field: The unfolded value. Nil, or one that is no type, means plain text (RFC 2045 section 5.2).
    package init(_ field: [UInt8]?) {
        let field = field ?? []
        self.init(field.span)
    }

    /// - Parameter field: The unfolded value.
    init(_ field: Span<UInt8>) {
        let parameters = MIMEParameters(field)
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
        type = words?.type ?? "text"
        subtype = words?.subtype ?? "plain"
        // Split at its only slash.
        name = words == nil ? "text/plain" : parameters.value
        self.parameters = parameters
    }

    /// Octets of a type or subtype, RFC 6838 section 4.2.
    private static let wordLimit = 127
    /// Octets of all parameters that are kept as they are; a thousand parts would else hold a thousand long headers.
    private static let parameterLimit = 1_024

    /// Cuts what no honest writer makes so long.
    mutating func shorten() {
        if type.utf8.count > Self.wordLimit || subtype.utf8.count > Self.wordLimit {
            type = String(type.prefix(Self.wordLimit))
            subtype = String(subtype.prefix(Self.wordLimit))
            name = "\(type)/\(subtype)"
        }
        parameters.shorten(to: Self.parameterLimit, keeping: ["boundary", "charset", "name"])
    }

    package var isMultipart: Bool { type == "multipart" }
    package var isMessage: Bool { type == "message" && (subtype == "rfc822" || subtype == "global") }

    /// The line that divides the parts, without its hyphens; nil where it is lacking or useless.
    package var boundary: String? {
        guard isMultipart, let boundary = parameters["boundary"], !boundary.isEmpty else { return nil }
        return boundary
    }
}
