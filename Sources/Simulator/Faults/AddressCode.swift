import MailProtocols

/// Why a recipient is not taken, though the rules would allow him.
enum Objection: Sendable, Hashable {
    case none
    case reply(SMTPReply)
    /// He is taken, after so many nanoseconds.
    case pause(Int64)
}

/// Local parts that make any receiver MTA of the simulator behave in a certain way, for whoever wants to see it: `full@`,
/// `slow@`, `450@`. A user of that name is an ordinary user.
enum AddressCode: Sendable, Hashable {
    case full, unknown, grey, slow, drop, loop
    /// Refused with this very code.
    case code(ReplyCode)

    init?(_ localPart: String) {
        switch localPart.lowercased() {
        case "full": self = .full
        case "unknown": self = .unknown
        case "grey": self = .grey
        case "slow": self = .slow
        case "drop": self = .drop
        case "loop": self = .loop
        case let text:
            guard text.utf8.count == 3, let number = Int(text), (400...599).contains(number), number != 421 else {
                return nil
            }
            self = .code(ReplyCode(number))
        }
    }

    /// What RCPT is answered.
    var objection: Objection? {
        switch self {
        case .full: .reply(SMTPReply(.insufficientStorage, .mailboxFull, "The maildrop is full"))
        case .unknown: .reply(SMTPReply(.mailboxUnavailable, .noSuchMailbox, "Nobody of that name is here"))
        case .slow: .pause(3 * RetrySchedule.minute)
        case .code(let code) where code.outcome == .never:
            .reply(SMTPReply(code, EnhancedStatus(.permanentFailure, 0, 0), "As the address asks"))
        case .code(let code):
            .reply(SMTPReply(code, EnhancedStatus(.temporaryFailure, 0, 0), "As the address asks"))
        case .grey, .drop, .loop: nil
        }
    }
}
