/// Whole dialogues with every note that belongs to them, and none beside.
enum NoteScripts {
    private static func smtp(_ text: String, offers: String = "SIZE") -> String {
        """
        == smtp 25
        S: 220 mx.example ready
        C: EHLO a.example
        S: 250-mx.example
        S: 250-PIPELINING
        S: 250 \(offers)
        \(text)
        C: QUIT
        S: 221 bye
        --
        """
    }

    static let all: [NamedScript] = [
        NamedScript(
            "a password is in the clear when it crosses, not when it is announced",
            smtp(
                """
                C: AUTH PLAIN
                S: 334 \("")
                C~ * ## auth-cancelled
                S: 501 cancelled
                C: AUTH PLAIN !!!! ## auth-not-base64
                S: 501 no base64 ## auth-failed
                C: AUTH LOGIN
                S: 334 VXNlcm5hbWU6
                C~ YWxpY2U=
                S: 334 UGFzc3dvcmQ6
                C~ * ## auth-cancelled
                S: 501 cancelled
                C: AUTH PLAIN
                S: 504 no such mechanism ## auth-failed
                C: AUTH PLAIN
                S: 334 go on ## auth-not-base64
                C~ AGFsaWNlAHNlY3JldA== ## password-in-clear, encoding-is-not-encryption
                S: 454 not now ## temporary-failure
                C: AUTH ## malformed-command
                S: 501 which one? ## auth-failed
                """, offers: "AUTH PLAIN LOGIN")),
        NamedScript(
            "what was refused for one recipient is said once for all of them",
            smtp(
                """
                C: MAIL FROM:<a@a.example>
                S: 250 ok
                C: RCPT TO:<b@b.example>
                S: 550 no such user ## recipient-refused, permanent-failure
                C: RCPT TO:<c@b.example>
                S: 550 no such user ## recipient-refused
                C: RCPT TO:<d@b.example>
                S: 450 later ## recipient-refused, temporary-failure
                C: RCPT TO:<e@b.example>
                S: 250 ok
                C: DATA
                S: 354 go ahead
                C> From: a@a.example
                C> To: b@b.example, e@b.example
                C> Date: Mon, 5 Jan 2026 09:00:00 +0000
                C> .
                S: 550 no such user ## permanent-failure
                C: MAIL FROM:<a@a.example>
                S: 250 ok
                C: RCPT TO:<b@b.example>
                S: 550 no such user ## recipient-refused, permanent-failure
                C: RSET
                S: 250 ok
                """)),
        NamedScript(
            "after 4yz to all recipients nothing has failed for good",
            smtp(
                """
                % joined
                C: MAIL FROM:<a@a.example>
                C: RCPT TO:<b@b.example>
                C: RCPT TO:<c@b.example>
                C: DATA
                % apart
                S: 250 ok
                S: 450 greylisted ## recipient-refused, temporary-failure
                S: 450 greylisted ## recipient-refused
                S: 554 no valid recipients ## no-recipient-accepted
                C: RSET
                S: 250 ok
                """)),
        NamedScript(
            "parameters: of no extension, of one that was not offered, without a value",
            smtp(
                """
                C: MAIL FROM:<a@a.example> COLOUR=green ## parameter-not-offered
                S: 555 no ## permanent-failure
                C: MAIL FROM:<a@a.example> SIZE=10 BODY=8BITMIME ## parameter-not-offered
                S: 555 no ## permanent-failure
                C: MAIL FROM:<a@a.example> SIZE= ## malformed-command
                S: 501 no ## permanent-failure
                C: MAIL FROM:<a@a.example> SIZE=10
                S: 250 ok
                C: RCPT TO:<b@b.example> NOTIFY=NEVER ## parameter-not-offered
                S: 250 ok
                """)),
        NamedScript(
            "parameters that an extension nobody knows may have brought",
            smtp(
                """
                C: MAIL FROM:<a@a.example> COLOUR=green
                S: 250 ok
                """, offers: "PAINT")),
        NamedScript(
            "known words that are used wrongly",
            smtp(
                """
                C: MAIL TO:<a@a.example> ## malformed-command
                S: 500 no ## permanent-failure
                C: MAIL FROM:<a@a.example ## malformed-command
                S: 501 no ## permanent-failure
                C: MAIL FROM:<a@a.example>
                S: 250 ok
                C: RCPT TO:<> ## malformed-command
                S: 501 no ## recipient-refused, permanent-failure
                C: RCPT TO:<b b@b.example> ## malformed-command
                S: 553 no ## recipient-refused, permanent-failure
                C: RCPT TO:<postmaster>
                S: 250 ok
                C: DATA now ## malformed-command
                S: 501 no ## data-refused, permanent-failure
                C: VRFY ## malformed-command
                S: 502 no ## permanent-failure
                C: RSET now ## malformed-command
                S: 250 ok
                C: NOOP now
                S: 250 ok
                C: HELO ## malformed-command
                S: 550 no ## permanent-failure
                """
            )),
        NamedScript(
            "known words of POP3 that are used wrongly",
            """
            == pop3 110
            S: +OK ready
            C: USER ## malformed-command
            S: -ERR who? ## command-refused
            C: USER alice
            S: +OK
            C: PASS ## malformed-command
            S: -ERR no ## auth-failed
            C: AUTH CRAM-MD5
            S: + PDFAYj4=
            C~ * ## auth-cancelled
            S: -ERR cancelled
            C: PASS secret ## password-in-clear
            S: +OK
            C: RETR ## malformed-command
            S: -ERR which? ## command-refused
            C: DELE one ## malformed-command
            S: -ERR which? ## command-refused
            C: LIST 1 2 ## malformed-command
            S: -ERR which? ## command-refused
            C: TOP 1 ## malformed-command
            S: -ERR how many? ## command-refused
            C: STAT now ## malformed-command
            S: +OK 0 0
            C: TOP 1 0
            S: -ERR none ## command-refused
            C: QUIT
            S: +OK
            --
            """),
        NamedScript(
            "421 is one remark",
            """
            == smtp 25
            S: 220 mx.example
            C: EHLO a.example
            S: 250 mx.example
            C: MAIL FROM:<a@a.example>
            S: 421 4.4.2 timeout exceeded ## service-closing
            --
            """),
    ]
}
