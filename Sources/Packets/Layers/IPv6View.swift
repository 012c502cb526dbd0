/// The fixed header of an IPv6 packet, RFC 8200 section 3.
package struct IPv6View: ~Escapable {
    package static let headerLength = 40
    package let bytes: Span<UInt8>

    /// - Parameter bytes: What is captured from the IP header on, link padding included.
    /// - Parameter offset: Where these bytes lie in the frame, for the error.
    @_lifetime(copy bytes)
    @inline(__always)
    package init(_ bytes: Span<UInt8>, at offset: Int = 0) throws(Malformation) {
        guard bytes.count >= 40 else { throw Malformation(.ipv6, .truncated, at: offset) }
        guard bytes[0] >> 4 == 6 else { throw Malformation(.ipv6, .badVersion, at: offset) }
        self.bytes = bytes
    }

    /// Bytes behind the fixed header, extension headers included; 0 for jumbograms and segmentation offload.
    package var payloadLength: Int { Int(bytes.big16(4)) }
    package var nextHeader: UInt8 { bytes[6] }
    package var hopLimit: UInt8 { bytes[7] }
    package var source: IPAddress { IPAddress(high: bytes.big64(8), low: bytes.big64(16)) }
    package var destination: IPAddress { IPAddress(high: bytes.big64(24), low: bytes.big64(32)) }

    /// Where each field lies, in bytes from the start of the header; hex dumps and lessons read it too.
    package enum Field: String, CaseIterable, Sendable {
        case versionAndFlow, payloadLength, nextHeader, hopLimit, source, destination

        package var range: Range<Int> {
            switch self {
            case .versionAndFlow: 0..<4
            case .payloadLength: 4..<6
            case .nextHeader: 6..<7
            case .hopLimit: 7..<8
            case .source: 8..<24
            case .destination: 24..<40
            }
        }
    }
}

/// A header between IPv6 and its payload: options, routing, authentication (RFC 8200 section 4, RFC 4302 section 2).
package struct IPv6ExtensionView: ~Escapable {
    package let nextHeader: UInt8
    /// Bytes of this header.
    package let length: Int

    /// - Parameter number: The header's protocol number, which says how its length is counted.
    @_lifetime(immortal)
    package init(_ bytes: Span<UInt8>, number: UInt8, at offset: Int = 0) throws(Malformation) {
        guard bytes.count >= 8 else { throw Malformation(.ipv6Extension, .truncated, at: offset) }
        nextHeader = bytes[0]
        let units = Int(bytes[1])
        length = number == IPProtocol.authentication ? (units &+ 2) &* 4 : (units &+ 1) &* 8
        guard length <= bytes.count else { throw Malformation(.ipv6Extension, .truncated, at: offset) }
    }
}

/// The fragment header, RFC 8200 section 4.5: eight bytes.
package struct IPv6FragmentView: ~Escapable {
    package static let headerLength = 8
    package let nextHeader: UInt8
    package let moreFragments: Bool
    /// Bytes from the start of the fragmentable part to this fragment's.
    package let fragmentOffset: Int
    package let identification: UInt32

    @_lifetime(immortal)
    package init(_ bytes: Span<UInt8>, at offset: Int = 0) throws(Malformation) {
        guard bytes.count >= 8 else { throw Malformation(.ipv6Extension, .truncated, at: offset) }
        nextHeader = bytes[0]
        let word = bytes.big16(2)
        moreFragments = word & 1 != 0
        fragmentOffset = Int(word & 0xFFF8)
        identification = bytes.big32(4)
    }
}

/// The protocol numbers that are followed; all others end the way up.
package enum IPProtocol {
    package static let hopByHop: UInt8 = 0
    package static let ipv4: UInt8 = 4
    package static let tcp: UInt8 = 6
    package static let udp: UInt8 = 17
    package static let ipv6: UInt8 = 41
    package static let routing: UInt8 = 43
    package static let fragment: UInt8 = 44
    package static let gre: UInt8 = 47
    package static let authentication: UInt8 = 51
    package static let destinationOptions: UInt8 = 60
    package static let mobility: UInt8 = 135
}
