/// Messages in chunks, refused, cut by holes, and lines beyond all measure.
enum ContentScripts {
    private static let envelope = """
        == smtp 25
        S: 220 mx.example
        C: EHLO a.example
        S: 250-mx.example
        S: 250-PIPELINING
        S: 250 CHUNKING
        C: MAIL FROM:<a@a.example>
        S: 250 ok
        C: RCPT TO:<b@b.example>
        S: 250 ok
        """

    private static func chunks(_ name: String, _ text: String, ending: String = "--") -> NamedScript {
        NamedScript(name, "\(envelope)\n\(text)\nC: QUIT\nS: 221 bye\n\(ending)")
    }

    static let all: [NamedScript] = [
        chunks(
            "a last chunk of nothing",
            """
            C: BDAT 16
            C= Subject: one\\r\\n\\r\\n
            S: 250 ok
            C: BDAT 0 LAST
            C=\("")
            S: 250 taken
            """),
        chunks(
            "sizes that are none",
            """
            C: BDAT -1 LAST ## chunk-size-invalid
            S: 501 no ## chunk-refused, permanent-failure
            C: BDAT 18446744073709551616 LAST ## chunk-size-invalid
            S: 501 no ## chunk-refused
            C: BDAT 5 LEAST ## chunk-size-invalid
            S: 501 no ## chunk-refused
            C: BDAT ## chunk-size-invalid
            S: 501 no ## chunk-refused
            """),
        chunks(
            "a chunk that was refused and came all the same",
            """
            % joined
            C: BDAT 7 LAST
            C= Sorry\\r\\n
            % apart
            S: 552 too much ## chunk-refused, permanent-failure
            C: RSET
            S: 250 ok
            """),
        chunks(
            "DATA refused: what follows are commands",
            """
            C: DATA
            S: 451 not now ## data-refused, temporary-failure
            C: RSET
            S: 250 ok
            C: MAIL FROM:<a@a.example>
            S: 250 ok
            """),
        chunks(
            "commands that a message quotes are content",
            """
            C: DATA
            S: 354 go ahead
            C> From: a@a.example
            C> To: b@b.example
            C> Date: Mon, 5 Jan 2026 09:00:00 +0000
            C>\("")
            C> QUIT
            C> RSET
            C> MAIL FROM:<x@x.example>
            C> 250 ok
            C> .
            S: 250 taken
            """),
        NamedScript(
            "STARTTLS refused, and the session goes on in the clear",
            """
            == smtp 25
            S: 220 mx.example
            C: EHLO a.example
            S: 250-mx.example
            S: 250 STARTTLS
            C: STARTTLS
            S: 454 not now ## start-tls-refused
            C: MAIL FROM:<a@a.example>
            S: 250 ok
            C: QUIT
            S: 221 bye
            -- ## start-tls-unused
            """),
        NamedScript(
            "a 421 that nobody asked for",
            """
            == smtp 25
            S: 220 mx.example
            C: EHLO a.example
            S: 250 mx.example
            S? 421 4.4.2 timeout ## unsolicited-reply, service-closing
            -- rst server ## connection-reset
            """),
        NamedScript(
            "unknown commands in POP3, and an answer to each of a group",
            """
            == pop3 110
            S: +OK ready
            C: HELO a ## unknown-command
            S: -ERR what ## command-refused
            C: APOP alice c4c9334bac560ecc979e58001b3e22fb
            S: +OK welcome
            % joined
            C: STAT
            C: LIST 1
            C: UIDL
            C: NOOP
            % apart
            S: +OK 1 20
            S: +OK 1 20
            S: +OK
            S> 1 abc
            S> .
            S: +OK
            C: QUIT
            S: +OK bye
            --
            """),
    ]
}
