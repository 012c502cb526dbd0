import MailProtocols

extension Glossary {
    /// The parts of a session; titles are the raw values of ``Phase``.
    static let phases: [GlossaryEntry] = [
        phase(
            .establishment, ["establishment"], "TCP is opened, the server greets, the client says its name.",
            more:
                "In SMTP from the first SYN to the reply to EHLO or HELO, with STARTTLS and AUTH where they are used.",
            .rfc(5321, "3.1"), .rfc(5321, "3.2")),
        phase(
            .transfer, ["transfer", "message transfer"],
            "Mail transactions: MAIL, RCPT, DATA or BDAT, once for each message.",
            more: "Several messages may follow each other in one connection.", .rfc(5321, "3.3"),
            related: ["transaction", "smtp-mail"]),
        phase(
            .termination, ["termination"], "QUIT, the reply 221, and TCP is closed.",
            more: "Who closes first hardly matters, as long as the reply was heard.", .rfc(5321, "3.8"),
            related: ["smtp-quit"]),
        phase(
            .authorization, [], "POP3's first part: the client proves who it is.",
            more: "It ends when PASS, APOP or AUTH is answered with +OK; then the maildrop is locked.", .rfc(1939, "4"),
            related: ["pop3-user", "pop3-pass", "maildrop"]),
        phase(
            .transaction, [], "POP3's second part: the client lists, fetches and marks messages.",
            more: "Message numbers stay fixed, because the session works on a snapshot of the maildrop.",
            .rfc(1939, "5"), related: ["pop3-retr", "pop3-dele", "snapshot"]),
        phase(
            .update, [], "POP3's last part: what was marked is deleted and the lock is released.",
            more: "Only QUIT leads here. A connection that breaks deletes nothing.", .rfc(1939, "6"),
            related: ["pop3-quit", "pop3-dele"]),
    ]

    private static func phase(
        _ phase: Phase, _ also: [String], _ meaning: String, more: String, _ citations: Citation...,
        related: [String] = []
    ) -> GlossaryEntry {
        let id = "phase-" + phase.rawValue.lowercased().map { $0 == " " ? "-" : String($0) }.joined()
        let pop3 = phase == .authorization || phase == .transaction || phase == .update
        return .init(
            id: id, .phase, pop3 ? .pop3 : .smtp, names: [phase.rawValue] + also, title: "\(phase.rawValue) (phase)",
            meaning, more: more, citations, related: related)
    }

    static let states: [GlossaryEntry] =
        SMTPState.allCases.map { state in
            let (meaning, citation) = words(for: state)
            return .init(
                id: "smtp-state-" + state.name.lowercased(), .state, .smtp, names: [state.name],
                title: "\(state.name) (SMTP state)", meaning, [citation])
        }
        + POP3State.allCases.map { state in
            let (meaning, citation) = words(for: state)
            return .init(
                id: "pop3-state-" + state.name.lowercased(), .state, .pop3, names: [state.name],
                title: "\(state.name) (POP3 state)", meaning, [citation])
        }

    private static func words(for state: SMTPState) -> (String, Citation) {
        switch state {
        case .connecting: ("TCP is open and the server has not greeted yet.", .rfc(5321, "3.1"))
        case .connected: ("The server has greeted and waits for EHLO or HELO.", .rfc(5321, "3.2"))
        case .greeted: ("Both know each other; no mail transaction is open.", .rfc(5321, "3.3"))
        case .envelopeOpen: ("A transaction is open: the sender is known, no recipient yet.", .rfc(5321, "3.3"))
        case .envelopeReady: ("The envelope has a sender and at least one recipient: DATA may come.", .rfc(5321, "3.3"))
        case .messageComing: ("The content is on its way; nothing in it is a command.", .rfc(5321, "4.1.1.4"))
        case .authenticating:
            ("A login exchange is under way; the client's lines are base64, not commands.", .rfc(4954, "4"))
        case .tlsComing: ("TLS was granted; the next octets are a handshake.", .rfc(3207, "4"))
        case .closed: ("The session is over.", .rfc(5321, "3.8"))
        }
    }

    private static func words(for state: POP3State) -> (String, Citation) {
        switch state {
        case .connecting: ("TCP is open and the server has not greeted yet.", .rfc(1939, "4"))
        case .authorization: ("The client has to say who it is.", .rfc(1939, "4"))
        case .authenticating:
            ("A login exchange is under way; the client's lines are base64, not commands.", .rfc(5034, "4"))
        case .tlsComing: ("TLS was granted; the next octets are a handshake.", .rfc(2595, "4"))
        case .transaction: ("The maildrop is locked for this client, its messages are numbered.", .rfc(1939, "5"))
        case .update: ("QUIT was said: marked messages are being deleted.", .rfc(1939, "6"))
        case .closed: ("The session is over.", .rfc(1939, "6"))
        }
    }
}
