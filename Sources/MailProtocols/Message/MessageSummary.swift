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
    package var hasBadEncodedWord: Bool

    package init() { hasBadEncodedWord = false }

    /// The first field of each name counts, as most mail readers have it.
    package init(_ header: HeaderSection) {
        // A word of its own, not of the summary: what is lent while it is being made would be copied at the end.
        var isBad = false
        from = header.text(of: .from, &isBad)
        to = header.text(of: .to, &isBad)
        cc = header.text(of: .cc, &isBad)
        subject = header.text(of: .subject, &isBad)
        messageID = header.text(of: .messageID, &isBad)
        date = header.text(of: .date, &isBad)
        hasBadEncodedWord = isBad
    }
}
