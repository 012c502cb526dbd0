package import Dialogue
import MailProtocols

/// Gathers a whole capture into one page: connections, letters, notes, the slowest answers. Bounded whatever the capture.
package struct SummaryRenderer: Sendable {
    /// How many of the slowest answers are named.
    package static let slowestCount = 10
    /// Octets of a slow answer's first line that are kept to show.
    private static let keptText = 60

    private struct Slow: Sendable {
        var took: Int64
        var connection: Int32
        var step: Int32
        var answers: Int32
        var text: [UInt8]
    }

    let width: Int
    let palette: Palette
    private var protocols: [MailProtocol: Int] = [:]
    private var outcomes: [String: Int] = [:]
    private var notes = [Int](repeating: 0, count: Note.allCases.count)
    private var slowest: [Slow] = []
    private var missing = 0
    private var summary: SummaryRecord?

    package init(width: Int = 80, palette: Palette = .plain) {
        self.width = width
        self.palette = palette
    }

    package mutating func collect(_ record: Record) {
        switch record {
        case .step(let record): collect(record.step, text: record.text)
        case .connectionEnd(let record):
            protocols[record.protocol, default: 0] += 1
            missing += record.clientMissing + record.serverMissing
            count(record.notes)
        case .message(let record):
            // Outcomes are four words of ours; a guard against more keeps the table small.
            if outcomes.count < 16 || outcomes[record.outcome] != nil { outcomes[record.outcome, default: 0] += 1 }
        case .summary(let record): summary = record
        case .connection, .journey, .state: break
        }
    }

    /// The hot path: most steps carry no note and are not among the slowest.
    package mutating func collect(_ step: Step, text: [UInt8]) {
        if !step.notes.isEmpty { count(step.notes) }
        guard let took = step.took else { return }
        if slowest.count == Self.slowestCount, let last = slowest.last, took <= last.took { return }
        let slow = Slow(
            took: took, connection: step.connection, step: step.number, answers: step.answers,
            text: text.isEmpty
                ? Array("\(step.code) to \(step.verbName(text: []))".utf8)
                : Array(text.prefix { $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: "\n") }.prefix(Self.keptText)))
        slowest.insert(slow, at: slowest.firstIndex { $0.took < took } ?? slowest.count)
        if slowest.count > Self.slowestCount { slowest.removeLast() }
    }

    private mutating func count(_ set: NoteSet) {
        for note in set.notes where notes.indices.contains(Int(note.rawValue)) { notes[Int(note.rawValue)] += 1 }
    }

    /// Writes the page. To be called once, after the last record.
    package func finish(to sink: inout ByteSink) {
        var page = Page(width: width, palette: palette)
        page.title("Summary")
        if let summary {
            page.prose(SummaryText.counts(summary), indent: 4)
            page.prose(SummaryText.notes(summary), indent: 4)
            if summary.dropped > 0 {
                page.prose("\(Words.count(summary.dropped, "frame")) dropped or unreadable.", .warning, indent: 4)
            }
            if summary.lost > 0 {
                page.prose("The file is cut: \(Words.count(summary.lost, "octet")) lost.", .warning, indent: 4)
            }
        }
        if missing > 0 { page.prose("\(Words.count(missing, "octet")) missing in the capture.", .warning, indent: 4) }
        appendTable("Connections", rows: protocolRows, to: &page)
        appendTable("Letters", rows: outcomeRows, to: &page)
        appendNotes(to: &page)
        appendSlowest(to: &page)
        sink.append(page.bytes)
        sink.flush()
    }

    private var protocolRows: [(String, Int)] {
        protocols.map { (TerminalRenderer.name(of: $0.key), $0.value) }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
    }

    private var outcomeRows: [(String, Int)] {
        outcomes.map { (Escaping.visible($0.key), $0.value) }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
    }

    private func appendTable(_ name: String, rows: [(String, Int)], to page: inout Page) {
        guard !rows.isEmpty else { return }
        page.blank()
        page.line((.phase, name))
        for (label, count) in rows { page.prose(label, indent: 12, lead: Self.column(count)) }
    }

    private func appendNotes(to page: inout Page) {
        let heard = Note.allCases.filter { notes[Int($0.rawValue)] > 0 }
            .sorted { ($0.severity, notes[Int($0.rawValue)]) > ($1.severity, notes[Int($1.rawValue)]) }
        guard !heard.isEmpty else { return }
        page.blank()
        page.line((.phase, "Notes"))
        for note in heard {
            let style: Palette.Style =
                note.severity == .error ? .error : note.severity == .warning ? .warning : .plain
            page.prose(
                "\(note.severity.rawValue): \(note.entry.text) [\(note.id)]", style, indent: 12,
                lead: Self.column(notes[Int(note.rawValue)]))
        }
    }

    private func appendSlowest(to page: inout Page) {
        guard !slowest.isEmpty else { return }
        page.blank()
        page.line((.phase, "Slowest answers"))
        for slow in slowest {
            let duration = Words.duration(slow.took)
            page.quoted(
                "connection \(slow.connection), step \(slow.step) to \(slow.answers): \(Escaping.visible(slow.text))",
                indent: 14, lead: Page.spaces(12 - duration.utf8.count) + duration)
        }
    }

    private static func column(_ count: Int) -> String {
        let digits = String(count)
        return Page.spaces(10 - digits.utf8.count) + digits
    }
}
