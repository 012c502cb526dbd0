package import MailProtocols

/// How a client's POP3 session begins, up to where the maildrop is open: CAPA and TLS where the settings want them, the login.
package struct POP3Entrance: Sendable {
    package enum Next: Sendable, Hashable {
        case say(Saying)
        /// Lines follow the reply.
        case wait
        case ready
        /// The maildrop cannot be opened; why, as a server would say it.
        case failed(POP3Reply)
    }

    private enum Stage: Sendable, Hashable { case greeting, capabilities, startTLS, sasl, user, pass, done }

    private let settings: ClientSettings
    private let login: ClientSettings.Login
    private let asksFirst: Bool
    private let nonce: String
    private var stage = Stage.greeting
    private var isSecured: Bool
    private var timestamp: String?
    private var dialogue: SASLDialogue?
    private var capabilities: [POP3Capability] = []

    /// - Parameter settings: With neither TLS nor a mechanism, USER and PASS are said at once, and nothing is asked.
    package init(login: ClientSettings.Login, settings: ClientSettings, nonces: Nonces = Nonces()) {
        self.settings = settings
        self.login = login
        var nonces = nonces
        nonce = nonces.next()
        isSecured = settings.security == .implicit
        asksFirst = settings.security == .ifOffered || settings.security == .required || !login.mechanisms.isEmpty
    }

    package mutating func next(after reply: POP3Reply) -> Next {
        switch (stage, reply.code) {
        case (.greeting, .ok):
            timestamp = reply.timestamp
            return asksFirst ? say(.capa, .capabilities) : logIn()
        case (.capabilities, .ok): return .wait
        // A server of 1996 knows no CAPA.
        case (.capabilities, .err): return afterCapabilities()
        case (.startTLS, .ok): return .say(Saying(startsTLS: true))
        case (.startTLS, .err): return settings.security == .required ? .failed(Self.noTLS) : logIn()
        case (.sasl, .goOn):
            return .say(Saying(dialogue?.answer(to: reply.text) ?? SASLLine.cancel.encoded() + [0x0D, 0x0A]))
        case (.user, .ok): return say(.pass(login.password), .pass)
        case (.sasl, .ok), (.pass, .ok):
            stage = .done
            return .ready
        default: return .failed(reply)
        }
    }

    package mutating func next(afterLines lines: [UInt8]) -> Next {
        guard stage == .capabilities else { return .wait }
        capabilities = MaildropListing.lines(of: lines.span).map { POP3Capability($0) }
        return afterCapabilities()
    }

    /// TLS has begun: what was offered outside counts for nothing, RFC 2595 section 4.
    package mutating func secured() -> Saying {
        isSecured = true
        capabilities = []
        stage = .capabilities
        return Saying(POP3Command.capa.encoded())
    }

    private mutating func afterCapabilities() -> Next {
        if !isSecured, settings.security == .required || settings.security == .ifOffered {
            if capabilities.contains(.stls) { return say(.stls, .startTLS) }
            if settings.security == .required { return .failed(Self.noTLS) }
        }
        return logIn()
    }

    private mutating func logIn() -> Next {
        var offered: [SASLMechanism] = []
        for case .sasl(let mechanisms) in capabilities { offered += mechanisms }
        if let mechanism = login.choice(of: offered, isSecured: isSecured),
            let dialogue = SASLDialogue(mechanism, login, nonce: nonce)
        {
            self.dialogue = dialogue
            return say(.auth(mechanism, initialResponse: self.dialogue?.initialResponse()), .sasl)
        }
        if login.usesAPOP, Digests.areBuiltIn, let timestamp {
            let command = POP3Command.apop(
                name: login.user, timestamp: timestamp, secret: login.password, md5: Digests.md5)
            return say(command, .pass)
        }
        guard isSecured || login.showsPassword else { return .failed(Self.noMechanism) }
        return say(.user(login.user), .user)
    }

    private mutating func say(_ command: POP3Command, _ next: Stage) -> Next {
        stage = next
        return .say(Saying(command.encoded()))
    }

    private static let noTLS = POP3Reply.err("The server does not offer TLS, and I want it")
    private static let noMechanism = POP3Reply.err("The server and I have no way to log in in common")
}
