/// Fields that are asked for with every letter.
enum KnownField: UInt8, Sendable, Hashable {
    case from, date, subject, to, cc, messageID, sender, replyTo, bcc, inReplyTo, references
    case contentType, transferEncoding, contentDisposition

    /// May stand once only, RFC 5322 section 3.6.
    var isSingle: Bool { rawValue <= Self.references.rawValue }

    var name: StaticString {
        switch self {
        case .from: "From"
        case .date: "Date"
        case .subject: "Subject"
        case .to: "To"
        case .cc: "Cc"
        case .messageID: "Message-ID"
        case .sender: "Sender"
        case .replyTo: "Reply-To"
        case .bcc: "Bcc"
        case .inReplyTo: "In-Reply-To"
        case .references: "References"
        case .contentType: "Content-Type"
        case .transferEncoding: "Content-Transfer-Encoding"
        case .contentDisposition: "Content-Disposition"
        }
    }
}
