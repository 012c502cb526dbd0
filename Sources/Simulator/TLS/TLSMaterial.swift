import MailProtocols
import NIOCore
import NIOTLS

#if TLS
    import NIOSSL
#endif

/// Why TLS could not be set up.
package struct TLSError: Error, Sendable, Hashable, CustomStringConvertible {
    package var description: String
}

/// What a station needs to speak TLS, whichever side it is on.
package final class TLSMaterial: Sendable {
    /// Whom a client believes that the server is who it says.
    package enum Trust: Sendable, Hashable {
        /// Anybody: what an MTA does that encrypts where it can, RFC 7435.
        case anybody
        /// Whoever shows one of these certificates (DER) for the name that was asked for.
        case certificates([[UInt8]])
    }

    package static var isBuiltIn: Bool {
        #if TLS
            true
        #else
            false
        #endif
    }

    /// So long the other side's farewell is waited for when a connection is closed: many programs never say one.
    private static var farewellPatience: TimeAmount { .seconds(1) }

    #if TLS
        private let server: NIOSSLContext?
        private let client: NIOSSLContext
    #endif

    /// The station can be a TLS server.
    package let hasIdentity: Bool

    /// - Parameters:
    ///   - identity: For a server; a client needs none.
    ///   - trust: For a client.
    ///   - keyLog: Gets the secrets of every connection.
    package init(identity: TLSIdentity?, trust: Trust = .anybody, keyLog: KeyLogBook? = nil) throws(TLSError) {
        #if TLS
            do {
                var callback: NIOSSLKeyLogCallback?
                if let keyLog { callback = { line in keyLog.add(line: Array(line.readableBytesView)) } }
                server = try identity.map { [callback] identity in
                    let key = try NIOSSLPrivateKey(bytes: identity.key.revealedBytes(), format: .pem)
                    let certificate = try NIOSSLCertificate(bytes: identity.certificate, format: .der)
                    var settings = TLSConfiguration.makeServerConfiguration(
                        certificateChain: [.certificate(certificate)], privateKey: .privateKey(key))
                    settings.minimumTLSVersion = .tlsv12
                    settings.keyLogCallback = callback
                    settings.shutdownTimeout = Self.farewellPatience
                    return try NIOSSLContext(configuration: settings)
                }
                var settings = TLSConfiguration.makeClientConfiguration()
                settings.minimumTLSVersion = .tlsv12
                settings.keyLogCallback = callback
                settings.shutdownTimeout = Self.farewellPatience
                switch trust {
                case .anybody: settings.certificateVerification = .none
                case .certificates(let certificates):
                    settings.trustRoots = .certificates(
                        try certificates.map { try NIOSSLCertificate(bytes: $0, format: .der) })
                }
                client = try NIOSSLContext(configuration: settings)
                hasIdentity = identity != nil
            } catch {
                throw TLSError(description: "TLS cannot be set up: \(error)")
            }
        #else
            throw TLSError(description: "This program was built without TLS: build it with the trait TLS")
        #endif
    }

    /// The other side closed the connection without TLS' own goodbye, as many programs do: no harm where the dialogue was over.
    static func isMereHaste(_ error: any Error) -> Bool {
        #if TLS
            if case .uncleanShutdown? = error as? NIOSSLError { return true }
        #endif
        return false
    }

    /// Puts TLS between a channel's socket and whoever reads from it. To be called on the channel's event loop.
    ///
    /// What the reader gets first from inside TLS is an empty buffer: all that it gets before was said in the clear.
    ///
    /// - Parameters:
    ///   - host: Whom the client wants to talk to; checked where certificates are.
    ///   - tap: Gets the octets outside.
    func install(on channel: any Channel, as side: Side, host: String, tap: CipherTap) throws {
        #if TLS
            let pipeline = channel.pipeline.syncOperations
            let tls: any ChannelHandler
            switch side {
            case .client:
                // An address is no name that SNI may carry.
                let name = (try? SocketAddress(ipAddress: host, port: 0)) == nil && !host.isEmpty ? host : nil
                tls = try NIOSSLClientHandler(context: client, serverHostname: name)
            case .server:
                guard let server else { throw TLSError(description: "There is no certificate") }
                tls = NIOSSLServerHandler(context: server)
            }
            // The tap first: a client begins to speak as soon as its handler is in place.
            try pipeline.addHandler(tap, position: .first)
            try pipeline.addHandler(TLSBoundary(), position: .after(tap))
            try pipeline.addHandler(tls, position: .after(tap))
        #else
            throw TLSError(description: "TLS is not built in")
        #endif
    }
}

/// Marks for the reader where plaintext ends and what was decrypted begins: with an empty buffer.
private final class TLSBoundary: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted? = event as? TLSUserEvent {
            context.fireChannelRead(wrapInboundOut(ByteBuffer()))
            // The reader is handed what has come only at the end of a batch.
            context.fireChannelReadComplete()
        }
        context.fireUserInboundEventTriggered(event)
    }

    /// Decrypted octets of length zero are no boundary.
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if unwrapInboundIn(data).readableBytes > 0 { context.fireChannelRead(data) }
    }
}

/// Reports the octets outside TLS to the tap, in the order in which they cross the socket.
final class CipherTap: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer

    /// Nil: reports nothing.
    private let seat: StationSeat?

    init(_ seat: StationSeat?) { self.seat = seat }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        report(unwrapInboundIn(data), isOwn: false)
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        report(unwrapOutboundIn(data), isOwn: true)
        context.write(data, promise: promise)
    }

    private func report(_ octets: ByteBuffer, isOwn: Bool) {
        guard let seat, !seat.tap.isDeaf else { return }
        let bytes = Array(octets.readableBytesView)
        seat.tap.crossed(bytes, from: isOwn ? seat.side : seat.side.other, isOwn: isOwn, in: seat.connection)
    }
}
