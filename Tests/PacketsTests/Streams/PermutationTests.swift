import Testing

@testable import Packets

/// Two byte strings, said in a conversation, and what a bad network and a bad tap make of it. The strings are the oracle.
struct Conversation {
    /// What befalls the frames, in percent.
    struct Weather {
        var lost = 0
        var twice = 0
        var overlapping = 0
        /// Frames by which one may be late; well within the grace that holes have.
        var lateness = 0
    }

    var streams: [[UInt8]] = [[], []]
    var lines: [Line] = []
    /// For each byte, whether some captured frame holds it.
    var seen: [[Bool]] = [[], []]
    private let port: UInt16
    private var firsts: [UInt32]
    private var dice: Dice

    init(seed: UInt64, port: UInt16 = 40_001, weather: Weather) {
        self.port = port
        dice = Dice(seed: seed)
        // Every other stream begins so that its numbers go round within it.
        firsts = [0, 1].map { [dice] half in
            var dice = dice
            dice.state &+= UInt64(half)
            return dice.happens(50) ? UInt32.max - UInt32(dice.roll(80)) : UInt32(truncatingIfNeeded: dice.next())
        }
        _ = dice.next()
        line(0, flags: .syn, at: -1, [])
        line(1, flags: [.syn, .ack], at: -1, [])
        for _ in 0..<2 + dice.roll(5) { flight(dice.roll(2), weather) }
        let last = dice.roll(2)
        for half in [last, 1 - last] { line(half, flags: [.fin, .ack], at: streams[half].count, []) }
        permute(by: weather.lateness)
    }

    private mutating func line(_ half: Int, flags: TCPFlags, at offset: Int, _ payload: [UInt8]) {
        let speaker = half == 0 ? Line.Speaker.client : .server
        lines.append(
            Line(
                from: speaker, sequence: firsts[half] &+ 1 &+ UInt32(truncatingIfNeeded: offset),
                acknowledgment: flags == .syn ? 0 : firsts[1 - half] &+ 1 &+ UInt32(streams[1 - half].count),
                flags: flags, payload: payload, clientPort: port))
        for byte in offset..<offset + payload.count { seen[half][byte] = true }
    }

    /// Some segments in a row, and an acknowledgement.
    private mutating func flight(_ half: Int, _ weather: Weather) {
        for _ in 0...dice.roll(5) {
            let start = streams[half].count
            let payload = (0...dice.roll(12)).map { _ in UInt8(truncatingIfNeeded: dice.next() | 1) }
            streams[half] += payload
            seen[half] += [Bool](repeating: false, count: payload.count)
            if !dice.happens(weather.lost) { line(half, flags: .ack, at: start, payload) }
            if dice.happens(weather.twice) { line(half, flags: .ack, at: start, payload) }
            if dice.happens(weather.overlapping) {
                let from = max(0, streams[half].count - 1 - dice.roll(40))
                let to = min(streams[half].count, from + 1 + dice.roll(40))
                line(half, flags: .ack, at: from, Array(streams[half][from..<to]))
            }
        }
        line(1 - half, flags: .ack, at: streams[1 - half].count, [])
    }

    private mutating func permute(by lateness: Int) {
        guard lateness > 0 else { return }
        let head = 2  // who sent the first SYN is not to change
        let order = lines[head...].enumerated().map { (place: $0.offset + dice.roll(lateness), line: $0.element) }
        lines[head...] = ArraySlice(order.sorted { $0.place < $1.place }.map(\.line))
    }
}

struct PermutationTests {
    static let weathers: [Conversation.Weather] = [
        .init(), .init(twice: 30, overlapping: 30), .init(lateness: 12),
        .init(twice: 20, overlapping: 20, lateness: 12), .init(lost: 15), .init(lost: 15, twice: 10, lateness: 8),
        .init(lost: 30, twice: 20, overlapping: 30, lateness: 12),
    ]

    @Test("streams are put together again, whatever happened to the frames", arguments: 0..<20)
    func permutations(block: Int) {
        let seeds = block * 505..<block * 505 + 505
        var conversations: [Conversation] = []
        var listener = Listener()
        for seed in seeds {
            let weather = Self.weathers[seed % Self.weathers.count]
            let conversation = Conversation(seed: UInt64(seed), port: UInt16(seed), weather: weather)
            for line in conversation.lines { listener.hear(line) }
            conversations.append(conversation)
        }
        listener.finish()
        let connections = listener.connections
        guard connections.count == seeds.count else {
            Issue.record("\(connections.count) connections")
            return
        }
        for (index, seed) in seeds.enumerated() {
            for half in 0..<2 {
                if let problem = Self.problem(conversations[index], connections[index], half) {
                    Issue.record("seed \(seed), direction \(half): \(problem)")
                }
            }
        }
    }

    /// What is wrong with a heard stream: exactly the bytes that no frame held may, and must, be missing.
    static func problem(_ said: Conversation, _ heard: Heard, _ half: Int) -> String? {
        let stream = heard.streams[half]
        let lastSeen = (said.seen[half].lastIndex(of: true) ?? -1) + 1
        if stream.count != lastSeen { return "\(stream.count) bytes heard of \(lastSeen)" }
        var isGap = [Bool](repeating: false, count: stream.count)
        for gap in heard.gaps[half] { for at in gap { isGap[at] = true } }
        for at in stream.indices {
            if isGap[at] == said.seen[half][at] { return "byte \(at) is \(isGap[at] ? "given up" : "invented")" }
            if !isGap[at], stream[at] != said.streams[half][at] { return "byte \(at) differs" }
        }
        let missing = said.seen[half].count { !$0 }
        let direction = Direction(rawValue: UInt8(half)) ?? .forward
        if heard.facts?.missing[direction] != missing {
            return "\(heard.facts?.missing[direction] ?? -1) missing instead of \(missing)"
        }
        if !heard.finished[half] { return "not finished" }
        if heard.kinds().contains(.retransmissionDiffers) { return "equal copies called different" }
        return nil
    }
}
