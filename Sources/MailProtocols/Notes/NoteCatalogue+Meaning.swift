extension NoteCatalogue {
    /// What a dialogue means for the letters.
    static let meaning: [NoteEntry] = [
        .init(
            .nullReversePath, .info, "The reverse-path is empty: this is a bounce or another automatic notice.",
            why: "Nobody is told if it fails, so two servers can never bounce each other's bounces without end.",
            .rfc(5321, "4.5.5")),
        .init(
            .envelopeDiffersFromHeader, .info, "The envelope names other addresses than the header does.",
            why: "That is normal for blind copies, mailing lists and forwarding: only the envelope decides where mail "
                + "goes. It is also how a forged From looks.",
            .rfc(5321, "7.2"), .rfc(5598, "4.1")),
        .init(
            .recipientRefused, .warning, "The server refused this recipient; the others are not affected.",
            why: "Each RCPT is answered for itself. Whoever holds the message now must tell its sender that this one "
                + "address failed.",
            .rfc(5321, "3.3"), .rfc(5321, "6.1")),
        .init(
            .duplicateMessage, .warning, "The same message crossed twice.",
            why: "SMTP would rather deliver twice than lose: a client that misses the final reply must send again.",
            .rfc(5321, "6.1"), .rfc(5321, "4.5.3.2.6")),
        .init(
            .lostReply, .warning, "The reply to the end of the content never came.",
            why: "The server may have taken the message or not; the client cannot know, keeps it and sends it again. "
                + "This is where duplicates come from.",
            .rfc(5321, "6.1"), .rfc(5321, "4.5.3.2.6")),
        .init(
            .partialDelivery, .warning, "The message was accepted for some recipients and refused for others.",
            why: "The sender will get a bounce and believe that nobody got it. Look at the reply to each RCPT.",
            .rfc(5321, "3.3")),
        .init(
            .deletedWithoutQuit, .warning, "Messages were marked with DELE, but the session ended without QUIT.",
            why: "Marks are carried out in UPDATE, and only QUIT enters it. The messages are all still there and will "
                + "be fetched again.",
            .rfc(1939, "6")),
        .init(
            .deletedAtOnce, .error, "RSET took the mark off this message, and it is gone all the same.",
            why:
                "DELE only marks, and RSET takes all marks off. A server that deletes at once loses mail when the line "
                + "breaks before QUIT.",
            .rfc(1939, "5")),
        .init(
            .deletedNumberAnswered, .error, "The server answers for a message number that was deleted before.",
            why: "Numbers stay as they are until the session ends. Where they move up, a client that goes by its first "
                + "listing reads, and deletes, the wrong messages.",
            .rfc(1939, "5")),
        .init(
            .mailboxBusy, .warning, "The maildrop is locked by another session.",
            why: "Only one POP3 session at a time may hold a maildrop. Wait until the other one ends; asking for the "
                + "password again is the wrong answer.",
            .rfc(2449, "8.1.2"), .rfc(1939, "4")),
        .init(
            .temporaryFailure, .warning, "The server failed for now: 4yz means try again later.",
            why: "The client keeps the message in its queue and tries again, usually for some days, before it gives "
                + "up.",
            .rfc(5321, "4.2.1"), .rfc(5321, "4.5.4.1")),
        .init(
            .permanentFailure, .error, "The server refused for good: 5yz means do not repeat this unchanged.",
            why: "The client must report the failure to the message's sender. Repeating it only annoys.",
            .rfc(5321, "4.2.1"), .rfc(5321, "6.1")),
        .init(
            .noRecipientAccepted, .warning, "No recipient was accepted, so there is nobody to take the content for.",
            why: "The code of this reply decides nothing: what was said to each RCPT does. After 4yz to all of them "
                + "the client keeps the message and tries again.",
            .rfc(5321, "3.3")),
        .init(
            .commandRefused, .warning, "The server said -ERR: it refused the command.",
            why: "POP3 has no codes that tell for now from for good. The text, or a response code in brackets, says "
                + "what was wrong, and the session goes on.",
            .rfc(1939, "3"), .rfc(2449, "8")),
    ]

    /// What the capture shows of the transport beneath.
    static let transport: [NoteEntry] = [
        .init(
            .connectionRefused, .warning, "The connection was refused: nothing listens there.",
            why: "A SYN was answered with RST. The server is down, or the port is wrong; a sending server tries the "
                + "next MX.",
            .rfc(9293, "3.5.2"), .rfc(5321, "5.1")),
        .init(
            .connectionReset, .warning, "The connection was broken off with RST.",
            why: "One side gave up without a goodbye. What was not yet answered counts as not done.",
            .rfc(9293, "3.5.2"), .rfc(5321, "4.1.1.10")),
        .init(
            .connectionCut, .warning, "The connection ended in the middle of something.",
            why: "A reply, a line or a message is missing its end. SMTP treats an open transaction as abandoned, POP3 "
                + "deletes nothing.",
            .rfc(5321, "4.1.1.10"), .rfc(1939, "6")),
        .init(
            .midStream, .info, "The capture begins in the middle of this connection.",
            why: "Greeting, EHLO and who opened the connection were not seen, so some readings are guesses."),
        .init(
            .oneSided, .warning, "Only one direction of this connection was captured.",
            why: "What the other side answered is not known, so nothing can be said about success. Capture where "
                + "both directions pass."),
        .init(
            .bytesMissing, .error, "The capture lacks octets here.",
            why: "They were sent, since the other side acknowledged them, but the capture program lost them. Use a "
                + "larger capture buffer and no length limit for frames."),
        .init(
            .retransmissionDiffers, .error, "The same octets were sent twice with different content.",
            why: "An honest sender repeats itself exactly. Something on the path changed a segment, or somebody tries "
                + "to show a monitor another text than the server sees.",
            .rfc(9293, "3.8")),
        .init(
            .gaveUpWaiting, .info, "The reply that decides how to read on did not come in time.",
            why: "From here on the likeliest reading is taken. It can be wrong, and the octets themselves are shown "
                + "as they are."),
        .init(
            .waitedTooLong, .warning, "One side waited longer than the protocol asks anybody to wait.",
            why: "From two minutes, for the reply to DATA, to ten, for the reply to the content, programs have to be "
                + "patient; beyond that, giving up is in order. A client that does so sends its message again.",
            .rfc(5321, "4.5.3.2"), .rfc(1939, "3")),
        .init(
            .candidateOverrun, .info, "Too much followed a possible end mark to keep both readings.",
            why: "The content was taken to go on. If the server took the mark for the end, the rest was commands."),
        .init(
            .httpConnect, .info, "The mail dialogue runs inside an HTTP CONNECT tunnel.",
            why: "A web proxy carries the connection on, so the address seen here is the proxy's and not the mail "
                + "server's.",
            .rfc(9110, "9.3.6")),
    ]
}
