package import MailProtocols

/// What an SMTP server takes from whom: its role among the stations is nothing but this.
package struct SMTPPolicy: Sendable, Hashable {
    /// The server's name in its greeting and in Received fields.
    package var host: String
    /// The domains whose letters end here, and who has a maildrop in each; in lower case.
    package var localUsers: [String: Set<String>]
    /// Takes letters for other domains from anybody who connects: the sender MTA serves its own network, and that is this
    /// machine's loopback. A receiver MTA does not, or it would be an open relay (RFC 5321 section 7.9).
    package var relays: Bool
    /// How clients log in; nil where they need not and cannot. Whoever has logged in may send anywhere.
    package var login: Login?
    /// STARTTLS, RFC 3207: offered where the station has a certificate.
    package var requiresTLS = false
    /// Who is told by VRFY and EXPN who lives here, RFC 5321 section 7.3.
    package var tells = Confidants.nobody
    /// Lists that EXPN tells: `team@north.example` and its members.
    package var lists: [String: [String]] = [:]
    /// Of ``localUsers``: domains that take a letter for any name.
    package var openDomains: Set<String> = []
    /// Domains whose letters are kept for a better exchanger.
    package var backupDomains: Set<String> = []
    /// Extensions that this server does not know, by their keywords in EHLO's reply: neither offered nor obeyed.
    package var lacks: Set<String> = []
    /// Takes every letter, for whomever, and throws it away: a place to send to for whoever tests or measures a client. Only
    /// addresses that ask for trouble (``AddressCode``) get it.
    package var discards = false
    package var limits = Limits()
    package var guests = GuestLimits()

    package init(host: String, localUsers: [String: Set<String>], relays: Bool) {
        self.host = host
        self.localUsers = localUsers
        self.relays = relays
    }

    /// Who may log in is the station's ``AccountBook``; this says how.
    package struct Login: Sendable, Hashable {
        /// As EHLO names them.
        package var mechanisms: [SASLMechanism]
        /// Mechanisms that show the password to every listener are refused outside TLS, RFC 4954 section 4.
        package var secretsNeedTLS: Bool
        /// Submission, RFC 6409 section 4.3: nobody sends a letter without having logged in.
        package var isRequired: Bool

        package init(mechanisms: [SASLMechanism], secretsNeedTLS: Bool = true, isRequired: Bool = false) {
            self.mechanisms = mechanisms
            self.secretsNeedTLS = secretsNeedTLS
            self.isRequired = isRequired
        }
    }

    package enum Confidants: Sendable, Hashable { case nobody, users, everybody }

    /// What a client can make the server hold or do.
    package struct Limits: Sendable, Hashable {
        /// Octets of a command line without CR LF: RFC 5321's 510 and what the extensions add to MAIL (SIZE 26, BODY 17,
        /// SMTPUTF8 10, AUTH 500) or RCPT (DSN some 540), in round figures.
        package var commandLine = 2_000
        /// Octets of a line within AUTH, RFC 4954 section 4.
        package var authLine = 12_288
        /// Octets of a message, as SIZE announces them (RFC 1870).
        package var message = 10 << 20
        /// Recipients of one message; RFC 5321 section 4.5.3.1.8 asks for 100 at least.
        package var recipients = 100
        /// Refused commands, after which the server closes with 421: whoever errs that often is no mail program.
        package var errors = 20
        /// Failed logins of one session, after which it is closed: guessing passwords is to be slow.
        package var failedLogins = 3
        /// Commands of one session since its last letter, for the same reason as errors.
        package var commands = 2_000
        /// Octets of unfinished letters that all sessions of a station hold together.
        package var heldInAll = 128 << 20
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
        if discards { return .local("\(user)@\(domain?.lowercased() ?? host)") }
        // A bare postmaster is this host's, RFC 5321 section 4.5.1.
        guard let domain = (domain ?? localUsers.keys.min())?.lowercased(), let users = localUsers[domain] else {
            let isBackup = domain.map { backupDomains.contains($0.lowercased()) } ?? false
            return relays || isBackup ? .remote : .relayingDenied
        }
        let isTaken =
            users.contains(user) || user == "postmaster" || openDomains.contains(domain) || AddressCode(user) != nil
        return isTaken ? .local("\(user)@\(domain)") : .unknownUser
    }
}
