import MailProtocols

extension SpanPart {
    static func code(_ entry: GlossaryEntry?) -> SpanPart {
        SpanPart(
            "reply code", entry?.meaning ?? "Three digits that say what became of it.",
            entry?.citations.first ?? .rfc(5321, "4.2"))
    }
    static let moreLines = SpanPart("hyphen", "More lines of this reply follow.", .rfc(5321, "4.2.1"))
    static let lastLine = SpanPart("blank", "This is the reply's last line.", .rfc(5321, "4.2.1"))
    static func status(_ entry: GlossaryEntry?) -> SpanPart {
        SpanPart(
            "enhanced code", entry?.meaning ?? "It says more finely what happened.",
            entry?.citations.first ?? .rfc(3463, "2"))
    }
    static let replyText = SpanPart("text", "For people; programs go by the digits.", .rfc(5321, "4.2"))
    static func keyword(_ entry: GlossaryEntry?) -> SpanPart {
        SpanPart(
            "keyword", entry?.meaning ?? "Something that the server can do.",
            entry?.citations.first ?? .rfc(5321, "4.1.1.1"))
    }
    static let keywordValue = SpanPart("parameter", "More on what is offered.", .rfc(5321, "4.1.1.1"))
    static let serverName = SpanPart("server's name", "Who answers here.", .rfc(5321, "4.2"))

    static let positive = SpanPart("+OK", "It was done.", .rfc(1939, "3"))
    static let negative = SpanPart("-ERR", "It was not done.", .rfc(1939, "3"))
    static let goOn = SpanPart("+", "The login goes on: the client's next line is wanted.", .rfc(5034, "4"))
    static let oddStatus = SpanPart("word", "Neither +OK nor -ERR: no reply of POP3 begins so.", .rfc(1939, "3"))
    static let responseCode = SpanPart("response code", "The reason, for programs.", .rfc(2449, "8"))
    static let timestamp = SpanPart("timestamp", "New in each session: APOP is computed with it.", .rfc(1939, "7"))
    static let popText = SpanPart("text", "For people.", .rfc(1939, "3"))
    static let messages = SpanPart("messages", "So many messages are in the maildrop.", .rfc(1939, "5"))
    static let octetCount = SpanPart("octets", "So large they are, line ends counted as two octets.", .rfc(1939, "5"))
    static let size = SpanPart("size", "The message's octets.", .rfc(1939, "5"))
    static let uniqueID = SpanPart(
        "unique-id", "The message's name, the same in all sessions.", .rfc(1939, "7"))
    static let challenge = SpanPart("challenge", "Base64: what the server says in a login.", .rfc(4954, "4"))
}

/// The replies of SMTP.
extension SpanCutter {
    mutating func cutSMTPReply(_ step: Step) {
        var isFirst = true
        let offers = step.verb == SMTPVerb.ehlo.rawValue || step.verb == SMTPVerb.lhlo.rawValue
        while !isAtEnd {
            let line = line()
            let digits = run(before: min(line.end, place + 3), while: Self.isDigit)
            guard digits == place + 3 else {
                cut(to: line.end, .replyText)
                cutLineEnd(line)
                continue
            }
            cut(to: digits, .code(Glossary.entry(step.code)))
            switch byte(at: place) {
            case UInt8(ascii: "-") where place < line.end: cut(to: place + 1, .moreLines)
            case 0x20 where place < line.end: cut(to: place + 1, .lastLine)
            default: break
            }
            if offers, step.code.outcome == .done {
                isFirst ? cut(to: line.end, .serverName) : cutOffer(before: line.end)
            } else if step.code.outcome == .goOn, step.verb == SMTPVerb.auth.rawValue {
                cut(to: line.end, .challenge)
            } else {
                cutStatus(before: line.end)
                cut(to: line.end, .replyText)
            }
            cutLineEnd(line)
            isFirst = false
        }
    }

    /// `2.1.0 `, where the line begins so.
    private mutating func cutStatus(before end: Int) {
        let word = run(before: end) { !Self.isBlank($0) }
        guard word > place, word - place <= 9 else { return }
        let text = String(decoding: octets[place..<word], as: UTF8.self)
        guard EnhancedStatus(text) != nil else { return }
        cut(to: word, .status(Glossary.enhanced(text)))
        cutBlanks(before: end)
    }

    /// `SIZE 10240000`
    private mutating func cutOffer(before end: Int) {
        let word = run(before: end) { !Self.isBlank($0) }
        guard word > place else { return cut(to: end, .replyText) }
        let text = String(decoding: octets[place..<min(word, place + 40)], as: UTF8.self).lowercased()
        cut(to: word, .keyword(Glossary.entry(id: "ehlo-\(text)")))
        cutBlanks(before: end)
        cut(to: end, .keywordValue)
    }
}

/// The replies of POP3.
extension SpanCutter {
    mutating func cutPOP3Reply(_ step: Step) {
        while !isAtEnd {
            let line = line()
            let word = run(before: line.end) { !Self.isBlank($0) }
            switch String(decoding: octets[place..<min(word, place + 8)], as: UTF8.self).uppercased() {
            case "+OK": cut(to: word, .positive)
            case "-ERR": cut(to: word, .negative)
            case "+": cut(to: word, .goOn)
            default: cut(to: word, .oddStatus)
            }
            cutBlanks(before: line.end, .popBlank)
            if byte(at: place) == UInt8(ascii: "["), let close = next(UInt8(ascii: "]"), before: line.end) {
                cut(to: close + 1, .responseCode)
                cutBlanks(before: line.end, .popBlank)
            }
            cutPOP3Answer(step, before: line.end)
            cut(to: line.end, step.code.outcome == .goOn ? .challenge : .popText)
            cutLineEnd(line)
        }
    }

    /// Numbers that the reply is about.
    private mutating func cutPOP3Answer(_ step: Step, before end: Int) {
        let parts: [SpanPart]
        switch POP3Verb(rawValue: step.verb) {
        case .stat: parts = [.messages, .octetCount]
        case .list: parts = [.messageNumber, .size]
        case .uidl: parts = [.messageNumber, .uniqueID]
        default:
            guard step.flags.contains(.greeting), let open = next(UInt8(ascii: "<"), before: end),
                let close = octets[open..<end].firstIndex(of: UInt8(ascii: ">"))
            else { return }
            cut(to: open, .popText)
            return cut(to: close + 1, .timestamp)
        }
        guard step.code.outcome == .done, run(before: end, while: Self.isDigit) > place else { return }
        // `+OK 2 messages (320 octets)` is for people.
        let first = run(before: end, while: Self.isDigit)
        guard let blank = byte(at: first), Self.isBlank(blank), let second = byte(at: first + 1),
            POP3Verb(rawValue: step.verb) == .uidl || Self.isDigit(second)
        else { return }
        cut(to: first, parts[0])
        cutBlanks(before: end, .popBlank)
        cutWord(before: end, parts[1])
    }
}
