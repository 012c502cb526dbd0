import CPcap
package import Packets
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Frames from several interfaces in the order of time. A single interface is read as it is.
///
/// Interfaces hand over what they have gathered a moment late, each at its own pace: frames wait ``patience`` for earlier ones
/// of other interfaces. While they wait they are copied; a frame keeps its own link type.
package final class LiveMerge {
    /// How long a frame waits: longer than the kernel gathers, in nanoseconds.
    private static let patience: Int64 = 150_000_000
    /// Octets that may wait in all; beyond, they are lent at once: better out of order than lost.
    private static let waitingLimit = 16 << 20
    /// Milliseconds without a frame after which the caller gets a word.
    private static let pause: Int32 = 100

    private struct Waiting {
        var info: FrameInfo
        /// In ``octets``.
        var range: Range<Int>
    }

    /// In the order in which they were named; a frame's `interface` is an index here.
    package let captures: [LiveCapture]
    /// Frames lent so far.
    package private(set) var frames = 0
    private var open: [Bool]
    private var waiting: [Waiting] = []
    private var octets: [UInt8] = []
    /// Captures that do not wait do not notice that they were stopped.
    private let isStopped = Atomic<Bool>(false)
    /// Once stopped: when the last frames that were gathered before have come.
    private var lastCall: Int64?

    package init(interfaces: [String], filter: String? = nil) throws(CaptureError) {
        var captures: [LiveCapture] = []
        for interface in interfaces { captures.append(try LiveCapture(interface: interface, filter: filter)) }
        self.captures = captures
        open = captures.map { _ in true }
        guard captures.count > 1 else { return }
        for capture in captures { try capture.stopBlocking() }
    }

    /// Waits for frames and lends each to `body`, on this thread.
    ///
    /// - Returns: how many were lent, 0 where none came for a moment; nil once stopped and all is lent.
    package func readBatch(_ body: (FrameInfo, Span<UInt8>) -> Void) throws(CaptureError) -> Int? {
        let before = frames
        if captures.count == 1, let only = captures.first {
            guard try only.readBatch(body) != nil else { return nil }
            frames = only.frames
            return frames - before
        }
        if waiting.isEmpty { wait() }
        var gathered = 0
        for index in captures.indices where open[index] {
            let count = try captures[index].readBatch { info, bytes in self.keep(info, bytes, of: index) }
            if let count { gathered += count } else { open[index] = false }
        }
        if isStopped.load(ordering: .relaxed), lastCall == nil { lastCall = Self.now() + 2 * Self.patience }
        let isOver = !open.contains(true) || lastCall.map { Self.now() > $0 } ?? false
        if gathered == 0, !isOver, !waiting.isEmpty { wait() }
        lend(until: isOver || octets.count > Self.waitingLimit ? .max : Self.now() - Self.patience, body)
        return isOver && frames == before ? nil : frames - before
    }

    /// As ``LiveCapture/stop()``, for all.
    package nonisolated func stop() {
        isStopped.store(true, ordering: .relaxed)
        for capture in captures { capture.stop() }
    }

    private func wait() {
        var descriptors: [pollfd] = []
        for index in captures.indices where open[index] {
            let descriptor = captures[index].selectableDescriptor
            if descriptor >= 0 { descriptors.append(pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)) }
        }
        _ = poll(&descriptors, nfds_t(descriptors.count), Self.pause)
    }

    private func keep(_ info: FrameInfo, _ bytes: Span<UInt8>, of index: Int) {
        let start = octets.count
        bytes.withUnsafeBufferPointer { octets.append(contentsOf: $0) }
        var info = info
        info.interface = index
        waiting.append(Waiting(info: info, range: start..<octets.count))
    }

    private func lend(until time: Int64, _ body: (FrameInfo, Span<UInt8>) -> Void) {
        guard !waiting.isEmpty else { return }
        let order = waiting.indices.sorted {
            (waiting[$0].info.time, waiting[$0].info.interface, $0)
                < (waiting[$1].info.time, waiting[$1].info.interface, $1)
        }
        var kept: [Waiting] = []
        var keptOctets: [UInt8] = []
        for index in order {
            var frame = waiting[index]
            if frame.info.time <= time {
                frames += 1
                frame.info.number = frames
                body(frame.info, octets.span.extracting(frame.range))
            } else {
                let start = keptOctets.count
                keptOctets += octets[frame.range]
                kept.append(Waiting(info: frame.info, range: start..<keptOctets.count))
            }
        }
        waiting = kept
        octets = keptOctets
    }

    private static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }
}

// Used by the thread that reads, and by `stop`, which its captures allow beside it.
extension LiveMerge: @unchecked Sendable {}
