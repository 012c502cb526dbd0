/// A way to prove who one is, by its registered name (RFC 4422 section 3.1).
package enum SASLMechanism: Sendable, Hashable {
    /// RFC 4616: user and password in one message, readable by anyone who can undo base64.
    case plain
    /// Never standardised: user and password asked for one after the other.
    case login
    /// RFC 2195: a digest over the server's challenge, keyed with the password.
    case cramMD5
    /// RFC 5802 and 7677; `plus` means bound to the TLS channel.
    case scramSHA1(plus: Bool)
    case scramSHA256(plus: Bool)
    /// Google's and Microsoft's forerunner of RFC 7628: user and bearer token.
    case xoauth2
    /// RFC 7628.
    case oauthBearer
    /// RFC 4422 appendix A: who the TLS certificate says.
    case external
    /// RFC 4505.
    case anonymous
    /// Any other name, in upper case, as captured.
    case other(String)

    /// - Parameter name: In any case.
    package init(name: String) {
        let upper = name.uppercasedASCII
        self = Self.known.first { $0.name == upper } ?? .other(upper)
    }

    private static let known: [SASLMechanism] = [
        .plain, .login, .cramMD5, .scramSHA1(plus: false), .scramSHA1(plus: true), .scramSHA256(plus: false),
        .scramSHA256(plus: true), .xoauth2, .oauthBearer, .external, .anonymous,
    ]

    /// One of those above, by its name.
    var isKnown: Bool { if case .other = self { false } else { true } }

    /// As AUTH and the EHLO reply name it.
    package var name: String {
        switch self {
        case .plain: "PLAIN"
        case .login: "LOGIN"
        case .cramMD5: "CRAM-MD5"
        case .scramSHA1(let plus): plus ? "SCRAM-SHA-1-PLUS" : "SCRAM-SHA-1"
        case .scramSHA256(let plus): plus ? "SCRAM-SHA-256-PLUS" : "SCRAM-SHA-256"
        case .xoauth2: "XOAUTH2"
        case .oauthBearer: "OAUTHBEARER"
        case .external: "EXTERNAL"
        case .anonymous: "ANONYMOUS"
        case .other(let name): name
        }
    }

    /// Whoever hears the exchange can use what it heard to log in: RFC 4954 section 4 wants TLS around these.
    package var revealsSecret: Bool {
        switch self {
        case .plain, .login, .xoauth2, .oauthBearer: true
        case .cramMD5, .scramSHA1, .scramSHA256, .external, .anonymous, .other: false
        }
    }
}
