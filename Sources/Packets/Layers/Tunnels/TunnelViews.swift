/// Tunnels over IP: what stands between the outer IP header and the packet or frame inside.
extension LinkHeader {
    /// Generic routing encapsulation, RFC 2784 and 2890: flags, EtherType, then checksum, key and sequence where announced.
    /// Version 1 is PPTP's, RFC 2637 section 4.1, with an acknowledgment as well.
    @inline(never)
    static func gre(_ bytes: Span<UInt8>, at offset: Int) throws(Malformation) -> LinkHeader? {
        guard bytes.count >= offset + 4 else { throw Malformation(.gre, .truncated, at: offset) }
        let flags = bytes.big16(offset)
        let type = bytes.big16(offset + 2)
        var length = 4
        // Checksum, key, sequence, and version 1's acknowledgment.
        for flag: UInt16 in [0x8000, 0x2000, 0x1000] where flags & flag != 0 { length += 4 }
        if flags & 0x0081 == 0x0081 { length += 4 }
        guard bytes.count >= offset + length else { throw Malformation(.gre, .truncated, at: offset) }
        // Source routing was never used.
        // In version 1 what bears no sequence number bears no payload either.
        let carriesPPP = flags & 0x1007 == 0x1001 && type == EtherType.ppp
        let isFollowed = flags & 0x4000 == 0 && (flags & 0x0007 == 0 || carriesPPP)
        guard isFollowed else { return LinkHeader(layer: .gre, length: length, etherType: EtherType.none) }
        guard type == EtherType.erspan else { return LinkHeader(layer: .gre, length: length, etherType: type) }
        // Mirrored Ethernet frames: type II numbers them and adds a header of its own, type I does neither.
        if flags & 0x1000 != 0 { length += 8 }
        guard bytes.count >= offset + length else { throw Malformation(.erspan, .truncated, at: offset) }
        return LinkHeader(layer: .erspan, length: length, etherType: EtherType.transparentEthernet)
    }

    /// The UDP ports at which tunnels end.
    private enum TunnelPort {
        static let gtp: UInt16 = 2_152
        static let vxlan: UInt16 = 4_789
        /// What Linux used before a number was assigned.
        static let oldVXLAN: UInt16 = 8_472
        static let geneve: UInt16 = 6_081
    }

    /// A UDP header and the tunnel header behind it, by the port it goes to.
    ///
    /// - Returns: nil for any other datagram.
    @inline(never)
    static func udpTunnel(_ bytes: Span<UInt8>, at offset: Int) throws(Malformation) -> LinkHeader? {
        guard bytes.count >= offset + 8 else { throw Malformation(.udp, .truncated, at: offset) }
        return switch bytes.big16(offset + 2) {
        case TunnelPort.vxlan, TunnelPort.oldVXLAN: try vxlan(bytes, at: offset + 8)?.behind(8)
        case TunnelPort.geneve: try geneve(bytes, at: offset + 8)?.behind(8)
        case TunnelPort.gtp: try gtp(bytes, at: offset + 8)?.behind(8)
        default: nil
        }
    }

    /// VXLAN, RFC 7348 section 5: eight bytes, the bit for a valid network number set; then an Ethernet frame.
    private static func vxlan(_ bytes: Span<UInt8>, at offset: Int) throws(Malformation) -> LinkHeader? {
        guard bytes.count >= offset + 8 else { throw Malformation(.vxlan, .truncated, at: offset) }
        guard bytes[offset] & 0x08 != 0 else { return nil }
        return LinkHeader(layer: .vxlan, length: 8, etherType: EtherType.transparentEthernet)
    }

    /// Geneve, RFC 8926 section 3.4: version 0, the length of its options in four bytes, an EtherType.
    private static func geneve(_ bytes: Span<UInt8>, at offset: Int) throws(Malformation) -> LinkHeader? {
        guard bytes.count >= offset + 8 else { throw Malformation(.geneve, .truncated, at: offset) }
        let length = 8 + Int(bytes[offset] & 0x3F) * 4
        guard bytes[offset] >> 6 == 0 else { return nil }
        guard bytes.count >= offset + length else { throw Malformation(.geneve, .truncated, at: offset) }
        return LinkHeader(layer: .geneve, length: length, etherType: bytes.big16(offset + 2))
    }

    /// GTP-U version 1, the tunnel of mobile networks (3GPP TS 29.281 section 5.1): message 255 carries an IP packet; optional
    /// fields stand in four bytes together, then extension headers that each name the next.
    private static func gtp(_ bytes: Span<UInt8>, at offset: Int) throws(Malformation) -> LinkHeader? {
        guard bytes.count >= offset + 8 else { throw Malformation(.gtp, .truncated, at: offset) }
        guard bytes[offset] & 0xF0 == 0x30, bytes[offset + 1] == 0xFF else { return nil }
        var end = offset + 8
        if bytes[offset] & 0x07 != 0 {
            end += 4
            guard bytes.count >= end else { throw Malformation(.gtp, .truncated, at: offset) }
            var next = bytes[offset] & 0x04 != 0 ? bytes[end - 1] : 0
            while next != 0 {
                guard bytes.count > end, bytes[end] > 0 else { throw Malformation(.gtp, .truncated, at: offset) }
                end += Int(bytes[end]) * 4
                guard bytes.count >= end else { throw Malformation(.gtp, .truncated, at: offset) }
                next = bytes[end - 1]
            }
        }
        guard bytes.count > end else { throw Malformation(.gtp, .truncated, at: offset) }
        return LinkHeader(layer: .gtp, length: end - offset, etherType: EtherType.ip(firstByte: bytes[end]))
    }
}
