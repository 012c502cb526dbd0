import MailProtocols

extension NoteCase {
    static let order: [NoteCase] = [
        NoteCase(
            .commandBeforeHello,
            raising: "== smtp 25\nS: 220 mx\nC: MAIL FROM:<a@a.example>\nS: 503 hello first\n--",
            silent: "== smtp 25\nS: 220 mx\nC: HELO a.example\nS: 250 mx\nC: MAIL FROM:<a@a.example>\nS: 250 ok\n--"),
        NoteCase(
            .nestedMail,
            raising: smtp("C: MAIL FROM:<a@a.example>\nS: 250 ok\nC: MAIL FROM:<a@a.example>\nS: 503 no"),
            silent: smtp("C: MAIL FROM:<a@a.example>\nS: 451 later\nC: MAIL FROM:<a@a.example>\nS: 250 ok")),
        NoteCase(
            .recipientBeforeMail, raising: smtp("C: RCPT TO:<b@b.example>\nS: 503 no"),
            silent: smtp("C: MAIL FROM:<a@a.example>\nS: 250 ok\nC: RCPT TO:<b@b.example>\nS: 250 ok")),
        NoteCase(
            .dataBeforeRecipient, raising: smtp("C: MAIL FROM:<a@a.example>\nS: 250 ok\nC: DATA\nS: 503 no"),
            silent: message()),
        NoteCase(
            .mailAfterQuit, raising: smtp("C: QUIT\nS: 221 bye\nC: MAIL FROM:<a@a.example>"),
            silent: smtp("C: QUIT\nS: 221 bye")),
        NoteCase(
            .commandOutOfState, raising: "== pop3 110\nS: +OK\nC: USER alice\nS: +OK\nC: RETR 1\nS: -ERR log in\n--",
            silent: pop3("C: RETR 9\nS: -ERR none")),
        NoteCase(
            .unknownCommand, raising: smtp("C: HEAL a.example\nS: 500 what"), silent: smtp("C: HELP\nS: 214 no")),
        NoteCase(
            .malformedCommand, raising: smtp("C: MAIL FROM: a@a.example\nS: 501 no"),
            silent: smtp("C: MAIL FROM:<a@a.example> SIZE=100\nS: 250 ok", offers: ["SIZE"])),
        NoteCase(
            .commandTooLong, raising: smtp("C: NOOP \(row("x", 600))\nS: 250 ok"),
            silent: smtp("C: NOOP \(row("x", 500))\nS: 250 ok")),
        NoteCase(
            .pipeliningNotOffered,
            raising: smtp("% joined\nC: NOOP\nC: NOOP\n% apart\nS: 250 ok\nS: 250 ok", offers: ["SIZE"]),
            silent: smtp("% joined\nC: RSET\nC: RSET\n% apart\nS: 250 ok\nS: 250 ok")),
        NoteCase(
            .pipelinedBehindLast, raising: smtp("% joined\nC: NOOP\nC: RSET\n% apart\nS: 250 ok\nS: 250 ok"),
            silent: smtp("% joined\nC: RSET\nC: NOOP\n% apart\nS: 250 ok\nS: 250 ok")),
        NoteCase(
            .parameterNotOffered, raising: smtp("C: MAIL FROM:<a@a.example> SIZE=100\nS: 555 no"),
            silent: smtp("C: MAIL FROM:<a@a.example> SIZE=100\nS: 250 ok", offers: ["SIZE 1000"])),
        NoteCase(
            .tooManyPendingCommands, raising: smtp("% joined\n\(lines(220, "C: RSET"))\n% apart"),
            silent: smtp("% joined\n\(lines(100, "C: RSET"))\n% apart\n\(lines(100, "S: 250 ok"))")),
        NoteCase(
            .bareLineFeed, raising: smtp("C: NOOP\\n\\\nS: 250 ok"), silent: smtp("C: NOOP\nS: 250 ok")),
        NoteCase(
            .bareCarriageReturn, raising: smtp("C: NOOP\\rRSET\nS: 500 no"), silent: smtp("C: NOOP RSET\nS: 250 ok")),
        NoteCase(.nulByte, raising: smtp("C: NOOP \\0\nS: 500 no"), silent: smtp("C: NOOP 0\nS: 250 ok")),
        NoteCase(
            .eightBitCommand, raising: smtp("C: NOOP \\xFC\nS: 500 no"), silent: smtp("C: NOOP u\nS: 250 ok")),
        NoteCase(.emptyCommand, raising: smtp("C:\nS: 500 what"), silent: smtp("C: NOOP\nS: 250 ok")),
        NoteCase(
            .dotWithoutData,
            raising: smtp(
                "C: MAIL FROM:<a@a.example>\nS: 250 ok\nC: RCPT TO:<b@b.example>\nS: 250 ok\nC: DATA\nS: 451 no\nC: .\nS: 500 what"
            ),
            silent: message(body: ".. a line with a dot")),
        NoteCase(
            .rolesSwapped, raising: smtp("C: 250 ok\nS: 500 what"), silent: smtp("C: 250OK\nS: 500 what")),
    ]

    static let replies: [NoteCase] = [
        NoteCase(
            .replyOutOfStep, raising: smtp("C: NOOP\nS: 354 go ahead"), silent: message()),
        NoteCase(
            .unsolicitedReply, raising: smtp("S? 250 and one more"), silent: smtp("C: NOOP\nS: 250 the one")),
        NoteCase(
            .replyWithoutCode, raising: smtp("C: NOOP\nS: fine"), silent: smtp("C: NOOP\nS: 250 fine")),
        NoteCase(
            .replyCodesDiffer, raising: smtp("C: HELP\nS: 214-one\nS: 250 two"),
            silent: smtp("C: HELP\nS: 214-one\nS: 214 two")),
        NoteCase(
            .replyCodeOutOfRange, raising: smtp("C: NOOP\nS: 650 fine"), silent: smtp("C: NOOP\nS: 252 fine")),
        NoteCase(
            .replyTooLong, raising: smtp("C: NOOP\nS: 250 \(row("x", 600))"),
            silent: smtp("C: NOOP\nS: 250-\(row("x", 400))\nS: 250 \(row("x", 400))")),
        NoteCase(
            .earlyTalker, raising: "== smtp 25\nC: EHLO a.example\nS: 220 mx\nS: 250 mx\n--",
            silent: "== smtp 25\nS: 220 mx\nC: EHLO a.example\nS: 250 mx\n--"),
        NoteCase(
            .greetingMissing, raising: "== smtp 25\nC: EHLO a.example\nS: 250 mx\n--",
            silent: "== smtp 25\nC: EHLO a.example\nS: 220 mx\nS: 250 mx\n--"),
        NoteCase(
            .greetingRefused, raising: "== smtp 25\nS: 554 go away\nC: QUIT\nS: 221 bye\n--",
            silent: "== smtp 25\nS: 220 come in\nC: QUIT\nS: 221 bye\n--"),
        NoteCase(
            .serviceClosing, raising: smtp("C: NOOP\nS: 421 shutting down"),
            silent: smtp("C: NOOP\nS: 450 not now")),
    ]
}
