import MailProtocols

extension Glossary {
    /// How a letter travels.
    static let mailTerms: [GlossaryEntry] = [
        term(
            ["push", "mail push"], "The side that opened the connection also carries the message octets: SMTP.",
            more: "Whoever has the letter decides when it moves. In a capture: the sender of the first SYN sends the "
                + "content.",
            .rfc(5598, "4.4"), related: ["pull", "smtp-data"]),
        term(
            ["pull", "mail pull"], "The side that opened the connection asks, and the other carries the octets: POP3.",
            more: "Whoever wants the letter decides when it moves. In a capture: the sender of the first SYN receives "
                + "the content.",
            .rfc(5598, "4.4"), .rfc(1939, "3"), related: ["push", "pop3-retr"]),
        term(
            ["envelope"], "The addresses that servers go by: reverse-path and forward-paths, from MAIL and RCPT.",
            more: "It is not part of the message, and the header may name other people.", .rfc(5321, "2.3.1"),
            related: ["header", "reverse-path", "forward-path"]),
        term(
            ["header", "header section"],
            "The fields at the top of a message, such as From, To and Subject, up to the first empty line.",
            more: "Readers see it; SMTP servers do not route by it.", .rfc(5322, "2.2"),
            related: ["envelope", "content"]),
        term(
            ["content", "message", "body"], "Header, empty line and body: what DATA or BDAT carries.",
            .rfc(5321, "2.3.1"),
            .rfc(5322, "2.1"), related: ["header"]),
        term(
            ["reverse-path", "return address"], "The address in MAIL FROM: where the report of a failure goes.",
            .rfc(5321, "4.1.1.2"), related: ["null-reverse-path", "return-path", "bounce"]),
        term(
            ["null reverse-path", "<>"], "The empty address <>: a message that nobody is told about if it fails.",
            more: "Bounces carry it, so that a bounce can never cause another.", .rfc(5321, "4.5.5"),
            related: ["bounce", "reverse-path"]),
        term(
            ["forward-path"], "The address in RCPT TO: one recipient of the message.", .rfc(5321, "4.1.1.3"),
            related: ["envelope"]),
        term(
            ["mailbox", "address", "mail address"], "A local part, an at sign and a domain: alice@south.example.",
            more: "Only the domain's own server may interpret what stands before the at sign.", .rfc(5321, "2.3.11")),
        term(
            ["maildrop"], "The place where delivered letters wait for POP3; locked while a session is open.",
            .rfc(1939, "3"), .rfc(1939, "4"), related: ["snapshot", "pop3-stat"]),
        term(
            ["outbox"], "Letters written and not yet handed to a server.", .rfc(5598, "4.2.1"),
            related: ["actor-sender-client"]),
        term(
            ["queue", "mail queue", "spool"], "Letters that a server has accepted and not yet handed on.",
            more: "Accepting means responsibility: a queue survives a restart, and is tried again for days.",
            .rfc(5321, "4.5.4.1"), .rfc(5321, "6.1"), related: ["4yz", "bounce"]),
        term(
            ["hop"], "One connection of a letter's journey: from one station to the next.", .rfc(5321, "2.1"),
            related: ["journey", "received"]),
        term(
            ["journey"], "One letter followed over all its connections: push, push, pull.",
            more: "Mailscope joins the hops by Message-ID and by the body, since each hop adds header lines."),
        term(
            ["transaction", "mail transaction"],
            "One message in SMTP: MAIL, one RCPT or more, then DATA or BDAT up to the final reply.",
            .rfc(5321, "3.3"), related: ["smtp-mail", "smtp-rset"]),
        term(
            ["session", "dialogue"], "All that is said in one connection, from greeting to goodbye.", .rfc(5321, "3.1"),
            related: ["transaction"]),
        term(
            ["MX", "mail exchanger", "MX record"],
            "The DNS record that names the hosts taking mail for a domain, best first.",
            more: "The sender MTA asks for it, and tries the host with the lowest preference number first.",
            .rfc(5321, "5.1"), related: ["556"]),
        term(
            ["bounce", "non-delivery report"],
            "A message that tells the sender of a failure; it goes to the reverse-path.",
            .rfc(5321, "6.1"), .rfc(3464, "1"), related: ["dsn", "null-reverse-path"]),
        term(
            ["DSN", "delivery status notification"], "A report on delivery that programs can read too.",
            more: "It has a part for people, a part with one status a recipient, and the original or its header.",
            .rfc(3464, "2"), .rfc(3461, "3"), related: ["bounce", "ehlo-dsn"]),
        term(
            ["greylisting"], "Refusing an unknown sender for now with 450 or 451, to see whether it tries again.",
            more: "Real servers come back after minutes; many spam programs do not.", .rfc(6647, "2"),
            related: ["450", "451"]),
        term(
            ["Message-ID"], "The header field that gives a message its world-wide unique name.", .rfc(5322, "3.6.4"),
            related: ["journey"]),
        term(
            ["Received"], "The trace line that each server puts on top of the header: from whom, by whom, when.",
            more: "Read from bottom to top it is the journey; a forger can invent only the lower ones.",
            .rfc(5321, "4.4"), related: ["hop", "return-path"]),
        term(
            ["Return-Path"], "The reverse-path, written into the header at final delivery.", .rfc(5321, "4.4"),
            related: ["reverse-path"]),
        term(
            ["Delivered-To"], "The mailbox a copy was put into, written on top of the header by the delivering server.",
            more: "It stands beside Return-Path, and a server that finds its own there has found a loop.", .rfc(9228),
            related: ["return-path", "actor-mda"]),
        term(
            ["Auto-Submitted"], "The header field that says: no person wrote this, so no program should answer it.",
            more: "auto-replied on bounces and holiday notes, auto-generated on what programs send by themselves.",
            .rfc(3834, "5"), related: ["bounce", "null-reverse-path"]),
        term(
            ["multipart/report"],
            "The form of a bounce: a text for people, a report for programs, and the message that failed or its header.",
            more: "The report is of type message/delivery-status.", .rfc(6522, "3"), .rfc(3464, "2"),
            related: ["dsn", "bounce"]),
        term(
            ["MAILER-DAEMON", "mailer daemon"],
            "The name that a mail server writes into the From field of its bounces.",
            more: "A custom, not a rule: the bounce's envelope has the null reverse-path, whatever the header says.",
            .rfc(5321, "6.1"), related: ["bounce", "null-reverse-path"]),
        term(
            ["MIME"], "The form in which messages carry attachments, pictures and other scripts than ASCII.",
            .rfc(2045), .rfc(2046), related: ["base64"]),
        term(
            ["LMTP"], "SMTP's sibling for delivery inside a site: one reply for each recipient.", .rfc(2033),
            related: ["smtp-lhlo"]),
        term(
            ["SMTP", "simple mail transfer protocol"], "The protocol that pushes mail from station to station.",
            .rfc(5321), related: ["push", "pop3"]),
        term(
            ["POP3", "post office protocol"], "The protocol by which a reader pulls letters out of a maildrop.",
            .rfc(1939), related: ["pull", "smtp"]),
        term(
            ["IMAP"], "The protocol by which mail is read where it lies, in folders on the server.", .rfc(9051),
            related: ["pop3"]),
    ]

    /// What happens on the wire.
    static let wireTerms: [GlossaryEntry] = [
        term(
            ["dot-stuffing", "transparency", "byte-stuffing"],
            "A dot is put before each content line that begins with one, and removed on arrival.",
            more: "So a lone dot can mean the end, and a text may still hold a lone dot.", .rfc(5321, "4.5.2"),
            .rfc(1939, "3"), related: ["smtp-data", "pop3-retr"]),
        term(
            ["end of data", "end mark", "final dot", "dot", "."],
            "A dot on a line of its own: CR LF . CR LF ends the content.",
            .rfc(5321, "4.1.1.4"), related: ["dot-stuffing", "smuggling"]),
        term(
            ["pipelining"], "Sending several commands without waiting for each reply.",
            more: "Replies come in the same order, so each still answers its own command.", .rfc(2920, "3"),
            .rfc(2449, "6.6"), related: ["ehlo-pipelining"]),
        term(
            ["smuggling", "SMTP smuggling"],
            "Hiding a second mail in a first, by an end mark that one server takes for real and another does not.",
            more: "It works when a server ends content at LF . LF or the like.", .rfc(5321, "2.3.8"),
            .rfc(5321, "4.1.1.4"), related: ["note-smuggling-seam"]),
        term(
            ["CRLF", "CR LF", "line end"],
            "Carriage return and line feed, the octets 13 and 10: the only lawful line end.",
            .rfc(5321, "2.3.8"), related: ["note-bare-line-feed"]),
        term(["octet", "byte"], "Eight bits: what the wire carries.", .rfc(5321, "2.4")),
        term(
            ["multi-line reply", "multiline"],
            "A reply of several lines: a hyphen behind the code says that another line follows.",
            more: "250-SIZE, then 250 HELP: the space marks the last.", .rfc(5321, "4.2.1"), related: ["smtp-ehlo"]),
        term(
            ["segment"], "One piece of a TCP stream, in one packet; it may hold half a line or ten lines.",
            .rfc(9293, "3.1"), related: ["frame", "stream"]),
        term(
            ["stream"], "All octets of one direction in order, however the packets cut them.", .rfc(9293, "3.4"),
            related: ["segment"]),
        term(
            ["frame", "packet"], "One unit of the network as the capture recorded it, numbered from 1.",
            related: ["segment", "capture"]),
        term(
            ["capture", "pcap", "pcapng"], "A file of frames with their times, as tcpdump or Wireshark write it.",
            related: ["frame"]),
        term(
            ["handshake", "SYN"],
            "SYN, SYN/ACK, ACK: how a TCP connection is opened; who sends the first SYN is the client.",
            .rfc(9293, "3.5"), related: ["push", "pull"]),
        term(
            ["gap"], "Octets that were sent but that the capture lacks.", related: ["note-bytes-missing"]),
        term(
            ["UIDL", "unique id"], "A message's name in a maildrop, the same in every session.", .rfc(1939, "7"),
            related: ["pop3-uidl"]),
        term(
            ["snapshot"],
            "POP3 numbers the messages when the session begins; mail that comes later waits for the next.",
            .rfc(1939, "4"), related: ["maildrop", "phase-transaction"]),
        term(
            ["TLS", "SSL", "encryption"], "The layer that encrypts a connection and proves the server's name.",
            more: "Asked for by STARTTLS or STLS, or there from the first byte on ports 465 and 995.", .rfc(8446, "1"),
            .rfc(8314, "3"), related: ["smtp-starttls", "pop3-stls"]),
        term(
            ["SNI", "server name indication"],
            "The name of the server, which a client states readably when TLS begins.",
            .rfc(6066, "3"), related: ["tls"]),
        term(
            ["base64"], "A way to write any octets with 64 harmless characters; anyone can read it back.",
            .rfc(2045, "6.8"), .rfc(4648, "4"), related: ["note-encoding-is-not-encryption", "quoted-printable"]),
        term(
            ["quoted-printable"], "A way to write mostly-ASCII text: =E9 stands for the octet E9.", .rfc(2045, "6.7"),
            related: ["base64"]),
        term(
            ["encoded word"], "Other scripts in a header field: =?utf-8?B?...?=.", .rfc(2047, "2"), related: ["base64"]),
        term(
            ["SASL"], "The family of login mechanisms that AUTH chooses from.", .rfc(4422),
            related: ["sasl-plain", "smtp-auth"]),
        term(
            ["greeting", "banner"], "The server's first line, 220 or +OK: without it the client stays silent.",
            .rfc(5321, "3.1"), .rfc(1939, "4"), related: ["220"]),
        term(
            ["masked", "secret"], "Passwords and login lines are shown as dots unless you ask for them.",
            related: ["note-password-in-clear"]),
    ]

    private static func term(
        _ names: [String], _ meaning: String, more: String = "", _ citations: Citation..., related: [String] = []
    ) -> GlossaryEntry {
        let name = names.first ?? ""
        return .init(
            id: name.lowercased().map { $0 == " " ? "-" : String($0) }.joined(), .term, names: names, title: name,
            meaning, more: more, citations, related: related)
    }
}
