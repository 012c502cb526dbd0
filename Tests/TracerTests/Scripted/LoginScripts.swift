/// Logins, and what POP3 does that no public capture shows.
enum LoginScripts {
    private static func smtp(_ text: String) -> String {
        """
        == smtp 587
        S: 220 mx.example ready
        C: EHLO a.example
        S: 250-mx.example
        S: 250 AUTH PLAIN LOGIN CRAM-MD5 SCRAM-SHA-256 XOAUTH2
        \(text)
        C: QUIT
        S: 221 bye
        --
        """
    }

    private static func pop3(_ text: String, ending: String = "--") -> String {
        """
        == pop3 110
        S: +OK ready <1896.697170952@pop.example>
        \(text)
        \(ending)
        """
    }

    static let all: [NamedScript] = [
        NamedScript(
            "AUTH PLAIN with an initial response",
            smtp(
                """
                C: AUTH PLAIN AGFsaWNlAHNlY3JldA== ## password-in-clear, encoding-is-not-encryption
                S: 235 welcome
                """)),
        NamedScript(
            "AUTH PLAIN without one",
            smtp(
                """
                C: AUTH PLAIN
                S: 334 \("")
                C~ AGFsaWNlAHNlY3JldA== ## password-in-clear, encoding-is-not-encryption
                S: 235 welcome
                """)),
        NamedScript(
            "AUTH LOGIN that fails",
            smtp(
                """
                C: AUTH LOGIN
                S: 334 VXNlcm5hbWU6
                C~ YWxpY2U=
                S: 334 UGFzc3dvcmQ6
                C~ d3Jvbmc= ## password-in-clear, encoding-is-not-encryption
                S: 535 no ## auth-failed
                """)),
        NamedScript(
            "CRAM-MD5",
            smtp(
                """
                C: AUTH CRAM-MD5
                S: 334 PDE4OTYuNjk3MTcwOTUyQG14LmV4YW1wbGU+
                C~ YWxpY2UgMDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=
                S: 235 welcome
                """)),
        NamedScript(
            "SCRAM-SHA-256",
            smtp(
                """
                C: AUTH SCRAM-SHA-256 biwsbj11c2VyLHI9ck9wck5HZndFYmVSV2diTkVrcU8=
                S: 334 cj1yT3ByTkdmd0ViZVJXZ2JORWtxTyxzPVc1LGk9NDA5Ng==
                C~ Yz1iaXdzLHI9ck9wck5HZndFYmVSV2diTkVrcU8scD1kSHpi
                S: 334 dj02cnJpVFJCaTIzV3BSUi93dHVw
                C~
                S: 235 welcome
                """)),
        NamedScript(
            "XOAUTH2, refused with a challenge",
            smtp(
                """
                C: AUTH XOAUTH2 dXNlcj1hbGljZQFhdXRoPUJlYXJlciBhYmMBAQ== ## password-in-clear, encoding-is-not-encryption
                S: 334 eyJzdGF0dXMiOiI0MDEifQ==
                C~
                S: 535 expired ## auth-failed
                """)),
        NamedScript(
            "a login broken off",
            smtp(
                """
                C: AUTH CRAM-MD5
                S: 334 PDE4OTYuNjk3MTcwOTUyQG14LmV4YW1wbGU+
                C~ * ## auth-cancelled
                S: 501 cancelled
                """)),
        NamedScript(
            "APOP, TOP, pipelined RETR and DELE",
            pop3(
                """
                C: APOP alice c4c9334bac560ecc979e58001b3e22fb
                S: +OK welcome
                C: TOP 1 0
                S: +OK
                S> Subject: one
                S>\("")
                S> .
                % joined
                C: RETR 1
                C: DELE 1
                C: QUIT
                % apart
                S: +OK 20 octets
                S> Subject: one
                S>\("")
                S> ..dot
                S> .
                S: +OK marked
                S: +OK bye
                """)),
        NamedScript(
            "USER and PASS, LIST and UIDL with and without an argument",
            pop3(
                """
                C: USER alice
                S: +OK
                C: PASS secret ## password-in-clear
                S: +OK
                C: LIST 1
                S: +OK 1 20
                C: LIST
                S: +OK
                S> 1 20
                S> .
                C: UIDL
                S: +OK
                S> 1 abc
                S> .
                C: UIDL 1
                S: +OK 1 abc
                C: QUIT
                S: +OK
                """)),
        NamedScript(
            "AUTH in POP3, with a continuation line",
            pop3(
                """
                C: AUTH PLAIN
                S: + \("")
                C~ AGFsaWNlAHNlY3JldA== ## password-in-clear, encoding-is-not-encryption
                S: +OK welcome
                C: QUIT
                S: +OK
                """)),
        NamedScript(
            "POP3 with holes: in a message, and in front of a command",
            pop3(
                """
                C: USER alice
                S: +OK
                C: PASS secret ## password-in-clear
                S: +OK
                C: RETR 1
                S: +OK 60 octets
                S> Subject: one
                % lose
                S> this line is lost
                S> body
                S> .
                C: DELE 1
                S: +OK marked
                C: QUIT
                S: +OK bye
                """, ending: "-- ## bytes-missing")),
        NamedScript(
            "POP3 with a lost reply to the password",
            pop3(
                """
                C: USER alice
                S: +OK
                C: PASS secret ## password-in-clear
                % lose
                S: +OK welcome
                C: STAT
                S: +OK 2 40
                C: QUIT
                S: +OK bye
                """, ending: "-- ## bytes-missing")),
        NamedScript(
            "POP3 with a lost reply to a deletion",
            pop3(
                """
                C: USER alice
                S: +OK
                C: PASS secret ## password-in-clear
                S: +OK welcome
                C: DELE 1
                % lose
                S: +OK marked
                C: RETR 2
                S: +OK 20 octets
                S> Subject: two
                S>\("")
                S> body
                S> .
                C: QUIT
                S: +OK bye
                """, ending: "-- ## bytes-missing")),
        NamedScript(
            "STLS, accepted",
            pop3(
                """
                C: CAPA
                S: +OK
                S> STLS
                S> .
                C: STLS
                S: +OK begin
                C* 16 03 01 00 05 01 00 00 01 00
                S* 16 03 03 00 05 02 00 00 01 00
                """)),
        NamedScript(
            "STARTTLS with plaintext behind it",
            """
            == smtp 25
            S: 220 mx.example
            C: EHLO a.example
            S: 250-mx.example
            S: 250 STARTTLS
            % joined
            C: STARTTLS
            C+ RSET ## plaintext-behind-starttls
            % apart
            S: 220 go ahead
            C* 16 03 01 00 05 01 00 00 01 00
            S* 16 03 03 00 05 02 00 00 01 00
            --
            """),
        NamedScript(
            "a message in chunks",
            """
            == smtp 25
            S: 220 mx.example
            C: EHLO a.example
            S: 250-mx.example
            S: 250 CHUNKING
            C: MAIL FROM:<a@a.example>
            S: 250 ok
            C: RCPT TO:<b@b.example>
            S: 250 ok
            C: BDAT 16
            C= Subject: one\\r\\n\\r\\n
            S: 250 ok
            C: BDAT 6 LAST
            C= body\\r\\n
            S: 250 taken
            C: QUIT
            S: 221 bye
            --
            """),
        NamedScript(
            "SMTP through an HTTP proxy",
            """
            == smtp 3128
            C! CONNECT mx.example:25 HTTP/1.1
            C!\("")
            S! HTTP/1.1 200 ok
            S!\("")
            S: 220 mx.example
            C: EHLO a.example
            S: 250 mx.example
            C: QUIT
            S: 221 bye
            --
            """),
    ]
}
