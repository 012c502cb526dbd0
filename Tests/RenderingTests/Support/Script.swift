import MailProtocols

@testable import Dialogue

/// Records from a small text that a pupil could read: `C: ` and `S: ` lines are commands and replies, `C| ` and `S| ` lines
/// are content, `-- ` changes the phase. Each step comes a millisecond after the one before.
struct Script {
    private(set) var records: [Record] = []
    private var phase = Phase.establishment
    private var step: Int32 = 0
    private var offsets: [Side: Int] = [.client: 0, .server: 0]
    private var pending: [Int32] = []
    private var content: (side: Side, text: [UInt8])?
    private let connection: Int32
    private let mailProtocol: MailProtocol
    private(set) var time: Int64

    /// 2026-01-05T09:00:00Z, in nanoseconds.
    static let start: Int64 = 1_767_603_600_000_000_000

    init(
        connection: Int32 = 1, _ mailProtocol: MailProtocol, start: Int64 = Script.start, _ text: String
    ) {
        self.connection = connection
        self.mailProtocol = mailProtocol
        time = start
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) { read(String(line)) }
        endContent()
    }

    var steps: [StepRecord] {
        records.compactMap { if case .step(let step) = $0 { step } else { nil } }
    }

    private mutating func read(_ line: String) {
        let said = Array(line.dropFirst(3).utf8)
        let side: Side = line.hasPrefix("C") ? .client : .server
        switch line.prefix(2) {
        case "--": phase = Phase(rawValue: String(line.dropFirst(3))) ?? phase
        case "C|", "S|":
            content = (side, (content?.text ?? []) + said + [13, 10])
        case "C:":
            endContent()
            let verb = line.dropFirst(3).prefix { $0.isLetter }.uppercased()
            var record = Self.record(.command, .client, said)
            record.step.verb = isPOP3 ? Self.pop3(verb).rawValue : Self.smtp(verb).rawValue
            lastVerb = record.step.verb
            add(record, octets: said.count + 2)
            pending.append(step)
        case "S:":
            endContent()
            // Lines of one reply are joined by a bar.
            let wire = Array(
                line.dropFirst(3).split(separator: "¦", omittingEmptySubsequences: false).joined(separator: "\r\n").utf8
            )
            var record = Self.record(.reply, .server, wire + [13, 10])
            record.step.code = Self.code(wire)
            if !pending.isEmpty {
                record.step.answers = pending.removeFirst()
                record.step.took = 1_000_000
            } else {
                record.step.flags.insert(.greeting)
            }
            add(record, octets: wire.count + 2)
        default: break
        }
    }

    private var lastVerb: UInt8 = 0
    private var isPOP3: Bool { mailProtocol == .pop3 }

    private mutating func endContent() {
        guard let (side, text) = content else { return }
        content = nil
        var record = Self.record(.content, side, text)
        record.step.verb = lastVerb
        record.step.bytes = text.count
        record.step.ending = .crlf
        record.sha256 = .sample
        add(record, octets: text.count + 3)
        if side == .client { pending = [step] }
    }

    private mutating func add(_ record: StepRecord, octets: Int) {
        var record = record
        step += 1
        time += 1_000_000
        let from = offsets[record.step.side] ?? 0
        record.step.connection = connection
        record.step.number = step
        record.step.protocol = mailProtocol
        record.step.phase = phase
        record.step.range = from..<from + octets
        record.step.frames = Int(step)...Int(step)
        record.step.time = time
        offsets[record.step.side] = from + octets
        records.append(.step(record))
    }

    static func record(_ kind: Step.Kind, _ side: Side, _ text: [UInt8]) -> StepRecord {
        let step = Step(
            connection: 1, number: 1, kind: kind, side: side, protocol: .smtp, verb: 0, code: .none,
            phase: .establishment, state: 2, flags: [], ending: .missing, notes: [], range: 0..<text.count,
            frames: 1...1, time: start, took: nil, answers: 0, bytes: 0, stuffed: 0, missing: 0)
        return StepRecord(step: step, text: text, length: text.count, sha256: nil, tls: nil)
    }

    private static func smtp(_ word: String) -> SMTPVerb { SMTPVerb.allCases.first { $0.word == word } ?? .unknown }
    private static func pop3(_ word: String) -> POP3Verb { POP3Verb.allCases.first { $0.word == word } ?? .unknown }

    private static func code(_ wire: [UInt8]) -> ReplyCode {
        let text = String(decoding: wire, as: UTF8.self)
        if text.hasPrefix("+OK") { return .ok }
        if text.hasPrefix("-ERR") { return .err }
        return Int(text.prefix(3)).map { ReplyCode($0) } ?? .none
    }
}

extension ContentDigest {
    /// 0123456789abcdef, four times.
    static let sample = ContentDigest(
        state: [
            0x0123_4567, 0x89ab_cdef, 0x0123_4567, 0x89ab_cdef, 0x0123_4567, 0x89ab_cdef, 0x0123_4567, 0x89ab_cdef,
        ])
}
