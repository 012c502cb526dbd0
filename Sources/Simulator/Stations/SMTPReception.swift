package import MailProtocols

/// The server's half of an SMTP session as a value: a command in, a reply out. What may be said when is asked of
/// ``SMTPState/verdict(on:)``; this adds whose letters are taken and how much.
package struct SMTPReception: Sendable {
    package enum Answer: Sendable, Hashable {
        case say(SMTPReply)
        /// Said, and the connection closes.
        case sayLast(SMTPReply)
        /// The message is complete: store it, then say 250; or 451 where that fails.
        case store(Envelope)
        /// The answer comes later: the octets of a chunk come first.
        case silent
    }

    /// What MAIL and RCPT said, and the message.
    package struct Envelope: Sendable, Hashable {
        package struct Recipient: Sendable, Hashable {
            package var mailbox: Mailbox
            /// The maildrop if it is here; nil if the letter is handed on.
            package var maildrop: String?
        }
        package var from: ReversePath
        package var recipients: [Recipient] = []
        package var body: SMTPBodyType?
        package var isInternational = false
        package var content: [UInt8] = []
        /// What EHLO or HELO said.
        package var clientName: String
        /// For the Received field, RFC 5321 section 4.4 and RFC 6531 section 4.3: `ESMTP`.
        package var with: String
    }

    package let policy: SMTPPolicy
    private var clientName = ""
    private var isExtended = false
    private var envelope: Envelope?
    /// What the chunk that now comes will be answered with, if not with success.
    private var chunkRefusal: SMTPReply?
    private var isTooBig = false
    private var errors = 0
    private var commands = 0

    package init(policy: SMTPPolicy) { self.policy = policy }

    package var greeting: SMTPReply { SMTPReply(.ready, nil, "\(policy.host) ESMTP Mailscope") }

    /// Answers a command line.
    ///
    /// - Parameters:
    ///   - line: Without its end.
    ///   - notes: What the conversation noticed about it.
    ///   - state: Where the session stands, all earlier replies heard.
    package mutating func answer(line: [UInt8], notes: NoteSet, in state: SMTPState) -> Answer {
        commands += 1
        let answer = judged(line, notes, state)
        guard case .say(let reply) = answer else { return answer }
        if reply.outcome == .never { errors += 1 }
        guard errors >= policy.limits.errors || commands >= policy.limits.commands else { return answer }
        return .sayLast(
            SMTPReply(.serviceUnavailable, EnhancedStatus(.temporaryFailure, 7, 0), "Too much went wrong, goodbye"))
    }

    private mutating func judged(_ line: [UInt8], _ notes: NoteSet, _ state: SMTPState) -> Answer {
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
        if case .breach(let note) = state.verdict(on: verb) {
            let reply = SMTPReply(.badSequence, .invalidCommand, Self.words(for: note, state))
            guard case .bdat(let size, _) = command else { return .say(reply) }
            return chunkComes(size: size, refusal: reply)
        }
        return obeyed(command)
    }

    private mutating func obeyed(_ command: SMTPCommand) -> Answer {
        switch command {
        case .ehlo(let domain): return hello(domain, extended: true)
        case .helo(let domain): return hello(domain, extended: false)
        case .mail(let path, let parameters): return .say(mail(path, parameters))
        case .rcpt(let path, let parameters): return .say(recipient(path, parameters))
        case .data: return .say(SMTPReply(.startMail, nil, "Go ahead, end with a line that holds one dot"))
        case .bdat(let size, _): return chunkComes(size: size, refusal: nil)
        case .reset:
            envelope = nil
            isTooBig = false
            return .say(SMTPReply(.completed, .ok, "Forgotten"))
        case .noop: return .say(SMTPReply(.completed, .ok, "Nothing done"))
        case .quit: return .sayLast(SMTPReply(.closing, .ok, "\(policy.host) says goodbye"))
        case .vrfy:
            return .say(SMTPReply(.cannotVerify, .recipientOK, "I tell nobody who lives here; send, and I will try"))
        case .help:
            return .say(
                SMTPReply(.helpMessage, .ok, "EHLO HELO MAIL RCPT DATA BDAT RSET NOOP VRFY HELP QUIT; see RFC 5321"))
        case .expn, .startTLS, .auth, .etrn:
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

    private mutating func hello(_ domain: String, extended: Bool) -> Answer {
        clientName = domain
        isExtended = extended
        envelope = nil
        isTooBig = false
        guard extended else { return .say(SMTPReply(.completed, nil, policy.host)) }
        return .say(
            SMTPReply(
                .completed,
                lines: [
                    "\(policy.host) greets \(domain)", "PIPELINING", "SIZE \(policy.limits.message)", "8BITMIME",
                    "SMTPUTF8", "CHUNKING", "ENHANCEDSTATUSCODES",
                ]))
    }

    private mutating func mail(_ path: ReversePath, _ parameters: [SMTPParameter]) -> SMTPReply {
        for parameter in parameters {
            switch parameter.keyword.uppercased() {
            // RFC 3030 section 3: BINARYMIME is an extension of its own, which is not offered.
            case "BODY" where parameters.body == .binaryMIME:
                return SMTPReply(.parametersNotRecognized, .invalidArguments, "I do not offer BINARYMIME")
            case "SIZE" where parameters.size != nil, "BODY" where parameters.body != nil, "SMTPUTF8": break
            case "SIZE", "BODY":
                return SMTPReply(.badArguments, .invalidArguments, "I cannot read \(parameter.keyword)")
            default:
                return SMTPReply(.parametersNotRecognized, .invalidArguments, "I do not offer \(parameter.keyword)")
            }
        }
        guard parameters.size ?? 0 <= UInt64(policy.limits.message) else {
            return SMTPReply(
                .exceededStorage, .messageTooBigForSystem, "A letter may have \(policy.limits.message) octets")
        }
        let utf8 = parameters.hasSMTPUTF8
        envelope = Envelope(
            from: path, body: parameters.body, isInternational: utf8, clientName: clientName,
            with: isExtended ? (utf8 ? "UTF8SMTP" : "ESMTP") : "SMTP")
        isTooBig = false
        return SMTPReply(.completed, .senderOK, "Sender \(path) noted")
    }

    private mutating func recipient(_ path: ForwardPath, _ parameters: [SMTPParameter]) -> SMTPReply {
        guard let envelope else { return SMTPReply(.badSequence, .invalidCommand, "Say MAIL first") }
        if let parameter = parameters.first {
            return SMTPReply(.parametersNotRecognized, .invalidArguments, "I do not offer \(parameter.keyword)")
        }
        guard envelope.recipients.count < policy.limits.recipients else {
            return SMTPReply(.insufficientStorage, .tooManyRecipients, "No more recipients for this letter")
        }
        let mailbox = path.mailbox
        if !envelope.isInternational, mailbox.description.utf8.contains(where: { $0 >= 0x80 }) {
            return SMTPReply(
                .mailboxNameNotAllowed, EnhancedStatus(.permanentFailure, 6, 7), "MAIL did not say SMTPUTF8")
        }
        let maildrop: String?
        switch policy.judge(localPart: mailbox.localPart, domain: mailbox.domain?.description) {
        case .local(let name): maildrop = name
        case .remote: maildrop = nil
        case .unknownUser: return SMTPReply(.mailboxUnavailable, .noSuchMailbox, "\(path) is unknown here")
        case .relayingDenied:
            return SMTPReply(.mailboxUnavailable, .relayingDenied, "I take no letters for \(path)")
        }
        self.envelope?.recipients.append(.init(mailbox: mailbox, maildrop: maildrop))
        return SMTPReply(.completed, .recipientOK, "Recipient \(path) noted")
    }

    // MARK: Content

    private mutating func chunkComes(size: UInt64, refusal: SMTPReply?) -> Answer {
        // Such a chunk is not even read to its end.
        guard size <= UInt64(policy.limits.message) * 2 else {
            return .sayLast(SMTPReply(.exceededStorage, .messageTooBigForSystem, "The letter is too big"))
        }
        chunkRefusal = refusal
        return .silent
    }

    /// A run of the message's octets, unstuffed.
    package mutating func take(_ run: [UInt8]) {
        guard chunkRefusal == nil, !isTooBig, let held = envelope?.content.count else { return }
        if held + run.count > policy.limits.message {
            isTooBig = true
            envelope?.content = []
        } else {
            envelope?.content += run
        }
    }

    /// The content, or a chunk of it, is complete.
    ///
    /// - Parameters:
    ///   - isChunk: It came by BDAT.
    ///   - isLast: BDAT said LAST.
    ///   - bytes: Of the chunk, for its reply.
    package mutating func contentEnded(isChunk: Bool, isLast: Bool, bytes: Int) -> Answer {
        if let refusal = chunkRefusal {
            chunkRefusal = nil
            return .say(refusal)
        }
        if isChunk, !isLast, !isTooBig { return .say(SMTPReply(.completed, .ok, "\(bytes) octets taken")) }
        guard let complete = envelope else { return .say(SMTPReply(.badSequence, .invalidCommand, "Say MAIL first")) }
        envelope = nil
        if isTooBig {
            isTooBig = false
            return .say(SMTPReply(.exceededStorage, .messageTooBigForSystem, "The letter is too big"))
        }
        guard TraceFields.count(in: complete.content) < policy.limits.hops else {
            return .say(
                SMTPReply(
                    .transactionFailed, EnhancedStatus(.permanentFailure, 4, 6), "The letter goes round in circles"))
        }
        return .store(complete)
    }
}
