import Dialogue
import MailProtocols

/// Changes aimed at what a check speaks of: that which it says is not there happens all the time.
extension Facts {
    /// Each aimed change by itself.
    func mutated(for ingredients: Ingredients) -> [Facts] {
        var all = ingredients.selectors.map { saying($0) }
        all += ingredients.messages.map { carrying($0) }
        if !ingredients.decisions.isEmpty {
            var facts = self
            for (station, kind) in ingredients.decisions {
                let decision = DecisionRecord(time: start, station: station ?? "x", kind: kind ?? .dropped, text: "")
                facts.records.append(.decision(decision))
            }
            facts.sort()
            all.append(facts)
        }
        all += ingredients.connections.map { calledOnceMore($0) }
        if !ingredients.offered.isEmpty { all.append(offering(ingredients.offered)) }
        if let parties = tape.connections.first, !ingredients.refused.isEmpty {
            var facts = self
            for filter in ingredients.refused {
                var (client, server) = (parties.client, parties.server)
                client.name = filter.client ?? client.name
                server.name = filter.server ?? server.name
                facts.tape.attempts.append(.init(time: start, client: client, server: server, isRefused: true))
            }
            all.append(facts)
        }
        return all
    }

    /// One connection more, of those that the filter names; nothing else is left beside the dialogues.
    private func calledOnceMore(_ filter: ConnectionFilter) -> Facts {
        func party(_ name: String?, _ port: UInt16) -> Tape.Party {
            .init(
                name: name ?? "stranger", host: name ?? "stranger", endpoint: .init(address: "192.0.2.77", port: port))
        }
        var tape = tape
        let isPOP3 = filter.family == "pop3"
        tape.connections.append(
            .init(
                client: party(filter.client, 49_000), server: party(filter.server, 49_001),
                protocol: isPOP3 ? .pop3 : .smtp))
        let number = tape.connections.count
        let time = tape.events.last?.time ?? start
        let greeting = isPOP3 ? "+OK hello\r\n" : "220 hello ESMTP\r\n"
        let said: [Tape.Happening] = [
            .opened, .said(.server, Array(greeting.utf8)), .said(.client, Array("QUIT\r\n".utf8)),
            .said(.server, Array((isPOP3 ? "+OK\r\n" : "221 bye\r\n").utf8)), .ended(.server, .fin),
            .ended(.client, .fin),
        ]
        tape.events += said.map { .init(connection: number, time: time, happening: $0) }
        var facts = Facts(tape: tape, states: states, maildrops: maildrops)
        facts.start = start
        return facts
    }

    /// Every reply offers these, too.
    private func offering(_ words: [String]) -> Facts {
        var facts = self
        facts.records = records.map { record in
            guard case .step(var step) = record, step.step.kind == .reply || step.step.kind == .content else {
                return record
            }
            let isReply = step.step.kind == .reply && step.step.protocol.grammar != .pop3
            for word in words { step.text += Array("\r\n\(isReply ? "250 " : "")\(word)".utf8) }
            return .step(step)
        }
        facts.sort()
        return facts
    }

    /// Every step is as the selector wants it.
    private func saying(_ selector: Selector) -> Facts {
        var facts = self
        facts.records = records.map { record in
            guard case .step(var step) = record else { return record }
            Self.fit(&step, to: selector)
            return .step(step)
        }
        facts.sort()
        return facts
    }

    private static func fit(_ record: inout StepRecord, to selector: Selector) {
        if let side = selector.side { record.step.side = side }
        if let kind = selector.kind ?? (selector.verbs.isEmpty ? nil : .command) { record.step.kind = kind }
        if let verb = selector.verbs.first {
            let known = record.step.protocol.grammar == .pop3
            let raw =
                known
                ? POP3Verb.allCases.first { $0.word == verb }?.rawValue
                : SMTPVerb.allCases.first { $0.word == verb }?.rawValue
            record.step.verb = raw ?? 0
            record.text = Array("\(verb) x".utf8)
        }
        if let text = selector.contains { record.text += Array(" \(text)".utf8) }
        if let note = selector.note { record.step.notes.insert(note) }
        if let phase = selector.phase { record.step.phase = phase }
        if selector.isEncrypted == true { record.step.flags.insert(.decrypted) }
        guard record.step.kind == .reply, let code = selector.code ?? selector.family else { return }
        switch code {
        case "+OK": record.step.code = .ok
        case "-ERR": record.step.code = .err
        case "+": record.step.code = .goOn
        default: record.step.code = Int(code).map { ReplyCode($0 < 10 ? $0 * 100 + 99 : $0) } ?? record.step.code
        }
    }

    /// Every message is as the filter wants it, and one more.
    private func carrying(_ filter: MessageFilter) -> Facts {
        var facts = self
        func fitted(_ message: MessageRecord) -> MessageRecord {
            var message = message
            if let from = filter.from { message.reversePath = from }
            if let to = filter.to, var other = message.recipients.first {
                other.address = to
                message.recipients.append(other)
            }
            if let outcome = filter.outcome { message.outcome = outcome }
            if let move = filter.move { message.move = move }
            return message
        }
        facts.records = records.flatMap { record -> [Record] in
            guard case .message(let message) = record else { return [record] }
            return [.message(fitted(message)), .message(fitted(message))]
        }
        facts.sort()
        return facts
    }
}
