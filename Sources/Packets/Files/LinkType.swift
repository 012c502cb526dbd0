/// What a frame begins with, by the numbers of the pcap link-type registry. Any number is a value; the named ones are decoded.
package struct LinkType: Sendable, Hashable, RawRepresentable {
    package var rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    /// BSD loopback: four bytes of address family in the host's order.
    package static let null = LinkType(rawValue: 0)
    package static let ethernet = LinkType(rawValue: 1)
    package static let ppp = LinkType(rawValue: 9)
    /// Raw IP, as some systems number it in files.
    package static let rawDLT = LinkType(rawValue: 12)
    package static let rawOpenBSD = LinkType(rawValue: 14)
    /// PPP in HDLC-like frames, or Cisco's HDLC.
    package static let pppHDLC = LinkType(rawValue: 50)
    /// PPPoE session packets without Ethernet.
    package static let pppoe = LinkType(rawValue: 51)
    package static let raw = LinkType(rawValue: 101)
    package static let ciscoHDLC = LinkType(rawValue: 104)
    /// OpenBSD loopback: four bytes of address family in network order.
    package static let loop = LinkType(rawValue: 108)
    /// OpenBSD's packet filter log.
    package static let pflog = LinkType(rawValue: 117)
    /// OpenBSD's view into IPsec.
    package static let enc = LinkType(rawValue: 109)
    package static let linuxSLL = LinkType(rawValue: 113)
    /// PPP behind a byte that tells the direction.
    package static let pppPPPD = LinkType(rawValue: 166)
    package static let pppWithDirection = LinkType(rawValue: 204)
    package static let ipv4 = LinkType(rawValue: 228)
    package static let ipv6 = LinkType(rawValue: 229)
    package static let linuxSLL2 = LinkType(rawValue: 276)
}
