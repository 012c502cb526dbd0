/// How a classic pcap file is laid out, by its magic number.
struct PcapLayout {
    /// Bytes before each frame.
    var recordHeader = 16
    var resolution = TimeResolution.microseconds
    /// Nanoseconds in the fraction's unit.
    var fractionUnit: Int64 = 1_000
    var swapped = false
    var format = CaptureFormat.pcap

    /// Bytes before the first record.
    static let fileHeader = 24

    init() {}

    /// - Parameter magic: the first four bytes in the host's order; nil when they are those of no classic pcap file.
    init?(magic: UInt32) {
        if !read(magic) {
            swapped = true
            guard read(magic.byteSwapped) else { return nil }
        }
    }

    private mutating func read(_ magic: UInt32) -> Bool {
        switch magic {
        case 0xA1B2_C3D4: break
        case 0xA1B2_3C4D:
            resolution = .nanoseconds
            fractionUnit = 1
        case 0xA1B2_CD34:
            recordHeader = 24
            format = .modifiedPcap
        default: return false
        }
        return true
    }
}

extension PcapLayout {
    /// Reads the file header, and says what all frames have in common.
    /// - Returns: nil for a file that ends inside its header: a cut one, which opens, and lends no frame.
    func readHeader(from window: inout ByteWindow, name: String) throws(CaptureFileError) -> CaptureInterface? {
        guard try window.require(Self.fileHeader) else { return nil }
        let version = word(at: 4, in: window)
        // Two halves of 16 bits, which reading them as one word has put in an order that depends on the file's.
        let (low, high) = (UInt16(truncatingIfNeeded: version), UInt16(truncatingIfNeeded: version >> 16))
        let isBigEndian = swapped == (UInt32(1).bigEndian != 1)
        let (major, minor) = isBigEndian ? (high, low) : (low, high)
        guard major == 2, minor >= 4 else {
            throw .unsupported(path: name, what: "version \(major).\(minor) of the pcap format")
        }
        // The upper half may tell of a frame check sequence behind each frame; its bytes do no harm there.
        let interface = CaptureInterface(
            linkType: LinkType(rawValue: word(at: 20, in: window) & 0xFFFF),
            snapLength: Int(word(at: 16, in: window)), resolution: resolution)
        window.consume(Self.fileHeader)
        return interface
    }

    private func word(at offset: Int, in window: borrowing ByteWindow) -> UInt32 {
        let word = window.word(at: offset)
        return swapped ? word.byteSwapped : word
    }
}

extension CaptureReader {
    /// Reads one record; false at the end.
    mutating func advancePcap() throws(CaptureFileError) -> Bool {
        let header = layout.recordHeader
        guard !interfaces.isEmpty, try window.require(header) else { return cut(from: window.position) }
        let captured = Int(word(at: 8))
        guard captured <= Self.frameLimit else {
            throw .damaged(
                path: name, offset: window.position + 8, expected: "a frame of at most \(Self.frameLimit) bytes",
                found: "a length of \(captured)")
        }
        guard try window.require(header + captured) else { return cut(from: window.position) }
        // 32 bits of seconds in nanoseconds, and 32 bits of microseconds, lie within ``FrameInfo/times`` together.
        let time = Int64(word(at: 0)) * 1_000_000_000 + Int64(word(at: 4)) * layout.fractionUnit
        lent = window.bytes(header..<header + captured)
        info.number += 1
        info.time = time
        info.originalLength = Int(word(at: 12))
        window.consume(header + captured)
        return true
    }
}
