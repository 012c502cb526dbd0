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
    package static let raw = LinkType(rawValue: 101)
    /// OpenBSD loopback: four bytes of address family in network order.
    package static let loop = LinkType(rawValue: 108)
    package static let linuxSLL = LinkType(rawValue: 113)
    package static let ipv4 = LinkType(rawValue: 228)
    package static let ipv6 = LinkType(rawValue: 229)
    package static let linuxSLL2 = LinkType(rawValue: 276)
}
