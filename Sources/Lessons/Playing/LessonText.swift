import Dialogue
import Rendering

/// Lesson prose and parts of a run as rows of a screen.
struct LessonText {
    var columns: Int
    var palette: Palette

    /// Columns of prose: longer rows are hard to read.
    private var width: Int { max(20, min(columns, 84)) }

    // MARK: Prose

    /// Markdown paragraphs, lists and quoted blocks. A lesson is not trusted: control characters show as escapes.
    func prose(_ markdown: String) -> [UInt8] {
        var out = ""
        var paragraph: [String] = []
        var isQuoted = false
        func flush() {
            guard !paragraph.isEmpty else { return }
            out += wrapped(paragraph.joined(separator: " "))
            paragraph = []
        }
        for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") {
                flush()
                isQuoted.toggle()
            } else if isQuoted {
                out += "    " + Escaping.visible(String(line)) + "\n"
            } else if line.allSatisfy(\.isWhitespace) {
                flush()
                if !out.hasSuffix("\n\n"), !out.isEmpty { out += "\n" }
            } else {
                if line.hasPrefix("- ") { flush() }
                paragraph.append(Escaping.visible(Judge.trimmed(String(line)).replacing("**", with: "")))
            }
        }
        flush()
        return Array(out.utf8)
    }

    private func wrapped(_ text: String) -> String {
        let isItem = text.hasPrefix("- ")
        let body = isItem ? String(text.dropFirst(2)) : text
        return Wrapping.prose(body, width: width - (isItem ? 4 : 0)).enumerated().map { index, row in
            (isItem ? (index == 0 ? "  - " : "    ") : "") + row + "\n"
        }.joined()
    }

    /// A sentence of the player's own.
    func say(_ text: String) -> [UInt8] {
        Array(Wrapping.prose(Escaping.visible(text), width: width).map { $0 + "\n" }.joined().utf8)
    }

    /// A sentence behind a word that marks it: `Hint 1 of 3: ...`.
    func say(_ text: String, after lead: String) -> [UInt8] {
        let rows = Wrapping.prose(lead + " " + Escaping.visible(text), width: width - 2)
        return Array(rows.enumerated().map { ($0 == 0 ? "" : "  ") + $1 + "\n" }.joined().utf8)
    }

    /// A question with its options.
    func question(_ question: Question) -> [UInt8] {
        var out = say(question.ask)
        for (index, option) in question.options.enumerated() {
            out += Array("  \(Judge.letter(index))) \(Escaping.visible(option))\n".utf8)
        }
        return out
    }

    // MARK: The run

    func rendered(_ showing: Showing, of facts: Facts) -> [UInt8] {
        var renderer = TerminalRenderer(
            width: min(columns, 100), palette: palette, explain: showing.explains, order: .immediate)
        var sink = ByteSink()
        for record in facts.records where shows(record, showing, facts) { renderer.render(record, to: &sink) }
        renderer.finish(to: &sink)
        return sink.take()
    }

    private func shows(_ record: Record, _ showing: Showing, _ facts: Facts) -> Bool {
        switch showing.part {
        case .all:
            if case .summary = record { return false }
            return true
        case .state(let number):
            if case .state(let state) = record { return Int(state.afterConnection) == number }
            return false
        case .journey:
            if case .journey = record { return true }
            return false
        case .connection(let number): return shows(record, ofConnection: number, showing, facts)
        }
    }

    private func shows(_ record: Record, ofConnection number: Int, _ showing: Showing, _ facts: Facts) -> Bool {
        switch record {
        case .connection(let connection): return Int(connection.connection) == number && showing.from == nil
        case .step(let record):
            let first = showing.from.flatMap { facts.steps($0).first?.step.number } ?? .min
            let last = showing.to.flatMap { facts.steps($0).first?.step.number } ?? .max
            return Int(record.step.connection) == number && first <= record.step.number && record.step.number <= last
        case .connectionEnd(let end): return Int(end.connection) == number && showing.to == nil
        case .message, .journey, .state, .decision, .summary: return false
        }
    }
}
