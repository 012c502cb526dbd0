import Dialogue
import MailProtocols

/// How a connection begins and ends, where the letters are, and what it came to.
extension TerminalRenderer {
    func append(_ record: ConnectionRecord, to page: inout Page) {
        page.blank()
        page.draft.put("Connection ")
        page.draft.append(decimal: Int(record.connection))
        page.draft.put(": ")
        page.draft.append(Self.name(of: record.protocol))
        page.draft.put(", ")
        page.draft.append(Self.opening(record))
        page.titleDraft()
        let names = [record.clientName, record.serverName].map { $0.map { Escaping.visible($0) } ?? "" }
        let longest = names.map { DisplayWidth.of($0) }.max() ?? 0
        for (index, endpoint) in [record.client, record.server].enumerated() {
            page.draft.put(index == 0 ? "client  " : "server  ")
            if longest > 0 {
                page.draft.append(names[index])
                page.draft.append(blanks: longest + 2 - DisplayWidth.of(names[index]))
            }
            page.draft.append(Self.text(endpoint))
            page.quoteDraft(
                index == 0 ? .client : .server, indent: 7, lead: index == 0 ? Self.clientLead : Self.serverLead)
        }
        page.draft.put(
            record.handshake
                ? "TCP handshake seen, "
                : record.opener == nil ? "TCP handshake not seen, joined midway, " : "TCP handshake not complete, ")
        Words.append(date: record.time, to: &page.draft)
        page.draft.put(".")
        page.proseDraft(.dim, indent: 4)
        if annotator.explains, let why = Self.explanation(record) { page.prose(why, .dim, indent: 4) }
        guard let full = teaching.fullConnections, shownConnections == full + 1 else { return }
        page.prose(
            order == .whole
                ? "From here on only what is new is explained, and of letters only the sum is shown; --explain tells all."
                : "From here on only what is new is explained; --explain explains every step.", .dim, indent: 4)
    }

    private static let clientLead = RowLead("    C")
    private static let serverLead = RowLead("    S")
    private static let endLead = RowLead("--- ")

    /// `opened by the client: push`, where it is known that mail moved; the octets prove that, not the protocol.
    private static func opening(_ record: ConnectionRecord) -> String {
        guard let opener = record.opener else { return "who opened it was not seen" }
        guard let move = record.move else { return "opened by the \(opener.name)" }
        return "opened by the \(opener.name): \(move.rawValue)"
    }

    private static func explanation(_ record: ConnectionRecord) -> String? {
        switch record.move {
        case .push: "The side that opens the connection also carries the letter over it: mail is pushed."
        case .pull: "The side that opens the connection asks, and the other side carries the letter: mail is pulled."
        case nil: nil
        }
    }

    static func name(of mailProtocol: MailProtocol) -> String {
        switch mailProtocol {
        case .unknown: "unknown protocol"
        case .smtps: "SMTP inside TLS"
        case .pop3s: "POP3 inside TLS"
        case .imaps: "IMAP inside TLS"
        default: mailProtocol.rawValue.uppercased()
        }
    }

    /// `192.0.2.10:40001`, `[2001:db8::1]:25`
    static func text(_ endpoint: Endpoint) -> String {
        let address = Escaping.visible(endpoint.address)
        return address.utf8.contains(UInt8(ascii: ":"))
            ? "[\(address)]:\(endpoint.port)" : "\(address):\(endpoint.port)"
    }

    func append(_ record: ConnectionEndRecord, to page: inout Page) {
        page.blank()
        let how =
            switch record.how {
            case "fin": "closed by both sides (FIN)"
            case "rst": "broken off (RST)"
            case "open": "still open when the capture ended"
            case "idle": "silent for long, no longer followed"
            case "refused": "never begun (SYN answered with RST)"
            default: Escaping.visible(record.how)
            }
        page.draft.put("Connection ")
        page.draft.append(decimal: Int(record.connection))
        page.draft.put(" ended: ")
        page.draft.append(how)
        page.draft.put(". Client sent ")
        page.draft.append(count: record.clientBytes, "octet")
        page.draft.put(", server ")
        page.draft.append(count: record.serverBytes, "octet")
        page.draft.put(".")
        page.proseDraft(.title, indent: 4, lead: Self.endLead)
        TimingText.append(record.timing, to: &page.draft)
        if !page.draft.isEmpty { page.proseDraft(.dim, indent: 4) }
        let missing = [(record.clientMissing, "client"), (record.serverMissing, "server")]
            .filter { $0.0 > 0 }.map { "\(Words.count($0.0, "octet")) of the \($0.1)" }
        if !missing.isEmpty {
            page.prose("The capture lacks \(missing.joined(separator: " and ")).", .warning, indent: 4)
        }
        append(record.notes, indent: 4, to: &page)
    }

    /// Each note with its seriousness in words, and its id to look up.
    func append(_ notes: NoteSet, indent: Int, to page: inout Page) {
        guard !notes.isEmpty else { return }
        for note in notes.notes {
            let line = NoteLine.all[Int(note.rawValue)]
            page.prose(line.text, line.style, indent: indent)
        }
    }

    func append(_ record: StateRecord, to page: inout Page) {
        page.blank()
        let when =
            record.isMidway
            ? "now" : record.afterConnection == 0 ? "at the start" : "after connection \(record.afterConnection)"
        page.prose("Where the letters are \(when):", .phase, indent: 4)
        let kinds = record.stores.map { Escaping.visible($0.kind) }
        let owners = record.stores.map { Escaping.visible($0.owner) }
        let kindWidth = kinds.map { DisplayWidth.of($0) }.max() ?? 0
        let ownerWidth = page.isNarrow ? 0 : min(owners.map { DisplayWidth.of($0) }.max() ?? 0, 34)
        for (index, store) in record.stores.enumerated() {
            let kind = kinds[index] + Page.spaces(kindWidth - DisplayWidth.of(kinds[index]))
            let owner = owners[index] + Page.spaces(ownerWidth - DisplayWidth.of(owners[index]))
            let letters =
                store.letters.isEmpty
                ? "-" : store.letters.map { "[\(Escaping.visible($0))]" }.joined(separator: " ")
            page.quoted(
                "\(owner)  \(letters)", store.letters.isEmpty ? .dim : .plain, indent: 8 + kindWidth,
                lead: "      \(kind)")
        }
    }

    /// A line of a station's log.
    func append(_ record: DecisionRecord, to page: inout Page) {
        let letter = record.letter.map { " [\(Escaping.visible($0))]" } ?? ""
        page.quoted(
            "\(Escaping.visible(record.station)): \(Escaping.visible(record.text))\(letter)", .dim, indent: 6,
            lead: "    * ")
    }

    func append(_ record: SummaryRecord, to page: inout Page) {
        page.blank()
        page.title("Summary")
        page.prose(SummaryText.counts(record), indent: 4)
        page.prose(SummaryText.notes(record), indent: 4)
        if record.dropped > 0 {
            page.prose("\(Words.count(record.dropped, "frame")) dropped or unreadable.", .warning, indent: 4)
        }
        if record.lost > 0 {
            page.prose("The file is cut: \(Words.count(record.lost, "octet")) at its end lost.", .warning, indent: 4)
        }
    }
}

/// A note as it stands below a step, put together once.
private struct NoteLine: Sendable {
    var text: [UInt8]
    var style: Palette.Style

    /// By the note's raw value.
    static let all = Note.allCases.map { note in
        let style: Palette.Style =
            switch note.severity {
            case .info: .info
            case .warning: .warning
            case .error: .error
            }
        let words = note.entry.text.isEmpty ? "" : "\(note.entry.text) "
        return NoteLine(text: Array("\(note.severity.rawValue): \(words)[\(note.id)]".utf8), style: style)
    }
}

/// A summary's sentences, shared with the summary of a whole capture.
enum SummaryText {
    static func counts(_ record: SummaryRecord) -> String {
        var parts = [
            Words.count(record.connections, "connection"), Words.count(record.messages, "message"),
            Words.count(record.frames, "frame"), Words.count(record.bytes, "octet"),
        ]
        if let leftOut = record.leftOut, leftOut > 0 {
            parts.append("\(Words.count(leftOut, "connection")) left out by the filter")
        }
        if record.refused > 0 { parts.append(Words.count(record.refused, "refused connection")) }
        if record.otherFlows > 0 { parts.append(Words.count(record.otherFlows, "other flow")) }
        return parts.joined(separator: ", ") + "."
    }

    static func notes(_ record: SummaryRecord) -> String {
        "Notes: \(Words.count(record.errors, "error")), \(Words.count(record.warnings, "warning")), "
            + "\(record.infos) for information."
    }
}
