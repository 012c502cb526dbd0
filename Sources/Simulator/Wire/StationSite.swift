import Dialogue
import MailProtocols
package import NIOCore

/// Where a station stands: its names, its addresses, and the observer that listens there.
package struct StationSite: Sendable {
    /// `mx.south.example`
    package var host: String
    /// A documentation address, what output shows: `192.0.2.25`.
    package var shownAddress: String
    /// The loopback address that it uses where the system allows: `127.0.0.3`.
    package var address: String
    package var tap: WireTap
    /// So long a station waits for the other side's next octets.
    package var patience: TimeAmount = .seconds(300)
    /// What challenges are drawn from; nil: the system's generator, as live stations must.
    package var nonceSeed: UInt64?

    /// What goes wrong here.
    package var faults = FaultBook.none
    /// Which hosts do not answer calls, and when: the network knows.
    package var outages = FaultBook.none
    package var quirks: Set<Quirk> = []
    /// For TLS; nil where the station cannot speak it.
    package var tls: TLSMaterial?

    /// When the station closes.
    package var closing: ClosingTime?

    /// Fresh challenges for a connection.
    func nonces(for connection: Int) -> Nonces {
        nonceSeed.map { Nonces(seed: $0, purpose: "\(host) \(connection)") } ?? Nonces()
    }

    package init(host: String, shownAddress: String, address: String, tap: WireTap) {
        self.host = host
        self.shownAddress = shownAddress
        self.address = address
        self.tap = tap
    }

    /// Somebody who is no station of ours: a learner's own program.
    private static let stranger = Tape.Party(
        name: "visitor", host: "visitor.example", endpoint: Endpoint(address: "192.0.2.99", port: 0))

    /// Opens a connection and takes part in it to its end.
    ///
    /// - Parameter name: The station's role: `sender client`.
    func call<Role: SessionRole>(
        _ other: Directory.Host, protocol: MailProtocol, as name: String, role: Role
    ) async throws(StationError) -> Conversation<Role> {
        let (pipe, seat) = try await dial(other, protocol: `protocol`, as: name)
        return await converse(over: pipe, at: seat, patience: patience) { role }
    }

    /// Opens a connection.
    ///
    /// - Parameter protocol: ``MailProtocol/smtps`` and the like begin with TLS.
    func dial(
        _ other: Directory.Host, protocol: MailProtocol, as name: String
    ) async throws(StationError) -> (Pipe, StationSeat) {
        let isSealed = `protocol`.isTLSFromTheStart
        let actual = isSealed ? other.sealed?.actual ?? other.actual : other.actual
        let shown = isSealed ? other.sealed?.shown ?? other.shown : other.shown
        let facing = Tape.Party(name: "server", host: other.name, endpoint: shown)
        let party = Tape.Party(name: name, host: host, endpoint: Endpoint(address: shownAddress, port: 0))
        if let outage = outages.outage(of: other.name, at: await tap.now) {
            let isRefused = outage == .refuseCalls
            await tap.callFailed(from: party, to: facing, isRefused: isRefused, patience: Self.callPatience)
            throw .cannotConnect(
                from: host, to: other.name, shown, isRefused ? "nobody listens there" : "nobody answers")
        }
        let pipe: Pipe
        do {
            // Where time is virtual, who listens does accept, however slow the machine is; what is never accepted is an outage, above.
            pipe = try await Doorway.connect(
                from: host, address: address, to: other.name, at: actual,
                patience: tap.isVirtual ? patience : min(patience, Pipe.callLimit))
        } catch {
            await tap.callFailed(from: party, to: facing, isRefused: true, patience: Self.callPatience)
            throw error
        }
        let link = WireTap.Link(client: pipe.local, server: pipe.remote)
        let connection = await tap.opened(link, as: .client, party: party, facing: facing, protocol: `protocol`)
        var seat = seat(.client, `protocol`, connection)
        seat.peer = other.name
        return (pipe, seat)
    }

    private func seat(_ side: Side, _ protocol: MailProtocol, _ connection: Int) -> StationSeat {
        StationSeat(
            side: side, protocol: `protocol`, connection: connection, tap: tap, tls: tls, station: host,
            faults: faults.script(for: side),
            lineEnds: side == .server && quirks.contains(.lineFeedEndsLine) ? LineEnds() : nil,
            obeysInjected: side == .server && quirks.contains(.obeysInjected))
    }

    /// Nanoseconds until a caller gives up who hears nothing.
    private static let callPatience = RetrySchedule.minute

    /// Takes part as the server in a connection that somebody opened; to be called on the thread of the connection's loop, as
    /// ``Reception/open(_:)`` does.
    ///
    /// - Parameters:
    ///   - protocol: ``MailProtocol/smtps`` and the like begin with TLS.
    ///   - port: The protocol's real port, which output shows.
    ///   - role: Made for the connection's number.
    func receive<Role: SessionRole>(
        _ pipe: Pipe, protocol: MailProtocol, as name: String, port: UInt16,
        role: @escaping @Sendable (Int) -> Role
    ) async -> Conversation<Role> {
        let link = WireTap.Link(client: pipe.remote, server: pipe.local)
        let party = Tape.Party(name: name, host: host, endpoint: Endpoint(address: shownAddress, port: port))
        let connection = await tap.opened(
            link, as: .server, party: party, facing: Self.stranger, protocol: `protocol`)
        var seat = seat(.server, `protocol`, connection)
        seat.closing = closing
        return await conversed(over: pipe, at: seat, patience: patience, role: role(connection))
    }
}
