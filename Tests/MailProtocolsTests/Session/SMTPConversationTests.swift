import MailProtocols
import Testing

@Suite("An SMTP conversation")
struct SMTPConversationTests {
    static let scripts: [String: String] = [
        "one letter": """
        S: 220 mx.north.example ready
        C: EHLO mx.south.example
        S: 250-mx.north.example
        S: 250 PIPELINING
        C: MAIL FROM:<alice@south.example>
        S: 250 2.1.0 Ok
        C: RCPT TO:<bob@north.example>
        S: 250 2.1.5 Ok
        C: DATA
        S: 354 go ahead
        C: Subject: dots
        C:
        C: ..one
        C: two
        C: .
        S: 250 2.0.0 kept
        C: QUIT
        S: 221 bye
        --
        """,
        "a pipelined group": """
        S: 220 ready
        C: EHLO a.example
        S: 250-mx
        S: 250 PIPELINING
        C: MAIL FROM:<a@a.example>\\r\\nRCPT TO:<b@b.example>\\r\\nRCPT TO:<c@b.example>\\r\\nDATA
        S: 250 ok\\r\\n250 ok\\r\\n550 5.1.1 no\\r\\n354 go
        C: hi\\r\\n.\\r\\nQUIT
        S: 250 kept\\r\\n221 bye
        --
        """,
        "DATA refused": """
        S: 220 ready
        C: HELO a
        S: 250 hello
        C: MAIL FROM:<>
        S: 250 ok
        C: RCPT TO:<x@b.example>
        S: 550 no
        C: DATA\\r\\nRSET
        S: 503 no recipients
        S: 250 ok
        C: QUIT
        S: 221 bye
        --
        """,
        "chunks": """
        S: 220 ready
        C: EHLO a
        S: 250-mx
        S: 250 CHUNKING
        C: MAIL FROM:<a@a.example>
        S: 250 ok
        C: RCPT TO:<b@b.example>
        S: 250 ok
        C: BDAT 6\\r\\nab\\r\\ncd\\
        S: 250 six
        C: BDAT 0 LAST
        S: 250 kept
        C: QUIT
        S: 221 bye
        --
        """,
        "a chunk refused before it came": """
        S: 220 ready
        C: EHLO a
        S: 250 CHUNKING
        C: BDAT 99 LAST
        S: 503 no transaction
        C: QUIT
        S: 221 bye
        --
        """,
        "AUTH LOGIN": """
        S: 220 ready
        C: EHLO a
        S: 250 AUTH LOGIN
        C: AUTH LOGIN
        S: 334 VXNlcm5hbWU6
        C: UVVJVA==
        S: 334 UGFzc3dvcmQ6
        C: c2VzYW1l
        S: 235 2.7.0 welcome
        C: QUIT
        S: 221 bye
        --
        """,
        "STARTTLS with a command behind it": """
        S: 220 ready
        C: EHLO a
        S: 250 STARTTLS
        C: STARTTLS\\r\\nNOOP
        S: 220 go
        C: \\x16\\x03\\x01abc\\
        S: \\x16\\x03\\x03xyz\\
        --
        """,
        "a dot line ended by a bare line feed": """
        S: 220 ready
        C: HELO a
        S: 250 hi
        C: DATA
        S: 354 go
        C: text\\n.\\n\\
        S: 250 taken
        C: QUIT
        S: 221 bye
        --
        """,
        "a smuggler's dot line": """
        S: 220 ready
        C: HELO a
        S: 250 hi
        C: DATA
        S: 354 go
        C: text\\n.\\nMAIL FROM:<x@y.example>
        C: .
        S: 250 taken
        C: QUIT
        S: 221 bye
        --
        """,
        "content that never ends": """
        S: 220 ready
        C: HELO a
        S: 250 hi
        C: DATA
        S: 354 go
        C: first
        S: 421 too slow
        C: second
        --
        """,
        "a hole in a command, and one in the content": """
        S: 220 ready
        C: EHLO a\\
        C~ 7
        C: b.example
        S: 250 hi
        C: DATA
        S: 354 go
        C: lost\\
        C~ 20
        C: found
        C: .
        S: 250 kept
        --
        """,
    ]

    @Test("is heard the same however the octets are cut", arguments: scripts.keys.sorted())
    func survivesEveryCut(name: String) throws {
        let script = Script(try #require(Self.scripts[name]))
        let whole = script.heard(by: Listener(smtp: SMTPConversation()))
        #expect(!whole.isEmpty)
        for size in 1...40 {
            #expect(
                script.heard(by: Listener(smtp: SMTPConversation()), inPiecesOf: size) == whole, "pieces of \(size)")
        }
    }

    private func heard(_ name: String) throws -> [String] {
        Script(try #require(Self.scripts[name])).heard(by: Listener(smtp: SMTPConversation()))
    }

    @Test("pairs each reply with what it answers")
    func pairs() throws {
        let heard = try heard("a pipelined group")
        #expect(
            heard.map { $0.split(separator: " ").prefix(4).joined(separator: " ") } == [
                "1 server reply 220", "2 client command “EHLO", "3 server reply 250", "4 client command “MAIL",
                "5 client command “RCPT", "6 client command “RCPT", "7 client command “DATA”", "8 server reply 250",
                "9 server reply 250", "10 server reply 550", "11 server reply 354", "12 client content “hi\\r\\n”",
                "13 client command “QUIT”", "14 server reply 250", "15 server reply 221",
            ])
        #expect(heard[7].contains("answers 4"))
        #expect(heard[8].contains("answers 5"))
        #expect(heard[9].contains("answers 6"))
        #expect(heard[10].contains("answers 7"))
        #expect(heard[13].contains("answers 12"))
        #expect(heard[14].contains("answers 13"))
    }

    @Test("removes stuffed dots and keeps the final line end")
    func unstuffs() throws {
        let heard = try heard("one letter")
        #expect(heard.contains { $0.contains("“Subject: dots\\r\\n\\r\\n.one\\r\\ntwo\\r\\n” crlf 28 stuffed 1") })
    }

    @Test("takes no command for content when DATA is refused")
    func refusedData() throws {
        let heard = try heard("DATA refused")
        #expect(heard.contains { $0.contains("client command “RSET”") })
        #expect(!heard.contains { $0.contains("content") })
    }

    @Test("counts chunks, and hears commands behind a refused one")
    func chunks() throws {
        let sent = try heard("chunks")
        #expect(sent.contains { $0.contains("client content “ab\\r\\ncd” count 6") })
        #expect(sent.contains { $0.contains("client content “” count 0 last") })
        let refused = try heard("a chunk refused before it came")
        #expect(refused.contains { $0.contains("client command “QUIT”") })
        #expect(!refused.contains { $0.contains("content") })
    }

    @Test("takes no SASL line for a command")
    func sasl() throws {
        let heard = try heard("AUTH LOGIN")
        #expect(heard.contains { $0.contains("client auth “UVVJVA==”") })
        #expect(heard.filter { $0.contains("client command") }.count == 3)
    }

    @Test("marks plaintext behind STARTTLS and counts the octets of TLS")
    func startTLS() throws {
        let heard = try heard("STARTTLS with a command behind it")
        #expect(heard.contains { $0.contains("client command “NOOP”") && $0.contains("injected") })
        #expect(heard.contains { $0.contains("client tls 6") })
        #expect(heard.contains { $0.contains("server tls 6") })
    }

    @Test("ends content at a bare line feed only where the server did")
    func lineFeeds() throws {
        let ended = try heard("a dot line ended by a bare line feed")
        #expect(ended.contains { $0.contains("content “text\\n” lf 5") })
        #expect(ended.contains { $0.contains("client command “QUIT”") })
        let smuggled = try heard("a smuggler's dot line")
        #expect(smuggled.contains { $0.contains("crlf") && $0.contains("stuffed 1") })
        #expect(!smuggled.contains { $0.contains("client command “MAIL") })
    }

    @Test("goes back to where a reply ended content that has no end")
    func neverEnds() throws {
        let heard = try heard("content that never ends")
        #expect(heard.contains { $0.contains("content “first\\r\\n” missing 7") })
        #expect(heard.contains { $0.contains("client command “second”") })
        #expect(heard.contains { $0.contains("reply 421") && $0.contains("answers") })
    }

    @Test("says where octets are missing")
    func holes() throws {
        let heard = try heard("a hole in a command, and one in the content")
        #expect(
            heard[1...3].map { $0.split(separator: " ").dropFirst(2).prefix(2).joined(separator: " ") } == [
                "command “EHLO", "gap 7", "command “b.example”",
            ])
        #expect(heard.contains { $0.contains("content “lostfound\\r\\n”") && $0.contains("missing 20") })
    }

    @Test("knows its state, its phase and what was offered")
    func state() {
        var listener = Listener(smtp: SMTPConversation())
        let script = Script(
            "S: 220 hi\nC: EHLO a\nS: 250-mx\nS: 250-SIZE 1000\nS: 250 STARTTLS\nC: MAIL FROM:<>\nS: 250 ok")
        var notes: NoteSet = []
        for case .said(let side, let bytes) in script.events {
            listener.hear(side, bytes.span) { utterance, _ in notes.formUnion(utterance.notes) }
        }
        #expect(listener.smtp?.state == .envelopeOpen)
        #expect(listener.smtp?.offered == [.size, .startTLS])
        #expect(notes.contains(.nullReversePath))
    }

    @Test(
        "notes commands out of their order",
        arguments: [
            ("MAIL FROM:<a@b.example>", Note.commandBeforeHello), ("RCPT TO:<a@b.example>", .commandBeforeHello),
            ("FROB", .unknownCommand), ("", .emptyCommand),
        ])
    func order(line: String, note: Note) {
        var listener = Listener(smtp: SMTPConversation())
        var notes: NoteSet = []
        for case .said(let side, let bytes) in Script("S: 220 hi\nC: \(line)").events {
            listener.hear(side, bytes.span) { utterance, _ in notes.formUnion(utterance.notes) }
        }
        #expect(notes.contains(note))
    }

    @Test("keeps a line of any length within bounds")
    func longLine() {
        var listener = Listener(smtp: SMTPConversation())
        var log = HearingLog()
        let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 100_000)
        for _ in 0..<20 { listener.hear(.client, piece.span) { log.add($0, $1) } }
        listener.hear(.client, Array("\r\nNOOP\r\n".utf8).span) { log.add($0, $1) }
        #expect(log.lines.count == 2)
        #expect(log.lines.first?.contains("0..<2000002") == true)
        #expect(log.lines.last?.contains("NOOP") == true)
    }
}
