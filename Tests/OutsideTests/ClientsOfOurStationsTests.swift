import Dialogue
import Simulator
import Testing

/// Real mail programs talk to our stations; what counts is what lies in the maildrop, and what they read back.
@Suite("Real clients, our stations", .timeLimit(.minutes(10)))
struct ClientsOfOurStationsTests {
    /// Lines that begin with a dot must come through as they were written.
    private static let letter = """
        From: alice@south.example\r
        To: bob@north.example\r
        Subject: Lunch\r
        Message-ID: <lunch@alice.south.example>\r
        \r
        .A dot begins this line.\r
        .\r
        The end.\r

        """

    @Test("swaks hands over a letter", .needs(.swaks), arguments: [[], ["--pipeline"]])
    func swaks(options: [String]) async throws {
        try await Office.run { office in
            let swaks = try await run(
                "swaks",
                [
                    "--server", office.mta.endpoint.address, "--port", "\(office.mta.endpoint.port)",
                    "--ehlo", "alice.south.example", "--from", "alice@south.example",
                    "--to", "bob@north.example,nobody@north.example,alice@north.example",
                    "--header", "Subject: Lunch", "--body", ".A dot begins this line.\\n.\\nThe end.\\n",
                ] + options)
            #expect(swaks.code == 0, "\(swaks.output)\(swaks.errors)")
            #expect(swaks.output.contains("<** 550 5.1.1"))
            for user in ["alice", "bob"] {
                let letters = try office.letters(of: user)
                #expect(letters.count == 1)
                #expect(letters.first?.contains("\r\n\r\n.A dot begins this line.\r\n.\r\nThe end.\r\n") == true)
                #expect(letters.first?.hasPrefix("Return-Path: <alice@south.example>\r\n") == true)
            }
        }
    }

    @Test("curl sends a letter and fetches it back", .needs(.curl))
    func curl() async throws {
        try await Office.run { office in
            let (smtp, pop) = (office.mta.endpoint, office.maa.endpoint)
            let sent = try await run(
                "curl",
                [
                    "-sS", "--mail-from", "alice@south.example", "--mail-rcpt", "bob@north.example",
                    "--upload-file", "-", "smtp://\(smtp.address):\(smtp.port)/alice.south.example",
                ], input: Self.letter)
            #expect(sent.code == 0, "\(sent.errors)")
            let stored = try office.letters(of: "bob")
            #expect(stored.first?.hasSuffix(Self.letter) == true)

            let place = "pop3://\(pop.address):\(pop.port)"
            let list = try await run("curl", ["-sS", "--user", "bob:bob-secret", "\(place)/"])
            #expect(list.output == "1 \(stored.first?.utf8.count ?? 0)\r\n", "\(list.errors)")
            let fetched = try await run("curl", ["-sS", "--user", "bob:bob-secret", "\(place)/1"])
            #expect(fetched.output == stored.first, "\(fetched.errors)")
            let refused = try await run("curl", ["-sS", "--user", "bob:wrong", "\(place)/"])
            // 67: the server denied the login.
            #expect(refused.code == 67, "\(refused.errors)")
        }
    }

    @Test("smtplib hears who was refused; poplib reads, deletes, and finds the maildrop empty", .needs(.python3))
    func python() async throws {
        try await Office.run { office in
            let script = """
                import poplib, smtplib, sys
                smtp, pop, letter = int(sys.argv[1]), int(sys.argv[2]), sys.stdin.buffer.read()
                with smtplib.SMTP("127.0.0.1", smtp, "alice.south.example", 20) as session:
                    refused = session.sendmail("alice@south.example", ["bob@north.example", "nobody@north.example"], letter)
                print(*[(name, code) for name, (code, text) in refused.items()])
                session = poplib.POP3("127.0.0.1", pop, 20)
                session.user("bob"); session.pass_("bob-secret")
                print(session.stat()[0], len(session.uidl()[1]), session.top(1, 0)[1][-1])
                print(b"\\r\\n".join(session.retr(1)[1]).endswith(letter.rstrip()))
                session.dele(1); session.quit()
                session = poplib.POP3("127.0.0.1", pop, 20)
                session.user("bob"); session.pass_("bob-secret"); print(session.stat()); session.quit()

                """
            let python = try await run(
                "python3", ["-c", script, "\(office.mta.endpoint.port)", "\(office.maa.endpoint.port)"],
                input: Self.letter)
            #expect(python.code == 0, "\(python.errors)")
            #expect(
                python.output == """
                    ('nobody@north.example', 550)
                    1 1 b''
                    True
                    (0, 0)

                    """)
            #expect(try office.letters(of: "bob").isEmpty)
        }
    }
}
