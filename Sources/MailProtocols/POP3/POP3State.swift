/// Where a POP3 session stands, RFC 1939 section 3. The raw value's name is the word in JSON lines.
package enum POP3State: UInt8, Sendable, Hashable, CaseIterable {
    /// TCP is open, the server has not spoken.
    case connecting
    /// AUTHORIZATION: greeted, not logged in.
    case authorization
    /// AUTHORIZATION, with a SASL exchange under way, RFC 5034.
    case authenticating
    /// AUTHORIZATION, after the +OK to STLS, RFC 2595 section 4.
    case tlsComing
    /// TRANSACTION: the maildrop is locked and its messages are numbered.
    case transaction
    /// UPDATE: entered by QUIT from TRANSACTION only; deletes what was marked.
    case update
    /// The session has ended.
    case closed

    package var name: String { "\(self)" }
}
