/// EtherType numbers (IEEE 802) that are followed; PPP's numbers are translated to them.
package enum EtherType {
    package static let ipv4: UInt16 = 0x0800
    package static let vlan: UInt16 = 0x8100
    package static let ipv6: UInt16 = 0x86DD
    package static let pppoeSession: UInt16 = 0x8864
    package static let providerBridge: UInt16 = 0x88A8
    package static let oldQinQ: UInt16 = 0x9100
    package static let transparentEthernet: UInt16 = 0x6558
    package static let ppp: UInt16 = 0x880B
    package static let mpls: UInt16 = 0x8847
    package static let mplsMulticast: UInt16 = 0x8848
    /// The E-tag of IEEE 802.1BR.
    package static let portExtender: UInt16 = 0x893F
    package static let vnTag: UInt16 = 0x8926
    /// Mirrored Ethernet frames, types I and II.
    package static let erspan: UInt16 = 0x88BE
    /// Stands for "nothing that is followed"; no real EtherType is 0.
    package static let none: UInt16 = 0

    /// What the version in the first byte of an IP packet says.
    static func ip(firstByte: UInt8) -> UInt16 {
        switch firstByte >> 4 {
        case 4: ipv4
        case 6: ipv6
        default: none
        }
    }
}

/// What a link header comes down to: how long it is, and what follows, as an EtherType.
package struct LinkHeader: Sendable, Hashable {
    package var layer: Layer
    package var length: Int
    package var etherType: UInt16

    /// Reads the header that `linkType` announces; nil for link types that are not followed.
    ///
    /// - Parameter bytes: The frame from its first byte.
    package static func read(_ bytes: Span<UInt8>, linkType: LinkType) throws(Malformation) -> LinkHeader? {
        switch linkType {
        case .ethernet: try ethernet(bytes, at: 0)
        case .linuxSLL: try cooked(bytes, length: 16, typeAt: 14)
        case .linuxSLL2: try cooked(bytes, length: 20, typeAt: 0)
        case .null, .loop: try loopback(bytes)
        case .raw, .rawDLT, .rawOpenBSD, .ipv4, .ipv6: try raw(bytes, at: 0)
        case .ppp: try ppp(bytes, at: 0)
        case .pppHDLC, .ciscoHDLC: try hdlc(bytes)
        case .pppWithDirection, .pppPPPD: try pppBehindDirection(bytes)
        case .pppoe: try pppoe(bytes, at: 0)
        case .enc: try raw(bytes, at: 12)
        case .pflog: try packetFilterLog(bytes)
        default: nil
        }
    }

    /// Ethernet II, or IEEE 802.3 with LLC and SNAP. Addresses are bytes 0..<6 (to) and 6..<12 (from).
    package static func ethernet(_ bytes: Span<UInt8>, at offset: Int) throws(Malformation) -> LinkHeader {
        guard bytes.count >= offset + 14 else { throw Malformation(.ethernet, .truncated, at: offset) }
        let type = bytes.big16(offset + 12)
        guard type < 0x0600 else { return LinkHeader(layer: .ethernet, length: 14, etherType: type) }
        return LinkHeader(layer: .ethernet, length: 22, etherType: try snap(bytes, at: offset + 14))
    }

    /// LLC with SNAP (RFC 1042): AA AA 03, organisation 00 00 00, EtherType. Any other LLC is not followed.
    static func snap(_ bytes: Span<UInt8>, at offset: Int) throws(Malformation) -> UInt16 {
        guard bytes.count >= offset + 8 else { throw Malformation(.llc, .truncated, at: offset) }
        guard bytes.big32(offset) == 0xAAAA_0300, bytes.big16(offset + 4) == 0 else { return EtherType.none }
        return bytes.big16(offset + 6)
    }

    /// 802.1Q, 802.1ad: two bytes of tag, then the EtherType.
    package static func vlan(_ bytes: Span<UInt8>, at offset: Int) throws(Malformation) -> LinkHeader {
        guard bytes.count >= offset + 4 else { throw Malformation(.vlan, .truncated, at: offset) }
        let type = bytes.big16(offset + 2)
        guard type < 0x0600 else { return LinkHeader(layer: .vlan, length: 4, etherType: type) }
        return LinkHeader(layer: .vlan, length: 12, etherType: try snap(bytes, at: offset + 4))
    }

    /// PPPoE session, RFC 2516 section 4: six bytes; only code 0 carries PPP.
    package static func pppoe(_ bytes: Span<UInt8>, at offset: Int) throws(Malformation) -> LinkHeader {
        guard bytes.count >= offset + 6 else { throw Malformation(.pppoe, .truncated, at: offset) }
        guard bytes[offset] == 0x11, bytes[offset + 1] == 0 else {
            return LinkHeader(layer: .pppoe, length: 6, etherType: EtherType.none)
        }
        let inner = try ppp(bytes, at: offset + 6)
        return LinkHeader(layer: .pppoe, length: 6 + inner.length, etherType: inner.etherType)
    }

    /// PPP, RFC 1661 section 2: address and control (FF 03) may be there, the protocol may be one byte.
    package static func ppp(_ bytes: Span<UInt8>, at offset: Int) throws(Malformation) -> LinkHeader {
        guard bytes.count >= offset + 2 else { throw Malformation(.ppp, .truncated, at: offset) }
        let start = bytes.big16(offset) == 0xFF03 ? offset + 2 : offset
        guard bytes.count > start else { throw Malformation(.ppp, .truncated, at: offset) }
        var length = start - offset + 1
        var number = UInt16(bytes[start])
        if number & 1 == 0 {
            guard bytes.count >= start + 2 else { throw Malformation(.ppp, .truncated, at: offset) }
            number = bytes.big16(start)
            length += 1
        }
        let type =
            switch number {
            case 0x0021: EtherType.ipv4
            case 0x0057: EtherType.ipv6
            default: EtherType.none
            }
        return LinkHeader(layer: .ppp, length: length, etherType: type)
    }

    /// Linux "cooked" capture, versions 1 and 2: sixteen or twenty bytes with the EtherType at the end or the start.
    static func cooked(_ bytes: Span<UInt8>, length: Int, typeAt: Int) throws(Malformation) -> LinkHeader {
        guard bytes.count >= length else { throw Malformation(.linuxCooked, .truncated, at: 0) }
        return LinkHeader(layer: .linuxCooked, length: length, etherType: bytes.big16(typeAt))
    }

    /// BSD loopback: four bytes of address family, in the byte order of the machine that captured.
    static func loopback(_ bytes: Span<UInt8>) throws(Malformation) -> LinkHeader {
        guard bytes.count >= 4 else { throw Malformation(.loopback, .truncated, at: 0) }
        let word = bytes.big32(0)
        let type =
            switch word > 0xFFFF ? word.byteSwapped : word {
            case 2: EtherType.ipv4
            case 10, 24, 28, 30: EtherType.ipv6  // AF_INET6 of Linux, NetBSD and OpenBSD, FreeBSD, Darwin
            default: EtherType.none
            }
        return LinkHeader(layer: .loopback, length: 4, etherType: type)
    }

    private static func pppBehindDirection(_ bytes: Span<UInt8>) throws(Malformation) -> LinkHeader {
        guard bytes.count >= 1 else { throw Malformation(.ppp, .truncated, at: 0) }
        return try ppp(bytes, at: 1).behind(1)
    }

    /// HDLC: PPP's address FF, or Cisco's 0F and 8F, a control byte and an EtherType.
    static func hdlc(_ bytes: Span<UInt8>) throws(Malformation) -> LinkHeader {
        guard bytes.count >= 4 else { throw Malformation(.ppp, .truncated, at: 0) }
        guard bytes[0] == 0x0F || bytes[0] == 0x8F else { return try ppp(bytes, at: 0) }
        return LinkHeader(layer: .ppp, length: 4, etherType: bytes.big16(2))
    }

    /// OpenBSD's packet filter: the first byte is the header's length, which is padded to four bytes.
    static func packetFilterLog(_ bytes: Span<UInt8>) throws(Malformation) -> LinkHeader {
        guard bytes.count >= 1 else { throw Malformation(.raw, .truncated, at: 0) }
        return try raw(bytes, at: (Int(bytes[0]) + 3) & ~3)
    }

    /// No link header, or one that does not matter: the IP version at `offset` says what follows.
    static func raw(_ bytes: Span<UInt8>, at offset: Int) throws(Malformation) -> LinkHeader {
        guard bytes.count > offset else { throw Malformation(.raw, .truncated, at: 0) }
        return LinkHeader(layer: .raw, length: offset, etherType: EtherType.ip(firstByte: bytes[offset]))
    }

    /// The same, with so many more bytes in front.
    func behind(_ count: Int) -> LinkHeader { LinkHeader(layer: layer, length: length + count, etherType: etherType) }
}
