import Simulator
import Testing

/// Real mail programs fetch from `mailscope serve`, in clear, with STLS, and with TLS from the first octet.
@Suite("Real readers, mailscope serve", .needsTLS, .timeLimit(.minutes(10)))
struct ReadersFromServeTests {
    /// Fetches three letters by each way.
    ///
    /// - Parameter file: What the client writes to, in its scratch folder; nil: it prints what it fetches.
    private func fetch(
        _ program: String, _ ways: [Way] = Way.allCases, into file: String?, options: [String] = [],
        arguments: (Served, Way) throws -> [String]
    ) async throws {
        try await Served.run(options) { served in
            try served.deliver(["first", "second", "third"])
            for (number, way) in ways.enumerated() {
                let finished = try await run(
                    "env", ["HOME=\(served.scratch)", program] + arguments(served, way))
                #expect(finished.code == 0, "\(program) \(way): \(finished.output)\(finished.errors)")
                let text = file.map { served.read($0) } ?? finished.output
                let found = text.components(of: "Subject: third")
                #expect(found == (file == nil ? 1 : number + 1), "\(way): \(finished.output)\(finished.errors)")
                #expect(text.contains(".A dot begins this line."))
                #expect(!text.contains("..A dot"))
            }
            #expect(try served.letters(of: "bob").count == 3)
        }
    }

    private func port(_ served: Served, _ way: Way) -> String { way == .tls ? served.pop3s : served.pop3 }

    @Test("curl", .needs(.curl), arguments: ["PLAIN", "CRAM-MD5", "+APOP"])
    func curl(login: String) async throws {
        // APOP and CRAM-MD5 show no password; PLAIN does.
        try await fetch("curl", into: nil, options: ["--clear-passwords"]) { served, way in
            [
                "-sS", "--user", "bob:\(Served.bob)", "--login-options", "AUTH=\(login)", "--cacert",
                served.certificate,
                way == .startTLS ? "--ssl-reqd" : "-sS",
                "\(way == .tls ? "pop3s" : "pop3")://localhost:\(port(served, way))/3",
            ]
        }
    }

    @Test("mpop", .needs(.mpop))
    func mpop() async throws {
        try await fetch("mpop", into: "mbox") { served, way in
            [
                "--host=localhost", "--port=\(port(served, way))", "--auth=user", "--user=bob",
                "--passwordeval=echo \(Served.bob)", "--delivery=mbox,\(served.scratch)/mbox", "--keep=on",
                "--uidls-file=\(served.scratch)/uidls-\(way)", "--tls-trust-file=\(served.certificate)",
                way == .plain ? "--tls=off" : "--tls=on", "--tls-starttls=\(way == .startTLS ? "on" : "off")",
            ]
        }
    }

    @Test("fetchmail", .needs(.fetchmail))
    func fetchmail() async throws {
        try await fetch("fetchmail", into: "fetched") { served, way in
            let security =
                switch way {
                case .plain: "sslproto ''"
                case .startTLS: "sslproto 'tls1.2+' sslcertfile '\(served.certificate)' sslcertck"
                case .tls: "ssl sslcertfile '\(served.certificate)' sslcertck"
                }
            let settings = try served.file(
                "fetchmailrc-\(way)",
                """
                poll localhost protocol pop3 port \(port(served, way)) user bob password \(Served.bob)
                    \(security) keep fetchall mda "/bin/cat >>'\(served.scratch)/fetched'"

                """)
            return ["-f", settings, "--nodetach", "--nosyslog", "-i", "\(served.scratch)/ids-\(way)"]
        }
    }

    @Test("getmail", .needs(.getmail))
    func getmail() async throws {
        try await fetch("getmail", [.plain, .tls], into: "got") { served, way in
            let settings = try served.file(
                "getmailrc-\(way)",
                """
                [retriever]
                type = \(way == .tls ? "SimplePOP3SSLRetriever" : "SimplePOP3Retriever")
                server = localhost
                port = \(port(served, way))
                username = bob
                password = \(Served.bob)
                \(way == .tls ? "ca_certs = \(served.certificate)" : "")
                [destination]
                type = MDA_external
                path = /bin/sh
                arguments = ("-c", "cat >>'\(served.scratch)/got'")
                allow_root_commands = true
                [options]
                delete = false
                read_all = true

                """)
            return ["--getmaildir", served.scratch, "--rcfile", settings, "-q"]
        }
    }

    @Test("mutt and neomutt", .needs(.mutt), arguments: ["mutt", "neomutt"])
    func mutt(program: String) async throws {
        guard Program.find(program) != nil else { return print("Skipped: \(program) is not installed") }
        // It wants a terminal, even where nobody presses a key.
        guard Program.find("script") != nil else { return print("Skipped: script(1) is not installed") }
        try await fetch("env", into: "mbox") { served, way in
            let settings = try served.file(
                "muttrc-\(way)",
                """
                set pop_host="\(way == .tls ? "pops" : "pop")://bob:\(Served.bob)@localhost:\(port(served, way))"
                set pop_delete=no
                set ssl_starttls=\(way == .startTLS ? "yes" : "no")
                set ssl_force_tls=\(way == .startTLS ? "yes" : "no")
                set certificate_file=\(served.certificate)
                set folder=\(served.scratch)
                set spoolfile=\(served.scratch)/mbox
                set mbox_type=mbox
                set confirmcreate=no
                set quit=yes
                set move=no
                set sleep_time=0
                push "<fetch-mail><quit>"

                """)
            if way == .plain { _ = try served.file("mbox", "") }
            return [
                "TERM=xterm", "script", "-qec", "\(program) -n -F '\(settings)' -f '\(served.scratch)/mbox'",
                "/dev/null",
            ]
        }
    }

    @Test("s-nail", .needs(.snail))
    func snail() async throws {
        try await Served.run { served in
            try served.deliver(["first", "second", "third"])
            for way in [Way.plain, .startTLS, .tls] {
                let url = "\(way == .tls ? "pop3s" : "pop3")://bob:\(Served.bob)@localhost:\(port(served, way))"
                let reader = try await run(
                    "env",
                    [
                        "HOME=\(served.scratch)", "s-nail", "-:/", "-S", "v15-compat", "-S",
                        "tls-ca-file=\(served.certificate)", "-S", "tls-ca-no-defaults", "-S", "tls-verify=strict",
                        "-#",
                    ] + (way == .startTLS ? ["-S", "pop3-use-starttls"] : []) + ["-f", url],
                    input: "from *\ntype 2\nexit\n")
                #expect(reader.output.contains("third"), "\(way): \(reader.output)\(reader.errors)")
                #expect(reader.output.contains("\n.A dot begins this line."), "\(way): \(reader.output)")
            }
        }
    }

    @Test("Python's poplib reads, deletes, and goes by UIDL", .needs(.python3))
    func poplib() async throws {
        let script = """
            import poplib, ssl, sys
            port, sealed, certificate, password = sys.argv[1:]
            context = ssl.create_default_context(cafile=certificate)
            seen = set()
            for way in ["plain", "startTLS", "tls"]:
                if way == "tls": session = poplib.POP3_SSL("localhost", int(sealed), timeout=100, context=context)
                else: session = poplib.POP3("localhost", int(port), timeout=100)
                if way == "startTLS": session.stls(context)
                if way == "plain": session.apop("bob", password)
                else: session.user("bob"); session.pass_(password)
                names = [line.split()[1] for line in session.uidl()[1]]
                print(way, session.stat()[0], len(set(names) - seen), session.top(1, 0)[1][2].decode(), session.retr(1)[1][-2].decode())
                seen |= set(names)
                session.dele(1); session.quit()

            """
        try await Served.run(["--clear-passwords"]) { served in
            try served.deliver(["first", "second", "third"])
            let python = try await run(
                "python3", ["-c", script, served.pop3, served.pop3s, served.certificate, Served.bob])
            #expect(python.code == 0, "\(python.errors)")
            #expect(
                python.output == """
                    plain 3 3 Subject: first .A dot begins this line.
                    startTLS 2 0 Subject: second .A dot begins this line.
                    tls 1 0 Subject: third .A dot begins this line.

                    """)
            #expect(try served.letters(of: "bob").isEmpty)
        }
    }
}

extension String {
    fileprivate func components(of part: String) -> Int {
        split(separator: part, omittingEmptySubsequences: false).count - 1
    }
}
