import Dialogue
import MailProtocols
import Rendering

/// The step in hand, looked at closely: its octets with every span explained, what it means, what came of it.
struct StepDetail {
    let stage: Stage
    let item: Stage.Item
    let step: StepRecord
    let octets: [UInt8]
    let spans: [OctetSpan]
    let wording: Wording
    let palette: Palette

    /// - Parameter hand: The step, counting steps only, from 0.
    init?(_ stage: Stage, hand: Int, wording: Wording, palette: Palette) {
        guard let item = stage.item(ofStep: hand), let step = item.step else { return nil }
        self.stage = stage
        self.item = item
        self.step = step
        octets = stage.octets(of: item)
        spans = Anatomy.spans(of: step, octets: octets)
        self.wording = wording
        self.palette = palette
    }

    // MARK: In brief

    /// At most so many rows: who and where, the spans, what it means, what was decided.
    func brief(width: Int, height: Int) -> [String] {
        var meaning = item.remark.map { Wrapping.prose(Self.cited($0), width: width) } ?? []
        let decided = stage.decisions(after: item).flatMap {
            Wrapping.prose("* \(Escaping.visible($0.station)): \(Escaping.visible($0.text))", width: width)
        }
        let spans = spanRows(width: width)
        var rows = [palette.paint(ScreenText.cut(title, columns: width), .title)]
        // Each gets a row before anything gets a second one.
        var parts = [spans, meaning, decided].map { $0[...] }
        var taken = [0, 0, 0]
        var room = height - rows.count
        while room > 0, let index = parts.indices.filter({ !parts[$0].isEmpty }).min(by: { taken[$0] < taken[$1] }) {
            parts[index].removeFirst()
            taken[index] += 1
            room -= 1
        }
        // Where there is no room for the sources, they go whole: the meaning comes first.
        if taken[1] < meaning.count, let remark = item.remark { meaning = Wrapping.prose(remark.meaning, width: width) }
        for (index, part) in [spans, meaning, decided].enumerated() where taken[index] > 0 {
            let last = taken[index] - 1
            var shown = Array(part.prefix(last + 1))
            if last + 1 < part.count {
                shown[last] =
                    index == 0
                    ? ScreenText.cut(shown[last], columns: width - 4) + " ..."
                    : ScreenText.shortened(part[last...].joined(separator: " "), columns: width)
            }
            rows += shown
        }
        return Array(rows.prefix(height))
    }

    private var title: String {
        let parties = stage.parties(of: item)
        let (first, last) = (step.step.frames.lowerBound, step.step.frames.upperBound)
        let state = step.step.stateName
        return wording(
            .stepTitle,
            [
                "step": StepName(step), "from": Escaping.visible(parties?.from ?? ""),
                "to": Escaping.visible(parties?.to ?? ""),
                "octets": "\(step.step.range.lowerBound)-\(step.step.range.upperBound)",
                "frames": first == last ? "\(first)" : "\(first)-\(last)",
            ]) + (state.isEmpty ? "" : wording(.stepState, ["state": state]))
    }

    private func wholeTitle(_ width: Int) -> [String] {
        Wrapping.prose(title, width: width).map { palette.paint($0, .title) } + [""]
    }

    private func spanRows(width: Int) -> [String] {
        var rows: [String] = []
        for span in spans {
            let cell = ScreenText.cut(brief(span), columns: width)
            if let last = rows.last, DisplayWidth.of(last) + 1 + DisplayWidth.of(cell) <= width {
                rows[rows.count - 1] = "\(last) \(cell)"
            } else {
                rows.append(cell)
            }
        }
        return rows
    }

    private func brief(_ span: OctetSpan) -> String {
        let text = shown(span)
        if span.name == "blank" || span.name == text { return "[\(span.name)]" }
        return "[\(span.name) \(DisplayWidth.of(text) > 32 ? ScreenText.cut(text, columns: 29) + "..." : text)]"
    }

    private func shown(_ span: OctetSpan) -> String {
        if span.isSecret, !item.showsSecrets { return "••••••••" }
        return Escaping.visible(Array(octets[span.range].prefix(200)))
    }

    static func cited(_ remark: Remark) -> String {
        let sources = remark.reference.map { "\($0)" }.joined(separator: ", ")
        return sources.isEmpty ? remark.meaning : "\(remark.meaning) (\(sources))"
    }

    // MARK: In full

    /// What it means, with all that belongs to it.
    func explanation(width: Int) -> [String] {
        var rows = wholeTitle(width)
        func add(_ text: String, indent: Int = 0) {
            let blanks = String(repeating: " ", count: indent)
            for (number, row) in Wrapping.prose(text, width: width - indent - 2).enumerated() {
                rows.append(blanks + (number > 0 && indent > 0 ? "  " : "") + row)
            }
        }
        if let remark = item.remark {
            add(Self.cited(remark))
            for detail in remark.details { add("- \(Escaping.visible(detail.label)): \(detail.meaning)", indent: 2) }
        }
        for note in Commentary.notes(on: step.step) { add("\(note.severity.rawValue): \(note.text) [\(note.note.id)]") }
        let decisions = stage.decisions(after: item)
        if !decisions.isEmpty {
            rows.append("")
            add(wording(.decidedHead))
            for decision in decisions {
                add("* \(Escaping.visible(decision.station)): \(Escaping.visible(decision.text))", indent: 2)
            }
        }
        rows.append("")
        add(wording(.spansHead))
        var told: Set<String> = []
        for span in spans where told.insert(span.name + span.meaning).inserted {
            let source = span.citation.map { " (\($0))" } ?? ""
            let text = shown(span)
            let words = text.count > 40 ? "\(text.prefix(37))..." : text
            add("\(span.name) “\(words)”: \(span.meaning)\(source)", indent: 2)
        }
        return rows
    }

    /// The octets in hexadecimal digits, span by span.
    func octetTable(width: Int) -> [String] {
        var rows = wholeTitle(width)
        let base = step.step.range.lowerBound
        let perRow = width >= 100 ? 16 : width >= 60 ? 8 : 4
        for span in spans {
            let source = span.citation.map { " (\($0))" } ?? ""
            let words = Wrapping.prose(
                "\(span.name): \(span.meaning)\(source)", width: max(16, width - 13 - perRow * 4))
            let hidden = span.isSecret && !item.showsSecrets
            let lines = hidden ? ["•• ••"] : hexRows(Array(octets[span.range]), perRow: perRow)
            for number in 0..<max(lines.count, words.count) {
                let place = number < lines.count ? "\(base + span.range.lowerBound + number * perRow)" : ""
                let hex = number < lines.count ? lines[number] : ""
                let word = number < words.count ? words[number] : ""
                rows.append(
                    ScreenText.cut(
                        Self.right(place, 6) + "  " + Self.left(hex, perRow * 4 + 1) + "  " + word, columns: width))
            }
        }
        return rows
    }

    private static let hexRowLimit = 64

    private func hexRows(_ octets: [UInt8], perRow: Int) -> [String] {
        stride(from: 0, to: min(octets.count, perRow * Self.hexRowLimit), by: perRow).map { start in
            let row = octets[start..<min(start + perRow, octets.count)]
            let digits = row.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
            let text = row.map { (0x20...0x7E).contains($0) ? String(UnicodeScalar($0)) : "." }.joined()
            return Self.left(digits, perRow * 3) + text
        }
    }

    private static func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
    private static func left(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - DisplayWidth.of(text)))
    }
}
