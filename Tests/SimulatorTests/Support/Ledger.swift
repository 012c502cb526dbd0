import Dialogue
import MailProtocols
import Simulator
import Synchronization

/// Looks at the disks at every event of a run, and says afterwards whether a letter that somebody answered for was ever
/// nowhere. It reads files and the tape's own dialogue, and believes no station.
final class Ledger: Sendable {
    /// A letter of a file.
    struct Paper: Sendable, Hashable {
        var label: String
        /// A notice: which letter it is about, and which recipients.
        var subject: String?
        var about: Set<String> = []

        init(_ content: [UInt8]) {
            label = TraceFields.label(of: content)
            let text = String(decoding: content, as: UTF8.self)
            guard text.contains("report-type=delivery-status") else { return }
            for line in text.split(separator: "\r\n") {
                if line.hasPrefix("Final-Recipient: rfc822; ") { about.insert(String(line.dropFirst(25)).lowercased()) }
                if line.hasPrefix("Message-ID: ") { subject = String(line.dropFirst(12)) }
                // A letter without Message-ID is called by its subject.
                if subject == label, line.hasPrefix("Subject: ") { subject = String(line.dropFirst(9)) }
            }
        }
    }

    struct Snapshot: Sendable {
        var time: Int64
        /// Letters in queues, and the recipients for whom their MTA still has something to do.
        var queued: [(paper: Paper, open: Set<String>)] = []
        /// Letters in maildrops and on readers' disks, by owner.
        var boxes: [String: [Paper]] = [:]
    }

    private let snapshots = Mutex<[Snapshot]>([])
    private let papers = Mutex<[String: Paper]>([:])
    private let scenario: Scenario

    init(_ scenario: Scenario) { self.scenario = scenario }

    func inspect(_ folder: String, _ time: Int64) {
        var snapshot = Snapshot(time: time)
        for host in (try? Disk.names(in: "\(folder)/queues")) ?? [] {
            // What another process would find.
            for letter in (try? Queue(folder: "\(folder)/queues/\(host)").letters()) ?? [] {
                let open = letter.recipients.filter { $0.fate != .delivered && !$0.isTold }.map {
                    $0.address.lowercased()
                }
                snapshot.queued.append((Paper(letter.content), Set(open)))
            }
        }
        for domain in scenario.domains {
            for user in domain.users.map(\.name) + ["postmaster"] {
                let owner = "\(user)@\(domain.name)"
                let name = safeFolderName(owner)
                // A blank divides a device's name from its owner's address.
                let readers = ((try? Disk.names(in: "\(folder)/readers")) ?? []).filter {
                    $0 == name || $0.hasPrefix("\(name)=20")
                }
                for place in ["maildrops/\(name)"] + readers.map({ "readers/\($0)" }) {
                    for path in ["\(folder)/\(place)/new", "\(folder)/\(place)/cur"] {
                        for file in (try? Disk.names(in: path)) ?? [] {
                            guard let paper = paper("\(path)/\(file)") else { continue }
                            snapshot.boxes[owner, default: []].append(paper)
                        }
                    }
                }
            }
        }
        let complete = snapshot
        snapshots.withLock { $0.append(complete) }
    }

    /// A letter of a maildrop never changes.
    private func paper(_ path: String) -> Paper? {
        if let known = papers.withLock({ $0[path] }) { return known }
        guard let bytes = try? Disk.read(path) else { return nil }
        let paper = Paper(bytes)
        papers.withLock { $0[path] = paper }
        return paper
    }

    // MARK: Afterwards

    /// What was accepted and was nowhere at some instant; and how many acceptances were looked at.
    func losses(_ run: SimulationRun) throws -> (losses: [String], accepted: Int) {
        var losses: [String] = []
        var accepted = 0
        let notices = snapshots.withLock { snapshots in
            Set(snapshots.flatMap { $0.queued.map(\.paper) + $0.boxes.values.joined() }.filter { $0.subject != nil })
        }
        for promise in try promises(run) {
            accepted += 1
            let lost = snapshots.withLock { snapshots in
                snapshots.first { $0.time >= promise.time && !isSafe(promise, $0, run, notices) }
            }
            guard let lost else { continue }
            let minutes = (lost.time - scenario.start) / 60_000_000_000
            losses.append(
                "\(promise.label) for \(promise.recipient), taken by \(promise.host), is nowhere after \(minutes) min")
        }
        return (losses, accepted)
    }

    private struct Promise {
        var label: String
        var recipient: String
        var host: String
        var time: Int64
    }

    /// Who was told 250 for which recipients, as a tracer hears it on the tape.
    private func promises(_ run: SimulationRun) throws -> [Promise] {
        var promises: [Promise] = []
        let records = try run.records()
        for case .message(let message) in records where message.protocol == .smtp && message.outcome == "accepted" {
            guard
                let server = run.tape.connections.indices.contains(Int(message.connection) - 1)
                    ? run.tape.connections[Int(message.connection) - 1].server.host : nil
            else { continue }
            let label = message.header.messageID ?? message.header.subject ?? "(without Message-ID)"
            let reply = records.first {
                if case .step(let step) = $0 {
                    step.step.connection == message.connection && step.step.kind == .reply
                        && step.step.answers == message.step
                } else {
                    false
                }
            }
            guard case .step(let step)? = reply else { continue }
            for recipient in message.recipients where recipient.accepted {
                promises.append(
                    Promise(label: label, recipient: recipient.address.lowercased(), host: server, time: step.step.time)
                )
            }
        }
        return promises
    }

    private func isSafe(
        _ promise: Promise, _ snapshot: Snapshot, _ run: SimulationRun, _ notices: Set<Paper>
    ) -> Bool {
        let chain = chain(promise.recipient)
        return chain.leaves.allSatisfy { leaf in
            if snapshot.boxes[leaf]?.contains(where: { $0.label == promise.label }) == true { return true }
            let names = chain.all
            if snapshot.queued.contains(where: { $0.paper.label == promise.label && !$0.open.isDisjoint(with: names) })
            {
                return true
            }
            let here = snapshot.queued.map(\.paper) + snapshot.boxes.values.joined()
            if here.contains(where: { $0.subject == promise.label && !$0.about.isDisjoint(with: names) }) {
                return true
            }
            // Dropped aloud: the letter, or the notice about it.
            return run.decisions.contains { decision in
                guard decision.kind == .dropped, decision.time <= snapshot.time else { return false }
                if decision.letter == promise.label {
                    return decision.recipients.contains { names.contains($0.lowercased()) }
                }
                return notices.contains {
                    $0.label == decision.letter && $0.subject == promise.label && !$0.about.isDisjoint(with: names)
                }
            }
        }
    }

    /// Everywhere that a letter for an address may be on its way, and where it ends.
    private func chain(_ start: String) -> (all: Set<String>, leaves: Set<String>) {
        var all: Set<String> = []
        var leaves: Set<String> = []
        var left = [start]
        while let address = left.popLast() {
            guard all.insert(address).inserted else { continue }
            guard let (local, name) = splitAddress(address) else { continue }
            let shown = scenario.domains.firstIndex {
                name == "[\(Scenario.networks[scenario.domains.firstIndex(of: $0) ?? 0]).25]"
            }
            guard let domain = shown.map({ scenario.domains[$0] }) ?? scenario.domain(named: name) else {
                leaves.insert(address)
                continue
            }
            if let user = domain.user(named: local) {
                if user.forward.isEmpty || user.keepsCopy { leaves.insert("\(local)@\(domain.name)") }
                all.insert("\(local)@\(domain.name)")
                left += user.forward
            } else if let alias = domain.aliases.first(where: { $0.name == local }) {
                left += alias.targets
            } else if let catchAll = domain.catchAll {
                left.append(catchAll)
            } else {
                leaves.insert(address)
            }
        }
        return (all, leaves.isEmpty ? [start] : leaves)
    }
}
