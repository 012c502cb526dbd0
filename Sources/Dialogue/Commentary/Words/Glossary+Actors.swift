import MailProtocols

extension Glossary {
    static let actors: [GlossaryEntry] = [
        .named(
            .actor, "actor-", ["MUA", "mail user agent", "mail program"], "MUA, mail user agent",
            "The program that a person writes and reads mail with.",
            more: "It is a client twice over: it pushes by SMTP and pulls by POP3.", .rfc(5598, "4.2.1"),
            related: ["actor-sender-client", "actor-receiver-client"]),
        .named(
            .actor, "actor-", ["MSA", "mail submission agent", "submission"], "MSA, mail submission agent",
            "The server that takes new mail from its own users, usually on port 587 or 465, after a login.",
            more: "It may complete what a mail program left out, such as Date or Message-ID.", .rfc(6409, "3"),
            .rfc(5598, "4.3.1"), related: ["actor-mta", "smtp-auth"]),
        .named(
            .actor, "actor-", ["MTA", "mail transfer agent", "mail server"], "MTA, mail transfer agent",
            "The server that takes mail, queues it and hands it on towards its destination.",
            more: "It is a server to those before it and a client to those behind it.", .rfc(5598, "4.3.2"),
            .rfc(5321, "2.1"), related: ["queue", "actor-relay", "mx"]),
        .named(
            .actor, "actor-", ["MDA", "mail delivery agent", "delivery agent"], "MDA, mail delivery agent",
            "The program that puts a message into the recipient's mailbox.",
            more: "It writes Return-Path from the envelope: here the envelope ends.", .rfc(5598, "4.3.3"),
            related: ["maildrop", "return-path"]),
        .named(
            .actor, "actor-", ["MS", "message store", "mail store"], "MS, message store",
            "Where delivered mail waits until its reader asks for it.", .rfc(5598, "4.2.2"), related: ["maildrop"]),
        .named(
            .actor, "actor-", ["MAA", "mail access agent"], "MAA, mail access agent",
            "The server through which a reader gets at the mailbox: POP3 or IMAP.",
            more: "A textbook word; RFC 5598 speaks of the message store.", .rfc(1939, "3"),
            related: ["actor-receiver-maa", "pull"]),
        .named(
            .actor, "actor-", ["sender client", "author", "alice"], "sender client",
            "The first station: the author's mail program, which pushes the letter to the sender MTA.",
            .rfc(5598, "4.2.1"), related: ["outbox", "push"]),
        .named(
            .actor, "actor-", ["sender MTA"], "sender MTA",
            "The second station: the author's mail server, which queues the letter and pushes it to the recipient's.",
            .rfc(5598, "4.3.2"), related: ["queue", "mx"]),
        .named(
            .actor, "actor-", ["receiver MTA"], "receiver MTA",
            "The third station: the recipient's mail server, which takes the letter and puts it into the maildrop.",
            .rfc(5598, "4.3.2"), related: ["maildrop"]),
        .named(
            .actor, "actor-", ["receiver MAA"], "receiver MAA",
            "The fourth station: the POP3 server, which hands letters out to whoever logs in and asks.",
            .rfc(1939, "3"), related: ["pull"]),
        .named(
            .actor, "actor-", ["receiver client", "reader", "bob"], "receiver client",
            "The last station: the recipient's mail program, which pulls the letter out of the maildrop.",
            .rfc(5598, "4.2.1"), related: ["pull", "pop3-retr"]),
        .named(
            .actor, "actor-", ["relay"], "relay",
            "An MTA between the first and the last: it takes mail for others and passes it on unchanged.",
            more: "It adds one Received field. An open relay does so for anybody, and is soon blocked.",
            .rfc(5321, "2.3.10"), .rfc(5321, "3.6"), related: ["received", "hop"]),
        .named(
            .actor, "actor-", ["gateway"], "gateway",
            "A relay that also translates: between mail and another system, or another way of transport.",
            .rfc(5321, "3.7"), .rfc(5598, "5.4")),
        .named(
            .actor, "actor-", ["postmaster"], "postmaster",
            "The person behind a mail server: each domain must take mail for postmaster.", .rfc(5321, "4.5.1")),
        .named(
            .actor, "actor-", ["client"], "client", "The side that opened the connection and says the commands.",
            more: "Client is a role in one connection, not a kind of machine: an MTA is client and server in turn.",
            .rfc(5321, "2.1"), .rfc(1939, "3"), related: ["actor-server", "push", "pull"]),
        .named(
            .actor, "actor-", ["server"], "server", "The side that was connected to: it greets and replies.",
            .rfc(5321, "2.1"), .rfc(1939, "3"), related: ["actor-client"]),
    ]
}
