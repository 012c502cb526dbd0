import MailProtocols

/// What the steps of a POP3 dialogue mean: commands and multi-line responses.
extension Commentary {
    static func pop3Command(_ record: StepRecord) -> Remark {
        let spoken = SpokenLine(record.text)
        let verb = POP3Verb(rawValue: record.step.verb) ?? .unknown
        let source = Glossary.entry(verb)?.citations ?? []
        let number = spoken.words.first.flatMap { Int($0) }
        let one = number.map { "message \($0)" }
        switch verb {
        case .none:
            return record.text.isEmpty
                ? Remark("An empty line: it asks for nothing.", .rfc(1939, "3"))
                : Remark("This line begins with no command word.", .rfc(1939, "3"))
        case .unknown:
            return Remark(
                "“\(spoken.word)” is no command that Mailscope knows; a server answers -ERR.", .rfc(1939, "3"))
        case .user where !spoken.argument.isEmpty:
            return Remark(
                "\(SpokenText.safe(spoken.argument)) is the mailbox to open; the password comes next.",
                reference: source)
        case .pass: return Remark("The client gives the password, which is not shown here.", reference: source)
        case .apop:
            let name = spoken.words.first ?? "The client"
            return Remark(
                "\(name) logs in with a digest of greeting and password, so the password itself stays home.",
                reference: source)
        case .auth:
            guard let mechanism = spoken.words.first else {
                return Remark("The client asks which login mechanisms there are.", reference: source)
            }
            return Remark(login(by: mechanism, hasResponse: spoken.words.count > 1), reference: source)
        case .stat:
            return Remark("The client asks how many messages there are, and their size together.", reference: source)
        case .list: return Remark("The client asks for the size of \(one ?? "each message").", reference: source)
        case .uidl: return Remark("The client asks for the unique id of \(one ?? "each message").", reference: source)
        case .retr where one != nil:
            return Remark(
                "The client asks for the whole of \(one ?? ""): this is the pull.",
                reference: source + [.rfc(5598, "4.4")])
        case .top where one != nil:
            return Remark(
                "The client asks for the header of \(one ?? "") and \(lines(spoken)) of its body.", reference: source)
        case .dele where one != nil:
            return Remark(
                "The client marks \(one ?? "") for deletion; it goes only when QUIT enters UPDATE.",
                reference: source + [.rfc(1939, "6")])
        case .rset: return Remark("The client takes all its deletion marks back.", reference: source)
        case .stls:
            return Remark(
                "The client asks to encrypt: after +OK this connection goes on inside TLS.", reference: source)
        case .capa: return Remark("The client asks what the server can do.", reference: source)
        case .quit: return goodbye(record.step)
        default: return Remark(Glossary.entry(verb)?.meaning ?? "", reference: source)
        }
    }

    private static func lines(_ spoken: SpokenLine) -> String {
        guard spoken.words.count > 1, let lines = Int(spoken.words[1]) else { return "some lines" }
        return lines == 0 ? "nothing" : SpokenText.counted(lines, "line")
    }

    private static func goodbye(_ step: Step) -> Remark {
        POP3State(rawValue: step.state) == .transaction
            ? Remark(
                "The client ends the session: UPDATE begins, and marked messages are deleted now.", .rfc(1939, "6"))
            : Remark("The client ends the session without having logged in; nothing is deleted.", .rfc(1939, "4"))
    }

    static func pop3Content(_ record: StepRecord, _ context: RemarkContext) -> Remark {
        let step = record.step
        let verb = POP3Verb(rawValue: step.verb) ?? .unknown
        let source = Glossary.entry(verb)?.citations ?? []
        let missing = step.ending == .missing ? " Its closing dot is missing." : ""
        let number = context.answered.flatMap { SpokenLine($0.text).words.first }.flatMap { Int($0) }
        let one = number.map { "Message \($0)" } ?? "The message"
        let items = record.text.split(separator: 0x0A).filter { $0 != [0x0D] && !$0.isEmpty }.count
        switch verb {
        case .retr:
            let ended = step.ending == .missing ? missing : " A dot alone on its line ended it\(dots(step))."
            return Remark(
                "\(one) itself: \(SpokenText.octets(step.bytes)) of header and body.\(proof(step, context))\(ended)",
                reference: source + [.rfc(1939, "3"), .rfc(5598, "4.4")])
        case .top:
            return Remark("\(one), the beginning only: \(SpokenText.octets(step.bytes)).\(missing)", reference: source)
        case .list:
            return Remark(
                "Number and size of \(SpokenText.counted(items, "message")), one a line.\(missing)", reference: source)
        case .uidl:
            return Remark(
                "Number and unique id of \(SpokenText.counted(items, "message")), one a line; the ids will be the same "
                    + "tomorrow, the numbers may not.\(missing)", reference: source)
        case .capa: return capabilities(record.text, source, missing)
        case .auth: return Remark("The login mechanisms, one a line.\(missing)", reference: source)
        default: return Remark("\(SpokenText.octets(step.bytes)) of a multi-line response.\(missing)", .rfc(1939, "3"))
        }
    }

    private static func capabilities(_ text: [UInt8], _ source: [Citation], _ missing: String) -> Remark {
        let details = text.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }).prefix(64).map { line in
            let word = SpokenText.safe(line.prefix { $0 > 0x20 })
            let entry = Glossary.entry(id: "capa-" + word.lowercased())
            return Remark.Detail(label: SpokenText.safe(line), meaning: entry?.meaning ?? "Not known to Mailscope.")
        }
        let words = details.map { String($0.label.prefix { $0 != " " }) }.joined(separator: ", ")
        return Remark(
            "The server can do \(SpokenText.counted(details.count, "thing")): \(words).\(missing)", reference: source,
            details: details)
    }
}
