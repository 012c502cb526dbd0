package import MailProtocols

/// The server's half of a SASL exchange, for SMTP and POP3 alike: a decoded response in, what to do next out.
package struct SASLServer: Sendable {
    package enum Outcome: Sendable, Hashable {
        /// Say this, in base64, and hear the answer.
        case challenge([UInt8])
        /// Check this password, which takes its time (``AccountBook/check(user:password:)``).
        case check(user: String, password: Credential)
        /// Proved; the maildrop.
        case accepted(String)
        case refused
        /// Not what the mechanism prescribes.
        case malformed
    }

    package let mechanism: SASLMechanism
    private let accounts: AccountBook
    private let host: String
    private var nonces: Nonces
    private var exchange: SASLExchange
    private var scram: SCRAMServer?
    /// Proved, and the client has yet to hear the server's proof.
    private var proved: String?
    private var account: AccountBook.Account?

    /// An AUTH command begins an exchange.
    ///
    /// - Parameters:
    ///   - response: The initial response, if the command had one.
    ///   - nonces: Each exchange draws its own: the next one goes on behind it.
    /// - Returns: The exchange, and what is to be done first.
    static func begun(
        by mechanism: SASLMechanism, _ response: Credential?, accounts: AccountBook, host: String,
        nonces: inout Nonces
    ) -> (server: SASLServer, outcome: Outcome) {
        var server = SASLServer(mechanism, accounts: accounts, host: host, nonces: nonces)
        _ = nonces.next()
        let outcome = server.begin(initial: response.map { SASLLine(initialResponse: $0) })
        return (server, outcome)
    }

    package init(_ mechanism: SASLMechanism, accounts: AccountBook, host: String, nonces: Nonces) {
        self.mechanism = mechanism
        self.accounts = accounts
        self.host = host
        self.nonces = nonces
        exchange = SASLExchange(mechanism)
        if mechanism == .scramSHA256(plus: false) { scram = Digests.scram.map { SCRAMServer($0) } }
    }

    /// - Parameter initial: What stood behind AUTH; nil where nothing did.
    package mutating func begin(initial: SASLLine?) -> Outcome {
        if let initial {
            // The server speaks first here: RFC 4954 section 4, RFC 5034 section 4.
            guard mechanism != .cramMD5 else { return .malformed }
            return hear(initial)
        }
        return ask()
    }

    private mutating func ask() -> Outcome {
        let fresh = mechanism == .cramMD5 ? nonces.challenge(of: host) : ""
        guard let challenge = exchange.nextChallenge(makeChallenge: { fresh }) else { return .malformed }
        exchange.hear(challenge: challenge)
        return .challenge(challenge)
    }

    package mutating func hear(_ line: SASLLine) -> Outcome {
        guard case .message(let message) = line else { return .malformed }
        let response = message.revealedBytes()
        if scram != nil { return hearSCRAM(response) }
        let challenge = exchange.challenge
        switch exchange.hear(response: response) {
        case .identity(let authorization, let user?, let password?):
            // Nobody may act for somebody else.
            guard authorization.isEmpty || accounts.maildrop(of: authorization) == accounts.maildrop(of: user) else {
                return .refused
            }
            return .check(user: user, password: password)
        case .user where mechanism == .login: return ask()
        case .password(let password): return .check(user: exchange.user ?? "", password: password)
        case .digest(let user, let digest): return judge(digest, over: challenge, of: user)
        default: return .malformed
        }
    }

    private func judge(_ digest: Credential, over challenge: [UInt8], of user: String) -> Outcome {
        let account = accounts.accountOrNobody(of: user)
        guard Digests.areBuiltIn, let clear = account.clear else { return .refused }
        let expected = SASLClient.cramMD5(
            user: "", secret: clear, challenge: challenge, hmacMD5: Digests.hmacMD5(key:message:))
        let said = Array(" \(digest.revealedText().lowercased())".utf8)
        let isRight = said.equalsInConstantTime(expected.revealedBytes())
        return isRight && !account.maildrop.isEmpty ? .accepted(account.maildrop) : .refused
    }

    private mutating func hearSCRAM(_ response: [UInt8]) -> Outcome {
        if let proved { return response.isEmpty ? .accepted(proved) : .malformed }
        guard let account else {
            // An empty challenge asked for the first message; an empty answer to it is none.
            guard let (authorization, user) = scram?.hear(first: response) else { return .malformed }
            guard authorization.isEmpty || accounts.maildrop(of: authorization) == accounts.maildrop(of: user) else {
                return .refused
            }
            let account = accounts.accountOrNobody(of: user)
            self.account = account
            guard let verifier = account.verifier,
                let challenge = scram?.challenge(verifier, nonce: nonces.next())
            else { return .refused }
            return .challenge(challenge)
        }
        guard let proof = scram?.hear(final: response), !account.maildrop.isEmpty else { return .refused }
        // Neither protocol lets a server say more with its success: the proof is a challenge that is answered with nothing.
        proved = account.maildrop
        return .challenge(proof)
    }
}
