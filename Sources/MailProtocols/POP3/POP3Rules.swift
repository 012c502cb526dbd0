/// The transitions of a POP3 session and the rules of its order; RFC 1939 sections 3 to 6 with the extensions'.
extension POP3State {
    /// The state after `turn` was answered with `code`; follows what the server granted, lawful or not.
    package func after(_ turn: Turn, answered code: ReplyCode) -> POP3State {
        if self == .closed || self == .update { return self }
        switch (POP3Verb(rawValue: turn.verb) ?? .unknown, code) {
        case (.auth, .goOn): return .authenticating
        case (.auth, .ok): return turn.kind == .auth || turn.flag ? .transaction : self
        case (.auth, _): return self == .authenticating ? .authorization : self
        case (.pass, .ok), (.apop, .ok): return .transaction
        case (.stls, .ok): return .tlsComing
        case (.quit, .ok), (.quit, .err): return self == .transaction ? .update : .closed
        default: return self
        }
    }

    /// May `verb` be said in this state? RFC 1939 sections 4 and 5, RFC 2449 section 5, RFC 2595 section 4, RFC 5034 section 4.
    package func verdict(on verb: POP3Verb) -> Verdict {
        let isBeforeLogin = self != .transaction
        switch verb {
        case .quit, .capa, .none, .unknown, .xtnd, .lang: return .lawful
        case .user, .pass, .apop, .auth, .stls, .utf8:
            return isBeforeLogin ? .lawful : .breach(.commandOutOfState)
        case .stat, .list, .retr, .dele, .noop, .rset, .top, .uidl, .last:
            return isBeforeLogin ? .breach(.commandOutOfState) : .lawful
        }
    }

    /// The RFC's name for the part of the session that a state belongs to.
    package var phase: Phase {
        switch self {
        case .connecting, .authorization, .authenticating, .tlsComing: .authorization
        case .transaction: .transaction
        case .update: .update
        case .closed: .authorization
        }
    }
}

extension POP3Verb {
    /// The word a line begins with, behind blanks.
    package init(line: Span<UInt8>) {
        guard let word = CommandWord(line: line) else {
            self = .none
            return
        }
        for (packed, verb) in Self.byWord where packed == word.packed {
            self = verb
            return
        }
        self = .unknown
    }

    private static let byWord = POP3Verb.allCases.filter { !$0.word.isEmpty }.map { (CommandWord.pack($0.word), $0) }

    /// Is a `+OK` to this command followed by lines up to a lone dot? RFC 1939 section 3, RFC 2449 section 5, RFC 6856
    /// section 3.
    package func isMultiLine(hasArguments: Bool) -> Bool {
        switch self {
        case .retr, .top, .capa: true
        case .list, .uidl, .auth, .lang: !hasArguments
        default: false
        }
    }
}
