import Simulator
import Testing

/// `mailscope tap` between curl and `mailscope serve`.
@Suite("mailscope tap", .needsTLS, .needs(.curl), .timeLimit(.minutes(10)))
struct TapTests {
    private static let letter =
        "From: alice@home.example\r\nTo: bob@home.example\r\nSubject: Lunch\r\n\r\n.dot\r\nThe end.\r\n"

    /// - Parameter body: Called with the tap's port; returns when the tap may end.
    /// - Returns: What the tap has shown.
    private func tap(
        _ served: Served, to port: String, _ protocol: String, _ options: [String] = ["--tls"],
        while body: (String) async throws -> Void
    ) async throws -> String {
        let messages = try await LiveProgram.run(
            [
                "tap", "--listen", "0", "--to", "localhost:\(port)", "--protocol", `protocol`, "--plain", "--width",
                "200",
            ]
                + (options.contains("--tls") ? ["--keep", "\(served.scratch)/tap"] : []) + options,
            in: served.scratch, name: "tapped"
        ) { messages in
            let line = try #require(messages.split(separator: "\n").first { $0.contains("Listening on") })
            try await body(try #require(LiveProgram.port(in: String(line))))
        }
        #expect(!messages.contains(Served.bob))
        return served.read("tapped")
    }

    private func send(_ served: Served, _ url: String, trusting certificate: String?) async throws -> Finished {
        try await run(
            "curl",
            [
                "-sS", "--user", "alice:\(Served.alice)", "--mail-from", "alice@home.example", "--mail-rcpt",
                "bob@home.example", "--upload-file", "-", "--ssl-reqd", "\(url)/alice.home.example",
            ] + (certificate.map { ["--cacert", $0] } ?? []), input: Self.letter)
    }

    @Test("a letter through TLS that ends at the tap and begins anew", arguments: ["smtp", "smtps"])
    func sending(scheme: String) async throws {
        try await Served.run { served in
            let port = scheme == "smtps" ? served.smtps : served.smtp
            let trust = ["--tls", "--trust", served.certificate, "--write", "\(served.scratch)/tapped.pcapng"]
            let shown = try await tap(served, to: port, scheme, trust) { port in
                let url = "\(scheme)://localhost:\(port)"
                // 60: nobody vouches for the tap's certificate.
                #expect(try await send(served, url, trusting: nil).code == 60)
                #expect(try await send(served, url, trusting: served.certificate).code == 60)
                let sent = try await send(served, url, trusting: "\(served.scratch)/tap/tls/certificate.pem")
                #expect(sent.code == 0, "\(sent.errors)")
            }
            #expect(try served.letters(of: "bob").map { $0.contains("with ESMTPSA id ") } == [true])
            #expect(shown.contains("MAIL FROM:<alice@home.example>"))
            #expect(shown.contains(".dot"))
            #expect(!shown.contains(Served.alice))
            // The file can be read again with the keys that it holds.
            let traced = try await run(Served.program, ["trace", "\(served.scratch)/tapped.pcapng"])
            #expect(traced.output.contains("MAIL FROM:<alice@home.example>"))
        }
    }

    @Test("a maildrop through it", arguments: ["pop3", "pop3s"])
    func fetching(scheme: String) async throws {
        try await Served.run { served in
            try served.deliver(["first"])
            let shown = try await tap(served, to: scheme == "pop3s" ? served.pop3s : served.pop3, scheme) { port in
                let fetched = try await run(
                    "curl",
                    [
                        "-sS", "--user", "bob:\(Served.bob)", "--ssl-reqd", "--cacert",
                        "\(served.scratch)/tap/tls/certificate.pem", "\(scheme)://localhost:\(port)/1",
                    ])
                #expect(fetched.output.contains("Subject: first"), "\(fetched.errors)")
            }
            #expect(shown.contains("RETR 1"))
            #expect(!shown.contains(Served.bob))
        }
    }

    @Test("TLS passes through untouched where nobody asked for more")
    func untouched() async throws {
        try await Served.run { served in
            let shown = try await tap(served, to: served.smtp, "smtp", []) { port in
                let sent = try await send(served, "smtp://localhost:\(port)", trusting: served.certificate)
                #expect(sent.code == 0, "\(sent.errors)")
            }
            #expect(try served.letters(of: "bob").count == 1)
            #expect(shown.contains("STARTTLS"))
            #expect(shown.contains("(TLS: "))
            #expect(!shown.contains("MAIL FROM"))
        }
    }

    @Test("a server that does not show the certificate that was asked for gets nothing")
    func mistrust() async throws {
        try await Served.run { served in
            let other = try #require(TLSIdentity.selfMade(for: ["localhost"]))
            let path = try served.file("other.pem", other.certificatePEM)
            _ = try await tap(served, to: served.smtp, "smtp", ["--tls", "--trust", path]) { port in
                let sent = try await send(
                    served, "smtp://localhost:\(port)", trusting: "\(served.scratch)/tap/tls/certificate.pem")
                #expect(sent.code != 0)
            }
            #expect(try served.letters(of: "bob").isEmpty)
        }
    }
}
