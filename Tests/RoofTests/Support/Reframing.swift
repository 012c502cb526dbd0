import Dialogue
import MailProtocols
import Packets
import Simulator

/// The same tape as other networks would have carried it.
enum Reframing: String, CaseIterable, Sendable {
    case oneOctetEach, sevenOctetsEach, coalesced, shuffled, duplicated, shuffledAndDuplicated

    func capture(of tape: Tape, seed: UInt64 = 1) throws -> [UInt8] {
        var random = SeededRandom(seed: seed, purpose: rawValue)
        let segments = tape.segments()
        return switch self {
        case .oneOctetEach: try tape.capture(segments.cut(to: 1))
        case .sevenOctetsEach: try tape.capture(segments.cut(to: 7))
        case .coalesced: try tape.capture(segments.coalesced())
        case .shuffled: try tape.capture(segments.cut(to: 11).reordered(using: &random))
        case .duplicated: try tape.capture(segments.cut(to: 50).duplicated(using: &random))
        case .shuffledAndDuplicated:
            try tape.capture(segments.cut(to: 5).reordered(using: &random).duplicated(using: &random))
        }
    }
}

extension Tape {
    /// A capture of these segments, at the times of the tape as long as they do not run backwards.
    fileprivate func capture(_ segments: [TapedSegment]) throws -> [UInt8] {
        var file = try PcapngWriter()
        let interface = try file.addInterface(name: "test")
        var time: Int64 = 0
        for segment in segments {
            let (from, to) = (end(segment.connection, segment.from), end(segment.connection, segment.from.other))
            let frame = FrameEncoder.tcp(
                from: from, to: to, sequence: segment.sequence, acknowledgment: segment.acknowledgement,
                flags: segment.flags, payload: Array(segment.payload))
            time = max(time, segment.time)
            try file.write(frame.span, time: time, interface: interface)
        }
        return file.bytes
    }

    private func end(_ connection: Int, _ side: Side) -> FrameEncoder.End {
        let endpoint = connections[connection - 1].party(side).endpoint
        return FrameEncoder.End(IPAddress(endpoint.address) ?? IPAddress(v4: 0), endpoint.port)
    }
}

extension [TapedSegment] {
    /// Payloads of `size` octets at most.
    fileprivate func cut(to size: Int) -> [TapedSegment] {
        flatMap { segment -> [TapedSegment] in
            guard segment.payload.count > size else { return [segment] }
            let payload = [UInt8](segment.payload)
            return payload.pieces(of: size).map { range in
                var piece = segment
                piece.sequence &+= UInt32(range.lowerBound)
                piece.payload = payload[range]
                if range.upperBound < payload.count { piece.flags.remove(.psh) }
                return piece
            }
        }
    }

    /// What one side says before the other says anything, in as few segments as IP allows.
    fileprivate func coalesced() -> [TapedSegment] {
        flights().flatMap { flight -> [TapedSegment] in
            var made: [TapedSegment] = []
            for segment in flight {
                if let last = made.last, last.payload.count + segment.payload.count <= FrameEncoder.maximumPayload {
                    made[made.count - 1].payload = last.payload + segment.payload
                    made[made.count - 1].flags.formUnion(segment.flags)
                } else {
                    made.append(segment)
                }
            }
            return made
        }
    }

    /// Each flight in another order.
    fileprivate func reordered(using random: inout SeededRandom) -> [TapedSegment] {
        var made: [TapedSegment] = []
        for flight in flights() { made += flight.shuffled(using: &random) }
        return made
    }

    /// Half of the segments come again, at once or some segments later.
    fileprivate func duplicated(using random: inout SeededRandom) -> [TapedSegment] {
        var made: [TapedSegment] = []
        for flight in flights() {
            var queue = flight
            for segment in flight where !segment.payload.isEmpty && Bool.random(using: &random) {
                let first = queue.firstIndex(of: segment) ?? 0
                queue.insert(segment, at: Int.random(in: (first + 1)...queue.count, using: &random))
            }
            made += queue
        }
        return made
    }

    /// Runs of data segments of one side, its partner's bare acknowledgements in between left out; every other segment alone.
    private func flights() -> [[TapedSegment]] {
        var flights: [[TapedSegment]] = []
        for segment in self {
            let current = flights.last?.last
            let isOfFlight = current.map { !$0.payload.isEmpty && $0.connection == segment.connection } ?? false
            if segment.payload.isEmpty {
                if isOfFlight, segment.flags == .ack { continue }
                flights.append([segment])
            } else if isOfFlight, current?.from == segment.from, (flights.last?.count ?? 0) < 24 {
                flights[flights.count - 1].append(segment)
            } else {
                flights.append([segment])
            }
        }
        return flights
    }
}
