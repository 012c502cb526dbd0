import MailProtocols

extension Glossary {
    /// Keywords of the reply to EHLO.
    static let extensions: [GlossaryEntry] = [
        offer(
            "SIZE", "The largest message the server takes, in octets; clients may declare a size in MAIL.",
            .rfc(1870, "3"), related: ["552"]),
        offer("8BITMIME", "Content may hold octets above 127.", .rfc(6152, "2"), related: ["keyword-body"]),
        offer(
            "PIPELINING", "Commands may be sent in groups, without waiting for each reply.", .rfc(2920, "3"),
            related: ["pipelining"]),
        offer(
            "PIPECONNECT", "Exim's own: next time a client that knows this server need not wait for the greeting.",
            .rfc(2920, "3"), related: ["pipelining", "note-early-talker"]),
        offer(
            "ENHANCEDSTATUSCODES", "Replies carry a second, finer code, such as 5.1.1.", .rfc(2034, "3"),
            related: ["5.y.z"]),
        offer("CHUNKING", "Content may be sent in counted chunks by BDAT.", .rfc(3030, "2"), related: ["smtp-bdat"]),
        offer("BINARYMIME", "Content may be any octets, without lines, if sent by BDAT.", .rfc(3030, "3")),
        offer("STARTTLS", "The connection can be turned into TLS.", .rfc(3207, "2"), related: ["smtp-starttls"]),
        offer("AUTH", "Login is possible by the mechanisms listed.", .rfc(4954, "3"), related: ["smtp-auth"]),
        offer("SMTPUTF8", "Addresses and headers may be UTF-8.", .rfc(6531, "3.1"), related: ["pop3-utf8"]),
        offer("DSN", "Senders may ask for delivery reports.", .rfc(3461, "3"), related: ["dsn", "keyword-notify"]),
        offer("ETRN", "The ETRN command is there.", .rfc(1985), related: ["smtp-etrn"]),
        offer("ATRN", "The ATRN command is there.", .rfc(2645, "5.2.1"), related: ["smtp-atrn"]),
        offer("VRFY", "The VRFY command is there.", .rfc(5321, "3.5.2"), related: ["smtp-vrfy"]),
        offer("EXPN", "The EXPN command is there.", .rfc(5321, "3.5.2"), related: ["smtp-expn"]),
        offer("HELP", "The HELP command is there.", .rfc(5321, "4.1.1.8"), related: ["smtp-help"]),
        offer(
            "BURL", "The BURL command is there, with the URL schemes listed.", .rfc(4468), related: ["smtp-burl"]
        ),
        offer("DELIVERBY", "A message may carry the time by which it must be delivered.", .rfc(2852)),
        offer("MT-PRIORITY", "A message may carry a priority.", .rfc(6710)),
        offer("LIMITS", "The server tells its limits, such as RCPTMAX recipients in a transaction.", .rfc(9422)),
        offer("REQUIRETLS", "A message may demand TLS on every hop.", .rfc(8689, "2")),
        offer("CHECKPOINT", "A broken transfer may be resumed.", .rfc(1845)),
        offer("FUTURERELEASE", "A message may be held back until a given time.", .rfc(4865)),
        offer("NO-SOLICITING", "The server states what kinds of advertising it refuses.", .rfc(3865)),
        offer("TURN", "The TURN command is there; it should not be.", .rfc(5321, "F.1"), related: ["smtp-turn"]),
        offer(
            "XCLIENT", "Trusted proxies may tell who the real client is.", .rfc(5321, "4.1.5"),
            related: ["smtp-xclient"]),
        offer(
            "XFORWARD", "Filters may pass on who the real client was.", .rfc(5321, "4.1.5"), related: ["smtp-xforward"]),
    ]

    /// What may stand behind an address in MAIL and RCPT.
    static let parameters: [GlossaryEntry] = [
        parameter(
            "BODY", "In MAIL: what the content is, 7BIT, 8BITMIME or BINARYMIME.", .rfc(6152, "3"), .rfc(3030, "3"),
            related: ["ehlo-8bitmime"]),
        parameter(
            "RET", "In MAIL: how much a bounce should quote, FULL or HDRS.", .rfc(3461, "4.3"), related: ["dsn"]),
        parameter("ENVID", "In MAIL: the sender's own mark, repeated in reports.", .rfc(3461, "4.4"), related: ["dsn"]),
        parameter(
            "NOTIFY", "In RCPT: when to report, NEVER or any of SUCCESS, FAILURE, DELAY.", .rfc(3461, "4.1"),
            related: ["dsn"]),
        parameter("ORCPT", "In RCPT: the address as it was first written.", .rfc(3461, "4.2"), related: ["dsn"]),
    ]

    static let mechanisms: [GlossaryEntry] = [
        mechanism(
            "PLAIN", "Name and password in one base64 line; safe only inside TLS.",
            more: "Decoded it reads: identity, NUL, name, NUL, password.", .rfc(4616, "2"),
            related: ["base64", "note-encoding-is-not-encryption"]),
        mechanism(
            "LOGIN", "Name and password in two base64 lines; older than PLAIN, never standardised, still common.",
            more: "Safe only inside TLS.", .rfc(4954, "4"), related: ["334", "sasl-plain"]),
        mechanism(
            "CRAM-MD5",
            "The server sends a challenge, the client returns name and keyed digest: no password on the wire.",
            more: "MD5 is old, and what the server keeps is as good as the password; SCRAM inside TLS is better.",
            .rfc(2195, "2"), related: ["pop3-apop"]),
        mechanism("DIGEST-MD5", "A challenge and response kin to HTTP's; retired.", .rfc(6331, "1")),
        mechanism(
            "SCRAM-SHA-1", "Both sides prove that they know the password, and the server keeps only a salted hash.",
            .rfc(5802, "3")),
        mechanism(
            "SCRAM-SHA-256",
            "Like SCRAM-SHA-1, with a stronger hash: both sides prove that they know the password, none sends it.",
            .rfc(7677, "3"), related: ["sasl-scram-sha-1"]),
        mechanism("XOAUTH2", "An access token instead of a password, in Google's early form.", .rfc(7628)),
        mechanism("OAUTHBEARER", "An access token instead of a password.", .rfc(7628, "3")),
        mechanism("EXTERNAL", "The proof came by other means, most often a TLS certificate.", .rfc(4422, "A")),
        mechanism("ANONYMOUS", "No proof at all, a trace for the log only.", .rfc(4505, "2")),
        mechanism("GSSAPI", "A Kerberos ticket.", .rfc(4752, "3")),
        mechanism("NTLM", "Microsoft's challenge and response; weak, and no standard.", .rfc(4954, "4")),
    ]

    private static func offer(_ word: String, _ meaning: String, _ citation: Citation, related: [String] = [])
        -> GlossaryEntry
    {
        .named(.keyword, "ehlo-", [word], "\(word) (EHLO keyword)", meaning, citation, of: .smtp, related: related)
    }

    private static func parameter(
        _ word: String, _ meaning: String, _ citations: Citation..., related: [String] = []
    ) -> GlossaryEntry {
        .init(
            id: "keyword-" + word.lowercased(), .keyword, .smtp, names: [word], title: "\(word)= (parameter)", meaning,
            citations, related: related)
    }

    private static func mechanism(
        _ word: String, _ meaning: String, more: String = "", _ citation: Citation, related: [String] = []
    ) -> GlossaryEntry {
        .named(
            .mechanism, "sasl-", [word], "\(word) (SASL mechanism)", meaning, more: more, citation, related: related)
    }
}
