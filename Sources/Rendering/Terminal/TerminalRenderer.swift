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
    var memo = RemarkMemo()
    /// The memory of the last page, for the next one.
    private var spare = TextBuffer()
    private var draft = TextBuffer(capacity: 256)
    var open = OpenDialogues()
    /// Where the dialogue stands to which the record belongs.
    var place = 0
    private var lastShown: Int32 = 0
    /// Connections shown so far.
    var shownConnections: Int32 = 0

    /// - Parameters:
    ///   - width: Columns of the terminal. Below 40 some lines are longer and the terminal breaks them.
    ///   - explain: Each step is followed by what it means, and where that stands.
    /// Where the letters are is shown after each move, not only when a connection has ended.
    package var showsEveryMove = false

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

    /// Of so many connections the text of letters is shown: the first ones, where they are shown in one piece each.
    package var lettersShown: Int32 { order == .whole ? teaching.fullConnections ?? .max : .max }

    package mutating func render(_ record: Record, to sink: inout ByteSink) {
        let connection = record.connection
        if let connection { place = open.place(of: connection) }
        var hasEnded = false
        let isHeld = order == .whole && connection != nil
        var page = Page(
            width: width, palette: palette, tag: tag(for: connection), isFirst: order != .whole && sink.isUntouched,
            onto: isHeld ? open.takePiece(at: place) : Self.take(&spare), draft: Self.take(&draft))
        switch record {
        case .connection(let record):
            open[place].start = record.time
            open[place].phase = nil
            open[place].isInsideTLS = false
            if shownConnections < .max { shownConnections += 1 }
            open[place].isBrief = shownConnections > teaching.fullConnections ?? .max
            annotator.begin(record)
            append(record, to: &page)
        case .step(let record): append(record, to: &page)
        case .message(let record): append(record, to: &page)
        case .connectionEnd(let record):
            append(record, to: &page)
            annotator.end(record.connection)
            hasEnded = true
        case .journey(let record): JourneyPicture(record).append(to: &page)
        case .state(let record): if !record.isMidway || showsEveryMove { append(record, to: &page) }
        case .decision(let record): append(record, to: &page)
        case .summary(let record):
            open.endAll(to: &sink)
            append(record, to: &page)
        }
        swap(&draft, &page.draft)
        var bytes = Self.take(&page.bytes)
        if isHeld {
            open.hold(&bytes, at: place, to: &sink)
        } else {
            write(bytes, of: connection, to: &sink)
            bytes.removeAll()
            swap(&spare, &bytes)
        }
        if let connection, hasEnded { open.end(connection, to: &sink) }
        sink.recordEnded()
    }

    /// Leaves nothing behind, so that what is taken has one owner and is changed in place.
    private static func take(_ buffer: inout TextBuffer) -> TextBuffer {
        var taken = TextBuffer()
        swap(&taken, &buffer)
        return taken
    }

    /// Writes the dialogues that have not ended. To be called once, after the last record.
    package mutating func finish(to sink: inout ByteSink) {
        open.endAll(to: &sink)
        sink.flush()
    }

    private mutating func write(_ text: TextBuffer, of connection: Int32?, to sink: inout ByteSink) {
        if order == .immediate, let connection {
            if lastShown != connection, lastShown != 0, open.isOpen(lastShown) {
                sink.append("\n--- connection \(connection) ---\n")
            }
            lastShown = connection
            sink.append(text)
        } else {
            sink.append(text, from: sink.isUntouched && text.first == 0x0A ? 1 : 0)
        }
    }

    private func tag(for connection: Int32?) -> String {
        if order == .tagged, let connection { "[\(connection)] " } else { "" }
    }
}
