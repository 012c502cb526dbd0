#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Where every renderer writes: UTF-8 bytes gathered and handed to a file descriptor in large pieces, or kept in memory.
///
/// A pipe that its reader closed (`| head`) is no error: ``isClosed`` becomes true, further bytes are dropped, and the
/// program may end quietly.
package struct ByteSink: Sendable {
    package enum Destination: Sendable, Hashable {
        case descriptor(Int32)
        case memory
    }

    /// When gathered bytes are written out.
    package enum Pace: Sendable, Hashable {
        /// At ``ByteSink/capacity``: for files and pipes.
        case full
        /// After each record: for terminals and live work.
        case record
    }

    /// Bytes gathered before they are written: enough that the cost of a system call vanishes, 64 KiB.
    package static let capacity = 65_536

    package let destination: Destination
    package let pace: Pace
    /// The reader went away, or writing failed: nothing more is written.
    package private(set) var isClosed = false
    /// The `errno` of the write that failed; nil where none failed, or the reader only closed its pipe.
    package private(set) var failure: Int32?
    /// Something was written or taken away before.
    private var wasEmptied = false
    /// Nothing was appended yet: a page needs no blank line in front.
    var isUntouched: Bool { !wasEmptied && buffer.isEmpty }
    /// Renderers of this module append here; ``recordEnded()`` keeps it small.
    var buffer = TextBuffer()

    /// - Parameter descriptor: An open file descriptor; the sink never closes it.
    package init(descriptor: Int32, pace: Pace = .full) {
        destination = .descriptor(descriptor)
        self.pace = pace
        buffer = TextBuffer(capacity: Self.capacity + 8_192)
    }

    /// A sink that keeps everything, see ``bytes``.
    package init() {
        destination = .memory
        pace = .full
    }

    /// What was appended and not yet written; in memory, everything.
    package var bytes: [UInt8] { buffer.bytes }
    package var text: String { buffer.text }

    package mutating func append(_ text: String) { buffer.append(text) }

    package mutating func append(_ bytes: [UInt8]) { buffer.append(contentsOf: bytes) }

    /// - Parameter start: Bytes in front that are left out.
    mutating func append(_ text: TextBuffer, from start: Int = 0) { buffer.append(contentsOf: text, from: start) }

    /// Empties a sink in memory and returns what it held.
    package mutating func take() -> [UInt8] {
        defer { buffer.removeAll() }
        wasEmptied = wasEmptied || !buffer.isEmpty
        return buffer.bytes
    }

    /// Renderers call this after each record: writes when it is time to.
    package mutating func recordEnded() {
        if pace == .record || buffer.count >= Self.capacity { flush() }
    }

    /// Writes what is gathered. Memory keeps it.
    package mutating func flush() {
        guard case .descriptor(let descriptor) = destination, !buffer.isEmpty else { return }
        if !isClosed {
            let outcome = buffer.withBytes { Self.writeAll($0, to: descriptor) }
            isClosed = outcome != 0
            if outcome != 0, outcome != EPIPE { failure = outcome }
        }
        wasEmptied = true
        buffer.removeAll()
    }

    /// A write to a closed pipe then fails instead of ending the process. To be called once, at the program's start.
    package static func surviveClosedPipes() {
        _ = signal(SIGPIPE, SIG_IGN)
    }

    /// - Returns: 0, or the `errno` of the write that failed.
    private static func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32 {
        var start = 0
        while start < bytes.count {
            let written = write(descriptor, bytes.baseAddress.map { $0 + start }, bytes.count - start)
            if written >= 0 {
                start += written
            } else if errno == EAGAIN || errno == EWOULDBLOCK {
                // A descriptor shared with a non-blocking peer: wait until it takes bytes again.
                var wanted = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&wanted, 1, -1)
            } else if errno != EINTR {
                return errno
            }
        }
        return 0
    }
}
