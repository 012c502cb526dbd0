/// One command line that a client may send, RFC 5321 section 4.1.1 and its extensions.
///
/// A verb that we do not know is a value, not an error: the server answers 500, the tracer shows it.
package enum SMTPCommand: Sendable, Hashable {
    /// The domain or address literal as the client wrote it; nobody vouches for it (RFC 5321 section 4.1.4).
    case ehlo(domain: String)
    case helo(domain: String)
    /// RFC 2033: EHLO's twin for local delivery, one reply per recipient after the content.
    case lhlo(domain: String)
    case mail(from: ReversePath, parameters: [SMTPParameter] = [])
    case rcpt(to: ForwardPath, parameters: [SMTPParameter] = [])
    case data, reset, quit
    /// RFC 3207.
    case startTLS
    case vrfy(String)
    case expn(String)
    case help(String?)
    case noop(String?)
    /// RFC 3030: `size` octets of message follow the line at once; `isLast` ends the message.
    case bdat(size: UInt64, isLast: Bool)
    /// RFC 4954. The initial response is kept as it stood on the line: base64, or `=` for an empty one; nil where there
    /// is none. ``SASLLine`` reads it.
    case auth(SASLMechanism, initialResponse: Credential? = nil)
    /// RFC 1985: please send what waits for this domain.
    case etrn(String)
    /// Any other verb in upper case, and what follows it. Empty verb: the line begins with no word.
    case unknown(verb: String, argument: String)
}

extension SMTPCommand {
    package var verb: SMTPVerb {
        switch self {
        case .ehlo: .ehlo
        case .helo: .helo
        case .lhlo: .lhlo
        case .mail: .mail
        case .rcpt: .rcpt
        case .data: .data
        case .reset: .rset
        case .quit: .quit
        case .startTLS: .starttls
        case .vrfy: .vrfy
        case .expn: .expn
        case .help: .help
        case .noop: .noop
        case .bdat: .bdat
        case .auth: .auth
        case .etrn: .etrn
        case .unknown(let verb, _): SMTPVerb(word: verb)
        }
    }
}

extension SMTPVerb {
    /// - Parameter word: In any case; the empty word is ``none``.
    package init(word: String) { self.init(line: Array(word.utf8).span) }
}
