/// What MAIL asks about the notices of a whole letter, RFC 3461 sections 4.3 and 4.4. A server that takes a letter keeps it,
/// puts it into its own notices, and hands it on where the next server offers DSN.
package struct DSNLetterRequest: Sendable, Hashable {
    /// The sender's own name for the transaction, decoded.
    package var envelopeID: String?
    /// A failure notice shall return the whole message, or its header only; nil where nobody said.
    package var returnsFullMessage: Bool?

    package init(envelopeID: String? = nil, returnsFullMessage: Bool? = nil) {
        self.envelopeID = envelopeID
        self.returnsFullMessage = returnsFullMessage
    }

    /// - Parameter parameters: Of MAIL.
    package init(_ parameters: [SMTPParameter]) {
        self.init(envelopeID: parameters.envelopeID, returnsFullMessage: parameters.returnsFullMessage)
    }

    /// As MAIL carries it on.
    package var parameters: [SMTPParameter] {
        [returnsFullMessage.map { .returnsFullMessage($0) }, envelopeID.map { .envelopeID($0) }].compactMap(\.self)
    }
}

/// What RCPT asks about the notices of one recipient, RFC 3461 sections 4.1 and 4.2.
package struct DSNRecipientRequest: Sendable, Hashable {
    /// nil: nobody said, which means failures, and delays where the server likes (section 4.1).
    package var notify: DSNNotify?
    package var originalRecipient: DSNOriginalRecipient?

    package init(notify: DSNNotify? = nil, originalRecipient: DSNOriginalRecipient? = nil) {
        self.notify = notify
        self.originalRecipient = originalRecipient
    }

    /// - Parameter parameters: Of RCPT.
    package init(_ parameters: [SMTPParameter]) {
        self.init(notify: parameters.notify, originalRecipient: parameters.originalRecipient)
    }

    /// As RCPT carries it on.
    package var parameters: [SMTPParameter] {
        [notify.map { .notify($0) }, originalRecipient.map { .originalRecipient($0) }].compactMap(\.self)
    }
}
