import Dialogue
import Packets
import Rendering
import ScriptedCaptures
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite("Damaged captures")
struct MutationTests {
    /// How many captures are damaged and traced; MAILSCOPE_MUTATIONS=50000 for a long run.
    static let runs = getenv("MAILSCOPE_MUTATIONS").flatMap { Int(String(cString: $0)) } ?? 600
    /// MAILSCOPE_MUTATION=1234 repeats one of them.
    static let only = getenv("MAILSCOPE_MUTATION").flatMap { Int(String(cString: $0)) }
    /// The runs are shared out among so many tests, which run side by side.
    private static let shares = 8

    @Test("there is something to damage")
    func corpus() {
        #expect(Corpus.recorded.count >= 10)
        #expect(Corpus.all.allSatisfy { !$0.frames.isEmpty })
    }

    @Test("are traced to their end, in bounds, and what is said of them fits together", arguments: 0..<shares)
    func damaged(share: Int) {
        if let only = Self.only { return share == 0 ? Self.run(only) : () }
        for number in stride(from: share, to: Self.runs, by: Self.shares) { Self.run(number) }
    }

    @Test("a clock that jumps from one end of time to the other breaks nothing")
    func jumpingClock() {
        for capture in Corpus.all {
            for times in [[.min, .max], [0, 4_294_967_295_000_000_000], [.max, 0, .min]] as [[Int64]] {
                var dice = Dice(seed: 1)
                var frames = capture.frames
                for index in frames.indices { frames[index].time = times[index % times.count] }
                let records = Self.trace(frames, &dice)
                #expect(Invariants.broken(by: records) == [], "\(capture.name)")
                Self.render(records)
            }
        }
    }

    private static func run(_ number: Int) {
        var dice = Dice(seed: UInt64(number))
        let capture = Corpus.all[dice.roll(Corpus.all.count)]
        var frames = capture.frames
        Mutation.mutate(&frames, using: &dice)
        let octets = frames.reduce(0) { $0 + $1.bytes.count }
        let records = dice.happens(20) ? traceFile(frames, &dice) : trace(frames, &dice)
        let broken = Invariants.broken(by: records)
        #expect(broken == [], "run \(number), \(capture.name)")
        #expect(records.count <= 2 * octets + 100, "run \(number), \(capture.name): endless")
        render(records)
    }

    /// Frame by frame, with room or with hardly any.
    private static func trace(_ frames: [ScriptedFrame], _ dice: inout Dice) -> [Record] {
        var limits = Reassembler.Limits()
        if dice.happens(30) {
            limits.silentFlows = 2
            limits.talkingFlows = 2
            limits.earlyBytesPerHalf = 500
            limits.earlyBytes = 1_000
            limits.comparedHalves = 2
        }
        var tracer = Tracer(needs: dice.happens(80) ? .full : [.dialogue], limits: limits)
        var records: [Record] = []
        for (index, frame) in frames.enumerated() {
            let info = FrameInfo(
                number: index + 1, time: frame.time, originalLength: max(frame.originalLength, frame.bytes.count),
                linkType: frame.linkType)
            tracer.accept(info, bytes: frame.bytes.span)
            tracer.drain { records.append($0) }
            #expect(tracer.countHeldBytes() <= 16 << 20)
        }
        tracer.finish()
        tracer.drain { records.append($0) }
        return records
    }

    /// As a file that is damaged itself, and cut.
    private static func traceFile(_ frames: [ScriptedFrame], _ dice: inout Dice) -> [Record] {
        guard var file = try? PcapngWriter(), let linkType = frames.first?.linkType,
            (try? file.addInterface(linkType: linkType)) != nil
        else { return [] }
        for frame in frames { try? file.write(frame.bytes.span, time: max(0, frame.time), interface: 0) }
        var bytes = file.bytes
        for _ in 0..<dice.roll(6) { bytes[dice.roll(bytes.count)] = UInt8(dice.roll(256)) }
        bytes.removeLast(dice.roll(bytes.count))
        var tracer = Tracer()
        guard var reader = try? CaptureReader(bytes: bytes) else { return [] }
        while let frame = try? reader.next() { tracer.accept(frame) }
        tracer.finish(lost: reader.lost)
        return tracer.outbox.takeAll()
    }

    /// What is shown of it must not trap either.
    private static func render(_ records: [Record]) {
        var sink = ByteSink()
        var text = TerminalRenderer(width: 80, palette: .plain, order: .whole)
        var json = JSONLinesRenderer()
        var summary = SummaryRenderer()
        for record in records {
            text.render(record, to: &sink)
            json.render(record, to: &sink)
            summary.collect(record)
        }
        text.finish(to: &sink)
        summary.finish(to: &sink)
        #expect(!sink.bytes.isEmpty || records.isEmpty)
    }
}
