package import Packets

/// What IP packets lie in.
package enum Link: String, Sendable, CaseIterable {
    case ethernet, vlan, qinq, sll, sll2, ppp, pppoe, null, loop, raw

    package var linkType: LinkType {
        switch self {
        case .ethernet, .vlan, .qinq, .pppoe: .ethernet
        case .sll: .linuxSLL
        case .sll2: .linuxSLL2
        case .ppp: .ppp
        case .null: .null
        case .loop: .loop
        case .raw: .raw
        }
    }

    /// A frame around an IP packet.
    package func frame(_ packet: [UInt8], isV6: Bool) -> [UInt8] {
        let type: UInt16 = isV6 ? EtherType.ipv6 : EtherType.ipv4
        let ends: [UInt8] = [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1]
        let number = isV6 ? UInt16(0x0057) : 0x0021
        switch self {
        case .ethernet: return ends + Self.big(type) + packet
        case .vlan: return ends + Self.big(0x8100) + Self.big(42) + Self.big(type) + packet
        case .qinq:
            return ends + Self.big(0x88A8) + Self.big(7) + Self.big(0x8100) + Self.big(42) + Self.big(type) + packet
        case .sll:
            return [0, 0, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0] + Self.big(type) + packet
        case .sll2:
            return Self.big(type) + [0, 0, 0, 0, 0, 2, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0] + packet
        case .ppp: return [0xFF, 0x03] + Self.big(number) + packet
        case .pppoe:
            return ends + Self.big(0x8864) + [0x11, 0, 0, 1] + Self.big(UInt16(truncatingIfNeeded: packet.count + 2))
                + Self.big(number) + packet
        case .null: return [isV6 ? 30 : 2, 0, 0, 0] + packet
        case .loop: return [0, 0, 0, isV6 ? 30 : 2] + packet
        case .raw: return packet
        }
    }

    /// Fragments of an IPv4 packet with `size` octets of payload each, rounded up to eights; the packet itself for 0.
    package static func fragments(of packet: [UInt8], size: Int) -> [[UInt8]] {
        guard size > 0, packet.count > 28, packet[0] == 0x45 else { return [packet] }
        let step = max(8, (size + 7) / 8 * 8)
        let payload = packet[20...]
        return stride(from: 0, to: payload.count, by: step).map { start in
            let piece = payload.dropFirst(start).prefix(step)
            let isLast = start + step >= payload.count
            var header = Array(packet[..<20])
            let length = UInt16(truncatingIfNeeded: 20 + piece.count)
            header.replaceSubrange(2..<4, with: big(length))
            header.replaceSubrange(6..<8, with: big(UInt16(start / 8) | (isLast ? 0 : 0x2000)))
            header.replaceSubrange(10..<12, with: [0, 0])
            header.replaceSubrange(10..<12, with: big(sum(of: header)))
            return header + piece
        }
    }

    /// RFC 1071.
    private static func sum(of header: [UInt8]) -> UInt16 {
        var sum: UInt32 = 0
        for index in stride(from: 0, to: header.count, by: 2) {
            sum += UInt32(header[index]) << 8 | UInt32(header[index + 1])
        }
        while sum > 0xFFFF { sum = sum >> 16 + sum & 0xFFFF }
        return ~UInt16(truncatingIfNeeded: sum)
    }

    static func big(_ number: UInt16) -> [UInt8] { [UInt8(number >> 8), UInt8(truncatingIfNeeded: number)] }
}
