/// What the messages of a SASL exchange mean, in the order in which they are said.
///
/// The server that checks a password and the tracer that watches feed it alike: each decoded challenge, each decoded
/// response. It computes no digest and knows no password.
package struct SASLExchange: Sendable, Hashable {
    package let mechanism: SASLMechanism
    /// The latest challenge; CRAM-MD5's digest is over it.
    package private(set) var challenge: [UInt8] = []
    /// Who wants to log in, as soon as a message has said so.
    package private(set) var user: String?
    private var responses = 0

    package init(_ mechanism: SASLMechanism) { self.mechanism = mechanism }

    /// Notes a challenge, decoded. An empty one, where the client is only asked to begin, changes nothing.
    package mutating func hear(challenge: [UInt8]) { self.challenge = challenge }

    /// What a response means, decoded.
    package mutating func hear(response: [UInt8]) -> SASLResponse {
        responses += 1
        let response = understand(response)
        user = response.user ?? user
        return response
    }

    /// Forgets what was said, but for how often.
    mutating func forget() {
        challenge = []
        user = nil
    }

    private func understand(_ bytes: [UInt8]) -> SASLResponse {
        switch mechanism {
        case .plain: return SASLResponse.plain(bytes) ?? .malformed
        case .login:
            guard responses == 1 else { return responses == 2 ? .password(Credential(bytes: bytes)) : .malformed }
            return .user(String(wire: bytes.span))
        case .cramMD5: return SASLResponse.cramMD5(bytes) ?? .malformed
        case .xoauth2: return SASLResponse.xoauth2(bytes) ?? .malformed
        case .oauthBearer: return SASLResponse.oauthBearer(bytes) ?? (bytes == [0x01] ? .other : .malformed)
        case .scramSHA1, .scramSHA256:
            return responses == 1 ? SASLResponse.scramFirst(bytes) ?? .malformed : .other
        case .external: return .identity(authorization: String(wire: bytes.span), user: nil, nil)
        case .anonymous: return .user(String(wire: bytes.span))
        case .other: return .other
        }
    }

    /// What our servers ask next, decoded; nil when the client has said all. PLAIN and the like ask with an empty
    /// challenge, LOGIN with the two words that all its clients expect.
    ///
    /// - Parameter makeChallenge: For CRAM-MD5, RFC 2195 section 2: `<number.time@host>`, never the same twice.
    package func nextChallenge(makeChallenge: () -> String) -> [UInt8]? {
        switch (mechanism, responses) {
        case (.cramMD5, 0): Array(makeChallenge().utf8)
        case (.login, 0): Array("Username:".utf8)
        case (.login, 1): Array("Password:".utf8)
        case (_, 0): []
        default: nil
        }
    }
}

/// What one response of the client says.
package enum SASLResponse: Sendable, Hashable {
    /// PLAIN and the bearer mechanisms: who logs in, on whose behalf (empty: the same), and the secret.
    case identity(authorization: String, user: String?, Credential?)
    /// CRAM-MD5: 32 hexadecimal digits over the challenge.
    case digest(user: String, Credential)
    /// LOGIN's first answer, SCRAM's first message.
    case user(String)
    /// LOGIN's second answer.
    case password(Credential)
    /// A later message of a longer exchange, or one of a mechanism that we do not know.
    case other
    /// Not what the mechanism prescribes.
    case malformed

    package var user: String? {
        switch self {
        case .identity(_, let user, _): user
        case .digest(let user, _): user
        case .user(let user): user
        case .password, .other, .malformed: nil
        }
    }
}

extension SASLResponse {
    /// `[authorization] NUL user NUL password`, RFC 4616 section 2.
    static func plain(_ bytes: [UInt8]) -> SASLResponse? {
        let parts = bytes.split(separator: 0, omittingEmptySubsequences: false)
        guard parts.count == 3, !parts[1].isEmpty else { return nil }
        return .identity(
            authorization: text(parts[0]), user: text(parts[1]),
            Credential(bytes: Array(parts[2])))
    }

    /// `user SP digest`, RFC 2195 section 2; the user's name may hold spaces.
    static func cramMD5(_ bytes: [UInt8]) -> SASLResponse? {
        guard let space = bytes.lastIndex(of: UInt8(ascii: " ")), space > 0 else { return nil }
        let digest = bytes[(space + 1)...]
        guard digest.count == 32, digest.allSatisfy({ $0.hexValue != nil }) else { return nil }
        return .digest(user: text(bytes[..<space]), Credential(bytes: Array(digest)))
    }

    /// `user=...^Aauth=Bearer ...^A^A`.
    static func xoauth2(_ bytes: [UInt8]) -> SASLResponse? {
        let fields = bytes.split(separator: 0x01)
        guard let user = fields.value(of: "user="), !user.isEmpty else { return nil }
        return .identity(authorization: "", user: text(user), fields.bearerToken)
    }

    /// `n,a=user,^Ahost=...^Aauth=Bearer ...^A^A`, RFC 7628 section 3.1.
    static func oauthBearer(_ bytes: [UInt8]) -> SASLResponse? {
        let fields = bytes.split(separator: 0x01)
        guard let header = fields.first, let user = gs2User(header) else { return nil }
        return .identity(authorization: "", user: user.isEmpty ? nil : user, fields.bearerToken)
    }

    /// `n,,n=user,r=nonce`, RFC 5802 section 7.
    static func scramFirst(_ bytes: [UInt8]) -> SASLResponse? {
        let fields = bytes.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        guard fields.count >= 4, let user = fields[2...].value(of: "n="), !user.isEmpty else { return nil }
        return .user(unescaped(user))
    }

    /// The `a=` of a GS2 header; empty where there is none, nil where it is no such header.
    private static func gs2User(_ header: ArraySlice<UInt8>) -> String? {
        let fields = header.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        guard fields.count >= 2, let flag = fields[0].first, "nyp".utf8.contains(flag) else { return nil }
        return fields[1...].value(of: "a=").map(unescaped) ?? ""
    }

    /// RFC 5802 section 5.1: `=2C` is a comma, `=3D` an equals sign.
    static func unescaped(_ name: ArraySlice<UInt8>) -> String {
        var bytes: [UInt8] = []
        var cursor = ByteCursor(name.span)
        while !cursor.isAtEnd {
            if cursor.take("=2C") {
                bytes.append(UInt8(ascii: ","))
            } else if cursor.take("=3D") {
                bytes.append(UInt8(ascii: "="))
            } else if let byte = cursor.take() {
                bytes.append(byte)
            }
        }
        return String(wire: bytes.span)
    }

    /// The other way round.
    static func escaped(_ name: String) -> String {
        name.reduce(into: "") { text, letter in
            switch letter {
            case ",": text += "=2C"
            case "=": text += "=3D"
            default: text.append(letter)
            }
        }
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        let span = bytes.span
        return String(wire: span)
    }
}

extension Sequence<ArraySlice<UInt8>> {
    /// What stands behind `name` in the first field that begins with it.
    fileprivate func value(of name: StaticString) -> ArraySlice<UInt8>? {
        for field in self {
            var cursor = ByteCursor(field.span)
            if cursor.take(name) { return field.dropFirst(cursor.offset) }
        }
        return nil
    }

    fileprivate var bearerToken: Credential? {
        value(of: "auth=Bearer ").map { Credential(bytes: Array($0)) }
    }
}
