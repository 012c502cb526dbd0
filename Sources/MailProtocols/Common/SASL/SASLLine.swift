/// What stands on a line of a SASL exchange, or behind AUTH, by either side: RFC 4954 section 4, RFC 5034 section 4.
package enum SASLLine: Sendable, Hashable {
    /// Decoded. Secret, whoever says it: a challenge may name a user, a response hold a password.
    case message(Credential)
    /// `*`, which only a client may say.
    case cancel
    /// No base64: the line as it stood.
    case notBase64(Credential)

    /// - Parameters:
    ///   - text: Without its line end; of a server's line the text behind `334 ` or `+ `.
    ///   - isInitial: It stands behind AUTH, where `=` means an empty response.
    package init(_ text: [UInt8], isInitial: Bool = false) {
        if isInitial, text == [UInt8(ascii: "=")] {
            self = .message(Credential(bytes: []))
        } else if !isInitial, text == [UInt8(ascii: "*")] {
            self = .cancel
        } else if let bytes = Base64.decode(text) {
            self = .message(Credential(bytes: bytes))
        } else {
            self = .notBase64(Credential(bytes: text))
        }
    }

    /// Reads the initial response that ``SMTPCommand/auth(_:initialResponse:)`` and POP3's keep.
    package init(initialResponse: Credential) { self.init(initialResponse.revealedBytes(), isInitial: true) }

    /// The line without its end.
    ///
    /// - Parameter isInitial: It will stand behind AUTH, where an empty response is `=`.
    package func encoded(isInitial: Bool = false) -> [UInt8] {
        switch self {
        case .message(let message) where isInitial && message.isEmpty: return [UInt8(ascii: "=")]
        case .message(let message): return Base64.encode(message.revealedBytes())
        case .cancel: return [UInt8(ascii: "*")]
        case .notBase64(let text):
            var line: [UInt8] = []
            line.append(line: text.revealedBytes())
            return line
        }
    }
}
