import Dialogue
import MailProtocols

/// How a connection begins and ends, where the letters are, and what it came to.
extension TerminalRenderer {
    func append(_ record: ConnectionRecord, to page: inout Page) {
        page.blank()
        page.title("Connection \(record.connection): \(Self.name(of: record.protocol)), \(Self.opening(record))")
        let names = [record.clientName, record.serverName].map { $0.map { Escaping.visible($0) } ?? "" }
        let longest = names.map { DisplayWidth.of($0) }.max() ?? 0
        for (side, index, endpoint) in [("C", 0, record.client), ("S", 1, record.server)] {
            let name = names[index]
            let padded = longest > 0 ? name + Page.spaces(longest + 2 - DisplayWidth.of(name)) : ""
            let role = index == 0 ? "client" : "server"
            page.quoted(
                "\(role)  \(padded)\(Self.text(endpoint))", index == 0 ? .client : .server, indent: 7,
                lead: "    \(side)")
        }
        let seen = record.handshake ? "TCP handshake seen" : "TCP handshake not seen, joined midway"
        page.prose("\(seen), \(Words.date(record.time)).", .dim, indent: 4)
        if annotator.explains, let why = Self.explanation(record) { page.prose(why, .dim, indent: 4) }
    }

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
        return address.contains(":") ? "[\(address)]:\(endpoint.port)" : "\(address):\(endpoint.port)"
    }

    func append(_ record: ConnectionEndRecord, to page: inout Page) {
        page.blank()
        let how =
            switch record.how {
            case "fin": "closed by both sides (FIN)"
            case "rst": "broken off (RST)"
            case "open": "still open when the capture ended"
            case "idle": "silent for long, no longer followed"
            default: Escaping.visible(record.how)
            }
        page.prose(
            "Connection \(record.connection) ended: \(how). Client sent "
                + "\(Words.count(record.clientBytes, "octet")), server \(Words.count(record.serverBytes, "octet")).",
            .title, indent: 4, lead: "--- ")
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
            let style: Palette.Style =
                switch note.severity {
                case .info: .info
                case .warning: .warning
                case .error: .error
                }
            let text = note.entry.text.isEmpty ? "" : "\(note.entry.text) "
            page.prose("\(note.severity.rawValue): \(text)[\(note.id)]", style, indent: indent)
        }
    }

    func append(_ record: StateRecord, to page: inout Page) {
        page.blank()
        let when = record.afterConnection == 0 ? "at the start" : "after connection \(record.afterConnection)"
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
