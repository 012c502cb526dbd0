/// Why a command line could not be read, and at which byte.
package struct SMTPSyntaxError: Error, Sendable, Hashable {
    package enum Expectation: Sendable, Hashable {
        /// A fixed word, in upper case: `FROM:`, `TO:`, `LAST`.
        case keyword(String)
        case space, argument, number, endOfLine
        case openingBracket, closingBracket, closingSquareBracket, closingQuote, atSign, colon
        case mailbox, localPart, domain, addressLiteral
        /// The keyword of a parameter, or its value behind `=`.
        case parameter, parameterValue
        case mechanism
    }
    package var expected: Expectation
    /// Bytes from the start of the line to the byte that surprised us; the line's length where it ended too early.
    package var offset: Int

    package init(expected: Expectation, offset: Int) {
        self.expected = expected
        self.offset = offset
    }
}

extension SMTPSyntaxError: CustomStringConvertible {
    /// For a reply's text: `expected ">" at byte 20`, counted from 0.
    package var description: String { "expected \(expected.description) at byte \(offset)" }
}

extension SMTPSyntaxError.Expectation: CustomStringConvertible {
    package var description: String {
        switch self {
        case .keyword(let word): word
        case .space: "a space"
        case .argument: "an argument"
        case .number: "a number"
        case .endOfLine: "the end of the line"
        case .openingBracket: "\"<\""
        case .closingBracket: "\">\""
        case .closingSquareBracket: "\"]\""
        case .closingQuote: "a closing quote"
        case .atSign: "\"@\""
        case .colon: "\":\""
        case .mailbox: "a mailbox"
        case .localPart: "a local part"
        case .domain: "a domain"
        case .addressLiteral: "an address literal"
        case .parameter: "a parameter"
        case .parameterValue: "a parameter's value"
        case .mechanism: "a SASL mechanism"
        }
    }
}
