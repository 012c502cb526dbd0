/// How a suite of the TLS registry encrypts and authenticates records: the numbers that a reader with the keys needs.
/// How the keys were agreed on does not matter to it.
package struct CipherSuite: Sendable, Hashable {
    /// The hash of the key schedule.
    package enum Hash: Sendable, Hashable {
        case sha256, sha384
        /// Octets.
        package var length: Int { self == .sha256 ? 32 : 48 }
    }

    /// What the message authentication code of a CBC suite is made with.
    package enum MAC: Sendable, Hashable {
        case sha1, sha256, sha384
        /// Octets of the code, and of its key.
        package var length: Int {
            switch self {
            case .sha1: 20
            case .sha256: 32
            case .sha384: 48
            }
        }
    }

    package enum Cipher: Sendable, Hashable {
        case aesGCM, chaCha20Poly1305
        /// Cipher block chaining, RFC 5246 section 6.2.3.2.
        case aesCBC(MAC)
    }

    package let cipher: Cipher
    /// Octets.
    package let keyLength: Int
    package let hash: Hash
    /// A suite of TLS 1.3; the others are of TLS 1.2.
    package let isTLS13: Bool

    /// - Parameter number: As in the server's hello. nil for suites that Mailscope cannot read.
    package init?(_ number: UInt16) {
        var hash = Hash.sha256
        isTLS13 = number >> 8 == 0x13
        switch number {
        // TLS 1.3, RFC 8446 appendix B.4.
        case 0x1301: (cipher, keyLength) = (.aesGCM, 16)
        case 0x1302: (cipher, keyLength, hash) = (.aesGCM, 32, .sha384)
        case 0x1303: (cipher, keyLength) = (.chaCha20Poly1305, 32)
        // RFC 5288 and 5289: GCM with RSA, DHE_RSA, DH_anon, ECDHE_ECDSA, ECDHE_RSA.
        case 0x009C, 0x009E, 0x00A6, 0xC02B, 0xC02F: (cipher, keyLength) = (.aesGCM, 16)
        case 0x009D, 0x009F, 0x00A7, 0xC02C, 0xC030: (cipher, keyLength, hash) = (.aesGCM, 32, .sha384)
        // RFC 7905: ECDHE_RSA, ECDHE_ECDSA, DHE_RSA.
        case 0xCCA8, 0xCCA9, 0xCCAA: (cipher, keyLength) = (.chaCha20Poly1305, 32)
        // RFC 5246 appendix A.5 and RFC 8422: CBC with RSA, DHE_RSA, DH_anon, ECDHE_ECDSA, ECDHE_RSA, ECDH_anon.
        case 0x002F, 0x0033, 0x0034, 0xC009, 0xC013, 0xC018: (cipher, keyLength) = (.aesCBC(.sha1), 16)
        case 0x0035, 0x0039, 0x003A, 0xC00A, 0xC014, 0xC019: (cipher, keyLength) = (.aesCBC(.sha1), 32)
        case 0x003C, 0x0067, 0x006C, 0xC023, 0xC027: (cipher, keyLength) = (.aesCBC(.sha256), 16)
        case 0x003D, 0x006B, 0x006D: (cipher, keyLength) = (.aesCBC(.sha256), 32)
        case 0xC024, 0xC028: (cipher, keyLength, hash) = (.aesCBC(.sha384), 32, .sha384)
        default: return nil
        }
        self.hash = hash
    }
}
