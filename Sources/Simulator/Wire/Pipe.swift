import Dialogue
package import NIOCore

/// A connection as its session sees it: chunks come in, octets go out, and both wait where the other side does.
///
/// Made for tasks on the connection's own event loop (``executor``); from elsewhere each call costs a change of threads.
package final class Pipe: Sendable {
    package let channel: any Channel
    /// The other side's address and our own; port 0 where the connection is gone already.
    let remote: Endpoint
    /// Seldom asked for.
    var local: Endpoint { Endpoint(localAddress) ?? Endpoint(address: "", port: 0) }
    private let localAddress: SocketAddress?
    private let ends: NIOLoopBound<PipeEnds>

    /// To be called on the channel's loop, when it is connected.
    fileprivate init(_ channel: any Channel, _ ends: PipeEnds) {
        self.channel = channel
        self.ends = NIOLoopBound(ends, eventLoop: channel.eventLoop)
        remote = Endpoint(channel.remoteAddress) ?? Endpoint(address: "", port: 0)
        localAddress = channel.localAddress
    }

    /// Where this connection's tasks run.
    var executor: LoopExecutor { LoopExecutor.of(channel.eventLoop) }

    /// Puts a pipe's end on a channel that is about to be connected; to be called on its loop.
    ///
    /// - Parameter connected: Called on the loop when it is.
    static func attach(to channel: any Channel, connected: @escaping (Pipe) -> Void) throws {
        try channel.pipeline.syncOperations.addHandler(PipeEnds(connected: connected))
    }

    /// What the other side says next.
    ///
    /// - Returns: Nil when it will say nothing more; an empty chunk is the boundary that ``TLSMaterial/install(on:as:host:tap:)``
    ///   tells of.
    /// - Throws: What broke the connection, when all that came before has been read.
    func read() async throws -> ByteBuffer? {
        if channel.eventLoop.inEventLoop, let chunk = ends.value.takeChunk() { return chunk }
        return try await withCheckedThrowingContinuation { reader in
            onLoop { $0.wait(reader) }
        }
    }

    /// Hands octets to the socket; returns when it takes more, not when these have arrived.
    func write(_ octets: ByteBuffer) async throws {
        if channel.eventLoop.inEventLoop, try ends.value.write(octets) { return }
        let isOnLoop = channel.eventLoop.inEventLoop
        try await withCheckedThrowingContinuation { writer in
            onLoop { isOnLoop ? $0.waitToWrite(writer) : $0.write(octets, writer) }
        }
    }

    /// What comes while ``read()`` waits is offered first, and read only where that returns true: an answer that is known at once costs no
    /// wake of the session's task. To be called on the connection's loop.
    ///
    /// - Parameter hear: Called on the loop; nil: nobody wants it.
    func offer(to hear: ((ByteBuffer) -> PipeAnswer)?) { ends.value.hear = hear }

    /// The session has what it waited for; to be called on the connection's loop.
    ///
    /// - Parameter answer: What became of the octets by that.
    func goOn(_ answer: PipeAnswer) { ends.value.goOn(answer) }

    /// Hands octets to the socket; to be called on the connection's loop.
    ///
    /// - Returns: False where the socket takes no more for now, or never will.
    func writeAtOnce(_ octets: ByteBuffer) -> Bool { (try? ends.value.write(octets)) ?? false }

    /// As ``writeAtOnce(_:)``, and closes when these octets are out: only for whoever was asked to part and has heard all. What the other
    /// side says from now on breaks the connection.
    func partAtOnce(with octets: ByteBuffer) { ends.value.part(with: octets) }

    /// Returns when the socket takes more.
    func drain() async throws {
        try await withCheckedThrowingContinuation { writer in
            onLoop { $0.waitToWrite(writer) }
        }
    }

    /// Nothing more will be said; the other side may go on.
    func finish() { channel.close(mode: .output, promise: nil) }

    /// Does what is to be done with the connection; then, or when the task is cancelled, it is closed.
    func whileOpen(_ body: () async throws -> Void) async rethrows {
        try await withTaskCancellationHandler {
            do {
                try await body()
            } catch {
                await close()
                throw error
            }
            await close()
        } onCancel: {
            channel.close(promise: nil)
        }
    }

    private func close() async {
        channel.close(promise: nil)
        // Never fails, says NIO.
        try? await channel.closeFuture.get()
    }

    private func onLoop(_ work: @escaping @Sendable (PipeEnds) -> Void) {
        if channel.eventLoop.inEventLoop {
            work(ends.value)
        } else {
            channel.eventLoop.execute { work(self.ends.value) }
        }
    }
}

/// What became of octets that were offered to a session.
enum PipeAnswer {
    /// They are answered; the session goes on waiting.
    case taken
    /// The session knows them, and has to go on by itself: ``Pipe/read()`` returns an empty chunk.
    case wake
    /// The session waits for somebody: whatever comes or ends meanwhile waits, too, until ``Pipe/goOn(_:)``.
    case held
    /// As if they had not been offered.
    case unwanted
}

/// The channel's side of a ``Pipe``: keeps what came until somebody reads it, and reads no more from the socket while too much waits.
private final class PipeEnds: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private enum Ending {
        case finished
        case broken(any Error)
    }

    /// Chunks that may wait, of at most 32 KiB each: whoever sends faster than we answer is slowed down by TCP.
    private static let limit = 4

    private let connected: (Pipe) -> Void
    private var context: ChannelHandlerContext?
    private var chunks = CircularBuffer<ByteBuffer>()
    private var ending: Ending?
    private var reader: CheckedContinuation<ByteBuffer?, any Error>?
    /// See ``Pipe/offer(to:)``.
    var hear: ((ByteBuffer) -> PipeAnswer)?
    /// See ``PipeAnswer/held``.
    private var isHeld = false
    private var writers: [CheckedContinuation<Void, any Error>] = []
    /// The channel asked for more while too much waited.
    private var isReadHeldBack = false
    private var isOutputClosed = false

    init(connected: @escaping (Pipe) -> Void) { self.connected = connected }

    // MARK: For the session

    /// What waits, if anything does.
    func takeChunk() -> ByteBuffer? {
        guard let chunk = chunks.popFirst() else { return nil }
        if isReadHeldBack, chunks.count < Self.limit {
            isReadHeldBack = false
            context?.read()
        }
        return chunk
    }

    func wait(_ reader: CheckedContinuation<ByteBuffer?, any Error>) {
        if let chunk = takeChunk() { return reader.resume(returning: chunk) }
        if let ending { return Self.tell(reader, ending) }
        // Only one task reads; another one is not left waiting for ever.
        self.reader?.resume(returning: nil)
        self.reader = reader
    }

    private static func tell(_ reader: CheckedContinuation<ByteBuffer?, any Error>, _ ending: Ending) {
        switch ending {
        case .finished: reader.resume(returning: nil)
        case .broken(let error): reader.resume(throwing: error)
        }
    }

    /// - Returns: The socket takes more.
    func write(_ octets: ByteBuffer) throws -> Bool {
        guard let context, context.channel.isActive, !isOutputClosed else { throw ChannelError.ioOnClosedChannel }
        context.writeAndFlush(wrapOutboundOut(octets), promise: nil)
        return context.channel.isWritable
    }

    func part(with octets: ByteBuffer) {
        guard let context, context.channel.isActive else { return }
        isOutputClosed = true
        let channel = context.channel
        context.writeAndFlush(wrapOutboundOut(octets)).whenComplete { _ in channel.close(promise: nil) }
    }

    func write(_ octets: ByteBuffer, _ writer: CheckedContinuation<Void, any Error>) {
        do {
            if try write(octets) { writer.resume() } else { waitToWrite(writer) }
        } catch {
            writer.resume(throwing: error)
        }
    }

    func waitToWrite(_ writer: CheckedContinuation<Void, any Error>) {
        guard let context, context.channel.isActive else {
            return writer.resume(throwing: ChannelError.ioOnClosedChannel)
        }
        if context.channel.isWritable { writer.resume() } else { writers.append(writer) }
    }

    // MARK: For the channel

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) {
        end(.finished)
        self.context = nil
    }

    func channelActive(context: ChannelHandlerContext) {
        connected(Pipe(context.channel, self))
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        end(.finished)
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let chunk = unwrapInboundIn(data)
        guard ending == nil else { return }
        if reader != nil, !isHeld { offer(chunk) } else { chunks.append(chunk) }
    }

    /// - Returns: The session is ready for more.
    @discardableResult
    private func offer(_ chunk: ByteBuffer) -> Bool {
        switch hear?(chunk) ?? .unwanted {
        case .taken: return true
        case .held: isHeld = true
        case .wake: tell(ByteBuffer())
        case .unwanted: tell(chunk)
        }
        return false
    }

    private func tell(_ chunk: ByteBuffer) {
        guard let reader else { return }
        self.reader = nil
        reader.resume(returning: chunk)
    }

    func goOn(_ answer: PipeAnswer) {
        isHeld = false
        switch answer {
        case .held: isHeld = true
        case .wake: tell(ByteBuffer())
        case .taken, .unwanted:
            while reader != nil, let chunk = takeChunk() {
                if !offer(chunk) { return }
            }
            if let ending { endInput(ending) }
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case ChannelEvent.inputClosed: endInput(.finished)
        case ChannelEvent.outputClosed: isOutputClosed = true
        default: break
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { endInput(.broken(error)) }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { releaseWriters(nil) }
        context.fireChannelWritabilityChanged()
    }

    func read(context: ChannelHandlerContext) {
        if chunks.count < Self.limit { context.read() } else { isReadHeldBack = true }
    }

    private func end(_ ending: Ending) {
        endInput(ending)
        releaseWriters(ChannelError.ioOnClosedChannel)
    }

    private func endInput(_ ending: Ending) {
        if self.ending == nil { self.ending = ending }
        guard let reader, !isHeld else { return }
        self.reader = nil
        Self.tell(reader, ending)
    }

    private func releaseWriters(_ error: (any Error)?) {
        let writers = writers
        self.writers = []
        for writer in writers {
            if let error { writer.resume(throwing: error) } else { writer.resume() }
        }
    }
}
