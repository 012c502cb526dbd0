import Rendering

/// What happens to a desk.
package enum DeskEvent: Sendable, Hashable {
    case key(Key)
    case resized(TerminalSize)
    /// The time that was to be waited is over.
    case idle
    /// No more keys come.
    case end
}

/// A lesson on a desk: waits for keys, and hands on what they mean. Where the keys come from, and where the rows go, is for
/// those who make one of it: a terminal, or a test.
package protocol DeskScreen: LessonScreen {
    var desk: Desk { get set }

    /// Shows a frame, and waits for a key.
    ///
    /// - Parameter patience: Milliseconds to wait at most; nil for as long as it takes.
    func next(_ frame: Desk.Frame, patience: Int32?) -> DeskEvent

    /// Shows a frame and waits for nothing.
    func draw(_ frame: Desk.Frame)
}

extension DeskScreen {
    /// How long each step stays while the dialogue goes by itself, in milliseconds.
    private static var playPause: Int32 { 1_200 }

    package var hasStage: Bool { true }

    package func begin(_ status: LessonStatus) { desk.begin(status) }
    package func update(_ status: LessonStatus) { desk.update(status) }
    package func show(_ passage: Passage) { desk.show(passage) }
    package func show(_ stage: Stage, atEnd: Bool) { desk.show(stage, atEnd: atEnd) }

    package func work() {
        desk.work()
        draw(desk.frame)
    }

    package func pause(isOver: Bool) -> LessonInput { input(.pause(isOver: isOver)) }

    package func watch(_ stage: Stage, pages: [Passage]) -> LessonInput {
        desk.show(stage, unfolds: true)
        // What is no dialogue is read.
        if stage.isEmpty { for page in pages { desk.show(page) } }
        return input(stage.isEmpty ? .pause(isOver: false) : .watch)
    }

    package func line(_ prompt: String, isLive: Bool) -> LessonInput {
        input(.line(prompt: prompt, isLive: isLive))
    }

    private func input(_ asked: Desk.Asked) -> LessonInput {
        desk.ask(asked)
        while true {
            switch next(desk.frame, patience: desk.isPlaying ? Self.playPause : nil) {
            case .key(let key): if let input = desk.press(key) { return input }
            case .resized(let size): desk.resize(size)
            case .idle: desk.tick()
            case .end: return .command(.end)
            }
        }
    }

    package func choose(_ list: inout CourseList) -> CourseList.Choice? {
        list.palette = desk.palette
        list.resize(desk.size)
        while true {
            switch next(list.frame, patience: list.isCounted ? nil : 0) {
            case .key(let key): if let choice = list.press(key) { return choice }
            case .resized(let size):
                desk.resize(size)
                list.resize(size)
            case .idle: list.count()
            case .end: return .end
            }
        }
    }
}
