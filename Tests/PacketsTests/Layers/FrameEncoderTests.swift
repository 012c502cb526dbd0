import Testing

@testable import Packets

struct FrameEncoderTests {
    /// The ones' complement sum of 16-bit words, which is FFFF over whatever holds its own checksum.
    private func sum(_ bytes: some Collection<UInt8>) -> UInt32 {
        var sum: UInt32 = 0
        for (place, byte) in bytes.enumerated() { sum += place % 2 == 0 ? UInt32(byte) << 8 : UInt32(byte) }
        while sum > 0xFFFF { sum = (sum & 0xFFFF) + (sum >> 16) }
        return sum
    }

    @Test("checksums are right, for odd and even lengths", arguments: 0..<6)
    func checksums(length: Int) {
        let payload = (0..<length).map { UInt8(200 + $0) }
        let four = FrameEncoder.tcp(
            from: FrameDecoderTests.client, to: FrameDecoderTests.server, sequence: .max, acknowledgment: 3,
            flags: [.ack, .psh], payload: payload, identification: 9)
        #expect(sum(four[14..<34]) == 0xFFFF)
        #expect(sum(Array(four[26..<34]) + [0, 6, 0, UInt8(20 + length)] + four[34...]) == 0xFFFF)
        let six = FrameEncoder.tcp(
            from: FrameDecoderTests.client6, to: FrameDecoderTests.server6, sequence: 1, flags: .syn, payload: payload,
            maximumSegmentSize: 1_440)
        #expect(sum(Array(six[22..<54]) + [0, 6, 0, UInt8(24 + length)] + six[54...]) == 0xFFFF)
    }

    @Test("what was written is read")
    func roundTrip() throws {
        let frame = FrameEncoder.tcp(
            from: FrameDecoderTests.client, to: FrameDecoderTests.server, sequence: 17, flags: .syn, window: 4_096,
            maximumSegmentSize: 1_460)
        var decoder = FrameDecoder()
        #expect(decoder.read(frame, .ethernet) == .tcp)
        #expect(decoder.segment.sequence == 17 && decoder.segment.flags == .syn && decoder.segment.length == 0)
        let view = try TCPView(frame.span.extracting(34..<frame.count))
        #expect(view.maximumSegmentSize == 1_460 && view.window == 4_096)
        #expect(view.options == [.init(kind: 2, value: 22..<24)])
    }

    @Test("fields lie side by side and fill their headers")
    func fields() {
        func ends(_ ranges: [Range<Int>]) -> Int? {
            ranges.reduce(0) { end, range in end == range.lowerBound ? range.upperBound : nil }
        }
        #expect(ends(TCPView.Field.allCases.map(\.range)) == 20)
        #expect(ends(IPv4View.Field.allCases.map(\.range)) == 20)
        #expect(ends(IPv6View.Field.allCases.map(\.range)) == 40)
    }
}
