/// Whether something that was said should have been said then. A server refuses a breach, a tracer notes it.
package enum Verdict: Sendable, Hashable {
    case lawful
    case breach(Note)
}

/// The transitions of an SMTP session, and the rules of its order; RFC 5321 sections 3 and 4.1.4 with the extensions'.
extension SMTPState {
    /// The state after `turn` was answered with `code`.
    ///
    /// Asked only once the answer is in, so a pipelined or refused command needs no undoing; and it follows what the server
    /// granted even where the server breaks a rule, or the tracer would lose the thread.
    package func after(_ turn: Turn, answered code: ReplyCode) -> SMTPState {
        if code == ReplyCode(421) { return .closed }
        if self == .closed { return self }
        switch (turn.kind, SMTPVerb(rawValue: turn.verb) ?? .unknown, code.outcome) {
        case (.content, _, _): return .greeted
        case (.auth, _, .goOn), (.command, .auth, .goOn): return .authenticating
        case (.auth, _, _), (.command, .auth, _): return self == .authenticating ? .greeted : self
        case (.command, .ehlo, .done), (.command, .helo, .done), (.command, .lhlo, .done): return .greeted
        case (.command, .mail, .done), (.command, .send, .done), (.command, .soml, .done), (.command, .saml, .done):
            return .envelopeOpen
        case (.command, .rcpt, .done): return .envelopeReady
        case (.command, .data, .goOn), (.command, .data, .done): return .messageComing
        case (.command, .bdat, _) where turn.flag: return .greeted
        case (.command, .bdat, .done): return .messageComing
        case (.command, .rset, .done): return self == .connected || self == .connecting ? self : .greeted
        case (.command, .starttls, .done): return .tlsComing
        case (.command, .quit, .done): return .closed
        default: return self
        }
    }

    /// The state after the server's greeting, RFC 5321 section 3.1.
    package func greeted(with code: ReplyCode) -> SMTPState {
        code == ReplyCode(421) ? .closed : .connected
    }

    /// May `verb` be said in this state? RFC 5321 section 4.1.4, RFC 3030 section 2, RFC 4954 section 4, RFC 3207 section 4.
    package func verdict(on verb: SMTPVerb) -> Verdict {
        switch (verb, self) {
        case (_, .closed): .breach(.mailAfterQuit)
        case (.mail, .connecting), (.mail, .connected), (.rcpt, .connecting), (.rcpt, .connected),
            (.data, .connecting), (.data, .connected), (.bdat, .connecting), (.bdat, .connected),
            (.auth, .connecting), (.auth, .connected), (.starttls, .connecting), (.starttls, .connected):
            .breach(.commandBeforeHello)
        case (.mail, .envelopeOpen), (.mail, .envelopeReady), (.mail, .messageComing): .breach(.nestedMail)
        case (.rcpt, .greeted): .breach(.recipientBeforeMail)
        case (.data, .greeted), (.data, .envelopeOpen), (.bdat, .greeted), (.bdat, .envelopeOpen):
            .breach(.dataBeforeRecipient)
        case (.data, .messageComing), (.rcpt, .messageComing), (.auth, .envelopeOpen), (.auth, .envelopeReady),
            (.auth, .messageComing), (.starttls, .envelopeOpen), (.starttls, .envelopeReady),
            (.starttls, .messageComing):
            .breach(.commandOutOfState)
        default: .lawful
        }
    }
}

extension SMTPVerb {
    /// The word a line begins with, behind blanks: `[A-Za-z0-9][A-Za-z0-9-]*` in any case.
    package init(line: Span<UInt8>) {
        guard let word = CommandWord(line: line) else {
            self = .none
            return
        }
        // A walk over a few numbers, the commonest first, is quicker than any table.
        for (packed, verb) in Self.byWord where packed == word.packed {
            self = verb
            return
        }
        self = .unknown
    }

    private static let byWord = SMTPVerb.allCases.filter { !$0.word.isEmpty }.map { (CommandWord.pack($0.word), $0) }
}

/// The first word of a command line, packed for look-ups.
struct CommandWord {
    /// Upper-case ASCII, first letter in the highest used byte; 0 for a word longer than eight letters.
    let packed: UInt64
    /// Where the word ends in the line.
    let end: Int

    init?(line: Span<UInt8>) {
        var index = 0
        while index < line.count, line[index] == Ascii.space || line[index] == Ascii.tab { index += 1 }
        let start = index
        var packed: UInt64 = 0
        while index < line.count {
            let byte = line[index]
            let upper: UInt8
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"): upper = byte & 0xDF
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): upper = byte
            case Ascii.hyphen where index > start: upper = byte
            default: upper = 0
            }
            if upper == 0 { break }
            packed = packed << 8 | UInt64(upper)
            index += 1
        }
        guard index > start else { return nil }
        self.packed = index - start <= 8 ? packed : 0
        end = index
    }

    static func pack(_ word: String) -> UInt64 {
        word.utf8.reduce(0) { $0 << 8 | UInt64($1) }
    }
}
