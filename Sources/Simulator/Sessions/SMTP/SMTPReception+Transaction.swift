package import MailProtocols

/// The second half of a session: MAIL, RCPT and the content.
extension SMTPReception {
    // MARK: Envelope

    mutating func mail(_ path: ReversePath, _ parameters: [SMTPParameter]) -> SMTPReply {
        if policy.login?.isRequired == true, user == nil {
            return SMTPReply(.authenticationRequired, .authenticationRequired, "Log in first")
        }
        if let refusal = parameters.firstRefusal({ refusal(ofMail: $0, among: parameters) }) { return refusal }
        guard parameters.size ?? 0 <= UInt64(policy.limits.message) else {
            return SMTPReply(
                .exceededStorage, .messageTooBigForSystem, "A letter may have \(policy.limits.message) octets")
        }
        forget()
        guard memory.hasRoom(for: parameters.size.flatMap { Int(exactly: $0) } ?? 0) else { return Self.noRoom }
        var envelope = Envelope(
            from: path, body: parameters.body, isInternational: parameters.hasSMTPUTF8, clientName: clientName,
            with: transport(isInternational: parameters.hasSMTPUTF8))
        envelope.returnsFullMessage = parameters.returnsFullMessage
        envelope.envelopeID = parameters.envelopeID
        envelope.submitter = user == nil && parameters.submitter != nil ? .unknown : parameters.submitter
        envelope.user = user
        self.envelope = envelope
        return SMTPReply(.completed, .senderOK, "Sender " + path.description + " noted")
    }

    mutating func recipient(_ path: ForwardPath, _ parameters: [SMTPParameter]) -> SMTPReply {
        guard let envelope else { return SMTPReply(.badSequence, .invalidCommand, "Say MAIL first") }
        if let refusal = parameters.firstRefusal({ refusal(ofRecipient: $0, among: parameters) }) {
            return refusal
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
        // Our own users may write to anybody.
        case .relayingDenied where user != nil: maildrop = nil
        case .relayingDenied:
            return SMTPReply(.mailboxUnavailable, .relayingDenied, "I take no letters for \(path)")
        }
        self.envelope?.recipients.append(
            .init(
                mailbox: mailbox, maildrop: maildrop, notify: parameters.notify,
                originalRecipient: parameters.originalRecipient))
        return SMTPReply(.completed, .recipientOK, "Recipient " + path.description + " noted")
    }

    /// RFC 3848 and RFC 6531 section 4.3: what the Received field calls the way that the letter came.
    private func transport(isInternational: Bool) -> String {
        guard isExtended else { return "SMTP" }
        return (isInternational ? "UTF8SMTP" : "ESMTP") + (isSecured ? "S" : "") + (user == nil ? "" : "A")
    }

    private func refusal(ofMail parameter: SMTPParameter, among all: [SMTPParameter]) -> SMTPReply? {
        let isReadable: Bool
        if let refusal = refusal(ofUnoffered: parameter) { return refusal }
        switch parameter.keyword.uppercased() {
        // RFC 3030 section 3: BINARYMIME is an extension of its own, which is not offered.
        case "BODY" where all.body == .binaryMIME:
            return SMTPReply(.parametersNotRecognized, .invalidArguments, "I do not offer BINARYMIME")
        case "BODY": isReadable = all.body != nil
        case "SIZE": isReadable = all.size != nil
        case "SMTPUTF8": isReadable = parameter.value == nil
        case "RET": isReadable = all.returnsFullMessage != nil
        // RFC 3461 section 4.4: at most 100 characters.
        case "ENVID": isReadable = all.envelopeID != nil && parameter.value?.utf8.count ?? 0 <= 100
        case "AUTH" where policy.login != nil: isReadable = all.submitter != nil
        default: return Self.unknown(parameter)
        }
        return isReadable ? nil : Self.unreadable(parameter)
    }

    /// RFC 5321 section 4.1.1.11: a parameter of an extension that is not offered is refused with 555.
    private func refusal(ofUnoffered parameter: SMTPParameter) -> SMTPReply? {
        let keyword = parameter.keyword.uppercased()
        let needed =
            switch keyword {
            case "BODY": "8BITMIME"
            case "RET", "ENVID", "NOTIFY", "ORCPT": "DSN"
            default: keyword
            }
        return policy.lacks.contains(needed) ? Self.unknown(parameter) : nil
    }

    private static func unknown(_ parameter: SMTPParameter) -> SMTPReply {
        SMTPReply(.parametersNotRecognized, .invalidArguments, "I do not offer \(parameter.keyword)")
    }

    private func refusal(ofRecipient parameter: SMTPParameter, among all: [SMTPParameter]) -> SMTPReply? {
        if let refusal = refusal(ofUnoffered: parameter) { return refusal }
        switch parameter.keyword.uppercased() {
        case "NOTIFY": return all.notify == nil ? Self.unreadable(parameter) : nil
        // RFC 3461 section 4.2: at most 500 characters.
        case "ORCPT":
            let isReadable = all.originalRecipient != nil && parameter.value?.utf8.count ?? 0 <= 500
            return isReadable ? nil : Self.unreadable(parameter)
        default: return Self.unknown(parameter)
        }
    }

    private static func unreadable(_ parameter: SMTPParameter) -> SMTPReply {
        SMTPReply(.badArguments, .invalidArguments, "I cannot read \(parameter.keyword)")
    }

    // MARK: Content

    mutating func chunkComes(size: UInt64, refusal: SMTPReply?) -> Answer {
        // Such a chunk is not even read to its end.
        guard size <= UInt64(policy.limits.message) * 2 else {
            return .sayLast(SMTPReply(.exceededStorage, .messageTooBigForSystem, "The letter is too big"))
        }
        chunkRefusal = refusal
        return .silent
    }

    /// A run of the message's octets, unstuffed; where letters are thrown away only their number.
    package mutating func take(_ run: [UInt8], octets: Int? = nil) {
        guard !policy.discards else {
            discarded += octets ?? run.count
            isTooBig = discarded > policy.limits.message
            return
        }
        guard chunkRefusal == nil, !isTooBig, !isOutOfMemory, let held = envelope?.content.count else { return }
        isTooBig = held + run.count > policy.limits.message
        isOutOfMemory = !isTooBig && !memory.take(run.count)
        if isTooBig || isOutOfMemory {
            envelope?.content = []
            memory.release()
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
    ///   - notes: What the conversation noticed about it.
    package mutating func contentEnded(isChunk: Bool, isLast: Bool, bytes: Int, notes: NoteSet = []) -> Answer {
        if let refusal = chunkRefusal {
            chunkRefusal = nil
            return .say(refusal)
        }
        if isChunk, !isLast, !isTooBig, !isOutOfMemory {
            return .say(SMTPReply(.completed, .ok, "\(bytes) octets taken"))
        }
        guard let complete = envelope else { return .say(SMTPReply(.badSequence, .invalidCommand, "Say MAIL first")) }
        envelope = nil
        if isOutOfMemory {
            forget()
            return .say(Self.noRoom)
        }
        if isTooBig {
            forget()
            return .say(SMTPReply(.exceededStorage, .messageTooBigForSystem, "The letter is too big"))
        }
        guard !policy.discards else {
            forget()
            praise()
            return .say(SMTPReply(.completed, .ok, "Thrown away"))
        }
        guard TraceFields.count(in: complete.content) < policy.limits.hops else {
            return .say(
                SMTPReply(
                    .transactionFailed, EnhancedStatus(.permanentFailure, 4, 6), "The letter goes round in circles"))
        }
        // A dot line of another kind, RFC 5321 section 4.1.1.4: some server behind us might see the letter's end in it, and
        // commands in what follows.
        guard isChunk || !notes.contains(.smugglingSeam) else {
            return .say(
                SMTPReply(
                    .transactionFailed, EnhancedStatus(.permanentFailure, 6, 0),
                    "A lone dot stands in a line not ended by CR LF"))
        }
        praise()
        return .store(complete)
    }

    /// The letter is stored, or was refused after all: its octets are no longer held.
    package mutating func released() { memory.release() }

    static let noRoom = SMTPReply(
        .insufficientStorage, EnhancedStatus(.temporaryFailure, 3, 1), "Too many letters are under way, come again")
}

extension [SMTPParameter] {
    /// The first refusal, by the parameters' own rules or because one stands twice.
    fileprivate func firstRefusal(_ rule: (SMTPParameter) -> SMTPReply?) -> SMTPReply? {
        if isEmpty { return nil }
        var seen: Set<String> = []
        for parameter in self {
            guard seen.insert(parameter.keyword.uppercased()).inserted else {
                return SMTPReply(.badArguments, .invalidArguments, "\(parameter.keyword) stands twice")
            }
            if let refusal = rule(parameter) { return refusal }
        }
        return nil
    }
}
