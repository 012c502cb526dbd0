package import Dialogue
import MailProtocols

/// Writes records as an annotated dialogue that a pupil reads step by step, with or without colour, at any width.
package struct TerminalRenderer: Sendable {
    /// How the dialogues of several connections share one page.
    package enum Order: Sendable, Hashable {
        /// A dialogue in one piece when its connection ends: captures read from files.
        case whole
        /// Each record at once; where the connection changes, a line says so: simulations, one step at a time.
        case immediate
        /// Each record at once, each line tagged with its connection: live captures.
        case tagged
    }

    let width: Int
    let palette: Palette
    let secrets: Secrets
    var annotator: Annotator
    let order: Order
    let teaching: Teaching
    var taught = Taught()
    private var hold = DialogueHold()
    var memo = RemarkMemo()
    /// The memory of the last page, for the next one.
    private var spare: [UInt8] = []
    /// What is known of each open connection; forgotten at its end.
    var open: [Int32: OpenConnection] = [:]
    private var lastShown: Int32 = 0

    struct OpenConnection: Sendable {
        /// Time of the first frame, nanoseconds since 1970 UTC; nil where the connection's record was not shown.
        var start: Int64?
        var phase: Phase?
        /// The last steps were read inside TLS.
        var isInsideTLS = false
    }

    /// - Parameters:
    ///   - width: Columns of the terminal. Below 40 some lines are longer and the terminal breaks them.
    ///   - explain: Each step is followed by what it means, and where that stands.
    package init(
        width: Int = 80, palette: Palette = .plain, secrets: Secrets = .hidden, explain: Bool = true,
        order: Order = .whole
    ) {
        self.init(
            width: width, palette: palette, secrets: secrets, teaching: explain ? .always : .never, order: order)
    }

    /// - Parameter teaching: Which steps are followed by what they mean, and where that stands.
    package init(width: Int, palette: Palette, secrets: Secrets, teaching: Teaching, order: Order) {
        self.init(
            width: width, palette: palette, secrets: secrets, annotator: Annotator(explain: teaching.explains),
            order: order, teaching: teaching)
    }

    init(
        width: Int, palette: Palette, secrets: Secrets = .hidden, annotator: Annotator, order: Order,
        teaching: Teaching = .always
    ) {
        self.teaching = teaching
        self.width = width
        self.palette = palette
        self.secrets = secrets
        self.annotator = annotator
        self.order = order
    }

    package mutating func render(_ record: Record, to sink: inout ByteSink) {
        let connection = Self.connection(of: record)
        var memory: [UInt8] = []
        swap(&memory, &spare)
        var page = Page(
            width: width, palette: palette, tag: tag(for: connection), isFirst: order != .whole && sink.isUntouched,
            memory: memory)
        switch record {
        case .connection(let record):
            open[record.connection] = OpenConnection(start: record.time)
            annotator.begin(record)
            append(record, to: &page)
        case .step(let record): append(record, to: &page)
        case .message(let record): append(record, to: &page)
        case .connectionEnd(let record):
            append(record, to: &page)
            open[record.connection] = nil
            annotator.end(record.connection)
        case .journey(let record): JourneyPicture(record).append(to: &page)
        case .state(let record): if !record.isMidway { append(record, to: &page) }
        case .decision(let record): append(record, to: &page)
        case .summary(let record):
            hold.endAll(to: &sink)
            append(record, to: &page)
        }
        write(page.bytes, of: connection, to: &sink)
        if order == .whole, case .connectionEnd(let end) = record { hold.end(end.connection, to: &sink) }
        sink.recordEnded()
        spare = page.bytes
    }

    /// Writes the dialogues that have not ended. To be called once, after the last record.
    package mutating func finish(to sink: inout ByteSink) {
        hold.endAll(to: &sink)
        sink.flush()
    }

    private mutating func write(_ bytes: [UInt8], of connection: Int32?, to sink: inout ByteSink) {
        switch (order, connection) {
        case (.whole, .some(let connection)): hold.hold(bytes, of: connection, to: &sink)
        case (.immediate, .some(let connection)):
            if lastShown != connection, lastShown != 0, open[lastShown] != nil {
                sink.append("\n--- connection \(connection) ---\n")
            }
            lastShown = connection
            sink.append(bytes)
        case (_, nil), (.tagged, _): sink.append(bytes[(sink.isUntouched && bytes.first == 0x0A ? 1 : 0)...])
        }
    }

    private func tag(for connection: Int32?) -> String {
        if order == .tagged, let connection { "[\(connection)] " } else { "" }
    }

    /// The connection that a record belongs to; nil for what concerns them all.
    private static func connection(of record: Record) -> Int32? {
        switch record {
        case .connection(let record): record.connection
        case .step(let record): record.step.connection
        case .message(let record): record.connection
        case .connectionEnd(let record): record.connection
        case .journey, .state, .decision, .summary: nil
        }
    }
}
