package import Dialogue

/// What the name service of the little world knows: which hosts take a domain's mail, and where each host is reached.
///
/// A value: stations are handed theirs when they start, they share none. Answers are values too, so that a run can show them.
package struct Directory: Sendable, Hashable {
    /// A host's two addresses: the one that output shows and the one that this machine really uses.
    package struct Host: Sendable, Hashable {
        package var name: String
        /// A documentation address, RFC 5737, and the protocol's real port: `192.0.2.25`, 25.
        package var shown: Endpoint
        /// On loopback, and what the system granted: `127.0.0.3`, 25 or 40213.
        package var actual: Endpoint
        /// The same where TLS begins with the first octet; nil where the host has no such door.
        package var sealed: (shown: Endpoint, actual: Endpoint)? {
            get { sealedShown.flatMap { shown in sealedActual.map { (shown, $0) } } }
            set {
                sealedShown = newValue?.shown
                sealedActual = newValue?.actual
            }
        }
        private var sealedShown: Endpoint?
        private var sealedActual: Endpoint?

        package init(name: String, shown: Endpoint, actual: Endpoint) {
            self.name = name
            self.shown = shown
            self.actual = actual
        }
    }

    /// The answer to "who takes mail for this domain?".
    package enum MXAnswer: Sendable, Hashable {
        /// Best first; never empty.
        case exchangers([Scenario.Exchanger])
        /// The domain does not exist.
        case noSuchDomain(String)
    }

    private var exchangers: [String: [Scenario.Exchanger]]
    private var hosts: [String: Host]

    package init(_ scenario: Scenario) {
        exchangers = Dictionary(uniqueKeysWithValues: scenario.domains.map { ($0.name, $0.exchangers) })
        hosts = [:]
    }

    package mutating func add(_ host: Host) { hosts[host.name] = host }

    package func mail(for domain: String) -> MXAnswer {
        guard let found = exchangers[domain.lowercased()] else { return .noSuchDomain(domain) }
        return .exchangers(found)
    }

    package func host(named name: String) -> Host? { hosts[name.lowercased()] }
    /// By name.
    package var allHosts: [Host] { hosts.values.sorted { $0.name < $1.name } }
}
