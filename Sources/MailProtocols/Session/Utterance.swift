/// What a conversation heard, complete enough to act on: a command, a reply, a SASL line, a run of message octets or the
/// end of a message. A small value: texts are looked up in the window by ``text`` and ``range``.
///
/// Byte positions come in two kinds. `window` positions count from the start of the span that was given to the
/// conversation; stream positions count from that side's first octet (holes included).
package struct Utterance: Sendable, Hashable {
    package enum Kind: UInt8, Sendable, Hashable {
        case command, reply
        /// A SASL response line of the client.
        case auth
        /// A run of content octets, ``text`` of the window, dots already removed between runs. Not a step.
        case contentRun
        /// Content is complete; ``range`` covers all of it, end mark included.
        case content
        /// From ``range``'s start on this side speaks TLS; the conversation hears no more of it. Not a step.
        case tlsBegins
        /// Octets that the capture lacks.
        case gap
        /// Octets that fit nothing.
        case other
        /// The TLS octets of a side, reported when it ends.
        case tls
        /// The state of the content up to here may have to be taken back to: keep it. Not a step.
        case contentMark
        /// Content ended at the kept mark; ``range`` ends there, and the octets behind it are to be heard again, as what
        /// comes after the content. Precedes ``content``. Not a step.
        case contentRewind
        /// Octets of a side that speaks TLS, ``text`` of the window. Not a step.
        case tlsRun
        /// The first octets of a line beyond ``LineScanner/limit``; its command or reply follows with an empty ``text``. Not a step.
        case lineHead
    }

    /// How content ended. The raw value is the word in JSON lines.
    package enum Ending: String, Sendable, Hashable { case crlf, lf, count, missing }

    package struct Flags: OptionSet, Sendable, Hashable {
        package var rawValue: UInt16
        package init(rawValue: UInt16) { self.rawValue = rawValue }
        /// The line was broken by a hole; content: a hole took its beginning.
        package static let cut = Flags(rawValue: 1)
        /// The line has no end: the stream ended first.
        package static let unended = Flags(rawValue: 2)
        /// BDAT ... LAST.
        package static let last = Flags(rawValue: 4)
        /// A greeting: it answers the connection itself.
        package static let greeting = Flags(rawValue: 8)
        /// Plaintext where TLS should have begun.
        package static let injected = Flags(rawValue: 16)
        /// The octets are or hold a secret: the argument of PASS, a SASL line.
        package static let secret = Flags(rawValue: 32)
        /// The text is one carriage return that an earlier window held.
        package static let heldReturn = Flags(rawValue: 64)
    }

    package var kind: Kind
    package var side: Side
    /// ``SMTPVerb`` or ``POP3Verb`` as a raw value: of a command, or of the command that content belongs to.
    package var verb: UInt8 = 0
    package var code: ReplyCode = .none
    package var phase: Phase = .establishment
    /// The conversation's state as a raw value: of a command the state in which it was said, of a reply the state after.
    package var state: UInt8 = 0
    package var flags: Flags = []
    package var ending: Ending = .missing
    package var notes: NoteSet = []
    /// This step's number in the connection, from 1; 0 for kinds that are no steps.
    package var number: Int = 0
    /// The step that a reply or multi-line response answers; 0 when none.
    package var answers: Int = 0
    /// In the side's stream, half-open, line end or dot line included.
    package var range: Range<Int>
    /// In the window, half-open, without the line end; for ``Kind/contentRun`` the octets themselves.
    package var text: Range<Int> = 0..<0
    /// Content: octets captured, unstuffed, without the dot line; gap, other, tls: octets.
    package var bytes: Int = 0
    /// Content: dots removed.
    package var stuffed: Int = 0
    /// Content: octets lost inside.
    package var missing: Int = 0

    package init(_ kind: Kind, _ side: Side, range: Range<Int>) {
        self.kind = kind
        self.side = side
        self.range = range
    }

    /// Steps are what output numbers and shows; the other kinds carry content along.
    package var isStep: Bool {
        switch kind {
        case .contentRun, .tlsBegins, .tlsRun, .contentMark, .contentRewind, .lineHead: false
        default: true
        }
    }
}

/// The part of a session that a step belongs to. The raw value is the word in JSON lines.
package enum Phase: String, Sendable, Hashable, CaseIterable {
    // SMTP, RFC 5321 sections 3.1, 3.3 and 3.8
    case establishment = "connection establishment"
    case transfer = "mail transfer"
    case termination = "connection termination"
    // POP3, RFC 1939 sections 4 to 6
    case authorization = "AUTHORIZATION"
    case transaction = "TRANSACTION"
    case update = "UPDATE"
}
