import CZlib

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The bytes of a file as they are stored: from a descriptor, or from memory.
struct StoredBytes: ~Copyable {
    /// As errors call it.
    let name: String
    /// Bytes in all, where the system knows; nil for a pipe.
    let size: Int?
    /// Bytes taken so far.
    private(set) var taken = 0
    /// Served before the descriptor's: all there is of a source in memory, or what ``peek(_:)`` has looked at.
    private var ahead: [UInt8]
    private var aheadPosition = 0
    /// -1 for a source in memory.
    private let descriptor: Int32
    private let closesDescriptor: Bool

    init(bytes: [UInt8], name: String) {
        self.name = name
        size = bytes.count
        ahead = bytes
        descriptor = -1
        closesDescriptor = false
    }

    private init(descriptor: Int32, closes: Bool, size: Int?, name: String) {
        self.name = name
        self.size = size
        self.descriptor = descriptor
        closesDescriptor = closes
        ahead = []
    }

    deinit {
        if closesDescriptor { close(descriptor) }
    }

    /// - Parameter path: a file, or `-` for standard input.
    static func open(path: String) throws(CaptureFileError) -> StoredBytes {
        let isStandardInput = path == "-"
        let name = isStandardInput ? "standard input" : path
        #if canImport(Glibc)
            let descriptor = isStandardInput ? STDIN_FILENO : Glibc.open(path, O_RDONLY | O_CLOEXEC)
        #else
            let descriptor = isStandardInput ? STDIN_FILENO : Darwin.open(path, O_RDONLY | O_CLOEXEC)
        #endif
        guard descriptor >= 0 else { throw CaptureFileError(errno: errno, path: name) }
        var status = stat()
        let known = fstat(descriptor, &status) == 0
        let kind = status.st_mode & S_IFMT
        let stored = StoredBytes(
            descriptor: descriptor, closes: !isStandardInput,
            size: known && kind == S_IFREG ? Int(status.st_size) : nil, name: name)
        if known, kind == S_IFDIR { throw .directory(path: name) }
        return stored
    }

    /// Reads up to as many bytes as fit; 0 is the end.
    mutating func read(into room: UnsafeMutableRawBufferPointer) throws(CaptureFileError) -> Int {
        let waiting = ahead.count - aheadPosition
        guard waiting == 0 else {
            let count = min(waiting, room.count)
            ahead.withUnsafeBytes { all in
                room.copyMemory(from: UnsafeRawBufferPointer(rebasing: all[aheadPosition..<aheadPosition + count]))
            }
            aheadPosition += count
            taken += count
            return count
        }
        let count = try readDescriptor(into: room)
        taken += count
        return count
    }

    /// The first bytes, without taking them: `count`, or fewer where there are no more.
    mutating func peek(_ count: Int) throws(CaptureFileError) -> [UInt8] {
        while ahead.count < count {
            var room = [UInt8](repeating: 0, count: 4_096)
            var got = 0
            var failure: CaptureFileError?
            room.withUnsafeMutableBytes { room in
                do throws(CaptureFileError) { got = try readDescriptor(into: room) } catch { failure = error }
            }
            if let failure { throw failure }
            if got == 0 { break }
            ahead.append(contentsOf: room[..<got])
        }
        return Array(ahead.prefix(count))
    }

    private func readDescriptor(into room: UnsafeMutableRawBufferPointer) throws(CaptureFileError) -> Int {
        guard descriptor >= 0, room.count > 0 else { return 0 }
        while true {
            #if canImport(Glibc)
                let count = Glibc.read(descriptor, room.baseAddress, room.count)
            #else
                let count = Darwin.read(descriptor, room.baseAddress, room.count)
            #endif
            if count >= 0 { return count }
            if errno != EINTR { throw CaptureFileError(errno: errno, path: name, offset: taken) }
        }
    }
}

/// The bytes of a capture file: as stored, or decompressed where they are those of gzip.
struct ByteSource: ~Copyable {
    private(set) var stored: StoredBytes
    private let inflater: Inflater?

    init(_ stored: consuming StoredBytes) throws(CaptureFileError) {
        let magic = try stored.peek(3)
        inflater = magic == [0x1F, 0x8B, 0x08] ? Inflater(name: stored.name) : nil
        self.stored = stored
    }

    var isCompressed: Bool { inflater != nil }
    /// The compressed data stopped before its end mark.
    var endedEarly: Bool { inflater?.endedEarly ?? false }
    /// Bytes behind the compressed data that are not compressed data.
    var junk: Int { inflater?.junk ?? 0 }

    /// Reads up to as many bytes as fit; 0 is the end.
    mutating func read(into room: UnsafeMutableRawBufferPointer) throws(CaptureFileError) -> Int {
        guard let inflater else { return try stored.read(into: room) }
        return try inflater.read(into: room, from: &stored)
    }
}

/// zlib's streaming decompressor over stored bytes; reads several gzip members one after the other.
///
/// A class because zlib remembers where its stream lies, so the stream must not move.
private final class Inflater {
    private let name: String
    private let stream: UnsafeMutablePointer<z_stream>
    private let input: UnsafeMutableRawBufferPointer
    private var state = State.inside
    /// Decompressed bytes handed out.
    private var produced = 0
    private(set) var endedEarly = false
    private(set) var junk = 0

    private enum State {
        case inside, betweenMembers, ended
        case failed(CaptureFileError)
    }

    /// 64 KiB of compressed bytes at a time: more gains nothing, the decompression costs a hundred times the read.
    private static let inputSize = 65_536

    init(name: String) {
        self.name = name
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        input = .allocate(byteCount: Self.inputSize, alignment: 16)
        // 15 bits of window, the most there are, and 16 for a gzip header.
        let code = inflateInit2_(stream, 15 + 16, zlibVersion(), Int32(MemoryLayout<z_stream>.size))
        if code != Z_OK { state = .failed(.unreadable(path: name, offset: 0, errno: ENOMEM)) }
    }

    deinit {
        inflateEnd(stream)
        stream.deinitialize(count: 1)
        stream.deallocate()
        input.deallocate()
    }

    /// What was decompressed before a fault is handed out first; the fault is thrown by the next call.
    func read(into room: UnsafeMutableRawBufferPointer, from stored: inout StoredBytes)
        throws(CaptureFileError) -> Int
    {
        guard room.count > 0 else { return 0 }
        stream.pointee.next_out = room.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(clamping: room.count)
        let before = stream.pointee.avail_out
        while stream.pointee.avail_out == before {
            switch state {
            case .ended: return 0
            case .failed(let error): throw error
            case .betweenMembers: try beginMember(from: &stored)
            case .inside: try inflateSome(from: &stored)
            }
        }
        let count = Int(before - stream.pointee.avail_out)
        produced += count
        return count
    }

    private func inflateSome(from stored: inout StoredBytes) throws(CaptureFileError) {
        if stream.pointee.avail_in == 0, try refill(from: &stored) == 0 {
            endedEarly = true
            state = .ended
            return
        }
        switch inflate(stream, Z_NO_FLUSH) {
        case Z_OK, Z_BUF_ERROR: break
        case Z_STREAM_END: state = .betweenMembers
        default:
            let words = stream.pointee.msg.map { String(cString: $0) } ?? "something else"
            let done = produced + Int(stream.pointee.total_out)
            state = .failed(.damaged(path: name, offset: done, expected: "gzip data", found: words))
        }
    }

    /// Behind a member comes another, or the end; anything else is not ours, and is counted.
    private func beginMember(from stored: inout StoredBytes) throws(CaptureFileError) {
        if stream.pointee.avail_in == 0, try refill(from: &stored) == 0 {
            state = .ended
            return
        }
        if stream.pointee.next_in.pointee == 0x1F {
            inflateReset(stream)
            state = .inside
            return
        }
        // Zeros are padding, as tapes leave it.
        while true {
            let rest = UnsafeBufferPointer(start: stream.pointee.next_in, count: Int(stream.pointee.avail_in))
            junk += rest.count { $0 != 0 }
            stream.pointee.avail_in = 0
            if try refill(from: &stored) == 0 { break }
        }
        state = .ended
    }

    private func refill(from stored: inout StoredBytes) throws(CaptureFileError) -> Int {
        let count = try stored.read(into: input)
        stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_in = UInt32(count)
        return count
    }
}
