package import Dialogue
package import MailProtocols

/// A small world and what happens in it: who lives where, which letters are sent, who reads them. Read from YAML by
/// ``init(yaml:file:)``; the shipped ones stand in the folder Scenarios and travel inside the program.
package struct Scenario: Sendable, Hashable {
    /// A mail domain and those who have a maildrop in it.
    package struct Domain: Sendable, Hashable {
        /// In lower case: `north.example`.
        package var name: String
        /// The hosts that take mail for the domain, best first; empty where it takes none.
        package var exchangers: [Exchanger]
        /// How the name service tells of them.
        package var way = Way.exchangers
        /// The POP3 server's host name: `pop.north.example`.
        package var popHost: String
        /// A real program plays the POP3 server, there.
        package var externalPOP: Endpoint?
        package var users: [User]
        package var aliases: [Alias] = []
        /// Gets what is for names that nobody has; nil: nobody does.
        package var catchAll: String?
        package var service = Service()

        package func user(named name: String) -> User? { users.first { $0.name == name } }
    }

    /// What the name service says of a domain's mail, RFC 5321 section 5.1.
    package enum Way: Sendable, Hashable {
        /// MX records.
        case exchangers
        /// None: the host of the domain's own name takes it.
        case address
        /// The empty MX record of RFC 7505: it takes no mail at all.
        case nullMX
    }

    /// One MX record, RFC 5321 section 5.1.
    package struct Exchanger: Sendable, Hashable {
        /// The lower, the sooner it is tried.
        package var preference: Int
        package var host: String
        /// Has no maildrops: it keeps letters for better ones.
        package var isBackup = false
        /// A real program plays the host, there; nil: a station of ours does.
        package var external: Endpoint?
    }

    /// Another name for one or several addresses.
    package struct Alias: Sendable, Hashable {
        package var name: String
        package var targets: [String]
    }

    package struct User: Sendable, Hashable {
        /// The local part and the login name: `bob`.
        package var name: String
        package var password: String
        /// Octets that the maildrop may hold.
        package var quota: Int?
        /// Where letters go on to.
        package var forward: [String] = []
        /// A letter that goes on stays in the maildrop as well.
        package var keepsCopy = false
        /// How the mail program reaches its servers.
        package var security = ClientSettings.Security.none
        /// How it logs in, in the order of preference. Empty: SMTP without a login, POP3 by USER and PASS.
        package var logins: [LoginWay] = []
        /// It tells the password in the clear where there is no other way.
        package var showsPassword = true

        package init(name: String, password: String) {
            self.name = name
            self.password = password
        }
    }

    /// How a domain's mail servers behave.
    package struct Service: Sendable, Hashable {
        package enum UnknownUsers: String, Sendable, Hashable, CaseIterable { case refuse, bounce }
        /// RCPT is answered with 550, or taken and told by a notice later.
        package var unknownUsers = UnknownUsers.refuse
        /// So long a stranger's first letter has to wait (RFC 6647); nanoseconds.
        package var greylisting: Int64?
        /// Extensions that EHLO does not offer.
        package var without: [String] = []
        package var recipientLimit: Int?
        package var messageLimit: Int?
        package var hopLimit: Int?
        package var retry = RetrySchedule()
        /// As clients: several commands at once, BDAT in place of DATA, eight bits rewritten where they must be.
        package var pipelines = true
        package var chunks = true
        package var convertsEightBit = true
        package var quirks: Set<Quirk> = []
        /// STARTTLS and STLS, and doors where TLS begins with the first octet.
        package var tls = Offer.none
        /// AUTH of the SMTP servers.
        package var login = Offer.none
        /// Passwords are kept in clear, as APOP and CRAM-MD5 need, and these are offered.
        package var keepsClear = false
        /// What shows a password is refused outside TLS; nil: where the servers speak TLS.
        package var passwordsNeedTLS: Bool?
        /// What the MTAs ask of the next one. ``ClientSettings/Security/required`` looks at the certificate, too.
        package var relaySecurity = ClientSettings.Security.ifOffered
        /// Seconds from one POP3 login to the next of the same user, RFC 2449 section 6.5; 0: none.
        package var loginDelay = 0
        /// Days that a letter stays in a maildrop, RFC 2449 section 6.7; nil: for ever.
        package var expiry: Int?
        package init() {}

        var secretsNeedTLS: Bool { passwordsNeedTLS ?? (tls != .none) }
    }

    package struct Letter: Sendable, Hashable {
        package var from: String
        package var to: [String]
        package var cc: [String]
        package var subject: String
        /// Lines end in LF here; on the wire in CR LF.
        package var text: String
        /// The Message-ID with its brackets; made from the seed where the file gives none.
        package var id: String?
        /// What MAIL says, where that is not `from`; empty for the null reverse-path.
        package var envelopeFrom: String?
        /// The whole letter octet for octet, in place of the one that is written from subject and text.
        package var raw: String?
        /// When it is sent, nanoseconds after the start; nil: as soon as what came before is done.
        package var at: Int64?
        /// What is asked about notices, RFC 3461.
        package var notices = DSNLetterRequest()
        package var notify: DSNNotify?

        /// Those whom RCPT names, in order.
        package var recipients: [String] { to + cc }
    }

    /// One POP3 session of a reader.
    package struct Visit: Sendable, Hashable {
        package enum Leave: String, Sendable, Hashable, CaseIterable { case keep, delete }
        /// `bob@north.example`
        package var user: String
        package var leave: Leave
        /// One of several devices, each with letters and a memory of its own; nil for the only one.
        package var device: String?
        /// Comes once this many letters were sent; 0 is before the first.
        package var afterLetters: Int
        /// Not before so many nanoseconds after the start.
        package var at: Int64?

        /// Who comes: `bob@north.example`, or with the device's name behind it.
        package var reader: String { user.lowercased() + (device.map { " \($0)" } ?? "") }
    }

    package var name: String
    /// One sentence.
    package var summary: String
    package var seed: UInt64
    /// The virtual clock's start, nanoseconds since 1970 UTC.
    package var start: Int64
    package var domains: [Domain]
    package var letters: [Letter]
    package var visits: [Visit]
    package var faults: [Fault] = []

    /// Real programs take part: time passes as it does for them.
    package var hasExternals: Bool {
        domains.contains { $0.externalPOP != nil || $0.exchangers.contains { $0.external != nil } }
    }

    /// Servers of it speak TLS: certificates are made.
    package var usesTLS: Bool { domains.contains { $0.service.tls != .none } }

    package func domain(named name: String) -> Domain? { domains.first { $0.name == name.lowercased() } }

    /// The domain and the user of an address of this world; nil for any other.
    package func resident(_ address: String) -> (domain: Domain, user: User)? {
        guard let (local, domainName) = splitAddress(address), let domain = domain(named: domainName),
            let user = domain.user(named: local.lowercased())
        else { return nil }
        return (domain, user)
    }

    /// Documentation networks, one a domain: so many domains a scenario may have.
    package static let networks = ["192.0.2", "198.51.100", "203.0.113"]
    /// Users a domain may have: their clients need addresses of their own in the domain's network.
    package static let userLimit = 100
    /// Octets of a scenario file, far more than any has.
    package static let fileLimit = 1 << 20
    /// Monday, 5 January 2026, nine o'clock: the start where a scenario names none.
    package static let usualStart: Int64 = 1_767_603_600_000_000_000
}

/// An address at its last `@`; nil where one half is missing.
package func splitAddress(_ address: String) -> (local: String, domain: String)? {
    let octets = address.utf8
    guard let at = octets.lastIndex(of: UInt8(ascii: "@")), at != octets.startIndex else { return nil }
    let domain = address[octets.index(after: at)...]
    return domain.isEmpty ? nil : (String(address[..<at]), domain.lowercased())
}
