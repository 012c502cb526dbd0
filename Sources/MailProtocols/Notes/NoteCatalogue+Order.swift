extension NoteCatalogue {
    /// What clients do out of order or out of shape.
    static let order: [NoteEntry] = [
        .init(
            .commandBeforeHello, .warning, "A mail command came before EHLO or HELO.",
            why: "The client must introduce itself first, so that the server knows whom it talks to and what may be "
                + "used. A strict server answers 503.",
            .rfc(5321, "4.1.4")),
        .init(
            .nestedMail, .warning, "MAIL came while a mail transaction was already open.",
            why: "One transaction carries one reverse-path. The client should finish with DATA or abandon with RSET "
                + "before it begins another; a strict server answers 503.",
            .rfc(5321, "4.1.4")),
        .init(
            .recipientBeforeMail, .warning, "RCPT came before MAIL.",
            why: "A recipient belongs to a transaction, and only MAIL opens one. A strict server answers 503.",
            .rfc(5321, "4.1.4")),
        .init(
            .dataBeforeRecipient, .warning, "Content was announced with no accepted recipient.",
            why: "There is nobody to deliver to. The server answers 503 or 554; a client that pipelines must be ready "
                + "for this when every RCPT was refused.",
            .rfc(5321, "3.3"), .rfc(2920, "3.1")),
        .init(
            .mailAfterQuit, .warning, "A command came after QUIT.",
            why: "QUIT ends the session: the server replies once more and closes. What follows is thrown away.",
            .rfc(5321, "4.1.1.10")),
        .init(
            .commandOutOfState, .warning, "This command is not allowed in the state the session is in.",
            why: "Each state permits certain commands only: USER belongs to AUTHORIZATION, RETR to TRANSACTION, RCPT "
                + "behind MAIL. The server should refuse and stay where it is.",
            .rfc(5321, "4.1.4"), .rfc(1939, "3")),
        .init(
            .unknownCommand, .warning, "The command word is not known.",
            why: "It may be a typing error, a private extension, or not mail at all. SMTP answers 500, POP3 -ERR, and "
                + "the session goes on.",
            .rfc(5321, "4.2.4"), .rfc(1939, "3")),
        .init(
            .malformedCommand, .warning, "The command is known, its argument is not well formed.",
            why: "Typical causes are missing angle brackets around an address, a space behind the colon of FROM: or "
                + "TO:, a missing number behind RETR. A strict server answers 501, or -ERR in POP3.",
            .rfc(5321, "4.1.2"), .rfc(1939, "3")),
        .init(
            .commandTooLong, .warning, "The command line is longer than the limit.",
            why: "SMTP allows 512 octets with CR LF, more only where an extension grants it; POP3 allows 255. Long "
                + "lines are also how buffers are attacked.",
            .rfc(5321, "4.5.3.1.4"), .rfc(2449, "4")),
        .init(
            .pipeliningNotOffered, .warning, "Commands were sent together though PIPELINING was not offered.",
            why: "Without the offer a client must wait for each reply. Servers may drop what came early, and some "
                + "take it as the mark of a spam program.",
            .rfc(2920, "3.1"), .rfc(5321, "4.3.1")),
        .init(
            .pipelinedBehindLast, .warning, "A command was sent behind one that must end its group.",
            why: "EHLO, DATA, VRFY, EXPN, NOOP and QUIT may stand only last in a group of commands: the client has to "
                + "hear their reply before it goes on.",
            .rfc(2920, "3.1")),
        .init(
            .parameterNotOffered, .warning, "A parameter was used whose extension the server did not offer.",
            why: "A client may use only what the reply to EHLO listed. The server answers 555 or 501.",
            .rfc(5321, "4.1.1.11")),
        .init(
            .tooManyPendingCommands, .warning, "Very many commands wait for a reply.",
            why: "Either replies are missing from the capture or the client does not listen. Which reply answers "
                + "which command is less sure from here on.",
            .rfc(2920, "3.1")),
        .init(
            .bareLineFeed, .warning, "A line ends with LF alone.",
            why: "Only CR LF ends a line. Programs that differ on this can be played against each other: what is one "
                + "line to one of them is two to the next.",
            .rfc(5321, "2.3.8")),
        .init(
            .bareCarriageReturn, .warning, "A CR stands without its LF.",
            why: "CR may appear only as the first half of CR LF. Programs disagree on what a lone one means.",
            .rfc(5321, "2.3.8")),
        .init(
            .nulByte, .warning, "The line holds a NUL octet.",
            why: "Many programs take NUL for the end of a string and miss what follows. It has no place in a command, "
                + "a reply or a message.",
            .rfc(5322, "4"), .rfc(5321, "2.4")),
        .init(
            .eightBitCommand, .warning, "The command holds octets above 127.",
            why: "Commands are ASCII, unless SMTPUTF8 was offered and asked for, or UTF8 switched on in POP3.",
            .rfc(5321, "2.4"), .rfc(6531, "3.1"), .rfc(6856, "2.1")),
        .init(
            .emptyCommand, .info, "The line is empty, so it names no command.",
            why: "A stray line end, often from a person at the keyboard or left behind the content. The server "
                + "answers with an error and nothing changes.",
            .rfc(5321, "4.1.1")),
        .init(
            .dotWithoutData, .warning, "The end mark of content came though no content was under way.",
            why: "A lone dot ends a message only after 354. The client most likely sent its message without "
                + "waiting, and DATA was refused.",
            .rfc(5321, "4.1.1.4")),
        .init(
            .rolesSwapped, .warning, "One side says what only the other side may say.",
            why: "A client that replies or a server that commands points to a capture with its sides exchanged, to a "
                + "mail loop, or to another protocol.",
            .rfc(5321, "2.1"), .rfc(1939, "3")),
    ]

    /// What servers do out of order or out of shape.
    static let replies: [NoteEntry] = [
        .init(
            .replyOutOfStep, .warning, "The reply does not fit the command that it answers.",
            why: "A reply is missing or one too many was sent, so replies and commands may have shifted against each "
                + "other. Read the pairs that follow with care.",
            .rfc(5321, "4.3.2")),
        .init(
            .unsolicitedReply, .warning, "The server replied though nothing was asked.",
            why: "Each command earns exactly one reply. A 421 that announces the end is the usual exception.",
            .rfc(5321, "4.2"), .rfc(5321, "3.8")),
        .init(
            .replyWithoutCode, .warning, "The server's line does not begin with a reply code.",
            why: "A client decides by the three digits, or by +OK and -ERR; without them it can only give up. The "
                + "server, or something in front of it, is broken.",
            .rfc(5321, "4.2"), .rfc(1939, "3")),
        .init(
            .replyCodesDiffer, .warning, "The lines of one reply carry different codes.",
            why: "All lines of a reply must bear the same code. Mailscope goes by the first, other programs may go by "
                + "the last.",
            .rfc(5321, "4.2.1")),
        .init(
            .replyCodeOutOfRange, .warning, "The reply code is outside the range that SMTP uses.",
            why: "The first digit runs from 2 to 5 and the second from 0 to 5. A client can only go by the first "
                + "digit, if it knows that.",
            .rfc(5321, "4.2")),
        .init(
            .replyTooLong, .warning, "The reply line is longer than the limit.",
            why: "SMTP and POP3 both allow 512 octets with CR LF. Longer lines may be cut by the client.",
            .rfc(5321, "4.5.3.1.5"), .rfc(2449, "4")),
        .init(
            .earlyTalker, .warning, "The client spoke before the server's greeting.",
            why: "The server speaks first. Impatient clients are mostly spam programs, so many servers hold the "
                + "greeting back on purpose to catch them.",
            .rfc(5321, "3.1"), .rfc(5321, "4.3.1")),
        .init(
            .greetingMissing, .warning, "The server never greeted.",
            why: "Without 220 or +OK the client must not begin. The server was overloaded, is not a mail server, or "
                + "its greeting is missing from the capture.",
            .rfc(5321, "3.1"), .rfc(1939, "4")),
        .init(
            .greetingRefused, .error, "The server refused the connection in its greeting.",
            why: "554 or 521 means that no mail is taken here, 421 that it is not taken now. The client may only "
                + "QUIT, and try again later after a 421.",
            .rfc(5321, "3.1"), .rfc(7504, "3")),
        .init(
            .serviceClosing, .warning, "The server is shutting the connection down.",
            why: "A 421 may answer any command. What was not yet accepted stays with the client, which tries again "
                + "later.",
            .rfc(5321, "3.8")),
    ]
}
