import MailProtocols

/// Commands and replies.
extension OctetReading {
    mutating func command(_ end: Int) {
        guard !step.flags.contains(.cut) else { return take(to: end, .words, "A line whose rest was not recorded.") }
        blanks(to: end)
        let entry =
            isPOP3
            ? POP3Verb(rawValue: step.verb).flatMap { Glossary.entry($0) }
            : SMTPVerb(rawValue: step.verb).flatMap { Glossary.entry($0) }
        let word = wordEnd(to: end)
        take(
            to: word, .verb, entry.map { "The command: \($0.meaning)" } ?? "A word where a command should stand.",
            entry?.citations.first)
        blanks(to: end)
        if isPOP3 { pop3Argument(end) } else { smtpArgument(end) }
    }

    private mutating func smtpArgument(_ end: Int) {
        switch SMTPVerb(rawValue: step.verb) {
        case .mail?: path(end, "The address that a bounce goes to.", .rfc(5321, "4.1.1.2"))
        case .rcpt?: path(end, "The address that the letter shall go to.", .rfc(5321, "4.1.1.3"))
        case .ehlo?, .helo?, .lhlo?:
            take(to: wordEnd(to: end), .argument, "The client's name, as it says itself.", .rfc(5321, "4.1.1.1"))
        case .auth?: login(end, .rfc(4954, "4"))
        case .bdat?:
            take(to: wordEnd(to: end), .argument, "Octets of the chunk that follows.", .rfc(3030, "2"))
            blanks(to: end)
            take(to: end, .keyword, "The last chunk of the letter.", .rfc(3030, "2"))
        default: take(to: end, .argument, "What the command is about.")
        }
    }

    /// `FROM:<alice@south.example> SIZE=123`
    private mutating func path(_ end: Int, _ meaning: String, _ citation: Citation) {
        let colon = index(from: place, to: end) { $0 == UInt8(ascii: ":") }
        guard colon < end else { return take(to: end, .argument, "What the command is about.") }
        take(to: colon + 1, .keyword, "It belongs to the command.", citation)
        blanks(to: end)
        let close = index(from: place, to: end) { $0 == UInt8(ascii: ">") }
        let isEmpty = close < end && close == place + 1
        take(
            to: close < end ? close + 1 : wordEnd(to: end), .path,
            isEmpty ? "Nobody: this letter is a report, and no report is written about it." : meaning,
            isEmpty ? .rfc(5321, "4.5.5") : citation)
        while place < end {
            blanks(to: end)
            let entry = self.entry(place..<wordEnd(to: end))
            take(
                to: wordEnd(to: end), .parameter, entry.map { "A parameter: \($0.meaning)" } ?? "A parameter.",
                entry?.citations.first)
        }
    }

    private mutating func login(_ end: Int, _ citation: Citation) {
        take(to: wordEnd(to: end), .keyword, "The way of logging in.", citation)
        blanks(to: end)
        take(to: end, .secret, "Name and password in base64: encoded, not encrypted.", .rfc(4648, "4"))
    }

    private mutating func pop3Argument(_ end: Int) {
        switch POP3Verb(rawValue: step.verb) {
        case .user?: take(to: end, .argument, "The name of the maildrop.", .rfc(1939, "7"))
        case .pass?: take(to: end, .secret, "The password, as it is.", .rfc(1939, "7"))
        case .apop?:
            take(to: wordEnd(to: end), .argument, "The name of the maildrop.", .rfc(1939, "7"))
            blanks(to: end)
            take(to: end, .secret, "A digest of the greeting's stamp and the password.", .rfc(1939, "7"))
        case .auth?: login(end, .rfc(5034, "4"))
        case .retr?, .dele?, .list?, .uidl?:
            take(to: wordEnd(to: end), .argument, "The number of the message in this session.", .rfc(1939, "5"))
        case .top?:
            take(to: wordEnd(to: end), .argument, "The number of the message in this session.", .rfc(1939, "7"))
            blanks(to: end)
            take(to: wordEnd(to: end), .argument, "Lines of the body that are wanted.", .rfc(1939, "7"))
        default: take(to: end, .argument, "What the command is about.")
        }
    }

    // MARK: Replies

    mutating func reply(_ end: Int) { if isPOP3 { pop3Reply(end) } else { smtpReply(end) } }

    private mutating func smtpReply(_ end: Int) {
        let start = place
        let hasCode = end - start >= 3 && (0..<3).allSatisfy { (0x30...0x39).contains(octets[start + $0]) }
        guard hasCode else { return take(to: end, .words, "A line without a code.") }
        let entry = Int16(text(start..<start + 3)).flatMap { Glossary.entry(ReplyCode(rawValue: $0)) }
        take(
            to: start + 3, .code, entry.map { "The code: \($0.meaning)" } ?? "The code. Its first digit decides.",
            entry?.citations.first ?? .rfc(5321, "4.2.1"))
        guard place < end else { return }
        let isHyphen = octets[place] == UInt8(ascii: "-")
        guard isHyphen || octets[place] == 0x20 else { return take(to: end, .words, "Words for people.") }
        take(
            to: place + 1, .separator,
            isHyphen ? "A hyphen: more lines of this reply follow." : "A blank: this is the reply's last line.",
            .rfc(5321, "4.2.1"))
        let isOffer = step.verb == SMTPVerb.ehlo.rawValue || step.verb == SMTPVerb.lhlo.rawValue
        if isOffer, step.code.outcome == .done, start > 0 { return offer(end) }
        let word = wordEnd(to: end)
        if EnhancedStatus(text(place..<word)) != nil {
            let entry = self.entry(place..<word)
            take(
                to: word, .status, entry.map { "The same in finer words: \($0.meaning)" } ?? "A finer status.",
                .rfc(3463, "2"))
            blanks(to: end)
        }
        take(to: end, .words, "Words for people; programs do not read them.", .rfc(5321, "4.2"))
    }

    private mutating func offer(_ end: Int) {
        let word = wordEnd(to: end)
        let entry = self.entry(place..<word, .keyword)
        take(
            to: word, .keyword,
            entry.map { "An extension that it offers: \($0.meaning)" } ?? "An extension that it offers.",
            entry?.citations.first ?? .rfc(5321, "4.1.1.1"))
        blanks(to: end)
        take(to: end, .parameter, "What belongs to the extension.")
    }

    private mutating func pop3Reply(_ end: Int) {
        let word = wordEnd(to: end)
        let isCode = ["+ok", "-err", "+"].contains(text(place..<word).lowercased())
        guard isCode else { return take(to: end, .words, "A line without a status.") }
        let entry = Glossary.entry(step.code)
        take(to: word, .code, entry.map { "The status: \($0.meaning)" } ?? "The status.", .rfc(1939, "3"))
        blanks(to: end)
        if place < end, octets[place] == UInt8(ascii: "["), step.code == .err {
            let close = index(from: place, to: end) { $0 == UInt8(ascii: "]") }
            if close < end {
                take(to: close + 1, .status, "Why, in a word for programs.", .rfc(2449, "8"))
                blanks(to: end)
            }
        }
        take(to: end, .words, "Words for people, or what was asked for.", .rfc(1939, "3"))
    }
}
