import MailProtocols

#if TLS
    import Crypto
    import CryptoExtras

    /// The keys of one direction of a TLS session, for as long as they hold: opens its records.
    struct RecordKeys: Sendable {
        private let suite: CipherSuite
        private let key: SymmetricKey
        /// TLS 1.3 and ChaCha20: twelve octets, mixed with the record's number. GCM of TLS 1.2: four, in front of a record's own.
        private let iv: [UInt8]
        private let macKey: SymmetricKey
        private let encryptsThenMACs: Bool
        /// TLS 1.3: what the next keys are made of.
        private let secret: [UInt8]

        /// TLS 1.3, RFC 8446 section 7.3.
        init(_ suite: CipherSuite, secret: [UInt8]) {
            self.suite = suite
            self.secret = secret
            key = SymmetricKey(
                data: KeySchedule.expand(secret, label: "key", count: suite.keyLength, suite.hash))
            iv = KeySchedule.expand(secret, label: "iv", count: 12, suite.hash)
            macKey = SymmetricKey(data: [UInt8]())
            encryptsThenMACs = false
        }

        /// TLS 1.2, RFC 5246 section 6.3.
        init(
            _ suite: CipherSuite, master: [UInt8], clientRandom: [UInt8], serverRandom: [UInt8], encryptsThenMACs: Bool,
            side: Side
        ) {
            var macLength = 0
            if case .aesCBC(let mac) = suite.cipher { macLength = mac.length }
            let ivLength =
                switch suite.cipher {
                case .aesGCM: 4
                case .chaCha20Poly1305: 12
                case .aesCBC: 0
                }
            let block = KeySchedule.keyBlock(
                master, clientRandom: clientRandom, serverRandom: serverRandom,
                count: 2 * (macLength + suite.keyLength + ivLength), suite.hash)
            var offset = 0
            /// The client's share, then the server's, of each kind.
            func share(_ length: Int) -> [UInt8] {
                let start = offset + (side == .client ? 0 : length)
                offset += 2 * length
                return Array(block[start..<start + length])
            }
            self.suite = suite
            macKey = SymmetricKey(data: share(macLength))
            key = SymmetricKey(data: share(suite.keyLength))
            iv = share(ivLength)
            self.encryptsThenMACs = encryptsThenMACs
            secret = []
        }

        /// The keys after a key update, RFC 8446 section 7.2.
        func updated() -> RecordKeys {
            RecordKeys(
                suite,
                secret: KeySchedule.expand(secret, label: "traffic upd", count: suite.hash.length, suite.hash))
        }

        /// Opens a record.
        ///
        /// - Parameter number: Of the record, counted from 0 under these keys.
        /// - Returns: nil where it does not authenticate.
        func open(_ record: TLSRecord, number: UInt64) -> (type: UInt8, octets: [UInt8])? {
            if suite.isTLS13 {
                guard record.type == TLSRecord.applicationData,
                    let inner = openSealed(record.payload[...], nonce: mixed(number), record.header)
                else { return nil }
                return Self.unpadded(inner)
            }
            let octets: [UInt8]? =
                switch suite.cipher {
                case .aesGCM: openGCM(record, number)
                case .chaCha20Poly1305: openChaCha(record, number)
                case .aesCBC(let mac): openCBC(record, number, mac)
                }
            return octets.map { (record.type, $0) }
        }

        // MARK: Authenticated ciphers

        private static let tagLength = 16

        /// RFC 5288 section 3: a record brings eight octets of its nonce along.
        private func openGCM(_ record: TLSRecord, _ number: UInt64) -> [UInt8]? {
            guard record.payload.count >= 8 + Self.tagLength else { return nil }
            return openSealed(
                record.payload[8...], nonce: iv + record.payload[..<8],
                Self.additional(record, number, length: record.payload.count - 8 - Self.tagLength))
        }

        /// RFC 7905 section 2.
        private func openChaCha(_ record: TLSRecord, _ number: UInt64) -> [UInt8]? {
            guard record.payload.count >= Self.tagLength else { return nil }
            return openSealed(
                record.payload[...], nonce: mixed(number),
                Self.additional(record, number, length: record.payload.count - Self.tagLength))
        }

        private func openSealed(_ sealed: ArraySlice<UInt8>, nonce: [UInt8], _ additional: [UInt8]) -> [UInt8]? {
            guard sealed.count >= Self.tagLength else { return nil }
            let octets = sealed.dropLast(Self.tagLength)
            let tag = sealed.suffix(Self.tagLength)
            if case .chaCha20Poly1305 = suite.cipher {
                guard let nonce = try? ChaChaPoly.Nonce(data: nonce),
                    let box = try? ChaChaPoly.SealedBox(nonce: nonce, ciphertext: octets, tag: tag),
                    let opened = try? ChaChaPoly.open(box, using: key, authenticating: additional)
                else { return nil }
                return [UInt8](opened)
            }
            guard let nonce = try? AES.GCM.Nonce(data: nonce),
                let box = try? AES.GCM.SealedBox(nonce: nonce, ciphertext: octets, tag: tag),
                let opened = try? AES.GCM.open(box, using: key, authenticating: additional)
            else { return nil }
            return [UInt8](opened)
        }

        /// The initialisation vector with the record's number mixed into its end, RFC 8446 section 5.3.
        private func mixed(_ number: UInt64) -> [UInt8] {
            var nonce = iv
            for index in 0..<8 { nonce[11 - index] ^= UInt8(truncatingIfNeeded: number >> UInt64(8 * index)) }
            return nonce
        }

        /// Behind the content stands its type, and behind that only zeros, RFC 8446 section 5.4.
        private static func unpadded(_ inner: [UInt8]) -> (type: UInt8, octets: [UInt8])? {
            guard let end = inner.lastIndex(where: { $0 != 0 }) else { return nil }
            return (inner[end], Array(inner[..<end]))
        }

        // MARK: Cipher block chaining

        private static let blockLength = 16

        /// RFC 5246 section 6.2.3.2; with the code behind what is encrypted, RFC 7366 section 3.
        private func openCBC(_ record: TLSRecord, _ number: UInt64, _ mac: CipherSuite.MAC) -> [UInt8]? {
            var encrypted = record.payload[...]
            if encryptsThenMACs {
                guard encrypted.count >= mac.length else { return nil }
                let code = encrypted.suffix(mac.length)
                encrypted = encrypted.dropLast(mac.length)
                let covered = Self.additional(record, number, length: encrypted.count) + encrypted
                guard isValid(code, for: covered, mac) else { return nil }
            }
            guard encrypted.count >= 2 * Self.blockLength, encrypted.count.isMultiple(of: Self.blockLength),
                let iv = try? AES._CBC.IV(ivBytes: encrypted.prefix(Self.blockLength)),
                let opened = try? AES._CBC.decrypt(
                    encrypted.dropFirst(Self.blockLength), using: key, iv: iv, noPadding: true)
            else { return nil }
            let octets = [UInt8](opened)
            // The last octet tells how many more of the same stand in front of it.
            guard let padding = octets.last.map({ Int($0) }), padding < octets.count,
                octets.suffix(padding + 1).allSatisfy({ Int($0) == padding })
            else { return nil }
            let content = octets.dropLast(padding + 1)
            if encryptsThenMACs { return Array(content) }
            guard content.count >= mac.length else { return nil }
            let plain = content.dropLast(mac.length)
            let covered = Self.additional(record, number, length: plain.count) + plain
            return isValid(content.suffix(mac.length), for: covered, mac) ? Array(plain) : nil
        }

        private func isValid(_ code: ArraySlice<UInt8>, for octets: [UInt8], _ mac: CipherSuite.MAC) -> Bool {
            let expected =
                switch mac {
                case .sha1: Array(HMAC<Insecure.SHA1>.authenticationCode(for: octets, using: macKey))
                case .sha256: Array(HMAC<SHA256>.authenticationCode(for: octets, using: macKey))
                case .sha384: Array(HMAC<SHA384>.authenticationCode(for: octets, using: macKey))
                }
            return expected.elementsEqual(code)
        }

        /// What a record's code covers beside its content: number, type, version, length (RFC 5246 section 6.2.3.3).
        private static func additional(_ record: TLSRecord, _ number: UInt64, length: Int) -> [UInt8] {
            (0..<8).map { UInt8(truncatingIfNeeded: number >> UInt64(56 - 8 * $0)) } + record.header.prefix(3)
                + [UInt8(truncatingIfNeeded: length >> 8), UInt8(truncatingIfNeeded: length)]
        }
    }
#else
    /// Nothing can be opened by a build without the trait `TLS`.
    struct RecordKeys: Sendable {
        init(_ suite: CipherSuite, secret: [UInt8]) {}
        init(
            _ suite: CipherSuite, master: [UInt8], clientRandom: [UInt8], serverRandom: [UInt8], encryptsThenMACs: Bool,
            side: Side
        ) {}
        func updated() -> RecordKeys { self }
        func open(_ record: TLSRecord, number: UInt64) -> (type: UInt8, octets: [UInt8])? { nil }
    }
#endif
