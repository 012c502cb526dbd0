#if os(Linux)
    import Simulator
    import Testing
    import Glibc

    /// The program itself, on a terminal.
    @Suite("A lesson gives the terminal back, however it ends", .timeLimit(.minutes(10)))
    struct LearnTerminalTests {
        private static func start(
            _ folder: String, _ words: [String] = ["push-and-pull"], shell: String? = nil
        ) throws -> TerminalProgram {
            let command = shell.map { ["/bin/sh", "-c", $0] } ?? [Mailscope.path, "learn"] + words
            return try #require(
                TerminalProgram(
                    command, environment: ["MAILSCOPE_STATE": folder, "NO_COLOR": "1", "mailscope": Mailscope.path]))
        }

        @Test("left with q it says how far one has come, and goes on there the next time")
        func quit() async throws {
            try await withScratchFolder { folder in
                let program = try Self.start(folder, [])
                #expect(program.see("step 1/"))
                #expect(program.see("Space "))
                #expect(!program.isRestored)
                program.type("  nnn")
                #expect(program.see("Answer: "))
                program.type("\u{1B}")
                #expect(program.see("A key is a command now"))
                program.type("q")
                #expect(program.end() == 0)
                #expect(program.isRestored && program.showsFirstScreen)
                #expect(program.shown.contains("steps are done. Your progress is kept."))
                let again = try Self.start(folder, [])
                #expect(again.see("Answer: "))
                again.type("\u{3}\u{3}")
                #expect(again.end() == 0)
                #expect(again.isRestored && again.showsFirstScreen)
            }
        }

        @Test(
            "ended or crashed by a signal",
            arguments: [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGSEGV, SIGILL, SIGTRAP, SIGBUS, SIGABRT, SIGFPE])
        func signals(number: Int32) async throws {
            try await withScratchFolder { folder in
                let program = try Self.start(folder)
                #expect(program.see("Space "))
                #expect(!program.isRestored)
                kill(program.process, number)
                #expect(program.end() == 128 + number)
                #expect(program.isRestored && program.showsFirstScreen)
            }
        }

        @Test("a terminal that is dumb by its own word gets plain lines")
        func dumb() async throws {
            try await withScratchFolder { folder in
                let program = try #require(
                    TerminalProgram(
                        [Mailscope.path, "learn", "push-and-pull"],
                        environment: ["MAILSCOPE_STATE": folder, "TERM": "dumb"]))
                #expect(program.see("(:help tells the commands.)"))
                #expect(program.see("[Enter goes on"))
                program.type(":quit\n")
                #expect(program.end() == 0)
                #expect(!program.shown.contains("\u{1B}"))
            }
        }

        @Test("the window is closed")
        func closedWindow() async throws {
            try await withScratchFolder { folder in
                let program = try Self.start(folder)
                #expect(program.see("Space "))
                program.hangUp()
                var status: Int32 = 0
                waitpid(program.process, &status, 0)
                // By the signal, or by the end of the input, whichever is seen first; never by a crash.
                #expect(status == SIGHUP || status == 0)
            }
        }

        @Test("stopped with Ctrl-Z, and gone on with")
        func stopped() async throws {
            try await withScratchFolder { folder in
                let program = try Self.start(
                    folder, shell: "set -m; $mailscope learn push-and-pull; echo STOPPED; read line; fg; echo OVER")
                #expect(program.see("Space "))
                program.type("\u{1A}")
                #expect(program.see("STOPPED"))
                #expect(program.isRestored && program.showsFirstScreen)
                program.forget()
                program.type("\n")
                #expect(program.see("Space "))
                #expect(!program.isRestored)
                program.type("q")
                #expect(program.see("OVER"))
                #expect(program.isRestored && program.showsFirstScreen)
                #expect(program.end() == 0)
            }
        }

        @Test("random octets and windows, through a real terminal, end in no crash", arguments: 1...3)
        func monkey(seed: UInt64) async throws {
            var random = SeededRandom(seed: seed, purpose: "typist")
            try await withScratchFolder { folder in
                let program = try Self.start(folder, ["two-hops"])
                #expect(program.see("step "))
                for _ in 0..<300 {
                    switch Int.random(in: 0..<12, using: &random) {
                    case 0:
                        program.resize(
                            columns: .random(in: 1...200, using: &random), rows: .random(in: 1...60, using: &random))
                    case 1: program.type("\u{1B}[\("ABCDHF5~6~".randomElement(using: &random) ?? "A")")
                    default:
                        // Whatever a keyboard can send, but for what leaves or stops.
                        let octet = UInt8.random(in: 1...127, using: &random)
                        if ![3, 4, 0x1A, 0x1C, UInt8(ascii: "q")].contains(octet) {
                            program.type(String(UnicodeScalar(octet)))
                        }
                    }
                }
                program.resize(columns: 80, rows: 24)
                kill(program.process, SIGTERM)
                let end = program.end()
                #expect(end == 128 + SIGTERM || end == 0, "\(program.shown.suffix(400))")
                #expect(program.isRestored && program.showsFirstScreen)
            }
        }
    }
#endif
