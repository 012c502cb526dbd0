/// One of the two ends of a connection, by what it does there, never by its port.
package enum Side: UInt8, Sendable, Hashable, CaseIterable {
    /// Opened the connection (or, where no opening was seen, speaks like one who did): says commands.
    case client
    /// Was connected to: greets and replies.
    case server

    package var other: Side { self == .client ? .server : .client }

    /// The word that output and lessons use.
    package var name: String { self == .client ? "client" : "server" }
}
