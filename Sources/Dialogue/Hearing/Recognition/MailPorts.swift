package import MailProtocols

/// The port numbers that mail services are assigned: a hint for captures that show too little to tell by content, and the
/// only place that knows them.
package enum MailPorts {
    /// Relay, RFC 5321 section 4.5.4.2.
    package static let smtp: UInt16 = 25
    /// RFC 6409 section 3.1.
    package static let submission: UInt16 = 587
    /// Submission inside TLS, RFC 8314 section 3.3.
    package static let smtps: UInt16 = 465
    /// Inside TLS, RFC 8314 section 3.1.
    package static let pop3s: UInt16 = 995
    /// RFC 1939 section 3.
    package static let pop3: UInt16 = 110

    /// What the assigned service speaks; nil where no mail service is assigned.
    package static func service(on port: UInt16) -> MailProtocol? {
        switch port {
        case smtp, submission: .smtp
        case 24: .lmtp
        case pop3: .pop3
        case 143: .imap
        case smtps: .smtps
        case 993: .imaps
        case pop3s: .pop3s
        default: nil
        }
    }

    /// The port on which the same is spoken in the clear, where TLS begins with the first octet; else the port itself.
    static func plain(_ port: UInt16) -> UInt16 {
        switch port {
        case smtps: submission
        case 993: 143
        case pop3s: pop3
        default: port
        }
    }

    /// Ports on which test servers and private relays often speak SMTP.
    static func isCustomarySMTP(_ port: UInt16) -> Bool { [25, 587, 2525, 1025, 24, 26].contains(port) }

    /// File transfer greets with 220 as well, RFC 959 section 5.4.
    static func isFileTransfer(_ port: UInt16) -> Bool { port == 21 }
}
