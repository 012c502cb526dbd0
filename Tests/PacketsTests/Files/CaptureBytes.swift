import Testing

@testable import Packets

/// Capture files put together byte by byte, in either byte order, so that tests do not lean on our own writers.
struct CaptureBytes {
    enum Order: String, CaseIterable, Sendable { case little, big }

    var bytes: [UInt8] = []
    let order: Order

    init(_ order: Order = .little) { self.order = order }

    mutating func put(_ number: some FixedWidthInteger) {
        let ordered = order == .little ? number.littleEndian : number.bigEndian
        withUnsafeBytes(of: ordered) { bytes.append(contentsOf: $0) }
    }

    // MARK: classic pcap

    mutating func pcapHeader(magic: UInt32 = 0xA1B2_C3D4, linkType: UInt32 = 1, minor: UInt16 = 4) {
        put(magic)
        put(2 as UInt16)
        put(minor)
        put(0 as UInt64)
        put(262_144 as UInt32)
        put(linkType)
    }

    mutating func record(seconds: UInt32, fraction: UInt32, _ frame: [UInt8], length: UInt32? = nil, extra: Int = 0) {
        put(seconds)
        put(fraction)
        put(length ?? UInt32(frame.count))
        put(UInt32(frame.count))
        bytes += [UInt8](repeating: 0xEE, count: extra) + frame
    }

    // MARK: pcapng

    /// - trailer: what the block ends with where that is not its length; `length` likewise.
    mutating func block(_ type: UInt32, length: UInt32? = nil, trailer: UInt32? = nil, _ body: (inout Self) -> Void) {
        var inner = Self(order)
        body(&inner)
        while !inner.bytes.count.isMultiple(of: 4) { inner.bytes.append(0) }
        put(type)
        put(length ?? UInt32(inner.bytes.count + 12))
        bytes += inner.bytes
        put(trailer ?? length ?? UInt32(inner.bytes.count + 12))
    }

    mutating func option(_ code: UInt16, _ value: [UInt8]) {
        put(code)
        put(UInt16(value.count))
        bytes += value
        while !bytes.count.isMultiple(of: 4) { bytes.append(0) }
    }

    mutating func section(comment: String? = nil) {
        block(0x0A0D_0D0A) {
            $0.put(0x1A2B_3C4D as UInt32)
            $0.put(1 as UInt16)
            $0.put(0 as UInt16)
            $0.put(-1 as Int64)
            if let comment { $0.option(1, Array(comment.utf8)) }
        }
    }

    mutating func interface(
        linkType: UInt16 = 1, snapLength: UInt32 = 0, resolution: UInt8? = nil, offset: Int64? = nil,
        name: String? = nil
    ) {
        block(1) {
            $0.put(linkType)
            $0.put(0 as UInt16)
            $0.put(snapLength)
            if let name { $0.option(2, Array(name.utf8)) }
            if let resolution { $0.option(9, [resolution]) }
            if let offset {
                $0.put(14 as UInt16)
                $0.put(8 as UInt16)
                $0.put(offset)
            }
            $0.put(0 as UInt32)
        }
    }

    mutating func packet(
        _ frame: [UInt8], ticks: UInt64 = 0, interface: UInt32 = 0, captured: UInt32? = nil, comments: [String] = []
    ) {
        block(6) {
            $0.put(interface)
            $0.put(UInt32(truncatingIfNeeded: ticks >> 32))
            $0.put(UInt32(truncatingIfNeeded: ticks))
            $0.put(captured ?? UInt32(frame.count))
            $0.put(UInt32(frame.count))
            $0.bytes += frame
            while !$0.bytes.count.isMultiple(of: 4) { $0.bytes.append(0) }
            for comment in comments { $0.option(1, Array(comment.utf8)) }
        }
    }

    mutating func simplePacket(_ frame: [UInt8], length: UInt32? = nil) {
        block(3) {
            $0.put(length ?? UInt32(frame.count))
            $0.bytes += frame
        }
    }

    mutating func oldPacket(_ frame: [UInt8], ticks: UInt64, interface: UInt16) {
        block(2) {
            $0.put(interface)
            $0.put(0 as UInt16)
            $0.put(UInt32(truncatingIfNeeded: ticks >> 32))
            $0.put(UInt32(truncatingIfNeeded: ticks))
            $0.put(UInt32(frame.count))
            $0.put(UInt32(frame.count))
            $0.bytes += frame
        }
    }

    mutating func secrets(_ text: String, type: UInt32 = 0x544C_534B) {
        block(10) {
            $0.put(type)
            $0.put(UInt32(text.utf8.count))
            $0.bytes += Array(text.utf8)
        }
    }
}

/// Everything a reader made of a file.
struct Reading: Equatable {
    struct Lent: Equatable {
        var info: FrameInfo
        var bytes: [UInt8]
        var comments: [String] = []
    }
    var frames: [Lent] = []
    var error: CaptureFileError?
    var lost = 0
    var isCut = false
    var format: CaptureFormat?
    var interfaces: [CaptureInterface] = []
    var secrets = ""
    var secretsDropped = 0

    /// The frames' bytes as text, which is how the tests write them.
    var texts: [String] { frames.map { String(decoding: $0.bytes, as: UTF8.self) } }

    init(_ bytes: [UInt8]) {
        do throws(CaptureFileError) { try read(CaptureReader(bytes: bytes)) } catch { self.error = error }
    }

    init(path: String) {
        do throws(CaptureFileError) { try read(CaptureReader(path: path)) } catch { self.error = error }
    }

    private mutating func read(_ opened: consuming CaptureReader) throws(CaptureFileError) {
        var file = opened
        format = file.format
        do throws(CaptureFileError) {
            while let frame = try file.next() {
                frames.append(Lent(info: frame.info, bytes: Array(span: frame.bytes), comments: frame.comments))
            }
        } catch {
            self.error = error
        }
        // It stays at its end.
        do throws(CaptureFileError) {
            if let frame = try file.next() { Issue.record("frame \(frame.info.number) behind the end") }
        } catch {
            Issue.record("a second error: \(error)")
        }
        lost = file.lost
        isCut = file.isCut
        interfaces = file.interfaces
        secretsDropped = file.secretsDropped
        secrets = String(decoding: file.secrets, as: UTF8.self)
    }
}

extension [UInt8] {
    init(span: Span<UInt8>) { self = span.withUnsafeBufferPointer { Array($0) } }
}

/// A small generator with a seed, so that a failure can be had again.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
