package import Rendering

/// Everything that the whole screen of a lesson shows, and what keys do to it. A value that reads and writes nothing: keys go in with
/// ``press(_:)``, rows of text come out of ``frame``.
package struct Desk: Sendable {
    /// What the learner is asked for.
    package enum Asked: Sendable, Hashable {
        /// Nothing: the program works.
        case nothing
        /// To go on; whether the step is done.
        case pause(isOver: Bool)
        /// To go through the dialogue to its end.
        case watch
        /// For a line; whether a server hears it.
        case line(prompt: String, isLive: Bool)
    }

    /// Whom a key is for.
    package enum Focus: Sendable, Hashable {
        /// Every key is text.
        case text
        /// Every key is a command.
        case keys
    }

    /// What takes the screen.
    enum View: Sendable, Hashable {
        case main
        /// Of the step in hand, all octets or all explanations.
        case octets, explanation
        case help
        /// “Reset this step?”
        case resetting
    }

    /// How the screen is shared by the words and the dialogue.
    enum Shares: Sendable, Hashable, CaseIterable { case both, words, dialogue }

    package var palette: Palette
    package private(set) var size: TerminalSize
    var status: LessonStatus?
    var asked = Asked.nothing
    package internal(set) var focus = Focus.keys
    var view = View.main
    var shares = Shares.both
    var pane = TextPane()
    var stage = StageView()
    var editor = LineEditor()
    /// Said once, in place of the prompt, until the next key.
    var notice = ""
    /// The program works on something that may last.
    var isWorking = false
    package internal(set) var isPlaying = false
    /// The first row of a view that takes the screen.
    var viewTop = 0

    package init(size: TerminalSize, palette: Palette = .plain) {
        self.size = Self.usable(size)
        self.palette = palette
    }

    /// Wide characters take two columns, so there are never fewer.
    private static func usable(_ size: TerminalSize) -> TerminalSize {
        TerminalSize(columns: max(2, size.columns), rows: max(1, size.rows))
    }

    var wording: Wording { status?.wording ?? .english }
    /// The screen holds both sides of it.
    package var hasStage: Bool { !stage.isEmpty }

    /// The step on the page, from 1; 0 before the first one.
    package var step: Int { status?.step ?? 0 }

    // MARK: What the player says

    package mutating func begin(_ status: LessonStatus) {
        let isOther = status.step != self.status?.step || status.lesson != self.status?.lesson
        self.status = status
        pane.clear()
        stage.show(Stage())
        // A page that is done is come back to for reading.
        if isOther { focus = status.isDone ? .keys : .text }
        asked = .nothing
        view = .main
        shares = .both
        notice = ""
        isPlaying = false
        layOut()
    }

    package mutating func update(_ status: LessonStatus) { self.status = status }

    package mutating func show(_ passage: Passage) {
        pane.append(passage)
        layOut()
    }

    /// - Parameter atEnd: The last step is in hand: a session under way.
    package mutating func show(_ stage: Stage, unfolds: Bool = false, atEnd: Bool = false) {
        self.stage.show(stage, unfolds: unfolds, atEnd: atEnd)
        layOut()
    }

    package mutating func ask(_ asked: Asked) {
        self.asked = asked
        isWorking = false
        if case .line = asked {} else { focus = .keys }
        layOut()
    }

    package mutating func work() { isWorking = true }

    package mutating func resize(_ size: TerminalSize) {
        self.size = Self.usable(size)
        layOut()
    }

    /// Puts the panes' contents into the sizes that they have now.
    mutating func layOut() {
        stage.fit(width: layout.stageWidth, palette: palette)
        // The words' height depends on how many there are at this width.
        for _ in 0..<2 {
            let layout = layout
            // Words that are not on the screen stay where they were.
            let height = layout.text > 0 ? layout.text : pane.height
            pane.fit(LessonText(columns: layout.textWidth, palette: palette, wording: wording), height: height)
        }
        viewTop = min(viewTop, max(0, viewRows.count - viewHeight))
    }

    var hasText: Bool { focus == .text && isAsking }
    var isAsking: Bool { if case .line = asked { true } else { false } }
    /// A dialogue stands there to be read, and nothing is asked.
    var isReading: Bool { asked == .pause(isOver: false) && hasStage }
    var isLive: Bool { if case .line(_, let isLive) = asked { isLive } else { false } }

    // MARK: Views that take the screen

    var viewHeight: Int { max(1, size.rows - 2) }

    var viewRows: [String] {
        switch view {
        case .main, .resetting: []
        case .help: ScreenText.rows(Array(wording(.keysHelp).utf8), columns: size.columns)
        case .octets:
            StepDetail(stage.stage, hand: stage.hand, wording: wording, palette: palette)?.octetTable(
                width: size.columns) ?? []
        case .explanation:
            StepDetail(stage.stage, hand: stage.hand, wording: wording, palette: palette)?.explanation(
                width: min(size.columns, 90)) ?? []
        }
    }
}
