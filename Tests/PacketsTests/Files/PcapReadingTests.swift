import Testing

@testable import Packets

@Suite("Reading classic pcap")
struct PcapReadingTests {
    struct Kind: Sendable, CustomTestStringConvertible {
        var order: CaptureBytes.Order
        var magic: UInt32
        var unit: Int64
        var extra = 0
        var testDescription: String { "\(order)-endian \(String(magic, radix: 16))" }

        /// Three frames: mail, an empty one, and bye.
        func file() -> (bytes: [UInt8], ends: [Int]) {
            var file = CaptureBytes(order)
            var ends: [Int] = []
            file.pcapHeader(magic: magic)
            for (index, text) in ["MAIL FROM", "", "QUIT"].enumerated() {
                file.record(seconds: 1_700_000_000, fraction: UInt32(index) + 7, Array(text.utf8), extra: extra)
                ends.append(file.bytes.count)
            }
            return (file.bytes, ends)
        }
    }

    static let kinds = CaptureBytes.Order.allCases.flatMap { order in
        [
            Kind(order: order, magic: 0xA1B2_C3D4, unit: 1_000), Kind(order: order, magic: 0xA1B2_3C4D, unit: 1),
            Kind(order: order, magic: 0xA1B2_CD34, unit: 1_000, extra: 8),
        ]
    }

    @Test("both byte orders, both resolutions and the modified format read alike", arguments: kinds)
    func matrix(kind: Kind) {
        let reading = Reading(kind.file().bytes)
        #expect(reading.error == nil)
        #expect(reading.texts == ["MAIL FROM", "", "QUIT"])
        #expect(reading.frames.map(\.info.number) == [1, 2, 3])
        #expect(reading.frames.map(\.info.time) == (7...9).map { 1_700_000_000_000_000_000 + $0 * kind.unit })
        #expect(reading.frames.allSatisfy { $0.info.linkType == .ethernet && $0.info.interface == 0 })
        #expect(!reading.isCut && reading.lost == 0)
        #expect(reading.format == (kind.extra > 0 ? .modifiedPcap : .pcap))
    }

    @Test("a file cut anywhere lends the frames before the cut, and says how much is lost", arguments: kinds)
    func cutAtEveryByte(kind: Kind) {
        let (bytes, ends) = kind.file()
        for cut in 4..<bytes.count {
            let reading = Reading(Array(bytes[..<cut]))
            let whole = ends.filter { $0 <= cut }
            let boundary = whole.last ?? (cut >= 24 ? 24 : 0)
            #expect(reading.error == nil)
            #expect(reading.frames.count == whole.count, "cut at \(cut)")
            #expect(reading.lost == cut - boundary, "cut at \(cut)")
            #expect(reading.isCut == (cut != boundary), "cut at \(cut)")
        }
    }

    @Test("the upper half of the link type is not part of it")
    func linkTypeIsMasked() {
        var file = CaptureBytes()
        file.pcapHeader(linkType: 0x2400_0071)
        file.record(seconds: 1, fraction: 0, [1])
        #expect(Reading(file.bytes).frames.first?.info.linkType == .linuxSLL)
    }

    @Test("a length on the wire beyond what was captured is kept")
    func snapped() {
        var file = CaptureBytes()
        file.pcapHeader()
        for number in [5, 5, 3, 1_500] as [UInt32] { file.put(number) }
        file.bytes += [1, 2, 3]
        let frame = Reading(file.bytes).frames.first
        #expect(frame?.bytes == [1, 2, 3])
        #expect(frame?.info.originalLength == 1_500)
    }

    @Test("the latest time a file can tell does not overflow")
    func latestTime() {
        var file = CaptureBytes()
        file.pcapHeader()
        file.record(seconds: .max, fraction: .max, [])
        #expect(Reading(file.bytes).frames.map(\.info.time) == [4_294_971_589_967_295_000])
    }

    @Test(
        "an absurd length is an error at its byte, after the frames before it",
        arguments: [(16 << 20) + 1, .max] as [UInt32])
    func absurdLength(length: UInt32) {
        var file = CaptureBytes()
        file.pcapHeader()
        file.record(seconds: 1, fraction: 0, [1, 2, 3, 4])
        let start = file.bytes.count
        file.record(seconds: 1, fraction: 0, [], length: length)
        let reading = Reading(file.bytes)
        #expect(reading.frames.count == 1)
        guard case .damaged(_, let offset, _, let found) = reading.error else {
            Issue.record("\(reading)")
            return
        }
        #expect(offset == start + 8)
        #expect(found.contains("\(length)"))
    }

    @Test("a frame larger than the reader's buffer is lent whole")
    func largerThanTheBuffer() {
        let large = [UInt8](repeating: 0x41, count: 3_000_000)
        var file = CaptureBytes()
        file.pcapHeader()
        for text in [[0x42], large, [0x43]] { file.record(seconds: 1, fraction: 0, text) }
        #expect(Reading(file.bytes).frames.map(\.bytes) == [[0x42], large, [0x43]])
    }

    @Test("frames on all sides of the buffer's edge come whole")
    func aroundTheBuffersEdge() {
        var file = CaptureBytes()
        file.pcapHeader()
        for index in 0..<2_500 {
            file.record(seconds: 1, fraction: 0, [UInt8](repeating: UInt8(index & 0xFF), count: 700 + index % 601))
        }
        let frames = Reading(file.bytes).frames
        #expect(frames.count == 2_500)
        #expect(
            frames.enumerated().allSatisfy { index, frame in
                frame.bytes.count == 700 + index % 601 && frame.bytes.allSatisfy { $0 == UInt8(index & 0xFF) }
            })
    }
}
