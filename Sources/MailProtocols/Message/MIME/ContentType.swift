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
        let value = parameters.value.utf8
        guard let slash = value.firstIndex(of: UInt8(ascii: "/")) else { return }
        let words = (value[..<slash], value[value.index(after: slash)...])
        guard !words.0.isEmpty, !words.1.isEmpty, !words.1.contains(UInt8(ascii: "/")) else { return }
        type = String(Substring(words.0))
        subtype = String(Substring(words.1))
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
