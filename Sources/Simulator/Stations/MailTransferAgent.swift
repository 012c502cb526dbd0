package import Dialogue
import MailProtocols

/// A mail transfer agent: an SMTP server that stores before it says 250, and an SMTP client that hands on what is not for its
/// own domains. As the sender MTA it relays for its network, as the receiver MTA it fills maildrops; the policy tells which.
package actor MailTransferAgent {
    package nonisolated let policy: SMTPPolicy
    package nonisolated let site: StationSite
    /// Where it listens.
    package nonisolated let endpoint: Endpoint
    private let reception: Reception
    /// At the door where TLS begins with the first octet; nil where there is none.
    private let sealedReception: Reception?
    package nonisolated let sealedEndpoint: Endpoint?
    /// Who may log in; nil where nobody can.
    private nonisolated let accounts: AccountBook?
    private nonisolated let memory: MemoryBudget
    private let queue: Queue
    private let maildrops: MaildropRoom
    private var directory: Directory
    private var random: SeededRandom
    private var isRelaying = false
    private var looksAgain = false

    /// - Parameters:
    ///   - folder: For the queue.
    ///   - seed: Makes the queue ids.
    ///   - accounts: Who may log in, where the policy lets anybody.
    ///   - sealedDoorway: Another door, opened with the site's TLS.
    package init(
        policy: SMTPPolicy, site: StationSite, doorway: Doorway, folder: String, maildrops: MaildropRoom,
        directory: Directory, seed: UInt64, accounts: AccountBook? = nil, sealedDoorway: Doorway? = nil
    ) throws(DiskError) {
        self.accounts = accounts
        memory = MemoryBudget(octets: policy.limits.heldInAll)
        self.policy = policy
        self.site = site
        endpoint = doorway.endpoint
        let refusal = SMTPReception.tooManyGuests(policy.host)
        reception = Reception(doorway, guests: policy.guests, refusal: refusal)
        // Words in the clear would mean nothing at a door where TLS is spoken.
        sealedReception = sealedDoorway.map { Reception($0, guests: policy.guests) }
        sealedEndpoint = sealedDoorway?.endpoint
        queue = try Queue(folder: folder)
        self.maildrops = maildrops
        self.directory = directory
        random = SeededRandom(seed: seed, purpose: "queue \(policy.host)")
    }

    /// Its role in a dialogue with a mail program or another MTA.
    package nonisolated var roleName: String { policy.relays ? "sender MTA" : "receiver MTA" }

    package func learn(_ directory: Directory) { self.directory = directory }

    /// - Parameter relaysAtOnce: Hand on what came in as soon as its connection has ended, with a connection of its own.
    package func open(relaysAtOnce: Bool) async {
        await reception.open { pipe in
            await self.serve(pipe, isSealed: false)
            if relaysAtOnce { await self.relay() }
        }
        await sealedReception?.open { pipe in
            await self.serve(pipe, isSealed: true)
            if relaysAtOnce { await self.relay() }
        }
    }

    private nonisolated func serve(_ pipe: Pipe, isSealed: Bool) async {
        _ = await site.receive(
            pipe, protocol: isSealed ? .smtps : .smtp, as: roleName, port: isSealed ? MailPorts.smtps : MailPorts.smtp
        ) { connection in
            TransferSession(reception: welcome(connection, isSealed: isSealed), agent: self, connection: connection)
        }
    }

    private nonisolated func welcome(_ connection: Int, isSealed: Bool) -> SMTPReception {
        SMTPReception(
            policy: policy, accounts: accounts, nonces: site.nonces(for: connection),
            offersTLS: site.tls?.hasIdentity ?? false, isSecured: isSealed, memory: memory)
    }

    /// Checks a name and a password.
    ///
    /// - Returns: The maildrop; nil where one of them is wrong.
    func check(user: String, password: Credential) async throws -> String? {
        let accounts = accounts
        return try await Disk.onThread { accounts?.check(user: user, password: password) }
    }

    package func close() async {
        await reception.close()
        await sealedReception?.close()
    }

    /// Waits until no client is connected.
    package func settle() async {
        await reception.settle()
        await sealedReception?.settle()
    }

    package func queued() async throws -> [QueuedLetter] {
        let queue = queue
        return try await Disk.onThread { try queue.letters() }
    }

    // MARK: Accepting

    /// Stores a letter in maildrops and queue; when this returns, the disk has it.
    ///
    /// - Returns: The id under which the Received field and the reply name it.
    func accept(_ envelope: SMTPReception.Envelope, connection: Int) async throws -> String {
        let id = random.token(length: 10)
        let time = await site.tap.now
        let client = await site.tap.address(of: .client, in: connection)
        let alone = envelope.recipients.count == 1 ? envelope.recipients.first?.mailbox.description : nil
        let received = TraceFields.received(
            from: envelope.clientName, clientAddress: client, by: policy.host, with: envelope.with, id: id,
            recipient: alone, time: time)
        let content = received + envelope.content
        let remote = envelope.recipients.filter { $0.maildrop == nil }.map(\.mailbox.description)
        let letter = QueuedLetter(
            id: id, reversePath: envelope.from.mailbox?.description ?? "", recipients: remote,
            isInternational: envelope.isInternational, time: time, content: content)
        let (queue, maildrops, host) = (queue, maildrops, policy.host)
        let local = envelope.recipients.compactMap(\.maildrop)
        let from = envelope.from
        try await Disk.onThread {
            // The queue first: should the disk be full afterwards, the client keeps its letter and sends it again.
            let queued = remote.isEmpty ? nil : try queue.add(letter)
            do {
                try maildrops.deliver(content, from: from, to: local, host: host, time: time)
            } catch {
                if let queued { try queue.remove(queued) }
                throw error
            }
        }
        return id
    }

    // MARK: Handing on

    /// Tries every letter of the queue once, one connection for each letter and domain.
    ///
    /// - Parameter afterConnection: Called when a connection has ended and the queue on disk says what came of it.
    package func relay(afterConnection: (@Sendable () async -> Void)? = nil) async {
        looksAgain = true
        guard !isRelaying else { return }
        isRelaying = true
        defer { isRelaying = false }
        var tried: Set<String> = []
        // A letter that comes in while the queue is read is found by another look.
        while looksAgain {
            looksAgain = false
            while let letter = try? await queued().first(where: { !tried.contains($0.id) }) {
                tried.insert(letter.id)
                await handOn(letter, afterConnection)
            }
        }
    }

    private func handOn(_ start: QueuedLetter, _ afterConnection: (@Sendable () async -> Void)?) async {
        var letter = start
        var domains: [String] = []
        for address in letter.waiting {
            let domain = splitAddress(address)?.domain ?? ""
            if !domains.contains(domain) { domains.append(domain) }
        }
        for domain in domains {
            let addresses = letter.waiting.filter { splitAddress($0)?.domain ?? "" == domain }
            let (fates, hadConnection) = await deliver(letter, to: addresses, at: domain)
            for index in letter.recipients.indices where letter.recipients[index].fate == .waiting {
                guard let fate = fates[letter.recipients[index].address] else { continue }
                letter.recipients[index].fate = fate
            }
            await store(letter)
            if hadConnection { await afterConnection?() }
        }
    }

    /// Writes down what is known; a letter that nobody waits for any more leaves the queue, and its sender is told of failures.
    private func store(_ letter: QueuedLetter) async {
        let (queue, maildrops, policy) = (queue, maildrops, policy)
        let notice = letter.waiting.isEmpty ? bounce(of: letter, time: await site.tap.now) : nil
        // If the disk fails, the letter is tried again: better twice than never (RFC 5321 section 6.1).
        try? await Disk.onThread {
            guard letter.waiting.isEmpty else { return try queue.save(letter) }
            if let notice {
                if let maildrop = notice.maildrop {
                    try maildrops.deliver(
                        notice.letter.content, from: .null, to: [maildrop], host: policy.host, time: notice.letter.time)
                } else {
                    _ = try queue.add(notice.letter)
                }
            }
            try queue.remove(letter)
        }
    }

    private func bounce(of letter: QueuedLetter, time: Int64) -> (letter: QueuedLetter, maildrop: String?)? {
        let id = random.token(length: 10)
        guard let content = Bounce.content(of: letter, host: policy.host, id: id, time: time),
            let sender = try? Mailbox(letter.reversePath)
        else { return nil }
        let notice = QueuedLetter(
            id: id, reversePath: "", recipients: [letter.reversePath], time: time, content: content)
        switch policy.judge(localPart: sender.localPart, domain: sender.domain?.description) {
        case .local(let maildrop): return (notice, maildrop)
        case .remote: return (notice, nil)
        case .unknownUser, .relayingDenied: return nil
        }
    }

    private func deliver(
        _ letter: QueuedLetter, to addresses: [String], at domain: String
    ) async -> (fates: [String: QueuedLetter.Fate], hadConnection: Bool) {
        let exchangers: [Scenario.Exchanger]
        switch directory.mail(for: domain) {
        case .exchangers(let found): exchangers = found
        case .noSuchDomain:
            let reply = "550 5.1.2 The domain \(domain) does not exist"
            return (Dictionary(uniqueKeysWithValues: addresses.map { ($0, .failed(reply)) }), false)
        }
        let mailboxes = addresses.compactMap { try? Mailbox($0) }
        let from = (try? Mailbox(letter.reversePath)).map { ReversePath.mailbox($0) } ?? .null
        let order = SMTPDelivery.Order(
            clientName: policy.host, from: from, recipients: mailboxes, isInternational: letter.isInternational,
            content: letter.content)
        for exchanger in exchangers {
            guard let host = directory.host(named: exchanger.host), exchanger.host != policy.host,
                let (delivery, _) = try? await site.call(
                    host, protocol: .smtp, as: "sender MTA", role: SMTPDelivery(order))
            else { continue }
            var fates: [String: QueuedLetter.Fate] = [:]
            for (mailbox, fate) in zip(order.recipients, delivery.fates) {
                switch fate {
                case .accepted: fates[mailbox.description] = .delivered
                case .refused(let reply): fates[mailbox.description] = .failed(Bounce.words(of: reply))
                case .deferred: break
                }
            }
            return (fates, true)
        }
        return ([:], false)
    }
}
