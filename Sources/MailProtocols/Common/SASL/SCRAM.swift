/// The digests that SCRAM-SHA-256 is made of; MailProtocols computes none itself.
package struct SCRAMDigests: Sendable {
    package typealias Bytes = [UInt8]

    package let hash: @Sendable (Bytes) -> Bytes
    package let hmac: @Sendable (_ key: Bytes, _ message: Bytes) -> Bytes
    /// PBKDF2 with the HMAC above and as many bytes as that has; `Hi` of RFC 5802 section 2.2. Slow by design.
    package let stretch: @Sendable (_ password: Bytes, _ salt: Bytes, _ iterations: Int) -> Bytes

    package init(
        hash: @escaping @Sendable (Bytes) -> Bytes, hmac: @escaping @Sendable (Bytes, Bytes) -> Bytes,
        stretch: @escaping @Sendable (Bytes, Bytes, Int) -> Bytes
    ) {
        self.hash = hash
        self.hmac = hmac
        self.stretch = stretch
    }
}

/// What a server keeps in a password's place, RFC 5802 section 3: enough to check who comes, useless for logging in.
package struct SCRAMVerifier: Sendable, Hashable {
    package let salt: [UInt8]
    package let iterations: Int
    let storedKey: [UInt8]
    let serverKey: [UInt8]

    /// The least that RFC 7677 section 4 allows.
    package static let leastIterations = 4_096

    /// Stretches the password, which takes milliseconds.
    package init(password: Credential, salt: [UInt8], iterations: Int = leastIterations, _ digests: SCRAMDigests) {
        let salted = digests.stretch(password.revealedBytes(), salt, iterations)
        self.salt = salt
        self.iterations = iterations
        storedKey = digests.hash(digests.hmac(salted, Array("Client Key".utf8)))
        serverKey = digests.hmac(salted, Array("Server Key".utf8))
    }

    /// Is it this password? Stretches it as well.
    package func accepts(_ password: Credential, _ digests: SCRAMDigests) -> Bool {
        let other = SCRAMVerifier(password: password, salt: salt, iterations: iterations, digests)
        return other.storedKey.equalsInConstantTime(storedKey)
    }
}

/// The server's half of SCRAM-SHA-256, RFC 5802 section 5 and RFC 7677: two messages each way, decoded.
package struct SCRAMServer: Sendable {
    private let digests: SCRAMDigests
    private var header: [UInt8] = []
    private var firstBare: [UInt8] = []
    private var clientNonce: [UInt8] = []
    private var nonce: [UInt8] = []
    private var serverFirst: [UInt8] = []
    private var verifier: SCRAMVerifier?

    package init(_ digests: SCRAMDigests) { self.digests = digests }

    /// The client's first message.
    ///
    /// - Returns: On whose behalf (empty: the user's own) and who logs in; nil where the message is malformed, asks for
    ///   channel binding, or for an extension that we do not know.
    package mutating func hear(first message: [UInt8]) -> (authorization: String, user: String)? {
        let fields = message.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        guard fields.count >= 4, fields[0] == [UInt8(ascii: "n")] || fields[0] == [UInt8(ascii: "y")],
            let authorization = fields[1].isEmpty ? "" : fields[1].scram("a").map(SASLResponse.unescaped),
            let user = fields[2].scram("n").map(SASLResponse.unescaped), !user.isEmpty,
            let nonce = fields[3].scram("r"), !nonce.isEmpty, nonce.allSatisfy(\.isVisibleASCII)
        else { return nil }
        header = Array(message[..<fields[2].startIndex])
        firstBare = Array(message[fields[2].startIndex...])
        clientNonce = Array(nonce)
        return (authorization, user)
    }

    /// What the server says to it.
    ///
    /// - Parameter nonce: Fresh, of printable letters without comma.
    package mutating func challenge(_ verifier: SCRAMVerifier, nonce: String) -> [UInt8] {
        self.verifier = verifier
        self.nonce = clientNonce + Array(nonce.utf8)
        serverFirst = Array("r=".utf8) + self.nonce
        serverFirst += Array(",s=".utf8) + Base64.encode(verifier.salt)
        serverFirst += Array(",i=\(verifier.iterations)".utf8)
        return serverFirst
    }

    /// The client's second message.
    ///
    /// - Returns: The server's own proof, its last message; nil where the client's proof is wrong.
    package mutating func hear(final message: [UInt8]) -> [UInt8]? {
        let fields = message.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        guard let verifier, fields.count >= 3, let last = fields.last,
            let binding = fields[0].scram("c"), Base64.decode(Array(binding)) == header,
            let nonce = fields[1].scram("r"), Array(nonce) == self.nonce,
            let proof = last.scram("p").flatMap({ Base64.decode(Array($0)) }),
            proof.count == verifier.storedKey.count
        else { return nil }
        let withoutProof = Array(message[..<(last.startIndex - 1)])
        let words = SCRAMWords.joined(firstBare, serverFirst, withoutProof)
        let signature = digests.hmac(verifier.storedKey, words)
        let key = zip(proof, signature).map { $0 ^ $1 }
        guard digests.hash(key).equalsInConstantTime(verifier.storedKey) else { return nil }
        return Array("v=".utf8) + Base64.encode(digests.hmac(verifier.serverKey, words))
    }
}

/// The client's half; ``SASLClient`` speaks through it.
package struct SCRAMClient: Sendable, Hashable {
    private let user: String
    private let secret: Credential
    private let nonce: String
    private let authorization: String
    private var expected: [UInt8] = []
    /// Rounds beyond which a server is not followed: a hostile one could keep a client busy for hours.
    private static let mostIterations = 1_000_000

    /// - Parameter nonce: Fresh, of printable letters without comma.
    package init(user: String, secret: Credential, nonce: String, authorization: String = "") {
        self.user = user
        self.secret = secret
        self.nonce = nonce
        self.authorization = authorization
    }

    private var header: [UInt8] {
        Array((authorization.isEmpty ? "n,," : "n,a=\(SASLResponse.escaped(authorization)),").utf8)
    }
    private var firstBare: [UInt8] { Array("n=\(SASLResponse.escaped(user)),r=\(nonce)".utf8) }

    package var first: [UInt8] { header + firstBare }

    /// The answer to the server's first message; nil where that is malformed, or not an answer to ours.
    package mutating func final(after serverFirst: [UInt8], _ digests: SCRAMDigests) -> [UInt8]? {
        let fields = serverFirst.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        guard fields.count >= 3, let whole = fields[0].scram("r"), whole.starts(with: nonce.utf8),
            whole.count > nonce.utf8.count, let salt = fields[1].scram("s").flatMap({ Base64.decode(Array($0)) }),
            let count = fields[2].scram("i").flatMap({ Int(String(decoding: $0, as: UTF8.self)) }),
            (1...Self.mostIterations).contains(count)
        else { return nil }
        let withoutProof = Array("c=".utf8) + Base64.encode(header) + Array(",r=".utf8) + Array(whole)
        let words = SCRAMWords.joined(firstBare, serverFirst, withoutProof)
        let salted = digests.stretch(secret.revealedBytes(), salt, count)
        let key = digests.hmac(salted, Array("Client Key".utf8))
        let signature = digests.hmac(digests.hash(key), words)
        expected = digests.hmac(digests.hmac(salted, Array("Server Key".utf8)), words)
        let proof = zip(key, signature).map { $0 ^ $1 }
        return withoutProof + Array(",p=".utf8) + Base64.encode(proof)
    }

    /// Does the server's last message prove that it knows the password as well?
    package func trusts(_ serverFinal: [UInt8]) -> Bool {
        guard let proof = serverFinal[...].scram("v").flatMap({ Base64.decode(Array($0)) }), !expected.isEmpty else {
            return false
        }
        return proof.equalsInConstantTime(expected)
    }
}

/// What both proofs are made over, RFC 5802 section 3.
private enum SCRAMWords {
    static func joined(_ firstBare: [UInt8], _ serverFirst: [UInt8], _ withoutProof: [UInt8]) -> [UInt8] {
        firstBare + [UInt8(ascii: ",")] + serverFirst + [UInt8(ascii: ",")] + withoutProof
    }
}

extension ArraySlice<UInt8> {
    /// What stands behind `x=`.
    fileprivate func scram(_ name: Character) -> ArraySlice<UInt8>? {
        guard count >= 2, self[startIndex] == name.asciiValue, self[startIndex + 1] == UInt8(ascii: "=") else {
            return nil
        }
        return self[(startIndex + 2)...]
    }
}

extension [UInt8] {
    /// Compares without telling by its duration how far the two agree.
    package func equalsInConstantTime(_ other: [UInt8]) -> Bool {
        guard count == other.count else { return false }
        var difference: UInt8 = 0
        for index in indices { difference |= self[index] ^ other[index] }
        return difference == 0
    }
}
