import Dialogue
import MailProtocols
import Rendering

/// A dialogue as a ladder: the client's station at the left, the server's at the right, an arrow for each step, and behind each
/// arrow its octets, span by span.
struct HTMLTalk {
    let connection: Int32?
    private let record: ConnectionRecord?
    private let exhibit: HTMLExhibit
    private let isWhole: Bool
    private var rows: [String] = []
    private var foot = ""
    private var phase: Phase?
    private var isInsideTLS = false

    /// - Parameter isWhole: From its beginning: who opened it is told.
    init(_ record: ConnectionRecord?, _ exhibit: HTMLExhibit, isWhole: Bool) {
        self.record = record
        self.exhibit = exhibit
        self.isWhole = isWhole
        connection = record?.connection
    }

    private var wording: Wording { exhibit.wording }

    mutating func add(_ step: StepRecord, _ remark: Remark) {
        let isSealed = step.step.flags.contains(.decrypted)
        // Neither the sum of a side's TLS octets nor a late reply leads back to an earlier part.
        let isHeaded = step.step.kind == .tls && isInsideTLS || step.step.kind == .reply && phase == .termination
        let begins = (phase != step.step.phase || isInsideTLS != isSealed) && !isHeaded
        rows.append(row(step, remark, head: begins ? step.step.phase.rawValue + (isSealed ? ", inside TLS" : "") : nil))
        if begins { (phase, isInsideTLS) = (step.step.phase, isSealed) }
    }

    mutating func add(_ decision: DecisionRecord) {
        rows.append("<li class=\"aside\">\(exhibit.decision(decision))</li>\n")
    }

    mutating func end(_ end: ConnectionEndRecord) {
        let how =
            switch end.how {
            case "fin": wording(.handoutEndFin)
            case "rst": wording(.handoutEndReset)
            case "refused": wording(.handoutEndRefused)
            default: wording(.handoutEndOpen)
            }
        let sums = wording(
            .handoutSums,
            ["client": exhibit.octets(end.clientBytes), "server": exhibit.octets(end.serverBytes)])
        foot = "<p class=\"end\"><b>\(HTML.escaped(how))</b> \(HTML.escaped(sums))</p>\n"
    }

    var text: String {
        var out = "<figure dir=\"ltr\" class=\"talk\(exhibit.isWatched ? " watch" : "")\">\n\(head)"
        if !rows.isEmpty { out += "<ol class=\"ladder\">\n\(rows.joined())</ol>\n" }
        return out + foot + "</figure>\n"
    }

    // MARK: Its head

    private var head: String {
        guard let record else { return "" }
        let title = wording(
            .handoutConnection, ["number": record.connection, "protocol": record.protocol.rawValue.uppercased()])
        var out = "<figcaption dir=\"auto\">\(HTML.escaped(title))</figcaption>\n<div class=\"ends\">"
        out += station(record.clientName, record.client, "client", wording(.handoutClient))
        out += "<div class=\"way\">\(isWhole ? way(record) : "")</div>"
        out += station(record.serverName, record.server, "server", wording(.handoutServer))
        return out + "</div>\n"
    }

    private func station(_ name: String?, _ endpoint: Endpoint, _ side: String, _ letter: String) -> String {
        let host = exhibit.scope.facts.parties(of: Int(connection ?? 0)).map {
            side == "client" ? $0.client.host : $0.server.host
        }
        let place = "\(endpoint.bracketedAddress):\(endpoint.port)"
        return "<div class=\"station \(side)\"><small>\(HTML.escaped(letter))</small>"
            + "<b>\(HTML.escaped(name ?? host ?? place))</b>"
            + "<span dir=\"ltr\">\(HTML.escaped(host.map { $0 == name ? place : $0 } ?? place))</span></div>"
    }

    /// Two arrows: who opened, and which way the letter went. Both alike are a push, else it is a pull.
    private func way(_ record: ConnectionRecord) -> String {
        var out = ""
        if let opener = record.opener {
            out +=
                "<p class=\"opens \(opener == .client ? "to-server" : "to-client")\"><span>\(HTML.escaped(wording(.handoutOpens)))</span></p>"
        }
        if let move = record.move, let opener = record.opener {
            let carrier = move == .push ? opener : opener.other
            out += "<p class=\"carries \(carrier == .client ? "to-server" : "to-client")\"><span>"
            out += "\(HTML.escaped(wording(.handoutCarries)))</span></p>"
            out += "<p class=\"move \(move.rawValue)\">\(HTML.escaped(exhibit.moveWords(move)))</p>"
        }
        return out
    }

    // MARK: Its steps

    private func row(_ record: StepRecord, _ remark: Remark, head: String?) -> String {
        let step = record.step
        let side = step.side == .client ? "c2s" : "s2c"
        let name = StepName(record).description
        let spans = self.spans(of: record)
        var out = "<li class=\"msg \(side) \(step.kind.rawValue)\">"
        if let head { out += "<p class=\"phase\" lang=\"en\">\(HTML.escaped(head))</p>" }
        out += "<details><summary>"
        out += "<span class=\"no\" dir=\"ltr\">\(name)</span><span class=\"dir\" dir=\"ltr\">"
        out += "\(step.side == .client ? "C \u{2192} S" : "S \u{2192} C")</span>"
        out += "<span class=\"said\" dir=\"ltr\">\(said(record, spans))</span></summary>\n"
        out += octets(record, spans) + "</details>\n"
        if exhibit.explains {
            let source = remark.reference.first.map { " <cite>\(HTML.escaped($0.description))</cite>" } ?? ""
            out += "<p class=\"mean\" lang=\"en\">\(HTML.escaped(remark.meaning))\(source)</p>\n"
        }
        return out + "</li>\n"
    }

    /// Each span with its octets.
    private func spans(of record: StepRecord) -> [(span: OctetSpan, octets: ArraySlice<UInt8>)] {
        let inside = record.step.flags.contains(.decrypted)
        let octets = inside ? record.text : exhibit.scope.facts.octets(of: record)
        return Anatomy.spans(of: record, octets: octets).map { ($0, octets[$0.range]) }
    }

    private static let secretDots = "\u{2022}\u{2022}\u{2022}\u{2022}\u{2022}\u{2022}\u{2022}\u{2022}"
    /// Lines of a letter that stand in the ladder, behind its header; and octets of one span.
    private static let letterLines = 10
    private static let spanOctets = 400

    private func isHidden(_ span: OctetSpan) -> Bool { span.isSecret && !exhibit.showsSecrets }

    private func said(_ record: StepRecord, _ spans: [(span: OctetSpan, octets: ArraySlice<UInt8>)]) -> String {
        switch record.step.kind {
        case .content: return letter(record)
        case .tls: return "<i>\(HTML.escaped(wording(.handoutTLS, ["octets": exhibit.octets(record.step.bytes)])))</i>"
        case .gap, .other: return "<i>\(HTML.escaped(exhibit.octets(record.step.bytes)))</i>"
        case .command, .reply, .auth: break
        }
        // In order, with a new row behind each line's end.
        var rows = [""]
        for (span, octets) in spans {
            if octets.last == 0x0A {
                rows.append("")
            } else {
                rows[rows.count - 1] += HTML.escaped(isHidden(span) ? Self.secretDots : Escaping.visible(Array(octets)))
            }
        }
        if rows.last == "" { rows.removeLast() }
        return rows.map { "<code>\($0)</code>" }.joined(separator: "<br>")
    }

    /// Its header and first lines.
    private func letter(_ record: StepRecord) -> String {
        let text = record.text
        var lines = text.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
            Escaping.visible(Array(line.last == 0x0D ? line.dropLast() : line))
        }
        if lines.last == "" { lines.removeLast() }
        let head = (lines.firstIndex(of: "") ?? 0) + 1
        let kept = lines.prefix(head + Self.letterLines)
        var out = "<i class=\"envelope\">\(HTML.escaped(exhibit.octets(record.step.bytes)))</i>"
        out += "<span class=\"text\">\(kept.map(HTML.escaped).joined(separator: "\n"))"
        if lines.count > kept.count || record.length > text.count { out += "\n..." }
        return out + "</span>"
    }

    /// The octets: a box for each span, which tells what it is when it is chosen.
    private func octets(_ record: StepRecord, _ spans: [(span: OctetSpan, octets: ArraySlice<UInt8>)]) -> String {
        let range = record.step.range
        let title = wording(
            .handoutOctetsOf,
            ["from": range.lowerBound, "to": range.upperBound, "frame": record.step.frames.lowerBound])
        var out =
            "<div class=\"octets\"><p class=\"range\">\(HTML.escaped(title))</p><div class=\"spans\" dir=\"ltr\" role=\"group\">"
        for (span, octets) in spans {
            let source = span.citation?.description ?? ""
            out += "<button type=\"button\" class=\"span\(span.isSecret ? " secret" : "")\""
            out += " data-meaning=\"\(HTML.escaped(span.meaning))\" data-source=\"\(HTML.escaped(source))\">"
            // What TLS hides differs from run to run, and says nothing.
            let isSealed = record.step.kind == .tls
            let glyphs = isSealed ? exhibit.octets(octets.count) : glyphs(span, octets)
            let digits = isSealed ? "" : digits(span, octets)
            out += "<code>\(HTML.escaped(glyphs))</code><small class=\"hex\">\(digits)</small>"
            out += "<small class=\"name\" lang=\"en\">\(HTML.escaped(span.name))</small></button>"
        }
        return out + "</div><p class=\"explain\" lang=\"en\" aria-live=\"polite\"></p></div>\n"
    }

    private func glyphs(_ span: OctetSpan, _ octets: ArraySlice<UInt8>) -> String {
        if isHidden(span) { return Self.secretDots }
        let text = Escaping.visible(Array(octets.prefix(Self.spanOctets))).replacing(" ", with: "\u{2423}")
        return octets.count > Self.spanOctets ? text + "..." : text
    }

    private func digits(_ span: OctetSpan, _ octets: ArraySlice<UInt8>) -> String {
        if isHidden(span) { return Self.secretDots }
        let limit = 16
        let digits = octets.prefix(limit).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
        return octets.count > limit ? "\(digits) ... (\(octets.count))" : digits
    }
}
