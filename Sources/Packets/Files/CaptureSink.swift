#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Why a capture file could not be written.
package enum CaptureWriteError: Error, Sendable, Hashable {
    /// The file could not be made.
    case cannotCreate(path: String, errno: Int32)
    /// `offset` bytes were written before.
    case cannotWrite(path: String, offset: Int, errno: Int32)
    /// A frame longer than ``CaptureReader/frameLimit``, or an interface that was never added.
    case invalid(path: String, what: String)
}

extension CaptureWriteError: CustomStringConvertible {
    /// The code of sysexits.h with which a program should end.
    package var exitCode: Int32 {
        switch self {
        case .cannotCreate(_, let errno) where errno == EACCES || errno == EPERM || errno == EROFS: 77
        case .cannotCreate: 73
        case .cannotWrite: 74
        case .invalid: 65
        }
    }

    /// The reader of a pipe has gone: no fault of anyone's.
    package var isClosedPipe: Bool {
        if case .cannotWrite(_, _, EPIPE) = self { true } else { false }
    }

    package var description: String {
        switch self {
        case .cannotCreate(let path, let errno):
            "\(path): the capture file cannot be made: \(systemReason(errno)). Name another place."
        case .cannotWrite(let path, let offset, let errno):
            "\(path): writing failed after \(offset) bytes: \(systemReason(errno)). What was written before can be read."
        case .invalid(let path, let what):
            "\(path): \(what) cannot be written to a capture file."
        }
    }
}

/// Where a capture writer puts its bytes: memory, or a descriptor, in portions of 64 KiB.
struct CaptureSink: ~Copyable {
    let name: String
    /// What has not been written to the descriptor yet; all there is when there is no descriptor.
    private(set) var waiting: [UInt8] = []
    private var written = 0
    private var descriptor: Int32
    private let closesDescriptor: Bool

    private static let portion = 65_536

    init() {
        self.init(descriptor: -1, closes: false, name: "memory")
    }

    init(descriptor: Int32, closes: Bool, name: String) {
        self.name = name
        self.descriptor = descriptor
        closesDescriptor = closes
    }

    deinit {
        if descriptor >= 0, closesDescriptor { close(descriptor) }
    }

    /// Makes the file, or empties it; `-` is standard output.
    static func create(path: String) throws(CaptureWriteError) -> CaptureSink {
        if path == "-" { return CaptureSink(descriptor: STDOUT_FILENO, closes: false, name: "standard output") }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .cannotCreate(path: path, errno: errno) }
        return CaptureSink(descriptor: descriptor, closes: true, name: path)
    }

    mutating func append(_ bytes: UnsafeRawBufferPointer) throws(CaptureWriteError) {
        waiting.append(contentsOf: bytes)
        if waiting.count >= Self.portion { try flush() }
    }

    mutating func append(_ bytes: [UInt8]) throws(CaptureWriteError) {
        waiting.append(contentsOf: bytes)
        if waiting.count >= Self.portion { try flush() }
    }

    /// Hands everything to the descriptor, if there is one.
    mutating func flush() throws(CaptureWriteError) {
        guard descriptor >= 0 else { return }
        var done = 0
        while done < waiting.count {
            let count = waiting.withUnsafeBytes { write(descriptor, $0.baseAddress.map { $0 + done }, $0.count - done) }
            if count < 0 {
                if errno == EINTR { continue }
                let reason = errno
                waiting.removeFirst(done)
                throw .cannotWrite(path: name, offset: written, errno: reason)
            }
            done += count
            written += count
        }
        waiting.removeAll(keepingCapacity: true)
    }

    /// Flushes, and closes what was opened here: some systems report a full disk only then.
    mutating func finish() throws(CaptureWriteError) {
        try flush()
        guard descriptor >= 0 else { return }
        let closing = descriptor
        descriptor = -1
        if closesDescriptor, close(closing) != 0 { throw .cannotWrite(path: name, offset: written, errno: errno) }
    }
}

extension [UInt8] {
    /// Appends a number, the least significant byte first.
    mutating func appendLittleEndian(_ number: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
    }
}
