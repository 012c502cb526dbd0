import Dialogue
import MailProtocols
import Rendering

/// Parts of a run as rows of a screen.
extension LessonText {
    func rendered(_ showing: Showing, in scope: Scope) -> [UInt8] {
        switch showing.part {
        case .letter(let reference): return letter(scope.letter(reference) ?? [])
        case .bytes(let selector): return bytes(selector, scope)
        case .frames(let filter): return frames(filter, scope)
        default: break
        }
        var renderer = renderer(showing)
        var sink = ByteSink()
        let shows = showing.filter(in: scope)
        for record in scope.facts.records where shows(record) {
            renderer.render(showing.part == .capture ? record.withoutNames : record, to: &sink)
        }
        renderer.finish(to: &sink)
        return sink.take()
    }

    /// Records from a place on, as they stand behind those before.
    func rendered(_ records: [Record], from start: Int, showing: Showing? = nil) -> [UInt8] {
        var renderer = showing.map { self.renderer($0) } ?? self.renderer(explains: true, secrets: false)
        var sink = ByteSink()
        for record in records.prefix(start) { renderer.render(record, to: &sink) }
        _ = sink.take()
        for record in records.dropFirst(start) { renderer.render(record, to: &sink) }
        renderer.finish(to: &sink)
        return sink.take()
    }

    private func renderer(_ showing: Showing) -> TerminalRenderer {
        renderer(explains: showing.explains, secrets: showing.showsSecrets)
    }

    private func renderer(explains: Bool, secrets: Bool) -> TerminalRenderer {
        TerminalRenderer(
            width: min(columns, 100), palette: palette, secrets: secrets ? .shown : .hidden, explain: explains,
            order: .immediate)
    }

    // MARK: Octets

    /// Lines of a letter that are shown.
    private static let lineLimit = 60
    /// Octets of a step that are shown.
    private static let octetLimit = 512

    private func letter(_ octets: [UInt8]) -> [UInt8] {
        let lines = octets.split(separator: 0x0A, omittingEmptySubsequences: false)
        var out = ""
        for line in lines.prefix(Self.lineLimit) {
            let text = String(decoding: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self)
            for row in Wrapping.quoted(Escaping.visible(text), width: columns - 4) { out += "    \(row)\n" }
        }
        if lines.count > Self.lineLimit { out += "    ... \(lines.count - Self.lineLimit) more lines\n" }
        return Array(out.utf8)
    }

    private func bytes(_ selector: Selector, _ scope: Scope) -> [UInt8] {
        guard let record = scope.steps(selector).first else { return [] }
        let octets = scope.inRun(selector.run).facts.octets(of: record)
        var out =
            "    step \(StepName(record)), octets \(record.step.range.lowerBound)-\(record.step.range.upperBound)\n"
        for start in stride(from: 0, to: min(octets.count, Self.octetLimit), by: 16) {
            let row = octets[start..<min(start + 16, octets.count)]
            let digits = row.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
            let text = row.map { (0x20...0x7E).contains($0) ? String(UnicodeScalar($0)) : "." }.joined()
            let place = String(record.step.range.lowerBound + start)
            let lead = String(repeating: " ", count: max(0, 8 - place.count)) + place
            out += "\(lead)  \(digits)\(String(repeating: " ", count: 49 - digits.count))\(text)\n"
        }
        if octets.count > Self.octetLimit { out += "    ... \(octets.count - Self.octetLimit) more octets\n" }
        return Array(out.utf8)
    }

    /// One row a step: its name, its frames, its octets in its side's stream, and what was said, as it was sent.
    private func frames(_ filter: ConnectionFilter, _ scope: Scope) -> [UInt8] {
        let numbers = Swift.Set(scope.connections(filter))
        let records = scope.facts.steps.filter { numbers.contains(Int($0.step.connection)) }
        let rows = records.map { record in
            let step = record.step
            let (first, last) = (step.frames.lowerBound, step.frames.upperBound)
            return [
                StepName(record).description, first == last ? "\(first)" : "\(first)-\(last)",
                "\(step.range.lowerBound)-\(step.range.upperBound)", step.side == .client ? "C -> S" : "S -> C",
            ]
        }
        let heads = ["step", "frames", "octets", "from"]
        let widths = heads.indices.map { column in rows.reduce(heads[column].count) { max($0, $1[column].count) } }
        func line(_ cells: [String], _ words: String) -> String {
            let lead = zip(cells, widths).map { String(repeating: " ", count: $1 - $0.count) + $0 }.joined(
                separator: "  ")
            return "  \(lead)  \(words)"
        }
        var out = line(heads, "what was sent") + "\n"
        for (record, row) in zip(records, rows) {
            let room = max(12, min(columns, 100) - line(row, "").count)
            out += line(row, Self.sent(record, scope, room)) + "\n"
        }
        return Array(out.utf8)
    }

    /// As many characters as there is room for; line ends as `\r\n`.
    private static func sent(_ record: StepRecord, _ scope: Scope, _ room: Int) -> String {
        let octets = scope.facts.octets(of: record)
        if record.step.kind == .tls { return "(TLS, \(octets.count) octets)" }
        if record.step.flags.contains(.decrypted) { return "(inside TLS)" }
        var text = ""
        for byte in octets.prefix(room) {
            switch byte {
            case 0x0D: text += "\\r"
            case 0x0A: text += "\\n"
            case 0x20...0x7E: text += String(UnicodeScalar(byte))
            default: text += "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
        }
        return text.count <= room ? text : "\(text.prefix(room - 3))..."
    }
}

extension Record {
    /// As whoever only has the capture reads it.
    var withoutNames: Record {
        guard case .connection(var connection) = self else { return self }
        connection.clientName = nil
        connection.serverName = nil
        return .connection(connection)
    }
}
