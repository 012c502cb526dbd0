/// What the blocks of one pcapng section have said so far that its frames need.
struct PcapngSection {
    /// False until the first section header was read whole.
    var isOpen = false
    /// What each interface means for its frames, by index.
    var interfaces: [Clock] = []

    struct Clock {
        var linkType: LinkType
        var resolution: TimeResolution
        var offset: Int64
        var snapLength: Int
    }
}

extension CaptureReader {
    /// Interfaces in one section, at most: sixteen bits count them in the old packet block.
    package static let interfaceLimit = 65_536
    /// Bytes of TLS secrets kept, at most: about 80,000 sessions.
    package static let secretsLimit = 16 << 20
    /// Bytes of a block that is read whole, at most: a frame and as many options again as anyone writes.
    static let blockLimit = frameLimit + (1 << 20)

    /// A section header's block type, the same in both byte orders.
    static let sectionType: UInt32 = 0x0A0D_0D0A
    private static let byteOrderMagic: UInt32 = 0x1A2B_3C4D
    private static let tlsKeyLog: UInt32 = 0x544C_534B

    private enum BlockType {
        static let interface: UInt32 = 1
        static let oldPacket: UInt32 = 2
        static let simplePacket: UInt32 = 3
        static let packet: UInt32 = 6
        static let secrets: UInt32 = 10
    }

    /// Reads blocks up to the next one that holds a frame; false at the end.
    mutating func advancePcapng() throws(CaptureFileError) -> Bool {
        while true {
            let start = window.position
            guard try window.require(12) else { return cut(from: start) }
            let type = word(at: 0)
            if type == Self.sectionType { try readByteOrder() }
            let length = Int(word(at: 4))
            guard length >= 12, length.isMultiple(of: 4) else {
                throw damaged(4, "a block length that is a multiple of 4, and at least 12", "\(length)")
            }
            switch type {
            case BlockType.packet, BlockType.oldPacket, BlockType.simplePacket:
                guard try requireBlock(length) else { return cut(from: start) }
                try readPacket(type: type, length: length)
                window.consume(length)
                return true
            case Self.sectionType, BlockType.interface:
                guard try requireBlock(length) else { return cut(from: start) }
                if type == BlockType.interface { try readInterface(length) } else { try readSection(length) }
                window.consume(length)
            case BlockType.secrets where length <= Self.blockLimit:
                guard try requireBlock(length) else { return cut(from: start) }
                readSecrets(length)
                window.consume(length)
            default:
                guard try skipBlock(length) else { return cut(from: start) }
            }
        }
    }

    /// Sees to it that a block is there as a whole and that both its lengths agree; false when the file ends before.
    private mutating func requireBlock(_ length: Int) throws(CaptureFileError) -> Bool {
        guard length <= Self.blockLimit else {
            throw damaged(4, "a block of at most \(Self.blockLimit) bytes", "a length of \(length)")
        }
        guard try window.require(length) else { return false }
        let trailer = Int(word(at: length - 4))
        guard trailer == length else {
            throw damaged(length - 4, "the block's length, \(length), once more", "\(trailer)")
        }
        return true
    }

    /// Passes over a block that says nothing to us, of whatever length.
    private mutating func skipBlock(_ length: Int) throws(CaptureFileError) -> Bool {
        guard try window.skip(length - 4), try window.require(4) else { return false }
        let trailer = Int(word(at: 0))
        guard trailer == length else { throw damaged(0, "the block's length, \(length), once more", "\(trailer)") }
        window.consume(4)
        return true
    }

    /// The error for a byte at `offset` from the start of the block.
    private func damaged(_ offset: Int, _ expected: String, _ found: String) -> CaptureFileError {
        .damaged(path: name, offset: window.position + offset, expected: expected, found: found)
    }
}

// MARK: - Blocks, each available as a whole and at least 12 bytes long

extension CaptureReader {
    private mutating func readByteOrder() throws(CaptureFileError) {
        switch window.word(at: 8) {
        case Self.byteOrderMagic: swapped = false
        case Self.byteOrderMagic.byteSwapped: swapped = true
        case let other:
            let digits = String(other.bigEndian, radix: 16)
            throw damaged(8, "the byte-order magic 1a2b3c4d or 4d3c2b1a", digits)
        }
    }

    private mutating func readSection(_ length: Int) throws(CaptureFileError) {
        guard length >= 28 else { throw damaged(4, "a section header of at least 28 bytes", "\(length)") }
        let major = half(at: 12)
        guard major == 1 else {
            throw .unsupported(path: name, what: "version \(major).\(half(at: 14)) of the pcapng format")
        }
        section = PcapngSection(isOpen: true)
        interfaces = []
        sectionComments = PcapngOption.comments(in: window.bytes(24..<length - 4), swapped: swapped)
    }

    private mutating func readInterface(_ length: Int) throws(CaptureFileError) {
        guard length >= 20 else { throw damaged(4, "an interface block of at least 20 bytes", "\(length)") }
        guard interfaces.count < Self.interfaceLimit else {
            throw damaged(0, "at most \(Self.interfaceLimit) interfaces", "one more")
        }
        var interface = CaptureInterface(
            linkType: LinkType(rawValue: UInt32(half(at: 8))), snapLength: Int(word(at: 12)))
        PcapngOption.forEach(in: window.bytes(16..<length - 4), swapped: swapped) { code, value in
            switch code {
            case PcapngOption.interfaceName: interface.name = String(decoding: value, as: UTF8.self)
            case PcapngOption.timeResolution:
                if let octet = value.first { interface.resolution = TimeResolution(octet: octet) }
            case PcapngOption.timeOffset where value.count == 8:
                let seconds = value.loadUnaligned(as: Int64.self)
                interface.timeOffset = swapped ? seconds.byteSwapped : seconds
            default: break
            }
        }
        interfaces.append(interface)
        section.interfaces.append(
            PcapngSection.Clock(
                linkType: interface.linkType, resolution: interface.resolution, offset: interface.timeOffset,
                snapLength: interface.snapLength))
    }

    private mutating func readSecrets(_ length: Int) {
        guard length >= 20, word(at: 8) == Self.tlsKeyLog else { return }
        let count = min(Int(word(at: 12)), length - 20)
        guard secrets.count + count <= Self.secretsLimit else {
            secretsDropped += count
            return
        }
        secrets.append(contentsOf: window.bytes(16..<16 + count))
        whenSecretsCome?(Array(secrets.suffix(count)))
    }

    /// Reads any of the three blocks that hold a frame.
    private mutating func readPacket(type: UInt32, length: Int) throws(CaptureFileError) {
        let isSimple = type == BlockType.simplePacket
        let header = isSimple ? 12 : 28
        guard length >= header + 4 else {
            throw damaged(4, "a packet block of at least \(header + 4) bytes", "\(length)")
        }
        let index = isSimple ? 0 : type == BlockType.packet ? Int(word(at: 8)) : Int(half(at: 8))
        guard index < section.interfaces.count else {
            throw damaged(8, "one of the \(section.interfaces.count) interfaces described so far", "number \(index)")
        }
        let clock = section.interfaces[index]
        let room = length - header - 4
        let original = Int(word(at: isSimple ? 8 : 24))
        var captured = isSimple ? original : Int(word(at: 20))
        if isSimple {
            // It tells its length on the wire only: less was captured where the snap length or the block is shorter.
            if clock.snapLength > 0 { captured = min(captured, clock.snapLength) }
            captured = min(captured, room)
        } else {
            let ticks = UInt64(word(at: 12)) << 32 | UInt64(word(at: 16))
            info.time = FrameInfo.held(clock.resolution.nanoseconds(ticks: ticks, offset: clock.offset))
        }
        guard captured <= room, captured <= Self.frameLimit else {
            throw damaged(20, "a frame of at most \(min(room, Self.frameLimit)) bytes", "a length of \(captured)")
        }
        info.number += 1
        info.originalLength = original
        info.linkType = clock.linkType
        info.interface = index
        lent = window.bytes(header..<header + captured)
        let padded = (captured + 3) & ~3
        lentOptions = window.bytes(header + min(padded, room)..<header + room)
    }

    /// Two bytes of the block in the host's order.
    private func half(at offset: Int) -> UInt16 {
        let value = window.bytes(offset..<offset + 2).loadUnaligned(as: UInt16.self)
        return swapped ? value.byteSwapped : value
    }
}

/// The options behind a block's fixed fields: a code, a length, a value padded to four bytes.
enum PcapngOption {
    static let end: UInt16 = 0
    static let comment: UInt16 = 1
    static let interfaceName: UInt16 = 2
    static let timeResolution: UInt16 = 9
    static let timeOffset: UInt16 = 14

    /// Hands over each whole option; what is malformed ends the list, as the block's own length is known anyway.
    static func forEach(
        in bytes: UnsafeRawBufferPointer, swapped: Bool, _ body: (UInt16, UnsafeRawBufferPointer) -> Void
    ) {
        var rest = bytes[...]
        while rest.count >= 4 {
            let head = UnsafeRawBufferPointer(rebasing: rest)
            let (code, length) = (
                head.loadUnaligned(as: UInt16.self), head.loadUnaligned(fromByteOffset: 2, as: UInt16.self)
            )
            let count = Int(swapped ? length.byteSwapped : length)
            guard code != end, count <= rest.count - 4 else { return }
            body(swapped ? code.byteSwapped : code, UnsafeRawBufferPointer(rebasing: head[4..<4 + count]))
            rest = rest.dropFirst(4 + (count + 3) & ~3)
        }
    }

    static func comments(in bytes: UnsafeRawBufferPointer, swapped: Bool) -> [String] {
        var comments: [String] = []
        forEach(in: bytes, swapped: swapped) { code, value in
            if code == comment { comments.append(String(decoding: value, as: UTF8.self)) }
        }
        return comments
    }
}
