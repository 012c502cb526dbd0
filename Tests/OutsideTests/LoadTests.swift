import Simulator
import Testing

/// Programs whose trade it is to find what is open, and to keep a server busy.
@Suite("Scanners and load, mailscope serve", .needsTLS, .timeLimit(.minutes(10)))
struct LoadTests {
    /// What nmap's scripts say of a port; a script whose name begins with `+` runs though the port is not the usual one.
    private func scan(_ port: String, _ scripts: [String], _ arguments: String = "") async throws -> String {
        let names = scripts.map { "+\($0)" }.joined(separator: ",")
        let found = try await run(
            "nmap",
            ["-Pn", "-n", "-sT", "-p", port, "--script", names]
                + (arguments.isEmpty ? [] : ["--script-args", arguments]) + ["127.0.0.1"])
        #expect(found.code == 0, "\(found.errors)")
        #expect(found.output.contains("open"), "\(found.output)")
        return found.output
    }

    @Test("nmap's scripts for SMTP find no open relay, no user and no hole", .needs(.nmap))
    func smtp() async throws {
        try await Served.run { served in
            let commands = try await scan(served.smtp, ["smtp-commands", "smtp-ntlm-info", "smtp-strangeport"])
            for word in ["PIPELINING", "SIZE", "8BITMIME", "CHUNKING", "STARTTLS", "AUTH SCRAM-SHA-256"] {
                #expect(commands.contains(word), "\(word): \(commands)")
            }
            let relay = try await scan(served.smtp, ["smtp-open-relay"], "smtp-open-relay.domain=home.example")
            #expect(relay.contains("doesn't seem to be an open relay"), "\(relay)")
            let names = try served.file("names", "root\nalice\nbob\n")
            let users = try await scan(
                served.smtp, ["smtp-enum-users"],
                "smtp-enum-users.methods={VRFY,EXPN},smtp-enum-users.domain=home.example,userdb=\(names)")
            #expect(!users.contains("alice") && !users.contains("bob"), "\(users)")
            let holes = try await scan(
                served.smtp, ["smtp-vuln-cve2010-4344", "smtp-vuln-cve2011-1720", "smtp-vuln-cve2011-1764"])
            #expect(!holes.contains("State: VULNERABLE") && !holes.contains("LIKELY VULNERABLE"), "\(holes)")
            // Whoever asks that much is still a client like any other afterwards.
            #expect(try await scan(served.smtp, ["smtp-commands"]).contains("PIPELINING"))
        }
    }

    @Test("nmap's scripts for POP3 are told what it can do, and nothing of the machine", .needs(.nmap))
    func pop3() async throws {
        try await Served.run { served in
            let found = try await scan(served.pop3, ["pop3-capabilities", "pop3-ntlm-info"])
            for word in ["STLS", "UIDL", "TOP", "PIPELINING", "RESP-CODES", "SASL(SCRAM-SHA-256"] {
                #expect(found.contains(word), "\(word): \(found)")
            }
            #expect(!found.contains("ntlm-info:"))
        }
    }

    @Test("nmap guesses no password, and is sent away after three", .needs(.nmap))
    func guessing() async throws {
        try await Served.run { served in
            let names = try served.file("names", "alice\nbob\n")
            let words = try served.file("words", "secret\npassword\n12345\nwonderland\n")
            let arguments = "userdb=\(names),passdb=\(words),brute.threads=2,brute.retries=1,unpwdb.timelimit=20s"
            for (port, script) in [(served.pop3, "pop3-brute"), (served.smtp, "smtp-brute")] {
                let found = try await scan(port, [script], arguments)
                #expect(!found.contains("Valid credentials"), "\(found)")
            }
        }
    }

    @Test(
        "postal sends and rabid fetches until they are stopped: all letters arrive as they were",
        .needs(.postal, .rabid))
    func load() async throws {
        try await Served.run { served in
            let users = try served.file("users", "alice@home.example\nbob@home.example\n")
            let secrets = try served.file(
                "secrets", "alice@home.example \(Served.alice)\nbob@home.example \(Served.bob)\n")
            // Both go on for ever; timeout(1) sends them away. They write their logs where they stand.
            func work(_ words: String) async throws -> Finished {
                try await run("sh", ["-c", "cd '\(served.scratch)' && exec timeout 5 \(words)"])
            }
            let sent = try await work("postal -t 3 -c 3 -m 20 '[127.0.0.1]\(served.smtp)' \(users)")
            #expect(sent.code == 124, "\(sent.output)\(sent.errors)")
            #expect(sent.errors.isEmpty, "\(sent.errors)")
            let waiting = try served.letters(of: "alice").count + served.letters(of: "bob").count
            #expect(waiting > 10)
            // It checks each letter against the sum that postal wrote into its header.
            let fetched = try await work("rabid -p 1 -d 100:100 '[127.0.0.1]\(served.pop3)' \(secrets)")
            #expect(fetched.code == 124, "\(fetched.output)\(fetched.errors)")
            #expect(fetched.errors.isEmpty, "\(fetched.errors)")
            #expect(try served.letters(of: "alice").count + served.letters(of: "bob").count < waiting)
        }
    }
}
