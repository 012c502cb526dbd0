import MailProtocols

/// What a server asks for in a login exchange.
enum LoginPrompt: Sendable, Hashable {
    case userName, password
    /// An empty challenge: say what your mechanism says first.
    case empty
    /// Octets that only the mechanism understands, a nonce for example.
    case challenge

    /// - Parameter challenge: The text behind `334 ` or `+ `; nil where it is not base64.
    init?(challenge: String) {
        guard let octets = Base64.decode(Array(challenge.utf8)) else { return nil }
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
        if smtp.code == .authChallenge {
            self.init(challenge: smtp.lines.first ?? "")
            return
        }
        let pop3 = POP3Reply(line: Commentary.firstLine(spoken.text))
        guard pop3.code == .goOn else { return nil }
        self.init(challenge: pop3.text)
    }

    /// What the server does, as a sentence without its end.
    var asked: String {
        switch self {
        case .userName: "The server asks for the user name: “Username:” in base64"
        case .password: "The server asks for the password: “Password:” in base64"
        case .empty: "The server asks for the credentials: its challenge is empty"
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
