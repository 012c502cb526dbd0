/// Is a command written as its grammar wants? Nearly all are, and that is seen at a glance; only what looks odd is parsed.
enum CommandShape {
    /// How far a reader may depart from the grammar and be understood, and is still remarked upon.
    private static let remarkable: Set<CommandDeviation> = [
        .spaceAroundColon, .missingBrackets, .spaceInsideBrackets, .gluedArgument,
    ]

    /// MAIL and RCPT go by ``PathShape``, BDAT by ``ChunkSize``.
    ///
    /// - Parameter line: Begins with `verb`.
    static func isMalformed(_ verb: SMTPVerb, _ line: Span<UInt8>) -> Bool {
        switch verb {
        case .data, .rset, .quit, .starttls: line.count != verb.length && isMalformedSMTP(line)
        case .ehlo, .helo, .lhlo, .vrfy, .expn, .etrn, .auth: line.count < 6 && isMalformedSMTP(line)
        default: false
        }
    }

    static func isMalformed(_ verb: POP3Verb, _ line: Span<UInt8>) -> Bool {
        switch verb {
        case .stat, .noop, .rset, .quit, .capa, .stls, .utf8: line.count != 4 && isMalformedPOP3(line)
        case .retr, .dele: !line.isNumber(from: 5) && isMalformedPOP3(line)
        case .list, .uidl: line.count != 4 && !line.isNumber(from: 5) && isMalformedPOP3(line)
        case .user, .pass: line.count < 6 && isMalformedPOP3(line)
        case .top, .apop, .auth: isMalformedPOP3(line)
        case .none, .unknown, .last, .xtnd, .lang: false
        }
    }

    fileprivate static func isMalformedSMTP(_ line: Span<UInt8>) -> Bool {
        guard let read = try? SMTPCommand.read(line) else { return true }
        return !read.deviations.isDisjoint(with: remarkable)
    }

    private static func isMalformedPOP3(_ line: Span<UInt8>) -> Bool { (try? POP3Command.read(line)) == nil }
}

/// How the argument of MAIL or RCPT is written (RFC 5321 section 4.1.1.2).
struct PathShape {
    /// `MAIL FROM:<>`, RFC 5321 section 4.5.5.
    private(set) var isNull = false
    private(set) var isMalformed = true
    /// Where the parameters begin, behind the path and a blank; nil where there are none.
    private(set) var parameters: Int?

    init(_ verb: SMTPVerb, _ line: Span<UInt8>) {
        guard let colon = firstIndex(of: UInt8(ascii: ":"), in: line, from: 0) else { return }
        var index = colon + 1
        while index < line.count, line[index] == Ascii.space { index += 1 }
        guard index < line.count, line[index] == UInt8(ascii: "<"),
            let close = firstIndex(of: UInt8(ascii: ">"), in: line, from: index)
        else {
            isMalformed = CommandShape.isMalformedSMTP(line)
            return
        }
        let path = index..<close
        isNull = close == path.lowerBound + 1
        index = close + 1
        while index < line.count, line[index] == Ascii.space { index += 1 }
        if index < line.count, index > close + 1 { parameters = index }
        let isPlain =
            path.lowerBound == colon + 1 && Self.endsWithKeyword(line, verb, before: colon)
            && (parameters != nil || close + 1 == line.count)
            && (isNull ? verb == .mail : Self.isPlain(line.extracting(path.lowerBound + 1..<close)))
        isMalformed = !isPlain && CommandShape.isMalformedSMTP(line)
    }

    /// ` FROM` of MAIL, ` TO` of RCPT.
    private static func endsWithKeyword(_ line: Span<UInt8>, _ verb: SMTPVerb, before colon: Int) -> Bool {
        let keyword: StaticString = verb == .mail ? " FROM:" : " TO:"
        let start = colon + 1 - keyword.utf8CodeUnitCount
        return start >= 4 && line.extracting(start..<line.count).starts(with: keyword)
    }

    /// Something, one `@`, something: what else is wrong with it is the server's affair.
    private static func isPlain(_ path: Span<UInt8>) -> Bool {
        guard let at = firstIndex(of: UInt8(ascii: "@"), in: path, from: 0), at > 0, at + 1 < path.count else {
            return false
        }
        return firstIndex(of: UInt8(ascii: "@"), in: path, from: at + 1) == nil
            && firstIndex(of: Ascii.space, in: path, from: 0) == nil && path[0] != UInt8(ascii: "\"")
    }
}

extension SMTPVerb {
    /// Letters of the word.
    fileprivate var length: Int {
        switch self {
        case .starttls: 8
        default: 4
        }
    }
}

extension Span<UInt8> {
    /// Digits, nine at most, up to the end.
    fileprivate func isNumber(from start: Int) -> Bool {
        guard start < count, count - start <= 9 else { return false }
        for index in start..<count where !(0x30...0x39).contains(self[index]) { return false }
        return true
    }
}
