package import MailProtocols

/// What a step means, in one or two sentences, and where that stands.
package struct Remark: Sendable, Hashable {
    package var meaning: String
    package var reference: [Citation]

    package init(_ meaning: String, _ reference: Citation...) {
        self.meaning = meaning
        self.reference = reference
    }

    package init(_ meaning: String, reference: [Citation]) {
        self.meaning = meaning
        self.reference = reference
    }
}
