import Testing

@testable import Packets

struct FragmentTests {
    private static let words = (0..<200).map { UInt8($0) }
    private static let segment = FrameEncoder.tcpSegment(
        from: FrameDecoderTests.client, to: FrameDecoderTests.server, sequence: 1, acknowledgment: 1, flags: .ack,
        window: 1, payload: words)

    /// The segment in pieces of `size` bytes, a multiple of 8.
    static func fragments(of size: Int, isV6: Bool, identification: UInt16 = 77) -> [[UInt8]] {
        stride(from: 0, to: segment.count, by: size).map { start in
            let piece = Array(segment[start..<min(start + size, segment.count)])
            let more = start + size < segment.count
            if isV6 {
                var header: [UInt8] = [6, 0]
                header.append(big: UInt16(start) | (more ? 1 : 0))
                header.append(big: UInt32(identification))
                return FrameEncoder.ip(
                    from: FrameDecoderTests.client6.address, to: FrameDecoderTests.server6.address,
                    payloadProtocol: IPProtocol.fragment, header + piece)
            }
            let packet = FrameEncoder.ip(
                from: FrameDecoderTests.client.address, to: FrameDecoderTests.server.address, payloadProtocol: 6, piece,
                identification: identification)
            return packet.with(UInt16(start / 8) | (more ? 0x2000 : 0), at: 6)
        }
    }

    @Test("fragments make up a datagram in whatever order they come, copies and overlaps among them", arguments: 0..<40)
    func anyOrder(seed: Int) {
        var dice = Dice(seed: UInt64(seed))
        let isV6 = seed % 2 == 0
        var frames = Self.fragments(of: 8 * (1 + dice.roll(8)), isV6: isV6)
        frames += Self.fragments(of: 48, isV6: isV6).dropLast()
        frames.shuffle(using: &dice)
        var decoder = FrameDecoder()
        var found = 0
        for frame in frames where decoder.read(frame, .raw) == .tcpInDatagram {
            found += 1
            let start = decoder.segment.payloadStart
            #expect(Array(decoder.datagram[start..<start + decoder.segment.captured]) == Self.words)
        }
        #expect(found == 1)
    }

    @Test("a datagram's payload is heard as data from the store")
    func heard() {
        var listener = Listener()
        for frame in Self.fragments(of: 64, isV6: false).reversed() { listener.hear(frame, .raw, time: 0) }
        #expect(listener.connections[0].streams[0] == Self.words)
        #expect(listener.reassembler.counters.fragments == 3)
        listener.finish()
    }

    @Test("at most 256 datagrams are kept, the oldest is given up")
    func bounded() {
        var decoder = FrameDecoder()
        for number in 0..<1_000 {
            let frame = Self.fragments(of: 64, isV6: false, identification: UInt16(number))[0]
            #expect(decoder.read(frame, .raw) == .fragment)
            #expect(decoder.fragments.storedBytes <= 256 * 64)
        }
        #expect(decoder.fragments.abandoned == 1_000 - 256)
        let rest = Self.fragments(of: 64, isV6: false, identification: 999).dropFirst()
        #expect(rest.map { decoder.read($0, .raw) }.last == .tcpInDatagram)
    }

    @Test("a fragment that reaches beyond 64 KiB, or is cut, completes nothing")
    func impossible() {
        var decoder = FrameDecoder()
        let frames = Self.fragments(of: 128, isV6: false)
        #expect(decoder.read(frames[0].with(0x1FFF, at: 6), .raw) == .fragment)
        #expect(decoder.read(frames[0].dropLast(), .raw) == .fragment)
        #expect(decoder.read(frames[1], .raw) == .fragment)
        #expect(decoder.read(frames[0], .raw) == .tcpInDatagram)
    }
}

extension FrameDecoder {
    /// Decodes bytes that lie in an array of their own.
    mutating func read(_ bytes: some Collection<UInt8>, _ linkType: LinkType) -> Outcome {
        let bytes = Array(bytes)
        return decode(bytes.span, linkType: linkType)
    }
}
