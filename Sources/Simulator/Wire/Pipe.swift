import Dialogue
package import NIOCore

/// A connection as its session sees it: chunks come in, octets go out, and both wait where the other side does.
///
/// Made for tasks on the connection's own event loop (``executor``); from elsewhere each call costs a change of threads.
package final class Pipe: Sendable {
    package let channel: any Channel
    /// The other side's address and our own; port 0 where the connection is gone already.
    let remote: Endpoint
    let local: Endpoint
    private let ends: NIOLoopBound<PipeEnds>

    /// To be called on the channel's loop, when it is connected.
    fileprivate init(_ channel: any Channel, _ ends: PipeEnds) {
        self.channel = channel
        self.ends = NIOLoopBound(ends, eventLoop: channel.eventLoop)
        let nowhere = Endpoint(address: "", port: 0)
        remote = Endpoint(channel.remoteAddress) ?? nowhere
        local = Endpoint(channel.localAddress) ?? nowhere
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
        if let reader {
            self.reader = nil
            reader.resume(returning: chunk)
        } else {
            chunks.append(chunk)
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
        guard let reader else { return }
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
