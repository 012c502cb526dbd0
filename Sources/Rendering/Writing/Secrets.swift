import Dialogue
import MailProtocols

/// Whether passwords and SASL lines are written as they were heard.
package enum Secrets: Sendable, Hashable {
    case hidden, shown

    /// What stands for a secret, whatever its length.
    static let dots = "••••••••"

    /// Where the secret of a step lies in its text; nil when there is none, or secrets are shown.
    ///
    /// Secret are the argument of PASS, the digest of APOP (RFC 1939 section 7), the initial response of AUTH (RFC 4954
    /// section 4, RFC 5034 section 4) and each SASL line. A server's challenge is not.
    func secret(in record: StepRecord) -> Range<Int>? {
        guard self == .hidden else { return nil }
        let step = record.step
        switch step.kind {
        case .auth: return 0..<record.text.count
        case .command:
            guard let words = Self.openWords(of: step) else { return nil }
            let start = Self.end(ofWords: words, in: record.text)
            return start < record.text.count ? start..<record.text.count : nil
        default: return nil
        }
    }

    /// How many words of a command may be read; nil when all of them.
    private static func openWords(of step: Step) -> Int? {
        if step.isPOP3 {
            switch POP3Verb(rawValue: step.verb) {
            case .pass: return 1
            case .apop, .auth: return 2
            default: break
            }
        } else if step.verb == SMTPVerb.auth.rawValue {
            return 2
        }
        guard step.flags.contains(.secret) else { return nil }
        // A marked line whose word we do not know may be the rest of a password behind a hole.
        return step.knownVerb.isEmpty ? 0 : 1
    }

    /// The first byte behind `words` words and the blanks that follow them.
    private static func end(ofWords words: Int, in text: [UInt8]) -> Int {
        var index = 0
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
        while index < text.count, isBlank(text[index]), words > 0 { index += 1 }
        for _ in 0..<words {
            while index < text.count, !isBlank(text[index]) { index += 1 }
            while index < text.count, isBlank(text[index]) { index += 1 }
        }
        return index
    }
}

extension Step {
    /// Spoken by POP3's grammar: verbs and states are ``POP3Verb`` and ``POP3State``.
    var isPOP3: Bool { `protocol`.grammar == .pop3 }

    /// The verb in upper case if we know it, without building a string from the case's name each time.
    var knownVerb: String {
        let words = isPOP3 ? Names.pop3Verbs : Names.smtpVerbs
        return Int(verb) < words.count ? words[Int(verb)] : ""
    }
}

extension Step.Kind {
    /// Where it stands among all cases.
    @inline(__always)
    var place: Int {
        switch self {
        case .command: 0
        case .reply: 1
        case .content: 2
        case .auth: 3
        case .tls: 4
        case .gap: 5
        case .other: 6
        }
    }
}

/// Names by raw value, made once: reading a case's name costs microseconds, and there are millions of steps.
enum Names {
    static let smtpVerbs = SMTPVerb.allCases.map(\.word)
    static let pop3Verbs = POP3Verb.allCases.map(\.word)
    static let smtpStates = SMTPState.allCases.map(\.name)
    static let pop3States = POP3State.allCases.map(\.name)
}
