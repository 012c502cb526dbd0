package import MailProtocols

/// How a client's SMTP session begins, up to where MAIL may be said: EHLO, TLS where the settings want it, the login.
package struct SMTPEntrance: Sendable {
    package enum Next: Sendable, Hashable {
        case say(Saying)
        case ready
        /// No letter can be handed over; why, as a server would say it.
        case failed(SMTPReply)
    }

    private enum Stage: Sendable, Hashable { case greeting, ehlo, helo, startTLS, login, done }

    private let clientName: String
    private let settings: ClientSettings
    private let nonce: String
    private var stage = Stage.greeting
    private var isSecured: Bool
    private var isTLSGranted = false
    private var sasl: SASLDialogue?
    /// Lines of the last EHLO reply in upper case, without the first.
    package private(set) var extensions: [String] = []

    /// - Parameter clientName: What EHLO says.
    package init(clientName: String, settings: ClientSettings = ClientSettings(), nonces: Nonces = Nonces()) {
        self.clientName = clientName
        self.settings = settings
        var nonces = nonces
        nonce = nonces.next()
        isSecured = settings.security == .implicit
    }

    /// STARTTLS was granted, and TLS has not begun.
    package var waitsForTLS: Bool { stage == .startTLS && isTLSGranted && !isSecured }

    package func offers(_ keyword: String) -> Bool {
        extensions.contains { $0 == keyword || $0.hasPrefix(keyword + " ") }
    }

    package mutating func next(after reply: SMTPReply) -> Next {
        switch (stage, reply.outcome) {
        case (.greeting, .done): return say(.ehlo(domain: clientName), .ehlo)
        case (.ehlo, .never): return say(.helo(domain: clientName), .helo)
        case (.ehlo, .done):
            extensions = reply.lines.dropFirst().map { $0.uppercased() }
            return afterHello()
        case (.helo, .done): return afterHello()
        case (.startTLS, .done):
            isTLSGranted = true
            return .say(Saying(startsTLS: true))
        case (.startTLS, _): return settings.security == .required ? .failed(Self.noTLS) : logIn()
        case (.login, .goOn):
            return .say(Saying(sasl?.answer(to: reply.text) ?? SASLLine.cancel.encoded() + [0x0D, 0x0A]))
        case (.login, .done):
            stage = .done
            return .ready
        default: return .failed(reply)
        }
    }

    /// TLS has begun: what was offered outside counts for nothing, RFC 3207 section 4.2.
    package mutating func secured() -> Saying {
        isSecured = true
        extensions = []
        stage = .ehlo
        return Saying(SMTPCommand.ehlo(domain: clientName).encoded())
    }

    private mutating func afterHello() -> Next {
        if !isSecured, settings.security == .required || settings.security == .ifOffered {
            if offers("STARTTLS") { return say(.startTLS, .startTLS) }
            if settings.security == .required { return .failed(Self.noTLS) }
        }
        return logIn()
    }

    private mutating func logIn() -> Next {
        guard let login = settings.login else {
            stage = .done
            return .ready
        }
        let line = extensions.first { $0.hasPrefix("AUTH ") }
        let offered = (line ?? "").split(separator: " ").dropFirst().map { SASLMechanism(name: String($0)) }
        guard let mechanism = login.choice(of: offered, isSecured: isSecured),
            let sasl = SASLDialogue(mechanism, login, nonce: nonce)
        else { return .failed(Self.noMechanism) }
        self.sasl = sasl
        return say(.auth(mechanism, initialResponse: self.sasl?.initialResponse()), .login)
    }

    private mutating func say(_ command: SMTPCommand, _ next: Stage) -> Next {
        stage = next
        return .say(Saying(command.encoded()))
    }

    /// RFC 3463 section 3.8: X.7.4, security features not supported. It may pass: somebody may be stripping the offer.
    private static let noTLS = SMTPReply(
        .temporarilyNotAvailable, EnhancedStatus(.temporaryFailure, 7, 4),
        "The server does not offer TLS, and I want it")
    private static let noMechanism = SMTPReply(
        .transactionFailed, EnhancedStatus(.permanentFailure, 7, 4), "The server and I have no way to log in in common")
}
