import Dialogue
import MailProtocols

/// Remarks as they were written before. Dialogues repeat themselves: the same reply to the same command means the same,
/// and looking it up costs a tenth of putting it into words again.
struct RemarkMemo: Sendable {
    /// Remarks kept; beyond, all are forgotten. With their keys they take about 2 MiB.
    static let limit = 4_096
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
        rendered[key] = Array(rows)
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
        key.append(pair: UInt16(truncatingIfNeeded: record.text.count))
        key.append(contentsOf: record.text)
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
}

extension [UInt8] {
    fileprivate mutating func append(pair value: UInt16) {
        append(UInt8(truncatingIfNeeded: value))
        append(UInt8(truncatingIfNeeded: value >> 8))
    }
}
