import Lessons
import Rendering
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A terminal of the kernel's, whose user is a program: what is sent to it was typed.
final class PseudoTerminal: Sendable {
    private let user: Int32
    /// The side that a program takes for its terminal.
    let program: Int32
    private let shown = Mutex<[UInt8]>([])

    init?(columns: UInt16, rows: UInt16) {
        var user: Int32 = -1
        var program: Int32 = -1
        var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        guard openpty(&user, &program, nil, nil, &size) == 0 else { return nil }
        self.user = user
        self.program = program
        read()
    }

    /// Somebody has to look at the screen, else the program waits.
    private func read() {
        let descriptor = user
        Thread.start {
            var block = [UInt8](repeating: 0, count: 65_536)
            while true {
                let count = Glibc.read(descriptor, &block, block.count)
                guard count > 0 else { return }
                self.shown.withLock { $0 += block[..<count] }
            }
        }
    }

    func type(_ text: String) {
        let octets = Array(text.utf8)
        _ = write(user, octets, octets.count)
    }

    /// Everything that was drawn so far.
    var drawn: String { shown.withLock { String(decoding: $0, as: UTF8.self) } }

    /// The terminal reads lines and echoes them: it was given back as it was.
    var isRestored: Bool {
        var settings = termios()
        guard tcgetattr(program, &settings) == 0 else { return false }
        return settings.c_lflag & tcflag_t(ICANON) != 0 && settings.c_lflag & tcflag_t(ECHO) != 0
    }

    func close() {
        Glibc.close(program)
        Glibc.close(user)
    }
}

/// A thread of one's own, for what blocks.
enum Thread {
    private final class Work: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    static func start(_ body: @escaping @Sendable () -> Void) {
        var thread = pthread_t()
        let work = Unmanaged.passRetained(Work(body)).toOpaque()
        pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body()
                return nil
            }, work)
        pthread_detach(thread)
    }
}

/// The whole screen on a pseudo-terminal, and a learner who types what is written down for each step.
final class TypedScreen: LessonScreen {
    private let screen: TerminalScreen
    private let terminal: PseudoTerminal
    private let answers: [[String]]
    private var waiting: [String] = []
    private(set) var begun: [Int] = []

    /// - Parameter answers: What is typed, by step from the first.
    init(_ screen: TerminalScreen, _ terminal: PseudoTerminal, answers: [[String]]) {
        self.screen = screen
        self.terminal = terminal
        self.answers = answers
    }

    var hasStage: Bool { screen.hasStage }
    func begin(_ status: LessonStatus) {
        begun.append(status.step)
        waiting = answers[status.step - 1]
        screen.begin(status)
    }
    func update(_ status: LessonStatus) { screen.update(status) }
    func show(_ passage: Passage) { screen.show(passage) }
    func show(_ stage: Stage, atEnd: Bool) { screen.show(stage, atEnd: atEnd) }
    func work() { screen.work() }

    /// To the end of the page, whatever its length: no text, wherever it is typed.
    private static let toTheEnd = String(repeating: "\u{1B}[6~", count: 60)

    func pause(isOver: Bool) -> LessonInput {
        terminal.type(Self.toTheEnd + "n")
        return screen.pause(isOver: isOver)
    }

    func watch(_ stage: Stage, pages: [Passage]) -> LessonInput {
        // A step forth, a step back, all of it, and on.
        terminal.type(Self.toTheEnd + "n\u{1B}[D\u{1B}[F" + Self.toTheEnd + "n")
        return screen.watch(stage, pages: pages)
    }

    func line(_ prompt: String, isLive: Bool) -> LessonInput {
        // Whoever has nothing more to say leaves.
        let line = waiting.isEmpty ? ":quit" : waiting.removeFirst()
        terminal.type(Self.toTheEnd + line + "\r")
        return screen.line(prompt, isLive: isLive)
    }
}
