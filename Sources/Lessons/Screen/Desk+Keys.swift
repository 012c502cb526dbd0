import Rendering

extension Desk {
    /// What a key means.
    ///
    /// - Returns: What the learner says by it; nil where only the screen changes.
    package mutating func press(_ key: Key) -> LessonInput? {
        notice = ""
        let wasPlaying = isPlaying
        isPlaying = false
        defer { layOut() }
        switch view {
        case .main: break
        case .resetting: return confirm(key)
        case .octets, .explanation, .help: return turn(key)
        }
        if asked == .nothing { return nil }
        // Any key stops what goes by itself; it means nothing more.
        if wasPlaying { return nil }
        return hasText ? type(key) : command(key)
    }

    /// The time of one step has passed while the dialogue goes by itself.
    package mutating func tick() {
        guard isPlaying else { return }
        stage.move(by: 1)
        if stage.isAtEnd { isPlaying = false }
        layOut()
    }

    // MARK: Text

    private mutating func type(_ key: Key) -> LessonInput? {
        switch key {
        case .pageUp, .pageDown:
            scroll(pages: key == .pageUp ? -1 : 1)
            return nil
        // A server hears an empty line as well: a letter has one below its header.
        case .enter where editor.characters.isEmpty && pane.hasMore && !isLive:
            scroll(pages: 1)
            return nil
        case .up where !isLive, .down where !isLive:
            _ = move(key)
            return nil
        default: break
        }
        switch editor.press(key) {
        case .editing: return nil
        case .ended: return .command(.end)
        case .left:
            focus = .keys
            if key == .control("c") { notice = wording(.leaveAgain) }
            return nil
        case .entered(let line):
            let input = LessonInput(line: line, isLive: isLive)
            if case .command(let command) = input, let view = Self.view(of: command) {
                open(view)
                return nil
            }
            pane.markSeen()
            // What is said of an answer stands among the words.
            if isSmall || !isLive { shares = .both }
            if case .text(let text) = input, !text.isEmpty, case .line(let prompt, let isLive) = asked, !isLive {
                pane.append(Passage(.tried) { _ in Array("\(prompt)\(Escaping.visible(text))\n".utf8) })
                pane.markSeen()
            }
            return input
        }
    }

    /// What a typed command shows without the player.
    private static func view(of command: LessonCommand) -> View? {
        switch command {
        case .explain: .explanation
        case .bytes: .octets
        case .help: .help
        default: nil
        }
    }

    // MARK: Commands

    private mutating func command(_ key: Key) -> LessonInput? {
        switch key {
        case .enter, .tab, .character(":"), .character("i"):
            guard isAsking else { return key == .enter ? goOn() : nil }
            focus = .text
            return nil
        case .character(" "), .character("n"): return goOn(key)
        case .pageDown: scroll(pages: 1)
        case .pageUp: scroll(pages: -1)
        case .character("j"): pane.scroll(1)
        case .character("k"): pane.scroll(-1)
        case .home: pane.scrollToStart()
        case .end: toTheEnd()
        case .left, .right, .up, .down: return move(key)
        case .character("g"): stage.moveToStart()
        case .character("G"): stage.moveToEnd()
        case .character("]"), .character(">"): stage.moveToConnection(forward: true)
        case .character("["), .character("<"): stage.moveToConnection(forward: false)
        case .character("t"): shares = next(shares)
        case .character("p"): play()
        case .character("o"): open(.octets)
        case .character("e"): open(.explanation)
        case .character("?"): open(.help)
        case .character("x"): view = .resetting
        case .backspace: return say(.back)
        case .control("c"), .control("d"): return say(.quit)
        case .character(let character):
            if let command = LessonCommand(key: character) { return say(command) }
            let key = Escaping.visible(String(character))
            notice = wording(isAsking ? .unknownKeyTab : .unknownKey, ["key": key])
        case .escape, .control, .delete, .unknown: break
        }
        return nil
    }

    private mutating func say(_ command: LessonCommand) -> LessonInput {
        pane.markSeen()
        return .command(command)
    }

    /// First what is still to be read or seen, then the next step.
    private mutating func goOn(_ key: Key = .enter) -> LessonInput? {
        if isAsking {
            if key == .character("n") { return say(.next) }
            scroll(pages: 1)
            return nil
        }
        if pane.hasMore {
            // What is to be read has to be seen.
            if layout.text == 0 {
                shares = .both
                return nil
            }
            scroll(pages: 1)
            return nil
        }
        // Of a dialogue that is only read, n is enough.
        let isWalked = asked == .watch || (isReading && key == .character(" "))
        if isWalked, isSmall, shares != .dialogue {
            shares = .dialogue
            return nil
        }
        if isWalked, !stage.isSeen(rows: layout.ladder) {
            stage.move(by: 1, rows: layout.ladder)
            return nil
        }
        return say(.next)
    }

    /// The words, which have to be seen for that.
    private mutating func scroll(pages: Int) {
        if isSmall, shares == .dialogue { shares = .both } else { pane.scrollPage(pages) }
    }

    private mutating func move(_ key: Key) -> LessonInput? {
        let isForward = key == .right || key == .down
        guard hasStage else {
            if key == .up || key == .down { pane.scroll(isForward ? 1 : -1) }
            return key == .left ? say(.back) : nil
        }
        if asked == .watch, key == .left, stage.hand == 0 { return say(.back) }
        // The dialogue, which has to be seen for that.
        if isSmall, shares != .dialogue {
            shares = .dialogue
        } else {
            // Up and down go through a long step first, left and right from step to step.
            let isByRows = key == .up || key == .down
            stage.move(by: isForward ? 1 : -1, rows: isByRows ? layout.ladder : nil)
        }
        return nil
    }

    private mutating func toTheEnd() {
        if asked == .watch { stage.moveToEnd() } else { pane.scrollToEnd() }
    }

    private func next(_ shares: Shares) -> Shares {
        guard hasStage else { return .both }
        switch shares {
        case .both: return .dialogue
        case .dialogue where isSmall: return .both
        case .dialogue: return .words
        case .words: return .both
        }
    }

    private mutating func play() {
        guard hasStage else {
            notice = wording(.noDialogue)
            return
        }
        if stage.isAtEnd { stage.moveToStart() }
        isPlaying = true
    }

    private mutating func open(_ view: View) {
        guard view == .help || hasStage else {
            notice = wording(.noDialogue)
            return
        }
        self.view = view
        viewTop = 0
    }

    // MARK: Views that take the screen

    private mutating func turn(_ key: Key) -> LessonInput? {
        switch key {
        case .down, .character("j"): viewTop += 1
        case .up, .character("k"): viewTop = max(0, viewTop - 1)
        case .pageDown, .character(" "): viewTop += viewHeight - 1
        case .pageUp: viewTop = max(0, viewTop - viewHeight + 1)
        case .home, .character("g"): viewTop = 0
        case .end, .character("G"): viewTop = max(0, viewRows.count - viewHeight)
        case .left where view != .help, .right where view != .help:
            stage.move(by: key == .left ? -1 : 1)
            viewTop = 0
        case .character("o") where view == .explanation: view = .octets
        case .character("e") where view == .octets: view = .explanation
        case .control("c"), .control("d"):
            view = .main
            return asked == .nothing ? nil : say(.quit)
        default: view = .main
        }
        return nil
    }

    private mutating func confirm(_ key: Key) -> LessonInput? {
        view = .main
        return key == .character("y") ? say(.reset) : nil
    }
}
