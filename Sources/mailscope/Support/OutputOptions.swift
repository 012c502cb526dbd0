import ArgumentParser
import Dialogue
import Glibc
import Rendering

enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case text, jsonl
}

/// How records are written, for every command that shows a dialogue.
struct OutputOptions: ParsableArguments {
    @Option(help: "text for people, jsonl for programs: one JSON object a line.")
    var format = OutputFormat.text

    @Option(help: "Columns of the text; the terminal's own unless given, 80 where there is none.")
    var width: Int?

    @Flag(help: "Plain text: no colour. The default where standard output is no terminal, or NO_COLOR is set.")
    var plain = false

    @Flag(help: "Show passwords as they were sent.")
    var showSecrets = false

    func validate() throws {
        if let width, !(20...1_000).contains(width) {
            throw ValidationError("A width between 20 and 1000 columns is needed, not \(width).")
        }
    }

    var secrets: Secrets { showSecrets ? .shown : .hidden }

    var palette: Palette {
        let isTerminal = isatty(1) == 1
        return plain || !isTerminal || getenv("NO_COLOR").map { $0.pointee != 0 } == true ? .plain : .color
    }

    var columns: Int { width ?? Self.columns() }

    func sink(isLive: Bool = false) -> ByteSink {
        ByteSink(descriptor: 1, pace: isLive || isatty(1) == 1 ? .record : .full)
    }

    /// The terminal's width; 80 where there is none.
    static func columns() -> Int {
        var size = winsize()
        guard isatty(1) == 1, ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col >= 20 else { return 80 }
        return Int(size.ws_col)
    }
}

/// The one renderer that a command writes with.
struct Shown {
    private var json: JSONLinesRenderer?
    private var text: TerminalRenderer?
    private var summary: SummaryRenderer?
    private let onlySummary: Bool
    /// What was asked for beside that.
    private let more: Needs

    init(
        _ options: OutputOptions, explain: Teaching, order: TerminalRenderer.Order, onlySummary: Bool = false,
        more: Needs = []
    ) {
        self.onlySummary = onlySummary
        self.more = more
        switch options.format {
        case .jsonl: json = JSONLinesRenderer(secrets: options.secrets, explain: explain == .always)
        case .text where onlySummary:
            summary = SummaryRenderer(width: options.columns, palette: options.palette)
        case .text:
            text = TerminalRenderer(
                width: options.columns, palette: options.palette, secrets: options.secrets, teaching: explain,
                order: order)
        }
    }

    /// Where the letters are is shown after each move: somebody looks step by step.
    mutating func showEveryMove() { text?.showsEveryMove = true }

    /// What has to be computed for it.
    var needs: Needs {
        if onlySummary { return [] }
        return more.union(
            json != nil ? [.dialogue, .texts, .hashes, .messages] : [.dialogue, .texts, .previews, .messages])
    }

    /// Of so many connections the text of letters is shown.
    var lettersShown: Int32 { text?.lettersShown ?? .max }

    mutating func render(_ record: Record, to sink: inout ByteSink) {
        if onlySummary, json != nil, !record.isSummary { return }
        json?.render(record, to: &sink)
        text?.render(record, to: &sink)
        summary?.collect(record)
    }

    /// - Throws: ``Failure`` 74 where what was written did not arrive; a pipe that its reader closed is no failure.
    mutating func finish(to sink: inout ByteSink) throws {
        text?.finish(to: &sink)
        summary?.finish(to: &sink)
        sink.flush()
        guard let failure = sink.failure else { return }
        throw Failure("Standard output could not be written: \(String(cString: strerror(failure))).", code: 74)
    }
}

extension Record {
    var isSummary: Bool {
        if case .summary = self { return true }
        return false
    }
}
