import MailProtocols

/// The certificates of a scenario, and what each station speaks TLS with.
struct OfficeSecurity: Sendable {
    private let keyLog: KeyLogBook
    /// By domain: its servers' certificate.
    private let identities: [String: TLSIdentity]
    /// Certificates that careful clients know beforehand, DER.
    private let known: [[UInt8]]

    /// Where certificates lie as PEM, by domain.
    let certificatePaths: [String: String]

    /// Makes the certificates, or takes those of an earlier run; none where TLS is not built in.
    ///
    /// - Parameter folder: They lie in its folder `certificates`.
    static func make(_ scenario: Scenario, folder: String, keyLog: KeyLogBook) async throws -> OfficeSecurity {
        try await Disk.onThread {
            var identities: [String: TLSIdentity] = [:]
            var known: [[UInt8]] = []
            var paths: [String: String] = [:]
            for domain in scenario.domains where domain.service.tls != .none {
                // Nobody vouches for the false one, and it bears another name.
                let isFalse = domain.service.quirks.contains(.wrongCertificate)
                let hosts = isFalse ? ["somebody.else.example"] : domain.exchangers.map(\.host) + [domain.popHost]
                let place = "\(folder)/certificates/\(safeFolderName(domain.name))"
                let (identity, path) = try TLSIdentity.kept(in: place, for: hosts)
                identities[domain.name] = identity
                paths[domain.name] = path
                if let identity, !isFalse { known.append(identity.certificate) }
            }
            return OfficeSecurity(keyLog: keyLog, identities: identities, known: known, certificatePaths: paths)
        }
    }

    /// - Returns: Nil where TLS is not built in, and nobody asked for it.
    /// - Throws: ``TLSError`` where somebody did.
    func material(forServersOf domain: Scenario.Domain) throws(TLSError) -> TLSMaterial? {
        let service = domain.service
        guard TLSMaterial.isBuiltIn || service.tls != .none || service.relaySecurity == .required else { return nil }
        return try TLSMaterial(
            identity: identities[domain.name],
            trust: service.relaySecurity == .required ? .certificates(known) : .anybody, keyLog: keyLog)
    }

    /// - Returns: Nil for a program that does without TLS.
    func material(forProgramOf user: Scenario.User) throws(TLSError) -> TLSMaterial? {
        switch user.security {
        case .none: nil
        case .ifOffered where !TLSMaterial.isBuiltIn: nil
        case .ifOffered: try TLSMaterial(identity: nil, keyLog: keyLog)
        case .required, .implicit: try TLSMaterial(identity: nil, trust: .certificates(known), keyLog: keyLog)
        }
    }
}
