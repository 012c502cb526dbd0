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
        let words = parameters.value.split(separator: "/", omittingEmptySubsequences: false)
        if words.count == 2, !words[0].isEmpty, !words[1].isEmpty {
            type = String(words[0])
            subtype = String(words[1])
        } else {
            type = "text"
            subtype = "plain"
        }
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
