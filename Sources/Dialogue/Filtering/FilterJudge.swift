import MailProtocols

/// Decides connection by connection whether a filter wants it, from the records in their order. What it keeps is a few octets
/// for each open connection, and a bit for each that is wanted.
package struct FilterJudge: Sendable {
    private struct Met: OptionSet {
        var rawValue: UInt8
        static let from = Met(rawValue: 1)
        static let to = Met(rawValue: 2)
        static let code = Met(rawValue: 4)
        static let note = Met(rawValue: 8)
        static let time = Met(rawValue: 16)
        static let number = Met(rawValue: 32)
        /// The connection began before the window of time ended.
        static let beganInTime = Met(rawValue: 64)
    }

    private let filter: TraceFilter
    private let required: Met
    private var window: ClosedRange<Int64>?
    /// What holds so far, of connections that have not ended and are not wanted yet.
    private var open: [Int32: Met] = [:]
    /// A bit for each connection, by its number.
    private var bits: [UInt64] = []
    /// Connections judged, and wanted.
    package private(set) var wanted = 0
    package private(set) var seen = 0

    package init(_ filter: TraceFilter) {
        self.filter = filter
        var required: Met = []
        if !filter.connections.isEmpty { required.insert(.number) }
        if !filter.from.isEmpty { required.insert(.from) }
        if !filter.to.isEmpty { required.insert(.to) }
        if !filter.codes.isEmpty { required.insert(.code) }
        if !filter.notes.isEmpty { required.insert(.note) }
        if filter.time != nil { required.insert(.time) }
        self.required = required
    }

    /// To be called before the first record.
    package mutating func begin(captureStart: Int64) {
        if window == nil { window = filter.time?.range(captureStart: captureStart) }
    }

    package func isWanted(_ connection: Int32) -> Bool {
        guard connection >= 0 else { return false }
        let word = Int(connection) / 64
        return word < bits.count && bits[word] & (1 << (UInt64(connection) % 64)) != 0
    }

    /// No record to come can make this connection a wanted one.
    package func isSettled(_ connection: Int32) -> Bool { open[connection] == nil }

    package mutating func judge(_ record: Record) {
        switch record {
        case .connection(let record): begin(record)
        case .step(let record):
            guard let met = open[record.step.connection] else { return }
            settle(record.step.connection, met.union(self.met(record, before: met)))
        case .message(let record):
            guard let met = open[record.connection] else { return }
            settle(record.connection, met.union(self.met(record)))
        case .connectionEnd(let record):
            guard var met = open[record.connection] else { return }
            if !filter.notes.isDisjoint(with: record.notes) { met.insert(.note) }
            if let window, met.contains(.beganInTime), record.time >= window.lowerBound { met.insert(.time) }
            settle(record.connection, met)
            open[record.connection] = nil
        case .journey, .state, .decision, .summary: break
        }
    }

    private mutating func begin(_ record: ConnectionRecord) {
        seen += 1
        var met: Met = []
        if !filter.connections.isEmpty {
            guard filter.connections.contains(record.connection) else { return }
            met.insert(.number)
        }
        if let window {
            guard record.time <= window.upperBound else { return }
            met.insert(.beganInTime)
            if record.time >= window.lowerBound { met.insert(.time) }
        }
        open[record.connection] = met
        settle(record.connection, met)
    }

    private mutating func settle(_ connection: Int32, _ met: Met) {
        guard met.isSuperset(of: required) else {
            open[connection] = met
            return
        }
        open[connection] = nil
        wanted += 1
        guard connection >= 0 else { return }
        while bits.count <= Int(connection) / 64 { bits.append(0) }
        bits[Int(connection) / 64] |= 1 << (UInt64(connection) % 64)
    }

    private func met(_ record: StepRecord, before: Met) -> Met {
        var met: Met = []
        if !filter.notes.isDisjoint(with: record.step.notes) { met.insert(.note) }
        if filter.codes.contains(where: { $0.matches(record) }) { met.insert(.code) }
        if let window, before.contains(.beganInTime), record.step.time >= window.lowerBound { met.insert(.time) }
        guard record.step.kind == .command, record.step.protocol.grammar != .pop3, !record.step.flags.contains(.cut)
        else {
            return met
        }
        let isMail = record.step.verb == SMTPVerb.mail.rawValue
        let patterns = isMail ? filter.from : record.step.verb == SMTPVerb.rcpt.rawValue ? filter.to : []
        guard !patterns.isEmpty else { return met }
        let address = TransactionTracker.address(in: record.text.span)
        if patterns.contains(where: { $0.matches(address: address) }) { met.insert(isMail ? .from : .to) }
        return met
    }

    private func met(_ record: MessageRecord) -> Met {
        var met: Met = []
        if filter.from.contains(where: { pattern in
            record.reversePath.map { pattern.matches(address: $0) } == true
                || record.header.from.map { pattern.matches(field: $0) } == true
        }) {
            met.insert(.from)
        }
        if filter.to.contains(where: { pattern in
            record.recipients.contains { pattern.matches(address: $0.address) }
                || record.header.to.map { pattern.matches(field: $0) } == true
        }) {
            met.insert(.to)
        }
        return met
    }
}
