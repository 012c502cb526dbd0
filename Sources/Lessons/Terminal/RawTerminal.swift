import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

package struct TerminalSize: Sendable, Hashable {
    package var columns: Int
    package var rows: Int

    package init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
    }

    /// The size that terminals have had for fifty years, where the real one is not to be had.
    package static let usual = TerminalSize(columns: 80, rows: 24)

    /// What the terminal behind a descriptor says of itself; nil where there is none.
    package static func of(_ descriptor: Int32) -> TerminalSize? {
        var window = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0, window.ws_row > 0 else {
            return nil
        }
        return TerminalSize(columns: Int(window.ws_col), rows: Int(window.ws_row))
    }
}

/// A terminal that hands over each key at once and echoes nothing. It is put back when this value goes, and also when the
/// program is ended, stopped or crashes in between.
package struct RawTerminal: ~Copyable {
    private let usesScreen: Bool

    /// - Parameter usesScreen: Draw on the terminal's second screen, so that what stood there comes back afterwards.
    /// - Returns: nil where the program talks to no terminal, or where one is in use already.
    package init?(input: Int32 = STDIN_FILENO, output: Int32 = STDOUT_FILENO, usesScreen: Bool) {
        guard isatty(input) == 1, isatty(output) == 1, !Restorer.isArmed.load(ordering: .relaxed) else { return nil }
        var before = termios()
        guard tcgetattr(input, &before) == 0 else { return nil }
        var raw = before
        cfmakeraw(&raw)
        // Line ends stay whole: what is written has LF, the screen wants CR LF.
        raw.c_oflag = before.c_oflag
        withUnsafeMutableBytes(of: &raw.c_cc) {
            $0[Int(VMIN)] = 0
            $0[Int(VTIME)] = 0
        }
        Restorer.arm(before, raw, input: input, output: output, usesScreen: usesScreen)
        guard tcsetattr(input, TCSANOW, &raw) == 0 else {
            Restorer.disarm()
            return nil
        }
        self.usesScreen = usesScreen
        if usesScreen { Restorer.enterScreen() }
    }

    deinit { Restorer.restore() }

    /// While the program works and reads no keys, Ctrl-C ends it as it ends other programs.
    package static func allowInterrupt(_ isAllowed: Bool) { Restorer.allowInterrupt(isAllowed) }

    /// The window has another size since the last question, or the program was stopped and goes on.
    package static func wasResized() -> Bool { Restorer.resized.exchange(false, ordering: .relaxed) }

    /// Stops the program like Ctrl-Z outside, with the terminal put back in between.
    package static func suspend() {
        // To the process, not to this thread: threads of the concurrency pool block it. The pause lets it arrive.
        kill(getpid(), SIGTSTP)
        _ = poll(nil, 0, 100)
    }
}

/// What signal handlers need: plain memory that exists before any of them is installed, and calls that are allowed in them.
private enum Restorer {
    static let isArmed = Atomic<Bool>(false)
    static let resized = Atomic<Bool>(false)
    private static let input = Atomic<Int32>(0)
    private static let output = Atomic<Int32>(1)
    private static let usesScreen = Atomic<Bool>(false)
    /// Written before ``isArmed`` is set, and by nobody afterwards.
    nonisolated(unsafe) private static let before = UnsafeMutablePointer<termios>.allocate(capacity: 1)
    nonisolated(unsafe) private static let raw = UnsafeMutablePointer<termios>.allocate(capacity: 1)
    /// Second screen on and off, cursor hidden and shown; in memory of their own, since a handler must not allocate.
    nonisolated(unsafe) private static let enter = memory("\u{1B}[?1049h")
    nonisolated(unsafe) private static let leave = memory("\u{1B}[?25h\u{1B}[?1049l")
    private static let ends: [Int32] = [SIGINT, SIGTERM, SIGHUP, SIGQUIT]
    private static let crashes: [Int32] = [SIGSEGV, SIGILL, SIGTRAP, SIGBUS, SIGABRT, SIGFPE]
    private static let exitHook: Void = { _ = atexit { Restorer.restore() } }()

    private static func memory(_ text: String) -> UnsafeMutableBufferPointer<UInt8> {
        let bytes = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: text.utf8.count)
        _ = bytes.initialize(from: text.utf8)
        return bytes
    }

    static func arm(_ before: termios, _ raw: termios, input: Int32, output: Int32, usesScreen: Bool) {
        Self.before.initialize(to: before)
        Self.raw.initialize(to: raw)
        // Touched here, so that no handler is the first to need them.
        _ = (enter, leave, exitHook, resized.load(ordering: .relaxed))
        Self.input.store(input, ordering: .relaxed)
        Self.output.store(output, ordering: .relaxed)
        Self.usesScreen.store(usesScreen, ordering: .relaxed)
        isArmed.store(true, ordering: .sequentiallyConsistent)
        for number in ends + crashes { _ = signal(number, Self.restoreAndDie) }
        _ = signal(SIGTSTP, Self.stop)
        _ = signal(SIGCONT, Self.goOn)
        _ = signal(SIGWINCH) { _ in Restorer.resized.store(true, ordering: .relaxed) }
    }

    static func disarm() {
        guard isArmed.exchange(false, ordering: .sequentiallyConsistent) else { return }
        for number in ends + crashes + [SIGTSTP, SIGCONT, SIGWINCH] { _ = signal(number, SIG_DFL) }
    }

    static func restore() {
        guard isArmed.load(ordering: .sequentiallyConsistent) else { return }
        putBack()
        disarm()
    }

    static func enterScreen() { say(enter) }

    static func allowInterrupt(_ isAllowed: Bool) {
        guard isArmed.load(ordering: .sequentiallyConsistent) else { return }
        var settings = raw.pointee
        if isAllowed { settings.c_lflag |= tcflag_t(ISIG) }
        _ = tcsetattr(input.load(ordering: .relaxed), TCSANOW, &settings)
    }

    private static func say(_ bytes: UnsafeMutableBufferPointer<UInt8>) {
        _ = write(output.load(ordering: .relaxed), bytes.baseAddress, bytes.count)
    }

    /// Safe in a signal handler: system calls only.
    private static func putBack() {
        if usesScreen.load(ordering: .relaxed) { say(leave) }
        _ = tcsetattr(input.load(ordering: .relaxed), TCSANOW, before)
    }

    private static let restoreAndDie: @convention(c) (Int32) -> Void = { number in
        Restorer.putBack()
        // What the signal does by itself happens as soon as this returns.
        _ = signal(number, SIG_DFL)
        raise(number)
    }

    private static let stop: @convention(c) (Int32) -> Void = { number in
        Restorer.putBack()
        _ = signal(number, SIG_DFL)
        raise(number)
    }

    private static let goOn: @convention(c) (Int32) -> Void = { _ in
        guard Restorer.isArmed.load(ordering: .sequentiallyConsistent) else { return }
        _ = tcsetattr(Restorer.input.load(ordering: .relaxed), TCSANOW, Restorer.raw)
        if Restorer.usesScreen.load(ordering: .relaxed) { Restorer.say(Restorer.enter) }
        _ = signal(SIGTSTP, Restorer.stop)
        Restorer.resized.store(true, ordering: .relaxed)
    }
}
