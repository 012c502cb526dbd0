import Testing

@testable import Packets

struct MutationTests {
    /// A conversation with every frame type of the decoder's tests strewn in.
    static let frames: [(bytes: [UInt8], linkType: LinkType)] = {
        var frames: [(bytes: [UInt8], linkType: LinkType)] = []
        let weather = Conversation.Weather(lost: 20, twice: 20, overlapping: 20, lateness: 10)
        for seed in 0..<10 {
            frames += Conversation(seed: UInt64(seed), weather: weather).lines.map { ($0.packet, .raw) }
        }
        frames += (FrameDecoderTests.links + FrameDecoderTests.tunnels).map { ($0.frame, $0.linkType) }
        frames += FragmentTests.fragments(of: 64, isV6: true).map { ($0, .raw) }
        frames += FragmentTests.fragments(of: 32, isV6: false).map { ($0, .raw) }
        return frames
    }()

    @Test("whatever is in the frames, nothing traps, events fit together and memory is bounded", arguments: 0..<20)
    func mutated(seed: Int) {
        var limits = Reassembler.Limits()
        limits.silentFlows = 40
        limits.talkingFlows = 40
        limits.earlyBytesPerHalf = 2_000
        limits.earlyBytes = 8_000
        limits.comparedHalves = 10
        limits.closedFrames = 50
        limits.closingFrames = 50
        var dice = Dice(seed: UInt64(seed))
        var listener = Listener(limits: limits)
        var time: Int64 = 0
        for _ in 0..<600 {
            var (bytes, linkType) = Self.frames[dice.roll(Self.frames.count)]
            for _ in 0..<dice.roll(4) {
                // Mostly in the headers, where it hurts.
                let place = dice.happens(80) ? dice.roll(min(60, bytes.count)) : dice.roll(bytes.count)
                bytes[place] = dice.happens(50) ? bytes[place] ^ 1 << UInt8(dice.roll(8)) : UInt8(dice.roll(256))
            }
            if dice.happens(10) { bytes.removeLast(dice.roll(bytes.count)) }
            if dice.happens(5) { linkType = LinkType(rawValue: UInt32(dice.roll(120))) }
            time &+= dice.happens(2) ? Int64(bitPattern: dice.next()) : 1_000_000
            listener.hear(bytes, linkType, time: time)
            if listener.reassembler.early.cost > 8_000 { Issue.record("too many early bytes") }
            if listener.reassembler.flowCount > 140 { Issue.record("too many connections") }
        }
        #expect(listener.reassembler.storeBytes <= 8_000 + 256 * 65_536)
        listener.finish()
    }
}
