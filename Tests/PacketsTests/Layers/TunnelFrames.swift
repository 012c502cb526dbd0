@testable import Packets

/// The segment of ``FrameDecoderTests`` in rarer wrappings: labels, port extenders, tunnels over UDP and GRE, serial lines.
enum TunnelFrames {
    typealias Wrapping = FrameDecoderTests.Wrapping
    private static let station = FrameDecoderTests.station
    private static let ipv4 = FrameDecoderTests.ipv4
    private static let ipv6 = FrameDecoderTests.ipv6
    private static let frame = station + [8, 0] + ipv4

    private static func udp(to port: UInt16, _ payload: [UInt8]) -> [UInt8] {
        let length = UInt16(payload.count + 8)
        let header: [UInt16] = [49_152, port, length, 0]
        return FrameDecoderTests.ip4(17, header.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] } + payload)
    }

    private static func gre(_ bytes: [UInt8]) -> [UInt8] { FrameDecoderTests.ip4(47, bytes) }

    private static let shims: [Wrapping] = [
        .init(
            testDescription: "802.1BR", linkType: .ethernet,
            frame: station + [0x89, 0x3F, 0, 0, 0, 5, 0, 0, 8, 0] + ipv4),
        .init(
            testDescription: "VN-Tag", linkType: .ethernet, frame: station + [0x89, 0x26, 0, 1, 0, 0, 8, 0] + ipv4),
        .init(
            testDescription: "MPLS, two labels", linkType: .ethernet,
            frame: station + [0x88, 0x47, 0, 1, 0, 64, 0, 1, 0x11, 64] + ipv4),
        .init(
            testDescription: "MPLS, IPv6", linkType: .ethernet, frame: station + [0x88, 0x48, 0, 0, 0x21, 64] + ipv6,
            isV6: true),
        .init(
            testDescription: "MPLS pseudowire", linkType: .ethernet,
            frame: station + [0x88, 0x47, 0, 1, 1, 64, 0, 0, 0, 0] + frame),
    ]

    private static let overIP: [Wrapping] = [
        .init(testDescription: "VXLAN", linkType: .raw, frame: udp(to: 4_789, [8, 0, 0, 0, 0, 0, 42, 0] + frame)),
        .init(testDescription: "old VXLAN", linkType: .raw, frame: udp(to: 8_472, [8, 0, 0, 0, 0, 0, 42, 0] + frame)),
        .init(
            testDescription: "Geneve with an option", linkType: .raw,
            frame: udp(to: 6_081, [2, 0, 0x65, 0x58, 0, 0, 42, 0] + [UInt8](repeating: 1, count: 8) + frame)),
        .init(
            testDescription: "Geneve, IPv6", linkType: .raw,
            frame: udp(to: 6_081, [0, 0, 0x86, 0xDD, 0, 0, 42, 0] + ipv6), isV6: true),
        .init(testDescription: "GTP-U", linkType: .raw, frame: udp(to: 2_152, [0x30, 255, 0, 0, 0, 0, 0, 1] + ipv4)),
        .init(
            testDescription: "GTP-U with an extension header", linkType: .raw,
            frame: udp(to: 2_152, [0x34, 255, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0x85, 1, 0, 9, 0] + ipv4)),
        .init(
            testDescription: "ERSPAN II", linkType: .raw,
            frame: gre([0x10, 0, 0x88, 0xBE, 0, 0, 0, 1, 0x10, 1, 0, 0, 0, 0, 0, 0] + frame)),
        .init(testDescription: "ERSPAN I", linkType: .raw, frame: gre([0, 0, 0x88, 0xBE] + frame)),
        .init(
            testDescription: "PPTP", linkType: .raw,
            frame: gre([0x30, 0x81, 0x88, 0x0B, 0, 60, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0xFF, 3, 0, 0x21] + ipv4)),
    ]

    private static let serial: [Wrapping] = [
        .init(testDescription: "PPP in HDLC", linkType: .pppHDLC, frame: [0xFF, 3, 0, 0x21] + ipv4),
        .init(testDescription: "Cisco HDLC", linkType: .ciscoHDLC, frame: [0x0F, 0, 0x86, 0xDD] + ipv6, isV6: true),
        .init(testDescription: "PPP with direction", linkType: .pppWithDirection, frame: [1, 0xFF, 3, 0, 0x21] + ipv4),
        .init(testDescription: "pppd", linkType: .pppPPPD, frame: [0, 0x21] + ipv4),
        .init(testDescription: "PPPoE alone", linkType: .pppoe, frame: [0x11, 0, 0, 1, 0, 99, 0, 0x21] + ipv4),
        .init(testDescription: "enc", linkType: .enc, frame: [UInt8](repeating: 0, count: 12) + ipv4),
        .init(testDescription: "pflog", linkType: .pflog, frame: [61] + [UInt8](repeating: 0, count: 63) + ipv4),
    ]

    static let all = shims + overIP + serial
}
