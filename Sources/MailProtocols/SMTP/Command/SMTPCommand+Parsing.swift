extension SMTPCommand {
    /// Reads one command line.
    ///
    /// - Parameter line: The line's bytes without its line end; its length is the caller's affair (RFC 5321 section
    ///   4.5.3.1.4).
    /// - Returns: The command, and how its line departs from the grammar where it could be read all the same.
    /// - Throws: ``SMTPSyntaxError`` when a known verb has a malformed argument. An unknown verb never throws.
    package static func read(
        _ line: Span<UInt8>
    ) throws(SMTPSyntaxError) -> (command: SMTPCommand, deviations: Set<CommandDeviation>) {
        var reader = SMTPLineReader(line)
        let command = try reader.command()
        return (command, reader.deviations)
    }

    /// ``read(_:)`` for whoever does not mind how it was written.
    package init(line: Span<UInt8>) throws(SMTPSyntaxError) { self = try Self.read(line).command }

    package init(line: [UInt8]) throws(SMTPSyntaxError) { try self.init(line: line.span) }
}

/// A cursor that remembers what it let pass.
struct SMTPLineReader: ~Escapable {
    var cursor: ByteCursor
    var deviations: Set<CommandDeviation>

    @_lifetime(copy line)
    init(_ line: Span<UInt8>) {
        let text = line.extracting(first: line.countWithoutTrailingBlanks)
        cursor = ByteCursor(text)
        deviations = CommandDeviation.ofBytes(text)
        if text.count < line.count { deviations.insert(.trailingSpace) }
    }

    func error(_ expected: SMTPSyntaxError.Expectation, at offset: Int? = nil) -> SMTPSyntaxError {
        SMTPSyntaxError(expected: expected, offset: offset ?? cursor.offset)
    }

    mutating func command() throws(SMTPSyntaxError) -> SMTPCommand {
        blanks(noting: .leadingSpace)
        let word = String(wire: cursor.takeCommandWord()).uppercasedASCII
        let verb = SMTPVerb(word: word)
        switch verb {
        case .ehlo: return .ehlo(domain: try requiredArgument(.domain))
        case .helo: return .helo(domain: try requiredArgument(.domain))
        case .lhlo: return .lhlo(domain: try requiredArgument(.domain))
        case .mail: return try mail()
        case .rcpt: return try rcpt()
        case .data: return try alone(.data)
        case .rset: return try alone(.reset)
        case .quit: return try alone(.quit)
        case .starttls: return try alone(.startTLS)
        case .vrfy: return .vrfy(try requiredArgument(.argument))
        case .expn: return .expn(try requiredArgument(.argument))
        case .etrn: return .etrn(try requiredArgument(.argument))
        case .help: return .help(try optionalArgument())
        case .noop: return .noop(try optionalArgument())
        case .bdat: return try bdat()
        case .auth: return try auth()
        case .none, .unknown, .atrn, .burl, .turn, .send, .soml, .saml, .xclient, .xforward, .xexch50:
            if !word.isEmpty, !cursor.isAtEnd, !cursor.take(UInt8(ascii: " ")) { deviations.insert(.gluedArgument) }
            return .unknown(verb: word, argument: String(wire: cursor.takeRest()))
        }
    }

    // MARK: Commands with a grammar of their own

    private mutating func mail() throws(SMTPSyntaxError) -> SMTPCommand {
        try space()
        guard cursor.take("FROM"), colon() else { throw error(.keyword("FROM:")) }
        let path = try reversePath()
        return .mail(from: path, parameters: try parameters())
    }

    private mutating func rcpt() throws(SMTPSyntaxError) -> SMTPCommand {
        try space()
        guard cursor.take("TO"), colon() else { throw error(.keyword("TO:")) }
        let path = try forwardPath(postmasterAllowed: true)
        return .rcpt(to: path, parameters: try parameters())
    }

    /// RFC 3030 section 2.
    private mutating func bdat() throws(SMTPSyntaxError) -> SMTPCommand {
        try space()
        guard let size = cursor.takeNumber() else { throw error(.number) }
        guard !cursor.isAtEnd else { return .bdat(size: size, isLast: false) }
        try space()
        guard cursor.take("LAST") else { throw error(.keyword("LAST")) }
        try expectEnd()
        return .bdat(size: size, isLast: true)
    }

    /// RFC 4954 section 4; names of mechanisms by RFC 4422 section 3.1.
    private mutating func auth() throws(SMTPSyntaxError) -> SMTPCommand {
        try space()
        let name = String(
            wire: cursor.take(while: {
                $0.isASCIILetterOrDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
            }))
        guard !name.isEmpty else { throw error(.mechanism) }
        let mechanism = SASLMechanism(name: name)
        guard !cursor.isAtEnd else { return .auth(mechanism) }
        try space()
        let response = cursor.take(while: { !$0.isSpaceOrTab })
        let secret = Credential(bytes: Array(copying: response))
        try expectEnd()
        return .auth(mechanism, initialResponse: secret)
    }

    private mutating func parameters() throws(SMTPSyntaxError) -> [SMTPParameter] {
        var parameters: [SMTPParameter] = []
        while !cursor.isAtEnd {
            try space()
            let keyword = String(wire: cursor.takeCommandWord())
            guard !keyword.isEmpty else { throw error(.parameter) }
            var value: String?
            if cursor.take(UInt8(ascii: "=")) {
                let text = String(wire: cursor.take(while: { $0.isVisibleASCII || $0 >= 0x80 }))
                guard !text.isEmpty else { throw error(.parameterValue) }
                if text.utf8.contains(UInt8(ascii: "=")) { deviations.insert(.looseParameter) }
                value = text
            }
            parameters.append(SMTPParameter(keyword, value))
        }
        return parameters
    }

    // MARK: Pieces

    /// A command that RFC 5321 section 4.3.2 wants to stand alone.
    private mutating func alone(_ command: SMTPCommand) throws(SMTPSyntaxError) -> SMTPCommand {
        try expectEnd()
        return command
    }

    func expectEnd() throws(SMTPSyntaxError) {
        guard cursor.isAtEnd else { throw error(.endOfLine) }
    }

    private mutating func requiredArgument(
        _ expected: SMTPSyntaxError.Expectation
    ) throws(SMTPSyntaxError) -> String {
        guard let argument = try optionalArgument() else { throw error(expected) }
        return argument
    }

    private mutating func optionalArgument() throws(SMTPSyntaxError) -> String? {
        guard !cursor.isAtEnd else { return nil }
        try space()
        return String(wire: cursor.takeRest())
    }

    /// One space; more of them, or tabs, are noted.
    private mutating func space() throws(SMTPSyntaxError) {
        let isOneSpace = cursor.next == UInt8(ascii: " ")
        let count = cursor.skip(while: \.isSpaceOrTab)
        guard count > 0 else { throw error(.space) }
        if count > 1 || !isOneSpace { deviations.insert(.extraSpace) }
    }

    /// `:`, with blanks on either side noted.
    private mutating func colon() -> Bool {
        blanks(noting: .spaceAroundColon)
        guard cursor.take(UInt8(ascii: ":")) else { return false }
        return blanks(noting: .spaceAroundColon)
    }

    /// Moves over blanks, if there are any; always true, so that it can stand in a condition.
    @discardableResult
    mutating func blanks(noting deviation: CommandDeviation) -> Bool {
        if cursor.skip(while: \.isSpaceOrTab) > 0 { deviations.insert(deviation) }
        return true
    }
}

extension ByteCursor {
    /// Moves over a letter or digit and the letters, digits and hyphens behind it: a command word, or a keyword.
    @_lifetime(copy self)
    mutating func takeCommandWord() -> Span<UInt8> {
        let start = offset
        if let first = next, first.isASCIILetterOrDigit {
            skip(while: { $0.isASCIILetterOrDigit || $0 == UInt8(ascii: "-") })
        }
        return taken(from: start)
    }
}

extension Span<UInt8> {
    var countWithoutTrailingBlanks: Int {
        var count = count
        while count > 0, self[count - 1].isSpaceOrTab { count -= 1 }
        return count
    }
}

extension CommandDeviation {
    /// What the bytes alone tell, wherever in the line they stand.
    static func ofBytes(_ line: Span<UInt8>) -> Set<CommandDeviation> {
        var found: Set<CommandDeviation> = []
        for index in line.indices {
            if line[index] >= 0x80 { found.insert(.eightBit) }
            if line[index].isControl, line[index] != 0x09 { found.insert(.controlCharacter) }
        }
        if found.contains(.eightBit), !line.isUTF8 { found.insert(.notUTF8) }
        return found
    }
}
