#if os(Linux)
    import Glibc

    /// A program on a terminal of its own, whose user is a test.
    final class TerminalProgram {
        let process: pid_t
        private let user: Int32
        /// POSIX_SPAWN_SETSID, which Glibc's module does not show.
        private static let ownSession: Int16 = 0x80
        private(set) var shown = ""
        private var octets: [UInt8] = []
        private(set) var status: Int32?

        /// - Returns: nil where this system gives no terminal, or the program cannot be started.
        init?(_ words: [String], environment: [String: String], columns: UInt16 = 80, rows: UInt16 = 24) {
            var user: Int32 = -1
            var program: Int32 = -1
            var name = [CChar](repeating: 0, count: 256)
            var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
            guard openpty(&user, &program, &name, nil, &size) == 0 else { return nil }
            defer { close(program) }
            _ = fcntl(user, F_SETFD, FD_CLOEXEC)
            _ = fcntl(program, F_SETFD, FD_CLOEXEC)
            var actions = posix_spawn_file_actions_t()
            posix_spawn_file_actions_init(&actions)
            defer { posix_spawn_file_actions_destroy(&actions) }
            // In a session of its own the first terminal that is opened becomes the session's.
            posix_spawn_file_actions_addopen(&actions, 0, name, O_RDWR, 0)
            posix_spawn_file_actions_adddup2(&actions, 0, 1)
            posix_spawn_file_actions_adddup2(&actions, 0, 2)
            var attributes = posix_spawnattr_t()
            posix_spawnattr_init(&attributes)
            defer { posix_spawnattr_destroy(&attributes) }
            posix_spawnattr_setflags(&attributes, Self.ownSession)
            let variables = environment.map { "\($0.key)=\($0.value)" } + ["PATH=/usr/bin:/bin", "TERM=xterm"]
            var arguments = words.map { strdup($0) } + [nil]
            var settings = variables.map { strdup($0) } + [nil]
            defer { for word in arguments + settings { free(word) } }
            var process: pid_t = 0
            guard posix_spawn(&process, words[0], &actions, &attributes, &arguments, &settings) == 0 else {
                close(user)
                return nil
            }
            self.process = process
            self.user = user
        }

        /// How long a busy machine may let us wait, in milliseconds.
        private static let patience: Int32 = 60_000

        /// Reads what is shown until it holds the words, or the program has ended.
        @discardableResult
        func see(_ words: String) -> Bool {
            while !shown.contains(words) {
                var wanted = pollfd(fd: user, events: Int16(POLLIN), revents: 0)
                guard poll(&wanted, 1, Self.patience) > 0 else { return false }
                var block = [UInt8](repeating: 0, count: 65_536)
                let count = read(user, &block, block.count)
                guard count > 0 else { return shown.contains(words) }
                octets += block[..<count]
                shown = String(decoding: octets, as: UTF8.self)
            }
            return true
        }

        /// What was shown so far was looked at.
        func forget() {
            octets = []
            shown = ""
        }

        func type(_ text: String) {
            let bytes = Array(text.utf8)
            _ = write(user, bytes, bytes.count)
        }

        func resize(columns: UInt16, rows: UInt16) {
            var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
            _ = ioctl(user, UInt(TIOCSWINSZ), &size)
        }

        /// Closes the window.
        func hangUp() { close(user) }

        /// Reads to the end.
        ///
        /// - Returns: The exit code, or 128 and the signal.
        func end() -> Int32 {
            if let status { return status }
            see("\u{0} never shown")
            var status: Int32 = 0
            waitpid(process, &status, 0)
            let code = status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
            self.status = code
            return code
        }

        /// The terminal reads lines and echoes them: it was given back as it was.
        var isRestored: Bool {
            var settings = termios()
            guard tcgetattr(user, &settings) == 0 else { return false }
            return settings.c_lflag & tcflag_t(ICANON) != 0 && settings.c_lflag & tcflag_t(ECHO) != 0
        }

        /// The last words brought the first screen and the cursor back.
        var showsFirstScreen: Bool {
            guard let leave = shown.ranges(of: "\u{1B}[?1049l").last else { return !shown.contains("\u{1B}[?1049h") }
            let enter = shown.ranges(of: "\u{1B}[?1049h").last
            return enter.map { $0.upperBound <= leave.lowerBound } ?? true && shown.contains("\u{1B}[?25h")
        }
    }
#endif
