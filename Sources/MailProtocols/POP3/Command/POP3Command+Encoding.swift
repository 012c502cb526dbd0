extension POP3Command {
    /// The line as RFC 1939 section 3 writes it, with CR LF.
    ///
    /// CR, LF and NUL inside a text are left out, so that no value can become two commands.
    package func encoded() -> [UInt8] {
        var wire: [UInt8] = []
        append(to: &wire)
        return wire
    }

    package func append(to wire: inout [UInt8]) {
        switch self {
        case .stat, .noop, .reset, .quit, .capa, .stls, .utf8: wire.append(line: verb.word)
        case .user(let text): wire.append(word: verb.word, argument: text)
        case .pass(let secret): wire.append(word: verb.word, secret)
        case .apop(let name, let digest): wire.append(word: "\(verb.word) \(name)", digest)
        case .list(let number), .uidl(let number):
            wire.append(word: verb.word, argument: number.map(String.init) ?? "")
        case .retr(let number), .dele(let number): wire.append(word: verb.word, argument: String(number))
        case .top(let number, let lines): wire.append(word: verb.word, argument: "\(number) \(lines)")
        case .auth(let mechanism, let response):
            wire.append(word: verb.word, argument: mechanism?.name ?? "")
            if mechanism != nil, let response { wire.append(word: "", response) }
        case .lang(let tag): wire.append(word: verb.word, argument: tag ?? "")
        case .unknown(let word, let argument): wire.append(word: word, argument: argument)
        }
        wire.appendLineEnd()
    }
}

extension [UInt8] {
    fileprivate mutating func append(word: String, _ secret: Credential) {
        append(line: word)
        append(UInt8(ascii: " "))
        append(line: secret.revealedBytes())
    }
}
