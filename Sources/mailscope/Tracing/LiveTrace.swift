import Capture
import Dialogue
import Glibc
import Rendering
import Synchronization

/// The capture that Ctrl-C stops: a signal handler can carry nothing along.
private nonisolated(unsafe) var running: LiveCapture?

/// Captures from an interface until Ctrl-C, and shows each step as it is heard.
struct LiveTrace {
    var interface: String
    var filter: String?

    func run(_ shown: inout Shown, _ sink: ByteSink) throws {
        var sink = sink
        let capture = try LiveCapture(interface: interface, filter: filter)
        running = capture
        for number in [SIGINT, SIGTERM] { signal(number) { _ in running?.stop() } }
        defer {
            for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
            running = nil
        }
        Message.print("Capturing on \(interface); Ctrl-C ends it.")
        var tracer = Tracer(needs: shown.needs)
        while !sink.isClosed {
            let count = try capture.readBatch { info, bytes in tracer.accept(info, bytes: bytes) }
            guard let count else { break }
            if count == 0 { tracer.advance(to: Self.now()) }
            tracer.drain { shown.render($0, to: &sink) }
            sink.flush()
        }
        let statistics = capture.statistics
        tracer.finish(dropped: statistics.droppedByKernel + statistics.droppedByInterface)
        tracer.drain { shown.render($0, to: &sink) }
        try shown.finish(to: &sink)
        let dropped = statistics.droppedByKernel + statistics.droppedByInterface
        Message.print("\(capture.frames) frames captured, \(dropped) dropped.")
    }

    private static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
