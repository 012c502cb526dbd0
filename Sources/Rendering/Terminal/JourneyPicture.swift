import Dialogue
import MailProtocols

/// A letter's way as a picture of characters: stations in a row, an arrow for each connection from the station that opened
/// it, and below it who opened what and when.
///
///     [alice] ==push==> [mx.south] ==push==> [mx.north] <==pull== [bob]
///
/// The letter always moves from left to right; a pull's arrow points left because the taker opened the connection.
struct JourneyPicture {
    private let record: JourneyRecord
    /// Each row begins with a station and goes on with a link and a station.
    private var rows: [[String]] = []

    init(_ record: JourneyRecord) {
        self.record = record
        var seen: Set<String> = []
        for hop in record.hops {
            let from = Self.name(hop.fromName, hop.from)
            let to = Self.name(hop.toName, hop.to)
            let link = Self.arrow(hop.move)
            if let end = rows.last?.last {
                if end == from {
                    rows[rows.count - 1] += [link, to]
                } else if rows.last?.dropLast().last == Self.arrow(.push), !seen.contains(from) {
                    // The taker of a push and the giver of the next hop differ in name: one house with two doors.
                    rows[rows.count - 1] += ["~~~", from, link, to]
                } else {
                    rows.append([from, link, to])
                }
            } else {
                rows.append([from, link, to])
            }
            seen.formUnion([from, to])
        }
    }

    func append(to page: inout Page) {
        page.blank()
        let name = record.subject ?? record.messageID
        page.title("The journey of " + (name.map { "“\(Escaping.visible($0))”" } ?? "a letter"))
        for row in rows { append(row, to: &page) }
        page.blank()
        for (index, (hop, wait)) in zip(record.hops, record.waits()).enumerated() {
            append(hop, waited: wait, number: index + 1, to: &page)
        }
        if record.omitted > 0 { page.prose("... and \(Words.count(record.omitted, "hop")) more.", .dim, indent: 7) }
        if rows.contains(where: { $0.contains("~~~") }) {
            page.prose("~~~ means: handed on inside the house, without a connection.", .dim, indent: 4)
        }
    }

    /// In one row where it fits, else a station a line.
    private func append(_ row: [String], to page: inout Page) {
        let joined = row.joined(separator: " ")
        if DisplayWidth.of(joined) + 4 <= page.width { return page.quoted(joined, .title, indent: 4) }
        page.quoted(row.first ?? "", .title, indent: 4)
        for index in stride(from: 1, to: row.count - 1, by: 2) {
            page.quoted(row[index + 1], .title, indent: 17, lead: "      \(row[index])")
        }
    }

    private func append(_ hop: JourneyRecord.Hop, waited: Int64?, number: Int, to page: inout Page) {
        let from = Self.bare(hop.fromName, hop.from)
        let to = Self.bare(hop.toName, hop.to)
        let octets = Words.count(hop.bytes, "octet")
        let story =
            switch hop.move {
            case .push: "push: \(from) opened the connection and gave \(octets) to \(to)"
            case .pull: "pull: \(to) opened the connection and fetched \(octets) from \(from)"
            case nil: "\(from) gave \(octets) to \(to); who opened was not seen"
            }
        let before = waited.map { " Before that the letter had waited \(Words.duration($0))." } ?? ""
        page.prose(
            "\(Words.clock(hop.time))  \(story) (connection \(hop.connection), "
                + "\(TerminalRenderer.name(of: hop.protocol))).\(before)", indent: 7, lead: "    \(number)")
    }

    private static func arrow(_ move: Move?) -> String {
        switch move {
        case .push: "==push==>"
        case .pull: "<==pull=="
        case nil: "==?==>"
        }
    }

    private static func bare(_ name: String?, _ endpoint: Endpoint) -> String {
        Escaping.visible(name ?? endpoint.address)
    }

    private static func name(_ name: String?, _ endpoint: Endpoint) -> String { "[\(bare(name, endpoint))]" }
}
