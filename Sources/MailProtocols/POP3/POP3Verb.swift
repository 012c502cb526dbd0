/// The command words of POP3 that Mailscope knows; any other is ``unknown``, a value like the rest.
package enum POP3Verb: UInt8, Sendable, Hashable, CaseIterable {
    /// An empty line, or one that does not begin with a word.
    case none
    case unknown
    // RFC 1939
    case user, pass, apop, stat, list, retr, dele, noop, rset, quit, top, uidl
    // RFC 2449, 2595, 5034, 6856
    case capa, stls, auth, utf8, lang
    // Retired, still met: RFC 1225 and 1082
    case last, xtnd

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
