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
            let text = String(decoding: try Disk.read(certificate), as: UTF8.self)
            let lines = text.split(separator: "\n").filter { !$0.hasPrefix("-") }
            if let der = Base64.decode(Array(lines.joined().utf8)) {
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
}
