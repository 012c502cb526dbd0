import MailProtocols

/// What the replies of a POP3 server mean, by what they answer.
extension Commentary {
    static func pop3Reply(_ record: StepRecord, _ context: RemarkContext) -> Remark {
        let text = record.text.drop { $0 > 0x20 }.drop { $0 == 0x20 || $0 == 0x09 }.prefix { $0 != 0x0D && $0 != 0x0A }
        let verb = context.answered.flatMap { POP3Verb(rawValue: $0.verb) }
        switch record.step.code {
        case .ok:
            if record.step.flags.contains(.greeting) { return greeting(text) }
            guard let answered = context.answered, let verb else {
                return Remark(record.step.answers == 0 ? "Done, though nothing was asked." : "Done.", .rfc(1939, "3"))
            }
            return granted(verb, answered, text, record.step)
        case .err: return refused(verb, context.answered, text, record.step)
        case .goOn:
            switch decodedPrompt(text).map({ SpokenText.safe($0).lowercased() }) {
            case "username:"?, "user name"?:
                return Remark("The server asks for the user name, in base64.", .rfc(5034, "4"))
            case "password:"?: return Remark("The server asks for the password, in base64.", .rfc(5034, "4"))
            case ""?: return Remark("The server asks for the credentials: its challenge is empty.", .rfc(5034, "4"))
            default:
                return Remark("The server sends a challenge, in base64, and waits for the answer.", .rfc(5034, "4"))
            }
        default:
            return Remark("This line begins with neither +OK nor -ERR, so a client cannot act on it.", .rfc(1939, "3"))
        }
    }

    private static func greeting(_ text: ArraySlice<UInt8>) -> Remark {
        // APOP's timestamp looks like a Message-ID.
        let hasTimestamp = text.contains(UInt8(ascii: "<")) && text.contains(UInt8(ascii: "@"))
        return hasTimestamp
            ? Remark(
                "The POP3 server greets: AUTHORIZATION begins. The timestamp in angle brackets is for APOP.",
                .rfc(1939, "4"), .rfc(1939, "7"))
            : Remark("The POP3 server greets: AUTHORIZATION begins, and the client may log in.", .rfc(1939, "4"))
    }

    private static func granted(
        _ verb: POP3Verb, _ answered: RemarkContext.Spoken, _ text: ArraySlice<UInt8>, _ step: Step
    ) -> Remark {
        let source = Glossary.entry(verb)?.citations ?? []
        let spoken = SpokenLine(answered.text)
        let asked = answered.kind == .command ? spoken.words.first.flatMap { Int($0) } : nil
        let one = asked.map { "Message \($0)" } ?? "The message"
        let numbers = text.split { $0 == 0x20 }.prefix(2).compactMap { Int(SpokenText.safe($0)) }
        switch verb {
        case .user:
            return Remark(
                "The server takes the name and waits for the password; it need not exist yet.", reference: source)
        case .pass, .apop, .auth:
            return Remark(
                "Logged in: the maildrop is locked for this session, its messages are numbered, TRANSACTION begins.",
                reference: [.rfc(1939, "4")] + source)
        case .stat where numbers.count == 2:
            return Remark(
                "The maildrop holds \(SpokenText.counted(numbers[0], "message")), \(SpokenText.octets(numbers[1])) together.",
                reference: source)
        case .list where asked != nil && numbers.count == 2:
            return Remark("\(one) has \(SpokenText.octets(numbers[1])).", reference: source)
        case .uidl where asked != nil:
            let id = text.split { $0 == 0x20 }.dropFirst().first.map { SpokenText.safe($0) } ?? ""
            return Remark("\(one) has the unique id \(id), today and tomorrow.", reference: source)
        case .list, .uidl, .capa: return Remark("The list follows, one line each, up to a lone dot.", reference: source)
        case .retr: return Remark("\(one) follows, up to a lone dot.", reference: source)
        case .top: return Remark("\(one) follows, header and the lines asked for, up to a lone dot.", reference: source)
        case .dele:
            return Remark("\(one) is marked; it is still there until QUIT.", reference: source + [.rfc(1939, "6")])
        case .rset: return Remark("No message is marked any more.", reference: source)
        case .noop: return Remark("The server is there; nothing has changed.", reference: source)
        case .stls: return Remark("Granted: the next octets are a TLS handshake.", reference: source)
        case .utf8: return Remark("Names and headers may be UTF-8 from now on.", reference: source)
        case .quit:
            return POP3State(rawValue: step.state) == .update
                ? Remark("Goodbye: marked messages are deleted, the maildrop is unlocked.", .rfc(1939, "6"))
                : Remark("Goodbye: the server closes the connection.", .rfc(1939, "4"), .rfc(1939, "6"))
        default: return Remark("Done: the command succeeded.", reference: [.rfc(1939, "3")] + source)
        }
    }

    private static func refused(
        _ verb: POP3Verb?, _ answered: RemarkContext.Spoken?, _ text: ArraySlice<UInt8>, _ step: Step
    ) -> Remark {
        let source = verb.flatMap { Glossary.entry($0)?.citations } ?? []
        var what = "The server refuses"
        if step.flags.contains(.greeting) { what = "The server turns the client away in its greeting" }
        if let verb, !verb.word.isEmpty { what = "The server refuses " + verb.word }
        if let verb, [.pass, .apop, .auth].contains(verb) { what = "The server refuses the login" }
        if let answered, answered.kind == .command, verb == .unknown {
            what += " “\(SpokenLine(answered.text).word)”"
        }
        if let code = responseCode(text), let entry = Glossary.entry(id: "code-" + code.lowercased()) {
            return Remark("\(what), [\(code)]: \(entry.meaning)", reference: entry.citations + source)
        }
        if what.hasSuffix("login") {
            return Remark("\(what); the session stays in AUTHORIZATION.", reference: source + [.rfc(1939, "4")])
        }
        return Remark("\(what); POP3 has no codes for the reason, only words.", reference: [.rfc(1939, "3")] + source)
    }

    /// `IN-USE` of `[IN-USE] text`; `SYS/TEMP` is one code.
    private static func responseCode(_ text: ArraySlice<UInt8>) -> String? {
        guard text.first == UInt8(ascii: "["), let end = text.firstIndex(of: UInt8(ascii: "]")) else { return nil }
        return SpokenText.safe(text[(text.startIndex + 1)..<end]).uppercased()
    }
}
