import Simulator
import Testing

/// What `mailscope serve` promises beside the mail itself.
@Suite("mailscope serve", .needsTLS, .needs(.curl), .timeLimit(.minutes(10)))
struct ServeTests {
    private static let letter = "From: alice@home.example\r\nTo: bob@home.example\r\nSubject: Lunch\r\n\r\nThe end.\r\n"

    private func send(_ url: String, _ options: [String] = []) async throws -> Finished {
        try await run(
            "curl",
            [
                "-sS", "--mail-from", "alice@home.example", "--mail-rcpt", "bob@home.example", "--upload-file", "-",
                "\(url)/alice.home.example",
            ] + options, input: Self.letter)
    }

    @Test("a client that checks certificates sends nothing unless it trusts ours", arguments: ["smtp", "smtps"])
    func certificate(scheme: String) async throws {
        try await Served.run { served in
            let url = "\(scheme)://localhost:\(scheme == "smtps" ? served.smtps : served.smtp)"
            let careful = try await send(url, ["--ssl-reqd"])
            #expect(careful.code == 60)
            #expect(try served.letters(of: "bob").isEmpty)
            #expect(try await send(url, ["--ssl-reqd", "--cacert", served.certificate]).code == 0)
            #expect(try served.letters(of: "bob").count == 1)
        }
    }

    @Test("mail and certificate outlive SIGTERM in a folder that is kept")
    func kept() async throws {
        try await withScratchFolder { folder in
            var certificate = ""
            try await Served.run(in: folder) { served in
                let sent = try await send("smtp://localhost:\(served.smtp)")
                #expect(sent.code == 0)
                certificate = served.read("kept/tls/certificate.pem")
            }
            try await Served.run(in: folder) { served in
                #expect(served.read("kept/tls/certificate.pem") == certificate)
                let fetched = try await run(
                    "curl",
                    [
                        "-sS", "--user", "bob:\(Served.bob)", "--cacert", served.certificate,
                        "pop3s://localhost:\(served.pop3s)/1",
                    ])
                #expect(fetched.output.contains("Subject: Lunch"), "\(fetched.errors)")
            }
        }
    }

    @Test("a fault and a quirk by flag; what the station decided is shown")
    func faults() async throws {
        let fault = "{before: RCPT, do: say, text: 450 4.2.1 Not now}"
        try await Served.run(["--fault", fault, "--quirk", "dots-not-stuffed", "--plain"]) { served in
            let refused = try await send("smtp://localhost:\(served.smtp)")
            #expect(refused.errors.contains("450"), "\(refused.errors)")
            // Once, as in a scenario.
            #expect(try await send("smtp://localhost:\(served.smtp)").code == 0)
            let shown = try await served.dialogue { $0.contains("puts the letter into the maildrop") }
            #expect(shown.contains("other words are said here: 450 4.2.1 Not now"))
            #expect(shown.contains("puts the letter into the maildrop"))
        }
    }

    @Test("a scenario's servers: relayed from one to the other, with the scenario's own trouble")
    func scenario() async throws {
        try await withScratchFolder { folder in
            let yaml = """
                name: two-houses
                domains:
                  - name: south.example
                    users: [{name: alice, password: wonderland}]
                    service: {tls: offered, retry: [1s]}
                  - name: north.example
                    users: [{name: bob, password: builder}]
                    service: {tls: offered}
                letters:
                  - {from: alice@south.example, to: [bob@north.example], text: Never sent by itself}
                faults:
                  - {station: mx.north.example, before: RCPT, do: say, text: 450 4.2.1 Not now}
                """
            try Disk.write(Array(yaml.utf8), toNew: "\(folder)/two-houses.yaml")
            let ports = ["--smtp", "0", "--smtps", "0", "--pop3", "0", "--pop3s", "0"]
            let arguments = ["serve", "--scenario", "\(folder)/two-houses.yaml", "--keep", "\(folder)/kept", "--plain"]
            _ = try await LiveProgram.run(arguments + ports, in: folder, name: "dialogue") { messages in
                func port(of host: String) throws -> String {
                    let line = try #require(messages.split(separator: "\n").first { $0.contains(" \(host),") })
                    return try #require(LiveProgram.port(in: String(line)))
                }
                let sent = try await run(
                    "curl",
                    [
                        "-sS", "--mail-from", "alice@south.example", "--mail-rcpt", "bob@north.example",
                        "--upload-file", "-", "--ssl-reqd", "--insecure",
                        "smtp://127.0.0.1:\(try port(of: "mx.south.example"))",
                    ], input: Self.letter)
                #expect(sent.code == 0, "\(sent.errors)")
                try await wait(for: "files", "\(folder)/kept/maildrops/bob=40north.example/new", "1")
                let fetched = try await run(
                    "curl",
                    [
                        "-sS", "--user", "bob:builder", "--ssl-reqd", "--insecure",
                        "pop3://127.0.0.1:\(try port(of: "pop.north.example"))/1",
                    ])
                #expect(fetched.output.contains("with ESMTPS id "), "\(fetched.output)\(fetched.errors)")
            }
        }
    }
}
