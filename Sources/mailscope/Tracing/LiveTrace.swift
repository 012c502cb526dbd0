import Capture
import Dialogue
import Glibc
import Packets
import Rendering

/// The capture that Ctrl-C stops: a signal handler can carry nothing along.
private nonisolated(unsafe) var running: LiveMerge?

/// Captures from interfaces until Ctrl-C, and shows each step as it is heard.
struct LiveTrace {
    var interfaces: [String]
    /// In the language of tcpdump.
    var filter: String?
    /// A file of TLS secrets, which may grow while the capture runs.
    var keyLog: String?
    var wanted = TraceFilter()
    var redacts = false
    var export = ExportOptions()
    /// A file that keeps the frames.
    var write: String?

    func run(_ shown: inout Shown, _ sink: ByteSink) throws {
        var sink = sink
        let keys = try keyLog.map { try KeyLogFile.ring(path: $0, grows: true) }
        let capture = try LiveMerge(interfaces: interfaces, filter: filter)
        let keeper = try write.map { try FrameKeeper(path: $0, captures: capture.captures) }
        var sieve = Sieve(
            filter: wanted, decided: nil, redactor: redacts ? Redactor() : nil,
            exporter: try export.exporter(decidesLater: !wanted.isEmpty))
        running = capture
        for number in [SIGINT, SIGTERM] { signal(number) { _ in running?.stop() } }
        defer {
            for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
            running = nil
        }
        Message.print("Capturing on \(interfaces.joined(separator: ", ")); Ctrl-C ends it.")
        var tracer = Tracer(needs: needs(of: shown), keys: keys)
        while !sink.isClosed {
            let count = try capture.readBatch { info, bytes in
                if info.number == 1 { sieve.begin(captureStart: info.time) }
                keeper?.keep(info, bytes)
                tracer.accept(info, bytes: bytes)
                tracer.drainPieces { sieve.pass($0) }
            }
            guard let count else { break }
            if count == 0 { tracer.advance(to: Self.now()) }
            tracer.drainPieces { sieve.pass($0) }
            tracer.drain { sieve.pass($0) { shown.render($0, to: &sink) } }
            sink.flush()
            keeper?.flush()
        }
        let dropped = capture.captures.map { $0.statistics.droppedByKernel + $0.statistics.droppedByInterface }
        while tracer.closeSome() {
            tracer.drainPieces { sieve.pass($0) }
            tracer.drain { sieve.pass($0) { shown.render($0, to: &sink) } }
        }
        tracer.finish(dropped: dropped.reduce(0, +))
        tracer.drainPieces { sieve.pass($0) }
        tracer.drain { sieve.pass($0) { shown.render($0, to: &sink) } }
        sieve.finish()
        keeper?.finish()
        report(capture, dropped, isKept: keeper?.failure == nil)
        try shown.finish(to: &sink)
        if let failure = keeper?.failure { throw failure }
        if let failure = sieve.exportFailure { throw failure }
    }

    private func needs(of shown: Shown) -> Needs {
        var needs = shown.needs
        if redacts { needs = .full.subtracting(.hashes).union(needs.intersection(.everything)) }
        if export.export != nil { needs.formUnion([.contents, .messages]) }
        return needs.union(wanted.needs)
    }

    private func report(_ capture: LiveMerge, _ dropped: [Int], isKept: Bool) {
        for (index, interface) in interfaces.enumerated() where interfaces.count > 1 {
            Message.print("\(interface): \(capture.captures[index].frames) frames captured, \(dropped[index]) dropped.")
        }
        Message.print("\(capture.frames) frames captured, \(dropped.reduce(0, +)) dropped.")
        if let write, isKept { Message.print("\(capture.frames) frames written to \(write).") }
    }

    private static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
