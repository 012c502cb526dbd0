import MailProtocols

extension NoteCase {
    private static let login = "S: +OK ready\nC: USER alice\nS: +OK\nC: PASS secret"

    private static func authenticated(_ lines: String, offers: [String] = ["AUTH PLAIN LOGIN CRAM-MD5"]) -> String {
        smtp(lines + "\nC: QUIT\nS: 221 bye", offers: offers)
    }

    static let security: [NoteCase] = [
        NoteCase(
            .passwordInClear, raising: authenticated("C: AUTH PLAIN AGEAYg==\nS: 235 ok"),
            silent: authenticated("C: AUTH CRAM-MD5\nS: 334 PDFAYj4=\nC~ YSAwMTIz\nS: 235 ok")),
        NoteCase(
            .passwordBeforeTLS,
            raising: "== pop3 110\nS: +OK\nC: CAPA\nS: +OK\nS> STLS\nS> .\nC: USER a\nS: +OK\nC: PASS b\nS: +OK\n--",
            silent: "== pop3 110\nS: +OK\nC: CAPA\nS: +OK\nS> STLSX\nS> .\nC: USER a\nS: +OK\nC: PASS b\nS: +OK\n--"),
        NoteCase(
            .encodingIsNotEncryption,
            raising: authenticated(
                "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC~ YQ==\nS: 334 UGFzc3dvcmQ6\nC~ Yg==\nS: 235 ok"),
            silent: authenticated(
                "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC~ YQ==\nS: 334 UGFzc3dvcmQ6\nC~ *\nS: 501 ok")),
        NoteCase(
            .authCancelled, raising: authenticated("C: AUTH CRAM-MD5\nS: 334 PDFAYj4=\nC~ *\nS: 501 no"),
            silent: authenticated("C: AUTH CRAM-MD5\nS: 334 PDFAYj4=\nC~ Kg==\nS: 535 no")),
        NoteCase(
            .authNotBase64, raising: authenticated("C: AUTH CRAM-MD5\nS: 334 PDFAYj4=\nC~ a secret\nS: 501 no"),
            silent: authenticated("C: AUTH PLAIN =\nS: 535 no")),
        NoteCase(
            .authMalformed, raising: authenticated("C: AUTH PLAIN YWxpY2U6c2VjcmV0\nS: 535 no"),
            silent: authenticated("C: AUTH PLAIN AGFsaWNlAHNlY3JldA==\nS: 535 no")),
        NoteCase(
            .authFailed, raising: "== pop3 110\n\(login)\nS: -ERR wrong\n--",
            silent: "== pop3 110\n\(login)\nS: +OK\n--"),
        NoteCase(
            .startTLSUnused, raising: smtp("C: QUIT\nS: 221 bye", offers: ["STARTTLS"]),
            silent: smtp(
                "C: STARTTLS\nS: 220 go\nC* 16 03 01 00 05 01 00 00 01 00\nS* 16 03 03 00 05 02 00 00 01 00",
                offers: ["STARTTLS"])),
        NoteCase(
            .startTLSRefused, raising: smtp("C: STARTTLS\nS: 454 not now", offers: ["STARTTLS"]),
            silent: smtp("C: NOOP\nS: 454 not now", offers: ["STARTTLS"])),
        NoteCase(
            .startTLSStripped, raising: smtp("C: QUIT\nS: 221 bye", offers: ["XXXXXXXA"]),
            silent: smtp("C: QUIT\nS: 221 bye", offers: ["XCLIENT NAME"])),
        NoteCase(
            .startTLSNotFollowed,
            raising: smtp("C: STARTTLS\nS: 220 go\nC: EHLO a.example\nS: 250 mx", offers: ["STARTTLS"]),
            silent: smtp(
                "% joined\nC: STARTTLS\nC+ EHLO a.example\n% apart\nS: 220 go\nC* 16 03 01 00 05 01 00 00 01 00",
                offers: ["STARTTLS"])),
        NoteCase(
            .plaintextBehindSTARTTLS,
            raising: smtp(
                "% joined\nC: STARTTLS\nC+ RSET\n% apart\nS: 220 go\nC* 16 03 01 00 05 01 00 00 01 00",
                offers: ["STARTTLS"]),
            silent: smtp("% joined\nC: STARTTLS\nC: RSET\n% apart\nS: 454 no\nS: 250 ok", offers: ["STARTTLS"])),
        NoteCase(
            .plaintextOnTLSPort, raising: smtp("C: QUIT\nS: 221 bye", port: 465),
            silent: smtp("C: QUIT\nS: 221 bye", port: 587)),
        NoteCase(
            .tlsOnPlaintextPort,
            raising: "== smtp 25\nC* 16 03 01 00 05 01 00 00 01 00\nS* 16 03 03 00 05 02 00 00 01 00\n--",
            silent: "== smtp 465\nC* 16 03 01 00 05 01 00 00 01 00\nS* 16 03 03 00 05 02 00 00 01 00\n--"),
    ]

    private static func recipients(_ first: String, _ second: String) -> String {
        smtp(
            """
            C: MAIL FROM:<a@a.example>
            S: 250 ok
            C: RCPT TO:<b@b.example>
            S: \(first)
            C: RCPT TO:<c@b.example>
            S: \(second)
            C: DATA
            S: 354 go ahead
            C> \(sound.split(separator: "\n").joined(separator: "\nC> "))
            C> Cc: c@b.example
            C>\("")
            C> body
            C> .
            S: 250 taken
            """)
    }

    private static func cutBehindContent(_ reply: String) -> String {
        letter("\(sound)\n\nbody").split(separator: "\n").prefix { !$0.hasPrefix("S: 250 taken") }
            .joined(separator: "\n") + "\n\(reply)\n-- rst client"
    }

    private static func greylisted(_ reply: String) -> String {
        smtp(
            """
            C: MAIL FROM:<a@a.example>
            S: 250 ok
            C: RCPT TO:<b@b.example>
            S: \(reply)
            C: DATA
            S: 554 no
            """)
    }

    private static let twice = message("Message-ID: <1@a.example>")
    private static let other = message("Message-ID: <2@a.example>")

    static let meaning: [NoteCase] = [
        NoteCase(
            .nullReversePath, raising: smtp("C: MAIL FROM:<>\nS: 250 ok"),
            silent: smtp("C: MAIL FROM:<a@a.example>\nS: 250 ok")),
        NoteCase(
            .envelopeDiffersFromHeader, raising: letter("\(sound)\n\nbody", from: "<bounces@list.example>"),
            silent: message()),
        NoteCase(
            .recipientRefused, raising: recipients("550 no", "250 ok"), silent: recipients("250 ok", "250 ok")),
        NoteCase(.duplicateMessage, raising: twice + "\n" + twice, silent: twice + "\n" + other),
        NoteCase(
            .lostReply, raising: cutBehindContent(""), silent: cutBehindContent("S: 250 taken")),
        NoteCase(
            .partialDelivery, raising: recipients("550 no", "250 ok"), silent: recipients("250 ok", "250 ok")),
        NoteCase(
            .deletedWithoutQuit, raising: pop3("C: DELE 1\nS: +OK"),
            silent: pop3("C: DELE 1\nS: +OK\nC: QUIT\nS: +OK bye")),
        NoteCase(
            .deletedAtOnce, raising: pop3("C: DELE 2\nS: +OK\nC: RSET\nS: +OK\nC: RETR 2\nS: -ERR none"),
            silent: pop3("C: DELE 2\nS: +OK\nC: RSET\nS: +OK\nC: RETR 3\nS: -ERR none")),
        NoteCase(
            .deletedNumberAnswered, raising: pop3("C: DELE 1\nS: +OK\nC: DELE 1\nS: +OK"),
            silent: pop3("C: DELE 1\nS: +OK\nC: DELE 1\nS: -ERR gone\nC: DELE 2\nS: +OK")),
        NoteCase(
            .mailboxBusy, raising: "== pop3 110\n\(login)\nS: -ERR [IN-USE] busy\n--",
            silent: "== pop3 110\n\(login)\nS: -ERR [AUTH] wrong\n--"),
        NoteCase(
            .temporaryFailure, raising: smtp("C: MAIL FROM:<a@a.example>\nS: 451 later"),
            silent: smtp("C: MAIL FROM:<a@a.example>\nS: 551 never")),
        NoteCase(
            .permanentFailure, raising: smtp("C: MAIL FROM:<a@a.example>\nS: 551 never"),
            silent: authenticated("C: AUTH PLAIN AGEAYg==\nS: 535 wrong")),
        NoteCase(
            .noRecipientAccepted, raising: greylisted("450 later"), silent: greylisted("250 ok")),
        NoteCase(
            .commandRefused, raising: pop3("C: RETR 9\nS: -ERR none"),
            silent: "== pop3 110\n\(login)\nS: -ERR wrong\n--"),
    ]

    private static func slowData(seconds: Int) -> String {
        smtp(
            """
            C: MAIL FROM:<a@a.example>
            S: 250 ok
            C: RCPT TO:<b@b.example>
            % pause 200
            S: 250 ok
            C: DATA
            % pause \(seconds)
            S: 354 go ahead
            C> .
            S: 250 taken
            """)
    }

    static let transport: [NoteCase] = [
        NoteCase(.connectionRefused, raising: "== refused 25", silent: "== smtp 25\nS: 220 mx\n-- rst server"),
        NoteCase(
            .connectionReset, raising: smtp("C: NOOP\nS: 250 ok", end: "-- rst client"),
            silent: smtp("C: NOOP\nS: 250 ok")),
        NoteCase(
            .connectionCut, raising: smtp("C: NO\\", end: "-- rst client"),
            silent: smtp("C: NOOP\nS: 250 ok", end: "-- rst client")),
        NoteCase(
            .midStream, raising: smtp("C: QUIT\nS: 221 bye", head: "% midstream"), silent: smtp("C: QUIT\nS: 221 bye")),
        NoteCase(
            .oneSided, raising: smtp("C: QUIT\nS: 221 bye", head: "% only client"), silent: smtp("C: QUIT\nS: 221 bye")),
        NoteCase(
            .bytesMissing, raising: smtp("% lose\nC: NOOP\nS? 250 ok\nC: QUIT\nS: 221 bye"),
            silent: smtp("C: NOOP\nS: 250 ok\nC: QUIT\nS: 221 bye")),
        NoteCase(
            .retransmissionDiffers, raising: smtp("C: NOOP\n% again QUIT\\r\\n\nS: 250 ok"),
            silent: smtp("C: NOOP\n% again\nS: 250 ok")),
        NoteCase(
            .gaveUpWaiting,
            raising: smtp(
                "C: MAIL FROM:<a@a.example>\nC: RCPT TO:<b@b.example>\nC: DATA\nC> one\n% pause 6\nC> two\n% pause 6\nC> .\nS: 250 taken"
            ),
            silent: message()),
        NoteCase(.waitedTooLong, raising: slowData(seconds: 121), silent: slowData(seconds: 119)),
        NoteCase(
            .candidateOverrun,
            raising: message(body: "one\\n.\n" + lines(1_000, row("text ", 15))),
            silent: message(body: "one\\n.\n" + lines(10, row("text ", 15)))),
        NoteCase(
            .httpConnect,
            raising:
                "== smtp 3128\nC! CONNECT mx:25 HTTP/1.1\nC!\nS! HTTP/1.1 200 ok\nS!\nS: 220 mx\nC: EHLO a\nS: 250 mx\n--",
            silent: "== smtp 3128\nS: 220 mx\nC: EHLO a\nS: 250 mx\n--"),
    ]
}
