package import Rendering

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A lesson on a terminal's whole screen. While an answer is typed, every key is text; Esc leaves the answer, and then one key
/// is one command.
package final class TerminalScreen: LessonScreen {
    package let palette: Palette
    private var page: LessonPage
    private var editor = LineEditor()
    private var keys: KeyReader
    private var sink: ByteSink
    private let output: Int32
    /// Puts the terminal back when the screen goes.
    private var terminal: RawTerminal?

    /// - Returns: nil where there is no terminal, or one too small: then play on a ``PlainScreen``.
    package init?(input: Int32 = STDIN_FILENO, output: Int32 = STDOUT_FILENO, palette: Palette = .plain) {
        guard let size = TerminalSize.of(output), size.columns >= 40, size.rows >= 10,
            let terminal = RawTerminal(input: input, output: output, usesScreen: true)
        else { return nil }
        self.palette = palette
        self.output = output
        self.terminal = consume terminal
        page = LessonPage(size: size)
        keys = KeyReader(input: input)
        sink = ByteSink(descriptor: output)
    }

    /// Gives the terminal back before the screen itself goes.
    package func close() { terminal = nil }

    package var columns: Int { page.size.columns }
    package func begin(_ status: LessonStatus) { page.begin(status) }
    package func update(_ status: LessonStatus) { page.status = status }
    package func show(_ text: [UInt8]) { page.append(text) }

    private static let commandKeys = "n next  b back  h hint  l list  s skip  x reset  ? help  q quit"

    package func pause(isOver: Bool) -> LessonCommand {
        while true {
            let prompt =
                page.hasMore ? "Space shows more." : isOver ? "Done. Space or n goes on." : "Space or n goes on."
            guard let key = ask(.init(prompt: prompt, keys: Self.commandKeys)) else { return .end }
            switch key {
            case .character(" "), .character("n"), .enter, .right, .pageDown:
                if page.hasMore {
                    page.scrollPage(1)
                } else if key != .pageDown {
                    page.markSeen()
                    return .next
                }
            default:
                if let command = command(key) {
                    page.markSeen()
                    return command
                }
            }
        }
    }

    /// Forwards with Space, n and →, back with ← and Backspace; End shows all that is left.
    package func watch(_ pages: [[UInt8]]) -> LessonCommand {
        var places: [Int] = []
        func next() {
            places.append(page.length)
            page.markSeen()
            page.append(pages[places.count - 1])
        }
        if !pages.isEmpty { next() }
        while true {
            let isLast = places.count >= pages.count
            let prompt =
                isLast ? "That is all. Space or n goes on." : "\(places.count) of \(pages.count). Space or n: next."
            guard let key = ask(.init(prompt: prompt, keys: Self.watchKeys)) else { return .end }
            switch key {
            case .character(" "), .character("n"), .enter, .right:
                if page.hasMore {
                    page.scrollPage(1)
                } else if isLast {
                    page.markSeen()
                    return .next
                } else {
                    next()
                }
            case .left, .backspace, .character("b"):
                if places.count < 2 { return .back }
                page.cut(to: places.removeLast())
            case .end: while places.count < pages.count { next() }
            case .pageDown: page.scrollPage(1)
            default: if let command = command(key) { return command }
            }
        }
    }

    private static let watchKeys = "n next  b back  End all of it  PgUp/PgDn  l list  s skip  ? help  q quit"

    package func line(_ prompt: String) -> LessonInput {
        while true {
            guard let key = ask(foot(prompt)) else { return .command(.end) }
            switch key {
            case .pageUp, .pageDown: page.scrollPage(key == .pageUp ? -1 : 1)
            case .enter where editor.characters.isEmpty && page.hasMore: page.scrollPage(1)
            case .control("z"): RawTerminal.suspend()
            default:
                switch editor.press(key) {
                case .editing: continue
                case .entered(let line):
                    page.markSeen()
                    if !line.isEmpty { page.append(Array("\(prompt)\(Escaping.visible(line))\n".utf8)) }
                    return LessonInput(line: line)
                case .ended: return .command(.end)
                case .left: if let command = leave() { return .command(command) }
                }
            }
        }
    }

    private func foot(_ prompt: String) -> LessonPage.Foot {
        let window = editor.window(width: columns - prompt.count - 1)
        return .init(
            prompt: prompt + Escaping.visible(window.text), cursor: prompt.count + window.cursor,
            keys: "Enter: send   Esc: commands   PgUp/PgDn: scroll   :hint :list :skip :quit")
    }

    /// Commands by one key, until one is given.
    ///
    /// - Returns: nil to go on typing.
    private func leave() -> LessonCommand? {
        while true {
            let prompt = "A key is a command now. Enter goes back to the answer."
            guard let key = ask(.init(prompt: prompt, keys: Self.commandKeys)) else { return .end }
            switch key {
            case .enter, .tab, .escape, .character(":"), .character("i"): return nil
            case .character(" "), .pageDown: page.scrollPage(1)
            default:
                if let command = command(key) {
                    page.markSeen()
                    return command
                }
            }
        }
    }

    private func command(_ key: Key) -> LessonCommand? {
        switch key {
        case .left, .backspace: return .back
        case .control("c"), .control("d"): return .quit
        case .control("z"): RawTerminal.suspend()
        case .up, .character("k"): page.scroll(-1)
        case .down, .character("j"): page.scroll(1)
        case .pageUp: page.scrollPage(-1)
        case .home: page.scroll(-.max / 2)
        case .end: page.scroll(.max / 2)
        case .character(let character): return LessonCommand(word: String(character))
        default: break
        }
        return nil
    }

    /// Draws, and waits for a key.
    private func ask(_ foot: LessonPage.Foot) -> Key? {
        while true {
            sink.append(page.frame(foot))
            sink.flush()
            if sink.isClosed { return nil }
            switch keys.next() {
            case .key(let key): return key
            case .resized: page.size = TerminalSize.of(output) ?? page.size
            case .end: return nil
            }
        }
    }
}
