import Dialogue
import MailProtocols

/// Remarks as they were written before. Dialogues repeat themselves: the same reply to the same command means the same,
/// and looking it up costs a tenth of putting it into words again.
struct RemarkMemo: Sendable {
    /// Remarks kept; beyond, all are forgotten. With their keys they take about 1 MiB.
    static let limit = 2_048
    /// Octets that a step and what it answers may have together to be kept.
    static let textLimit = 512

    private var rendered: [[UInt8]: [UInt8]] = [:]
    private var key: [UInt8] = []

    /// The rows for this step; nil where they are not kept.
    mutating func rows(for record: StepRecord, _ context: RemarkContext, indent: Int) -> [UInt8]? {
        guard fillKey(record, context, indent: indent) else { return nil }
        return rendered[key]
    }

    /// Keeps the rows of the step that was asked for last.
    mutating func keep(_ rows: ArraySlice<UInt8>) {
        guard !key.isEmpty else { return }
        if rendered.count >= Self.limit { rendered.removeAll(keepingCapacity: true) }
        // A copy that is no longer than it has to be; the key's own memory serves the next step.
        rendered[key.map { $0 }] = Array(rows)
    }

    /// All that a remark is made of. Commands and replies alone: content hardly repeats itself, a login must not be kept.
    private mutating func fillKey(_ record: StepRecord, _ context: RemarkContext, indent: Int) -> Bool {
        key.removeAll(keepingCapacity: true)
        let step = record.step
        switch step.kind {
        case .command: key.append(0)
        case .reply: key.append(1)
        case .content, .auth, .tls, .gap, .other: return false
        }
        guard !step.flags.contains(.secret), indent < 256,
            record.text.count + (context.answered?.text.count ?? 0) <= Self.textLimit
        else { return false }
        key.append(UInt8(truncatingIfNeeded: indent))
        key.append(step.isPOP3 ? 1 : 0)
        key.append(step.verb)
        key.append(step.state)
        key.append(pair: UInt16(bitPattern: step.code.rawValue))
        key.append(pair: step.flags.rawValue)
        key.append(step.answers == 0 ? 0 : 1)
        key.append(context.opener.map { $0.rawValue + 1 } ?? 0)
        let text = Self.telling(record, context)
        key.append(pair: UInt16(truncatingIfNeeded: text.count))
        key.append(contentsOf: text)
        guard step.kind == .reply, let answered = context.answered else { return true }
        switch answered.kind {
        case .command: key.append(1)
        case .auth: key.append(2)
        case .content: key.append(3)
        case .reply, .tls, .gap, .other: key.append(4)
        }
        key.append(answered.verb)
        key.append(answered.isLast ? 1 : 0)
        // Of content that was answered no octet is quoted.
        if answered.kind != .content { key.append(contentsOf: answered.text) }
        return true
    }

    /// The octets of the step that its remark depends on. Of most SMTP replies that is the code and the word behind it,
    /// which may be an enhanced status code (RFC 3463): what follows, often a number of its own, is not spoken of.
    private static func telling(_ record: StepRecord, _ context: RemarkContext) -> ArraySlice<UInt8> {
        let step = record.step
        guard step.kind == .reply, !step.isPOP3, !step.flags.contains(.greeting), let answered = context.answered else {
            return record.text[...]
        }
        switch (answered.kind, SMTPVerb(rawValue: answered.verb)) {
        case (.content, _), (.command, .mail), (.command, .rcpt), (.command, .data), (.command, .rset),
            (.command, .quit):
            let isBlank = { (byte: UInt8) in byte <= 0x20 }
            guard record.text.count > 4, let end = record.text[4...].firstIndex(where: isBlank) else {
                return record.text[...]
            }
            return record.text[..<end]
        default: return record.text[...]
        }
    }
}

extension [UInt8] {
    fileprivate mutating func append(pair value: UInt16) {
        append(UInt8(truncatingIfNeeded: value))
        append(UInt8(truncatingIfNeeded: value >> 8))
    }
}
