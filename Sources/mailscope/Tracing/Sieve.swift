import Dialogue
import MailProtocols
import Rendering

/// What stands between a tracer and the view: leaves out connections that no filter wants, masks what must not be seen, and
/// hands the octets of wanted messages to the exporter.
struct Sieve {
    private enum Choice {
        case all
        /// All is decided, by an earlier reading of the same files.
        case decided
        /// Decided while it is read; undecided records are held.
        case holding
    }

    private let choice: Choice
    private var judge: FilterJudge
    private var held = HeldRecords()
    /// Connections that have begun and not ended.
    private var begun: Set<Int32> = []
    private var redactor: Redactor?
    private let exporter: MessageExporter?
    private(set) var exportFailure: ExportError?
    /// The greatest number of a connection.
    private(set) var found: Int32 = 0
    /// Wanted connections of which the beginning had to be let go.
    private(set) var partial = 0
    /// What is shown, for the sum.
    private var messages = 0
    private var notes: [Severity: Int] = [:]

    /// - Parameter decided: What an earlier reading found; nil where this is the only one.
    init(filter: TraceFilter, decided: FilterJudge?, redactor: Redactor?, exporter: MessageExporter?) {
        choice = filter.isEmpty ? .all : decided == nil ? .holding : .decided
        judge = decided ?? FilterJudge(filter)
        self.redactor = redactor
        self.exporter = exporter
    }

    var isChoosing: Bool { choice != .all }
    /// Connections that are shown, and those that are not.
    var wanted: Int { judge.wanted }
    var leftOut: Int { judge.seen - judge.wanted }
    /// The wanted connections can only be told while they are read.
    var isHolding: Bool { choice == .holding }

    mutating func begin(captureStart: Int64) { judge.begin(captureStart: captureStart) }

    // MARK: Records

    mutating func pass(_ record: Record, _ show: (Record) -> Void) {
        switch record {
        case .connection(let record): found = max(found, record.connection)
        case .summary(let record): found = max(found, Int32(clamping: record.connections))
        default: break
        }
        switch choice {
        case .all: give(record, show)
        case .decided: passDecided(record, show)
        case .holding: passHolding(record, show)
        }
    }

    private mutating func passDecided(_ record: Record, _ show: (Record) -> Void) {
        if let connection = record.connection {
            if judge.isWanted(connection) { give(record, show) }
        } else {
            passCommon(record, show)
        }
    }

    private mutating func passHolding(_ record: Record, _ show: (Record) -> Void) {
        judge.judge(record)
        guard let connection = record.connection else { return passCommon(record, show) }
        if case .connection = record { begun.insert(connection) }
        let isEnd = if case .connectionEnd = record { true } else { false }
        if judge.isWanted(connection) {
            let early = held.take(connection)
            if early.isPartial { partial += 1 }
            if begun.remove(connection) != nil {
                export { exporter throws(ExportError) in try exporter.decide(connection, isWanted: true) }
            }
            for record in early.records { give(record, show) }
            give(record, show)
            if isEnd { exporter?.forget(connection) }
        } else if judge.isSettled(connection) {
            _ = held.take(connection)
            if isEnd {
                begun.remove(connection)
                export { exporter throws(ExportError) in try exporter.decide(connection, isWanted: false) }
            }
        } else {
            held.hold(record, of: connection)
        }
    }

    /// What concerns the whole capture.
    private mutating func passCommon(_ record: Record, _ show: (Record) -> Void) {
        switch record {
        case .journey(let journey):
            if journey.hops.contains(where: { judge.isWanted($0.connection) }) { give(record, show) }
        case .summary(var summary):
            summary.connections = judge.wanted
            summary.leftOut = leftOut
            summary.messages = messages
            summary.infos = notes[.info] ?? 0
            summary.warnings = notes[.warning] ?? 0
            summary.errors = notes[.error] ?? 0
            give(.summary(summary), show)
        default: give(record, show)
        }
    }

    private mutating func give(_ record: Record, _ show: (Record) -> Void) {
        if choice != .all { count(record) }
        guard var redactor else { return show(record) }
        self.redactor = nil
        show(redactor.redact(record))
        self.redactor = redactor
    }

    private mutating func count(_ record: Record) {
        switch record {
        case .step(let record): for note in record.step.notes.notes { notes[note.severity, default: 0] += 1 }
        case .connectionEnd(let record): for note in record.notes.notes { notes[note.severity, default: 0] += 1 }
        case .message: messages += 1
        case .connection, .journey, .state, .decision, .summary: break
        }
    }

    // MARK: Messages

    mutating func pass(_ piece: ContentPiece) {
        let isUnwanted =
            switch choice {
            case .all: false
            case .decided: !judge.isWanted(piece.connection)
            case .holding:
                begun.contains(piece.connection) && judge.isSettled(piece.connection)
                    && !judge.isWanted(piece.connection)
            }
        if !isUnwanted { export { exporter throws(ExportError) in try exporter.take(piece) } }
    }

    /// Names what is whole and removes the rest; says what was written where.
    mutating func finish() {
        guard let exporter else { return }
        if exportFailure == nil { export { exporter throws(ExportError) in try exporter.finish() } }
        let messages = exporter.written == 1 ? "1 message" : "\(exporter.written) messages"
        let cut = exporter.incomplete > 0 ? ", \(exporter.incomplete) of them incomplete" : ""
        Message.print("\(messages) written to \(exporter.path)\(cut).")
    }

    private mutating func export(_ act: (MessageExporter) throws(ExportError) -> Void) {
        guard let exporter, exportFailure == nil else { return }
        do throws(ExportError) { try act(exporter) } catch {
            exportFailure = error
            exporter.giveUp()
        }
    }
}
