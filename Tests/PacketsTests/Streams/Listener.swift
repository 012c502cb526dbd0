import Testing

@testable import Packets

/// A TCP segment as a test writes it; client and server are the two ends of one connection.
struct Line {
    enum Speaker: Int { case client, server }

    var from: Speaker
    var sequence: UInt32
    var acknowledgment: UInt32 = 0
    var flags: TCPFlags = .ack
    var payload: [UInt8] = []
    /// Bytes of payload that the capture kept; nil for all.
    var kept: Int?
    var clientPort: UInt16 = 40_001
    /// Nanoseconds since the frame before.
    var pause: Int64 = 1_000_000

    /// The IPv4 packet, without checksums: nobody verifies them.
    var packet: [UInt8] {
        var bytes: [UInt8] = [0x45, 0]
        bytes.append(big: UInt16(truncatingIfNeeded: 40 + payload.count))
        bytes += [0, 0, 0x40, 0, 64, 6, 0, 0]
        bytes += from == .client ? [192, 0, 2, 10, 192, 0, 2, 25] : [192, 0, 2, 25, 192, 0, 2, 10]
        bytes.append(big: from == .client ? clientPort : 25)
        bytes.append(big: from == .client ? 25 : clientPort)
        bytes.append(big: sequence)
        bytes.append(big: acknowledgment)
        bytes += [0x50, flags.rawValue, 0xFF, 0xFF, 0, 0, 0, 0]
        return bytes + payload.prefix(kept ?? payload.count)
    }
}

/// What was heard of one connection; streams by direction, gaps of less than 64 KiB filled with 0, longer ones left out.
struct Heard {
    /// Of the streams, all gaps counted.
    var lengths = [0, 0]
    var streams: [[UInt8]] = [[], []]
    var gaps: [[Range<Int>]] = [[], []]
    var finished = [false, false]
    var events: [StreamEvent] = []
    var facts: FlowFacts?

    func text(_ direction: Direction) -> String { String(decoding: streams[Int(direction.rawValue)], as: UTF8.self) }
    func kinds() -> [StreamEvent.Kind] { events.map(\.kind) }
}

/// Feeds frames to a reassembler, and checks of every event that it fits to those before.
struct Listener: ~Copyable {
    var reassembler: Reassembler
    /// In order of opening.
    var connections: [Heard] = []
    private var open: [Int32: Int] = [:]
    private var number = 0
    private var time: Int64 = 1_700_000_000_000_000_000

    init(limits: Reassembler.Limits = .init()) { reassembler = Reassembler(limits: limits) }

    /// Hears `lines` and, unless more are to come, the end of the capture.
    static func hear(_ lines: [Line], limits: Reassembler.Limits = .init()) -> [Heard] {
        var listener = Listener(limits: limits)
        for line in lines { listener.hear(line) }
        listener.finish()
        return listener.connections
    }

    mutating func hear(_ line: Line) {
        time += line.pause
        hear(line.packet, .raw, time: time)
    }

    mutating func hear(_ bytes: [UInt8], _ linkType: LinkType, time: Int64) {
        number += 1
        let info = FrameInfo(number: number, time: time, originalLength: bytes.count, linkType: linkType)
        reassembler.accept(Frame(info, bytes: bytes.span))
        while let event = reassembler.next() { file(event, frame: bytes) }
    }

    mutating func finish() {
        reassembler.finish()
        while let event = reassembler.next() { file(event, frame: []) }
        #expect(open.isEmpty, "every connection is closed at the end")
        #expect(reassembler.early.cost == 0)
    }

    private mutating func file(_ event: StreamEvent, frame: [UInt8]) {
        if event.kind == .opened {
            if open[event.flow] != nil { Issue.record("flow \(event.flow) opened twice") }
            open[event.flow] = connections.count
            connections.append(Heard())
        }
        guard let index = open[event.flow] else {
            Issue.record("\(event.kind) of a flow that is not open")
            return
        }
        connections[index].events.append(event)
        let half = Int(event.direction.rawValue)
        switch event.kind {
        case .data:
            follows(event, index, half)
            if event.location == .frame {
                guard event.range.upperBound <= frame.count else {
                    Issue.record("bytes outside of the frame")
                    return
                }
                connections[index].streams[half] += frame[event.range]
            } else {
                let bytes = reassembler.stored(event).withUnsafeBufferPointer { Array($0) }
                if bytes.count != event.length { Issue.record("stored bytes are not there") }
                connections[index].streams[half] += bytes
            }
        case .gap:
            follows(event, index, half)
            connections[index].gaps[half].append(event.offset..<event.offset + event.length)
            if event.length < 65_536 {
                connections[index].streams[half] += [UInt8](repeating: 0, count: event.length)
            }
        case .finished:
            if connections[index].finished[half] { Issue.record("finished twice") }
            connections[index].finished[half] = true
        case .closed:
            connections[index].facts = reassembler.facts(event.flow)
            open[event.flow] = nil
        default: break
        }
    }

    private mutating func follows(_ event: StreamEvent, _ index: Int, _ half: Int) {
        let next = connections[index].lengths[half]
        connections[index].lengths[half] += event.length
        if event.offset != next { Issue.record("\(event) is not next") }
        if event.length <= 0 { Issue.record("\(event) is empty") }
        if connections[index].finished[half] { Issue.record("\(event) behind the end") }
    }
}

/// Numbers that are the same in each run: splitmix64.
struct Dice: RandomNumberGenerator {
    var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func roll(_ bound: Int) -> Int { Int(truncatingIfNeeded: next() >> 33) % bound }
    mutating func happens(_ percent: Int) -> Bool { roll(100) < percent }
}
