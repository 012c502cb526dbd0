import Dialogue
import MailProtocols

/// Facts as they would be had something gone otherwise: what a check must notice at least one of.
extension Facts {
    /// What may go otherwise, in the order in which it is tried.
    package enum Mutation: String, Sendable, Hashable, CaseIterable {
        case nothingHappened, codesDiffer, othersSpoke, verbsDiffer, storesEmpty, storesDoubled, storesLater
        case lettersChanged, lettersBare, firstConnectionGone, lastConnectionGone, connectionTwice, openersSwapped
        case envelopesNull, timesStretched, notesGone, everythingNoted, encryptionSwapped, decisionsGone, decisionsTwice
        case linesEmpty, octetsMore, attemptsMore, stepsReversed
    }

    package func mutated(_ mutation: Mutation) -> Facts {
        var facts = self
        switch mutation {
        case .nothingHappened:
            facts = .empty
            facts.start = start
            return facts
        case .codesDiffer, .othersSpoke, .verbsDiffer, .timesStretched, .notesGone, .everythingNoted,
            .encryptionSwapped,
            .linesEmpty, .stepsReversed:
            facts.changeSteps(mutation)
        case .storesEmpty, .storesDoubled, .storesLater, .lettersChanged, .lettersBare: facts.changeStores(mutation)
        case .firstConnectionGone, .lastConnectionGone, .connectionTwice: facts.changeConnections(mutation)
        case .openersSwapped, .octetsMore, .envelopesNull: facts.changeEnds(mutation)
        case .decisionsGone: facts.records.removeAll { if case .decision = $0 { true } else { false } }
        case .decisionsTwice:
            facts.records = facts.records.flatMap { record -> [Record] in
                if case .decision = record { [record, record] } else { [record] }
            }
        case .attemptsMore:
            let parties = tape.connections.first
            if let parties {
                facts.tape.attempts.append(
                    .init(time: start, client: parties.client, server: parties.server, isRefused: true))
            }
            if !tape.attempts.isEmpty { facts.tape.attempts = [] }
        }
        facts.sort()
        return facts
    }

    private mutating func changeSteps(_ mutation: Mutation) {
        records = records.map { record in
            guard case .step(var step) = record else { return record }
            Self.change(&step, mutation, start)
            return .step(step)
        }
        if mutation == .encryptionSwapped || mutation == .linesEmpty { tape.events = tape.events.map(Self.blanked) }
    }

    private static func blanked(_ event: Tape.Event) -> Tape.Event {
        guard case .said(let side, let bytes) = event.happening else { return event }
        var event = event
        event.happening = .said(side, bytes.map { _ in 0x3F })
        return event
    }

    private static func change(_ record: inout StepRecord, _ mutation: Mutation, _ start: Int64) {
        switch mutation {
        case .codesDiffer:
            guard record.step.kind == .reply else { return }
            switch record.step.code {
            case .ok: record.step.code = .err
            case .err: record.step.code = .ok
            case let code where code.outcome == .done || code.outcome == .goOn: record.step.code = ReplyCode(599)
            default: record.step.code = ReplyCode(299)
            }
        case .othersSpoke: record.step.side = record.step.side == .client ? .server : .client
        case .verbsDiffer:
            guard record.step.kind == .command || record.step.kind == .content else { return }
            record.step.verb = 0
            record.text = Array("XYZZY".utf8)
            record.step.phase = record.step.phase == .termination ? .establishment : .termination
            record.step.state = 0
        case .timesStretched: record.step.time = start + (record.step.time - start) * 5 / 2 + 7_000_000_000
        case .notesGone: record.step.notes = []
        case .everythingNoted:
            record.step.notes = NoteSet(rawValue: .max)
        case .encryptionSwapped:
            record.step.flags.formSymmetricDifference(.decrypted)
            if record.step.kind == .tls { record.step.kind = .other }
        case .linesEmpty:
            record.text = Array("?".utf8)
            record.step.range = record.step.range.lowerBound + 3..<record.step.range.upperBound + 3
            record.step.frames = record.step.frames.lowerBound + 1...record.step.frames.upperBound + 1
            record.step.bytes += 1
        case .stepsReversed:
            record.step.number = 100_000 - record.step.number
            if record.step.answers > 0 { record.step.answers = 100_000 - record.step.answers }
            record.step.time = 2 * start - record.step.time
        default: break
        }
    }

    private mutating func changeStores(_ mutation: Mutation) {
        func changed(_ letters: [[UInt8]]) -> [[UInt8]] {
            switch mutation {
            case .storesEmpty: []
            case .storesDoubled: letters + letters + [Array("Subject: another\r\n\r\n".utf8)]
            case .lettersChanged: letters.map { [0x58, 0x3A, 0x0D, 0x0A] + $0.dropLast(3) + [0x21, 0x0D, 0x0A] }
            case .lettersBare: letters.map { _ in Array("\r\n".utf8) }
            default: letters
            }
        }
        maildrops = maildrops.mapValues(changed)
        readers = readers.mapValues(changed)
        queues = queues.mapValues(changed)
        records = records.map { record in
            guard case .state(var state) = record else { return record }
            for index in state.stores.indices {
                let letters = state.stores[index].letters
                switch mutation {
                case .storesEmpty: state.stores[index].letters = []
                case .storesDoubled: state.stores[index].letters = letters + letters + ["<another>"] + sent.map(\.label)
                default: break
                }
            }
            if mutation == .storesLater { state.time += 30 * 24 * 3_600_000_000_000 }
            return .state(state)
        }
        if mutation == .lettersChanged || mutation == .lettersBare { tape.events = tape.events.map(Self.blanked) }
    }

    private mutating func changeConnections(_ mutation: Mutation) {
        let numbers = connections.map(\.connection)
        guard let meant = mutation == .firstConnectionGone ? numbers.first : numbers.last else { return }
        let others = records.filter { $0.connection != meant }
        guard mutation == .connectionTwice else {
            records = others
            return
        }
        let next = (numbers.max() ?? 0) + 1
        records += records.filter { $0.connection == meant }.map { $0.moved(to: next) }
    }

    private mutating func changeEnds(_ mutation: Mutation) {
        records = records.map { record in
            switch record {
            case .connection(var connection) where mutation == .openersSwapped:
                connection.opener = connection.opener == .client ? .server : .client
                return .connection(connection)
            case .connectionEnd(var end) where mutation == .octetsMore:
                (end.clientBytes, end.serverBytes) = (end.serverBytes * 3 + 1, end.clientBytes * 2 + 1)
                return .connectionEnd(end)
            case .message(var message):
                if mutation == .openersSwapped { message.move = message.move == .push ? .pull : .push }
                if mutation == .envelopesNull {
                    message.reversePath = message.reversePath == "" ? "x@y.example" : ""
                    message.recipients = []
                    message.outcome = message.outcome == "accepted" ? "refused" : "accepted"
                }
                return .message(message)
            default: return record
            }
        }
    }
}

extension Record {
    fileprivate func moved(to number: Int32) -> Record {
        switch self {
        case .connection(var record):
            record.connection = number
            return .connection(record)
        case .step(var record):
            record.step.connection = number
            return .step(record)
        case .message(var record):
            record.connection = number
            return .message(record)
        case .connectionEnd(var record):
            record.connection = number
            return .connectionEnd(record)
        case .journey, .state, .decision, .summary: return self
        }
    }
}
