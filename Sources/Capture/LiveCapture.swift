import CPcap
package import Packets

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Frames from an interface as they pass, through libpcap.
///
///     let capture = try LiveCapture(interface: "lo", filter: "tcp port 25")
///     while try capture.readBatch({ info, bytes in ... }) != nil { flush() }
///     print(capture.statistics.droppedByKernel)
///
/// Checksums are not looked at: what this machine itself sends has none yet, as its network card computes them.
package final class LiveCapture {
    package struct Options: Sendable, Hashable {
        /// Bytes kept of a frame. Loopback hands out segments of 65,549 bytes.
        package var snapLength = 262_144
        /// How long the kernel may gather frames before it hands them over. Longer costs delay, shorter costs wake-ups.
        package var timeoutMilliseconds = 100
        /// Bytes that the kernel may hold while we are busy; beyond them it drops frames.
        package var bufferSize = 16 << 20
        /// Also frames meant for other machines.
        package var isPromiscuous = false
        package init() {}
    }

    package struct Statistics: Sendable, Hashable {
        /// As the kernel counts: on loopback each frame twice. Compare nothing with it.
        package var received = 0
        /// For want of room in the buffer.
        package var droppedByKernel = 0
        package var droppedByInterface = 0
    }

    package let interface: String
    package let linkType: LinkType
    /// Frames lent so far.
    package private(set) var frames = 0
    // Only `stop` may be called beside the reading thread, and pcap_breakloop is made for that.
    private nonisolated(unsafe) let handle: OpaquePointer
    /// Nanoseconds in the unit of a time stamp's fraction.
    private let fractionUnit: Int64
    /// Milliseconds in which the kernel hands over all that it has gathered, with some to spare.
    private let timeout: Int32
    /// Once stopped: when that was, in nanoseconds since 1970. Frames that came later end the reading.
    private var drainUntil: Int64?
    /// Of the frame lent last.
    private var lastTime: Int64 = 0

    /// Opens an interface.
    /// - Parameters:
    ///   - interface: its name, or `any`.
    ///   - filter: in the language of tcpdump; applied by the kernel.
    package init(interface: String, filter: String? = nil, options: Options = Options()) throws(CaptureError) {
        let handle = try Self.open(interface, options)
        do throws(CaptureError) {
            if let filter { try Self.apply(filter, to: handle, interface: interface) }
        } catch {
            pcap_close(handle)
            throw error
        }
        self.interface = interface
        self.handle = handle
        timeout = Int32(clamping: min(options.timeoutMilliseconds, 10_000) + 50)
        linkType = LinkType(dlt: pcap_datalink(handle))
        fractionUnit = pcap_get_tstamp_precision(handle) == PCAP_TSTAMP_PRECISION_NANO ? 1 : 1_000
    }

    deinit { pcap_close(handle) }

    /// Waits for frames and lends each to `body`, on this thread, from one thread at a time.
    ///
    /// What had come when ``stop()`` was called is still lent; that takes the kernel's time-out once more at most.
    /// - Parameter max: frames at most; the rest comes with the next call.
    /// - Returns: how many came, 0 when the kernel's time was up; nil once stopped and all is lent.
    package func readBatch(max: Int = 512, _ body: (FrameInfo, Span<UInt8>) -> Void) throws(CaptureError) -> Int? {
        if let drainUntil, lastTime > drainUntil { return nil }
        let before = frames
        let code = dispatch(max, body)
        if code == PCAP_ERROR_BREAK, drainUntil == nil {
            guard beginDraining() else { return nil }
            return try readBatch(max: max, body)
        }
        if code < 0, code != PCAP_ERROR_BREAK {
            throw .failed(interface: interface, reason: FilterProgram.reason(of: handle))
        }
        return drainUntil != nil && frames == before ? nil : frames - before
    }

    /// ``readBatch(max:_:)`` no longer waits for frames; whoever reads waits for ``selectableDescriptor``.
    func stopBlocking() throws(CaptureError) {
        var message = [CChar](repeating: 0, count: Int(PCAP_ERRBUF_SIZE))
        guard pcap_setnonblock(handle, 1, &message) == 0 else {
            throw .failed(interface: interface, reason: FilterProgram.reason(of: handle))
        }
    }

    /// What poll(2) may wait for; -1 where there is no such thing.
    var selectableDescriptor: Int32 { pcap_get_selectable_fd(handle) }

    /// Waits until the kernel hands over what it was gathering when we were stopped, and lets nothing wait after that.
    private func beginDraining() -> Bool {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        drainUntil = Int64(now.tv_sec) &* 1_000_000_000 &+ Int64(now.tv_nsec)
        var waiting = pollfd(fd: pcap_get_selectable_fd(handle), events: Int16(POLLIN), revents: 0)
        if waiting.fd >= 0 { _ = poll(&waiting, 1, timeout) }
        var message = [CChar](repeating: 0, count: Int(PCAP_ERRBUF_SIZE))
        return pcap_setnonblock(handle, 1, &message) == 0
    }

    /// Ends the waiting in ``readBatch(max:_:)``, now or the next time. May be called from any thread, and from a signal
    /// handler, as long as the capture lives.
    package nonisolated func stop() { pcap_breakloop(handle) }

    /// What was received and dropped since the interface was opened.
    package var statistics: Statistics {
        var counts = pcap_stat()
        guard pcap_stats(handle, &counts) == 0 else { return Statistics() }
        return Statistics(
            received: Int(counts.ps_recv), droppedByKernel: Int(counts.ps_drop),
            droppedByInterface: Int(counts.ps_ifdrop))
    }

    /// What the C function is handed as its one argument.
    private final class Visit {
        let capture: LiveCapture
        let body: (FrameInfo, Span<UInt8>) -> Void

        init(_ capture: LiveCapture, _ body: @escaping (FrameInfo, Span<UInt8>) -> Void) {
            self.capture = capture
            self.body = body
        }
    }

    private func dispatch(_ max: Int, _ body: (FrameInfo, Span<UInt8>) -> Void) -> Int32 {
        withoutActuallyEscaping(body) { body in
            let visit = Visit(self, body)
            return withExtendedLifetime(visit) {
                let user = Unmanaged.passUnretained(visit).toOpaque().assumingMemoryBound(to: UInt8.self)
                return pcap_dispatch(handle, Int32(clamping: max), { LiveCapture.visited($0, $1, $2) }, user)
            }
        }
    }

    private static func visited(
        _ user: UnsafeMutablePointer<UInt8>?, _ header: UnsafePointer<pcap_pkthdr>?, _ bytes: UnsafePointer<UInt8>?
    ) {
        guard let user, let header = header?.pointee else { return }
        let visit = Unmanaged<Visit>.fromOpaque(user).takeUnretainedValue()
        let capture = visit.capture
        capture.frames += 1
        capture.lastTime = Int64(header.ts.tv_sec) &* 1_000_000_000 &+ Int64(header.ts.tv_usec) &* capture.fractionUnit
        let info = FrameInfo(
            number: capture.frames, time: capture.lastTime,
            originalLength: Int(header.len), linkType: capture.linkType)
        visit.body(info, UnsafeBufferPointer(start: bytes, count: bytes == nil ? 0 : Int(header.caplen)).span)
    }
}

// The handle is used by the thread that reads, and by `stop`, which libpcap allows beside it; the variables
// are the reading thread's.
extension LiveCapture: @unchecked Sendable {}

extension LiveCapture {
    private static func open(_ interface: String, _ options: Options) throws(CaptureError) -> OpaquePointer {
        var message = [CChar](repeating: 0, count: Int(PCAP_ERRBUF_SIZE))
        guard let handle = pcap_create(interface, &message) else {
            throw .unavailable(interface: interface, reason: "out of memory")
        }
        pcap_set_snaplen(handle, Int32(clamping: options.snapLength))
        pcap_set_promisc(handle, options.isPromiscuous ? 1 : 0)
        pcap_set_timeout(handle, Int32(clamping: options.timeoutMilliseconds))
        pcap_set_buffer_size(handle, Int32(clamping: options.bufferSize))
        // Immediate mode would make the kernel's buffer hold few frames, and drop the rest under load.
        pcap_set_immediate_mode(handle, 0)
        // Where nanoseconds are not to be had, microseconds remain.
        pcap_set_tstamp_precision(handle, PCAP_TSTAMP_PRECISION_NANO)
        let code = pcap_activate(handle)
        guard code < 0 else { return handle }
        let reason = FilterProgram.reason(of: handle)
        pcap_close(handle)
        switch code {
        case PCAP_ERROR_NO_SUCH_DEVICE: throw Interfaces.missing(interface)
        case PCAP_ERROR_PERM_DENIED, PCAP_ERROR_PROMISC_PERM_DENIED:
            throw .notPermitted(interface: interface, reason: reason)
        case PCAP_ERROR_IFACE_NOT_UP: throw .interfaceDown(name: interface)
        default: throw .unavailable(interface: interface, reason: reason)
        }
    }

    private static func apply(_ filter: String, to handle: OpaquePointer, interface: String) throws(CaptureError) {
        let program = try FilterProgram.compile(filter, on: handle)
        defer {
            pcap_freecode(program)
            program.deallocate()
        }
        guard pcap_setfilter(handle, program) == 0 else {
            throw .unavailable(interface: interface, reason: FilterProgram.reason(of: handle))
        }
    }
}
