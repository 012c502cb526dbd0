package import Dialogue
package import NIOCore
import NIOPosix

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

package typealias Pipe = NIOAsyncChannel<ByteBuffer, ByteBuffer>

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
    let channel: NIOAsyncChannel<Pipe, Never>

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
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 256)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(.autoRead, value: !isSealed)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .bind(host: wish.address, port: Int(wish.port)) { channel in
                channel.eventLoop.makeCompletedFuture { try Pipe.wrapping(channel) }
            }
        return Doorway(endpoint: Endpoint(channel.channel.localAddress) ?? wish, channel: channel)
    }

    /// Opens a connection.
    ///
    /// - Parameters:
    ///   - address: The client's own loopback address; where the system does not have it, any.
    static func connect(
        from: String, address: String?, to host: String, at endpoint: Endpoint
    ) async throws(StationError) -> Pipe {
        var addresses: [String?] = [nil]
        if let address { addresses.insert(address, at: 0) }
        var reason = ""
        for own in addresses {
            do {
                return try await dial(from: own, to: endpoint)
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

    private static func dial(from address: String?, to endpoint: Endpoint) async throws -> Pipe {
        var bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(.seconds(10))
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
        if let address { bootstrap = bootstrap.bind(to: try SocketAddress(ipAddress: address, port: 0)) }
        let target = try SocketAddress(ipAddress: endpoint.address, port: Int(endpoint.port))
        return try await bootstrap.connect(to: target) { channel in
            channel.eventLoop.makeCompletedFuture { try Pipe.wrapping(channel) }
        }
    }
}

extension NIOAsyncChannel<ByteBuffer, ByteBuffer> {
    /// Half-closure is on at both ends: whoever parts first still hears what the other has to say.
    static func wrapping(_ channel: any Channel) throws -> Pipe {
        try Pipe(
            wrappingChannelSynchronously: channel,
            configuration: .init(
                isOutboundHalfClosureEnabled: true, inboundType: ByteBuffer.self, outboundType: ByteBuffer.self))
    }
}

extension Endpoint {
    init?(_ address: SocketAddress?) {
        guard let text = address?.ipAddress, let port = address?.port else { return nil }
        self.init(address: text, port: UInt16(truncatingIfNeeded: port))
    }
}
