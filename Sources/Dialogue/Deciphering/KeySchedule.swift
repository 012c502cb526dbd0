import MailProtocols

#if TLS
    import Crypto

    /// Turns the secrets of a key log into the keys of records.
    enum KeySchedule {
        /// HKDF-Expand-Label with an empty context, RFC 8446 section 7.1.
        static func expand(_ secret: [UInt8], label: String, count: Int, _ hash: CipherSuite.Hash) -> [UInt8] {
            let label = Array("tls13 \(label)".utf8)
            let info = [UInt8(count >> 8), UInt8(count & 0xFF), UInt8(label.count)] + label + [0]
            switch hash {
            case .sha256: return expand(secret, info: info, count: count, SHA256.self)
            case .sha384: return expand(secret, info: info, count: count, SHA384.self)
            }
        }

        private static func expand<Function: HashFunction>(
            _ secret: [UInt8], info: [UInt8], count: Int, _: Function.Type
        ) -> [UInt8] {
            let key = HKDF<Function>.expand(pseudoRandomKey: secret, info: info, outputByteCount: count)
            return key.withUnsafeBytes { Array($0) }
        }

        /// The key block of TLS 1.2, RFC 5246 section 6.3.
        ///
        /// - Parameters:
        ///   - master: The master secret, 48 octets.
        ///   - count: Octets that are needed.
        static func keyBlock(
            _ master: [UInt8], clientRandom: [UInt8], serverRandom: [UInt8], count: Int, _ hash: CipherSuite.Hash
        ) -> [UInt8] {
            let seed = Array("key expansion".utf8) + serverRandom + clientRandom
            switch hash {
            case .sha256: return pseudoRandom(master, seed, count: count, SHA256.self)
            case .sha384: return pseudoRandom(master, seed, count: count, SHA384.self)
            }
        }

        /// P_hash, RFC 5246 section 5.
        private static func pseudoRandom<Function: HashFunction>(
            _ secret: [UInt8], _ seed: [UInt8], count: Int, _: Function.Type
        ) -> [UInt8] {
            let key = SymmetricKey(data: secret)
            var octets: [UInt8] = []
            var link = seed
            while octets.count < count {
                link = Array(HMAC<Function>.authenticationCode(for: link, using: key))
                octets += Array(HMAC<Function>.authenticationCode(for: link + seed, using: key))
            }
            return Array(octets.prefix(count))
        }
    }
#endif
