import MailProtocols

/// What the steps of an SMTP dialogue mean: commands and content.
extension Commentary {
    static func smtpCommand(_ record: StepRecord) -> Remark {
        let spoken = SpokenCommand(record.text)
        let verb = SMTPVerb(rawValue: record.step.verb) ?? .unknown
        let name = SpokenText.safe(spoken.argument)
        let entry = Glossary.entry(verb)
        let source = entry?.citations ?? []
        switch verb {
        case .none:
            return record.text.isEmpty
                ? Remark("An empty line: it asks for nothing.", .rfc(5321, "4.1.1"))
                : Remark("This line begins with no command word.", .rfc(5321, "4.1.1"))
        case .unknown:
            return Remark(
                "“\(spoken.word)” is no command that Mailscope knows; a server answers 500.", .rfc(5321, "4.2.4"))
        case .ehlo where !name.isEmpty:
            return Remark("\(name) introduces itself and asks what the server offers.", reference: source)
        case .helo where !name.isEmpty:
            return Remark("\(name) introduces itself the old way, without extensions.", reference: source)
        case .lhlo where !name.isEmpty:
            return Remark("\(name) introduces itself in LMTP and asks what the server offers.", reference: source)
        case .mail, .send, .soml, .saml: return mail(spoken, source)
        case .rcpt: return recipient(spoken, source)
        case .data:
            return Remark("The client asks to send the content now; only 354 allows it.", reference: source)
        case .bdat: return chunk(spoken, source)
        case .auth: return Remark(login(spoken), reference: source)
        case .starttls:
            return Remark(
                "The client asks to encrypt: after 220 this connection goes on inside TLS.", reference: source)
        case .rset:
            return Remark("The client throws the open transaction away and keeps the connection.", reference: source)
        case .vrfy where !name.isEmpty:
            return Remark("The client asks whether \(name) is a mailbox here.", reference: source)
        case .expn where !name.isEmpty: return Remark("The client asks who is on the list \(name).", reference: source)
        case .quit: return Remark("The client has nothing more to say and asks to end the session.", reference: source)
        case .etrn where !name.isEmpty:
            return Remark("The client asks the server to send what it holds for \(name).", reference: source)
        default: return Remark(entry?.meaning ?? "", reference: source)
        }
    }

    private static func mail(_ spoken: SpokenCommand, _ source: [Citation]) -> Remark {
        guard let path = spoken.path else {
            return Remark(
                "A mail transaction should begin here, but the reverse-path cannot be read.", reference: source)
        }
        let (words, citations) = parameters(spoken)
        guard !path.isEmpty else {
            return Remark(
                "The reverse-path is empty: this is a bounce or a notice, and nobody is told if it fails." + words,
                reference: [.rfc(5321, "4.5.5")] + source + citations)
        }
        return Remark(
            "\(SpokenText.safe(path)) is the reverse-path: bounces go there." + words, reference: source + citations)
    }

    private static func recipient(_ spoken: SpokenCommand, _ source: [Citation]) -> Remark {
        guard let path = spoken.path, !path.isEmpty else {
            return Remark("A recipient should be named here, but the forward-path cannot be read.", reference: source)
        }
        let (words, citations) = parameters(spoken)
        return Remark(
            "\(SpokenText.safe(path)) is a forward-path: one recipient of this message." + words,
            reference: source + citations)
    }

    /// A sentence on the parameters behind a path, with a space in front; empty where there are none.
    private static func parameters(_ spoken: SpokenCommand) -> (String, [Citation]) {
        var words: [String] = []
        var citations: [Citation] = []
        for (name, value) in spoken.parameters.prefix(6) {
            let phrase: String? =
                switch name {
                case "SIZE": Int(value).map { "it announces \(SpokenText.octets($0))" }
                case "BODY": "its content is \(value)"
                case "SMTPUTF8": "it needs UTF-8 in addresses or header"
                case "AUTH": "it names who submitted the message"
                case "RET":
                    value.uppercased() == "HDRS" ? "a bounce should quote the header only" : "a bounce should quote all"
                case "ENVID": "the sender marks it \(value)"
                case "NOTIFY": "reports are wanted on \(value)"
                case "ORCPT": "the address was first written \(value)"
                case "REQUIRETLS": "it demands TLS on every hop"
                default: nil
                }
            guard let phrase else { continue }
            words.append(phrase)
            let ids = ["keyword-", "ehlo-"].map { $0 + name.lowercased() }
            citations += ids.compactMap { Glossary.entry(id: $0)?.citations.first }
        }
        guard let first = words.first else { return ("", []) }
        let sentence = ([first.prefix(1).uppercased() + first.dropFirst()] + words.dropFirst()).joined(separator: "; ")
        return (" " + sentence + ".", citations)
    }

    private static func chunk(_ spoken: SpokenCommand, _ source: [Citation]) -> Remark {
        let words = spoken.words
        guard let first = words.first, let size = Int(first), size >= 0 else {
            return Remark("A chunk should follow, but its size cannot be read.", reference: source)
        }
        let isLast = words.dropFirst().first?.uppercased() == "LAST"
        let end = isLast ? " It is the last one: the message is complete with it." : " More chunks will come."
        return size == 0 && isLast
            ? Remark("No octets follow: this only says that the message is complete.", reference: source)
            : Remark(
                "A chunk of \(SpokenText.octets(size)) follows at once, counted instead of ended by a dot." + end,
                reference: source)
    }

    /// Both protocols: the mechanism is named, an initial response is never quoted.
    static func login(_ spoken: SpokenCommand) -> String {
        guard let mechanism = spoken.words.first?.uppercased() else {
            return "The client asks which login mechanisms there are."
        }
        let about = Glossary.entry(id: "sasl-" + mechanism.lowercased())?.meaning
        let begins = "The client begins to log in by \(mechanism)"
        let initial = spoken.words.count > 1 ? ", with its first line at once" : ""
        return begins + initial + "." + (about.map { " " + $0 } ?? "")
    }

    static func smtpContent(_ record: StepRecord, _ context: RemarkContext) -> Remark {
        let step = record.step
        let size = SpokenText.octets(step.bytes)
        if SMTPVerb(rawValue: step.verb) == .bdat {
            let last = step.flags.contains(.last) ? ", the last" : ""
            let whole = step.ending == .missing ? " It is not whole." : ""
            return Remark(
                "A chunk of \(size)\(last).\(proof(step, context))\(whole)", .rfc(3030, "2"), .rfc(5598, "4.4"))
        }
        var sentence = "The message itself: \(size) of header and body.\(proof(step, context))"
        switch step.ending {
        case .crlf: sentence += " A dot alone on its line ended it\(dots(step))."
        case .lf: sentence += " A dot next to a bare line feed was taken for its end."
        case .count: break
        case .missing: sentence += " Its end is missing, so it may not be delivered."
        }
        if step.missing > 0 { sentence += " The capture lacks \(SpokenText.octets(step.missing)) of it." }
        return Remark(sentence, .rfc(5321, "4.1.1.4"), .rfc(5321, "4.5.2"), .rfc(5598, "4.4"))
    }

    static func dots(_ step: Step) -> String {
        step.stuffed > 0 ? "; \(SpokenText.counted(step.stuffed, "doubled dot")) became single again" : ""
    }

    /// Push or pull, with the proof, as a sentence with a space in front; empty where who opened is not known.
    static func proof(_ step: Step, _ context: RemarkContext) -> String {
        guard let opener = context.opener else { return "" }
        return opener == step.side
            ? " The \(step.side.name) opened the connection and carries the octets: a push."
            : " The \(opener.name) opened the connection and the \(step.side.name) carries the octets: a pull."
    }
}
