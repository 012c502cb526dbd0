/// What a connection speaks. The raw value is the word in JSON lines.
package enum MailProtocol: String, Sendable, Hashable, CaseIterable {
    case smtp, lmtp, pop3, imap
    /// TLS from the first byte, by the port's or ALPN's word for what is inside.
    case smtps, pop3s, imaps
    case unknown

    /// Mailscope decodes the dialogue itself, not only its name.
    package var isDecoded: Bool { self == .smtp || self == .lmtp || self == .pop3 }
    package var isTLSFromTheStart: Bool { self == .smtps || self == .pop3s || self == .imaps }
}
