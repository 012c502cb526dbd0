package import Rendering

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A lesson on a terminal's whole screen.
package final class TerminalScreen: DeskScreen {
    package var desk: Desk
    private var painter = ScreenPainter()
    private var keys: KeyReader
    private var sink: ByteSink
    private let output: Int32
    /// Puts the terminal back when the screen goes.
    private var terminal: RawTerminal?
    private var isInterruptible = false

    /// Columns and rows that a screen needs; on smaller ones a lesson is plain lines.
    package static let smallest = TerminalSize(columns: 40, rows: 10)

    /// - Returns: nil where there is no terminal, or one too small: then play on a ``PlainScreen``.
    package init?(input: Int32 = STDIN_FILENO, output: Int32 = STDOUT_FILENO, palette: Palette = .plain) {
        guard let size = TerminalSize.of(output), size.columns >= Self.smallest.columns,
            size.rows >= Self.smallest.rows,
            let terminal = RawTerminal(input: input, output: output, usesScreen: true)
        else { return nil }
        self.output = output
        self.terminal = consume terminal
        keys = KeyReader(input: input)
        sink = ByteSink(descriptor: output)
        desk = Desk(size: size, palette: palette)
    }

    /// Gives the terminal back before the screen itself goes.
    package func close() { terminal = nil }

    package func draw(_ frame: Desk.Frame) {
        sink.append(painter.paint(frame, size: desk.size))
        sink.flush()
        // Nobody reads keys until the next question.
        if !isInterruptible { RawTerminal.allowInterrupt(true) }
        isInterruptible = true
    }

    package func next(_ frame: Desk.Frame, patience: Int32?) -> DeskEvent {
        if isInterruptible { RawTerminal.allowInterrupt(false) }
        isInterruptible = false
        while true {
            sink.append(painter.paint(frame, size: desk.size))
            sink.flush()
            if sink.isClosed { return .end }
            switch keys.next(patience: patience) {
            case .key(.control("z")): RawTerminal.suspend()
            case .key(.control("l")): painter.forget()
            case .key(let key): return .key(key)
            case .idle: return .idle
            case .end: return .end
            case .resized:
                // The size is another one, or the program was stopped and somebody else wrote on the screen.
                painter.forget()
                return .resized(TerminalSize.of(output) ?? desk.size)
            }
        }
    }
}
