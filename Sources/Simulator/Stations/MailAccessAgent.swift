package import Dialogue
import MailProtocols

/// The receiver MAA: a POP3 server in front of the maildrops. It asks who comes, locks the maildrop for the session
/// (RFC 1939 section 4) and deletes only when the client has said goodbye.
package actor MailAccessAgent {
    package nonisolated let site: StationSite
    /// Where it listens.
    package nonisolated let endpoint: Endpoint
    private let reception: Reception
    /// At the door where TLS begins with the first octet; nil where there is none.
    private let sealedReception: Reception?
    package nonisolated let sealedEndpoint: Endpoint?
    private let maildrops: MaildropRoom
    private nonisolated let accounts: AccountBook
    package nonisolated let policy: POP3Policy
    private var locked: Set<String> = []
    /// Maildrops that somebody has opened: no more than there are accounts.
    private var visited: Set<String> = []
    /// When each maildrop was last opened, nanoseconds since 1970 UTC; kept only where logins are to be seldom.
    private var opened: [String: Int64] = [:]

    /// - Parameters:
    ///   - accounts: Who may log in.
    ///   - sealedDoorway: Another door, opened with the site's TLS.
    package init(
        policy: POP3Policy, site: StationSite, doorway: Doorway, maildrops: MaildropRoom, accounts: AccountBook,
        sealedDoorway: Doorway? = nil
    ) {
        self.policy = policy
        self.accounts = accounts
        self.site = site
        endpoint = doorway.endpoint
        reception = Reception(doorway, guests: policy.guests, refusal: POP3Reception.tooManyGuests)
        // Words in the clear would mean nothing at a door where TLS is spoken.
        sealedReception = sealedDoorway.map { Reception($0, guests: policy.guests) }
        sealedEndpoint = sealedDoorway?.endpoint
        self.maildrops = maildrops
    }

    package func open() async {
        reception.open { pipe in await self.serve(pipe, isSealed: false) }
        sealedReception?.open { pipe in await self.serve(pipe, isSealed: true) }
    }

    private nonisolated func serve(_ pipe: Pipe, isSealed: Bool) async {
        let session = await site.receive(
            pipe, protocol: isSealed ? .pop3s : .pop3, as: "receiver MAA",
            port: isSealed ? MailPorts.pop3s : MailPorts.pop3
        ) { connection in
            AccessSession(reception: self.welcome(connection, isSealed: isSealed), agent: self)
        }.role
        if let maildrop = session.maildrop { await unlock(maildrop) }
    }

    /// Stops listening; who is here may finish.
    package func shut() async {
        await reception.shut()
        await sealedReception?.shut()
    }

    package func close() async {
        await reception.close()
        await sealedReception?.close()
        await Undertaker.shared.settle()
    }

    /// Waits until no client is connected.
    package func settle() async {
        await reception.settle()
        await sealedReception?.settle()
    }

    private nonisolated func welcome(_ connection: Int, isSealed: Bool) -> POP3Reception {
        POP3Reception(
            policy: policy, accounts: accounts, nonces: site.nonces(for: connection),
            offersTLS: site.tls?.hasIdentity ?? false, isSecured: isSealed)
    }

    enum Opening: Sendable {
        case opened(Maildir, [Maildir.Entry])
        case inUse
        case tooSoon
    }

    /// Checks a name and a password.
    ///
    /// - Returns: The maildrop; nil where one of them is wrong.
    func check(user: String, password: Credential) async throws -> String? {
        if let known = accounts.recall(user: user, password: password) { return known }
        let accounts = accounts
        return try await Disk.onThread { accounts.check(user: user, password: password) }
    }

    /// Locks the maildrop and looks what is in it.
    func openMaildrop(_ maildrop: String) async throws -> Opening {
        let time = await site.tap.now
        // RFC 2449 section 6.5.
        if policy.loginDelay > 0, let last = opened[maildrop], time - last < Int64(policy.loginDelay) * 1_000_000_000 {
            return .tooSoon
        }
        guard locked.insert(maildrop).inserted else { return .inUse }
        do {
            let (maildrops, expiry) = (maildrops, policy.expiry)
            let isFirst = visited.insert(maildrop).inserted
            let (maildir, entries, expired) = try await Disk.onThread {
                let maildir = try maildrops.maildir(of: maildrop)
                if isFirst { try maildir.clear() }
                var entries = try maildir.letters()
                var expired: [String] = []
                if let expiry {
                    let oldest = time / 1_000_000_000 - Int64(expiry) * 86_400
                    for entry in entries where entry.second ?? .max < oldest {
                        expired.append(TraceFields.label(of: try maildir.read(entry)))
                        try maildir.remove(entry)
                    }
                    entries.removeAll { $0.second ?? .max < oldest }
                }
                return (maildir, entries, expired)
            }
            for label in expired {
                await site.tap.log(
                    DecisionRecord(
                        station: site.host, kind: .dropped, letter: label, recipients: [maildrop],
                        text: "deletes a letter older than \(policy.expiry ?? 0) days from the maildrop of \(maildrop)"),
                    moves: [.outOf("maildrop", maildrop, label)])
            }
            if policy.loginDelay > 0 { opened[maildrop] = time }
            return .opened(maildir, entries)
        } catch {
            unlock(maildrop)
            throw error
        }
    }

    func unlock(_ maildrop: String) { locked.remove(maildrop) }

    /// Letters have left a maildrop at the reader's wish.
    func deleted(_ labels: [String], from maildrop: String) async {
        for label in labels {
            await site.tap.log(
                DecisionRecord(
                    station: site.host, kind: .deleted, letter: label, recipients: [maildrop],
                    text: "deletes the letter from the maildrop of \(maildrop)"),
                moves: [.outOf("maildrop", maildrop, label)])
        }
    }
}

extension Maildir.Entry {
    /// Seconds since 1970 UTC, as the unique name begins.
    fileprivate var second: Int64? { name.split(separator: ".").first.flatMap { Int64($0) } }
}
