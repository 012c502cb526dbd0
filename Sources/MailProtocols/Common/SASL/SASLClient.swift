/// The client's half of a SASL exchange: what to say, decoded. ``SASLLine`` puts it on a line.
package struct SASLClient: Sendable, Hashable {
    package let mechanism: SASLMechanism
    private let user: String
    private let secret: Credential
    private let authorization: String
    private var answers = 0

    /// - Parameters:
    ///   - secret: The password; of XOAUTH2 the bearer token.
    ///   - authorization: On whose behalf, in PLAIN; empty: one's own.
    /// - Returns: Nil for a mechanism that Mailscope cannot speak: it speaks PLAIN, LOGIN, CRAM-MD5 and XOAUTH2.
    package init?(_ mechanism: SASLMechanism, user: String, secret: Credential, authorization: String = "") {
        switch mechanism {
        case .plain, .login, .cramMD5, .xoauth2: break
        case .scramSHA1, .scramSHA256, .oauthBearer, .external, .anonymous, .other: return nil
        }
        self.mechanism = mechanism
        self.user = user
        self.secret = secret
        self.authorization = authorization
    }

    /// What may stand behind AUTH at once; nil where the server speaks first (LOGIN, CRAM-MD5). It counts as an answer.
    package mutating func initialResponse() -> Credential? {
        guard mechanism == .plain || mechanism == .xoauth2, answers == 0 else { return nil }
        answers = 1
        return message
    }

    /// The answer to a challenge; nil where the mechanism has none left, and the client should cancel.
    ///
    /// - Parameter hmacMD5: HMAC-MD5 of the second argument under the key that is the first, 16 bytes; only CRAM-MD5
    ///   calls it (RFC 2195 section 2).
    package mutating func answer(
        challenge: [UInt8], hmacMD5: (_ key: [UInt8], _ message: [UInt8]) -> [UInt8]
    ) -> Credential? {
        defer { answers += 1 }
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
