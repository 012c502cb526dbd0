import Dialogue
import MailProtocols
import Simulator

extension Scope {
    /// - Returns: nil where the runs hold nothing of the kind.
    package func quantity(_ value: Value) -> Quantity? {
        switch value {
        case .text(let text): .text(text)
        case .number(let number): .number(number)
        case .list(let values): list(values)
        case .connections(let filter): .number(connections(filter).count)
        case .refused(let filter): .number(refused(filter))
        case .ofConnection(let trait, let filter): connections(filter).first.flatMap { self.trait(trait, $0) }
        case .octets(let filter, let side):
            connections(filter).first.flatMap { facts.octets(of: side, in: $0) }.map { .number($0) }
        case .count(let selector): .number(steps(selector).count)
        case .ofStep(let trait, let selector):
            steps(selector).first.flatMap { inRun(selector.run).trait(trait, $0) }
        case .ofSteps(let trait, let selector): .list(traits(trait, selector))
        case .keywords(let selector): steps(selector).first.map { .list(Self.keywords($0)) }
        case .seconds(let selectors): seconds(selectors).map { .number($0) }
        case .store(let kind, let owner, let moment): letters(kind, owner, moment).map { .number($0) }
        case .whereabouts(let name, let moment): whereabouts(name, moment).map { .text($0) }
        case .messages(let filter): .number(messages(filter).count)
        case .decisions(let station, let kind):
            .number(
                facts.decisions.count {
                    (station == nil || $0.station.lowercased() == station) && (kind == nil || $0.kind == kind)
                })
        case .inRun(let run, let value): inRun(run).quantity(value)
        case .answer(let step, let part):
            answers[step].flatMap { $0.indices.contains(part - 1) ? $0[part - 1] : nil }.map {
                Int($0).map { .number($0) } ?? .text($0)
            }
        case .sum(let values): numbers(values).map { .number($0.reduce(0, &+)) }
        case .difference(let values):
            numbers(values).flatMap { all in all.first.map { .number(all.dropFirst().reduce($0, &-)) } }
        default: octetQuantity(value)
        }
    }

    /// Values that look into octets.
    private func octetQuantity(_ value: Value) -> Quantity? {
        switch value {
        case .field(let name, let reference):
            letter(reference).flatMap {
                HeaderSection(parsing: $0.span).fields.first { $0.name.lowercased() == name.lowercased() }
            }
            .map { .text($0.text) }
        case .fields(let name, let reference):
            letter(reference).map { letter in
                .number(HeaderSection(parsing: letter.span).fields.count { $0.name.lowercased() == name.lowercased() })
            }
        case .hash(let reference, let bodyOnly):
            letter(reference).map { .text(stableHash(octets: bodyOnly ? Self.body($0) : $0)) }
        case .uniqueNames(let filter): connections(filter).first.map { .list(uniqueNames($0)) }
        case .offset(let octets, let filter, let side):
            connections(filter).first.flatMap {
                ByteFinding.offsets(of: octets, in: facts.stream(of: side, in: $0), atMost: 1).first
            }.map { .number($0) }
        case .occurrences(let octets, let filter, let side):
            .number(
                connections(filter).reduce(0) {
                    $0 + ByteFinding.offsets(of: octets, in: facts.stream(of: side, in: $1)).count
                })
        case .address(let host):
            facts.tape.connections.flatMap { [$0.client, $0.server] }.first { $0.host.lowercased() == host }
                .map { .text($0.endpoint.address) }
        case .frameHolding(let octets):
            facts.tape.frames().firstIndex { !ByteFinding.offsets(of: octets, in: $0.bytes, atMost: 1).isEmpty }
                .map { .number($0 + 1) }
        default: nil
        }
    }

    private func list(_ values: [Value]) -> Quantity? {
        let words = values.map { quantity($0)?.description }
        return words.contains(nil) ? nil : .list(words.compactMap(\.self))
    }

    private func numbers(_ values: [Value]) -> [Int]? {
        let numbers = values.map { value -> Int? in
            if case .number(let number)? = quantity(value) { number } else { nil }
        }
        return numbers.contains(nil) ? nil : numbers.compactMap(\.self)
    }

    // MARK: Connections and steps

    private func refused(_ filter: ConnectionFilter) -> Int {
        facts.tape.attempts.count {
            Self.isCalled(filter.client, $0.client.name, $0.client.host)
                && Self.isCalled(filter.server, $0.server.name, $0.server.host)
        }
    }

    private func trait(_ trait: Value.ConnectionTrait, _ number: Int) -> Quantity? {
        switch trait {
        case .opener: facts.connection(number)?.opener.flatMap { facts.name(of: $0, in: number) }.map { .text($0) }
        case .move:
            facts.messages.first { Int($0.connection) == number }?.move.map { .text($0.rawValue) }
        case .carrier: carrier(number).flatMap { facts.name(of: $0, in: number) }.map { .text($0) }
        }
    }

    private func carrier(_ number: Int) -> Side? {
        guard let client = facts.octets(of: .client, in: number), let server = facts.octets(of: .server, in: number),
            client != server
        else { return nil }
        return client > server ? .client : .server
    }

    func trait(_ trait: Value.StepTrait, _ record: StepRecord) -> Quantity? {
        let step = record.step
        let number = Int(step.connection)
        switch trait {
        case .code:
            let reply = step.kind == .reply ? record : facts.reply(to: record)
            return reply.map { .text($0.step.code.description) }
        case .verb: return .text(step.kind == .content ? "content" : step.verbName(text: record.text))
        case .speaker: return .text(step.side.name)
        case .station: return facts.name(of: step.side, in: number).map { .text($0) }
        case .host: return facts.parties(of: number)?.party(step.side).host.lowercased().nonEmpty.map { .text($0) }
        case .step: return .text("\(number).\(step.number)")
        case .frame: return .number(step.frames.lowerBound)
        case .phase: return .text(step.phase.rawValue)
        case .state: return .text(step.stateName)
        case .argument: return .text(SpokenWords.argument(of: record))
        case .size: return step.kind == .content ? .number(step.bytes) : nil
        case .lines: return .number(record.text.split(separator: 0x0A).count)
        case .password: return SpokenWords.password(in: record)?.password.nonEmpty.map { .text($0) }
        case .port: return facts.connection(number).map { .number(Int($0.server.port)) }
        case .decoded: return SpokenWords.decoded(record).map { .text($0) }
        }
    }

    private func traits(_ trait: Value.StepTrait, _ selector: Selector) -> [String] {
        let scope = inRun(selector.run)
        return steps(selector).compactMap { scope.trait(trait, $0)?.description }
    }

    /// The first words of the lines behind the first; of SMTP behind code and separator.
    private static func keywords(_ record: StepRecord) -> [String] {
        let isSMTP = record.step.protocol.grammar != .pop3
        let lines = record.text.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
        return lines.dropFirst(record.step.kind == .content ? 0 : 1).compactMap { line in
            let words = (isSMTP ? line.dropFirst(4) : line[...]).split(whereSeparator: \.isWhitespace)
            return words.first.map { $0.uppercased() }
        }
    }

    private func seconds(_ selectors: [Selector]) -> Int? {
        let times = selectors.map { steps($0).first?.step.time }
        guard let first = times.first, let first, let last = times.last, let last else { return nil }
        let span = selectors.count == 1 ? first - facts.start : last - first
        return Int(span / 1_000_000_000)
    }

    // MARK: Stores

    /// The stores as they were.
    private func state(_ moment: Value.Moment) -> StateRecord? {
        switch moment {
        case .end: facts.states.last
        case .connection(let number): facts.states.last { Int($0.afterConnection) == number && !$0.isMidway }
        case .time(let span): facts.states.last { $0.time - facts.start <= span }
        }
    }

    private func letters(_ kind: String, _ owner: String, _ moment: Value.Moment) -> Int? {
        if moment == .end {
            switch kind {
            case "maildrop": if let letters = facts.maildrops[owner] { return letters.count }
            case "reader": if let letters = facts.readers[owner] { return letters.count }
            case "queue": if let letters = facts.queues[owner] { return letters.count }
            default: break
            }
        }
        guard let state = state(moment) else { return nil }
        let store = state.stores.first { $0.owner.lowercased() == owner && $0.kind == kind }
        if let store { return store.letters.count }
        // Empty stores may be left out; that there is such a one, some other moment knows, or the end.
        let isKnown =
            facts.maildrops[owner] != nil || facts.readers[owner] != nil || facts.queues[owner] != nil
            || facts.states.contains { $0.stores.contains { $0.owner.lowercased() == owner && $0.kind == kind } }
        return isKnown ? 0 : nil
    }

    private func whereabouts(_ name: Value.LetterName, _ moment: Value.Moment) -> String? {
        let label: String? =
            switch name {
            case .number(let number): facts.sent.indices.contains(number - 1) ? facts.sent[number - 1].label : nil
            case .subject(let subject): facts.sent.first { $0.subject == subject }?.label
            }
        guard let label, let state = state(moment) else { return nil }
        let places = state.stores.filter { $0.letters.contains(label) }.map { "\($0.kind) \($0.owner)" }
        return places.isEmpty ? "nowhere" : places.joined(separator: " and ")
    }

    // MARK: Letters

    func messages(_ filter: MessageFilter) -> [MessageRecord] {
        let numbers = filter.connection.isEmpty ? nil : Set(connections(filter.connection))
        return facts.messages.filter { message in
            if let move = filter.move, message.move != move { return false }
            if let from = filter.from, message.reversePath?.lowercased() != from { return false }
            if let to = filter.to, !message.recipients.contains(where: { $0.address.lowercased() == to }) {
                return false
            }
            if let outcome = filter.outcome, message.outcome != outcome { return false }
            return numbers?.contains(Int(message.connection)) ?? true
        }
    }

    /// A letter's octets.
    package func letter(_ reference: LetterReference) -> [UInt8]? {
        switch reference.place {
        case .maildrop(let owner): return reference.nth.pick(facts.maildrops[owner] ?? []).first
        case .reader(let owner): return reference.nth.pick(facts.readers[owner] ?? []).first
        case .queue(let host): return reference.nth.pick(facts.queues[host] ?? []).first
        case .message(let filter):
            guard let message = reference.nth.pick(messages(filter)).first else { return nil }
            let record = facts.steps.first {
                $0.step.connection == message.connection && $0.step.number == message.step
            }
            return record.map { facts.content(of: $0) }
        }
    }

    private static func body(_ letter: [UInt8]) -> [UInt8] {
        ByteFinding.offsets(of: [0x0D, 0x0A, 0x0D, 0x0A], in: letter, atMost: 1).first.map {
            Array(letter[($0 + 4)...])
        } ?? []
    }

    private func uniqueNames(_ number: Int) -> [String] {
        let listings = facts.steps.filter {
            Int($0.step.connection) == number && $0.step.kind == .content && $0.step.verbName(text: $0.text) == "UIDL"
        }
        return listings.last.map { record in
            record.text.split(separator: 0x0A).compactMap { line in
                let words = line.split { $0 == 0x20 || $0 == 0x0D }
                return words.count > 1 ? String(decoding: words[1], as: UTF8.self) : nil
            }
        } ?? []
    }
}

extension String {
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
