/// Who lives at a receiver MTA, and where their letters really go: maildrops, aliases, forwarding, catch-all, quota.
package struct Residents: Sendable, Hashable {
    /// Where a letter for a local address ends.
    package enum Destination: Sendable, Hashable {
        /// `bob@north.example`
        case maildrop(String)
        /// Somewhere else: it is handed on.
        case remote(String)
        /// Nobody; the reply that says why.
        case nobody(String)
    }

    private var domains: [String: Scenario.Domain] = [:]
    /// Address literals of the host, and the domain that they mean: `[192.0.2.25]`.
    private var literals: [String: String] = [:]

    package init(domains: [Scenario.Domain], literal: String) {
        for domain in domains { self.domains[domain.name] = domain }
        if let first = domains.first { literals["[\(literal)]"] = first.name }
    }

    package func domain(named name: String) -> Scenario.Domain? { domains[literals[name] ?? name] }

    /// The names that RCPT may give, by domain.
    package var names: [String: Set<String>] {
        var names = domains.mapValues { Set($0.users.map(\.name) + $0.aliases.map(\.name)) }
        for (literal, domain) in literals { names[literal] = names[domain] }
        return names
    }

    /// Domains that take a letter for any name: for the catch-all, or to refuse it later by a notice.
    package var openDomains: Set<String> {
        Set(domains.values.filter { $0.catchAll != nil || $0.service.unknownUsers == .bounce }.map(\.name))
    }

    /// Octets that a maildrop may hold; nil for any number.
    package func quota(of owner: String) -> Int? {
        guard let (local, domain) = splitAddress(owner) else { return nil }
        return domains[domain]?.user(named: local)?.quota
    }

    /// Everywhere that a letter for `owner`, `info@north.example`, goes; aliases of aliases followed, nobody twice.
    package func destinations(of owner: String) -> [Destination] {
        let owner = owner.lowercased()
        // Most addresses are somebody's own.
        if let (local, name) = splitAddress(owner), let domain = domains[name],
            let user = domain.user(named: local), user.forward.isEmpty
        {
            return [.maildrop(owner)]
        }
        var seen: Set<String> = []
        var found: [Destination] = []
        follow(owner, &seen, &found)
        // Every address of a circle was seen, and none of them is anybody.
        return found.isEmpty ? [.nobody("554 5.4.6 <\(owner)> leads in circles")] : found
    }

    private func follow(_ owner: String, _ seen: inout Set<String>, _ found: inout [Destination]) {
        guard seen.insert(owner).inserted, seen.count <= Self.expansionLimit else { return }
        guard let (local, name) = splitAddress(owner), let domain = domain(named: name) else {
            found.append(.remote(owner))
            return
        }
        let here = "\(local)@\(domain.name)"
        if let user = domain.user(named: local) {
            if user.forward.isEmpty || user.keepsCopy { found.append(.maildrop(here)) }
            for target in user.forward { follow(target, &seen, &found) }
        } else if let alias = domain.aliases.first(where: { $0.name == local }) {
            for target in alias.targets { follow(target, &seen, &found) }
        } else if local == "postmaster" {
            found.append(.maildrop(here))
        } else if let catchAll = domain.catchAll {
            follow(catchAll, &seen, &found)
        } else {
            found.append(.nobody("550 5.1.1 <\(owner)> is unknown here"))
        }
    }

    /// Addresses that one address may become.
    private static let expansionLimit = 1_000
}
