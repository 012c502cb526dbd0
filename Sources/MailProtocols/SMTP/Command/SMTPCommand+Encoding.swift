extension SMTPCommand {
    /// The line as RFC 5321 writes it, with CR LF: upper-case verb, single spaces, brackets, no source of doubt.
    ///
    /// CR, LF and NUL inside a text are left out, so that no value can become two commands. Paths never hold them.
    package func encoded() -> [UInt8] {
        var wire: [UInt8] = []
        append(to: &wire)
        return wire
    }

    package func append(to wire: inout [UInt8]) {
        switch self {
        case .ehlo(let text), .helo(let text), .lhlo(let text), .vrfy(let text), .expn(let text), .etrn(let text),
            .unknown(_, let text):
            wire.append(word: word, argument: text)
        case .help(let text), .noop(let text): wire.append(word: word, argument: text ?? "")
        case .mail(let path, let parameters): wire.append(path: "FROM:\(path)", of: word, parameters)
        case .rcpt(let path, let parameters): wire.append(path: "TO:\(path)", of: word, parameters)
        case .bdat(let size, let isLast): wire.append(word: word, argument: isLast ? "\(size) LAST" : "\(size)")
        case .auth(let mechanism, let response):
            wire.append(word: word, argument: mechanism.name)
            if let response {
                wire.append(UInt8(ascii: " "))
                wire.append(line: response.revealedBytes())
            }
        case .data, .reset, .quit, .startTLS: wire.append(line: word)
        }
        wire.appendLineEnd()
    }

    private var word: String {
        if case .unknown(let word, _) = self { word } else { verb.word }
    }
}

extension [UInt8] {
    /// A command word, and its argument behind one space where there is one.
    mutating func append(word: String, argument: String) {
        append(line: word)
        guard !argument.isEmpty else { return }
        if !word.isEmpty { append(UInt8(ascii: " ")) }
        append(line: argument)
    }

    fileprivate mutating func append(path: String, of word: String, _ parameters: [SMTPParameter]) {
        append(word: word, argument: path)
        for parameter in parameters {
            append(UInt8(ascii: " "))
            append(line: parameter.description)
        }
    }
}
