/// What is known of a message whose octets went by.
package struct MessageFacts: Sendable, Hashable {
    package var summary = MessageSummary()
    /// The message itself first, then its parts in the order of the octets.
    package var parts: [MIMEPart] = []
    /// ``BodyMark`` of the octets behind the first empty line; 0 where there are none. Hops add header lines and leave it.
    package var bodyMark: UInt64 = 0
    /// Octets of the header, its empty line included.
    package var headerBytes = 0
    /// Octets behind it.
    package var bodyBytes = 0
    package var notes: NoteSet = []

    package init() {}

    package var bytes: Int { headerBytes + bodyBytes }
}
