import MailProtocols

/// The certificates of a scenario, and what each station speaks TLS with.
struct OfficeSecurity: Sendable {
    private let keyLog: KeyLogBook
    /// By domain: its servers' certificate.
    private let identities: [String: TLSIdentity]
    /// Certificates that careful clients know beforehand, DER.
    private let known: [[UInt8]]

    /// Makes the certificates; none where TLS is not built in.
    init(_ scenario: Scenario, keyLog: KeyLogBook) {
        self.keyLog = keyLog
        var identities: [String: TLSIdentity] = [:]
        var known: [[UInt8]] = []
        for domain in scenario.domains where domain.service.tls != .none {
            let hosts = domain.exchangers.map(\.host) + [domain.popHost]
            // Nobody vouches for the false one, and it bears another name.
            let isFalse = domain.service.quirks.contains(.wrongCertificate)
            let identity = TLSIdentity.selfMade(for: isFalse ? ["somebody.else.example"] : hosts)
            identities[domain.name] = identity
            if let identity, !isFalse { known.append(identity.certificate) }
        }
        self.identities = identities
        self.known = known
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
