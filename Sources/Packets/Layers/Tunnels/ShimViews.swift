/// Headers between a link header and IP that few captures have: tags of port extenders, labels, PPP in tunnels.
extension LinkHeader {
    /// - Returns: nil for an EtherType that is not followed.
    @inline(never)
    static func shim(_ bytes: Span<UInt8>, at offset: Int, type: UInt16) throws(Malformation) -> LinkHeader? {
        switch type {
        case EtherType.mpls, EtherType.mplsMulticast: try mpls(bytes, at: offset)
        // IEEE 802.1BR: six bytes of tag; Cisco's forerunner: four. Then the EtherType.
        case EtherType.portExtender: try bridgeTag(bytes, at: offset, length: 8)
        case EtherType.vnTag: try bridgeTag(bytes, at: offset, length: 6)
        case EtherType.ppp: try ppp(bytes, at: offset)
        default: nil
        }
    }

    private static func bridgeTag(_ bytes: Span<UInt8>, at offset: Int, length: Int) throws(Malformation) -> LinkHeader
    {
        guard bytes.count >= offset + length else { throw Malformation(.bridgeTag, .truncated, at: offset) }
        return LinkHeader(layer: .bridgeTag, length: length, etherType: bytes.big16(offset + length - 2))
    }

    /// Label stack entries of four bytes up to the one with the bottom bit, RFC 3032 section 2.1. Labels do not say what
    /// they carry: IP shows by its version; a first nibble of 0 is the control word of an Ethernet pseudowire, RFC 4385 section 3.
    private static func mpls(_ bytes: Span<UInt8>, at offset: Int) throws(Malformation) -> LinkHeader {
        var length = 0
        var isBottom = false
        while !isBottom {
            guard bytes.count >= offset + length + 4 else { throw Malformation(.mpls, .truncated, at: offset) }
            isBottom = bytes[offset + length + 2] & 1 != 0
            length += 4
        }
        guard bytes.count > offset + length else { throw Malformation(.mpls, .truncated, at: offset) }
        guard bytes[offset + length] >> 4 == 0 else {
            return LinkHeader(layer: .mpls, length: length, etherType: EtherType.ip(firstByte: bytes[offset + length]))
        }
        guard bytes.count >= offset + length + 4 else { throw Malformation(.mpls, .truncated, at: offset) }
        return LinkHeader(layer: .mpls, length: length + 4, etherType: EtherType.transparentEthernet)
    }
}
