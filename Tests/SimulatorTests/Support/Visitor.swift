import Dialogue
import NIOCore
import NIOPosix

/// A client that is none of our stations: octets out, octets in.
struct Visitor {
    private let channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>
    private let session: Session

    /// What has come; one reader at a time.
    private actor Session {
        private var text = ""
        private var isOver = false
        private var waiter: CheckedContinuation<Void, Never>?

        func take(_ part: String) {
            text += part
            waiter?.resume()
            waiter = nil
        }

        func end() {
            isOver = true
            waiter?.resume()
            waiter = nil
        }

        /// - Parameter whole: Waits for the end; else for the first octets.
        func hear(whole: Bool) async -> String {
            while !isOver, whole || text.isEmpty { await withCheckedContinuation { waiter = $0 } }
            defer { text = "" }
            return text
        }
    }

    /// All stations of all tests share the loops on which a call is accepted, and there may be many on a slow machine.
    fileprivate static let patience = TimeAmount.minutes(3)

    private let outgoing: AsyncStream<ByteBuffer>.Continuation
    private let task: Task<Void, Never>

    static func open(_ endpoint: Endpoint) async throws -> Visitor {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(patience)
            .connect(host: endpoint.address, port: Int(endpoint.port)) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        let session = Session()
        let (words, outgoing) = AsyncStream.makeStream(of: ByteBuffer.self)
        let task = Task {
            try? await channel.executeThenClose { inbound, outbound in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { for await word in words { try await outbound.write(word) } }
                    for try await chunk in inbound { await session.take(String(buffer: chunk)) }
                    group.cancelAll()
                }
            }
            await session.end()
        }
        return Visitor(channel: channel, session: session, outgoing: outgoing, task: task)
    }

    /// Connects, says nothing, and hears all until the server closes.
    static func listen(at endpoint: Endpoint) async throws -> String {
        let visitor = try await open(endpoint)
        let text = await visitor.session.hear(whole: true)
        await visitor.task.value
        return text
    }

    /// Connects, says all at once, in pieces of so many octets, and hears all until the server closes.
    static func tell(_ words: String, inPiecesOf size: Int, at endpoint: Endpoint) async throws -> String {
        let visitor = try await open(endpoint)
        var rest = Array(words.utf8)[...]
        while !rest.isEmpty {
            visitor.outgoing.yield(ByteBuffer(bytes: rest.prefix(size)))
            rest = rest.dropFirst(size)
        }
        let text = await visitor.session.hear(whole: true)
        await visitor.task.value
        return text
    }

    func hear() async throws -> String { await session.hear(whole: false) }

    func say(_ text: String) async throws -> String {
        outgoing.yield(ByteBuffer(string: text))
        return await session.hear(whole: false)
    }

    func close() async throws {
        outgoing.finish()
        channel.channel.close(promise: nil)
        await task.value
    }
}

/// A client that says much and reads nothing.
struct DeafVisitor {
    private let channel: any Channel

    static func open(_ endpoint: Endpoint) async throws -> DeafVisitor {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(Visitor.patience)
            .channelOption(.autoRead, value: false)
            .connect(host: endpoint.address, port: Int(endpoint.port)).get()
        return DeafVisitor(channel: channel)
    }

    /// - Returns: All of it was handed to the system.
    func say(_ text: String) async -> Bool {
        do {
            try await channel.writeAndFlush(ByteBuffer(string: text)).get()
            return true
        } catch {
            return false
        }
    }

    func close() async { try? await channel.close().get() }
}
