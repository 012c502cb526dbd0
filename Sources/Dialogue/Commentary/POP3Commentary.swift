import MailProtocols

/// What the steps of a POP3 dialogue mean: commands and multi-line responses.
extension Commentary {
    static func pop3Command(_ record: StepRecord) -> Remark {
        let verb = POP3Verb(rawValue: record.step.verb) ?? .unknown
        let source = Glossary.entry(verb)?.citations ?? []
        let command: POP3Command
        do throws(POP3SyntaxError) {
            command = try POP3Command(line: record.text)
        } catch {
            return Remark(
                "This is \(verb.word), but malformed: \(error.description), counted from 0.",
                reference: [.rfc(1939, "3")] + source)
        }
        switch command {
        case .unknown(let word, _):
            if record.text.isEmpty { return Remark("An empty line: it asks for nothing.", .rfc(1939, "3")) }
            if word.isEmpty { return Remark("This line begins with no command word.", .rfc(1939, "3")) }
            if let entry = Glossary.entry(verb) { return Remark(entry.meaning, reference: entry.citations) }
            return Remark(
                "“\(SpokenText.safe(word))” is no command that Mailscope knows; a server answers -ERR.", .rfc(1939, "3")
            )
        case .auth(let mechanism, let response):
            guard let mechanism else {
                return Remark("The client asks which login mechanisms there are.", reference: source)
            }
            return Remark(login(by: mechanism.name, hasResponse: response != nil), reference: source)
        case .retr: return Remark(simple(command), reference: source + [.rfc(5598, "4.4")])
        case .dele: return Remark(simple(command), reference: source + [.rfc(1939, "6")])
        case .quit: return goodbye(record.step)
        default: return Remark(simple(command), reference: source)
        }
    }

    /// Commands that one sentence is enough for.
    private static func simple(_ command: POP3Command) -> String {
        switch command {
        case .user(let name): "\(SpokenText.safe(name)) is the mailbox to open; the password comes next."
        case .pass: "The client gives the password, readable for whoever listens, unless TLS hides the session."
        case .apop(let name, _):
            "\(SpokenText.safe(name)) logs in with a digest of greeting and password, so the password itself stays home."
        case .stat: "The client asks how many messages there are, and their size together."
        case .list(let number): "The client asks for the size of \(number.map { "message \($0)" } ?? "each message")."
        case .uidl(let number):
            "The client asks for the unique id of \(number.map { "message \($0)" } ?? "each message")."
        case .retr(let number): "The client asks for the whole of message \(number): this is the pull."
        case .top(let number, 0): "The client asks for the header of message \(number) and nothing of its body."
        case .top(let number, let lines):
            "The client asks for the header of message \(number) and \(SpokenText.counted(lines, "line")) of its body."
        case .dele(let number):
            "The client marks message \(number) for deletion; it goes only when QUIT enters UPDATE."
        case .reset: "The client takes all its deletion marks back."
        case .stls: "The client asks to encrypt: after +OK this connection goes on inside TLS."
        case .capa: "The client asks what the server can do."
        default: Glossary.entry(command.verb)?.meaning ?? ""
        }
    }

    private static func goodbye(_ step: Step) -> Remark {
        POP3State(rawValue: step.state) == .transaction
            ? Remark(
                "The client ends the session: UPDATE begins, and messages marked with DELE are deleted now, if there are any.",
                .rfc(1939, "6"))
            : Remark("The client ends the session without having logged in; nothing is deleted.", .rfc(1939, "4"))
    }

    /// The message-number that a command names; nil where it names none.
    static func messageNumber(_ spoken: RemarkContext.Spoken?) -> Int? {
        guard let spoken, spoken.kind == .command else { return nil }
        return switch try? POP3Command(line: spoken.text) {
        case .list(let number)?, .uidl(let number)?: number
        case .retr(let number)?, .dele(let number)?, .top(let number, _)?: number
        default: nil
        }
    }

    static func pop3Content(_ record: StepRecord, _ context: RemarkContext) -> Remark {
        let step = record.step
        let verb = POP3Verb(rawValue: step.verb) ?? .unknown
        let source = Glossary.entry(verb)?.citations ?? []
        let missing = step.ending == .missing ? " Its closing dot is missing." : ""
        let one = messageNumber(context.answered).map { "Message \($0)" } ?? "The message"
        var items: String { SpokenText.counted(MaildropListing.lines(of: record.text.span).count, "message") }
        switch verb {
        case .retr:
            let ended = step.ending == .missing ? missing : " A dot alone on its line ended it\(dots(step))."
            return Remark(
                "\(one) itself: \(SpokenText.octets(step.bytes)) of header and body.\(proof(step, context))\(ended)",
                reference: source + [.rfc(1939, "3"), .rfc(5598, "4.4")])
        case .top:
            return Remark("\(one), the beginning only: \(SpokenText.octets(step.bytes)).\(missing)", reference: source)
        case .list: return Remark("Number and size of \(items), one a line.\(missing)", reference: source)
        case .uidl:
            return Remark(
                "Number and unique id of \(items), one a line; the ids will be the same tomorrow, the numbers may not."
                    + missing, reference: source)
        case .capa: return capabilities(record.text, source, missing)
        case .auth: return Remark("The login mechanisms, one a line.\(missing)", reference: source)
        default: return Remark("\(SpokenText.octets(step.bytes)) of a multi-line response.\(missing)", .rfc(1939, "3"))
        }
    }

    private static func capabilities(_ text: [UInt8], _ source: [Citation], _ missing: String) -> Remark {
        let details = MaildropListing.lines(of: text.span).prefix(64).map { line in
            let entry = Glossary.entry(id: "capa-" + line.prefix { $0 != " " }.lowercased())
            return Remark.Detail(label: SpokenText.safe(line), meaning: entry?.meaning ?? "Not known to Mailscope.")
        }
        let words = details.map { String($0.label.prefix { $0 != " " }) }.joined(separator: ", ")
        return Remark(
            "The server can do \(SpokenText.counted(details.count, "thing")): \(words).\(missing)", reference: source,
            details: details)
    }
}
