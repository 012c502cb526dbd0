package import Dialogue
import MailProtocols

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

    /// The answer to "who takes mail for this domain?", RFC 5321 section 5.1.
    package enum Answer: Sendable, Hashable {
        /// Best first; never empty.
        case exchangers([Scenario.Exchanger])
        /// No MX record, but an address: the host of that name takes the mail itself.
        case address(String)
        /// An MX record that says: none, ever (RFC 7505).
        case nullMX
        /// The domain does not exist.
        case noSuchDomain
    }

    /// Where a letter goes next.
    package struct Route: Sendable, Hashable {
        /// To be tried in this order.
        package var hosts: [Host] = []
        /// Why there is no way and never will be, as a reply.
        package var refusal: String?
        /// The question and its answer, for the station's log.
        package var words: String
    }

    private var exchangers: [String: Answer] = [:]
    private var hosts: [String: Host] = [:]
    /// Hosts where mail is fetched. One may be an exchanger as well, at other doors.
    private var popHosts: [String: Host] = [:]
    /// Who takes what is for domains that nobody here knows.
    package var relay: Host?

    package init(_ scenario: Scenario) {
        for domain in scenario.domains {
            exchangers[domain.name] =
                switch domain.way {
                case .exchangers: .exchangers(domain.exchangers)
                case .address: .address(domain.name)
                case .nullMX: .nullMX
                }
        }
    }

    /// A world without other domains.
    package init() {
        exchangers = [:]
        hosts = [:]
        popHosts = [:]
    }

    package mutating func add(_ host: Host) { hosts[host.name] = host }
    package mutating func add(popHost host: Host) { popHosts[host.name] = host }

    package func mail(for domain: String) -> Answer {
        if let answer = exchangers[domain.lowercased()] { return answer }
        // A host's own name has an address, and so can be mailed to.
        return hosts[domain.lowercased()].map { .address($0.name) } ?? .noSuchDomain
    }

    /// Where the host `own` hands on what is for `domain`: a name, or an address literal in its brackets.
    package func route(to domain: String, from own: String) -> Route {
        if domain.hasPrefix("[") { return literalRoute(domain) }
        let question = "Who takes mail for \(domain)?"
        switch mail(for: domain) {
        case .noSuchDomain:
            if let relay {
                return Route(hosts: [relay], words: "\(question) Whatever is for others goes to \(relay.name).")
            }
            return Route(
                refusal: "550 5.1.2 The domain \(domain) does not exist", words: "\(question) There is no such domain.")
        case .nullMX:
            return Route(
                refusal: "550 5.1.10 The domain \(domain) takes no mail",
                words: "\(question) Nobody: its only MX record is the empty one (RFC 7505).")
        case .address(let name):
            return Route(
                hosts: host(named: name).map { [$0] } ?? [],
                words: "\(question) It has no MX record, but an address: \(name) itself\(shown(name)).")
        case .exchangers(let found):
            let list = found.map { "\($0.host)\(shown($0.host, $0.preference))" }.joined(separator: ", ")
            // Whoever is an exchanger himself hands on to better ones only, else letters would go round.
            let own = found.first { $0.host == own }
            let better = own.map { own in found.filter { $0.preference < own.preference } } ?? found
            let hosts = better.compactMap { host(named: $0.host) }
            return Route(
                hosts: hosts,
                refusal: hosts.isEmpty && own != nil ? "554 5.4.6 Mail for \(domain) loops back to me" : nil,
                words: "\(question) \(list).")
        }
    }

    private func literalRoute(_ literal: String) -> Route {
        let address = String(literal.dropFirst().dropLast())
        let plain = address.lowercased().hasPrefix("ipv6:") ? String(address.dropFirst(5)) : address
        let host = hosts.values.first { $0.shown.address == plain && $0.shown.port == MailPorts.smtp }
        return Route(
            hosts: host.map { [$0] } ?? [],
            words: "\(literal) is an address already: nobody is asked\(host.map { ", it is \($0.name)" } ?? "").")
    }

    private func shown(_ name: String, _ preference: Int? = nil) -> String {
        let words = [preference.map { "preference \($0)" }, host(named: name)?.shown.address].compactMap(\.self)
        return words.isEmpty ? "" : " (\(words.joined(separator: ", ")))"
    }

    /// Domains that take mail, by name.
    var mailDomains: [String] {
        exchangers.filter { $0.value != .nullMX }.keys.sorted()
    }

    /// Where a host takes mail.
    package func host(named name: String) -> Host? { hosts[name.lowercased()] }
    /// Where mail is fetched from a host.
    package func popHost(named name: String) -> Host? { popHosts[name.lowercased()] }
    /// By name, one that has both kinds of doors twice.
    package var allHosts: [Host] {
        (Array(hosts.values) + Array(popHosts.values)).sorted { ($0.name, $0.shown.port) < ($1.name, $1.shown.port) }
    }
}
