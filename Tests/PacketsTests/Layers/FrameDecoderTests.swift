import Testing

@testable import Packets

/// One TCP segment in every wrapping that is followed.
struct FrameDecoderTests {
    static let client = FrameEncoder.End(IPAddress(v4: 0xC000_020A), 40_001)
    static let server = FrameEncoder.End(IPAddress(v4: 0xC000_0219), 25)
    static let client6 = FrameEncoder.End(IPAddress(high: 0x2001_0DB8_0000_0000, low: 10), 40_001)
    static let server6 = FrameEncoder.End(IPAddress(high: 0x2001_0DB8_0000_0000, low: 25), 25)
    static let words = Array("EHLO a.example\r\n".utf8)

    static let segment = FrameEncoder.tcpSegment(
        from: client, to: server, sequence: 7, acknowledgment: 9, flags: [.ack, .psh], window: 512, payload: words)
    static let ipv4 = FrameEncoder.ip(
        from: client.address, to: server.address, payloadProtocol: IPProtocol.tcp, segment)
    static let ipv6 = FrameEncoder.ip(
        from: client6.address, to: server6.address, payloadProtocol: IPProtocol.tcp, segment)

    struct Wrapping: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var linkType: LinkType
        var frame: [UInt8]
        /// Whether addresses of IPv6 are found.
        var isV6 = false
    }

    static func ip6(_ number: UInt8, _ payload: [UInt8]) -> [UInt8] {
        FrameEncoder.ip(from: client6.address, to: server6.address, payloadProtocol: number, payload)
    }

    static func ip4(_ number: UInt8, _ payload: [UInt8]) -> [UInt8] {
        FrameEncoder.ip(from: client.address, to: server.address, payloadProtocol: number, payload)
    }

    static let station: [UInt8] = [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1]
    private static let snap: [UInt8] = [0xAA, 0xAA, 3, 0, 0, 0, 8, 0]

    static let links: [Wrapping] = [
        .init(testDescription: "Ethernet", linkType: .ethernet, frame: station + [8, 0] + ipv4),
        .init(
            testDescription: "Ethernet, IPv6", linkType: .ethernet, frame: station + [0x86, 0xDD] + ipv6, isV6: true),
        .init(
            testDescription: "802.3 with SNAP", linkType: .ethernet,
            frame: station + [0, UInt8(ipv4.count + 8)] + snap + ipv4),
        .init(testDescription: "802.1Q", linkType: .ethernet, frame: station + [0x81, 0, 0, 5, 8, 0] + ipv4),
        .init(
            testDescription: "802.1Q with SNAP", linkType: .ethernet,
            frame: station + [0x81, 0, 0, 5, 0, UInt8(ipv4.count + 8)] + snap + ipv4),
        .init(
            testDescription: "QinQ", linkType: .ethernet,
            frame: station + [0x88, 0xA8, 0, 5, 0x91, 0, 0, 6, 0x81, 0, 0, 7, 8, 0] + ipv4),
        .init(
            testDescription: "PPPoE", linkType: .ethernet,
            frame: station + [0x88, 0x64, 0x11, 0, 0, 1, 0, 99, 0, 0x21] + ipv4),
        .init(testDescription: "PPP", linkType: .ppp, frame: [0xFF, 3, 0, 0x21] + ipv4),
        .init(testDescription: "PPP, short, IPv6", linkType: .ppp, frame: [0x57] + ipv6, isV6: true),
        .init(testDescription: "SLL", linkType: .linuxSLL, frame: [UInt8](repeating: 0, count: 14) + [8, 0] + ipv4),
        .init(
            testDescription: "SLL, VLAN", linkType: .linuxSLL,
            frame: [UInt8](repeating: 0, count: 14) + [0x81, 0, 0, 5, 8, 0] + ipv4),
        .init(testDescription: "SLL2", linkType: .linuxSLL2, frame: [8, 0] + [UInt8](repeating: 0, count: 18) + ipv4),
        .init(testDescription: "null, little-endian", linkType: .null, frame: [2, 0, 0, 0] + ipv4),
        .init(testDescription: "null, big-endian", linkType: .null, frame: [0, 0, 0, 2] + ipv4),
        .init(testDescription: "loop", linkType: .loop, frame: [0, 0, 0, 24] + ipv6, isV6: true),
        .init(testDescription: "null, Linux IPv6", linkType: .null, frame: [10, 0, 0, 0] + ipv6, isV6: true),
        .init(testDescription: "null, FreeBSD IPv6", linkType: .null, frame: [28, 0, 0, 0] + ipv6, isV6: true),
        .init(testDescription: "null, Darwin IPv6", linkType: .null, frame: [30, 0, 0, 0] + ipv6, isV6: true),
        .init(testDescription: "raw", linkType: .raw, frame: ipv4),
        .init(testDescription: "raw 12", linkType: .rawDLT, frame: ipv6, isV6: true),
        .init(testDescription: "raw 14", linkType: .rawOpenBSD, frame: ipv4),
        .init(testDescription: "IPv4 alone", linkType: .ipv4, frame: ipv4),
        .init(testDescription: "IPv6 alone", linkType: .ipv6, frame: ipv6, isV6: true),
    ]

    static let tunnels: [Wrapping] = [
        .init(testDescription: "4in4", linkType: .raw, frame: ip4(IPProtocol.ipv4, ipv4)),
        .init(testDescription: "6in4", linkType: .raw, frame: ip4(IPProtocol.ipv6, ipv6), isV6: true),
        .init(testDescription: "4in6", linkType: .raw, frame: ip6(IPProtocol.ipv4, ipv4)),
        .init(testDescription: "6in6", linkType: .raw, frame: ip6(IPProtocol.ipv6, ipv6), isV6: true),
        .init(testDescription: "GRE", linkType: .raw, frame: ip4(IPProtocol.gre, [0, 0, 8, 0] + ipv4)),
        .init(
            testDescription: "GRE with key, Ethernet inside", linkType: .raw,
            frame: ip4(IPProtocol.gre, [0x20, 0, 0x65, 0x58, 0, 0, 0, 1] + station + [8, 0] + ipv4)),
        .init(
            testDescription: "extension headers", linkType: .raw,
            frame: ip6(
                0,
                [43, 0, 1, 4, 0, 0, 0, 0] + [60, 1] + [UInt8](repeating: 0, count: 14) + [51, 0, 1, 4, 0, 0, 0, 0]
                    + [6, 4] + [UInt8](repeating: 0, count: 22) + segment),
            isV6: true),
        .init(
            testDescription: "atomic fragment", linkType: .raw, frame: ip6(44, [6, 0, 0, 0, 0, 0, 0, 1] + segment),
            isV6: true),
        .init(
            testDescription: "IPv4 options", linkType: .raw,
            frame: {
                var bytes = ipv4
                bytes[0] = 0x46
                bytes.insert(contentsOf: [1, 1, 1, 0], at: 20)
                return bytes.with(UInt16(bytes.count), at: 2)
            }()),
    ]

    @Test("the same segment is found in every wrapping", arguments: links + tunnels + TunnelFrames.all)
    func wrapping(_ case: Wrapping) {
        var decoder = FrameDecoder()
        #expect(decoder.read(`case`.frame, `case`.linkType) == .tcp)
        let segment = decoder.segment
        #expect(segment.source == (`case`.isV6 ? Self.client6 : Self.client).address)
        #expect(segment.destination == (`case`.isV6 ? Self.server6 : Self.server).address)
        #expect(segment.sourcePort == 40_001 && segment.destinationPort == 25)
        #expect(segment.sequence == 7 && segment.acknowledgment == 9 && segment.window == 512)
        #expect(segment.flags == [.ack, .psh])
        #expect(segment.length == Self.words.count && segment.captured == Self.words.count)
        #expect(Array(`case`.frame[segment.payloadStart...]) == Self.words)
    }

    @Test("padding behind the packet is no payload", arguments: links + tunnels + TunnelFrames.all)
    func padding(_ case: Wrapping) {
        var decoder = FrameDecoder()
        _ = decoder.read(`case`.frame + [0, 0, 0, 0, 0, 0], `case`.linkType)
        #expect(decoder.segment.length == Self.words.count && decoder.segment.captured == Self.words.count)
    }

    @Test(
        "a frame cut anywhere is malformed, or its payload is shorter than it says",
        arguments: links + tunnels + TunnelFrames.all)
    func cut(_ case: Wrapping) {
        for length in 0..<`case`.frame.count {
            var decoder = FrameDecoder()
            let outcome = decoder.read(`case`.frame[..<length], `case`.linkType)
            let lost = `case`.frame.count - length
            if lost <= Self.words.count {
                #expect(outcome == .tcp && decoder.segment.length == Self.words.count)
                #expect(decoder.segment.captured == Self.words.count - lost)
            } else {
                #expect(outcome == .malformed && decoder.malformation.problem == .truncated)
                #expect(decoder.malformation.offset <= length)
            }
        }
    }

    @Test("a total length of 0 means the rest of the frame: the card was to cut it up")
    func offload() {
        var decoder = FrameDecoder()
        #expect(decoder.read(Self.ipv4.with(0, at: 2), .raw) == .tcp)
        #expect(decoder.segment.length == Self.words.count)
        #expect(decoder.read(Self.ipv6.with(0, at: 4), .raw) == .tcp)
        #expect(decoder.segment.length == Self.words.count)
    }

    @Test("what is not TCP is something else, TCP quoted by an ICMP error included")
    func others() {
        var decoder = FrameDecoder()
        let icmp = Self.ip4(1, [3, 1, 0, 0, 0, 0, 0, 0] + Self.ipv4)
        let icmp6 = Self.ip6(58, [1, 0, 0, 0, 0, 0, 0, 0] + Self.ipv6)
        let arp = Self.station + [8, 6] + [UInt8](repeating: 0, count: 28)
        #expect(decoder.read(icmp, .raw) == .other)
        #expect(decoder.read(icmp6, .raw) == .other)
        #expect(decoder.read(Self.ip4(17, [0, 53, 0, 53, 0, 8, 0, 0]), .raw) == .other)
        #expect(decoder.read(arp, .ethernet) == .other)
        #expect(decoder.read([1, 2, 3], LinkType(rawValue: 147)) == .unknownLink)
    }

    @Test("contradictions are malformed, with layer and place")
    func contradictions() {
        func problem(_ frame: [UInt8]) -> Malformation? {
            var decoder = FrameDecoder()
            return decoder.read(frame, .ethernet) == .malformed ? decoder.malformation : nil
        }
        let frame = Self.station + [8, 0] + Self.ipv4
        var other = frame
        other[14] = 0x44
        #expect(problem(other) == Malformation(.ipv4, .badLength, at: 14))
        other = frame
        other[14] = 0x65
        #expect(problem(other) == Malformation(.ipv4, .badVersion, at: 14))
        #expect(problem(frame.with(19, at: 16)) == Malformation(.ipv4, .badLength, at: 14))
        other = frame
        other[46] = 0x40
        #expect(problem(other) == Malformation(.tcp, .badLength, at: 34))
        other[46] = 0xF0
        #expect(problem(other) == Malformation(.tcp, .truncated, at: 34))
        var deep = Self.ipv4
        for _ in 0..<40 { deep = Self.ip4(IPProtocol.ipv4, deep) }
        #expect(problem(Self.station + [8, 0] + deep)?.problem == .tooDeep)
    }

    @Test("the layers of a frame and their places, for those who show them")
    func layers() {
        var decoder = FrameDecoder()
        decoder.keepsLayers = true
        let frame = Self.station + [0x81, 0, 0, 5, 8, 0] + Self.ipv4
        _ = decoder.read(frame, .ethernet)
        #expect(decoder.layers.map(\.layer) == [.ethernet, .vlan, .ipv4, .tcp])
        #expect(decoder.layers.map(\.range) == [0..<14, 14..<18, 18..<38, 38..<58])
    }
}
