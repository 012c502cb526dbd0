package import MailProtocols

#if TLS
    import Crypto
#endif

/// A certificate that nobody vouches for but itself, and its key: what the stations of a scenario show.
package struct TLSIdentity: Sendable, Hashable {
    /// DER, X.509.
    package let certificate: [UInt8]
    /// PEM, PKCS #8.
    package let key: Credential

    package init(certificate: [UInt8], key: Credential) {
        self.certificate = certificate
        self.key = key
    }

    /// The certificate as PEM, for the trust store of a client.
    package var certificatePEM: String {
        let lines = Base64.encode(certificate, lineLength: 64)
        let text = String(decoding: lines.filter { $0 != 0x0D }, as: UTF8.self)
        return "-----BEGIN CERTIFICATE-----\n\(text)-----END CERTIFICATE-----\n"
    }

    /// SHA-256 of the certificate as clients show it: `AB:CD:...`.
    package var fingerprint: String {
        #if TLS
            let digits = Array("0123456789ABCDEF")
            return SHA256.hash(data: certificate).map { "\(digits[Int($0 >> 4)])\(digits[Int($0 & 15)])" }
                .joined(separator: ":")
        #else
            return ""
        #endif
    }

    /// Makes a key and a certificate for these host names, and for loopback's addresses; valid until 2049.
    ///
    /// - Returns: Nil where TLS is not built in.
    package static func selfMade(for hosts: [String]) -> TLSIdentity? {
        #if TLS
            let key = P256.Signing.PrivateKey()
            let names = hosts.filter { !$0.isEmpty && $0.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } }
            var serial = (0..<16).map { _ in UInt8.random(in: 0...255) }
            // Positive, and no octet too many.
            serial[0] = serial[0] & 0x3F | 0x40
            let body = Self.body(
                for: names, serial: serial, publicKey: Array(key.publicKey.derRepresentation))
            guard let signature = try? key.signature(for: body) else { return nil }
            let certificate = DER.sequence(
                body, DER.ecdsaWithSHA256, DER.value(0x03, [0] + Array(signature.derRepresentation)))
            return TLSIdentity(certificate: certificate, key: Credential(key.pemRepresentation))
        #else
            return nil
        #endif
    }

    /// The part of a certificate that is signed, RFC 5280 section 4.1.
    private static func body(for names: [String], serial: [UInt8], publicKey: [UInt8]) -> [UInt8] {
        let name = DER.sequence(
            DER.value(
                0x31, DER.sequence([0x06, 3, 0x55, 4, 3], DER.value(0x0C, Array((names.first ?? "localhost").utf8)))))
        let validity = DER.sequence(
            DER.value(0x17, Array("200101000000Z".utf8)), DER.value(0x17, Array("491231235959Z".utf8)))
        var alternatives: [UInt8] = []
        for name in names + ["localhost"] { alternatives += DER.value(0x82, Array(name.utf8)) }
        alternatives += DER.value(0x87, [127, 0, 0, 1])
        alternatives += DER.value(0x87, [UInt8](repeating: 0, count: 15) + [1])
        let subjectNames = DER.sequence([0x06, 3, 0x55, 0x1D, 17], DER.value(0x04, DER.value(0x30, alternatives)))
        // Its own authority, so that a client can be told to trust it.
        let authority = DER.sequence(
            [0x06, 3, 0x55, 0x1D, 19], [0x01, 1, 0xFF], DER.value(0x04, DER.sequence([0x01, 1, 0xFF])))
        return DER.sequence(
            DER.value(0xA0, [0x02, 1, 2]), DER.value(0x02, serial), DER.ecdsaWithSHA256, name, validity, name,
            publicKey,
            DER.value(0xA3, DER.sequence(authority, subjectNames)))
    }
}

/// Just enough of X.690 to write a certificate.
private enum DER {
    /// 1.2.840.10045.4.3.2
    static let ecdsaWithSHA256 = sequence([0x06, 8, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3, 2])

    static func value(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        let count = content.count
        let length: [UInt8] =
            count < 0x80
            ? [UInt8(count)]
            : count < 0x100 ? [0x81, UInt8(count)] : [0x82, UInt8(count >> 8 & 0xFF), UInt8(count & 0xFF)]
        return [tag] + length + content
    }

    static func sequence(_ parts: [UInt8]...) -> [UInt8] { value(0x30, parts.flatMap { $0 }) }
}
