import MailProtocols

/// What is said while a client logs in: challenges and answers, by the mechanism that was chosen (RFC 4954, RFC 5034).
extension Commentary {
    /// A line of the client's.
    static func auth(_ record: StepRecord, _ context: RemarkContext) -> Remark {
        let isPOP3 = record.step.protocol.grammar == .pop3
        let source: Citation = isPOP3 ? .rfc(5034, "4") : .rfc(4954, "4")
        if record.text == [UInt8(ascii: "*")] {
            return Remark("The client breaks the login off; the server has to refuse it now.", source)
        }
        let readable =
            record.step.flags.contains(.decrypted)
            ? ", in base64, which hides nothing: it is TLS that does."
            : ", in base64, which hides nothing: whoever listens can read it."
        let prompt = context.challenge.flatMap(LoginPrompt.init)
        switch context.login {
        case .cramMD5:
            return Remark(
                "The client sends its name and a digest of the challenge, keyed with the password: a proof, not the "
                    + "password itself. Whoever listens can still try passwords against it.",
                source, .rfc(2195, "2"))
        case .scramSHA1, .scramSHA256: return Remark(scram(record.text), source, .rfc(5802, "3"))
        case .xoauth2, .oauthBearer:
            guard !endsFailure(record.text) else {
                return Remark("The client has nothing to add: the server may refuse now.", source, .rfc(7628, "3.2.3"))
            }
            return Remark("The client sends its name and an access token" + readable, source, .rfc(7628, "3.1"))
        case .external:
            return Remark(
                "The client says who it wants to be; the certificate that it showed in TLS is the proof.", source,
                .rfc(4422, "A"))
        case .plain:
            return Remark("The client sends name and password" + readable, source, .rfc(4616, "2"))
        case .login?, .anonymous, .other, nil:
            let what = prompt?.answer ?? "one line of the login exchange"
            return Remark("The client sends \(what)" + readable, source, .rfc(4648, "4"))
        }
    }

    /// What a server asks, or tells, with 334 or `+`.
    ///
    /// - Parameter text: What stands behind the code.
    static func challenge(_ text: String, _ context: RemarkContext, _ source: [Citation]) -> Remark {
        guard let octets = Base64.decode(Array(text.utf8)) else {
            return Remark(
                "The server sends a challenge, but not in base64: a client cannot read it.", reference: source)
        }
        let said = SpokenText.safe(octets)
        switch context.login {
        case .cramMD5 where !octets.isEmpty:
            return Remark(
                "The server sends a challenge, “\(said)” in base64, and wants a digest of it.",
                reference: source + [.rfc(2195, "2")])
        case .scramSHA1 where !octets.isEmpty, .scramSHA256 where !octets.isEmpty:
            return Remark(scramChallenge(octets), reference: source + [.rfc(5802, "3")])
        case .xoauth2 where !octets.isEmpty, .oauthBearer where !octets.isEmpty:
            return Remark(
                "The server does not take the token and says why: “\(said)” in base64.",
                reference: source + [.rfc(7628, "3.2.2")])
        default:
            let prompt = LoginPrompt(octets)
            guard prompt == .challenge else { return Remark(prompt.asked + ".", reference: source) }
            return Remark(
                "The server sends a challenge, “\(said)” in base64, and waits for the answer.", reference: source)
        }
    }

    /// What SCRAM's messages begin with tells them apart, RFC 5802 section 7.
    private static func scram(_ text: [UInt8]) -> String {
        guard let octets = Base64.decode(text) else {
            return "The client sends one line of the exchange, in base64: a proof, not the password itself."
        }
        if octets.isEmpty { return "The client has checked the server's proof and has nothing to add." }
        if octets.starts(with: Array("c=".utf8)) {
            return "The client sends its proof, made of password, salt and both random words: whoever listens cannot "
                + "read the password from it."
        }
        return "The client sends its name and a random word of its own; the password stays home."
    }

    private static func scramChallenge(_ octets: [UInt8]) -> String {
        let fields = octets.split(separator: UInt8(ascii: ","))
        func value(_ name: String) -> String? {
            fields.first { $0.starts(with: Array(name.utf8)) }.map { SpokenText.safe(Array($0.dropFirst(2))) }
        }
        if let reason = value("e=") { return "The server refuses the proof: “\(reason)”." }
        if value("v=") != nil { return "The server proves in turn that it knows the password's digest." }
        if let rounds = value("i="), value("r=") != nil {
            return "The server adds a random word of its own and says how to work on the password: with a salt, "
                + "\(rounds) times over."
        }
        return "The server sends its part of the exchange, in base64."
    }

    /// An empty line, or the octet 1, by which a client ends a failed exchange.
    private static func endsFailure(_ text: [UInt8]) -> Bool { text.isEmpty || text == Array("AQ==".utf8) }
}

/// What a server asks for in a login exchange.
enum LoginPrompt: Sendable, Hashable {
    case userName, password
    /// An empty challenge: say what your mechanism says first.
    case empty
    /// Octets that only the mechanism understands, a nonce for example.
    case challenge

    /// - Parameter octets: The challenge, decoded.
    init(_ octets: [UInt8]) {
        switch String(wire: octets.span).lowercased() {
        case "username:", "user name", "user name:", "username": self = .userName
        case "password:", "password": self = .password
        case "": self = .empty
        default: self = .challenge
        }
    }

    /// The prompt of a reply that was heard; nil where it was no challenge.
    init?(_ spoken: RemarkContext.Spoken) {
        guard spoken.kind == .reply else { return nil }
        let smtp = SMTPReply(wire: spoken.text)
        let pop3 = POP3Reply(line: Commentary.firstLine(spoken.text))
        let text: String
        if smtp.code == .authChallenge {
            text = smtp.lines.first ?? ""
        } else if pop3.code == .goOn {
            text = pop3.text
        } else {
            return nil
        }
        guard let octets = Base64.decode(Array(text.utf8)) else { return nil }
        self.init(octets)
    }

    /// What the server does, as a sentence without its end.
    var asked: String {
        switch self {
        case .userName: "The server asks for the user name: “Username:” in base64"
        case .password: "The server asks for the password: “Password:” in base64"
        case .empty: "The server asks for what the mechanism says first: its challenge is empty"
        case .challenge: "The server sends a challenge, in base64, and waits for the answer"
        }
    }

    /// What the client's next line holds.
    var answer: String {
        switch self {
        case .userName: "the user name"
        case .password: "the password"
        case .empty: "the credentials that the mechanism asks for"
        case .challenge: "the answer to the challenge"
        }
    }
}
