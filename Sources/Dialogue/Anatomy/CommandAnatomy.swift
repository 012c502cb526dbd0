import MailProtocols

extension SpanPart {
    static func verb(_ entry: GlossaryEntry?) -> SpanPart {
        SpanPart("verb", entry?.meaning ?? "The command word.", entry?.citations.first ?? .rfc(5321, "4.1.1"))
    }
    static let unknownVerb = SpanPart(
        "unknown word", "It stands where the command's word stands, but it is none.", .rfc(5321, "4.2.4"))
    static let pathKeyword = SpanPart(
        "keyword", "It says which path follows: FROM the sender, TO a recipient.", .rfc(5321, "4.1.2"))
    static let pathBegins = SpanPart("<", "The path begins.", .rfc(5321, "4.1.2"))
    static let pathEnds = SpanPart(">", "The path ends.", .rfc(5321, "4.1.2"))
    static let route = SpanPart(
        "source route", "Hosts to pass on the way; servers ignore them today.", .rfc(5321, "F.2"))
    static let localPart = SpanPart(
        "local part", "Whose mailbox; only the last server may read meaning into it.", .rfc(5321, "4.1.2"))
    static let at = SpanPart("@", "It parts the mailbox's name from its domain.", .rfc(5321, "4.1.2"))
    static let domain = SpanPart(
        "domain", "Where the mailbox is: the sending server asks the name service for it.", .rfc(5321, "2.3.5"))
    static let parameter = SpanPart(
        "parameter", "A keyword that the server has offered in its reply to EHLO.", .rfc(5321, "4.1.2"))
    static let equals = SpanPart("=", "The parameter's value follows.", .rfc(5321, "4.1.2"))
    static let value = SpanPart("value", "What is said for the parameter.", .rfc(5321, "4.1.2"))
    static let clientName = SpanPart(
        "client's name", "What the client calls itself; the server need not believe it.", .rfc(5321, "4.1.1.1"))
    static let mechanism = SpanPart("mechanism", "The way to log in that the client chooses.", .rfc(4954, "4"))
    static let initialResponse = SpanPart(
        "first answer", "Base64: the mechanism's first answer, which may hold the password.", .rfc(4954, "4"))
    static let loginLine = SpanPart(
        "login line", "Base64, without which no line of a login is sent; it hides nothing.", .rfc(4954, "4"))
    static let chunkSize = SpanPart("size", "So many octets follow at once.", .rfc(3030, "2"))
    static let lastChunk = SpanPart("last", "No chunk comes behind this one.", .rfc(3030, "2"))
    static let argument = SpanPart("argument", "What the command is about.", .rfc(5321, "4.1.1"))

    static let messageNumber = SpanPart(
        "message number", "Counted from 1 in this session, in the order of STAT and LIST.", .rfc(1939, "5"))
    static let lineCount = SpanPart("lines", "So many lines of the body are wanted.", .rfc(1939, "7"))
    static let userName = SpanPart("name", "Whose maildrop is to be opened.", .rfc(1939, "7"))
    static let password = SpanPart("password", "In the clear: whoever sees the octets reads it.", .rfc(1939, "7"))
    static let digest = SpanPart(
        "digest", "Made of the greeting's timestamp and the password; the password stays secret.", .rfc(1939, "7"))
    static let popArgument = SpanPart("argument", "What the command is about.", .rfc(1939, "3"))
    static let popBlank = SpanPart("blank", "It parts two words.", .rfc(1939, "3"))
}

/// The commands of SMTP.
extension SpanCutter {
    mutating func cutSMTPCommand(_ step: Step) {
        let verb = SMTPVerb(rawValue: step.verb) ?? .unknown
        while !isAtEnd {
            let line = line()
            cutBlanks(before: line.end)
            let entry = Glossary.entry(verb)
            cutWord(before: line.end, entry == nil ? .unknownVerb : .verb(entry))
            cutBlanks(before: line.end)
            switch verb {
            case .mail, .rcpt: cutPath(before: line.end)
            case .ehlo, .helo, .lhlo: cut(to: line.end, .clientName)
            case .auth:
                cutWord(before: line.end, .mechanism)
                cutBlanks(before: line.end)
                cut(to: line.end, .initialResponse, isSecret: true)
            case .bdat:
                cutWord(before: line.end, .chunkSize)
                cutBlanks(before: line.end)
                cut(to: line.end, .lastChunk)
            default: cut(to: line.end, .argument)
            }
            cutLineEnd(line)
        }
    }

    /// `FROM:<alice@south.example> SIZE=300`
    private mutating func cutPath(before end: Int) {
        if let colon = next(UInt8(ascii: ":"), before: end) { cut(to: colon + 1, .pathKeyword) }
        cutBlanks(before: end)
        if byte(at: place) == UInt8(ascii: "<"), place < end {
            cut(to: place + 1, .pathBegins)
            let close = closing(before: end)
            if byte(at: place) == UInt8(ascii: "@"), let colon = next(UInt8(ascii: ":"), before: close) {
                cut(to: colon + 1, .route)
            }
            cutMailbox(before: close)
            if close < end { cut(to: close + 1, .pathEnds) }
        } else {
            cutMailbox(before: run(before: end) { !Self.isBlank($0) })
        }
        while place < end, !isAtEnd {
            cutBlanks(before: end)
            let word = run(before: end) { !Self.isBlank($0) }
            if let sign = next(UInt8(ascii: "="), before: word) {
                cut(to: sign, .parameter)
                cut(to: sign + 1, .equals)
                cut(to: word, .value)
            } else {
                cut(to: word, .parameter)
            }
        }
    }

    /// Where the `>` stands, outside quotes; `end` if it is missing.
    private func closing(before end: Int) -> Int {
        var isQuoted = false
        var index = place
        while index < min(end, octets.count) {
            switch octets[index] {
            case UInt8(ascii: "\\") where isQuoted: index += 1
            case UInt8(ascii: "\""): isQuoted.toggle()
            case UInt8(ascii: ">") where !isQuoted: return index
            default: break
            }
            index += 1
        }
        return end
    }

    private mutating func cutMailbox(before end: Int) {
        guard place < end else { return }
        guard let sign = octets[place..<min(end, octets.count)].lastIndex(of: UInt8(ascii: "@")) else {
            return cut(to: end, .localPart)
        }
        cut(to: sign, .localPart)
        cut(to: sign + 1, .at)
        cut(to: end, .domain)
    }

    /// A line of a login exchange, from either side.
    mutating func cutLoginLine(_ step: Step) {
        while !isAtEnd {
            let line = line()
            cut(to: line.end, .loginLine, isSecret: true)
            cutLineEnd(line)
        }
    }
}

/// The commands of POP3.
extension SpanCutter {
    mutating func cutPOP3Command(_ step: Step) {
        let verb = POP3Verb(rawValue: step.verb) ?? .unknown
        while !isAtEnd {
            let line = line()
            cutBlanks(before: line.end, .popBlank)
            let entry = Glossary.entry(verb)
            cutWord(before: line.end, entry == nil ? .unknownVerb : .verb(entry))
            cutBlanks(before: line.end, .popBlank)
            switch verb {
            case .user: cut(to: line.end, .userName)
            case .pass: cut(to: line.end, .password, isSecret: true)
            case .apop:
                cutWord(before: line.end, .userName)
                cutBlanks(before: line.end, .popBlank)
                cut(to: line.end, .digest, isSecret: true)
            case .auth:
                cutWord(before: line.end, .mechanism)
                cutBlanks(before: line.end, .popBlank)
                cut(to: line.end, .initialResponse, isSecret: true)
            case .retr, .dele, .list, .uidl: cut(to: line.end, .messageNumber)
            case .top:
                cutWord(before: line.end, .messageNumber)
                cutBlanks(before: line.end, .popBlank)
                cut(to: line.end, .lineCount)
            default: cut(to: line.end, .popArgument, isSecret: step.flags.contains(.secret))
            }
            cutLineEnd(line)
        }
    }
}
