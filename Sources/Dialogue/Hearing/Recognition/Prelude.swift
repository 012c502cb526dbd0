import MailProtocols
import Packets

/// The first octets of a flow, kept until they tell what is spoken.
struct Prelude {
    /// Octets of one flow that are kept; by then the protocol shows, or it is none of ours.
    static let limit = 16_384
    /// The same while the other side's octets wait behind a hole that may still be filled: they would tell more.
    static let patientLimit = 65_536
    static let chunkLimit = 256
    /// Memory that a flow, and each of its chunks, takes beside the octets.
    private static let ownBytes = 320
    private static let chunkBytes = 96
    /// Octets of each side that are looked at.
    private static let headLimit = 4_096

    private struct Chunk {
        var direction: Direction
        var bytes: [UInt8]
        /// Octets lost; then `bytes` is empty.
        var hole: Int
        var frame: Int
        var time: Int64
    }

    private var chunks: [Chunk] = []
    /// Octets kept.
    private(set) var total = 0
    /// Memory that is held, roughly.
    private(set) var heldBytes = Self.ownBytes
    /// What is inside TLS, where there are keys: one at most, large and hardly ever there, so kept elsewhere.
    private var inside: [SealedPrelude] = []
    private var insideClient = Direction.forward
    /// How many of the chunks it has heard.
    private var chunksInside = 0
    /// Directions whose sender acknowledged octets that the capture lacks.
    private(set) var acknowledgers: [Direction] = []

    mutating func acknowledged(by direction: Direction) -> Int {
        if !acknowledgers.contains(direction) { acknowledgers.append(direction) }
        return isNew()
    }

    /// Forgets all, for another flow.
    ///
    /// - Parameter keepsMemory: The places of a few chunks serve again.
    mutating func reset(keepsMemory: Bool) {
        var places: [Chunk] = []
        if keepsMemory, chunks.capacity <= 16 {
            swap(&places, &chunks)
            places.removeAll(keepingCapacity: true)
        }
        self = Prelude()
        chunks = places
    }

    /// What this flow itself takes, once.
    private mutating func isNew() -> Int {
        defer { isCounted = true }
        return isCounted ? 0 : Self.ownBytes
    }
    private var isCounted = false

    /// What came last answers octets that wait behind a hole.
    var isHeldUp = false

    var isFull: Bool { total > (isHeldUp ? Self.patientLimit : Self.limit) || chunks.count > Self.chunkLimit }

    /// - Returns: How much more memory is held now.
    mutating func add(_ bytes: Span<UInt8>, from direction: Direction, frame: Int, time: Int64) -> Int {
        total += bytes.count
        return add(Chunk(direction: direction, bytes: [UInt8](copying: bytes), hole: 0, frame: frame, time: time))
    }

    mutating func addHole(_ count: Int, from direction: Direction, frame: Int, time: Int64) -> Int {
        add(Chunk(direction: direction, bytes: [], hole: count, frame: frame, time: time))
    }

    private mutating func add(_ chunk: Chunk) -> Int {
        chunks.append(chunk)
        let more = Self.chunkBytes + chunk.bytes.count
        heldBytes += more
        return more + isNew()
    }

    // Mutating, though they change nothing: read out of the list of those that wait, a prelude would be copied first.

    /// Which direction comes from the client: the opener; else by what is said, by an assigned port, by the greater port.
    mutating func client(_ facts: FlowFacts) -> Direction {
        if let opener = facts.opener { return opener }
        for direction in Direction.allCases {
            guard let side = Guess.side(speaking: head(of: direction)[...]) else { continue }
            return side == .client ? direction : direction.opposite
        }
        let assigned = (MailPorts.service(on: facts.portA) != nil, MailPorts.service(on: facts.portB) != nil)
        if assigned.0 != assigned.1 { return assigned.0 ? .backward : .forward }
        return facts.portA > facts.portB ? .forward : .backward
    }

    /// Reads what is inside TLS, if this is TLS from the first octet.
    mutating func peek(clientIs client: Direction, _ keys: KeyRing) {
        if inside.isEmpty || insideClient != client {
            guard TLSRecords.looksLikeTLS(head(of: client).span) else { return }
            inside = [SealedPrelude(keys)]
            insideClient = client
            chunksInside = 0
        }
        while chunksInside < chunks.count {
            let chunk = chunks[chunksInside]
            chunksInside += 1
            let side: Side = chunk.direction == client ? .client : .server
            if chunk.hole > 0 { inside[0].lose(side, chunk.hole) } else { inside[0].hear(side, chunk.bytes.span) }
        }
    }

    mutating func verdict(clientIs client: Direction, serverPort: UInt16, isFinal: Bool) -> Guess.Verdict {
        let said = head(of: client)
        let answered = head(of: client.opposite)
        if let inside = inside.first, inside.isReadable {
            let guess = Guess(client: said[...], server: answered[...], serverPort: serverPort, isFinal: isFinal)
            return guess.verdict(inside: inside)
        }
        let isTunnel = said.span.starts(with: "CONNECT ")
        let tunnel = tunnelLengths(said, answered)
        if isTunnel, tunnel == nil, !isFinal { return .undecided }
        var guess = Guess(
            client: said.dropFirst(tunnel?.client ?? 0), server: answered.dropFirst(tunnel?.server ?? 0),
            serverPort: serverPort, isFinal: isFinal, isLong: isFull)
        let verdict = guess.verdict()
        guard tunnel != nil, verdict == .notMail else { return verdict }
        guess.serverPort = MailPorts.smtp
        return guess.verdict()
    }

    /// Lets a transcriber hear what was kept.
    mutating func replay(to transcriber: inout Transcriber, clientIs client: Direction, _ out: inout Outbox) {
        // Who acknowledges a side of which nothing was captured heard it all the same: nobody talks too early there.
        for direction in acknowledgers where isSilent(direction.opposite) {
            transcriber.acknowledgedUnseen(by: direction == client ? .client : .server, to: &out)
        }
        var skip = (client: 0, server: 0)
        if let tunnel = tunnelLengths(head(of: client), head(of: client.opposite)) {
            skip = tunnel
            for (direction, length) in [(client, tunnel.client), (client.opposite, tunnel.server)] {
                guard let chunk = chunks.first(where: { $0.direction == direction }) else { continue }
                transcriber.skip(
                    direction == client ? .client : .server, length, frame: chunk.frame, time: chunk.time, to: &out)
            }
        }
        // A side of which nothing was captured is known to be absent from the start.
        for direction in acknowledgers where !chunks.contains(where: { $0.direction != direction && $0.hole == 0 }) {
            transcriber.acknowledgedUnseen(by: direction == client ? .client : .server, to: &out)
        }
        for chunk in chunksInOrder() {
            let side: Side = chunk.direction == client ? .client : .server
            if chunk.hole > 0 {
                transcriber.lose(side, chunk.hole, frame: chunk.frame, time: chunk.time, to: &out)
                continue
            }
            let skipped = min(side == .client ? skip.client : skip.server, chunk.bytes.count)
            if side == .client { skip.client -= skipped } else { skip.server -= skipped }
            guard skipped < chunk.bytes.count else { continue }
            let rest = chunk.bytes.span.extracting(skipped..<chunk.bytes.count)
            transcriber.hear(side, rest, frame: chunk.frame, time: chunk.time, to: &out)
        }
        for direction in acknowledgers where !isSilent(direction.opposite) {
            transcriber.acknowledgedUnseen(by: direction == client ? .client : .server, to: &out)
        }
    }

    /// Chunks in the order of the capture. What waited behind a hole was added late and goes back to its place; each
    /// direction keeps its own order, so a hole, or what filled it, stands where the first chunk behind it does.
    private func chunksInOrder() -> [Chunk] {
        var isInOrder = true
        for index in chunks.indices.dropFirst() where chunks[index].frame < chunks[index - 1].frame {
            isInOrder = false
        }
        if isInOrder { return chunks }
        var places = [Int](repeating: 0, count: chunks.count)
        var earliest = [Direction.forward: Int.max, .backward: Int.max]
        for index in chunks.indices.reversed() {
            let place = min(chunks[index].frame, earliest[chunks[index].direction] ?? .max)
            earliest[chunks[index].direction] = place
            places[index] = place
        }
        return chunks.indices.sorted { (places[$0], $0) < (places[$1], $1) }.map { chunks[$0] }
    }

    /// Takes out what the side opposite to `direction` said behind `frame`: octets of `direction` from before that are still
    /// to come. Nothing where octets are lost among it.
    mutating func takeLater(than frame: Int, of direction: Direction) -> [(bytes: [UInt8], frame: Int, time: Int64)] {
        let later = chunks.filter { $0.direction == direction && $0.frame > frame }
        guard !later.contains(where: { $0.hole > 0 }) else { return [] }
        chunks.removeAll { $0.direction == direction && $0.frame > frame }
        for chunk in later { heldBytes -= Self.chunkBytes + chunk.bytes.count }
        return later.map { ($0.bytes, $0.frame, $0.time) }
    }

    private func isSilent(_ direction: Direction) -> Bool { !chunks.contains { $0.direction == direction } }

    /// The first octets of a direction; mostly they came in one chunk, and nothing is copied.
    private func head(of direction: Direction) -> [UInt8] {
        var head: [UInt8] = []
        for chunk in chunks where chunk.direction == direction {
            if head.isEmpty, chunk.bytes.count <= Self.headLimit {
                head = chunk.bytes
            } else {
                head.append(contentsOf: chunk.bytes.prefix(Self.headLimit - head.count))
            }
            if head.count == Self.headLimit { break }
        }
        return head
    }

    /// The lengths of an HTTP CONNECT and of the answer that grants it, RFC 9110 section 9.3.6.
    private func tunnelLengths(_ said: [UInt8], _ answered: [UInt8]) -> (client: Int, server: Int)? {
        guard said.span.starts(with: "CONNECT "), let client = endOfHeader(said) else { return nil }
        guard answered.span.starts(with: "HTTP/1."), answered.count > 9, answered[9] == UInt8(ascii: "2"),
            let server = endOfHeader(answered)
        else { return nil }
        return (client, server)
    }

    private func endOfHeader(_ bytes: [UInt8]) -> Int? {
        let end: [UInt8] = [13, 10, 13, 10]
        return bytes.indices.dropLast(3).first { bytes[$0..<$0 + 4].elementsEqual(end) }.map { $0 + 4 }
    }
}
