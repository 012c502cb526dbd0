package import MailProtocols

/// How a mail program reaches its servers: what stands in its account settings.
package struct ClientSettings: Sendable, Hashable {
    package enum Security: String, Sendable, Hashable, CaseIterable {
        /// All in the clear.
        case none
        /// STARTTLS or STLS where it is offered, else in the clear: RFC 7435. Whoever strips the offer is not noticed.
        case ifOffered = "if-offered"
        /// STARTTLS or STLS, or nothing is sent (RFC 8314 section 4.1).
        case required
        /// TLS from the first octet, RFC 8314 section 3.
        case implicit
    }

    package struct Login: Sendable, Hashable {
        package var user: String
        package var password: Credential
        /// In the order of preference; of POP3, USER and PASS are tried behind them.
        package var mechanisms: [SASLMechanism]
        /// APOP, where the greeting has a timestamp and SASL was not agreed on.
        package var usesAPOP: Bool
        /// Mechanisms that show the password to every listener may be used outside TLS.
        package var showsPassword: Bool

        package init(
            user: String, password: Credential,
            mechanisms: [SASLMechanism] = [.scramSHA256(plus: false), .cramMD5, .plain, .login], usesAPOP: Bool = false,
            showsPassword: Bool = false
        ) {
            self.user = user
            self.password = password
            self.mechanisms = mechanisms
            self.usesAPOP = usesAPOP
            self.showsPassword = showsPassword
        }

        /// The best that the server offers, too.
        func choice(of offered: [SASLMechanism], isSecured: Bool) -> SASLMechanism? {
            mechanisms.first { mechanism in
                offered.contains(mechanism) && (isSecured || showsPassword || !mechanism.revealsSecret)
                    && (Digests.areBuiltIn || mechanism.revealsSecret)
            }
        }
    }

    package var security: Security
    package var login: Login?

    package init(security: Security = .none, login: Login? = nil) {
        self.security = security
        self.login = login
    }
}

/// The client's half of a SASL exchange, for SMTP and POP3 alike.
struct SASLDialogue: Sendable {
    private var client: SASLClient

    /// - Returns: Nil for a mechanism that we cannot speak.
    init?(_ mechanism: SASLMechanism, _ login: ClientSettings.Login, nonce: String) {
        guard let client = SASLClient(mechanism, user: login.user, secret: login.password, nonce: nonce) else {
            return nil
        }
        self.client = client
    }

    /// What stands behind AUTH.
    mutating func initialResponse() -> Credential? {
        client.initialResponse().map { Credential(bytes: SASLLine.message($0).encoded(isInitial: true)) }
    }

    /// The line that answers a challenge, with its end: a lone star where there is no answer.
    mutating func answer(to challenge: String) -> [UInt8] {
        let answer = Base64.decode(Array(challenge.utf8)).flatMap {
            client.answer(challenge: $0, digests: Digests.scram, hmacMD5: Digests.hmacMD5(key:message:))
        }
        return (answer.map { SASLLine.message($0) } ?? .cancel).encoded() + [0x0D, 0x0A]
    }
}
