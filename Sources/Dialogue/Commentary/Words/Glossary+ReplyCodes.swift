import MailProtocols

extension Glossary {
    static let positiveReplies: [GlossaryEntry] = [
        .reply("211", "system status", "Answers HELP with the state of the server.", .rfc(5321, "4.2.3")),
        .reply(
            "214", "help message", "Answers HELP with text for people.", .rfc(5321, "4.2.3"), related: ["smtp-help"]),
        .reply(
            "220", "service ready", "The greeting: the server is ready and says its name first.",
            more: "The same code grants STARTTLS: go ahead with the handshake.", .rfc(5321, "3.1"), .rfc(3207, "4"),
            related: ["smtp-ehlo", "smtp-starttls"]),
        .reply(
            "221", "closing", "Answers QUIT: the server closes the connection now.", .rfc(5321, "4.1.1.10"),
            related: ["smtp-quit"]),
        .reply(
            "235", "authentication succeeded", "The login worked; what follows is done as that user.", .rfc(4954, "6"),
            related: ["smtp-auth", "535"]),
        .reply(
            "250", "done", "The command was carried out.",
            more: "After the end of the content it means much more: the server has taken responsibility for the "
                + "message, and the client may forget it.",
            .rfc(5321, "4.2.3"), .rfc(5321, "6.1"), related: ["2yz", "smtp-data"]),
        .reply(
            "251", "will forward", "The user is not here, but the server forwards the mail.", .rfc(5321, "3.4"),
            related: ["551"]),
        .reply(
            "252", "cannot verify", "The server will not say whether the mailbox exists, but will try to deliver.",
            more: "The usual, discreet answer to VRFY.", .rfc(5321, "3.5.3"), related: ["smtp-vrfy"]),
        .reply(
            "253", "messages waiting", "Answers ETRN: so many messages wait for the domain and are being sent.",
            .rfc(1985), related: ["smtp-etrn"]),
        .reply(
            "334", "challenge", "The server asks for the next line of the login; what follows is base64.",
            more: "VXNlcm5hbWU6 reads Username: and UGFzc3dvcmQ6 reads Password: after decoding.", .rfc(4954, "4"),
            related: ["smtp-auth", "base64"]),
        .reply(
            "354", "start mail input", "Send the content now and end it with a dot on a line of its own.",
            more: "The only 3yz code in plain SMTP: a promise to listen, not yet to accept.", .rfc(5321, "4.1.1.4"),
            .rfc(5321, "4.2.3"), related: ["smtp-data", "dot-stuffing"]),
    ]

    static let temporaryReplies: [GlossaryEntry] = [
        .reply(
            "421", "closing for now", "The server shuts this connection down; try again later.",
            more: "It may answer any command, and even come unasked.", .rfc(5321, "3.8"), .rfc(5321, "4.2.3"),
            related: ["note-service-closing"]),
        .reply(
            "422", "mailbox full", "The recipient's mailbox is full; some servers say so with this code.",
            more: "It is not in RFC 5321, which has 452 and 552 for it.", .rfc(5321, "4.2.1"), related: ["452", "552"]),
        .reply(
            "430", "credentials invalid", "Name or password was not accepted; some servers say so with this code.",
            more: "It is not in RFC 4954, which has 535 for it.", .rfc(5321, "4.2.1"), related: ["535"]),
        .reply(
            "432", "password transition needed",
            "The account has to log in once by another mechanism, most often PLAIN, before this one works for it.",
            .rfc(4954, "6"), related: ["smtp-auth", "x.7.12"]),
        .reply(
            "441", "no answer", "The next server did not answer; some programs report it with this code.",
            .rfc(5321, "4.2.1"), related: ["x.4.1"]),
        .reply(
            "450", "mailbox busy", "This recipient cannot be served now; try again later.",
            more: "The mailbox may be locked, or the server is greylisting: it wants to see whether the client comes "
                + "back.",
            .rfc(5321, "4.2.3"), related: ["greylisting", "550"]),
        .reply(
            "451", "local error", "The server had a problem of its own; nothing was done, try again later.",
            more: "Greylisting and failed look-ups in DNS are often told by this code.", .rfc(5321, "4.2.3"),
            related: ["greylisting"]),
        .reply(
            "452", "too little storage", "No room now, or too many recipients in one transaction.",
            more: "In the second case send the message to those already accepted, then go on with the others.",
            .rfc(5321, "4.2.3"), .rfc(5321, "4.5.3.1.10"), related: ["552"]),
        .reply(
            "453", "no mail waiting", "Answers ATRN: nothing is held for the domain.", .rfc(2645, "5.2.1"),
            related: ["smtp-atrn"]),
        .reply(
            "454", "TLS or login not available", "TLS, or the login, cannot be had at the moment.", .rfc(3207, "4"),
            .rfc(4954, "6"), related: ["smtp-starttls", "smtp-auth"]),
        .reply(
            "455", "parameters cannot be met now",
            "The server knows the parameters but cannot serve them at the moment.",
            .rfc(5321, "4.2.3"), related: ["555"]),
        .reply(
            "458", "cannot queue for node", "Answers ETRN: the queue for that domain cannot be run.",
            .rfc(1985), related: ["smtp-etrn"]),
        .reply(
            "459", "node not allowed", "Answers ETRN: the queue for that domain may not be run by this client.",
            .rfc(1985), related: ["smtp-etrn"]),
    ]

    static let permanentReplies: [GlossaryEntry] = [
        .reply(
            "500", "unknown command or line too long", "The server does not know the command, or the line is too long.",
            .rfc(5321, "4.2.3"), .rfc(5321, "4.2.4"), related: ["502", "note-unknown-command"]),
        .reply(
            "501", "bad argument", "The command is known, but its argument is malformed.",
            more: "Also the answer to a login broken off with *.", .rfc(5321, "4.2.3"), .rfc(4954, "4"),
            related: ["note-malformed-command"]),
        .reply(
            "502", "not implemented", "The server knows the command but does not do it.", .rfc(5321, "4.2.4"),
            related: ["500"]),
        .reply(
            "503", "bad sequence", "This command is not allowed now: commands came in the wrong order.",
            more: "RCPT before MAIL, DATA before RCPT, MAIL inside a transaction.", .rfc(5321, "4.1.4"),
            related: ["note-recipient-before-mail", "note-nested-mail"]),
        .reply(
            "504", "parameter not implemented", "The command is known, this parameter or mechanism is not.",
            .rfc(5321, "4.2.3"), .rfc(4954, "4")),
        .reply(
            "521", "no mail here", "This host never takes mail; do not try again.", .rfc(7504, "3"),
            related: ["556", "554"]),
        .reply(
            "523", "mechanism too weak", "The login mechanism needs encryption first or is too weak for this user.",
            more: "An early number for what is now 534 and 538; seldom met.", .rfc(5321, "4.2.1"),
            related: ["534", "538"]),
        .reply(
            "530", "log in first", "The server wants AUTH, or STARTTLS, before this command.", .rfc(4954, "6"),
            .rfc(3207, "4"), related: ["smtp-auth", "smtp-starttls"]),
        .reply(
            "534", "mechanism too weak", "The login mechanism is weaker than the site allows for this user.",
            .rfc(4954, "6"), related: ["x.7.9"]),
        .reply(
            "535", "login failed", "Name or password is wrong.",
            more: "The server does not say which of the two, on purpose.", .rfc(4954, "6"),
            related: ["235", "x.7.8", "note-auth-failed"]),
        .reply(
            "538", "encryption needed", "The mechanism is allowed only inside TLS.",
            more: "Say STARTTLS first. The number is kept for history: a server should not offer in the clear what it "
                + "will not take there.",
            .rfc(4954, "6"), related: ["smtp-starttls", "x.7.11"]),
        .reply(
            "541", "rejected by the recipient",
            "The message was turned away by policy; a private code of some servers.",
            .rfc(5321, "4.2.1"), related: ["550", "554"]),
        .reply(
            "550", "mailbox unavailable", "Refused for good: there is no such mailbox, or policy forbids the mail.",
            more: "The enhanced code tells which: 5.1.1 no such user, 5.7.1 not allowed. The client reports the "
                + "failure to the sender and does not try again.",
            .rfc(5321, "4.2.3"), .rfc(5321, "3.6.2"), related: ["x.1.1", "x.7.1", "bounce"]),
        .reply(
            "551", "user not local", "The user is elsewhere; the text says where to try.", .rfc(5321, "3.4"),
            related: ["251"]),
        .reply(
            "552", "too much storage", "The message is too large, or the mailbox is full.",
            more: "With SIZE in MAIL this comes before the content instead of after it.", .rfc(5321, "4.2.3"),
            .rfc(1870, "6.1"), related: ["ehlo-size", "452"]),
        .reply(
            "553", "bad mailbox name", "The address cannot be right, or may not be used by this client.",
            .rfc(5321, "4.2.3"), related: ["x.1.3", "x.1.8"]),
        .reply(
            "554", "transaction failed", "No: the transaction failed, or, as a greeting, no mail is taken here.",
            more: "A catch-all for refusals by policy, spam filters among them.", .rfc(5321, "3.1"),
            .rfc(5321, "4.2.3"), related: ["550", "521"]),
        .reply(
            "555", "parameters not known", "A parameter of MAIL or RCPT is not known to the server.",
            .rfc(5321, "4.1.1.11"), related: ["455", "note-parameter-not-offered"]),
        .reply(
            "556", "domain takes no mail", "The recipient's domain says in DNS, by a null MX, that it takes no mail.",
            .rfc(7504, "4"), .rfc(7505, "4.1"), related: ["521", "mx", "x.1.10"]),
    ]

    /// What the first digit alone tells; enough for a client to decide by.
    static let replyClasses: [GlossaryEntry] = [
        .init(
            id: "1yz", .replyCode, .smtp, names: ["1yz", "1xx"], title: "1yz preliminary",
            "Not used by SMTP: a first digit of 1 belongs to FTP's family of codes.", [.rfc(5321, "4.2.1")]),
        .init(
            id: "2yz", .replyCode, .smtp, names: ["2yz", "2xx"], title: "2yz done", "Done: the command succeeded.",
            [.rfc(5321, "4.2.1")], related: ["250"]),
        .init(
            id: "3yz", .replyCode, .smtp, names: ["3yz", "3xx"], title: "3yz go on",
            "Go on: the server waits for more before it decides.", [.rfc(5321, "4.2.1")], related: ["354", "334"]),
        .init(
            id: "4yz", .replyCode, .smtp, names: ["4yz", "4xx"], title: "4yz not now",
            "Not now: nothing was done, and the same command may work later.",
            more: "The client keeps the message and tries again.", [.rfc(5321, "4.2.1"), .rfc(5321, "4.5.4.1")],
            related: ["note-temporary-failure", "queue"]),
        .init(
            id: "5yz", .replyCode, .smtp, names: ["5yz", "5xx"], title: "5yz no",
            "No: nothing was done, and repeating it unchanged will not help.",
            more: "The client reports the failure to the sender.", [.rfc(5321, "4.2.1")],
            related: ["note-permanent-failure", "bounce"]),
    ]

    /// What the second digit tells.
    static let replyCategories: [GlossaryEntry] = [
        category("0", "syntax", "The second digit 0 is about syntax: unknown, malformed or unimplemented commands."),
        category("1", "information", "The second digit 1 is about information: status and help."),
        category("2", "connection", "The second digit 2 is about the connection itself."),
        category("3", "login", "The second digit 3 is about logging in, by use; RFC 5321 leaves it unspecified."),
        category("4", "unspecified", "The second digit 4 has no meaning in RFC 5321."),
        category("5", "mail system", "The second digit 5 is about the mail system: mailboxes, storage, delivery."),
    ]

    private static func category(_ digit: String, _ name: String, _ meaning: String) -> GlossaryEntry {
        .init(
            id: "x\(digit)z", .replyCode, .smtp, names: ["x\(digit)z"], title: "x\(digit)z \(name)", meaning,
            [.rfc(5321, "4.2.1")])
    }
}
