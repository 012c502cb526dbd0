import MailProtocols

extension Scenario {
    /// What a server does about TLS or a login.
    package enum Offer: String, Sendable, Hashable, CaseIterable {
        case none, offered
        /// Nobody gets on without it.
        case required
    }

    /// How a mail program proves who it is.
    package enum LoginWay: String, Sendable, Hashable, CaseIterable {
        case scramSHA256 = "scram-sha-256"
        case cramMD5 = "cram-md5"
        case plain, login
        /// POP3 only, RFC 1939 section 7.
        case apop

        var mechanism: SASLMechanism? {
            switch self {
            case .scramSHA256: .scramSHA256(plus: false)
            case .cramMD5: .cramMD5
            case .plain: .plain
            case .login: .login
            case .apop: nil
            }
        }
    }
}

extension Scenario.User {
    private var login: ClientSettings.Login {
        ClientSettings.Login(
            user: name, password: Credential(password), mechanisms: logins.compactMap(\.mechanism),
            usesAPOP: logins.contains(.apop), showsPassword: showsPassword)
    }

    /// For SMTP.
    var submission: ClientSettings {
        ClientSettings(security: security, login: logins.contains { $0.mechanism != nil } ? login : nil)
    }

    /// For POP3.
    var collection: ClientSettings { ClientSettings(security: security, login: login) }
}
