import MailProtocols

extension NoteCase {
    private static let envelope = "C: MAIL FROM:<a@a.example>\nS: 250 ok\nC: RCPT TO:<b@b.example>\nS: 250 ok\n"
    private static let chunking = ["PIPELINING", "CHUNKING"]

    private static func chunks(_ lines: String, end: String = "--") -> String {
        smtp(envelope + lines, offers: chunking, end: end)
    }

    static let content: [NoteCase] = [
        NoteCase(
            .dataRefused, raising: smtp(envelope + "C: DATA\nS: 451 not now\nC: QUIT\nS: 221 bye"), silent: message()),
        NoteCase(
            .contentUnterminated, raising: smtp(envelope + "C: DATA\nS: 354 go ahead\nC> no end"), silent: message()),
        NoteCase(
            .endedByLineFeed,
            raising: smtp(envelope + "C: DATA\nS: 354 go ahead\nC> body\nC: .\\n\\\nS: 250 taken\nC: QUIT\nS: 221 bye"),
            silent: message(body: "one\\ntwo")),
        NoteCase(
            .smugglingSeam, raising: message(body: "one\\n.\ntwo"), silent: message(body: "one\\r\ntwo\n..three")),
        NoteCase(.notDotStuffed, raising: message(body: ".hidden"), silent: message(body: "..shown")),
        NoteCase(
            .textLineTooLong, raising: message(body: row("x", 999)), silent: message(body: row("x", 998))),
        NoteCase(.eightBitContent, raising: message(body: "Gr\\xC3\\xBCsse"), silent: message(body: "Gruesse")),
        NoteCase(
            .chunkSizeInvalid, raising: chunks("C: BDAT -1\nS: 501 no"),
            silent: chunks("C: BDAT 1 LAST\nC= x\nS: 250 ok")),
        NoteCase(
            .chunkRefused, raising: chunks("C: BDAT 1 LAST\nC= x\nS: 552 no"),
            silent: chunks("C: BDAT 1 LAST\nC= x\nS: 250 ok")),
        NoteCase(
            .chunkCutShort, raising: chunks("C: BDAT 100 LAST\nC= x", end: "-- rst client"),
            silent: chunks("C: BDAT 1 LAST\nC= x\nS: 250 ok", end: "-- rst client")),
        NoteCase(
            .lastChunkMissing, raising: chunks("C: BDAT 1\nC= x\nS: 250 ok\nC: QUIT\nS: 221 bye"),
            silent: chunks("C: BDAT 1\nC= x\nS: 250 ok\nC: BDAT 0 LAST\nS: 250 ok\nC: QUIT\nS: 221 bye")),
        NoteCase(
            .listUnterminated, raising: pop3("C: LIST\nS: +OK\nS> 1 20\nC: QUIT\nS: +OK bye"),
            silent: pop3("C: LIST\nS: +OK\nS> 1 20\nS> .\nC: QUIT\nS: +OK bye")),
        NoteCase(
            .largeMessage, raising: letter(sound + "\n\n" + row("x", 200), offers: ["SIZE 100"]),
            silent: letter(sound + "\n\n" + row("x", 200), offers: ["SIZE 1000"])),
        NoteCase(
            .chunkHuge, raising: chunks("C: BDAT 999999999999 LAST\nS: 552 too much\nC: QUIT\nS: 221 bye"),
            silent: chunks("C: BDAT 1000000 LAST\nS: 552 too much\nC: QUIT\nS: 221 bye")),
    ]

    private static func part(_ encoding: String, _ body: String) -> String {
        message("Content-Transfer-Encoding: \(encoding)", body: body)
    }

    private static func nested(_ depth: Int) -> String {
        let heads = (0..<depth).map { "--b\($0)\nContent-Type: multipart/mixed; boundary=b\($0 + 1)\n\n" }.joined()
        return message("Content-Type: multipart/mixed; boundary=b0", body: heads + "--b\(depth)\n\ndeep")
    }

    static let format: [NoteCase] = [
        NoteCase(.headerMissing, raising: letter("Subject: no author\n\nbody"), silent: message()),
        NoteCase(.headerMalformed, raising: message("no colon here"), silent: message("Subject: a colon here")),
        NoteCase(.mimeTooDeep, raising: nested(40), silent: nested(10)),
        NoteCase(
            .mimeTooManyParts,
            raising: message("Content-Type: multipart/mixed; boundary=b", body: lines(1_100, "--b\n\nx")),
            silent: message("Content-Type: multipart/mixed; boundary=b", body: lines(20, "--b\n\nx"))),
        NoteCase(.badBase64, raising: part("base64", "YWJj!!!!"), silent: part("base64", "YWJjZGVm\nYWI=")),
        NoteCase(
            .badQuotedPrintable, raising: part("quoted-printable", "a =GZ b"),
            silent: part("quoted-printable", "a =C3=BC b=\nc")),
        NoteCase(
            .badEncodedWord, raising: message("Subject: =?utf-8?X?abc?="), silent: message("Subject: =?utf-8?Q?abc?=")),
        NoteCase(
            .boundaryMissing, raising: message("Content-Type: multipart/mixed", body: "--b\n\nx"),
            silent: message("Content-Type: multipart/mixed; boundary=b", body: "--b\n\nx\n--b--")),
        NoteCase(
            .longFilename, raising: message("Content-Disposition: attachment; filename=\(row("n", 300))"),
            silent: message("Content-Disposition: attachment; filename=\(row("n", 30))")),
        NoteCase(
            .boundaryTooLong,
            raising: message("Content-Type: multipart/mixed; boundary=\(row("b", 80))", body: "--\(row("b", 80))\n\nx"),
            silent: message("Content-Type: multipart/mixed; boundary=\(row("b", 70))", body: "--\(row("b", 70))\n\nx")),
        NoteCase(
            .headerRepeated, raising: message("Subject: one\nSubject: two"),
            silent: message("Received: one\nReceived: two\nSubject: one")),
        NoteCase(
            .headerTooLong, raising: message("X-Long: \(row("x", 1_000))"),
            silent: message("X-Long: \(row("x", 700))\n \(row("x", 700))")),
        NoteCase(
            .encodedLineTooLong, raising: part("base64", row("YWJj", 30)), silent: part("base64", row("YWJj", 19))),
    ]
}
