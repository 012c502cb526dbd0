/// A whole message in hand: its header, its way and its parts, RFC 5322 and RFC 2045. Read by the same scanner that follows
/// messages as they go by, so that both always agree.
package struct MailMessage: Sendable, Hashable {
    /// All octets, dots unstuffed, without an end mark.
    package let bytes: [UInt8]
    package let header: HeaderSection
    package let facts: MessageFacts

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
        var scanner = MessageScanner(keepsHeader: true)
        scanner.take(bytes.span)
        facts = scanner.finish()
        header = scanner.ownHeader
    }

    package var summary: MessageSummary { facts.summary }
    /// The message itself first, then its parts in the order of the octets.
    package var parts: [MIMEPart] { facts.parts }
    /// Where the body begins: behind the first empty line.
    package var bodyStart: Int { facts.headerBytes }
    package var notes: NoteSet { facts.notes }

    /// The part's content, decoded.
    package func content(of part: MIMEPart) -> [UInt8] { part.decoded(in: bytes.span).bytes }

    /// The part's content as text for people.
    package func text(of part: MIMEPart) -> String { part.text(in: bytes.span) }

    /// The first part that is plain text and no attachment: what a mail reader shows first.
    package var text: String? {
        parts.first { $0.type == "text/plain" && $0.filename == nil }.map { text(of: $0) }
    }
}
