/// What an SMTP server takes from whom: its role among the stations is nothing but this.
package struct SMTPPolicy: Sendable, Hashable {
    /// The server's name in its greeting and in Received fields.
    package var host: String
    /// The domains whose letters end here, and who has a maildrop in each; in lower case.
    package var localUsers: [String: Set<String>]
    /// Takes letters for other domains from anybody who connects: the sender MTA serves its own network, and that is this
    /// machine's loopback. A receiver MTA does not, or it would be an open relay (RFC 5321 section 7.9).
    package var relays: Bool
    package var limits = Limits()

    package init(host: String, localUsers: [String: Set<String>], relays: Bool) {
        self.host = host
        self.localUsers = localUsers
        self.relays = relays
    }

    /// What a client can make the server hold or do.
    package struct Limits: Sendable, Hashable {
        /// Octets of a command line without CR LF: RFC 5321's 510 and what the extensions add to MAIL (SIZE 26, BODY 17,
        /// SMTPUTF8 10), in round figures.
        package var commandLine = 1_000
        /// Octets of a message, as SIZE announces them (RFC 1870).
        package var message = 10 << 20
        /// Recipients of one message; RFC 5321 section 4.5.3.1.8 asks for 100 at least.
        package var recipients = 100
        /// Refused commands, after which the server closes with 421: whoever errs that often is no mail program.
        package var errors = 20
        /// Commands of one session, for the same reason.
        package var commands = 2_000
        /// Received fields of a letter: beyond, it goes round in circles (RFC 5321 section 6.3).
        package var hops = 50

        package init() {}
    }

    /// What becomes of a recipient.
    package enum Judgment: Sendable, Hashable {
        /// Ends here: this maildrop, `bob@north.example`.
        case local(String)
        /// Is handed on.
        case remote
        case unknownUser
        case relayingDenied
    }

    package func judge(localPart: String, domain: String?) -> Judgment {
        let user = localPart.lowercased()
        // A bare postmaster is this host's, RFC 5321 section 4.5.1.
        guard let domain = (domain ?? localUsers.keys.min())?.lowercased(), let users = localUsers[domain] else {
            return relays ? .remote : .relayingDenied
        }
        return users.contains(user) || user == "postmaster" ? .local("\(user)@\(domain)") : .unknownUser
    }
}
