/// What a login gives away, line by line: a password is in the clear when it crosses, not when it is announced (RFC 4954
/// section 4, RFC 5034 section 4).
struct LoginWatch: Sendable {
    /// The exchange under way: one at most, and seldom there, so kept elsewhere.
    private var exchange: [SASLExchange] = []
    /// Something was said already; an empty line from then on only ends the exchange.
    private var hasSpoken = false
    /// The client broke off.
    private(set) var isCancelled = false

    /// A mechanism was named.
    var isUnderWay: Bool { !exchange.isEmpty }

    /// A login begins.
    ///
    /// - Parameters:
    ///   - line: `AUTH`, the mechanism, and perhaps what the client says first.
    ///   - isSecured: All of it is inside TLS.
    /// - Returns: What is to be remarked; and whether the line holds more than the mechanism's name.
    mutating func begin(_ line: Span<UInt8>, isSecured: Bool) -> (notes: NoteSet, hasResponse: Bool) {
        let login = LoginLine(line)
        self = LoginWatch()
        guard let mechanism = login.mechanism else { return ([], false) }
        exchange = [SASLExchange(mechanism)]
        guard let response = login.response else { return ([], false) }
        return (judge(SASLLine(Array(copying: line.extracting(response)), isInitial: true), isSecured), true)
    }

    /// A line of the exchange.
    mutating func hear(_ line: Span<UInt8>, isSecured: Bool) -> NoteSet {
        judge(SASLLine(Array(copying: line)), isSecured)
    }

    /// The exchange is over.
    mutating func end() { self = LoginWatch() }

    /// A server's challenge, the text behind `334 ` or `+ `, has to be base64 too.
    static func isUnreadable(challenge text: Span<UInt8>) -> Bool { Base64.decode(text) == nil }

    private mutating func judge(_ line: SASLLine, _ isSecured: Bool) -> NoteSet {
        defer { hasSpoken = true }
        switch line {
        case .cancel:
            isCancelled = true
            return NoteSet(.authCancelled)
        case .notBase64: return NoteSet(.authNotBase64)
        case .message(let message):
            if message.isEmpty, hasSpoken || exchange.isEmpty { return [] }
            guard !exchange.isEmpty else { return [] }
            let response = exchange[0].hear(response: message.revealedBytes())
            exchange[0].forget()
            if response == .malformed { return NoteSet(.authMalformed) }
            guard !isSecured, response.revealsSecret else { return [] }
            return [NoteSet(.passwordInClear), NoteSet(.encodingIsNotEncryption)]
        }
    }
}

extension SASLResponse {
    /// Whoever hears it can log in with it: a password, or a token that serves as one.
    fileprivate var revealsSecret: Bool {
        switch self {
        case .identity(_, _, let secret): secret != nil
        case .password: true
        case .digest, .user, .other, .malformed: false
        }
    }
}

/// The parts of an AUTH command line, RFC 4954 section 4 and RFC 5034 section 4.
package struct LoginLine {
    /// nil where none is named.
    package private(set) var mechanism: SASLMechanism?
    /// Octets of a name, RFC 4422 section 3.1.
    private static let nameLimit = 20

    /// All that follows it; nil where nothing does.
    private(set) var response: Range<Int>?

    package init(_ line: Span<UInt8>) {
        guard let word = CommandWord(line: line) else { return }
        var index = word.end
        func skip(blanks: Bool) {
            while index < line.count, (line[index] == Ascii.space || line[index] == Ascii.tab) == blanks { index += 1 }
        }
        skip(blanks: true)
        let start = index
        skip(blanks: false)
        let name = start..<min(index, start + Self.nameLimit)
        if index > start { mechanism = SASLMechanism(name: String(wire: line.extracting(name))) }
        skip(blanks: true)
        if index < line.count { response = index..<line.count }
    }
}
