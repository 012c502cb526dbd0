package import MailProtocols

/// One numbered, judged step of a dialogue: a fixed-size value. Its octets travel beside it in ``StepRecord``; words and
/// citations are computed from both when something prints or asks.
package struct Step: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case command, reply, content, auth, tls, gap, other
    }

    package struct Flags: OptionSet, Sendable, Hashable {
        package var rawValue: UInt16
        package init(rawValue: UInt16) { self.rawValue = rawValue }
        /// The line was broken by a hole; nothing answers it.
        package static let cut = Flags(rawValue: 1)
        /// BDAT ... LAST.
        package static let last = Flags(rawValue: 2)
        /// Heard inside TLS and decrypted.
        package static let decrypted = Flags(rawValue: 4)
        /// The octets hold a secret: shown as dots unless secrets are asked for.
        package static let secret = Flags(rawValue: 8)
        package static let greeting = Flags(rawValue: 16)
        /// Plaintext where TLS should have begun.
        package static let injected = Flags(rawValue: 32)
    }

    /// Which connection, from 1.
    package var connection: Int32
    /// From 1 in each connection, both sides together, in order of completion.
    package var number: Int32
    package var kind: Kind
    package var side: Side
    package var `protocol`: MailProtocol
    /// Raw value of ``SMTPVerb`` or ``POP3Verb``, by ``protocol``'s grammar.
    package var verb: UInt8
    package var code: ReplyCode
    package var phase: Phase
    /// Raw value of ``SMTPState`` or ``POP3State``: of a command the state in which it was said, of a reply the state after.
    package var state: UInt8
    package var flags: Flags
    package var ending: Utterance.Ending
    package var notes: NoteSet
    /// Half-open, in the side's stream from 0, line ends and dot line included.
    package var range: Range<Int>
    /// First and last frame, from 1 in the capture.
    package var frames: ClosedRange<Int>
    /// When it was complete: nanoseconds since 1970 UTC.
    package var time: Int64
    /// Response time in nanoseconds; nil when this answers nothing.
    package var took: Int64?
    /// The number of the step that this answers; 0 when none.
    package var answers: Int32
    /// Content: captured, unstuffed octets without the dot line; gap, other and tls: octets.
    package var bytes: Int
    /// Content: dots removed from line starts.
    package var stuffed: Int
    /// Content: octets lost inside.
    package var missing: Int
}

extension Step {
    /// The command word in upper case, `MAIL`; for a word we do not know, read from `text`, the octets of the step.
    package func verbName(text: [UInt8]) -> String {
        let known =
            `protocol`.grammar == .pop3 ? POP3Verb(rawValue: verb)?.word ?? "" : SMTPVerb(rawValue: verb)?.word ?? ""
        guard known.isEmpty, kind == .command else { return known }
        let word = text.drop { $0 == 0x20 || $0 == 0x09 }.prefix { Self.isWordByte($0) }
        guard let first = word.first, first != UInt8(ascii: "-") else { return "" }
        return String(decoding: word, as: UTF8.self).uppercased()
    }

    /// The state's name, as JSON lines show it.
    package var stateName: String {
        `protocol`.grammar == .pop3 ? POP3State(rawValue: state)?.name ?? "" : SMTPState(rawValue: state)?.name ?? ""
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
