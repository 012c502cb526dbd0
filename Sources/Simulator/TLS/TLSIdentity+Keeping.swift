import MailProtocols

extension TLSIdentity {
    /// The certificate of an earlier run, or a new one that is kept: clients that trusted it go on doing so. Blocks.
    ///
    /// - Parameters:
    ///   - folder: Certificate and key lie in its folder `tls`; nil: nothing is kept.
    ///   - hosts: Whose certificate it is.
    /// - Returns: No identity where TLS is not built in; where the certificate lies as PEM.
    package static func kept(
        in folder: String?, for hosts: [String]
    ) throws(DiskError) -> (identity: TLSIdentity?, certificatePath: String?) {
        guard let folder else { return (selfMade(for: hosts), nil) }
        let (certificate, key) = ("\(folder)/tls/certificate.pem", "\(folder)/tls/key.pem")
        if Disk.exists(certificate), Disk.exists(key) {
            if let der = certificates(inPEM: try Disk.read(certificate)).first {
                return (TLSIdentity(certificate: der, key: Credential(bytes: try Disk.read(key))), certificate)
            }
        }
        guard let identity = selfMade(for: hosts) else { return (nil, nil) }
        try Disk.makeFolder("\(folder)/tls")
        for path in [certificate, key] where Disk.exists(path) { try Disk.remove(path) }
        try Disk.write(identity.key.revealedBytes(), toNew: key)
        try Disk.write(Array(identity.certificatePEM.utf8), toNew: certificate)
        return (identity, certificate)
    }

    /// The certificates of a PEM file, as DER; what is not one is passed over.
    package static func certificates(inPEM text: [UInt8]) -> [[UInt8]] {
        let begin = "-----BEGIN CERTIFICATE-----"
        return String(decoding: text, as: UTF8.self).split(separator: begin, omittingEmptySubsequences: false)
            .dropFirst().compactMap { part in
                let lines = part.split(separator: "-----END CERTIFICATE-----", omittingEmptySubsequences: false).first
                return lines.flatMap { Base64.decode($0.utf8.filter { $0 > 0x20 }) }
            }
    }
}
