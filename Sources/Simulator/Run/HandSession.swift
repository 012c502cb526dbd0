import Dialogue
import MailProtocols
import NIOCore

/// A client whose words somebody types: it sends a line as it is, right or wrong, and waits for what the server answers to it.
package actor HandSession {
    /// What came of a line.
    package struct Exchange: Sendable, Hashable {
        /// What the server said in answer: replies, and in POP3 the content that follows one. Empty while a message is typed.
        package var heard: [Heard]
        /// The server has closed the connection.
        package var isOver: Bool
    }

    /// The server's greeting.
    package private(set) var greeting: Exchange
    private let seat: StationSeat
    private let outgoing: AsyncStream<[UInt8]>.Continuation
    private let incoming: AsyncStream<[UInt8]>
    private let task: Task<Void, Never>
    private var ear: SessionEar
    private var isOver = false
    /// Steps of our own whose +OK is followed by lines.
    private var asksForLines: Set<Int> = []

    private init(
        seat: StationSeat, outgoing: AsyncStream<[UInt8]>.Continuation, incoming: AsyncStream<[UInt8]>,
        task: Task<Void, Never>
    ) {
        self.seat = seat
        self.outgoing = outgoing
        self.incoming = incoming
        self.task = task
        ear = SessionEar(seat.protocol, of: .client)
        greeting = Exchange(heard: [], isOver: false)
    }

    static func open(
        to host: Directory.Host, protocol: MailProtocol, as name: String, _ site: StationSite
    ) async throws -> HandSession {
        let (pipe, seat) = try await site.dial(host, protocol: `protocol`, as: name)
        let (words, outgoing) = AsyncStream.makeStream(of: [UInt8].self)
        let (incoming, arrived) = AsyncStream.makeStream(of: [UInt8].self)
        let task = Task { await Self.carry(words, to: pipe, arrived, seat) }
        let session = HandSession(seat: seat, outgoing: outgoing, incoming: incoming, task: task)
        await session.hearGreeting()
        return session
    }

    /// Carries octets both ways until the server closes.
    private static func carry(
        _ words: AsyncStream<[UInt8]>, to pipe: Pipe, _ arrived: AsyncStream<[UInt8]>.Continuation, _ seat: StationSeat
    ) async {
        do {
            try await pipe.whileOpen {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        for await bytes in words { try await pipe.write(ByteBuffer(bytes: bytes)) }
                        pipe.finish()
                    }
                    while let chunk = try await pipe.read() {
                        let bytes = Array(chunk.readableBytesView)
                        await seat.tap.heard(bytes, from: .server, in: seat.connection)
                        arrived.yield(bytes)
                    }
                    group.cancelAll()
                }
                await seat.tap.heardEnd(of: .server, .fin, in: seat.connection)
                await seat.tap.ended(.client, .fin, in: seat.connection)
            }
        } catch {
            await seat.tap.heardEnd(of: .server, .rst, in: seat.connection)
            await seat.tap.ended(.client, .rst, in: seat.connection)
        }
        arrived.finish()
    }

    private func hearGreeting() async { greeting = await hear(replies: 1) }

    /// Says a line, with CR LF behind it, and waits for the answer if one is due.
    package func say(_ line: String) async -> Exchange { await say(octets: Array(line.utf8) + [0x0D, 0x0A]) }

    /// Says octets as they are, and waits for as many answers as they ask for: one for each command, none while a message is
    /// under way, one at its end.
    package func say(octets: [UInt8]) async -> Exchange {
        guard !isOver else { return Exchange(heard: [], isOver: true) }
        await seat.tap.said(octets, by: .client, in: seat.connection)
        let own = ear.hear(octets, from: .client).filter { $0.utterance.side == .client }
        own.forEach(remember)
        outgoing.yield(octets)
        return await hear(replies: own.count { isAnswered($0.utterance) })
    }

    /// Parts without a word, as if the cable were pulled.
    package func close() async {
        guard !isOver else { return }
        await seat.tap.ended(.client, .fin, in: seat.connection)
        await finish()
    }

    private func finish() async {
        outgoing.finish()
        await task.value
        isOver = true
    }

    private func remember(_ own: Heard) {
        guard seat.protocol == .pop3, own.utterance.kind == .command else { return }
        let verb = POP3Verb(rawValue: own.utterance.verb) ?? .unknown
        let hasArguments = own.text.split(separator: UInt8(ascii: " ")).count > 1
        if verb.isMultiLine(hasArguments: hasArguments) { asksForLines.insert(own.utterance.number) }
    }

    private func isAnswered(_ utterance: Utterance) -> Bool {
        switch utterance.kind {
        // BDAT is answered when its octets have come.
        case .command: seat.protocol == .pop3 || utterance.verb != SMTPVerb.bdat.rawValue
        case .auth, .content: true
        default: false
        }
    }

    private func hear(replies: Int) async -> Exchange {
        var heard: [Heard] = []
        var due = replies
        var arrivals = incoming.makeAsyncIterator()
        while due > 0 {
            guard let bytes = await arrivals.next(isolation: self) else {
                isOver = true
                break
            }
            for one in ear.hear(bytes, from: .server) {
                // A pipelined word of our own that waited for this answer.
                if one.utterance.side == .client {
                    remember(one)
                    if isAnswered(one.utterance) { due += 1 }
                    continue
                }
                heard.append(one)
                if one.utterance.kind == .reply { due -= 1 }
                // Lines follow this reply; the dot line comes with them.
                if one.utterance.code == .ok, asksForLines.contains(one.utterance.answers) {
                    if one.utterance.kind == .reply { due += 1 }
                }
                if one.utterance.kind == .content { due -= 1 }
            }
        }
        if hasEnded { await finish() }
        return Exchange(heard: heard, isOver: isOver)
    }

    /// The server's last word: it closes now, and so do we.
    private var hasEnded: Bool {
        switch seat.protocol {
        case .pop3: ear.pop3State == .update || ear.pop3State == .closed
        default: ear.smtpState == .closed
        }
    }
}
