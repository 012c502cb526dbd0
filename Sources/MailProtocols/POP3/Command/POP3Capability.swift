/// One line of the answer to CAPA, RFC 2449 section 6.
package enum POP3Capability: Sendable, Hashable {
    case top, user, uidl, pipelining
    /// The bracketed codes of RFC 2449 section 8.
    case responseCodes
    /// `[AUTH]` and `[SYS/...]` are used, RFC 3206 section 6.
    case authResponseCode
    case sasl([SASLMechanism])
    /// The least seconds between two logins; `perUser`: it may be another after login.
    case loginDelay(seconds: Int, perUser: Bool)
    /// Days after which messages may be deleted; nil is `NEVER`.
    case expire(days: Int?, perUser: Bool)
    case implementation(String)
    /// RFC 2595 section 4.
    case stls
    /// RFC 6856 section 2.1; `user`: names and passwords may be UTF-8.
    case utf8(user: Bool)
    case lang
    /// Any other, or one whose arguments are not as they should be: the line as it is.
    case other(String)
}

extension POP3Capability: CustomStringConvertible {
    /// - Parameter line: Without its line end.
    package init(_ line: String) {
        let words = line.split(separator: " ").map(String.init)
        self = Self(words.first?.uppercasedASCII ?? "", Array(words.dropFirst()), line) ?? .other(line)
    }

    private init?(_ keyword: String, _ arguments: [String], _ line: String) {
        let isPerUser = arguments.count == 2 && arguments[1].matches("USER")
        let isNumberAlone = arguments.count == 1 || isPerUser
        switch (keyword, arguments.count) {
        case ("TOP", 0): self = .top
        case ("USER", 0): self = .user
        case ("UIDL", 0): self = .uidl
        case ("PIPELINING", 0): self = .pipelining
        case ("RESP-CODES", 0): self = .responseCodes
        case ("AUTH-RESP-CODE", 0): self = .authResponseCode
        case ("STLS", 0): self = .stls
        case ("LANG", 0): self = .lang
        case ("UTF8", 0): self = .utf8(user: false)
        case ("UTF8", 1) where arguments[0].matches("USER"): self = .utf8(user: true)
        case ("SASL", _): self = .sasl(arguments.map(SASLMechanism.init(name:)))
        case ("LOGIN-DELAY", 1...) where isNumberAlone:
            guard let seconds = Int(arguments[0]), seconds >= 0 else { return nil }
            self = .loginDelay(seconds: seconds, perUser: isPerUser)
        case ("EXPIRE", 1...) where isNumberAlone:
            let days = Int(arguments[0])
            guard days.map({ $0 >= 0 }) ?? arguments[0].matches("NEVER") else { return nil }
            self = .expire(days: days, perUser: isPerUser)
        case ("IMPLEMENTATION", 1...): self = .implementation(arguments.joined(separator: " "))
        default: return nil
        }
    }

    /// The line, without its line end.
    package var description: String {
        switch self {
        case .top: "TOP"
        case .user: "USER"
        case .uidl: "UIDL"
        case .pipelining: "PIPELINING"
        case .responseCodes: "RESP-CODES"
        case .authResponseCode: "AUTH-RESP-CODE"
        case .sasl(let mechanisms): (["SASL"] + mechanisms.map(\.name)).joined(separator: " ")
        case .loginDelay(let seconds, let perUser): "LOGIN-DELAY \(seconds)\(perUser ? " USER" : "")"
        case .expire(let days, let perUser): "EXPIRE \(days.map(String.init) ?? "NEVER")\(perUser ? " USER" : "")"
        case .implementation(let name): "IMPLEMENTATION \(name)"
        case .stls: "STLS"
        case .utf8(let user): user ? "UTF8 USER" : "UTF8"
        case .lang: "LANG"
        case .other(let line): line
        }
    }
}
