import MailProtocols

/// What the replies of a POP3 server mean, by what they answer.
extension Commentary {
    static func pop3Reply(_ record: StepRecord, _ context: RemarkContext) -> Remark {
        let reply = POP3Reply(line: firstLine(record.text))
        let verb = context.answered.flatMap { POP3Verb(rawValue: $0.verb) }
        switch reply.code {
        case .ok:
            if record.step.flags.contains(.greeting) { return greeting(reply) }
            guard let answered = context.answered, let verb else {
                return Remark(record.step.answers == 0 ? "Done, though nothing was asked." : "Done.", .rfc(1939, "3"))
            }
            return granted(verb, messageNumber(answered), reply, record.step)
        case .err: return refused(verb, context.answered, reply, record.step)
        case .goOn: return challenge(reply.text, context, [.rfc(5034, "4")])
        default:
            return Remark("This line begins with neither +OK nor -ERR, so a client cannot act on it.", .rfc(1939, "3"))
        }
    }

    private static func greeting(_ reply: POP3Reply) -> Remark {
        reply.timestamp != nil
            ? Remark(
                "The POP3 server greets: AUTHORIZATION begins. The timestamp in angle brackets is for APOP.",
                .rfc(1939, "4"), .rfc(1939, "7"))
            : Remark("The POP3 server greets: AUTHORIZATION begins, and the client may log in.", .rfc(1939, "4"))
    }

    private static func granted(_ verb: POP3Verb, _ number: Int?, _ reply: POP3Reply, _ step: Step) -> Remark {
        let source = Glossary.entry(verb)?.citations ?? []
        switch verb {
        case .pass, .apop, .auth:
            return Remark(
                "Logged in: the maildrop is locked for this session, its messages are numbered, TRANSACTION begins.",
                reference: [.rfc(1939, "4")] + source)
        case .dele:
            return Remark(sentence(verb, number, reply) ?? "", reference: source + [.rfc(1939, "6")])
        case .quit:
            return POP3State(rawValue: step.state) == .update
                ? Remark("Goodbye: what was marked with DELE is gone, the maildrop is unlocked.", .rfc(1939, "6"))
                : Remark("Goodbye: the server closes the connection.", .rfc(1939, "4"), .rfc(1939, "6"))
        default:
            return Remark(
                sentence(verb, number, reply) ?? "Done: the command succeeded.", reference: source + [.rfc(1939, "3")])
        }
    }

    /// What +OK means to a command; nil where it says no more than that.
    private static func sentence(_ verb: POP3Verb, _ number: Int?, _ reply: POP3Reply) -> String? {
        let one = number.map { "Message \($0)" } ?? "The message"
        switch verb {
        case .user: return "The server takes the name and waits for the password; it need not exist yet."
        case .stat:
            return MaildropSize(reply.text).map {
                "The maildrop holds \(SpokenText.counted($0.messages, "message")), \(SpokenText.octets($0.octets)) together."
            }
        case .list where number != nil:
            return ScanListing(reply.text).map { "\(one) has \(SpokenText.octets($0.octets))." }
        case .uidl where number != nil:
            return UniqueIDListing(reply.text).map {
                "\(one) has the unique id \(SpokenText.safe($0.id)), today and tomorrow."
            }
        case .list, .uidl, .capa: return "The list follows, one line each, up to a lone dot."
        case .retr: return "\(one) follows, up to a lone dot."
        case .top: return "\(one) follows, header and the lines asked for, up to a lone dot."
        case .dele: return "\(one) is marked; it is still there until QUIT."
        case .rset: return "No message is marked any more."
        case .noop: return "The server is there; nothing has changed."
        case .stls: return "Granted: the next octets are a TLS handshake."
        case .utf8: return "Names and headers may be UTF-8 from now on."
        default: return nil
        }
    }

    private static func refused(
        _ verb: POP3Verb?, _ answered: RemarkContext.Spoken?, _ reply: POP3Reply, _ step: Step
    ) -> Remark {
        let source = verb.flatMap { Glossary.entry($0)?.citations } ?? []
        let isLogin = verb.map { [.pass, .apop, .auth].contains($0) } ?? false
        var what = "The server refuses"
        if step.flags.contains(.greeting) { what = "The server turns the client away in its greeting" }
        if isLogin {
            what = "The server refuses the login"
        } else if let verb {
            what += verb.word.isEmpty ? "" : " " + verb.word
        }
        if let answered, verb == .unknown, case .unknown(let word, _)? = try? POP3Command(line: answered.text) {
            what += word.isEmpty ? " the line" : " “\(SpokenText.safe(word))”"
        }
        if isLogin, answered?.text == [UInt8(ascii: "*")] {
            return Remark("The login is off, as the client wished; the session goes on without it.", reference: source)
        }
        if let code = reply.responseCode, let entry = Glossary.entry(id: "code-" + code.name.lowercased()) {
            return Remark("\(what), \(code): \(entry.meaning)", reference: entry.citations + source)
        }
        return isLogin
            ? Remark("\(what); the session stays in AUTHORIZATION.", reference: source + [.rfc(1939, "4")])
            : Remark("\(what); POP3 has no codes for the reason, only words.", reference: [.rfc(1939, "3")] + source)
    }
}
