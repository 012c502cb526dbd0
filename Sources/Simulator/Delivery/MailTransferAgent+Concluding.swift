import Dialogue
import MailProtocols

/// What becomes of a letter after an attempt: it leaves the queue, or waits for the next; and its sender is told.
extension MailTransferAgent {
    /// There is something that its sender wants to be told.
    func hasNews(_ letter: QueuedLetter) -> Bool { !news(of: letter).isEmpty }

    /// Recipients about whom nothing has been said yet, and what there is to say.
    private func news(of letter: QueuedLetter) -> [DeliveryReport.Item] {
        letter.recipients.compactMap { recipient in
            guard !recipient.isTold else { return nil }
            switch recipient.fate {
            case .failed(let words): return .init(recipient: recipient, action: .failed, words: words)
            case .delivered where recipient.notices.notify?.contains(.success) == true:
                let action: DeliveryReport.Action = recipient.trouble == nil ? .delivered : .relayed
                return .init(recipient: recipient, action: action, words: "")
            case .delivered, .waiting: return nil
            }
        }
    }

    /// Settles a letter after an attempt for all its domains.
    func conclude(_ id: String) async {
        guard let entry = held?[id] else { return }
        var letter = entry.letter
        let now = await site.tap.now
        if !letter.isSettled {
            letter.attempts += 1
            if service.retry.isExpired(letter, at: now) {
                await giveUp(&letter, entry.label)
            } else {
                letter.nextAttempt = service.retry.next(
                    afterAttempts: letter.attempts, at: now, acceptedAt: letter.time)
                await log(
                    .deferred,
                    "keeps the letter for \(Self.list(letter.waiting)) and tries again at "
                        + "\(MessageDate(nanoseconds: letter.nextAttempt).text)",
                    letter: entry.label, recipients: letter.waiting)
            }
        }
        do {
            try await write(&letter, entry.label, at: now)
        } catch {
            // If the disk fails, the letter is tried again: better twice than never (RFC 5321 section 6.1).
            letter.nextAttempt = service.retry.next(
                afterAttempts: letter.attempts + 1, at: now, acceptedAt: letter.time)
            held?[id]?.letter = letter
        }
    }

    private func giveUp(_ letter: inout QueuedLetter, _ label: String) async {
        let days = service.retry.expiry / (24 * 60 * RetrySchedule.minute)
        let span = days > 0 ? "\(days) days" : "\(service.retry.expiry / RetrySchedule.minute) minutes"
        await log(
            .failed, "gives up on \(Self.list(letter.waiting)) after \(span)", letter: label,
            recipients: letter.waiting)
        for index in letter.recipients.indices where letter.recipients[index].fate == .waiting {
            let last = letter.recipients[index].trouble.map { ", the last time: \($0)" } ?? ""
            letter.recipients[index].fate = .failed("550 4.4.7 Tried for \(span) in vain\(last)")
        }
    }

    /// First the notice, then the letter's own new state: at no instant is anything lost.
    private func write(_ letter: inout QueuedLetter, _ label: String, at now: Int64) async throws {
        var items = news(of: letter)
        for index in letter.recipients.indices where letter.recipients[index].fate != .waiting {
            letter.recipients[index].isTold = true
        }
        if !letter.isWarned, !letter.isSettled, service.retry.isLate(letter, at: now) {
            letter.isWarned = true
            for recipient in letter.recipients where recipient.fate == .waiting {
                if recipient.notices.notify?.contains(.delay) == false { continue }
                items.append(.init(recipient: recipient, action: .delayed, words: recipient.trouble ?? ""))
            }
        }
        let told = await sayable(items, of: letter, label)
        let notice = told.isEmpty ? nil : try await writeNotice(told, &letter, at: now)
        let left = letter.isSettled
        if left {
            try await dequeue(letter.id)
        } else {
            held?[letter.id]?.letter = letter
            try await rewrite(letter)
        }
        var moves = notice.map { [StoreMove.into("queue", policy.host, $0)] } ?? []
        if left { moves.append(.outOf("queue", policy.host, label)) }
        guard !moves.isEmpty else { return }
        let recipients = told.map(\.recipient.address)
        if notice != nil {
            let kind: DecisionRecord.Kind =
                told.contains { $0.action == .failed }
                ? .bounced : told.contains { $0.action == .delayed } ? .warned : .confirmed
            await log(
                kind, "writes a notice to <\(letter.reversePath)> about \(Self.list(recipients)), from <>",
                letter: label, recipients: recipients, moves: moves)
        } else {
            await log(.relayed, "has nothing left to do for the letter", letter: label, moves: moves)
        }
    }

    /// Those of the items that may be told: never about a notice, never where the sender wished silence. What fails in silence
    /// is announced in the log.
    private func sayable(
        _ items: [DeliveryReport.Item], of letter: QueuedLetter, _ label: String
    ) async -> [DeliveryReport.Item] {
        let failed = items.filter { $0.action == .failed }.map(\.recipient.address)
        guard !letter.reversePath.isEmpty else {
            if !failed.isEmpty {
                await log(
                    .dropped, "drops the letter for \(Self.list(failed)): it came from <>, and nobody answers a notice",
                    letter: label, recipients: failed)
            }
            return []
        }
        let silent = items.filter { $0.action == .failed && $0.recipient.notices.notify?.contains(.failure) == false }
            .map(\.recipient.address)
        if !silent.isEmpty {
            await log(
                .dropped, "drops the letter for \(Self.list(silent)): its sender wished to be told nothing",
                letter: label, recipients: silent)
        }
        return items.filter { !silent.contains($0.recipient.address) }
    }

    /// - Returns: What lists of letters call the notice.
    private func writeNotice(
        _ items: [DeliveryReport.Item], _ letter: inout QueuedLetter, at now: Int64
    ) async throws -> String {
        letter.reports += 1
        let id = "\(letter.id)N\(letter.reports)"
        var whole = letter
        let (queue, original) = (queue, letter.id)
        whole.content = try await Disk.onThread { try queue.letter(original)?.content ?? [] }
        let content = DeliveryReport(
            letter: whole, items: items, host: policy.host, id: id, time: now,
            retryUntil: letter.time + service.retry.expiry
        ).encoded()
        let notice = QueuedLetter(
            id: id, reversePath: "", recipients: [letter.reversePath], time: now, content: content)
        // Written just before the program was ended: it is there already.
        if held?[id] == nil { post(try await enqueue(notice)) }
        return TraceFields.label(of: content)
    }
}
