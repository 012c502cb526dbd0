/// The first line of what a POP3 server answers, RFC 1939 section 3.
package struct POP3Reply: Sendable, Hashable {
    /// ``ReplyCode/ok``, ``ReplyCode/err``, ``ReplyCode/goOn``, or ``ReplyCode/none`` for a line that is none of them.
    package var code: ReplyCode
    /// RFC 2449 section 8; nil where there is none.
    package var responseCode: POP3ResponseCode?
    /// The text behind both, without CR LF; of a line that is no reply the whole line.
    package var text: String

    package init(_ code: ReplyCode, _ responseCode: POP3ResponseCode? = nil, _ text: String = "") {
        self.code = code
        self.responseCode = responseCode
        self.text = text
    }

    package static func ok(_ text: String = "") -> POP3Reply { POP3Reply(.ok, nil, text) }
    package static func err(_ text: String = "", _ responseCode: POP3ResponseCode? = nil) -> POP3Reply {
        POP3Reply(.err, responseCode, text)
    }
    /// A SASL challenge; an empty one is `+ `, RFC 5034 section 4.
    package static func challenge(_ challenge: [UInt8]) -> POP3Reply {
        POP3Reply(.goOn, nil, String(decoding: Base64.encode(challenge), as: UTF8.self))
    }

    /// What APOP's digest covers, with its angle brackets, RFC 1939 section 7: the first `<...@...>` of a greeting. Nil
    /// where there is none, and APOP is not offered.
    package var timestamp: String? {
        guard code == .ok else { return nil }
        let bytes = Array(text.utf8)
        var cursor = ByteCursor(bytes.span)
        while !cursor.isAtEnd {
            cursor.skip(while: { $0 != UInt8(ascii: "<") })
            let start = cursor.offset
            guard cursor.take(UInt8(ascii: "<")) else { return nil }
            cursor.skip(while: { $0.isVisibleASCII && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">") })
            guard cursor.take(UInt8(ascii: ">")) else { continue }
            let timestamp = String(wire: cursor.taken(from: start))
            if timestamp.utf8.contains(UInt8(ascii: "@")) { return timestamp }
        }
        return nil
    }
}

/// Why a server answers as it does, for programs: `[IN-USE]`, RFC 2449 section 8, RFC 3206, RFC 6856 section 5.
package enum POP3ResponseCode: Sendable, Hashable, CustomStringConvertible {
    /// The maildrop is locked by another session.
    case inUse
    /// Logged in again too soon.
    case loginDelay
    /// The system's fault, likely to pass.
    case systemTemporary
    /// The system's fault, until somebody mends it.
    case systemPermanent
    /// The credentials are at fault, not the system.
    case auth
    /// The maildrop or command needs UTF8 mode.
    case utf8
    /// Any other, in upper case, without brackets.
    case other(String)

    /// - Parameter name: Without brackets, in any case.
    package init(name: String) {
        let upper = name.uppercasedASCII
        self = Self.known.first { $0.name == upper } ?? .other(upper)
    }

    private static let known: [POP3ResponseCode] = [
        .inUse, .loginDelay, .systemTemporary, .systemPermanent, .auth, .utf8,
    ]

    /// Without brackets.
    package var name: String {
        switch self {
        case .inUse: "IN-USE"
        case .loginDelay: "LOGIN-DELAY"
        case .systemTemporary: "SYS/TEMP"
        case .systemPermanent: "SYS/PERM"
        case .auth: "AUTH"
        case .utf8: "UTF8"
        case .other(let name): name
        }
    }

    package var description: String { "[\(name)]" }
}

// MARK: Written and read

extension POP3Reply {
    /// The line with CR LF. CR, LF and NUL inside the text are left out. ``ReplyCode/none`` cannot be written; `-ERR`
    /// stands in for it, as for any other code that is not POP3's.
    package func encoded() -> [UInt8] {
        var wire: [UInt8] = []
        append(to: &wire)
        return wire
    }

    package func append(to wire: inout [UInt8]) {
        let isOurs = code == .ok || code == .err || code == .goOn
        wire.append(line: isOurs ? code.description : ReplyCode.err.description)
        if code == .goOn || responseCode != nil || !text.isEmpty { wire.append(UInt8(ascii: " ")) }
        if let responseCode {
            wire.append(line: responseCode.description)
            if !text.isEmpty { wire.append(UInt8(ascii: " ")) }
        }
        wire.append(line: text)
        wire.appendLineEnd()
    }

    /// Reads a reply's line, without its line end. Nothing makes it fail: a line that is no reply has no code and is all
    /// text. Indicators count in any case; one space or tab behind them is not part of the text.
    package init(line: Span<UInt8>) {
        var cursor = ByteCursor(line)
        guard let code = cursor.takeIndicator() else {
            self.init(.none, nil, String(wire: line))
            return
        }
        let responseCode = code == .goOn ? nil : cursor.takeResponseCode()
        self.init(code, responseCode, String(wire: cursor.takeRest()))
    }

    package init(line: [UInt8]) { self.init(line: line.span) }
}

extension ByteCursor {
    /// Moves over `+OK`, `-ERR` or `+` and the blank behind it; nil, and nothing moved, where text is glued to it.
    fileprivate mutating func takeIndicator() -> ReplyCode? {
        let start = offset
        let code: ReplyCode? = take("+OK") ? .ok : take("-ERR") ? .err : take("+") ? .goOn : nil
        guard let code else { return nil }
        if isAtEnd { return code }
        guard let byte = take(), byte.isSpaceOrTab else {
            goBack(to: start)
            return nil
        }
        return code
    }

    /// Moves over `[...]` and a space behind it; nothing moves where no response code is.
    fileprivate mutating func takeResponseCode() -> POP3ResponseCode? {
        let start = offset
        guard take(UInt8(ascii: "[")) else { return nil }
        let name = String(wire: take(while: { $0.isVisibleASCII && $0 != UInt8(ascii: "]") }))
        guard !name.isEmpty, take(UInt8(ascii: "]")), isAtEnd || take(UInt8(ascii: " ")) else {
            goBack(to: start)
            return nil
        }
        return POP3ResponseCode(name: name)
    }
}
