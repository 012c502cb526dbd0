import MailProtocols
import Packets

/// Turns the events of a tape into packets, one after the other, so that a tape can be shown while it grows.
package struct TapeFramer: Sendable {
    /// Payload octets of a full segment: what an Ethernet frame of 1,500 octets leaves beside two headers of 20.
    package static let segmentSize = 1_460
    /// From one frame to the next of the same chunk, nanoseconds: 1,514 octets at 1 Gbit/s.
    private static let frameTime: Int64 = 12_000
    /// From an octet's departure to the departure of its acknowledgement.
    private static let acknowledgementTime: Int64 = 200_000

    private struct Half {
        /// The next octet's sequence number.
        var next: UInt32
        var hasEnded = false
    }

    private var halves: [Int: (client: Half, server: Half)] = [:]
    private var latest: Int64 = .min
    private var identification: UInt16 = 0

    package init() {}

    package mutating func segments(of event: Tape.Event) -> [TapedSegment] {
        var made: [TapedSegment] = []
        switch event.happening {
        case .opened:
            halves[event.connection] = (
                Half(next: Self.initial(event.connection, 1)), Half(next: Self.initial(event.connection, 2))
            )
            add(event, .client, after: 0, .syn, to: &made)
            add(event, .server, after: Self.acknowledgementTime, [.syn, .ack], to: &made)
            add(event, .client, after: 2 * Self.acknowledgementTime, .ack, to: &made)
        case .said(let side, let bytes): cut(bytes, of: side, event, to: &made)
        case .ended(let side, .fin):
            add(event, side, after: 0, [.fin, .ack], to: &made)
            add(event, side.other, after: Self.acknowledgementTime, .ack, to: &made)
            end(side, event.connection)
        case .ended(let side, .rst):
            add(event, side, after: 0, [.rst, .ack], to: &made)
            end(side, event.connection)
        }
        return made
    }

    private mutating func cut(_ bytes: [UInt8], of side: Side, _ event: Tape.Event, to made: inout [TapedSegment]) {
        var position = bytes.startIndex
        var delay: Int64 = 0
        var sinceAcknowledgement = 0
        while position < bytes.endIndex {
            let end = min(position + Self.segmentSize, bytes.endIndex)
            let isLast = end == bytes.endIndex
            add(event, side, after: delay, isLast ? [.psh, .ack] : .ack, bytes[position..<end], to: &made)
            delay += Self.frameTime
            sinceAcknowledgement += 1
            // Every second segment, RFC 9293 section 3.8.6.3; and what ends a chunk.
            if sinceAcknowledgement == 2 || isLast {
                add(event, side.other, after: delay + (isLast ? Self.acknowledgementTime : 0), .ack, to: &made)
                sinceAcknowledgement = 0
            }
            position = end
        }
    }

    private mutating func add(
        _ event: Tape.Event, _ from: Side, after delay: Int64, _ flags: TCPFlags, _ payload: ArraySlice<UInt8> = [],
        to made: inout [TapedSegment]
    ) {
        guard var pair = halves[event.connection] else { return }
        let (own, other) = from == .client ? (pair.client, pair.server) : (pair.server, pair.client)
        latest = max(latest, event.time + delay)
        made.append(
            TapedSegment(
                connection: event.connection, from: from, time: latest, sequence: own.next,
                acknowledgement: flags.contains(.ack) ? other.next : 0, flags: flags, payload: payload))
        let length = UInt32(truncatingIfNeeded: payload.count) &+ (flags.isDisjoint(with: [.syn, .fin]) ? 0 : 1)
        if from == .client { pair.client.next &+= length } else { pair.server.next &+= length }
        halves[event.connection] = pair
    }

    /// A connection that both have left is forgotten.
    private mutating func end(_ side: Side, _ connection: Int) {
        if side == .client {
            halves[connection]?.client.hasEnded = true
        } else {
            halves[connection]?.server.hasEnded = true
        }
        if let pair = halves[connection], pair.client.hasEnded, pair.server.hasEnded { halves[connection] = nil }
    }

    /// An initial sequence number that looks drawn and is the same in every run.
    private static func initial(_ connection: Int, _ half: UInt64) -> UInt32 {
        var value = UInt64(truncatingIfNeeded: connection) &* 0x9E37_79B9_7F4A_7C15 &+ half &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 31)) &* 0x94D0_49BB_1331_11EB
        return UInt32(truncatingIfNeeded: value >> 32)
    }

    /// Whole Ethernet frames of an event, and their times in nanoseconds since 1970 UTC.
    package mutating func frames(
        of event: Tape.Event, in connection: Tape.Connection
    ) -> [(time: Int64, bytes: [UInt8])] {
        segments(of: event).map { segment in
            identification &+= 1
            let frame = FrameEncoder.tcp(
                from: Self.end(connection.party(segment.from)), to: Self.end(connection.party(segment.from.other)),
                sequence: segment.sequence, acknowledgment: segment.acknowledgement, flags: segment.flags,
                payload: Array(segment.payload),
                maximumSegmentSize: segment.flags.contains(.syn) ? UInt16(Self.segmentSize) : nil,
                identification: identification)
            return (segment.time, frame)
        }
    }

    /// SYN and RST of a refused call; three SYN, one and three seconds apart, of one that nobody answers.
    static func frames(of attempt: Tape.Attempt, number: Int) -> [(time: Int64, bytes: [UInt8])] {
        let (client, server) = (end(attempt.client), end(attempt.server))
        let sequence = initial(-1 - number, 1)
        let moments: [Int64] = attempt.isRefused ? [0] : [0, 1_000_000_000, 3_000_000_000]
        var frames = moments.map { moment in
            let syn = FrameEncoder.tcp(
                from: client, to: server, sequence: sequence, flags: .syn, maximumSegmentSize: UInt16(segmentSize),
                identification: UInt16(truncatingIfNeeded: number))
            return (time: attempt.time + moment, bytes: syn)
        }
        if attempt.isRefused {
            let rst = FrameEncoder.tcp(
                from: server, to: client, sequence: 0, acknowledgment: sequence &+ 1, flags: [.rst, .ack],
                identification: UInt16(truncatingIfNeeded: number))
            frames.append((attempt.time + acknowledgementTime, rst))
        }
        return frames
    }

    /// A party without a readable address gets one that belongs to nobody.
    private static func end(_ party: Tape.Party) -> FrameEncoder.End {
        FrameEncoder.End(IPAddress(party.endpoint.address) ?? IPAddress(v4: 0xC000_02FE), party.endpoint.port)
    }
}
