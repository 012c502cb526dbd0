/// How a command line that could be read departs from its grammar. Real clients do all of these, and real servers let most
/// of them pass; a lesson or a strict server asks.
package enum CommandDeviation: Sendable, Hashable, CaseIterable {
    /// Blanks before the command word.
    case leadingSpace
    /// More than one space, or a tab, where one space belongs.
    case extraSpace
    /// `MAIL FROM: <...>`: RFC 5321 section 3.3 forbids a space around the colon.
    case spaceAroundColon
    /// Blanks before the end of the line; RFC 5321 section 4.1.1 asks servers to bear them.
    case trailingSpace
    /// Something other than a space follows the command word.
    case gluedArgument
    /// `MAIL FROM:alice@south.example`, without `<` and `>`.
    case missingBrackets
    case spaceInsideBrackets
    /// `<@relay.example:bob@north.example>`: to be accepted and ignored, RFC 5321 appendix C.
    case sourceRoute
    /// A mailbox without `@`; only `postmaster` may be one, in RCPT (RFC 5321 section 4.5.1).
    case missingDomain
    /// A local part that ought to have been quoted: dots at an end or side by side, or special characters.
    case looseLocalPart
    /// A domain that is not made of letters, digits, hyphens and single dots.
    case looseDomain
    /// A parameter's value with `=` in it.
    case looseParameter
    /// Bytes above 127: lawful only with SMTPUTF8 (RFC 6531) or UTF8 (RFC 6856).
    case eightBit
    /// Bytes above 127 that are not even UTF-8; the text holds one code point a byte.
    case notUTF8
    /// A CR, NUL or other control character stands inside the line.
    case controlCharacter
}
