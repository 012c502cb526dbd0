import MailProtocols

extension Glossary {
    static let smtpCommands: [GlossaryEntry] = [
        .smtp(
            "EHLO", "The client says its name and asks which extensions the server offers.",
            more: "The reply lists one keyword a line. EHLO also drops a transaction that was under way, as RSET does, "
                + "and must be said again after STARTTLS.",
            .rfc(5321, "4.1.1.1"), also: ["extended hello"], related: ["smtp-helo", "ehlo-size", "250"]),
        .smtp(
            "HELO", "The client says its name, the old way: no extensions are asked for and none may be used.",
            more: "A client falls back to it when EHLO is answered with 500 or 502.", .rfc(5321, "4.1.1.1"),
            .rfc(5321, "F.3"), also: ["hello"], related: ["smtp-ehlo"]),
        .smtp(
            "MAIL", "Opens a mail transaction and names the reverse-path: where bounces go.",
            more: "It belongs to the envelope; the From field in the header may say something else. MAIL FROM:<> is "
                + "the null reverse-path of a bounce.",
            .rfc(5321, "4.1.1.2"), also: ["MAIL FROM"], related: ["reverse-path", "null-reverse-path", "smtp-rcpt"]),
        .smtp(
            "RCPT", "Names one recipient of the open transaction: the forward-path.",
            more: "It is said once for each recipient and answered each time, so one may be refused while others are "
                + "accepted.",
            .rfc(5321, "4.1.1.3"), also: ["RCPT TO", "recipient"], related: ["forward-path", "550", "envelope"]),
        .smtp(
            "DATA", "Asks to send the content now.",
            more: "Only after 354 may the message follow: header, an empty line, body, and a dot on a line of its own. "
                + "The one reply after the dot decides over the message.",
            .rfc(5321, "4.1.1.4"), related: ["354", "dot-stuffing", "content"]),
        .smtp(
            "RSET", "Throws the open transaction away and keeps the connection.",
            more: "Reverse-path, recipients and content are forgotten. It changes nothing else and is always answered "
                + "with 250.",
            .rfc(5321, "4.1.1.5"), also: ["reset"], related: ["transaction"]),
        .smtp(
            "VRFY", "Asks whether a name is a mailbox here.",
            more: "Most servers answer 252, neither yes nor no, because the answer helps address collectors.",
            .rfc(5321, "4.1.1.6"), .rfc(5321, "3.5"), .rfc(5321, "7.3"), also: ["verify"],
            related: ["252", "smtp-expn"]),
        .smtp(
            "EXPN", "Asks who is on a mailing list.", more: "Nearly always switched off, for the members' sake.",
            .rfc(5321, "4.1.1.7"), .rfc(5321, "7.3"), also: ["expand"], related: ["smtp-vrfy", "252"]),
        .smtp(
            "HELP", "Asks the server for help in plain words.", more: "The reply, 211 or 214, is for people only.",
            .rfc(5321, "4.1.1.8"), related: ["214"]),
        .smtp(
            "NOOP", "Does nothing but earn a reply.",
            more: "It keeps a connection awake, or tests whether it is alive.",
            .rfc(5321, "4.1.1.9"), also: ["no operation"], related: ["pop3-noop"]),
        .smtp(
            "QUIT", "Ends the session: the server answers 221 and closes.",
            more: "A transaction that is still open is thrown away. Hanging up without QUIT is impolite, and a message "
                + "already answered with 250 stays accepted.",
            .rfc(5321, "4.1.1.10"), also: ["goodbye"], related: ["221", "pop3-quit"]),
        .smtp(
            "BDAT", "Sends content as a counted chunk of octets: no dot line, no dot-stuffing.",
            more: "BDAT 1000 is followed at once by 1,000 octets; LAST marks the final chunk. Each chunk is answered. "
                + "The server must have offered CHUNKING.",
            .rfc(3030, "2"), also: ["chunk"], related: ["ehlo-chunking", "smtp-data"]),
        .smtp(
            "STARTTLS", "Asks to turn this connection into a TLS connection.",
            more: "After 220 the client begins the TLS handshake, and the dialogue starts over with EHLO: what was "
                + "said in the clear is forgotten.",
            .rfc(3207, "4"), related: ["tls", "pop3-stls", "ehlo-starttls"]),
        .smtp(
            "AUTH", "Logs in by a SASL mechanism.",
            more: "AUTH PLAIN, AUTH LOGIN and so on. Challenges come as 334, responses as bare base64 lines, and 235 "
                + "or 535 ends the exchange. It may be said once in a session, outside a transaction.",
            .rfc(4954, "4"), also: ["authentication", "login"], related: ["334", "235", "535", "sasl-plain", "base64"]),
        .smtp(
            "ETRN", "Asks the server to start sending the mail that it holds for a domain.",
            more: "For hosts that are online only now and then. The server delivers over new connections of its own.",
            .rfc(1985), related: ["smtp-atrn", "smtp-turn", "queue"]),
        .smtp(
            "ATRN", "After logging in, asks server and client to exchange roles on this very connection.",
            more: "On-demand mail relay: the former server then pushes the waiting mail. It made TURN safe.",
            .rfc(2645, "5.2.1"), related: ["smtp-etrn", "smtp-turn"]),
        .smtp(
            "TURN", "Asked client and server to exchange roles; retired because it proved nobody's identity.",
            more: "Whoever connected could collect another's mail. Servers answer 502.", .rfc(5321, "F.1"),
            related: ["smtp-atrn"]),
        .smtp(
            "SEND", "Retired: deliver to the user's terminal instead of the mailbox.", .rfc(5321, "F.6"),
            related: ["smtp-mail", "smtp-soml", "smtp-saml"]),
        .smtp(
            "SOML", "Retired: send to the terminal if the user is there, else mail.", .rfc(5321, "F.6"),
            related: ["smtp-send"]),
        .smtp(
            "SAML", "Retired: send to the terminal and mail as well.", .rfc(5321, "F.6"), related: ["smtp-send"]),
        .smtp(
            "LHLO", "The hello of LMTP, SMTP's sibling for delivery inside a site.",
            more: "LMTP answers once for each recipient after the content, so it needs no queue behind it.",
            .rfc(2033, "4.1"), related: ["lmtp", "smtp-ehlo"]),
        .smtp(
            "BURL", "Tells a submission server to fetch the content, or part of it, from an IMAP server by URL.",
            more: "A phone can so forward a large attachment without loading it.", .rfc(4468),
            related: ["smtp-bdat"]),
        .smtp(
            "XCLIENT", "A trusted proxy tells the server who the real client is; private to the Postfix family.",
            more: "The server then judges by that address. No RFC defines it.", .rfc(5321, "4.1.5"),
            related: ["smtp-xforward"]),
        .smtp(
            "XFORWARD",
            "A filter passes on, for the log only, who the original client was; private to the Postfix family.",
            more: "Unlike XCLIENT it changes no decision. No RFC defines it.", .rfc(5321, "4.1.5"),
            related: ["smtp-xclient"]),
        .smtp(
            "XEXCH50", "Carried properties of a message between old Exchange servers; private to Microsoft.",
            more: "It was followed by counted binary octets, and was a favourite target of attacks in its day.",
            .rfc(5321, "4.1.5")),
    ]
}
