/// The client's half of a SASL exchange: what to say, decoded. ``SASLLine`` puts it on a line.
package struct SASLClient: Sendable, Hashable {
    package let mechanism: SASLMechanism
    private let user: String
    private let secret: Credential
    private let authorization: String
    private var answers = 0
    private var scram: SCRAMClient?

    /// - Parameters:
    ///   - secret: The password; of XOAUTH2 the bearer token.
    ///   - authorization: On whose behalf, in PLAIN and SCRAM; empty: one's own.
    ///   - nonce: Fresh letters without comma, which SCRAM needs.
    /// - Returns: Nil for a mechanism that Mailscope cannot speak: it speaks PLAIN, LOGIN, CRAM-MD5, SCRAM-SHA-256 and
    ///   XOAUTH2.
    package init?(
        _ mechanism: SASLMechanism, user: String, secret: Credential, authorization: String = "", nonce: String = ""
    ) {
        switch mechanism {
        case .plain, .login, .cramMD5, .xoauth2: break
        case .scramSHA256(plus: false) where !nonce.isEmpty:
            scram = SCRAMClient(user: user, secret: secret, nonce: nonce, authorization: authorization)
        case .scramSHA1, .scramSHA256, .oauthBearer, .external, .anonymous, .other: return nil
        }
        self.mechanism = mechanism
        self.user = user
        self.secret = secret
        self.authorization = authorization
    }

    /// What may stand behind AUTH at once; nil where the server speaks first (LOGIN, CRAM-MD5). It counts as an answer.
    package mutating func initialResponse() -> Credential? {
        guard mechanism == .plain || mechanism == .xoauth2 || scram != nil, answers == 0 else { return nil }
        answers = 1
        return scram.map { Credential(bytes: $0.first) } ?? message
    }

    /// The answer to a challenge; nil where the mechanism has none left, and the client should cancel.
    ///
    /// - Parameter hmacMD5: HMAC-MD5 of the second argument under the key that is the first, 16 bytes; only CRAM-MD5
    ///   calls it (RFC 2195 section 2).
    /// - Parameter digests: Only SCRAM needs them.
    package mutating func answer(
        challenge: [UInt8], digests: SCRAMDigests? = nil,
        hmacMD5: (_ key: [UInt8], _ message: [UInt8]) -> [UInt8]
    ) -> Credential? {
        defer { answers += 1 }
        if scram != nil { return answerOfSCRAM(challenge, digests) }
        switch (mechanism, answers) {
        case (.plain, 0), (.xoauth2, 0): return message
        // RFC 7628 section 3.2.3, which XOAUTH2 shares: a challenge after the token tells why it failed.
        case (.xoauth2, 1): return Credential(bytes: [])
        case (.login, 0): return Credential(user)
        case (.login, 1): return secret
        case (.cramMD5, 0):
            return Self.cramMD5(user: user, secret: secret, challenge: challenge, hmacMD5: hmacMD5)
        default: return nil
        }
    }

    /// A server that cannot prove that it knows the password gets no further answer.
    private mutating func answerOfSCRAM(_ challenge: [UInt8], _ digests: SCRAMDigests?) -> Credential? {
        switch answers {
        case 0: return scram.map { Credential(bytes: $0.first) }
        case 1: return digests.flatMap { scram?.final(after: challenge, $0) }.map { Credential(bytes: $0) }
        case 2: return scram?.trusts(challenge) == true ? Credential(bytes: []) : nil
        default: return nil
        }
    }

    private var message: Credential {
        let secret = secret.revealedBytes()
        return switch mechanism {
        case .xoauth2:
            Credential(bytes: Array("user=\(user)\u{1}auth=Bearer ".utf8) + secret + [0x01, 0x01])
        default: Credential(bytes: Array("\(authorization)\0\(user)\0".utf8) + secret)
        }
    }

    /// `user SP digest`, RFC 2195 section 2. A server compares what it heard with what this makes of the stored password.
    package static func cramMD5(
        user: String, secret: Credential, challenge: [UInt8],
        hmacMD5: (_ key: [UInt8], _ message: [UInt8]) -> [UInt8]
    ) -> Credential {
        let digest = hmacMD5(secret.revealedBytes(), challenge)
        return Credential(bytes: Array(user.utf8) + [UInt8(ascii: " ")] + digest.hexDigits)
    }
}
