/// What a list of letters shows of each: the fields that people read, as text with encoded words decoded.
package struct MessageSummary: Sendable, Hashable {
    package var from: String?
    package var to: String?
    package var cc: String?
    package var subject: String?
    /// With its angle brackets, `<1@south.example>`.
    package var messageID: String?
    /// As written.
    package var date: String?
    /// An encoded word of these fields could not be read and stands as it came.
    package var hasBadEncodedWord = false

    package init() {}

    /// The first field of each name counts, as most mail readers have it.
    package init(_ header: HeaderSection) {
        func text(_ name: KnownField) -> String? {
            guard let decoded = header.text(of: name) else { return nil }
            if decoded.isBad { hasBadEncodedWord = true }
            return decoded.text
        }
        from = text(.from)
        to = text(.to)
        cc = text(.cc)
        subject = text(.subject)
        messageID = text(.messageID)
        date = text(.date)
    }
}
