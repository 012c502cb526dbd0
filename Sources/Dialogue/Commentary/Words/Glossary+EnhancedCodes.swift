import MailProtocols

extension Glossary {
    /// First number of an enhanced status code.
    static let statusClasses: [GlossaryEntry] = [
        .init(
            id: "2.y.z", .enhancedCode, .smtp, names: ["2.y.z", "2.x.x"], title: "2.Y.Z success", "Success.",
            [.rfc(3463, "2")]),
        .init(
            id: "4.y.z", .enhancedCode, .smtp, names: ["4.y.z", "4.x.x"], title: "4.Y.Z not now",
            "A failure that may pass: the message can be sent again later.", [.rfc(3463, "2")], related: ["4yz"]),
        .init(
            id: "5.y.z", .enhancedCode, .smtp, names: ["5.y.z", "5.x.x"], title: "5.Y.Z no",
            "A failure for good: something about message or address must change first.", [.rfc(3463, "2")],
            related: ["5yz"]),
    ]

    /// Second number, for details that are not in the table.
    static let statusSubjects: [GlossaryEntry] = [
        subject("0", "other", "About nothing in particular.", "3.1"),
        subject("1", "address", "About an address, the sender's or a recipient's.", "3.2"),
        subject("2", "mailbox", "About the mailbox: its owner must act.", "3.3"),
        subject("3", "mail system", "About the receiving mail system: its operator must act.", "3.4"),
        subject("4", "network", "About the network, the directory or the routing of mail.", "3.5"),
        subject("5", "protocol", "About the protocol: commands, arguments, their order.", "3.6"),
        subject("6", "content", "About the content: its form cannot be carried or converted.", "3.7"),
        subject("7", "security or policy", "About security or the site's policy.", "3.8"),
    ]

    private static func subject(_ digit: String, _ name: String, _ meaning: String, _ section: String) -> GlossaryEntry
    {
        .init(
            id: "x.\(digit).z", .enhancedCode, .smtp, names: ["x.\(digit).z", "x.\(digit).x"],
            title: "X.\(digit).Z \(name)", meaning, [.rfc(3463, section)])
    }

    static let addressStatuses: [GlossaryEntry] = [
        .status("0.0", "undefined", "Nothing more is known; with class 2 simply: fine.", .rfc(3463, "3.1")),
        .status("1.0", "address status", "Something about an address, not told further.", .rfc(3463, "3.2")),
        .status("1.1", "no such mailbox", "The mailbox does not exist at that domain.", .rfc(3463, "3.2")),
        .status(
            "1.2", "no such system", "The domain of the address does not exist or takes no mail.", .rfc(3463, "3.2")),
        .status("1.3", "bad address syntax", "The recipient's address is malformed.", .rfc(3463, "3.2")),
        .status("1.4", "ambiguous address", "The address fits more than one mailbox.", .rfc(3463, "3.2")),
        .status("1.5", "recipient valid", "The recipient's address is good.", .rfc(3463, "3.2")),
        .status("1.6", "mailbox moved", "The mailbox was here once and left no forwarding address.", .rfc(3463, "3.2")),
        .status("1.7", "bad sender syntax", "The sender's address is malformed.", .rfc(3463, "3.2")),
        .status("1.8", "bad sender domain", "The sender's domain does not exist or takes no mail.", .rfc(3463, "3.2")),
        .status(
            "1.9", "relayed without DSN", "Passed on to a system that will not report the delivery.", .rfc(5248),
            .rfc(3886)),
        .status("1.10", "null MX", "The recipient's domain declares that it takes no mail.", .rfc(7505, "4.1")),
        .status("2.0", "mailbox status", "Something about the mailbox, not told further.", .rfc(3463, "3.3")),
        .status("2.1", "mailbox disabled", "The mailbox exists but takes no mail.", .rfc(3463, "3.3")),
        .status("2.2", "mailbox full", "The mailbox has no room left.", .rfc(3463, "3.3")),
        .status(
            "2.3", "message too long for the mailbox", "The message is larger than this mailbox may take.",
            .rfc(3463, "3.3")),
        .status("2.4", "list expansion problem", "A mailing list could not be expanded.", .rfc(3463, "3.3")),
        .status("3.0", "system status", "Something about the mail system, not told further.", .rfc(3463, "3.4")),
        .status("3.1", "system full", "The mail system has no storage left.", .rfc(3463, "3.4")),
        .status("3.2", "system not accepting", "The system takes no mail at present.", .rfc(3463, "3.4")),
        .status(
            "3.3", "feature missing", "The message needs something that the system cannot do.", .rfc(3463, "3.4")),
        .status("3.4", "message too big", "The message is larger than the system takes.", .rfc(3463, "3.4")),
        .status("3.5", "system misconfigured", "The system is set up wrongly.", .rfc(3463, "3.4")),
        .status(
            "3.6", "priority changed", "The message was accepted with another priority than asked for.",
            .rfc(6710)),
        .status(
            "4.0", "network status", "Something about the network or routing, not told further.", .rfc(3463, "3.5")),
        .status("4.1", "no answer", "The next host did not answer the connection.", .rfc(3463, "3.5")),
        .status("4.2", "bad connection", "The connection broke in the middle.", .rfc(3463, "3.5")),
        .status("4.3", "directory failure", "A directory, most often DNS, did not answer.", .rfc(3463, "3.5")),
        .status("4.4", "cannot route", "No way to the next host is known.", .rfc(3463, "3.5")),
        .status("4.5", "system congested", "The system is too busy.", .rfc(3463, "3.5")),
        .status("4.6", "routing loop", "The message goes round in circles.", .rfc(3463, "3.5"), .rfc(5321, "6.3")),
        .status("4.7", "delivery time expired", "The message waited too long in a queue.", .rfc(3463, "3.5")),
    ]

    static let protocolStatuses: [GlossaryEntry] = [
        .status("5.0", "protocol status", "Something about the protocol, not told further.", .rfc(3463, "3.6")),
        .status("5.1", "invalid command", "The command is unknown or came out of order.", .rfc(3463, "3.6")),
        .status("5.2", "syntax error", "The command could not be read.", .rfc(3463, "3.6")),
        .status("5.3", "too many recipients", "More recipients than the server takes at once.", .rfc(3463, "3.6")),
        .status("5.4", "invalid arguments", "The arguments of the command are wrong.", .rfc(3463, "3.6")),
        .status("5.5", "wrong protocol version", "The two do not speak the same version.", .rfc(3463, "3.6")),
        .status("5.6", "login line too long", "A line of the login exchange is too long.", .rfc(4954, "6")),
        .status("6.0", "content status", "Something about the content, not told further.", .rfc(3463, "3.7")),
        .status("6.1", "media not supported", "The kind of content is not taken.", .rfc(3463, "3.7")),
        .status(
            "6.2", "conversion prohibited", "The content would have to be converted, and may not be.",
            .rfc(3463, "3.7")),
        .status(
            "6.3", "conversion not supported", "The content would have to be converted, and cannot be.",
            .rfc(3463, "3.7")),
        .status("6.4", "converted with loss", "The content was converted and lost something.", .rfc(3463, "3.7")),
        .status("6.5", "conversion failed", "Converting the content did not work.", .rfc(3463, "3.7")),
        .status("6.6", "content not available", "The content could not be fetched from elsewhere.", .rfc(4468)),
        .status(
            "6.7", "non-ASCII addresses not permitted", "An internationalised address is not allowed here.",
            .rfc(6531, "3.5")),
        .status(
            "6.8", "UTF-8 reply required", "The reply needs UTF-8, and the client cannot take it.", .rfc(6531, "3.5")),
        .status(
            "6.9", "UTF-8 header cannot go on", "The header needs UTF-8, and the next system cannot take it.",
            .rfc(6531, "3.5")),
        .status(
            "6.10", "UTF-8 reply required, old number", "The same as X.6.8, which is to be used instead.", .rfc(5248)),
    ]

    static let securityStatuses: [GlossaryEntry] = [
        .status("7.0", "security status", "Something about security or policy, not told further.", .rfc(3463, "3.8")),
        .status(
            "7.1", "not authorised", "The sender may not send this here: policy, a spam filter, or no relaying.",
            .rfc(3463, "3.8")),
        .status("7.2", "list expansion prohibited", "The sender may not write to this list.", .rfc(3463, "3.8")),
        .status("7.3", "security conversion failed", "A secured message could not be converted.", .rfc(3463, "3.8")),
        .status(
            "7.4", "security feature missing", "The message asks for protection that is not there.", .rfc(3463, "3.8")),
        .status("7.5", "cryptographic failure", "Decrypting or verifying the message failed.", .rfc(3463, "3.8")),
        .status("7.6", "algorithm not supported", "A cryptographic algorithm is not known.", .rfc(3463, "3.8")),
        .status("7.7", "integrity failure", "The message was changed on its way.", .rfc(3463, "3.8")),
        .status("7.8", "credentials invalid", "Name or password is wrong.", .rfc(4954, "6")),
        .status("7.9", "mechanism too weak", "The login mechanism is too weak for this user.", .rfc(4954, "6")),
        .status("7.10", "encryption needed", "The site asks for a stronger connection first.", .rfc(5248)),
        .status("7.11", "encryption required for mechanism", "The login mechanism needs TLS first.", .rfc(4954, "6")),
        .status(
            "7.12", "password transition needed", "The user has to log in once by another mechanism, most often PLAIN.",
            .rfc(4954, "6")),
        .status("7.13", "account disabled", "The user's account is switched off.", .rfc(5248)),
        .status(
            "7.14", "trust relationship required", "The submission server must be trusted first.", .rfc(5248)),
        .status("7.15", "priority too low", "The message's priority is too low to be taken now.", .rfc(6710)),
        .status("7.16", "too big for its priority", "Too large for the priority it claims.", .rfc(6710)),
        .status("7.17", "mailbox owner has changed", "Somebody else owns the mailbox now.", .rfc(7293)),
        .status("7.18", "domain owner has changed", "Somebody else owns the domain now.", .rfc(7293)),
        .status(
            "7.19", "owner test impossible", "Whether the mailbox changed hands cannot be told.", .rfc(7293)),
        .status("7.20", "no passing DKIM signature", "No signature on the message holds.", .rfc(7372, "3.1")),
        .status(
            "7.21", "no acceptable DKIM signature", "A signature holds, but not one that counts.", .rfc(7372, "3.1")),
        .status(
            "7.22", "no author-matched DKIM signature", "No signature is by the author's domain.", .rfc(7372, "3.1")),
        .status("7.23", "SPF failed", "The sending host may not send for that domain.", .rfc(7372, "3.2")),
        .status("7.24", "SPF error", "The sender's SPF record could not be judged.", .rfc(7372, "3.2")),
        .status("7.25", "reverse DNS failed", "The client's address has no matching name.", .rfc(7372, "3.3")),
        .status("7.26", "several checks failed", "More than one authentication check failed.", .rfc(7372, "3.4")),
        .status(
            "7.27", "sender has null MX", "The sender's domain takes no mail, so nobody could answer.",
            .rfc(7505, "4.1")),
        .status("7.28", "mail flood", "Much more mail than usual: a flood is suspected."),
        .status("7.29", "ARC failed", "The chain of custody seals on the message does not hold.", .rfc(8617)),
        .status(
            "7.30", "TLS required", "The message asks for TLS all the way, and the next hop has none.", .rfc(8689)),
    ]
}
