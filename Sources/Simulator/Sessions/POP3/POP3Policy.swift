package import MailProtocols

/// How a POP3 server deals with its clients.
package struct POP3Policy: Sendable, Hashable {
    /// The server's name in its greeting and its goodbye.
    package var host: String
    /// As CAPA names them behind SASL.
    package var mechanisms: [SASLMechanism] = []
    /// APOP, RFC 1939 section 7; only where passwords are kept in clear.
    package var offersAPOP = false
    /// What shows the password to every listener is refused outside TLS: USER, PASS, AUTH PLAIN (RFC 2595 section 2.2).
    package var secretsNeedTLS = false
    /// Seconds from one login to the next of the same user, RFC 2449 section 6.5; 0: none.
    package var loginDelay = 0
    /// Days after which letters are deleted, read or not, RFC 2449 section 6.7; nil: never.
    package var expiry: Int?
    package var limits = Limits()
    package var guests = GuestLimits()

    package init(host: String) { self.host = host }

    /// What a client can make the server do.
    package struct Limits: Sendable, Hashable {
        /// Octets of a command line without CR LF, RFC 2449 section 4.
        package var commandLine = 253
        /// Octets of a line within AUTH, RFC 5034 section 4.
        package var authLine = 12_288
        /// -ERR replies, after which the server closes.
        package var errors = 20
        /// Failed logins, after which the server closes: guessing passwords is to be slow.
        package var failedLogins = 3

        package init() {}
    }
}
