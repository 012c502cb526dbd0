package import MailProtocols

/// Something heard, and the octets that it consists of.
package struct Heard: Sendable, Hashable {
    package var utterance: Utterance
    /// A line without its end, a reply's lines as on the wire, a run of content.
    package var text: [UInt8]
}

/// A station's ear for both sides of its session: what comes in, and what it says itself.
package struct SessionEar: Sendable {
    private var listener: Listener
    private let isServer: Bool

    /// - Parameter side: Whose ear it is.
    package init(_ protocol: MailProtocol, of side: Side) {
        isServer = side == .server
        let isSecured = `protocol`.isTLSFromTheStart
        listener =
            `protocol`.grammar == .pop3
            ? Listener(pop3: POP3Conversation(isSecured: isSecured))
            : Listener(smtp: SMTPConversation(isLMTP: `protocol` == .lmtp, isSecured: isSecured))
    }

    /// Where an SMTP session stands by the replies heard; ``SMTPState/connecting`` in a POP3 session.
    package var smtpState: SMTPState { listener.smtpSession.state }
    /// Where a POP3 session stands; ``POP3State/connecting`` in an SMTP session.
    package var pop3State: POP3State { listener.pop3Session.state }
    var standing: Standing { Standing(smtp: listener.smtpSession.state, pop3: listener.pop3Session.state) }

    /// By what was said, TLS comes next.
    var isAwaitingTLS: Bool { smtpState == .tlsComing || pop3State == .tlsComing }

    /// TLS has begun. What waited to be understood was said in the clear, and is not heard (RFC 3207 section 4.2, RFC 2595
    /// section 4).
    package mutating func resumeInsideTLS() { listener = Listener(inside: listener) }

    /// Half a line waits for its rest.
    var isHoldingBack: Bool { listener.isHoldingBack }

    /// What these octets, and whatever waited for them, mean; both sides' utterances in the order in which they were understood.
    package mutating func hear(_ bytes: [UInt8], from side: Side) -> [Heard] {
        var heard: [Heard] = []
        hear(bytes.span, from: side) { utterance, text in heard.append(Heard(utterance, text)) }
        return heard
    }

    /// As ``hear(_:from:)``, but only what the other side said is told.
    ///
    /// - Parameter keepsContent: False: runs of content come without their octets.
    mutating func hear(_ bytes: Span<UInt8>, from side: Side, keepsContent: Bool, into heard: inout [Heard]) {
        let isServer = isServer
        hear(bytes, from: side) { utterance, text in
            guard (utterance.side == .client) == isServer else { return }
            if utterance.kind == .contentRun, !keepsContent {
                heard.append(Heard(utterance: utterance, text: []))
            } else {
                heard.append(Heard(utterance, text))
            }
        }
    }

    private mutating func hear(_ bytes: Span<UInt8>, from side: Side, _ each: (Utterance, Span<UInt8>) -> Void) {
        var announcesChunk = false
        listener.hear(side, bytes) { utterance, text in
            announcesChunk = utterance.isChunkAnnouncement
            each(utterance, text)
        }
        // The server answers a chunk, not its announcement: it must not wait for itself, whatever the chunk begins with.
        if isServer, announcesChunk, listener.isWaiting(.client) { listener.stopWaiting(.client, each) }
    }
}

extension Heard {
    fileprivate init(_ utterance: Utterance, _ text: Span<UInt8>) {
        self.init(utterance: utterance, text: text.withUnsafeBufferPointer { Array($0) })
    }
}

extension Utterance {
    fileprivate var isChunkAnnouncement: Bool { kind == .command && verb == SMTPVerb.bdat.rawValue }
}
