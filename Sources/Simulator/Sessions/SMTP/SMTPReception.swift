package import MailProtocols

/// The server's half of an SMTP session as a value: a command in, a reply out. What may be said when is asked of
/// ``SMTPState/verdict(on:)``; this adds whose letters are taken and how much.
package struct SMTPReception: Sendable {
    package enum Answer: Sendable, Hashable {
        case say(SMTPReply)
        /// Said, and the connection closes.
        case sayLast(SMTPReply)
        /// The message is complete: store it, then say 250; or 451 where that fails.
        indirect case store(Envelope)
        /// The answer comes later: the octets of a chunk come first.
        case silent
        /// Check this password (``AccountBook/check(user:password:)``), then say ``SMTPReception/checked(_:)``.
        case check(user: String, password: Credential)
        /// Said in the clear; then TLS begins, and the session anew (``SMTPReception/secured()``).
        case startTLS(SMTPReply)
    }

    /// What MAIL and RCPT said, and the message.
    package struct Envelope: Sendable, Hashable {
        package struct Recipient: Sendable, Hashable {
            package var mailbox: Mailbox
            /// The maildrop if it is here; nil if the letter is handed on.
            package var maildrop: String?
            /// RCPT's NOTIFY, RFC 3461 section 4.1; nil where it said nothing.
            package var notify: DSNNotify?
            /// RCPT's ORCPT, RFC 3461 section 4.2.
            package var originalRecipient: DSNOriginalRecipient?

            package init(
                mailbox: Mailbox, maildrop: String?, notify: DSNNotify? = nil,
                originalRecipient: DSNOriginalRecipient? = nil
            ) {
                self.mailbox = mailbox
                self.maildrop = maildrop
                self.notify = notify
                self.originalRecipient = originalRecipient
            }
        }
        package var from: ReversePath
        package var recipients: [Recipient] = []
        package var body: SMTPBodyType?
        package var isInternational = false
        /// MAIL's RET: a failure notice returns all of the letter; nil where it said nothing (RFC 3461 section 4.3).
        package var returnsFullMessage: Bool?
        /// MAIL's ENVID, RFC 3461 section 4.4.
        package var envelopeID: String?
        /// MAIL's AUTH, as far as we believe it: only who has logged in is believed (RFC 4954 section 5).
        package var submitter: SMTPSubmitter?
        /// The maildrop of whoever has logged in.
        package var user: String?
        package var content: [UInt8] = []
        /// What EHLO or HELO said.
        package var clientName: String
        /// For the Received field, RFC 5321 section 4.4 and RFC 6531 section 4.3: `ESMTP`.
        package var with: String
    }

    package let policy: SMTPPolicy
    let accounts: AccountBook?
    var nonces: Nonces
    /// The station has a certificate.
    let offersTLS: Bool
    /// The session is inside TLS.
    package internal(set) var isSecured: Bool
    /// The maildrop of whoever has logged in.
    package internal(set) var user: String?
    var sasl: SASLServer?
    var failedLogins = 0
    var clientName = ""
    var isExtended = false
    var envelope: Envelope?
    /// What the chunk that now comes will be answered with, if not with success.
    var chunkRefusal: SMTPReply?
    var isTooBig = false
    /// This session's part of what all sessions hold; the letter under way did not fit in any more.
    let memory: MemoryShare
    var isOutOfMemory = false
    /// Octets of the letter under way that were thrown away.
    var discarded = 0
    private var errors = 0
    private var commands = 0

    /// - Parameters:
    ///   - accounts: Who may log in, where the policy lets anybody.
    ///   - offersTLS: The station has a certificate, and can take up STARTTLS.
    ///   - isSecured: The connection speaks TLS from its first octet.
    ///   - memory: What the sessions of a station hold together; nil for one of its own.
    package init(
        policy: SMTPPolicy, accounts: AccountBook? = nil, nonces: Nonces = Nonces(), offersTLS: Bool = false,
        isSecured: Bool = false, memory: MemoryBudget? = nil
    ) {
        self.policy = policy
        self.accounts = accounts
        self.nonces = nonces
        self.offersTLS = offersTLS
        self.isSecured = isSecured
        self.memory = MemoryShare(of: memory ?? MemoryBudget(octets: policy.limits.heldInAll))
    }

    package var greeting: SMTPReply { SMTPReply(.ready, nil, "\(policy.host) ESMTP Mailscope") }

    /// Said in a greeting's place where too many are here already.
    static func tooManyGuests(_ host: String) -> [UInt8] {
        SMTPReply(
            .serviceUnavailable, EnhancedStatus(.temporaryFailure, 3, 2), "\(host) has too many guests, come again"
        ).encoded()
    }

    /// Said where nothing came for too long, RFC 5321 section 4.5.3.2.7.
    static func farewellToTheSilent(_ host: String) -> SMTPReply {
        SMTPReply(.serviceUnavailable, EnhancedStatus(.temporaryFailure, 4, 2), "\(host) waited too long")
    }

    /// Said when the station closes, RFC 5321 section 3.8.
    static func farewellAtClosing(_ host: String) -> SMTPReply {
        SMTPReply(.serviceUnavailable, .systemShuttingDown, "\(host) closes now")
    }

    /// No letter and no login is under way.
    package var isIdle: Bool { envelope == nil && sasl == nil && chunkRefusal == nil }

    /// Answers a command line.
    ///
    /// - Parameters:
    ///   - line: Without its end.
    ///   - notes: What the conversation noticed about it.
    ///   - state: Where the session stands, all earlier replies heard.
    package mutating func answer(line: [UInt8], notes: NoteSet, in state: SMTPState) -> Answer {
        commands += 1
        return counted(judged(line, notes, state))
    }

    /// Closes the session where too much went wrong.
    mutating func counted(_ answer: Answer) -> Answer {
        guard case .say(let reply) = answer else { return answer }
        if reply.outcome == .never { errors += 1 }
        guard errors >= policy.limits.errors || commands >= policy.limits.commands else { return answer }
        return .sayLast(Self.tooMuch)
    }

    static let tooMuch = SMTPReply(
        .serviceUnavailable, EnhancedStatus(.temporaryFailure, 7, 0), "Too much went wrong, goodbye")

    /// A letter came: what went before counts no more.
    mutating func praise() { commands = 0 }

    mutating func judged(_ line: [UInt8], _ notes: NoteSet, _ state: SMTPState) -> Answer {
        let verb = SMTPVerb(line: line.span)
        if notes.contains(.bareLineFeed) {
            return .say(SMTPReply(.unrecognized, .syntaxError, "A line ends with CR LF, not with LF alone"))
        }
        if line.count > policy.limits.commandLine || line.isEmpty && notes.contains(.commandTooLong) {
            return .say(SMTPReply(.unrecognized, .syntaxError, "The line is too long"))
        }
        let command: SMTPCommand
        do {
            command = try SMTPCommand(line: line)
        } catch {
            return .say(SMTPReply(.badArguments, Self.status(ofErrorIn: verb), "I \(error)"))
        }
        if let refusal = refusalOutsideTLS(command) { return refusal }
        if case .breach(let note) = state.verdict(on: verb) {
            let reply = SMTPReply(.badSequence, .invalidCommand, Self.words(for: note, state))
            guard case .bdat(let size, _) = command else { return .say(reply) }
            return chunkComes(size: size, refusal: reply)
        }
        return obeyed(command)
    }

    /// RFC 3207 section 4: where TLS is required, only what leads to it or away is answered outside.
    private mutating func refusalOutsideTLS(_ command: SMTPCommand) -> Answer? {
        guard policy.requiresTLS, !isSecured else { return nil }
        let refusal = SMTPReply(.authenticationRequired, .authenticationRequired, "Say STARTTLS first")
        switch command {
        case .ehlo, .helo, .noop, .startTLS, .quit: return nil
        case .bdat(let size, _): return chunkComes(size: size, refusal: refusal)
        default: return .say(refusal)
        }
    }

    private mutating func obeyed(_ command: SMTPCommand) -> Answer {
        switch command {
        case .ehlo(let domain): return hello(domain, extended: true)
        case .helo(let domain): return hello(domain, extended: false)
        case .mail(let path, let parameters): return .say(mail(path, parameters))
        case .rcpt(let path, let parameters): return .say(recipient(path, parameters))
        case .data: return .say(SMTPReply(.startMail, nil, "Go ahead, end with a line that holds one dot"))
        case .bdat(let size, _):
            let isOffered = !policy.lacks.contains("CHUNKING")
            let refusal = SMTPReply(.notImplemented, .invalidCommand, "BDAT is not offered here")
            return chunkComes(size: size, refusal: isOffered ? nil : refusal)
        case .reset:
            forget()
            return .say(SMTPReply(.completed, .ok, "Forgotten"))
        case .noop: return .say(SMTPReply(.completed, .ok, "Nothing done"))
        case .quit: return .sayLast(SMTPReply(.closing, .ok, "\(policy.host) says goodbye"))
        case .vrfy(let name): return .say(verified(name))
        case .expn(let name): return .say(expanded(name))
        case .help: return .say(SMTPReply(.helpMessage, .ok, "\(vocabulary.joined(separator: " ")); see RFC 5321"))
        case .startTLS where policy.lacks.contains("STARTTLS"), .auth where policy.lacks.contains("AUTH"):
            return .say(SMTPReply(.notImplemented, .invalidCommand, "\(command.verb.word) is not offered here"))
        case .startTLS: return startTLS()
        case .auth(let mechanism, let response): return logIn(by: mechanism, response)
        case .etrn:
            return .say(SMTPReply(.notImplemented, .invalidCommand, "\(command.verb.word) is not offered here"))
        case .lhlo, .unknown:
            return .say(SMTPReply(.unrecognized, .invalidCommand, "I do not know this command"))
        }
    }

    private static func status(ofErrorIn verb: SMTPVerb) -> EnhancedStatus {
        switch verb {
        case .mail: .badSenderSyntax
        case .rcpt: .badMailboxSyntax
        default: .invalidArguments
        }
    }

    private static func words(for note: Note, _ state: SMTPState) -> String {
        switch note {
        case .commandBeforeHello: "Say EHLO first"
        case .nestedMail: "One letter at a time: finish this one, or say RSET"
        case .recipientBeforeMail: "Say MAIL first"
        case .dataBeforeRecipient: state == .envelopeOpen ? "Name a recipient first" : "Say MAIL first"
        default: "Not now"
        }
    }

    // MARK: Commands

    mutating func hello(_ domain: String, extended: Bool) -> Answer {
        clientName = domain
        isExtended = extended
        forget()
        guard extended else { return .say(SMTPReply(.completed, nil, policy.host)) }
        return .say(SMTPReply(.completed, lines: ["\(policy.host) greets \(domain)"] + extensions))
    }

    /// What EHLO's reply offers.
    private var extensions: [String] {
        var extensions = [
            "PIPELINING", "SIZE \(policy.limits.message)", "8BITMIME", "SMTPUTF8", "CHUNKING", "ENHANCEDSTATUSCODES",
            "DSN",
        ]
        if offersTLS, !isSecured { extensions.append("STARTTLS") }
        let mechanisms = offeredMechanisms
        if !mechanisms.isEmpty { extensions.append((["AUTH"] + mechanisms.map(\.name)).joined(separator: " ")) }
        return extensions.filter { !policy.lacks.contains(String($0.prefix { $0 != " " })) }
    }

    private var vocabulary: [String] {
        ["EHLO", "HELO", "MAIL", "RCPT", "DATA", "BDAT", "RSET", "NOOP", "VRFY", "EXPN", "HELP", "QUIT"]
            + (offersTLS ? ["STARTTLS"] : []) + (policy.login == nil ? [] : ["AUTH"])
    }

    /// The transaction is over, or never was.
    mutating func forget() {
        envelope = nil
        isTooBig = false
        isOutOfMemory = false
        discarded = 0
        memory.release()
    }

    // MARK: Who lives here

    private var tells: Bool {
        switch policy.tells {
        case .nobody: false
        case .users: user != nil
        case .everybody: true
        }
    }

    /// RFC 5321 section 3.5; by section 7.3 a host may keep it to itself.
    private func verified(_ name: String) -> SMTPReply {
        guard tells else {
            return SMTPReply(.cannotVerify, .recipientOK, "I tell nobody who lives here; send, and I will try")
        }
        guard let mailbox = Self.mailbox(named: name) else {
            return SMTPReply(.badArguments, .badMailboxSyntax, "That is no mailbox")
        }
        switch policy.judge(localPart: mailbox.local, domain: mailbox.domain) {
        case .local(let maildrop): return SMTPReply(.completed, .recipientOK, "<\(maildrop)>")
        case .remote, .relayingDenied: return SMTPReply(.cannotVerify, .recipientOK, "That is not decided here")
        default: return SMTPReply(.mailboxUnavailable, .noSuchMailbox, "Nobody here is called that")
        }
    }

    private func expanded(_ name: String) -> SMTPReply {
        guard policy.tells != .nobody else {
            return SMTPReply(.notImplemented, .invalidCommand, "EXPN is not offered here")
        }
        guard tells else { return SMTPReply(.mailboxUnavailable, .relayingDenied, "I tell that to users only") }
        let wanted = name.lowercased()
        let list = policy.lists.first { $0.key == wanted || $0.key.hasPrefix(wanted + "@") }
        guard let members = list?.value, !members.isEmpty else {
            return SMTPReply(.mailboxUnavailable, .noSuchMailbox, "I know no such list")
        }
        return SMTPReply(.completed, .recipientOK, lines: members.map { "<\($0)>" })
    }

    /// `bob`, `bob@north.example` or `<bob@north.example>`.
    private static func mailbox(named name: String) -> (local: String, domain: String?)? {
        var text = name
        if text.hasPrefix("<"), text.hasSuffix(">") { text = String(text.dropFirst().dropLast()) }
        guard text.contains("@") else { return text.isEmpty ? nil : (text, nil) }
        guard let mailbox = try? Mailbox(text) else { return nil }
        return (mailbox.localPart, mailbox.domain?.description)
    }
}
