/// What is waited for while nobody speaks, and how long programs have to bear it at least: RFC 5321 section 4.5.3.2 for
/// SMTP, RFC 1939 section 3 for POP3.
package enum Wait: UInt8, Sendable, Hashable, CaseIterable {
    /// Who ought to speak next is not known, or lies inside TLS.
    case unknown
    case greeting, mailReply, recipientReply, dataReply, contentReply, otherReply
    /// More octets of a message.
    case content
    case nextCommand, nextPOP3Command

    /// Who is waited for.
    package var side: Side? {
        switch self {
        case .unknown: nil
        case .greeting, .mailReply, .recipientReply, .dataReply, .contentReply, .otherReply: .server
        case .content, .nextCommand, .nextPOP3Command: .client
        }
    }

    /// Seconds after which the one who waits may give up, and no sooner; nil where no RFC says so.
    package var limit: Int? {
        switch self {
        case .greeting, .mailReply, .recipientReply, .nextCommand: 5 * 60
        case .dataReply: 2 * 60
        case .content: 3 * 60
        case .contentReply, .nextPOP3Command: 10 * 60
        case .unknown, .otherReply: nil
        }
    }

    /// Where the limit stands.
    package var citation: Citation? {
        switch self {
        case .greeting: .rfc(5321, "4.5.3.2.1")
        case .mailReply: .rfc(5321, "4.5.3.2.2")
        case .recipientReply: .rfc(5321, "4.5.3.2.3")
        case .dataReply: .rfc(5321, "4.5.3.2.4")
        case .content: .rfc(5321, "4.5.3.2.5")
        case .contentReply: .rfc(5321, "4.5.3.2.6")
        case .nextCommand: .rfc(5321, "4.5.3.2.7")
        case .nextPOP3Command: .rfc(1939, "3")
        case .unknown, .otherReply: nil
        }
    }

    /// The words in JSON lines and in text, behind `for`.
    package var words: String {
        switch self {
        case .unknown: "either side"
        case .greeting: "the greeting"
        case .mailReply: "the reply to MAIL"
        case .recipientReply: "the reply to RCPT"
        case .dataReply: "the reply to DATA"
        case .contentReply: "the reply to the content"
        case .otherReply: "a reply"
        case .content: "more content"
        case .nextCommand, .nextPOP3Command: "the next command"
        }
    }
}

extension SMTPConversation {
    /// What the session waits for now. Mutating, though it changes nothing: see ``Listener/notesAtEnd(isWhole:)``.
    mutating func awaited() -> Wait {
        if isOneSided || state == .closed { return .unknown }
        if let turn = turns.first {
            if turn.kind == .content { return .contentReply }
            switch SMTPVerb(rawValue: turn.verb) {
            case .mail: return .mailReply
            case .rcpt: return .recipientReply
            case .data: return .dataReply
            case .bdat: return turn.flag ? .contentReply : .otherReply
            default: return .otherReply
            }
        }
        switch client.mode {
        case .content, .chunk: return .content
        case .tls: return .unknown
        default: return !firstReplyHeard && begun ? .greeting : .nextCommand
        }
    }
}

extension POP3Conversation {
    /// The same.
    mutating func awaited() -> Wait {
        if isOneSided || state == .closed || state == .update { return .unknown }
        if case .tls = client.mode { return .unknown }
        if !turns.isEmpty || !server.mode.isBetweenReplies { return .otherReply }
        return !firstReplyHeard && begun ? .otherReply : .nextPOP3Command
    }
}

extension Listener {
    /// What the session waits for now.
    package mutating func awaited() -> Wait {
        switch language {
        case .smtp: smtpSession.awaited()
        case .pop3: pop3Session.awaited()
        case .none: .unknown
        }
    }
}
