import ArgumentParser
import Dialogue
import MailProtocols
import Simulator

/// Which connections are shown.
struct FilterOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Only this connection, by its number. Repeatable.", valueName: "n"))
    var connection: [Int32] = []

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "Only connections on which MAIL or a From field names this sender: any part of an address, @domain for a whole domain, '<>' for the null reverse-path. Repeatable.",
            valueName: "address"))
    var from: [String] = []

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "Only connections on which RCPT or a To field names this recipient, as for --from. Repeatable.",
            valueName: "address"))
    var to: [String] = []

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "Only connections with such a reply: 550, 5xx, 5.1.1, +OK or -ERR. Repeatable.", valueName: "code"))
    var code: [String] = []

    @Option(
        help: ArgumentHelp(
            "Only connections with this note; 'mailscope explain --notes' lists them. Repeatable.", valueName: "id"))
    var note: [String] = []

    @Option(
        help: ArgumentHelp(
            "Only connections alive in this time, either end open: 2026-01-05T09:00:00Z, 09:00 on the capture's first day (UTC), or +90 seconds from its first frame.",
            valueName: "from..to"))
    var time: String?

    func validate() throws { _ = try filter() }

    func filter() throws -> TraceFilter {
        var filter = TraceFilter()
        for number in connection where number < 1 { throw ValidationError("Connections are numbered from 1.") }
        filter.connections = Set(connection)
        filter.from = from.map { AddressPattern($0) }
        filter.to = to.map { AddressPattern($0) }
        filter.codes = try code.map { text in
            guard let pattern = CodePattern(text) else {
                throw ValidationError("“\(text)” is no reply code. Such as 550, 5xx, 5.1.1, +OK and -ERR are.")
            }
            return pattern
        }
        for id in note {
            guard let note = Note(id: id) else {
                let meant = nearest(to: id, among: Note.allCases.map(\.id)).map { " Did you mean “\($0)”?" } ?? ""
                throw ValidationError("There is no note “\(id)”.\(meant) 'mailscope explain --notes' lists all.")
            }
            filter.notes.insert(note)
        }
        if let time {
            guard let window = TimeWindow(time) else {
                throw ValidationError(
                    "“\(time)” is no stretch of time. Write FROM..TO, for example 09:00..09:30, +10..+20 or "
                        + "2026-01-05T09:00:00Z.. with an open end.")
            }
            guard !window.isReversed else { throw ValidationError("“\(time)” ends before it begins.") }
            filter.time = window
        }
        return filter
    }
}
