import MailProtocols

/// What the replies of an SMTP server mean, by what they answer.
extension Commentary {
    static func smtpReply(_ record: StepRecord, _ context: RemarkContext) -> Remark {
        let reply = SMTPReply(wire: record.text)
        let entry = Glossary.entry(reply.code)
        if reply.code == .none {
            return Remark("This line begins with no reply code, so a client cannot act on it.", .rfc(5321, "4.2"))
        }
        if record.step.flags.contains(.greeting) { return greeting(reply) }
        if reply.code == .serviceUnavailable { return closing(reply) }
        if record.step.notes.contains(.noRecipientAccepted) {
            return Remark(
                "No recipient was accepted, so there is nobody to take the content for (\(reply.code)). What the server "
                    + "said to each RCPT decides whether the client tries again.",
                reference: [.rfc(5321, "3.3")] + (entry?.citations ?? []))
        }
        guard let answered = context.answered else {
            guard record.step.answers == 0 else {
                return Remark(entry?.meaning ?? "", reference: entry?.citations ?? [])
            }
            return Remark(
                "Nothing was asked, so this reply belongs to no command. " + (entry?.meaning ?? ""),
                reference: [.rfc(5321, "4.2")] + (entry?.citations ?? []))
        }
        switch answered.kind {
        case .content: return verdictOnMessage(reply)
        case .auth: return loginReply(reply, answered, context)
        default: break
        }
        switch (SMTPVerb(rawValue: answered.verb) ?? .unknown, reply.outcome) {
        case (.auth, _): return loginReply(reply, answered, context)
        case (.ehlo, .done), (.lhlo, .done): return offers(reply, answered)
        case (.bdat, .done): return chunkTaken(answered)
        case (let verb, .done), (let verb, .goOn): return granted(verb, address(answered), reply)
        case (let verb, .tryLater), (let verb, .never): return refused(verb, answered, reply)
        case (_, .unheardOf): return Remark(entry?.meaning ?? "", reference: entry?.citations ?? [])
        }
    }

    /// The mailbox that MAIL or RCPT named, safe to show; empty where there is none or it cannot be read.
    private static func address(_ answered: RemarkContext.Spoken) -> String {
        switch try? SMTPCommand(line: answered.text) {
        case .mail(let path, _)?: SpokenText.safe(path.mailbox?.description ?? "")
        case .rcpt(let path, _)?: SpokenText.safe(path.mailbox.description)
        default: ""
        }
    }

    private static func greeting(_ reply: SMTPReply) -> Remark {
        let name = reply.lines.first?.split(separator: " ").first.map { SpokenText.safe($0) } ?? ""
        let who = name.contains(".") ? name : "The server"
        if reply.outcome == .done {
            return Remark(
                "\(who) greets: it is ready, and the client may speak now.", .rfc(5321, "3.1"), .rfc(5321, "4.2.3"))
        }
        let again =
            reply.outcome == .tryLater ? "for now; the client should try again later" : "for good; only QUIT is left"
        return Remark(
            "\(who) turns the client away in its greeting \(again).",
            reference: [.rfc(5321, "3.1")] + (Glossary.entry(reply.code)?.citations ?? []))
    }

    private static func offers(_ reply: SMTPReply, _ answered: RemarkContext.Spoken) -> Remark {
        let name = reply.lines.first?.split(separator: " ").first.map { SpokenText.safe($0) } ?? "The server"
        let details = reply.lines.dropFirst().prefix(64).compactMap { line -> Remark.Detail? in
            // Some servers write AUTH=PLAIN for clients of old.
            guard let word = line.split(whereSeparator: { $0 == " " || $0 == "=" }).first else { return nil }
            let entry = Glossary.entry(id: "ehlo-" + word.lowercased())
            return .init(label: SpokenText.safe(line), meaning: entry?.meaning ?? "Not known to Mailscope.")
        }
        let words = details.map {
            $0.label.split(whereSeparator: { $0 == " " || $0 == "=" }).first.map(String.init) ?? ""
        }
        let verb: SMTPVerb = answered.verb == SMTPVerb.lhlo.rawValue ? .lhlo : .ehlo
        let source = Glossary.entry(verb)?.citations ?? []
        guard !details.isEmpty else {
            return Remark("\(name) returns the greeting and offers no extensions.", reference: source)
        }
        return Remark(
            "\(name) returns the greeting and offers \(SpokenText.counted(details.count, "extension")): "
                + "\(words.joined(separator: ", ")).", reference: source, details: details)
    }

    private static func verdictOnMessage(_ reply: SMTPReply) -> Remark {
        guard reply.outcome != .done else {
            return Remark(
                "The server has taken the message: from now on it is responsible, and the client may forget it.",
                .rfc(5321, "4.1.1.4"), .rfc(5321, "6.1"))
        }
        let (words, citations) = refusal(of: "the message", reply)
        let next =
            reply.outcome == .tryLater ? "The client keeps it and tries again." : "The client must tell the sender."
        return Remark("The server \(words). \(next)", reference: citations + [.rfc(5321, "4.2.5")])
    }

    private static func chunkTaken(_ answered: RemarkContext.Spoken) -> Remark {
        var isLast = answered.isLast
        if case .bdat(_, true)? = try? SMTPCommand(line: answered.text) { isLast = true }
        return isLast
            ? Remark(
                "The server has taken the last chunk and with it the message: from now on it is responsible.",
                .rfc(3030, "2"), .rfc(5321, "6.1"))
            : Remark("The server has taken the chunk and waits for the next.", .rfc(3030, "2"))
    }

    /// 421, with the reason where the server gives one that is registered.
    private static func closing(_ reply: SMTPReply) -> Remark {
        guard let status = reply.status, status.detail != 0, let entry = Glossary.enhanced(status.description) else {
            let words = SpokenText.safe(reply.text)
            let reason = words.isEmpty ? "" : ", saying “\(words)”"
            return Remark(
                "The server shuts the connection down for now\(reason); the client should try again later.",
                .rfc(5321, "3.8"))
        }
        return Remark(
            "The server shuts the connection down for now: \(shortName(entry)) (421 \(status)). The client should try "
                + "again later.", reference: [.rfc(5321, "3.8")] + entry.citations.prefix(1))
    }

    private static func loginReply(
        _ reply: SMTPReply, _ answered: RemarkContext.Spoken, _ context: RemarkContext
    ) -> Remark {
        let source = Glossary.entry(reply.code)?.citations ?? []
        switch reply.outcome {
        case .done: return Remark("Logged in: what follows is done as that user.", reference: source)
        case .goOn: return challenge(reply.lines.first ?? "", context, source)
        case .never where answered.text == [UInt8(ascii: "*")]:
            return Remark("The login is off, as the client wished; the session goes on without it.", reference: source)
        default:
            let (words, citations) = refusal(of: "the login", reply)
            return Remark("The server \(words).", reference: citations + source)
        }
    }

    private static func granted(_ verb: SMTPVerb, _ path: String, _ reply: SMTPReply) -> Remark {
        let source = Glossary.entry(verb)?.citations ?? []
        let code = Glossary.entry(reply.code)
        let meaning: String
        switch verb {
        case .helo: meaning = "The server returns the greeting; extensions are not offered to HELO."
        case .mail, .send, .soml, .saml:
            meaning =
                path.isEmpty
                ? "The server accepts the reverse-path: a mail transaction is open."
                : "The server accepts \(path) as reverse-path: a mail transaction is open."
        case .rcpt:
            let whom = path.isEmpty ? "this recipient" : path
            meaning =
                reply.code == .willForward
                ? "\(whom) is not here, but the server will forward the message."
                : "The server accepts \(whom): if the content is taken too, it must deliver or report."
        case .data: meaning = "Go ahead: every line up to a lone dot is content now, not a command."
        case .rset: meaning = "Done: no transaction is open."
        case .quit: meaning = "Goodbye: the server closes the connection."
        case .starttls:
            meaning = "Granted: the next octets are a TLS handshake, and the dialogue starts afresh with EHLO."
        case .noop: meaning = "The server is there; nothing has changed."
        case .vrfy where reply.code == .completed: meaning = "The server confirms: “\(SpokenText.safe(reply.text))”."
        case .expn where reply.code == .completed:
            meaning = "The list has \(SpokenText.counted(reply.lines.count, "member")), one on each line of the reply."
        case .vrfy, .expn, .help, .etrn, .atrn: meaning = code?.meaning ?? "Done."
        default: meaning = code?.meaning ?? "Done: the command succeeded."
        }
        return Remark(meaning, reference: source + (code?.citations.prefix(1).map { $0 } ?? []))
    }

    private static func refused(_ verb: SMTPVerb, _ answered: RemarkContext.Spoken, _ reply: SMTPReply) -> Remark {
        let path = address(answered)
        var word = ""
        if case .unknown(let verb, _)? = try? SMTPCommand(line: answered.text) { word = SpokenText.safe(verb) }
        let what: String
        var next = ""
        switch verb {
        case .mail where !path.isEmpty: (what, next) = ("\(path) as sender", " No transaction is open.")
        case .rcpt:
            (what, next) = (path.isEmpty ? "this recipient" : path, " The other recipients are not affected.")
        case .data: (what, next) = ("to take the content", " What the client sends next is commands again.")
        case .bdat: (what, next) = ("the chunk", " The whole transaction has failed.")
        case .ehlo: (what, next) = ("EHLO", " The client may fall back to HELO.")
        case .starttls: (what, next) = ("to encrypt", " The connection stays readable for all on the path.")
        case .none: what = "the line"
        case .unknown: what = word.isEmpty ? "the line" : "“\(word)”"
        default: what = verb.word
        }
        // Out of order: the transaction, if there is one, stays as it was.
        if reply.code == .badSequence, verb == .mail || verb == .rcpt { next = "" }
        let (words, citations) = refusal(of: what, reply)
        return Remark("The server \(words).\(next)", reference: citations + (Glossary.entry(verb)?.citations ?? []))
    }
}
