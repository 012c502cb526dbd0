/// What a server's reply line begins with: SMTP's three digits, or POP3's status indicator.
package struct ReplyCode: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// SMTP: 0...999. POP3 and the absence of a code have values of their own outside that range.
    package var rawValue: Int16

    package init(rawValue: Int16) { self.rawValue = rawValue }
    package init(_ digits: Int) { rawValue = Int16(digits) }

    /// A line that carries no code at all.
    package static let none = ReplyCode(rawValue: -1)
    /// POP3 `+OK`, RFC 1939 section 3.
    package static let ok = ReplyCode(rawValue: 1001)
    /// POP3 `-ERR`, RFC 1939 section 3.
    package static let err = ReplyCode(rawValue: 1002)
    /// POP3 `+`, a SASL challenge, RFC 5034 section 4.
    package static let goOn = ReplyCode(rawValue: 1003)

    package enum Outcome: Sendable, Hashable { case done, goOn, tryLater, never, unheardOf }

    /// How it went, by the first digit (RFC 5321 section 4.2.1) or by the indicator; a client may decide by this alone.
    package var outcome: Outcome {
        switch rawValue {
        case 200...299, Self.ok.rawValue: .done
        case 300...399, Self.goOn.rawValue: .goOn
        case 400...499: .tryLater
        case 500...599, Self.err.rawValue: .never
        default: .unheardOf
        }
    }

    /// As on the wire, `250` or `+OK`; empty for ``none``.
    package var description: String {
        switch self {
        case .none: return ""
        case .ok: return "+OK"
        case .err: return "-ERR"
        case .goOn: return "+"
        default:
            let digits = String(rawValue)
            return String(repeating: "0", count: max(0, 3 - digits.count)) + digits
        }
    }

    package static func < (left: ReplyCode, right: ReplyCode) -> Bool { left.rawValue < right.rawValue }
}
