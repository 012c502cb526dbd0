package import Dialogue
import NIOCore
import NIOPosix
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Where a station listens: which address and port it wants, and what to do where the system does not grant them.
package enum DoorPlan: Sendable, Hashable {
    /// The protocol's real port on the station's own loopback address; failing that a port that the system picks; failing
    /// that, on 127.0.0.1.
    case realOrAny
    /// A port that the system picks.
    case any
    /// This port on 127.0.0.1 and no other.
    case fixed(UInt16)
    /// This address and port and no other; port 0 is one that the system picks.
    case at(Endpoint)
}

/// A listening socket on loopback.
package struct Doorway: Sendable {
    package let endpoint: Endpoint
    /// Takes no calls until ``open(_:)``: who calls earlier waits in the system's queue.
    private let channel: any Channel
    private let bell: Bell

    /// Who is told of those who come.
    private final class Bell: Sendable {
        /// In a box: a function that lies bare in a mutex is wrapped once more whenever it is looked at.
        private struct Greeter: Sendable { let greet: @Sendable (Pipe) -> Void }
        private let greeter = Mutex<Greeter?>(nil)

        func tell(_ greet: (@Sendable (Pipe) -> Void)?) {
            let new = greet.map { Greeter(greet: $0) }
            greeter.withLock { $0 = new }
        }

        func ring(_ pipe: Pipe) {
            guard let greeter = greeter.withLock({ $0 }) else { return pipe.channel.close(promise: nil) }
            greeter.greet(pipe)
        }
    }

    /// Takes calls from now on.
    ///
    /// - Parameter greet: Called for each on the connection's own loop, when it is connected.
    func open(_ greet: @escaping @Sendable (Pipe) -> Void) {
        bell.tell(greet)
        channel.setOption(.autoRead, value: true).whenComplete { _ in }
    }

    /// Stops listening.
    func close() async {
        channel.close(promise: nil)
        try? await channel.closeFuture.get()
        bell.tell(nil)
    }

    /// - Parameters:
    ///   - host: Who listens, for errors.
    ///   - address: The station's own loopback address.
    ///   - port: The protocol's real port.
    ///   - isSealed: TLS begins with the first octet: none is read before TLS is in place.
    package static func open(
        host: String, address: String, port: UInt16, plan: DoorPlan, isSealed: Bool = false
    ) async throws(StationError) -> Doorway {
        let wishes: [Endpoint] =
            switch plan {
            case .realOrAny:
                [
                    Endpoint(address: address, port: port), Endpoint(address: address, port: 0),
                    Endpoint(address: "127.0.0.1", port: 0),
                ]
            case .any: [Endpoint(address: address, port: 0), Endpoint(address: "127.0.0.1", port: 0)]
            case .fixed(let fixed): [Endpoint(address: "127.0.0.1", port: fixed)]
            case .at(let endpoint): [endpoint]
            }
        var failure: StationError?
        for wish in wishes {
            do {
                return try await listen(at: wish, isSealed)
            } catch let error as IOError {
                failure =
                    switch error.errnoCode {
                    case EADDRINUSE: .portBusy(host: host, wish)
                    case EACCES, EPERM: .portForbidden(host: host, wish)
                    default: .cannotListen(host: host, wish, DiskError.reason(error.errnoCode))
                    }
            } catch {
                failure = .cannotListen(host: host, wish, "\(error)")
            }
        }
        throw failure ?? .cannotListen(host: host, Endpoint(address: address, port: port), "no address to try")
    }

    private static func listen(at wish: Endpoint, _ isSealed: Bool) async throws -> Doorway {
        let bell = Bell()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 1_024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelOption(.autoRead, value: false)
            // Whoever comes by this door inherits it.
            .serverChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try Pipe.setOptions(of: channel)
                    if isSealed { try channel.syncOptions?.setOption(.autoRead, value: false) }
                    try Pipe.attach(to: channel) { bell.ring($0) }
                }
            }
            .bind(host: wish.address, port: Int(wish.port)).get()
        return Doorway(endpoint: Endpoint(channel.localAddress) ?? wish, channel: channel, bell: bell)
    }

    /// Opens a connection.
    ///
    /// - Parameters:
    ///   - address: The client's own loopback address; where the system does not have it, any.
    ///   - patience: So long the other side may take to accept.
    static func connect(
        from: String, address: String?, to host: String, at endpoint: Endpoint, patience: TimeAmount
    ) async throws(StationError) -> Pipe {
        var addresses: [String?] = [nil]
        if let address { addresses.insert(address, at: 0) }
        var reason = ""
        for own in addresses {
            do {
                let target = try SocketAddress(ipAddress: endpoint.address, port: Int(endpoint.port))
                return try await Pipe.dialled(from: own, patience: patience) { $0.connect(to: target) }
            } catch let error as IOError {
                reason = DiskError.reason(error.errnoCode)
                if error.errnoCode == ECONNREFUSED { break }
            } catch let error as NIOConnectionError {
                let first = error.connectionErrors.first?.error as? IOError
                reason = first.map { DiskError.reason($0.errnoCode) } ?? "\(error)"
                if first?.errnoCode == ECONNREFUSED { break }
            } catch {
                reason = "\(error)"
            }
        }
        throw .cannotConnect(from: from, to: host, endpoint, reason)
    }
}

extension Pipe {
    /// Room for what is read at once, as much as a connection's last reads needed: few hold much for long.
    fileprivate static var blocks: AdaptiveRecvByteBufferAllocator {
        AdaptiveRecvByteBufferAllocator(minimum: 1_024, initial: 1_024, maximum: 32_768)
    }

    /// Makes a channel ready that is about to be connected; to be called on its loop, where it costs a quarter.
    fileprivate static func setOptions(of channel: any Channel) throws {
        guard let options = channel.syncOptions else { return }
        try options.setOption(.allowRemoteHalfClosure, value: true)
        try options.setOption(.recvAllocator, value: blocks)
        // Mostly all that there is comes with one read; a second one, only to learn that, is an eighth of a command's cost.
        try options.setOption(.maxMessagesPerRead, value: 1)
    }

    /// A real network's host that has not accepted a call after this time is taken for one that never will.
    static let callLimit = TimeAmount.seconds(30)

    /// A connection that we open.
    ///
    /// - Parameters:
    ///   - address: Our own; nil: the system's choice.
    ///   - patience: So long the other side may take to accept.
    ///   - connect: To whom.
    static func dialled(
        from address: String? = nil, patience: TimeAmount = Pipe.callLimit,
        _ connect: (ClientBootstrap) -> EventLoopFuture<any Channel>
    ) async throws -> Pipe {
        let own = try address.map { try SocketAddress(ipAddress: $0, port: 0) }
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let opened = loop.makePromise(of: Pipe.self)
        var bootstrap = ClientBootstrap(group: loop)
            .connectTimeout(patience)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try Pipe.setOptions(of: channel)
                    try Pipe.attach(to: channel) { opened.succeed($0) }
                }
            }
        if let own { bootstrap = bootstrap.bind(to: own) }
        connect(bootstrap).whenFailure { opened.fail($0) }
        return try await opened.futureResult.get()
    }
}

extension Endpoint {
    init?(_ address: SocketAddress?) {
        guard let text = address?.ipAddress, let port = address?.port else { return nil }
        self.init(address: text, port: UInt16(truncatingIfNeeded: port))
    }
}
