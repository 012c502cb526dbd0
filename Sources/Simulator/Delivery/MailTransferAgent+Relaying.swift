import Dialogue
import MailProtocols

/// Handing letters on: to the hosts that the directory names, several letters over one connection.
extension MailTransferAgent {
    /// Letters on their way to one domain.
    struct Round: Sendable {
        var domain: String
        /// Still to be said, by id.
        var left: [String]
        /// Under way.
        var current: String?
        var hostName = ""
        /// Letters that have just come are taken along; see ``MailTransferAgent/post(_:)``.
        var takesMore = false
        /// Letters that the other side has answered.
        var answered = 0
    }

    /// Tries everything that is due; returns whether there was anything.
    func relayDue(at now: Int64, _ afterConnection: (@Sendable () async -> Void)?) async -> Bool {
        try? await load()
        // What is due in a moment goes along: one call for all of it.
        let (soon, overflow) = now.addingReportingOverflow(RetrySchedule.minute)
        let horizon = overflow ? now : soon
        var isAnyDue = false
        var due: [QueuedLetter] = []
        for (id, entry) in held ?? [:] where entry.letter.nextAttempt <= horizon && !underWay.contains(id) {
            isAnyDue = isAnyDue || entry.letter.nextAttempt <= now
            due.append(entry.letter)
        }
        guard isAnyDue else { return false }
        due.sort { ($0.time, $0.id) < ($1.time, $1.id) }
        // Some are left for the others who hand on.
        if waveLimit > 1 { due = Array(due.prefix(max(8, due.count / waveLimit))) }
        underWay.formUnion(due.map(\.id))
        defer { underWay.subtract(due.map(\.id)) }
        var domains: [String] = []
        for letter in due {
            for address in letter.waiting {
                let domain = splitAddress(address)?.domain ?? ""
                if !domains.contains(domain) { domains.append(domain) }
            }
        }
        for domain in domains { await handOn(due.map(\.id), to: domain, afterConnection: afterConnection) }
        for letter in due { await conclude(letter.id) }
        return true
    }

    /// - Parameter takesMore: What comes meanwhile goes along.
    func handOn(
        _ ids: [String], to domain: String, takesMore: Bool = false,
        afterConnection: (@Sendable () async -> Void)? = nil
    ) async {
        let ids = ids.filter { !waiting($0, at: domain).isEmpty }
        guard !ids.isEmpty else { return }
        if isOurs(domain) {
            for id in ids { await deliverHere(id, domain) }
            return
        }
        let route = directory.route(to: domain, from: policy.host)
        await log(.lookup, route.words, recipients: [])
        if let refusal = route.refusal {
            for id in ids { await settle(id, domain, with: .failed(refusal), words: refusal) }
            return
        }
        var left = ids
        for host in route.hosts where !left.isEmpty {
            let attempt = await call(host, domain, left, takesMore: takesMore)
            left = attempt.left
            if attempt.hadConnection { await afterConnection?() }
            // Another host is tried only where this one has not even said what it can do (RFC 5321 section 5.1).
            if attempt.wasServed { break }
        }
        if route.hosts.isEmpty {
            for id in ids { note("450 4.4.4 No host is known for \(domain)", id, domain) }
        }
    }

    /// Letters for the domain end here.
    func isOurs(_ domain: String) -> Bool {
        residents.domain(named: domain) != nil && !policy.backupDomains.contains(domain)
    }

    /// One connection; says what is left of the letters, and how far it came.
    ///
    /// - Parameter isClear: TLS was tried and did not come about: without it now.
    private func call(
        _ host: Directory.Host, _ domain: String, _ ids: [String], takesMore: Bool, isClear: Bool = false
    ) async -> (left: [String], hadConnection: Bool, wasServed: Bool) {
        roundCount += 1
        let number = roundCount
        rounds[number] = Round(domain: domain, left: ids, hostName: host.name, takesMore: takesMore)
        defer { rounds[number] = nil }
        guard let first = await nextOrder(number) else { return ([], false, false) }
        var manners = SMTPDelivery.Manners()
        manners.pipelines = service.pipelines
        manners.chunks = service.chunks
        manners.sendsContentAlong = takesMore
        manners.convertsEightBit = service.convertsEightBit
        manners.stuffsDots = !service.quirks.contains(.dotsNotStuffed)
        // Whoever cannot speak TLS at all takes no offer up.
        let mayGoWithout = service.relaySecurity == .ifOffered
        let security = mayGoWithout && (site.tls == nil || isClear) ? .none : service.relaySecurity
        let role = SMTPDelivery(first, settings: ClientSettings(security: security), manners: manners) { delivery in
            await self.letterDone(delivery, number)
            return await self.nextOrder(number)
        }
        do {
            let delivery = try await site.call(host, protocol: .smtp, as: "sender MTA", role: role).role
            if delivery.failedTLS {
                await log(
                    .unreachable,
                    mayGoWithout
                        ? "cannot agree on TLS with \(host.name), and calls again to go without: it is used only where it can be "
                            + "had (RFC 7435)"
                        : "cannot agree on TLS with \(host.name): without it nothing is sent, the letter waits")
                if mayGoWithout { return await call(host, domain, ids, takesMore: takesMore, isClear: true) }
            }
            let round = rounds[number]
            var unsettled = (round?.current.map { [$0] } ?? []) + (round?.left ?? [])
            if let round, round.takesMore, round.answered > 0 {
                unsettled.removeAll { givesSecondChance(to: $0, domain) }
            }
            for id in unsettled { note("450 4.4.2 The connection to \(host.name) broke off", id, domain) }
            return (unsettled, true, delivery.isGreeted)
        } catch {
            await log(.unreachable, "\(error.description)")
            for id in ids { note("450 4.4.1 \(host.name) cannot be reached", id, domain) }
            return (ids, false, false)
        }
    }

    private func waiting(_ id: String, at domain: String) -> [String] {
        (held?[id]?.letter.waiting ?? []).filter { splitAddress($0)?.domain ?? "" == domain }
    }

    /// Remembers what a recipient's delivery met with.
    private func note(_ words: String, _ id: String, _ domain: String) {
        guard var letter = held?[id]?.letter else { return }
        for index in letter.recipients.indices
        where letter.recipients[index].fate == .waiting
            && splitAddress(letter.recipients[index].address)?.domain ?? "" == domain
        {
            letter.recipients[index].trouble = words
        }
        held?[id]?.letter = letter
    }

    /// The next letter of the round, read from disk now unless it has just come.
    private func nextOrder(_ number: Int) async -> SMTPDelivery.Order? {
        while var round = rounds[number] {
            if round.left.isEmpty {
                guard round.takesMore, let next = await nextPosted(for: round.domain) else { return nil }
                round.left = [next]
            }
            let domain = round.domain
            let id = round.left.removeFirst()
            round.current = id
            rounds[number] = round
            let (queue, atHand) = (queue, forgetContent(id))
            var content = atHand
            if content == nil { content = try? await Disk.onThread { try queue.letter(id)?.content } }
            guard let content, let letter = held?[id]?.letter else {
                rounds[number]?.current = nil
                continue
            }
            let addresses = Set(waiting(id, at: domain))
            let chosen = letter.recipients.filter { addresses.contains($0.address) }
            let pairs = chosen.compactMap { one in (try? Mailbox(one.address)).map { ($0, one.notices) } }
            let from = (try? Mailbox(letter.reversePath)).map { ReversePath.mailbox($0) } ?? .null
            var order = SMTPDelivery.Order(
                clientName: policy.host, from: from, recipients: pairs.map(\.0),
                isInternational: letter.isInternational, content: content)
            order.notices = letter.notices
            order.recipientNotices = pairs.map(\.1)
            return order
        }
        return nil
    }

    /// A letter of a round was answered: what is known now is written down before the next is said.
    private func letterDone(_ delivery: SMTPDelivery, _ number: Int) async {
        guard let round = rounds[number], let id = round.current else { return }
        rounds[number]?.current = nil
        rounds[number]?.answered += 1
        await note(delivery, id, round)
        // Whoever takes letters along as they come may be busy for long: each is settled for itself.
        if round.takesMore { await concludePosted(id) }
    }

    private func note(_ delivery: SMTPDelivery, _ id: String, _ round: Round) async {
        guard var letter = held?[id]?.letter else { return }
        let label = held?[id]?.label ?? ""
        var taken: [String] = []
        for (mailbox, fate) in zip(delivery.order.recipients, delivery.fates) {
            let address = mailbox.description
            guard let index = letter.recipients.firstIndex(where: { $0.address == address && $0.fate == .waiting })
            else { continue }
            switch fate {
            case .accepted:
                taken.append(address)
                letter.recipients[index].fate = .delivered
                letter.recipients[index].trouble = "250 \(round.hostName) has taken it"
                letter.recipients[index].isTold = delivery.handsNoticesOn
            case .refused(let reply):
                letter.recipients[index].fate = .failed(DeliveryReport.words(of: reply))
                await log(
                    .failed, "\(round.hostName) says never for <\(address)>: \(DeliveryReport.words(of: reply))",
                    letter: label, recipients: [address])
            case .deferred(let reply):
                letter.recipients[index].trouble =
                    reply.map(DeliveryReport.words) ?? "450 4.4.2 The connection to \(round.hostName) broke off"
            }
        }
        held?[id]?.letter = letter
        guard !taken.isEmpty else { return }
        let text = "\(round.hostName) answers for the letter to \(Self.list(taken)) now"
        if letter.isSettled, !hasNews(letter) {
            try? await dequeue(id)
            await log(
                .relayed, text, letter: label, recipients: taken, moves: [.outOf("queue", policy.host, label)])
        } else {
            try? await rewrite(letter)
            await log(.relayed, text, letter: label, recipients: taken)
        }
    }

    /// What is for this house after all: a notice to somebody who lives here, or a forwarded letter.
    private func deliverHere(_ id: String, _ domain: String) async {
        let queue = queue
        guard let letter = try? await Disk.onThread({ try queue.letter(id) }) else { return }
        let label = held?[id]?.label ?? ""
        let path = (try? Mailbox(letter.reversePath)).map { ReversePath.mailbox($0) } ?? .null
        for address in waiting(id, at: domain) {
            var fate = QueuedLetter.Fate.delivered
            for destination in residents.destinations(of: address) {
                switch destination {
                case .maildrop(let owner):
                    do {
                        try await deliver(letter.content, from: path, to: [owner], time: await site.tap.now)
                        await log(
                            .stored, "puts the letter into the maildrop of \(owner)", letter: label,
                            recipients: [owner], moves: [.into("maildrop", owner, label)])
                    } catch { fate = .waiting }
                case .remote(let elsewhere):
                    var onward = letter
                    onward.recipients = [.init(address: elsewhere)]
                    onward.nextAttempt = await site.tap.now
                    do {
                        onward.id = newID()
                        let queued = try await enqueue(onward)
                        await log(
                            .forwarded, "sends the letter on to \(elsewhere)", letter: label, recipients: [elsewhere],
                            moves: [.into("queue", policy.host, label)])
                        post(queued)
                    } catch { fate = .waiting }
                case .nobody(let reply): fate = .failed(reply)
                }
            }
            await settle(id, domain, address: address, with: fate, words: "")
        }
    }

    private func settle(
        _ id: String, _ domain: String, address: String? = nil, with fate: QueuedLetter.Fate, words: String
    ) async {
        guard var letter = held?[id]?.letter else { return }
        var concerned: [String] = []
        for index in letter.recipients.indices where letter.recipients[index].fate == .waiting {
            let recipient = letter.recipients[index].address
            guard splitAddress(recipient)?.domain ?? "" == domain, address == nil || address == recipient else {
                continue
            }
            letter.recipients[index].fate = fate
            concerned.append(recipient)
        }
        held?[id]?.letter = letter
        if case .failed = fate {
            await log(
                .failed, "gives up on \(Self.list(concerned)): \(words)", letter: held?[id]?.label,
                recipients: concerned)
        }
    }

    /// Writes the present state of a letter down.
    func rewrite(_ letter: QueuedLetter) async throws {
        _ = try await saver.store(Queue.State(letter, in: queue))
    }
}
