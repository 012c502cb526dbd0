package import MailProtocols

#if TLS
    import Crypto
    import CryptoExtras
#endif

/// The digests that logging in needs. They come from swift-crypto, and are absent without the trait `TLS`.
package enum Digests {
    package static var areBuiltIn: Bool {
        #if TLS
            true
        #else
            false
        #endif
    }

    /// For SCRAM-SHA-256; nil where digests are not built in.
    package static var scram: SCRAMDigests? {
        #if TLS
            SCRAMDigests(
                hash: { Array(SHA256.hash(data: $0)) },
                hmac: { key, message in
                    Array(HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: key)))
                },
                stretch: { password, salt, iterations in
                    let key = try? KDF.Insecure.PBKDF2.deriveKey(
                        from: password, salt: salt, using: .sha256, outputByteCount: 32,
                        unsafeUncheckedRounds: iterations)
                    return key?.withUnsafeBytes { Array($0) } ?? []
                })
        #else
            nil
        #endif
    }

    /// MD5, for APOP; empty where digests are not built in, which fits no digest.
    package static func md5(_ message: [UInt8]) -> [UInt8] {
        #if TLS
            Array(Insecure.MD5.hash(data: message))
        #else
            []
        #endif
    }

    /// HMAC-MD5, for CRAM-MD5; empty where digests are not built in, which fits no digest.
    package static func hmacMD5(key: [UInt8], message: [UInt8]) -> [UInt8] {
        #if TLS
            Array(HMAC<Insecure.MD5>.authenticationCode(for: message, using: SymmetricKey(data: key)))
        #else
            []
        #endif
    }
}
