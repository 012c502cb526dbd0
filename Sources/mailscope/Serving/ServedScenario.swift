import Dialogue
import Simulator

/// Which port each server of a scenario gets, and what a mail program has to know.
struct ServedScenario {
    let scenario: Scenario
    /// Ports of the first of each kind; 0: the system picks all of them.
    let smtp: UInt16
    let smtps: UInt16
    let pop3: UInt16
    let pop3s: UInt16

    private var exchangers: [String] {
        var hosts: [String] = []
        for exchanger in scenario.domains.flatMap(\.exchangers)
        where exchanger.external == nil && !hosts.contains(exchanger.host) {
            hosts.append(exchanger.host)
        }
        return hosts
    }

    private var popHosts: [String] {
        var hosts: [String] = []
        for domain in scenario.domains where domain.externalPOP == nil && !hosts.contains(domain.popHost) {
            hosts.append(domain.popHost)
        }
        return hosts
    }

    /// Where the scenario's hosts listen.
    func choosePorts(for options: inout LiveOptions) {
        (options.ports, options.sealedPorts) = (numbered(exchangers, from: smtp), numbered(exchangers, from: smtps))
        (options.popPorts, options.sealedPopPorts) = (numbered(popHosts, from: pop3), numbered(popHosts, from: pop3s))
    }

    /// One above the other; 0 where the system is to pick.
    private func numbered(_ hosts: [String], from first: UInt16) -> [String: UInt16] {
        var ports: [String: UInt16] = [:]
        for (index, host) in hosts.enumerated() {
            if first == 0 { ports[host] = 0 }
            guard first > 0 else { continue }
            let (port, overflow) = first.addingReportingOverflow(UInt16(truncatingIfNeeded: index))
            if !overflow { ports[host] = port }
        }
        return ports
    }

    func printSettings(of stations: LiveStations, keep: String?) {
        Message.print("Scenario \(scenario.name): \(scenario.summary)")
        for domain in scenario.domains {
            for host in domain.exchangers.map(\.host) {
                line("Outgoing mail of \(domain.name), SMTP", stations.host(named: host))
            }
            line("Incoming mail of \(domain.name), POP3", stations.popHost(named: domain.popHost))
            for user in domain.users {
                Message.print("User \(user.name)@\(domain.name), password \(user.password).")
            }
            if let path = stations.certificates[domain.name] {
                Message.print("Certificate of \(domain.name): \(path).")
            }
        }
        Message.print(keep.map { "Mail is kept in \($0)." } ?? "Mail is gone in the end; --keep keeps it.")
        Message.print("Ready; Ctrl-C ends it.")
    }

    private func line(_ name: String, _ host: Directory.Host?) {
        guard let host else { return }
        let sealed = host.sealed.map { ", or port \($0.actual.port) inside TLS" } ?? ""
        Message.print("\(name): \(host.name), \(host.actual.address) port \(host.actual.port)\(sealed).")
    }
}
