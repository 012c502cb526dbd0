/// One command line that a POP3 client may send, RFC 1939 and its extensions.
///
/// A verb that we do not know is a value, not an error: the server answers -ERR, the tracer shows it.
package enum POP3Command: Sendable, Hashable {
    case user(String)
    /// All that stands behind `PASS` and one space, spaces within and at the end included (RFC 1939 section 7).
    case pass(Credential)
    /// The digest as it stood on the line, 32 hexadecimal digits (RFC 1939 section 7).
    case apop(name: String, digest: Credential)
    case stat
    /// Numbers are message-numbers, from 1, as the client wrote them; nobody says that the message exists.
    case list(Int?)
    case retr(Int)
    case dele(Int)
    case noop, reset, quit
    /// The header, the empty line, and so many lines of the body.
    case top(Int, lines: Int)
    case uidl(Int?)
    /// RFC 2449 section 5.
    case capa
    /// RFC 2595 section 4.
    case stls
    /// RFC 5034. No mechanism: the old question which there are. The initial response as it stood on the line: base64,
    /// or `=` for an empty one; ``SASLLine`` reads it.
    case auth(SASLMechanism?, initialResponse: Credential? = nil)
    /// RFC 6856 section 2.
    case utf8
    /// RFC 6856 section 3: a language tag or `*`; nil asks which there are.
    case lang(String?)
    /// Any other verb in upper case, and what follows it. Empty verb: the line begins with no word.
    case unknown(verb: String, argument: String)
}

extension POP3Command {
    package var verb: POP3Verb {
        switch self {
        case .user: .user
        case .pass: .pass
        case .apop: .apop
        case .stat: .stat
        case .list: .list
        case .retr: .retr
        case .dele: .dele
        case .noop: .noop
        case .reset: .rset
        case .quit: .quit
        case .top: .top
        case .uidl: .uidl
        case .capa: .capa
        case .stls: .stls
        case .auth: .auth
        case .utf8: .utf8
        case .lang: .lang
        case .unknown(let verb, _): POP3Verb(word: verb)
        }
    }

    /// APOP for a greeting's timestamp, RFC 1939 section 7: the digest of timestamp and secret, one behind the other.
    ///
    /// - Parameter timestamp: With its angle brackets, ``POP3Reply/timestamp``.
    /// - Parameter md5: MD5 of its argument, 16 bytes.
    package static func apop(
        name: String, timestamp: String, secret: Credential, md5: ([UInt8]) -> [UInt8]
    ) -> POP3Command {
        let digest = md5(Array(timestamp.utf8) + secret.revealedBytes())
        return .apop(name: name, digest: Credential(bytes: digest.hexDigits))
    }
}

extension POP3Verb {
    /// - Parameter word: In any case; the empty word is ``none``.
    package init(word: String) { self.init(line: Array(word.utf8).span) }
}

extension [UInt8] {
    /// Two lower-case hexadecimal digits a byte, as ASCII.
    var hexDigits: [UInt8] {
        let digits = Array("0123456789abcdef".utf8)
        return flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 0x0F)]] }
    }
}
