import Rendering

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Shows rendered steps one at a time and waits for a key after each; what was shown before stays above it.
///
/// Where the program talks to no terminal it prints every page at once and asks nothing.
package struct StepPager: Sendable {
    package enum ExitReason: Sendable, Hashable {
        /// The learner asked for more behind the last step.
        case finished
        case quit
        /// There was no terminal: all was printed.
        case printed
        /// The terminal is gone.
        case closed
    }

    let pages: [[UInt8]]
    let title: String

    /// - Parameters:
    ///   - pages: What each step adds, rendered, line ends included.
    ///   - title: One line of plain text.
    package init(pages: [[UInt8]], title: String) {
        self.pages = pages
        self.title = title
    }

    package func run(input: Int32 = STDIN_FILENO, output: Int32 = STDOUT_FILENO) -> ExitReason {
        var sink = ByteSink(descriptor: output)
        guard !pages.isEmpty, let terminal = RawTerminal(input: input, output: output, usesScreen: true) else {
            for page in pages { sink.append(page) }
            sink.flush()
            return .printed
        }
        let (reason, view) = watch(KeyReader(input: input), &sink, output)
        // Back on the first screen, what was seen remains to be scrolled to.
        _ = consume terminal
        for page in pages.prefix(view.shown) { sink.append(page) }
        sink.flush()
        return reason
    }

    private func watch(
        _ keys: consuming KeyReader, _ sink: inout ByteSink, _ output: Int32
    ) -> (ExitReason, PagerView) {
        var view = PagerView(pages: pages, title: title, size: TerminalSize.of(output) ?? .usual)
        while true {
            sink.append(view.frame())
            sink.flush()
            switch keys.next() {
            case .end: return (.closed, view)
            case .idle: continue
            case .resized: view.size = TerminalSize.of(output) ?? .usual
            case .key(.control("z")): RawTerminal.suspend()
            case .key(let key):
                if let reason = view.press(key) { return (reason, view) }
            }
        }
    }
}

/// What a pager shows, and what keys do to it. A value, so that it can be tried without a terminal.
package struct PagerView: Sendable {
    let pages: [[UInt8]]
    let title: String
    package var size: TerminalSize { didSet { if size != oldValue { layOut() } } }
    /// Pages on view, from 1.
    package private(set) var shown = 1
    /// The first row on the screen, from 0 in ``rows``.
    private var top = 0
    private var rows: [String] = []
    private var showsKeys = false

    package init(pages: [[UInt8]], title: String, size: TerminalSize) {
        self.pages = pages
        self.title = title
        self.size = size
        layOut()
        top = 0
    }

    /// Rows between the title and the line of keys.
    private var height: Int { max(1, size.rows - 2) }
    private var lastTop: Int { max(0, rows.count - height) }

    private mutating func layOut() {
        rows = ScreenText.rows(pages.prefix(shown).flatMap { $0 }, columns: size.columns)
        top = lastTop
    }

    /// - Returns: Why to leave; nil to stay.
    package mutating func press(_ key: Key) -> StepPager.ExitReason? {
        if showsKeys {
            showsKeys = false
            return key == .character("q") || key == .control("c") ? .quit : nil
        }
        switch key {
        case .character("n"), .character(" "), .right, .enter: return forward()
        case .character("b"), .left, .backspace: show(shown - 1)
        case .character("g"), .home: show(1)
        case .character("G"), .end: show(pages.count)
        case .up, .character("k"): top = max(0, top - 1)
        case .down, .character("j"): top = min(lastTop, top + 1)
        case .pageUp: top = max(0, top - height)
        case .pageDown: top = min(lastTop, top + height)
        case .character("?"), .character("h"): showsKeys = true
        case .character("q"), .control("c"), .control("d"), .escape: return .quit
        default: break
        }
        return nil
    }

    /// A page longer than the screen is read to its end before the next one comes.
    private mutating func forward() -> StepPager.ExitReason? {
        if top < lastTop {
            top = min(lastTop, top + height)
            return nil
        }
        if shown >= pages.count { return .finished }
        let before = rows.count
        show(shown + 1)
        top = min(lastTop, before)
        return nil
    }

    private mutating func show(_ count: Int) {
        shown = min(max(1, count), pages.count)
        layOut()
    }

    private static let keys = [
        "n, Space, Right, Enter   the next step",
        "b, Left, Backspace       one step back",
        "g, Home                  the first step",
        "G, End                   the last step",
        "Up, Down, PgUp, PgDn     move in what was shown",
        "?                        these keys",
        "q, Esc, Ctrl-C           leave",
    ]

    /// Everything on the screen, as the bytes that draw it.
    package func frame() -> [UInt8] {
        let body = showsKeys ? Self.keys : Array(rows[min(top, rows.count)...].prefix(height))
        var text = "\u{1B}[?25l\u{1B}[H"
        text += ScreenText.cut(title, columns: size.columns) + "\u{1B}[K\r\n"
        for index in 0..<height {
            text += (index < body.count ? body[index] : "") + "\u{1B}[0m\u{1B}[K\r\n"
        }
        text += ScreenText.cut(footer, columns: max(1, size.columns - 1)) + "\u{1B}[K\u{1B}[J"
        return Array(text.utf8)
    }

    private var footer: String {
        if showsKeys { return "any key: back to the dialogue" }
        let more = top < lastTop ? " (more below)" : shown == pages.count ? " (the last)" : ""
        return "step \(shown)/\(pages.count)\(more)   n next   b back   q quit   ? keys"
    }
}
