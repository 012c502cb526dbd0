import MailProtocols

/// What the steps of an SMTP dialogue mean: commands and content.
extension Commentary {
    static func smtpCommand(_ record: StepRecord) -> Remark {
        let verb = SMTPVerb(rawValue: record.step.verb) ?? .unknown
        let source = Glossary.entry(verb)?.citations ?? []
        let command: SMTPCommand
        do throws(SMTPSyntaxError) {
            command = try SMTPCommand(line: record.text)
        } catch {
            return Remark(
                "This is \(verb.word), but malformed: \(error.description), counted from 0.",
                reference: [.rfc(5321, "4.1.2")] + source)
        }
        switch command {
        case .mail(let path, let parameters): return mail(path, parameters, source)
        case .rcpt(let path, let parameters): return recipient(path, parameters, source)
        case .bdat(let size, let isLast): return chunk(size, isLast, source)
        case .auth(let mechanism, let response):
            return Remark(login(by: mechanism.name, hasResponse: response != nil), reference: source)
        case .unknown(let word, let argument):
            return unknown(verb, SpokenText.safe(word), SpokenText.safe(argument), record.text.isEmpty)
        default: return Remark(simple(command), reference: source)
        }
    }

    /// Commands that one sentence is enough for.
    private static func simple(_ command: SMTPCommand) -> String {
        switch command {
        case .ehlo(let name): "\(SpokenText.safe(name)) introduces itself and asks what the server offers."
        case .helo(let name): "\(SpokenText.safe(name)) introduces itself the old way, without extensions."
        case .lhlo(let name): "\(SpokenText.safe(name)) introduces itself in LMTP and asks what the server offers."
        case .data: "The client asks to send the content now; only 354 allows it."
        case .startTLS: "The client asks to encrypt: after 220 this connection goes on inside TLS."
        case .reset: "The client throws the open transaction away and keeps the connection."
        case .vrfy(let name): "The client asks whether \(SpokenText.safe(name)) is a mailbox here."
        case .expn(let name): "The client asks who is on the list \(SpokenText.safe(name))."
        case .quit: "The client has nothing more to say and asks to end the session."
        case .etrn(let domain): "The client asks the server to send what it holds for \(SpokenText.safe(domain))."
        default: Glossary.entry(command.verb)?.meaning ?? ""
        }
    }

    private static func unknown(_ verb: SMTPVerb, _ word: String, _ argument: String, _ isEmpty: Bool) -> Remark {
        if isEmpty { return Remark("An empty line: it asks for nothing.", .rfc(5321, "4.1.1")) }
        if word.isEmpty { return Remark("This line begins with no command word.", .rfc(5321, "4.1.1")) }
        if let entry = Glossary.entry(verb) { return Remark(entry.meaning, reference: entry.citations) }
        return Remark("“\(word)” is no command that Mailscope knows; a server answers 500.", .rfc(5321, "4.2.4"))
    }

    private static func mail(_ path: ReversePath, _ parameters: [SMTPParameter], _ source: [Citation]) -> Remark {
        let (words, citations) = sentence(on: parameters)
        guard let mailbox = path.mailbox else {
            return Remark(
                "The reverse-path is empty: this is a bounce or a notice, and nobody is told if it fails." + words,
                reference: [.rfc(5321, "4.5.5")] + source + citations)
        }
        return Remark(
            "\(SpokenText.safe(mailbox.description)) is the reverse-path: bounces go there." + words,
            reference: source + citations)
    }

    private static func recipient(_ path: ForwardPath, _ parameters: [SMTPParameter], _ source: [Citation]) -> Remark {
        let (words, citations) = sentence(on: parameters)
        let route = path.route.isEmpty ? "" : " The hosts before it are a source route, a relic that servers ignore."
        return Remark(
            "\(SpokenText.safe(path.mailbox.description)) is a forward-path: one recipient of this message." + route
                + words,
            reference: source + (path.route.isEmpty ? [] : [.rfc(5321, "F.2")]) + citations)
    }

    /// A sentence on the parameters behind a path, with a space in front; empty where there are none.
    private static func sentence(on parameters: [SMTPParameter]) -> (String, [Citation]) {
        var phrases: [String] = []
        var citations: [Citation] = []
        for parameter in parameters.prefix(6) {
            guard let phrase = phrase(parameter) else { continue }
            phrases.append(phrase)
            let ids = ["keyword-", "ehlo-"].map { $0 + parameter.keyword.lowercased() }
            citations += ids.compactMap { Glossary.entry(id: $0)?.citations.first }
        }
        guard let first = phrases.first else { return ("", []) }
        phrases[0] = first.prefix(1).uppercased() + first.dropFirst()
        return (" " + phrases.joined(separator: "; ") + ".", citations)
    }

    private static func phrase(_ parameter: SMTPParameter) -> String? {
        let value = SpokenText.safe(parameter.value ?? "")
        return switch parameter.keyword.uppercased() {
        case "SIZE": [parameter].size.map { "it announces \(SpokenText.octets(Int(clamping: $0)))" }
        case "BODY": "its content is \(value)"
        case "SMTPUTF8": "it needs UTF-8 in addresses or header"
        case "AUTH": "it names who submitted the message"
        case "RET":
            [parameter].returnsFullMessage.map {
                $0 ? "a bounce should quote all" : "a bounce should quote the header only"
            }
        case "ENVID": "the sender marks it \(value)"
        case "NOTIFY": "reports are wanted on \(value)"
        case "ORCPT": "the address was first written \(value)"
        case "REQUIRETLS": "it demands TLS on every hop"
        default: nil
        }
    }

    private static func chunk(_ size: UInt64, _ isLast: Bool, _ source: [Citation]) -> Remark {
        if size == 0, isLast {
            return Remark("No octets follow: this only says that the message is complete.", reference: source)
        }
        let end = isLast ? " It is the last one: the message is complete with it." : " More chunks will come."
        let octets = SpokenText.octets(Int(clamping: size))
        return Remark(
            "A chunk of \(octets) follows at once, counted instead of ended by a dot." + end, reference: source)
    }

    /// Both protocols: the mechanism is named, an initial response is never quoted.
    static func login(by mechanism: String, hasResponse: Bool) -> String {
        let name = SpokenText.safe(mechanism).uppercased()
        let about = Glossary.entry(id: "sasl-" + name.lowercased())?.meaning
        let initial = hasResponse ? ", with its first line at once" : ""
        return "The client begins to log in by \(name)\(initial)." + (about.map { " " + $0 } ?? "")
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
