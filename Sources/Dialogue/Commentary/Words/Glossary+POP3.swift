import MailProtocols

extension Glossary {
    static let pop3Commands: [GlossaryEntry] = [
        .pop3(
            "USER", "Names the mailbox to open; the password follows with PASS.",
            more: "Many servers answer +OK to any name, so that names cannot be tried out.", .rfc(1939, "7"),
            related: ["pop3-pass", "pop3-apop", "pop3-auth"]),
        .pop3(
            "PASS", "Gives the password, as plain text; +OK means logged in and the maildrop locked.",
            more: "Without TLS everyone on the path can read it. The whole rest of the line, spaces included, is the "
                + "password.",
            .rfc(1939, "7"), .rfc(8314, "3"), related: ["pop3-user", "note-password-in-clear", "maildrop"]),
        .pop3(
            "APOP", "Logs in with a digest of the greeting's timestamp and the password, so the password stays home.",
            more: "The digest is MD5, which is too weak today: use TLS instead.", .rfc(1939, "7"), .rfc(6151, "2"),
            related: ["pop3-pass", "sasl-cram-md5"]),
        .pop3(
            "STAT", "Asks how many messages the maildrop holds and how many octets they have together.",
            more: "Messages marked as deleted are not counted.", .rfc(1939, "5"), related: ["pop3-list"]),
        .pop3(
            "LIST", "Asks for the size of one message, or of each.",
            more: "Without an argument the answer has one line a message and ends with a dot. The numbers hold for "
                + "this session only.",
            .rfc(1939, "5"), related: ["pop3-uidl", "pop3-stat"]),
        .pop3(
            "RETR", "Fetches a whole message: this is the pull.",
            more: "After +OK the message follows, dot-stuffed, up to a dot on a line of its own. It is not deleted by "
                + "being fetched.",
            .rfc(1939, "5"), related: ["pull", "pop3-dele", "pop3-top"]),
        .pop3(
            "DELE", "Marks a message for deletion; nothing is deleted yet.",
            more: "Marks are carried out in UPDATE, after QUIT. RSET takes them all back, and so does a lost "
                + "connection.",
            .rfc(1939, "5"), related: ["phase-update", "pop3-rset", "note-deleted-without-quit"]),
        .pop3("NOOP", "Does nothing but earn +OK.", .rfc(1939, "5"), related: ["smtp-noop"]),
        .pop3(
            "RSET", "Takes back every deletion mark of this session.", .rfc(1939, "5"),
            related: ["pop3-dele", "smtp-rset"]),
        .pop3(
            "QUIT", "Ends the session; from TRANSACTION it enters UPDATE, and only there are marked messages deleted.",
            more: "In AUTHORIZATION it just closes.", .rfc(1939, "6"), .rfc(1939, "4"),
            related: ["phase-update", "pop3-dele", "smtp-quit"]),
        .pop3(
            "TOP", "Fetches the header of a message and its first n lines.",
            more: "TOP 1 0 shows the header only, so a client can decide before it loads the rest.", .rfc(1939, "7"),
            related: ["pop3-retr"]),
        .pop3(
            "UIDL", "Asks for the unique id of one message, or of each.",
            more: "Ids stay the same from session to session, numbers do not. A client that leaves mail on the server "
                + "knows by them what it already has.",
            .rfc(1939, "7"), related: ["uidl", "pop3-list"]),
        .pop3(
            "CAPA", "Asks what the server can do.", more: "One capability a line, ended by a dot: POP3's EHLO.",
            .rfc(2449, "5"), related: ["smtp-ehlo", "capa-top", "capa-uidl"]),
        .pop3(
            "STLS", "Asks to turn this connection into a TLS connection: POP3's STARTTLS.",
            more:
                "Allowed in AUTHORIZATION only. After +OK the client begins the TLS handshake and asks for CAPA anew.",
            .rfc(2595, "4"), related: ["smtp-starttls", "tls"]),
        .pop3(
            "AUTH", "Logs in by a SASL mechanism.",
            more: "Challenges come as lines that begin with a plus sign; the final +OK enters TRANSACTION. Alone, some "
                + "servers take it as a question for the list of mechanisms.",
            .rfc(5034, "4"), related: ["+", "sasl-plain", "smtp-auth"]),
        .pop3(
            "UTF8", "Switches the session to UTF-8: messages may come with UTF-8 in their headers.", .rfc(6856, "2.1"),
            related: ["ehlo-smtputf8", "pop3-lang"]),
        .pop3(
            "LANG", "Chooses the language of the server's texts, or lists the languages.", .rfc(6856, "3"),
            related: ["pop3-utf8"]),
        .pop3(
            "LAST", "Retired: asked for the highest number fetched so far.",
            more: "It stood in RFC 1225 and was dropped later; UIDL does the work better.", .rfc(1225),
            related: ["pop3-uidl"]),
        .pop3(
            "XTND", "Retired: an open door for extensions, such as XTND XMIT to submit mail and XTND BBOARDS.",
            .rfc(1082), related: ["pop3-capa"]),
    ]

    /// What a server's line begins with, and the codes in square brackets behind it.
    static let pop3Responses: [GlossaryEntry] = [
        .init(
            id: "+ok", .popResponse, .pop3, names: ["+OK", "ok"], title: "+OK", "Done: the command succeeded.",
            more: "What follows is for people, except after STAT, LIST and UIDL. RETR, TOP, CAPA and the long forms of "
                + "LIST and UIDL go on with more lines, up to a dot.",
            [.rfc(1939, "3")], related: ["-err"]),
        .init(
            id: "-err", .popResponse, .pop3, names: ["-ERR", "err"], title: "-ERR", "Refused: the command failed.",
            more: "POP3 has no numbers for the reason; a code in square brackets may give it, such as [IN-USE].",
            [.rfc(1939, "3")], related: ["+ok", "code-in-use", "code-auth"]),
        .init(
            id: "+", .popResponse, .pop3, names: ["+"], title: "+ (challenge)",
            "The server asks for the next line of a login exchange; what follows is its challenge in base64.",
            more: "It may be empty. The client answers with base64, or with * to break off.", [.rfc(5034, "4")],
            related: ["pop3-auth", "334"]),
        .named(
            .responseCode, "code-", ["IN-USE"], "[IN-USE]",
            "The password was right, but another session holds the maildrop.",
            more: "Wait and try again; do not ask the user for the password.", .rfc(2449, "8.1.2"), of: .pop3,
            related: ["note-mailbox-busy", "maildrop"]),
        .named(
            .responseCode, "code-", ["LOGIN-DELAY"], "[LOGIN-DELAY]", "The client came back too soon.",
            more: "The capability of the same name tells how many seconds must lie between two logins.",
            .rfc(2449, "8.1.1"), of: .pop3, related: ["capa-login-delay"]),
        .named(
            .responseCode, "code-", ["SYS/TEMP", "sys"], "[SYS/TEMP]",
            "The server has trouble that will most likely pass.",
            more: "The password is not to blame. Try again later.", .rfc(3206, "4"), of: .pop3,
            related: ["code-sys/perm"]),
        .named(
            .responseCode, "code-", ["SYS/PERM", "sys"], "[SYS/PERM]",
            "The server has trouble that somebody must repair, such as a damaged maildrop.",
            more: "The password is not to blame. Call the operator.", .rfc(3206, "4"), of: .pop3,
            related: ["code-sys/temp"]),
        .named(
            .responseCode, "code-", ["AUTH"], "[AUTH]", "Name, password or account is the trouble: ask the user.",
            .rfc(3206, "5"),
            of: .pop3, related: ["pop3-pass", "note-auth-failed"]),
        .named(
            .responseCode, "code-", ["UTF8"], "[UTF8]",
            "The command needs UTF-8 mode: the message is not ASCII.",
            more: "Say UTF8 first, then repeat the command.", .rfc(6856, "5"), of: .pop3, related: ["pop3-utf8"]),
    ]

    static let pop3Capabilities: [GlossaryEntry] = [
        capability(
            "CAPA", "The CAPA command is there: it has just been answered.", .rfc(2449, "5"), related: ["pop3-capa"]),
        capability("TOP", "The TOP command is there.", .rfc(2449, "6.1"), related: ["pop3-top"]),
        capability("USER", "USER and PASS are there.", .rfc(2449, "6.2"), related: ["pop3-user"]),
        capability("SASL", "Lists the mechanisms that AUTH takes.", .rfc(2449, "6.3"), related: ["pop3-auth"]),
        capability(
            "RESP-CODES", "An error may begin with a code in square brackets, [IN-USE] for example.", .rfc(2449, "6.4"),
            related: ["code-in-use"]),
        capability(
            "AUTH-RESP-CODE", "[AUTH] marks each failed login whose cause is the user's name, password or account.",
            .rfc(3206, "6"),
            related: ["code-auth"]),
        capability(
            "LOGIN-DELAY", "At least so many seconds must lie between two logins.", .rfc(2449, "6.5"),
            related: ["code-login-delay"]),
        capability(
            "PIPELINING", "Commands may be sent without waiting for each reply.", .rfc(2449, "6.6"),
            related: ["pipelining"]),
        capability(
            "EXPIRE", "How many days mail stays on the server at least; 0 means that a fetched message may go at QUIT.",
            .rfc(2449, "6.7")),
        capability("UIDL", "The UIDL command is there.", .rfc(2449, "6.8"), related: ["pop3-uidl"]),
        capability("IMPLEMENTATION", "The name of the server program, for the curious.", .rfc(2449, "6.9")),
        capability("STLS", "The connection can be turned into TLS.", .rfc(2595, "4"), related: ["pop3-stls"]),
        capability("UTF8", "The UTF8 command is there.", .rfc(6856, "2"), related: ["pop3-utf8"]),
        capability("LANG", "The server speaks more than one language.", .rfc(6856, "3"), related: ["pop3-lang"]),
    ]

    private static func capability(
        _ word: String, _ meaning: String, _ citation: Citation, related: [String] = []
    ) -> GlossaryEntry {
        .named(.keyword, "capa-", [word], "\(word) (POP3 capability)", meaning, citation, of: .pop3, related: related)
    }
}
