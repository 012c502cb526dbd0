package import Dialogue
import MailProtocols

/// Writes a whole capture on one page: connections, letters, notes, the slowest answers.
package struct SummaryRenderer: Sendable {
    let width: Int
    let palette: Palette
    private var tally = Tally()
    private var summary: SummaryRecord?

    package init(width: Int = 80, palette: Palette = .plain) {
        self.width = width
        self.palette = palette
    }

    /// Counts one more record.
    package mutating func collect(_ record: Record) {
        guard case .summary(let record) = record else { return tally.add(record) }
        summary = record
        if let counted = record.tally { tally = counted }
        tally.add(record)
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
        if tally.missing > 0 {
            page.prose("\(Words.count(tally.missing, "octet")) missing in the capture.", .warning, indent: 4)
        }
        appendTable("Connections", rows: protocolRows, to: &page)
        appendTable("Letters", rows: outcomeRows, to: &page)
        appendNotes(to: &page)
        appendPace(to: &page)
        appendSlowest(to: &page)
        sink.append(page.bytes)
        sink.flush()
    }

    private var protocolRows: [(String, Int)] {
        tally.protocols.map { (TerminalRenderer.name(of: $0.key), $0.value) }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
    }

    private var outcomeRows: [(String, Int)] {
        tally.outcomes.map { (Escaping.visible($0.key), $0.value) }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
    }

    private func appendTable(_ name: String, rows: [(String, Int)], to page: inout Page) {
        guard !rows.isEmpty else { return }
        page.blank()
        page.line((.phase, name))
        for (label, count) in rows { page.prose(label, indent: 12, lead: Self.column(count)) }
    }

    private func appendNotes(to page: inout Page) {
        let heard = Note.allCases.filter { tally.notes[Int($0.rawValue)] > 0 }
            .sorted { ($0.severity, tally.notes[Int($0.rawValue)]) > ($1.severity, tally.notes[Int($1.rawValue)]) }
        guard !heard.isEmpty else { return }
        page.blank()
        page.line((.phase, "Notes"))
        for note in heard {
            let style: Palette.Style =
                note.severity == .error ? .error : note.severity == .warning ? .warning : .plain
            page.prose(
                "\(note.severity.rawValue): \(note.entry.text) [\(note.id)]", style, indent: 12,
                lead: Self.column(tally.notes[Int(note.rawValue)]))
        }
    }

    private func appendPace(to page: inout Page) {
        let pace = tally.pace
        guard pace.greetings > 0 || pace.longestSilence.time > 0 else { return }
        page.blank()
        page.line((.phase, "Timing"))
        if pace.greetings > 0 {
            let mean = Words.duration(pace.greetingTime / Int64(pace.greetings))
            let others = pace.greetings > 1 ? "; \(mean) on average" : ""
            page.prose(
                "the slowest greeting (connection \(pace.slowestConnection))\(others)", indent: 14,
                lead: Self.time(Words.duration(pace.slowestGreeting)))
        }
        if pace.contentTime > 0 {
            let rate = Int(min(1e18, Double(pace.contentBytes) * 1_000_000_000 / Double(pace.contentTime)))
            page.prose(
                "octets of content: \(pace.contentBytes) in \(Words.duration(pace.contentTime))", indent: 14,
                lead: Self.time("\(rate)/s"))
        }
        if pace.longestSilence.time > 0 {
            let wait = pace.longestSilence.wait
            let what = wait == .unknown ? "" : ", waiting for \(wait.words)"
            page.prose(
                "the longest silence\(what) (connection \(pace.silentConnection))", indent: 14,
                lead: Self.time(Words.duration(pace.longestSilence.time)))
        }
    }

    private static func time(_ text: String) -> String { Page.spaces(12 - text.utf8.count) + text }

    private func appendSlowest(to page: inout Page) {
        guard !tally.slowest.isEmpty else { return }
        page.blank()
        page.line((.phase, "Slowest answers"))
        for slow in tally.slowest {
            let duration = Words.duration(slow.took)
            page.quoted(
                "connection \(slow.connection), step \(slow.step) to \(slow.answers): \(Escaping.visible(slow.text))",
                indent: 14, lead: Self.time(duration))
        }
    }

    private static func column(_ count: Int) -> String {
        let digits = String(count)
        return Page.spaces(10 - digits.utf8.count) + digits
    }
}
