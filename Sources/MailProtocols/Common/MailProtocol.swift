/// What a connection speaks. The raw value is the word in JSON lines.
package enum MailProtocol: String, Sendable, Hashable, CaseIterable {
    case smtp, lmtp, pop3, imap
    /// TLS from the first byte, by the port's or ALPN's word for what is inside.
    case smtps, pop3s, imaps
    case unknown

    /// Mailscope decodes the dialogue itself, not only its name.
    package var isDecoded: Bool { self == .smtp || self == .lmtp || self == .pop3 }
    package var isTLSFromTheStart: Bool { self == .smtps || self == .pop3s || self == .imaps }

    /// Whose lines, verbs and states are spoken, in the clear or inside TLS.
    package enum Grammar: Sendable, Hashable {
        case smtp, pop3, none

        /// Written out, so that it is a comparison of bytes in other modules too and not three calls: it is asked for each run
        /// of octets.
        @inlinable
        package static func == (left: Grammar, right: Grammar) -> Bool {
            switch left {
            case .smtp: if case .smtp = right { true } else { false }
            case .pop3: if case .pop3 = right { true } else { false }
            case .none: if case .none = right { true } else { false }
            }
        }
    }

    package var grammar: Grammar {
        switch self {
        case .smtp, .lmtp, .smtps: .smtp
        case .pop3, .pop3s: .pop3
        case .imap, .imaps, .unknown: .none
        }
    }

    /// The word for it where TLS begins with the first octet.
    package var insideTLS: MailProtocol {
        switch self {
        case .smtp, .lmtp, .smtps: .smtps
        case .pop3, .pop3s: .pop3s
        case .imap, .imaps: .imaps
        case .unknown: .unknown
        }
    }
}
