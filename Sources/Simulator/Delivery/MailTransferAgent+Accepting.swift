import Dialogue
import MailProtocols

/// Taking letters over: into maildrops, or into the queue.
extension MailTransferAgent {
    /// What is to be done with a letter for all its recipients.
    private struct Plan: Sendable {
        /// Maildrops, nobody twice.
        var maildrops: [String] = []
        /// For the queue: those elsewhere, and those about whom the sender is to be told.
        var recipients: [QueuedLetter.Recipient] = []
        var dropped: [String] = []
        var forwarded: [String] = []
        /// The only recipient cannot be served: the letter stays with the client.
        var refusal: SMTPReply?
    }

    /// The house has nothing against a recipient whom the rules allow, and nobody need be asked.
    nonisolated func takesAtOnce(_ recipient: SMTPReception.Envelope.Recipient?) -> Bool {
        guard let owner = recipient?.maildrop else { return true }
        guard addressCode(of: owner) == nil else { return false }
        if policy.discards { return true }
        guard service.greylisting == nil else { return false }
        return residents.destinations(of: owner).allSatisfy { destination in
            if case .maildrop(let maildrop) = destination { residents.quota(of: maildrop) == nil } else { true }
        }
    }

    /// Why a recipient whom the rules allow is not taken now.
    ///
    /// - Parameter owner: The maildrop's name: `bob@north.example`.
    nonisolated func objection(to owner: String, from sender: String, _ caller: Caller) async -> Objection {
        let code = addressCode(of: owner)
        if let objection = code?.objection {
            if case .reply(let reply) = objection {
                await log(.refused, "refuses <\(owner)>: \(DeliveryReport.words(of: reply))", recipients: [owner])
            }
            return objection
        }
        if policy.discards { return .none }
        if let span = service.greylisting ?? (code == .grey ? 5 * RetrySchedule.minute : nil) {
            let client = await address(of: caller)
            if await isStranger(client, sender, owner, for: span) {
                await log(
                    .refused, "does not know \(client) as a sender to <\(owner)> yet: come again later",
                    recipients: [owner])
                return .reply(
                    SMTPReply(
                        .mailboxBusy, EnhancedStatus(.temporaryFailure, 7, 1), "I do not know you yet, come again later"
                    ))
            }
        }
        for case .maildrop(let maildrop) in residents.destinations(of: owner) {
            guard let quota = residents.quota(of: maildrop), let used = try? await octets(in: maildrop), used >= quota
            else { continue }
            await log(.refused, "the maildrop of \(maildrop) is full: \(used) of \(quota) octets", recipients: [owner])
            return .reply(SMTPReply(.insufficientStorage, .mailboxFull, "The maildrop of <\(owner)> is full"))
        }
        return .none
    }

    /// Who the client is, as output shows it.
    private nonisolated func address(of caller: Caller) async -> String {
        site.tap.showsSockets ? caller.address : await site.tap.address(of: .client, in: caller.connection)
    }

    private nonisolated func octets(in maildrop: String) async throws -> Int {
        let maildrops = maildrops
        return try await Disk.onThread {
            try maildrops.maildir(of: maildrop).letters().reduce(0) { $0 + $1.octets }
        }
    }

    private nonisolated func addressCode(of owner: String) -> AddressCode? {
        if policy.discards { return splitAddress(owner).flatMap { AddressCode($0.local) } }
        guard let (local, name) = splitAddress(owner), let domain = residents.domain(named: name),
            domain.user(named: local) == nil, !domain.aliases.contains(where: { $0.name == local })
        else { return nil }
        return AddressCode(local)
    }

    /// Stores a letter in maildrops and queue; when this returns a 250, the disk has it.
    func accept(_ envelope: SMTPReception.Envelope, _ caller: Caller) async throws -> SMTPReply {
        if held == nil { try await load() }
        let id = newID()
        let time = await site.tap.now
        let client = await address(of: caller)
        let content = traced(envelope, from: client, id, time)
        // Only for the stations' log.
        let label = site.tap.isDeaf ? "" : TraceFields.label(of: content)
        let plan = try await plan(for: envelope, octets: content.count)
        if let refusal = plan.refusal { return refusal }
        var letter = QueuedLetter(
            id: id, reversePath: envelope.from.mailbox?.description ?? "", recipients: [],
            body: envelope.body?.rawValue, isInternational: envelope.isInternational, time: time, content: content)
        letter.recipients = plan.recipients
        letter.notices = DSNLetterRequest(
            envelopeID: envelope.envelopeID, returnsFullMessage: envelope.returnsFullMessage)
        // The queue first: should the disk be full afterwards, the client keeps its letter and sends it again.
        let queued = plan.recipients.isEmpty ? nil : try await enqueue(letter)
        do {
            try await deliver(content, from: envelope.from, to: plan.maildrops, time: time)
        } catch {
            if let queued { try? await dequeue(queued.id) }
            throw error
        }
        if !site.tap.isDeaf { await report(plan, queued, label) }
        if let queued { post(queued) }
        return SMTPReply(.completed, .ok, "Taken as \(id)")
    }

    /// The letter with this MTA's Received field on top.
    private nonisolated func traced(
        _ envelope: SMTPReception.Envelope, from client: String, _ id: String, _ time: Int64
    ) -> [UInt8] {
        let alone = envelope.recipients.count == 1 ? envelope.recipients.first?.mailbox.description : nil
        let received = TraceFields.received(
            from: envelope.clientName, clientAddress: client, by: policy.host, with: envelope.with, id: id,
            recipient: alone, time: time)
        return received + envelope.content
    }

    /// What ``accept(_:_:)`` would do and say where nobody looks on and the letter is for maildrops without a limit and for nobody else;
    /// nil for any other letter.
    nonisolated func delivery(
        of envelope: SMTPReception.Envelope, _ caller: Caller
    ) -> (work: MaildropRoom.Delivery, words: [UInt8])? {
        guard site.tap.isDeaf, site.tap.showsSockets else { return nil }
        var owners: [String] = []
        for recipient in envelope.recipients {
            guard let owner = recipient.maildrop, recipient.notify == nil, addressCode(of: owner) == nil else {
                return nil
            }
            for destination in residents.destinations(of: owner) {
                guard case .maildrop(let maildrop) = destination, residents.quota(of: maildrop) == nil else {
                    return nil
                }
                if !owners.contains(maildrop) { owners.append(maildrop) }
            }
        }
        guard !owners.isEmpty else { return nil }
        let (id, time) = (newID(), SimulationClock.wallTime())
        let work = MaildropRoom.Delivery(
            traced(envelope, from: caller.address, id, time), from: envelope.from, to: owners, in: maildrops,
            host: policy.host, time: time)
        return (work, SMTPReply(.completed, .ok, "Taken as " + id).encoded())
    }

    private func plan(for envelope: SMTPReception.Envelope, octets: Int) async throws -> Plan {
        var plan = Plan()
        for recipient in envelope.recipients {
            guard let owner = recipient.maildrop else {
                plan.recipients.append(
                    .init(address: recipient.mailbox.description, notices: recipient.notices))
                continue
            }
            switch addressCode(of: owner) {
            case .drop:
                plan.dropped.append(owner)
                continue
            case .loop:
                let elsewhere = directory.otherDomain(than: splitAddress(owner)?.domain ?? "")
                plan.recipients.append(.init(address: "loop@\(elsewhere)", notices: recipient.notices))
                plan.forwarded.append("loop@\(elsewhere)")
                continue
            case .grey, .slow:
                // Nobody of that name has a maildrop; whoever plays with the address finds his letters with the postmaster.
                plan.maildrops.append("postmaster@\(splitAddress(owner)?.domain ?? policy.host)")
                continue
            default: break
            }
            for destination in residents.destinations(of: owner) {
                await add(
                    destination, for: recipient, owner, octets: octets, isAlone: envelope.recipients.count == 1,
                    to: &plan)
            }
        }
        return plan
    }

    private func add(
        _ destination: Residents.Destination, for recipient: SMTPReception.Envelope.Recipient, _ owner: String,
        octets: Int, isAlone: Bool, to plan: inout Plan
    ) async {
        var notices = recipient.notices
        if notices.notify != nil, notices.originalRecipient == nil {
            notices.originalRecipient = .init(address: recipient.mailbox.description)
        }
        switch destination {
        case .remote(let address):
            plan.forwarded.append(address)
            plan.recipients.append(.init(address: address, notices: notices))
        case .nobody(let reply):
            plan.recipients.append(.init(address: owner, fate: .failed(reply), notices: notices))
        case .maildrop(let maildrop):
            guard !plan.maildrops.contains(maildrop) else { return }
            if let quota = residents.quota(of: maildrop), let used = try? await self.octets(in: maildrop),
                used + octets > quota
            {
                let full = EnhancedStatus("5.2.2")
                let reply = SMTPReply(.exceededStorage, full, "The letter does not fit into the maildrop of <\(owner)>")
                if isAlone { plan.refusal = reply }
                plan.recipients.append(
                    .init(address: maildrop, fate: .failed(DeliveryReport.words(of: reply)), notices: notices))
                return
            }
            plan.maildrops.append(maildrop)
            if notices.notify?.contains(.success) == true {
                plan.recipients.append(.init(address: maildrop, fate: .delivered, notices: notices))
            }
        }
    }

    private func report(_ plan: Plan, _ queued: QueuedLetter?, _ label: String) async {
        if let queued, !queued.waiting.isEmpty || plan.maildrops.isEmpty {
            let waiting = queued.recipients.map(\.address)
            await log(
                .accepted, "has the letter for \(Self.list(waiting)) in its queue, and answers for it", letter: label,
                recipients: waiting, moves: [.into("queue", policy.host, label)])
        } else if queued != nil {
            await log(
                .accepted, "keeps the letter until its sender has been told", letter: label,
                moves: [.into("queue", policy.host, label)])
        }
        if !plan.maildrops.isEmpty {
            await log(
                .stored, "puts the letter into the maildrop of \(Self.list(plan.maildrops))", letter: label,
                recipients: plan.maildrops, moves: plan.maildrops.map { .into("maildrop", $0, label) })
        }
        if !plan.forwarded.isEmpty {
            await log(
                .forwarded, "sends the letter on to \(Self.list(plan.forwarded))", letter: label,
                recipients: plan.forwarded)
        }
        if !plan.dropped.isEmpty {
            await log(
                .dropped, "throws the letter for \(Self.list(plan.dropped)) away, as the address asks", letter: label,
                recipients: plan.dropped)
        }
    }

    static func list(_ addresses: [String]) -> String { addresses.joined(separator: ", ") }

    // MARK: On disk

    /// Puts a letter into the queue; when this returns, the disk has it.
    func enqueue(_ letter: QueuedLetter) async throws -> QueuedLetter {
        let whole = try await saver.store(Queue.Entry(letter, in: queue)).letter
        let label = site.tap.isDeaf ? "" : TraceFields.label(of: letter.content)
        var stored = whole
        stored.content = []
        held?[stored.id] = Held(letter: stored, label: label)
        return whole
    }

    /// Takes a letter out of the queue. Nobody waits for the disk: should it come back after a loss of power, the letter is sent
    /// twice, never lost.
    func dequeue(_ id: String) async throws {
        forgetContent(id)
        held?[id] = nil
        let removal = Queue.Removal(id, from: queue)
        // On the virtual clock everybody may look into the queue behind each step.
        if site.tap.isVirtual { _ = try await saver.store(removal) } else { saver.storeLater(removal) }
    }

    /// Final delivery, a copy for each; when this returns, the disk has all of them, and where it throws, none.
    nonisolated func deliver(
        _ content: [UInt8], from path: ReversePath, to owners: [String], time: Int64
    ) async throws {
        guard !owners.isEmpty else { return }
        _ = try await saver.store(
            MaildropRoom.Delivery(content, from: path, to: owners, in: maildrops, host: policy.host, time: time))
    }
}

extension Directory {
    /// Some other domain with mail servers, for a letter that is to go round in circles.
    func otherDomain(than name: String) -> String { mailDomains.first { $0 != name } ?? name }
}

extension SMTPReception.Envelope.Recipient {
    var notices: DSNRecipientRequest { DSNRecipientRequest(notify: notify, originalRecipient: originalRecipient) }
}

extension SMTPReception {
    /// The recipient whom the last RCPT named.
    var lastRecipient: Envelope.Recipient? { envelope?.recipients.last }

    /// The recipient was refused after all.
    mutating func withdrawLastRecipient() { _ = envelope?.recipients.popLast() }
}
