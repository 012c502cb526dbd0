import Testing

@testable import Packets

@Suite("Reading pcapng")
struct PcapngReadingTests {
    /// A section with all that is understood, and something that is not.
    static func everything(_ order: CaptureBytes.Order) -> (bytes: [UInt8], ends: [Int]) {
        var file = CaptureBytes(order)
        var ends: [Int] = []
        file.section(comment: "for pupils")
        file.interface(name: "lo")
        file.packet(Array("EHLO".utf8), ticks: 1_700_000_000_000_001, comments: ["who goes there", "über"])
        ends.append(file.bytes.count)
        file.block(0x0BAD) { $0.bytes += [1, 2, 3, 4, 5] }
        file.secrets("CLIENT_RANDOM 00 11\n")
        file.interface(linkType: 101, resolution: 9, name: "tun0")
        file.packet(Array("RSET!".utf8), ticks: 1_700_000_000_000_000_002, interface: 1)
        ends.append(file.bytes.count)
        file.oldPacket(Array("NOOP".utf8), ticks: 1_700_000_000_000_003, interface: 0)
        ends.append(file.bytes.count)
        file.simplePacket(Array("QUIT".utf8))
        ends.append(file.bytes.count)
        return (file.bytes, ends)
    }

    @Test("every kind of block, in both byte orders", arguments: CaptureBytes.Order.allCases)
    func everyBlock(order: CaptureBytes.Order) {
        let reading = Reading(Self.everything(order).bytes)
        #expect(reading.error == nil)
        #expect(reading.texts == ["EHLO", "RSET!", "NOOP", "QUIT"])
        #expect(reading.frames.map(\.info.linkType) == [.ethernet, .raw, .ethernet, .ethernet])
        #expect(reading.frames.map(\.info.interface) == [0, 1, 0, 0])
        // The simple packet has no time of its own, and takes that of the frame before.
        #expect(reading.frames.map(\.info.time) == [1_000, 2, 3_000, 3_000].map { 1_700_000_000_000_000_000 + $0 })
        #expect(reading.frames[0].comments == ["who goes there", "über"])
        #expect(reading.frames.dropFirst().allSatisfy { $0.comments.isEmpty })
        #expect(reading.interfaces.map(\.name) == ["lo", "tun0"])
        #expect(reading.secrets == "CLIENT_RANDOM 00 11\n")
        #expect(reading.format == .pcapng)
    }

    @Test("a file cut anywhere lends the frames before the cut", arguments: CaptureBytes.Order.allCases)
    func cutAtEveryByte(order: CaptureBytes.Order) {
        let (bytes, ends) = Self.everything(order)
        let boundaries = Self.boundaries(bytes, order)
        for cut in 4..<bytes.count {
            let reading = Reading(Array(bytes[..<cut]))
            let boundary = boundaries.last { $0 <= cut } ?? 0
            #expect(reading.error == nil, "cut at \(cut)")
            #expect(reading.frames.count == ends.count { $0 <= cut }, "cut at \(cut)")
            #expect(reading.lost == cut - boundary, "cut at \(cut)")
            #expect(reading.isCut == (cut != boundary), "cut at \(cut)")
        }
    }

    private static func boundaries(_ bytes: [UInt8], _ order: CaptureBytes.Order) -> [Int] {
        var position = 0
        var boundaries = [0]
        while position + 8 <= bytes.count {
            let field = bytes[position + 4..<position + 8]
            position += (order == .little ? field.reversed() : Array(field)).reduce(0) { $0 << 8 | Int($1) }
            boundaries.append(position)
        }
        return boundaries
    }

    @Test("each section has its own byte order and its own interfaces")
    func severalSections() {
        var first = CaptureBytes(.little)
        first.section()
        first.interface(linkType: 113, name: "any")
        first.packet([1])
        var second = CaptureBytes(.big)
        second.section(comment: "the other half")
        second.interface(linkType: 276)
        second.packet([2, 2])
        let reading = Reading(first.bytes + second.bytes)
        #expect(reading.error == nil)
        #expect(reading.frames.map(\.bytes) == [[1], [2, 2]])
        #expect(reading.frames.map(\.info.linkType) == [.linuxSLL, .linuxSLL2])
        #expect(reading.frames.map(\.info.number) == [1, 2])
        #expect(reading.interfaces.map(\.name) == [nil])
    }

    @Test(
        "time stamps come in powers of ten and of two, with an offset",
        arguments: [
            (nil, 1_500_000, 0, 1_500_000_000), (6, 1_500_000, 0, 1_500_000_000), (0, 3, 0, 3_000_000_000),
            (3, 1_500, 2, 3_500_000_000), (9, 1_500_000_000, -1, 500_000_000),
            (12, 1_500_000_000_999, 0, 1_500_000_000),
            (0x81, 3, 0, 1_500_000_000), (0x8A, 1_536, 0, 1_500_000_000), (0xA0, 0x1_8000_0000, 0, 1_500_000_000),
            // Held at the ends of what is called a time.
            (0, .max, 0, (1 << 62) - 1), (0, .max, .max, (1 << 62) - 1), (6, 0, .min, -(1 << 62)),
            (127, .max, 0, 0), (0xFF, .max, 0, 0),
        ] as [(UInt8?, UInt64, Int64, Int64)])
    func resolutions(resolution: UInt8?, ticks: UInt64, offset: Int64, expected: Int64) {
        var file = CaptureBytes()
        file.section()
        file.interface(resolution: resolution, offset: offset)
        file.packet([], ticks: ticks)
        #expect(Reading(file.bytes).frames.map(\.info.time) == [expected])
    }

    @Test("a simple packet is as long as snap length and block allow")
    func simplePackets() {
        var file = CaptureBytes()
        file.section()
        file.interface(snapLength: 6)
        file.simplePacket([1, 2, 3])
        file.simplePacket([1, 2, 3, 4, 5, 6, 7, 8], length: 90)
        let frames = Reading(file.bytes).frames
        #expect(frames.map(\.bytes) == [[1, 2, 3], [1, 2, 3, 4, 5, 6]])
        #expect(frames.map(\.info.originalLength) == [3, 90])
    }

    @Test("secrets of another kind are passed over; malformed options end their list")
    func oddities() {
        var file = CaptureBytes()
        file.section()
        file.secrets("ssh", type: 0x5353_484B)
        file.interface()
        file.block(6) {
            for number in [0, 0, 0, 0, 0] as [UInt32] { $0.put(number) }
            $0.option(1, Array("good".utf8))
            $0.put(1 as UInt16)
            $0.put(60_000 as UInt16)
        }
        let reading = Reading(file.bytes)
        #expect(reading.secrets.isEmpty)
        #expect(reading.frames.first?.comments == ["good"])
    }

    @Test(
        "a block length that cannot be is an error at its byte",
        arguments: [0, 4, 8, 11, 13, 18 << 20, 0xFFFF_FFFC] as [UInt32])
    func hostileLength(length: UInt32) {
        var file = CaptureBytes()
        file.section()
        file.interface()
        file.packet([1])
        let start = file.bytes.count
        file.block(6, length: length) { $0.bytes += [UInt8](repeating: 0, count: 24) }
        let reading = Reading(file.bytes)
        #expect(reading.frames.count == 1)
        guard case .damaged(_, let offset, _, _) = reading.error else {
            Issue.record("\(reading)")
            return
        }
        #expect(offset == start + 4)
    }

    @Test("a block of unknown kind may claim any length; the file then ends inside it")
    func hugeUnknownBlock() {
        var file = CaptureBytes()
        file.section()
        let start = file.bytes.count
        file.block(0x0BAD, length: 0xFFFF_FFF0) { $0.bytes += [0, 0, 0, 0] }
        let reading = Reading(file.bytes)
        #expect(reading.error == nil)
        #expect(reading.lost == file.bytes.count - start)
    }

    @Test("the length at a block's end must agree", arguments: [1, 6, 10, 0x0BAD] as [UInt32])
    func trailer(type: UInt32) {
        var file = CaptureBytes()
        file.section()
        file.interface()
        file.block(type, trailer: 40) { $0.bytes += [UInt8](repeating: 0, count: 20) }
        guard case .damaged(_, let offset, _, let found) = Reading(file.bytes).error else {
            Issue.record("no error")
            return
        }
        #expect(offset == file.bytes.count - 4)
        #expect(found == "40")
    }

    @Test("a frame of an interface that was never described, or longer than its block, is damage")
    func impossiblePackets() {
        for (interface, captured) in [(1, 1), (UInt32.max, 1), (0, 5), (0, UInt32.max)] as [(UInt32, UInt32)] {
            var file = CaptureBytes()
            file.section()
            file.interface()
            file.packet([1], interface: interface, captured: captured)
            guard case .damaged = Reading(file.bytes).error else {
                Issue.record("interface \(interface), \(captured) bytes")
                continue
            }
        }
    }

    @Test("secrets and interfaces have limits")
    func limits() {
        var file = CaptureBytes()
        file.section()
        let line = String(repeating: "x", count: 9 << 20)
        file.secrets(line)
        file.secrets(line)
        let reading = Reading(file.bytes)
        #expect(reading.secrets.utf8.count == 9 << 20)
        #expect(reading.secretsDropped == 9 << 20)

        file = CaptureBytes()
        file.section()
        for _ in 0...CaptureReader.interfaceLimit { file.interface() }
        guard case .damaged = Reading(file.bytes).error else {
            Issue.record("no limit")
            return
        }
    }
}
