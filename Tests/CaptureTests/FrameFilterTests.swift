import Packets
import Testing

@testable import Capture

@Suite("Filters for frames")
struct FrameFilterTests {
    /// An IPv4 packet with a TCP header between two ports, no payload.
    static func segment(from source: UInt16, to destination: UInt16) -> [UInt8] {
        let ports = [source, destination].flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        let ip: [UInt8] = [0x45, 0, 0, 40, 0, 0, 0, 0, 64, 6, 0, 0, 192, 0, 2, 10, 192, 0, 2, 25]
        return ip + ports + [0, 0, 0, 1, 0, 0, 0, 0, 0x50, 2, 0, 0, 0, 0, 0, 0]
    }

    /// The packet as it looks behind a link-layer header of each type.
    static func frame(_ linkType: LinkType, _ packet: [UInt8]) -> [UInt8] {
        switch linkType {
        case .ethernet: [UInt8](repeating: 0, count: 12) + [8, 0] + packet
        case .linuxSLL: [UInt8](repeating: 0, count: 14) + [8, 0] + packet
        case .linuxSLL2: [8, 0] + [UInt8](repeating: 0, count: 18) + packet
        default: packet
        }
    }

    private static func passes(_ filter: FrameFilter, _ linkType: LinkType, _ frame: [UInt8], length: Int? = nil)
        -> Bool
    {
        let info = FrameInfo(number: 1, time: 0, originalLength: length ?? frame.count, linkType: linkType)
        return filter.matches(info, frame.span)
    }

    @Test("one expression serves link types in turn")
    func severalLinkTypes() throws {
        let filter = try FrameFilter("tcp port 25")
        for _ in 0..<2 {
            for linkType in [LinkType.ethernet, .linuxSLL, .linuxSLL2, .raw] {
                let mail = Self.frame(linkType, Self.segment(from: 40_001, to: 25))
                let web = Self.frame(linkType, Self.segment(from: 40_001, to: 80))
                #expect(Self.passes(filter, linkType, mail), "\(linkType)")
                #expect(!Self.passes(filter, linkType, web), "\(linkType)")
            }
        }
        #expect(filter.meaningless.isEmpty)
    }

    @Test("a frame cut anywhere never trips the filter")
    func cutFrames() throws {
        let filter = try FrameFilter("tcp dst port 25 and host 192.0.2.25")
        let whole = Self.frame(.ethernet, Self.segment(from: 40_001, to: 25))
        for cut in 0...whole.count {
            let frame = Array(whole[..<cut])
            // Addresses end at 34, the destination port at 38; behind that there is nothing to look at.
            #expect(Self.passes(filter, .ethernet, frame, length: whole.count) == (cut >= 38), "cut at \(cut)")
        }
    }

    @Test("what means nothing on a link type matches none of its frames, and is remembered")
    func meaningless() throws {
        let filter = try FrameFilter("ether src 00:00:00:00:00:00")
        let packet = Self.segment(from: 1, to: 25)
        let frame = Self.frame(.ethernet, packet)
        #expect(Self.passes(filter, .ethernet, frame))
        #expect(!Self.passes(filter, .raw, packet))
        #expect(!Self.passes(filter, .raw, packet))
        #expect(filter.meaningless == [.raw])
    }

    @Test("a filter that is none is refused, with the part that was understood")
    func badFilter() {
        do throws(CaptureError) {
            _ = try FrameFilter("tcp port 25 adn port 110")
            Issue.record("accepted")
        } catch {
            guard case .badFilter(_, "tcp port 25", let reason) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(!reason.isEmpty)
            #expect(error.exitCode == 64)
        }
    }

    @Test("frames of a file pass or not as the reader lends them")
    func overAFile() throws {
        var written = try PcapngWriter()
        let ethernet = try written.addInterface()
        let raw = try written.addInterface(linkType: .raw)
        for port in [25, 80, 110] as [UInt16] {
            let packet = Self.segment(from: 40_001, to: port)
            try written.write(Self.frame(.ethernet, packet).span, time: 0, interface: ethernet)
            try written.write(packet.span, time: 0, interface: raw)
        }
        var file = try CaptureReader(bytes: written.bytes)
        let filter = try FrameFilter("port 25 or port 110")
        var passed: [Int] = []
        while let frame = try file.next() {
            if filter.matches(frame) { passed.append(frame.info.number) }
        }
        #expect(passed == [1, 2, 5, 6])
    }
}
