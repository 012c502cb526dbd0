/// The command words of SMTP and LMTP that Mailscope knows; any other is ``unknown``, a value like the rest.
package enum SMTPVerb: UInt8, Sendable, Hashable, CaseIterable {
    /// An empty line, or one that does not begin with a word.
    case none
    case unknown
    // RFC 5321 section 4.1.1
    case ehlo, helo, mail, rcpt, data, rset, vrfy, expn, help, noop, quit
    // Extensions: RFC 3030, 3207, 4954, 2033, 1985, 2645, 4468
    case bdat, starttls, auth, lhlo, etrn, atrn, burl
    // Retired by RFC 5321 appendix F, or private to one server family
    case turn, send, soml, saml, xclient, xforward, xexch50

    /// The word as it is written on the wire, in upper case; empty for ``none`` and ``unknown``.
    package var word: String { Self.words[Int(rawValue)] }

    /// By raw value, made once: asking a case for its name costs microseconds.
    private static let words = allCases.map { verb in
        switch verb {
        case .none, .unknown: ""
        default: "\(verb)".uppercased()
        }
    }
}
