import Simulator
import Testing

/// How a client reaches a server.
enum Way: String, CaseIterable, Sendable { case plain, startTLS, tls }

/// Real mail programs send through `mailscope serve`, in clear, with STARTTLS, and with TLS from the first octet.
@Suite("Real senders, mailscope serve", .needsTLS, .timeLimit(.minutes(10)))
struct SendersToServeTests {
    private static let letter =
        "From: alice@home.example\r\nTo: bob@home.example\r\nSubject: Lunch\r\n\r\n.dot\r\nThe end.\r\n"

    /// Sends one letter by each way, and looks what came.
    private func send(
        _ program: String, _ ways: [Way] = Way.allCases, options: [String] = [], input: String = letter,
        arguments: (Served, Way) throws -> [String]
    ) async throws {
        try await Served.run(options) { served in
            for (number, way) in ways.enumerated() {
                let finished = try await run(
                    "env", ["HOME=\(served.scratch)", program] + arguments(served, way), input: input)
                #expect(finished.code == 0, "\(program) \(way): \(finished.output)\(finished.errors)")
                let letters = try served.letters(of: "bob")
                #expect(letters.count == number + 1, "\(way): \(finished.output)\(finished.errors)")
                guard let last = letters.last else { continue }
                #expect(last.contains("The end.") || last.contains("hello"))
                #expect(last.contains(way == .plain ? "with ESMTPA id" : "with ESMTPSA id"), "\(last)")
            }
            // The dialogue inside TLS is shown as well: each letter's MAIL.
            let shown = try await served.dialogue { count("MAIL FROM:<ALICE@HOME.EXAMPLE>", in: $0) >= ways.count }
            #expect(count("MAIL FROM:<ALICE@HOME.EXAMPLE>", in: shown) == ways.count)
        }
    }

    private func count(_ words: String, in dialogue: String) -> Int {
        dialogue.uppercased().split(separator: "\n").count { $0.contains(words) }
    }

    @Test("swaks", .needs(.swaks), arguments: ["PLAIN", "LOGIN", "CRAM-MD5"])
    func swaks(mechanism: String) async throws {
        // It reads nothing, so nothing is written to it.
        try await send("swaks", options: ["--clear-passwords"], input: "") { served, way in
            let security = way == .plain ? [] : way == .startTLS ? ["--tls"] : ["--tls-on-connect"]
            return [
                "--server", "127.0.0.1", "--port", way == .tls ? served.smtps : served.smtp, "--ehlo",
                "alice.home.example",
                "--from", "alice@home.example", "--to", "bob@home.example", "--auth", mechanism, "--auth-user", "alice",
                "--auth-password", Served.alice, "--header", "Subject: Lunch", "--body", ".dot\\nThe end.\\n",
            ] + security
        }
    }

    @Test("curl", .needs(.curl))
    func curl() async throws {
        try await send("curl") { served, way in
            [
                "-sS", "--user", "alice:\(Served.alice)", "--mail-from", "alice@home.example", "--mail-rcpt",
                "bob@home.example", "--upload-file", "-", "--cacert", served.certificate,
                way == .startTLS ? "--ssl-reqd" : "-sS",
                "\(way == .tls ? "smtps" : "smtp")://localhost:\(way == .tls ? served.smtps : served.smtp)/alice.home.example",
            ]
        }
    }

    @Test("msmtp", .needs(.msmtp))
    func msmtp() async throws {
        try await send("msmtp") { served, way in
            [
                "--host=localhost", "--port=\(way == .tls ? served.smtps : served.smtp)", "--auth=plain",
                "--user=alice",
                "--passwordeval=echo \(Served.alice)", "--from=alice@home.example",
                "--tls-trust-file=\(served.certificate)", way == .plain ? "--tls=off" : "--tls=on",
                "--tls-starttls=\(way == .startTLS ? "on" : "off")", "bob@home.example",
            ]
        }
    }

    @Test("s-nail", .needs(.snail))
    func snail() async throws {
        try await send("s-nail", input: "hello\n") { served, way in
            let place = "localhost:\(way == .tls ? served.smtps : served.smtp)"
            return [
                "-:/", "-S", "v15-compat", "-S", "from=alice@home.example", "-S", "tls-ca-file=\(served.certificate)",
                "-S",
                "tls-ca-no-defaults", "-S", "tls-verify=strict", "-S", "smtp-auth=plain", "-S",
                "mta=\(way == .tls ? "smtps" : "smtp")://alice:\(Served.alice)@\(place)",
            ] + (way == .startTLS ? ["-S", "smtp-use-starttls"] : []) + ["-s", "Lunch", "bob@home.example"]
        }
    }

    @Test("mutt and neomutt", .needs(.mutt), arguments: ["mutt", "neomutt"])
    func mutt(program: String) async throws {
        guard Program.find(program) != nil else { return print("Skipped: \(program) is not installed") }
        try await send(program, input: "hello\n") { served, way in
            let scheme = way == .tls ? "smtps" : "smtp"
            let settings = try served.file(
                "muttrc-\(way)",
                """
                set smtp_url=\(scheme)://alice:\(Served.alice)@localhost:\(way == .tls ? served.smtps : served.smtp)/
                set ssl_starttls=\(way == .startTLS ? "yes" : "no")
                set ssl_force_tls=\(way == .startTLS ? "yes" : "no")
                set certificate_file=\(served.certificate)
                set from=alice@home.example
                set use_from=yes
                set copy=no
                set record=

                """)
            return ["-n", "-F", settings, "-s", "Lunch", "bob@home.example"]
        }
    }

    @Test("Python's smtplib", .needs(.python3))
    func smtplib() async throws {
        let script = """
            import smtplib, ssl, sys
            way, port, certificate, password = sys.argv[1:]
            context = ssl.create_default_context(cafile=certificate)
            if way == "tls": session = smtplib.SMTP_SSL("localhost", int(port), "alice.home.example", timeout=100, context=context)
            else: session = smtplib.SMTP("localhost", int(port), "alice.home.example", timeout=100)
            with session:
                if way == "startTLS": session.starttls(context=context)
                session.login("alice", password)
                session.sendmail("alice@home.example", ["bob@home.example"], sys.stdin.buffer.read())

            """
        try await send("python3") { served, way in
            ["-c", script, way.rawValue, way == .tls ? served.smtps : served.smtp, served.certificate, Served.alice]
        }
    }

    @Test("what is said behind STARTTLS in the clear is never heard", .needs(.python3))
    func injection() async throws {
        let script = """
            import socket, ssl, sys
            def last(stream):
                while True:
                    line = stream.readline()
                    if line[3:4] != b"-": return line
            for port, first, start, injected, name in [
                (sys.argv[1], b"EHLO x\\r\\n", b"STARTTLS\\r\\n", b"MAIL FROM:<evil@x.example>\\r\\nRCPT TO:<bob@home.example>\\r\\n", b"EHLO x\\r\\n"),
                (sys.argv[2], b"NOOP\\r\\n", b"STLS\\r\\n", b"USER bob\\r\\nPASS bu1lder\\r\\n", b"STAT\\r\\n")]:
                plain = socket.create_connection(("localhost", int(port)), 20)
                stream = plain.makefile("rb")
                last(stream); plain.sendall(first); last(stream)
                plain.sendall(start + injected); last(stream)
                context = ssl.create_default_context(cafile=sys.argv[3])
                safe = context.wrap_socket(plain, server_hostname="localhost")
                stream = safe.makefile("rb")
                safe.sendall(name); print(last(stream)[:4].decode())
                safe.sendall(b"QUIT\\r\\n"); print(stream.readline()[:4].decode(), stream.read())

            """
        try await Served.run { served in
            let python = try await run("python3", ["-c", script, served.smtp, served.pop3, served.certificate])
            #expect(python.code == 0, "\(python.errors)")
            #expect(python.output == "250 \n221  b''\n-ERR\n+OK  b''\n")
        }
    }
}
