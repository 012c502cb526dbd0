/// Where an SMTP session stands. The raw value's name is the word in JSON lines.
package enum SMTPState: UInt8, Sendable, Hashable, CaseIterable {
    /// TCP is open, the server has not spoken.
    case connecting
    /// Greeted by the server, the client has not introduced itself.
    case connected
    /// After EHLO or HELO: between mail transactions.
    case greeted
    /// After MAIL: a reverse-path, no recipient yet.
    case envelopeOpen
    /// After the first accepted RCPT.
    case envelopeReady
    /// After 354: message octets until the dot line; or a BDAT transaction that is under way.
    case messageComing
    /// A SASL exchange is under way, RFC 4954.
    case authenticating
    /// After the 220 to STARTTLS, RFC 3207.
    case tlsComing
    /// After the reply to QUIT, or a 421.
    case closed

    package var name: String { "\(self)" }
}
