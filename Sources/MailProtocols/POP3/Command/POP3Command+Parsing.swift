/// Why a command line could not be read, and at which byte.
package struct POP3SyntaxError: Error, Sendable, Hashable {
    package enum Expectation: String, Sendable, Hashable, CaseIterable {
        case space = "a space"
        case argument = "an argument"
        case messageNumber = "a message number"
        case lineCount = "a number of lines"
        case digest = "a digest"
        case mechanism = "a SASL mechanism"
        case endOfLine = "the end of the line"
    }
    package var expected: Expectation
    /// Bytes from the start of the line to the byte that surprised us; the line's length where it ended too early.
    package var offset: Int

    package init(expected: Expectation, offset: Int) {
        self.expected = expected
        self.offset = offset
    }
}

extension POP3SyntaxError: CustomStringConvertible {
    package var description: String { "expected \(expected.rawValue) at byte \(offset)" }
}

extension POP3Command {
    /// Reads one command line.
    ///
    /// - Parameter line: The line's bytes without its line end; its length is the caller's affair (255 by RFC 2449
    ///   section 4).
    /// - Returns: The command, and how its line departs from the grammar where it could be read all the same.
    /// - Throws: ``POP3SyntaxError`` when a known verb has a malformed argument. An unknown verb never throws.
    package static func read(
        _ line: Span<UInt8>
    ) throws(POP3SyntaxError) -> (command: POP3Command, deviations: Set<CommandDeviation>) {
        // A password may end in spaces: they are cut off only where they mean nothing.
        var secretReader = POP3LineReader(line, keepingTrailingBlanks: true)
        if let secret = secretReader.pass() { return (.pass(secret), secretReader.deviations) }
        var reader = POP3LineReader(line, keepingTrailingBlanks: false)
        let command = try reader.command()
        return (command, reader.deviations)
    }

    /// ``read(_:)`` for whoever does not mind how it was written.
    package init(line: Span<UInt8>) throws(POP3SyntaxError) { self = try Self.read(line).command }

    package init(line: [UInt8]) throws(POP3SyntaxError) { try self.init(line: line.span) }
}

private struct POP3LineReader: ~Escapable {
    var cursor: ByteCursor
    var deviations: Set<CommandDeviation>

    @_lifetime(copy line)
    init(_ line: Span<UInt8>, keepingTrailingBlanks: Bool) {
        let text = keepingTrailingBlanks ? line : line.extracting(first: line.countWithoutTrailingBlanks)
        cursor = ByteCursor(text)
        deviations = CommandDeviation.ofBytes(text)
        if text.count < line.count { deviations.insert(.trailingSpace) }
    }

    func error(_ expected: POP3SyntaxError.Expectation) -> POP3SyntaxError {
        POP3SyntaxError(expected: expected, offset: cursor.offset)
    }

    /// The password of a PASS that has one, be it empty; nil for every other line.
    mutating func pass() -> Credential? {
        if cursor.skip(while: \.isSpaceOrTab) > 0 { deviations.insert(.leadingSpace) }
        guard POP3Verb(word: String(wire: cursor.takeCommandWord())) == .pass, cursor.take(UInt8(ascii: " ")) else {
            return nil
        }
        return Credential(bytes: Array(copying: cursor.takeRest()))
    }

    mutating func command() throws(POP3SyntaxError) -> POP3Command {
        if cursor.skip(while: \.isSpaceOrTab) > 0 { deviations.insert(.leadingSpace) }
        let word = String(wire: cursor.takeCommandWord()).uppercasedASCII
        switch POP3Verb(word: word) {
        case .user: return .user(try argument())
        case .pass: throw error(cursor.isAtEnd ? .argument : .space)
        case .apop: return try apop()
        case .stat: return try alone(.stat)
        case .list: return .list(try optionalNumber())
        case .retr: return .retr(try number(.messageNumber))
        case .dele: return .dele(try number(.messageNumber))
        case .noop: return try alone(.noop)
        case .rset: return try alone(.reset)
        case .quit: return try alone(.quit)
        case .top: return try top()
        case .uidl: return .uidl(try optionalNumber())
        case .capa: return try alone(.capa)
        case .stls: return try alone(.stls)
        case .auth: return try auth()
        case .utf8: return try alone(.utf8)
        case .lang: return .lang(cursor.isAtEnd ? nil : try argument())
        case .none, .unknown, .last, .xtnd:
            if !word.isEmpty, !cursor.isAtEnd, !cursor.take(UInt8(ascii: " ")) { deviations.insert(.gluedArgument) }
            return .unknown(verb: word, argument: String(wire: cursor.takeRest()))
        }
    }

    // MARK: Commands with a grammar of their own

    /// The digest is the last word; what stands before it is the name.
    private mutating func apop() throws(POP3SyntaxError) -> POP3Command {
        try space()
        let start = cursor.offset
        var endOfName = start
        while !cursor.isAtEnd {
            cursor.skip(while: { !$0.isSpaceOrTab })
            if cursor.isAtEnd { break }
            endOfName = cursor.offset
            cursor.skip(while: \.isSpaceOrTab)
        }
        guard endOfName > start else { throw error(.digest) }
        cursor.goBack(to: endOfName)
        let name = String(wire: cursor.taken(from: start))
        try space()
        return .apop(name: name, digest: Credential(bytes: Array(copying: cursor.takeRest())))
    }

    private mutating func top() throws(POP3SyntaxError) -> POP3Command {
        try space()
        let message = try digits(.messageNumber)
        guard !cursor.isAtEnd else { throw error(.lineCount) }
        return .top(message, lines: try number(.lineCount))
    }

    private mutating func auth() throws(POP3SyntaxError) -> POP3Command {
        guard !cursor.isAtEnd else { return .auth(nil) }
        try space()
        let name = String(
            wire: cursor.take(while: {
                $0.isASCIILetterOrDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
            }))
        guard !name.isEmpty else { throw error(.mechanism) }
        let mechanism = SASLMechanism(name: name)
        guard !cursor.isAtEnd else { return .auth(mechanism) }
        try space()
        let response = Credential(bytes: Array(copying: cursor.take(while: { !$0.isSpaceOrTab })))
        guard cursor.isAtEnd else { throw error(.endOfLine) }
        return .auth(mechanism, initialResponse: response)
    }

    // MARK: Pieces

    private func alone(_ command: POP3Command) throws(POP3SyntaxError) -> POP3Command {
        guard cursor.isAtEnd else { throw error(.endOfLine) }
        return command
    }

    private mutating func argument() throws(POP3SyntaxError) -> String {
        guard !cursor.isAtEnd else { throw error(.argument) }
        try space()
        return String(wire: cursor.takeRest())
    }

    private mutating func optionalNumber() throws(POP3SyntaxError) -> Int? {
        cursor.isAtEnd ? nil : try number(.messageNumber)
    }

    /// A space, a number, and the end of the line.
    private mutating func number(_ expected: POP3SyntaxError.Expectation) throws(POP3SyntaxError) -> Int {
        guard !cursor.isAtEnd else { throw error(expected) }
        try space()
        let number = try digits(expected)
        guard cursor.isAtEnd else { throw error(.endOfLine) }
        return number
    }

    private mutating func digits(_ expected: POP3SyntaxError.Expectation) throws(POP3SyntaxError) -> Int {
        let start = cursor.offset
        guard let number = cursor.takeNumber().flatMap(Int.init(exactly:)) else {
            cursor.goBack(to: start)
            throw error(expected)
        }
        return number
    }

    private mutating func space() throws(POP3SyntaxError) {
        let isOneSpace = cursor.next == UInt8(ascii: " ")
        let count = cursor.skip(while: \.isSpaceOrTab)
        guard count > 0 else { throw error(.space) }
        if count > 1 || !isOneSpace { deviations.insert(.extraSpace) }
    }
}
