/// What kind of capture file it is.
package enum CaptureFormat: String, Sendable, Hashable {
    case pcap
    /// Classic pcap with Kuznetzov's longer frame headers.
    case modifiedPcap = "modified pcap"
    case pcapng
}

/// Reads the frames of a capture file one after the other, each lent until the next is asked for:
///
///     var file = try CaptureReader(path: path)
///     while let frame = try file.next() { ... }
///     if file.isCut { print("\(file.lost) bytes lost") }
///
/// pcap in both byte orders and both resolutions, pcapng, and either of them inside gzip; from a file, a pipe or memory.
/// Frames are lent from one buffer of 256 KiB, which grows for a larger frame; nothing is allocated for a frame.
package struct CaptureReader: ~Copyable {
    /// Captured bytes of one frame, at most. The largest that Linux hands out are of 64 KiB, the largest that
    /// Wireshark accepts are of 256 KiB for networks; more than 16 MiB is a damaged length.
    package static let frameLimit = 16 << 20

    /// The path, or "standard input".
    package let name: String
    package internal(set) var format: CaptureFormat
    /// The interfaces described so far in the current section; a classic file has one, without a name.
    package internal(set) var interfaces: [CaptureInterface]
    /// TLS secrets in the form of a key log, as far as the file has been read; see ``secretsLimit``.
    package internal(set) var secrets: [UInt8]
    /// Called with each block of ``secrets`` before the frame behind it is lent: it may be needed for that frame.
    package var whenSecretsCome: (([UInt8]) -> Void)?
    /// Bytes of secrets that went beyond ``secretsLimit``.
    package internal(set) var secretsDropped = 0
    /// Comments on the current section.
    package internal(set) var sectionComments: [String]
    /// Frames lent so far.
    package var frames: Int { info.number }
    /// The file broke off inside a frame or a block, or inside its compression.
    package internal(set) var isCut = false
    /// Bytes behind the last whole frame or block that could not be used because the file broke off, counted after
    /// decompression; 0 until the end was reached.
    package internal(set) var lost = 0

    var window: ByteWindow
    /// The file's byte order is not the host's.
    var swapped: Bool
    var info: FrameInfo
    var layout: PcapLayout
    var section: PcapngSection
    private var ended = false
    /// Whoever reads several files has taken note of how this one ended.
    var isAccountedFor = false
    /// The frame to be lent, in the window's buffer.
    var lent = UnsafeRawBufferPointer(start: nil, count: 0)
    /// The options behind it, which hold its comments.
    var lentOptions = UnsafeRawBufferPointer(start: nil, count: 0)

    /// - Parameter path: a file, or `-` for standard input.
    package init(path: String) throws(CaptureFileError) {
        try self.init(StoredBytes.open(path: path))
    }

    /// - Parameter window: bytes read ahead.
    init(path: String, window: Int) throws(CaptureFileError) {
        try self.init(StoredBytes.open(path: path), window: window)
    }

    /// - Parameter name: what errors call these bytes.
    package init(bytes: [UInt8], name: String = "these bytes") throws(CaptureFileError) {
        try self.init(StoredBytes(bytes: bytes, name: name))
    }

    /// Throws first and stores last: the compiler lets no initialiser leave a noncopyable value half made, and for
    /// the same reason the arrays above have no values of their own.
    private init(
        _ stored: consuming StoredBytes, window capacity: Int = ByteWindow.usualCapacity
    ) throws(CaptureFileError) {
        let name = stored.name
        var window = ByteWindow(try ByteSource(stored), capacity: capacity)
        let magic = try Self.magic(&window, name: name)
        let layout = PcapLayout(magic: magic)
        let interface = try layout?.readHeader(from: &window, name: name)
        self.name = name
        self.window = window
        format = layout?.format ?? .pcapng
        self.layout = layout ?? PcapLayout()
        swapped = layout?.swapped ?? false
        interfaces = interface.map { [$0] } ?? []
        info = FrameInfo(number: 0, time: 0, originalLength: 0, linkType: interface?.linkType ?? .ethernet)
        secrets = []
        whenSecretsCome = nil
        sectionComments = []
        section = PcapngSection()
    }

    private static func magic(_ window: inout ByteWindow, name: String) throws(CaptureFileError) -> UInt32 {
        guard try window.require(4) else {
            if window.available == 0, !window.source.isCompressed { throw .empty(path: name) }
            throw .tooShort(path: name, bytes: window.available)
        }
        let magic = window.word(at: 0)
        guard magic == sectionType || PcapLayout(magic: magic) != nil else {
            // A little more than the magic, to tell text from bytes.
            _ = try window.require(64)
            let head = window.bytes(0..<min(64, window.available))
            throw .notACapture(path: name, looksLike: CaptureFileError.Lookalike(head: head))
        }
        return magic
    }

    /// The next frame; nil at the end of the file, whether whole or cut.
    ///
    /// - Throws: ``CaptureFileError`` once, at the first byte that contradicts the format; after that, nil.
    @_lifetime(&self)
    package mutating func next() throws(CaptureFileError) -> Frame? {
        guard try advance() else { return nil }
        let bytes = lent.assumingMemoryBound(to: UInt8.self).span
        let options = lentOptions.assumingMemoryBound(to: UInt8.self).span
        let frame = Frame(info, bytes: bytes, options: options, swapped: swapped)
        return _overrideLifetime(frame, mutating: &self)
    }

    /// Lends the frame that was read last, under another number.
    ///
    /// Mutating, though it changes nothing: else the compiler copies the reader first, once a frame.
    mutating func lend<Result>(
        number: Int, to body: (borrowing Frame) throws -> Result
    ) rethrows -> Result {
        var info = info
        info.number = number
        let bytes = lent.assumingMemoryBound(to: UInt8.self).span
        let options = lentOptions.assumingMemoryBound(to: UInt8.self).span
        return try body(Frame(info, bytes: bytes, options: options, swapped: swapped))
    }

    /// Reads the next frame, to be lent; false at the end.
    mutating func advance() throws(CaptureFileError) -> Bool {
        if ended { return false }
        do throws(CaptureFileError) {
            if try format == .pcapng ? advancePcapng() : advancePcap() { return true }
        } catch {
            ended = true
            forget()
            throw error
        }
        ended = true
        forget()
        return false
    }

    private mutating func forget() {
        lent = UnsafeRawBufferPointer(start: nil, count: 0)
        lentOptions = lent
    }

    /// Ends the reading at a record or block that began at stream position `position` and is not all there.
    mutating func cut(from position: Int) -> Bool {
        lost = window.read - position + window.source.junk
        isCut = lost > 0 || window.source.endedEarly
        return false
    }

    /// A number of the file in the host's order, at `offset` from the first unconsumed byte, which must be available.
    func word(at offset: Int) -> UInt32 {
        let word = window.word(at: offset)
        return swapped ? word.byteSwapped : word
    }
}

extension CaptureReader {
    /// Bytes of the file read so far, as stored; beside ``size`` a measure of progress.
    package var bytesRead: Int { window.source.stored.taken }
    /// Bytes of the file as stored; nil for a pipe.
    package var size: Int? { window.source.stored.size }
    package var isCompressed: Bool { window.source.isCompressed }
}

extension CaptureFileError.Lookalike {
    /// What these first bytes are usually the first bytes of.
    init?(head: UnsafeRawBufferPointer) {
        let magics: [(Self, [UInt8])] = [
            (.zstd, [0x28, 0xB5, 0x2F, 0xFD]), (.xz, [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]),
            (.bzip2, [0x42, 0x5A, 0x68]), (.lz4, [0x04, 0x22, 0x4D, 0x18]), (.zip, [0x50, 0x4B, 0x03, 0x04]),
            (.snoop, [0x73, 0x6E, 0x6F, 0x6F, 0x70, 0x00]),
        ]
        if let known = magics.first(where: { head.starts(with: $0.1) }) {
            self = known.0
        } else if head.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || (0x09...0x0D).contains($0) }) {
            self = .text
        } else {
            return nil
        }
    }
}
