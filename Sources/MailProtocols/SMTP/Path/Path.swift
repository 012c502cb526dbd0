/// Where a notice of failure goes: the argument of MAIL, RFC 5321 section 4.1.1.2.
package enum ReversePath: Sendable, Hashable, CustomStringConvertible {
    /// `<>`: nobody is to be told, RFC 5321 section 4.5.5.
    case null
    /// `via` is the source route, empty but in old mail: to be accepted and ignored (RFC 5321 appendix C).
    case mailbox(Mailbox, via: [MailDomain] = [])

    /// Nil for the null path.
    package var mailbox: Mailbox? {
        if case .mailbox(let mailbox, _) = self { mailbox } else { nil }
    }

    /// With its angle brackets, as on the wire.
    package var description: String {
        switch self {
        case .null: "<>"
        case .mailbox(let mailbox, let route): angleBracketed(mailbox, via: route)
        }
    }
}

/// Whom a letter is for: the argument of RCPT, RFC 5321 section 4.1.1.3.
package struct ForwardPath: Sendable, Hashable, CustomStringConvertible {
    package var mailbox: Mailbox
    /// The source route, empty but in old mail: a relay delivers as if it were (RFC 5321 section 3.6.1).
    package var route: [MailDomain]

    package init(_ mailbox: Mailbox, via route: [MailDomain] = []) {
        self.mailbox = mailbox
        self.route = route
    }

    /// With its angle brackets, as on the wire.
    package var description: String { angleBracketed(mailbox, via: route) }
}

private func angleBracketed(_ mailbox: Mailbox, via route: [MailDomain]) -> String {
    guard !route.isEmpty else { return "<" + mailbox.description + ">" }
    let hops = route.map { "@\($0)" }.joined(separator: ",")
    return "<\(hops):\(mailbox)>"
}
