package import Dialogue
package import MailProtocols
import NIOCore
import NIOPosix

/// Stands between a real client and a real server, hands on every octet both ways, and reports it. No privileges are needed,
/// and none of the two has to be changed but for the client's port.
///
/// TLS passes through untouched; or it is ended here with a certificate of our own and begun anew towards the server, so that
/// what is inside can be read with our key log.
package actor RecordingProxy {
    /// Everything that is opened, said and closed, as it happens. For one listener.
    package nonisolated var events: AsyncStream<WireTap.News> { feed.events }
    package nonisolated let endpoint: Endpoint
    private let reception: Reception
    private let tap: WireTap
    private nonisolated let feed: NewsFeed
    private let target: (host: String, port: UInt16)
    private let tls: TLSMaterial?
    private let spoken: MailProtocol

    /// - Parameters:
    ///   - host: A name or an address.
    ///   - tls: Ends TLS and begins it anew; nil: it passes through.
    ///   - protocol: What the server speaks; ``MailProtocol/smtps`` and the like begin with TLS.
    package static func start(
        at listen: Endpoint, to host: String, port: UInt16, protocol spoken: MailProtocol, tls: TLSMaterial?
    ) async throws(StationError) -> RecordingProxy {
        let isSealed = tls != nil && spoken.isTLSFromTheStart
        let doorway = try await Doorway.open(
            host: "The tap", address: listen.address, port: listen.port, plan: .at(listen), isSealed: isSealed)
        let feed = NewsFeed()
        let tap = WireTap(clock: SimulationClock(), listener: { feed.tell($0) }, tapeLimit: 0, showsSockets: true)
        return RecordingProxy(doorway, tap: tap, feed: feed, target: (host, port), tls: tls, spoken: spoken)
    }

    private init(
        _ doorway: Doorway, tap: WireTap, feed: NewsFeed, target: (host: String, port: UInt16), tls: TLSMaterial?,
        spoken: MailProtocol
    ) {
        endpoint = doorway.endpoint
        reception = Reception(doorway)
        self.tap = tap
        self.feed = feed
        self.target = target
        self.tls = tls
        self.spoken = spoken
    }

    package func open() async { reception.open { pipe in await self.carry(pipe) } }

    package func connection(_ number: Int) async -> Tape.Connection? { await tap.connection(number) }

    package func stop() async {
        await reception.close()
        feed.finish()
    }

    // MARK: One connection

    private nonisolated func carry(_ client: Pipe) async {
        let seat = await seat(of: client)
        let isSealed = tls != nil && spoken.isTLSFromTheStart
        do {
            let server = try await dial()
            let switchboard = ProxySwitch(seat: seat, tls: tls, isSealed: isSealed)
            try await client.whileOpen {
                try await server.whileOpen {
                    if isSealed { try await switchboard.seal(client, server, behind: nil, target.host) }
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        group.addTask {
                            while let chunk = try await client.read() {
                                let bytes = Array(chunk.readableBytesView)
                                guard await switchboard.passes(bytes, from: .client) else { continue }
                                try await server.write(chunk)
                            }
                            await seat.tap.heardEnd(of: .client, .fin, in: seat.connection)
                            server.finish()
                        }
                        group.addTask {
                            while let chunk = try await server.read() {
                                let bytes = Array(chunk.readableBytesView)
                                guard await switchboard.passes(bytes, from: .server) else { continue }
                                if await switchboard.startsTLS {
                                    try await switchboard.seal(client, server, behind: chunk, self.target.host)
                                } else {
                                    try await client.write(chunk)
                                }
                            }
                            await seat.tap.ended(.server, .fin, in: seat.connection)
                            client.finish()
                        }
                        try await group.waitForAll()
                    }
                }
            }
            await part(seat, .fin)
        } catch {
            await part(seat, TLSMaterial.isMereHaste(error) ? .fin : .rst)
            client.channel.close(promise: nil)
        }
    }

    private nonisolated func part(_ seat: StationSeat, _ how: Tape.Ending) async {
        await seat.tap.ended(.client, how, in: seat.connection)
        await seat.tap.ended(.server, how, in: seat.connection)
    }

    private nonisolated func seat(of client: Pipe) async -> StationSeat {
        let link = WireTap.Link(client: client.remote, server: client.local)
        let shown = Endpoint(
            address: link.server.address, port: spoken.isTLSFromTheStart ? target.port : link.server.port)
        let connection = await tap.opened(
            link, as: .server, party: Tape.Party(name: "server", host: target.host, endpoint: shown),
            facing: Tape.Party(name: "client", host: "client", endpoint: link.client), protocol: spoken)
        return StationSeat(side: .server, protocol: spoken, connection: connection, tap: tap, tls: tls)
    }

    private nonisolated func dial() async throws -> Pipe {
        try await Pipe.dialled { [target] in $0.connect(host: target.host, port: Int(target.port)) }
    }
}

/// Follows one connection that passes through the proxy: when TLS begins in it, and what is still in the clear then.
private actor ProxySwitch {
    private let seat: StationSeat
    private let tls: TLSMaterial?
    private var ear: SessionEar
    /// Sides from which nothing but the boundary of TLS is awaited.
    private var awaited: Set<Side>
    private var isUnderTLS: Bool

    init(seat: StationSeat, tls: TLSMaterial?, isSealed: Bool) {
        self.seat = seat
        self.tls = tls
        ear = SessionEar(seat.protocol, of: .client)
        awaited = isSealed ? [.client, .server] : []
        isUnderTLS = isSealed
    }

    /// Hears a chunk.
    ///
    /// - Returns: It is to be handed on.
    func passes(_ bytes: [UInt8], from side: Side) async -> Bool {
        if awaited.contains(side) {
            if bytes.isEmpty { awaited.remove(side) }
            return false
        }
        guard !bytes.isEmpty else { return false }
        guard !isUnderTLS else { return true }
        if side == .client {
            await seat.tap.heard(bytes, from: .client, in: seat.connection)
        } else {
            await seat.tap.said(bytes, by: .server, in: seat.connection)
        }
        if tls != nil { _ = ear.hear(bytes, from: side) }
        return true
    }

    /// The server has just granted STARTTLS or STLS, and it is for us to begin it.
    var startsTLS: Bool {
        guard tls != nil, !isUnderTLS else { return false }
        return seat.protocol.grammar == .pop3 ? ear.pop3State == .tlsComing : ear.smtpState == .tlsComing
    }

    /// Begins TLS on both sides.
    ///
    /// - Parameter reply: The last one in the clear, to be handed on; nil where TLS begins with the first octet.
    func seal(_ client: Pipe, _ server: Pipe, behind reply: ByteBuffer?, _ host: String) async throws {
        guard let tls else { return }
        isUnderTLS = true
        awaited = [.client, .server]
        let (toClient, toServer, seat) = (client.channel, server.channel, seat)
        try await toClient.eventLoop.submit {
            if let reply { toClient.writeAndFlush(reply, promise: nil) }
            try tls.install(on: toClient, as: .server, host: "", tap: CipherTap(seat))
        }.get()
        try await toServer.eventLoop.submit {
            try tls.install(on: toServer, as: .client, host: host, tap: CipherTap(nil))
        }.get()
        // A sealed door has read nothing so far.
        if reply == nil { try await toClient.setOption(.autoRead, value: true).get() }
    }
}
