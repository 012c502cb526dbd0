/// The header of an IPv4 packet, RFC 791 section 3.1.
package struct IPv4View: ~Escapable {
    package let bytes: Span<UInt8>
    /// Bytes of the header, options included: 20 to 60.
    package let headerLength: Int

    /// - Parameter bytes: What is captured from the IP header on, link padding included.
    /// - Parameter offset: Where these bytes lie in the frame, for the error.
    @_lifetime(copy bytes)
    @inline(__always)
    package init(_ bytes: Span<UInt8>, at offset: Int = 0) throws(Malformation) {
        guard bytes.count >= 20 else { throw Malformation(.ipv4, .truncated, at: offset) }
        let first = bytes[0]
        guard first >> 4 == 4 else { throw Malformation(.ipv4, .badVersion, at: offset) }
        let headerLength = Int(first & 15) &* 4
        guard headerLength >= 20 else { throw Malformation(.ipv4, .badLength, at: offset) }
        guard headerLength <= bytes.count else { throw Malformation(.ipv4, .truncated, at: offset) }
        self.bytes = bytes
        self.headerLength = headerLength
        let total = Int(bytes.big16(2))
        guard total == 0 || total >= headerLength else { throw Malformation(.ipv4, .badLength, at: offset) }
    }

    /// Bytes of the whole packet as it says itself; 0 where the sender left it to the network card (segmentation offload).
    package var totalLength: Int { Int(bytes.big16(2)) }
    package var identification: UInt16 { bytes.big16(4) }
    package var moreFragments: Bool { bytes[6] & 0x20 != 0 }
    /// Bytes from the start of the datagram's payload to this fragment's.
    package var fragmentOffset: Int { Int(bytes.big16(6) & 0x1FFF) &* 8 }
    package var isFragment: Bool { bytes.big16(6) & 0x3FFF != 0 }
    package var hopLimit: UInt8 { bytes[8] }
    package var payloadProtocol: UInt8 { bytes[9] }
    package var source: IPAddress { IPAddress(v4: bytes.big32(12)) }
    package var destination: IPAddress { IPAddress(v4: bytes.big32(16)) }

    /// Where each field lies, in bytes from the start of the header; hex dumps and lessons read it too.
    package enum Field: String, CaseIterable, Sendable {
        case versionAndLength, service, totalLength, identification, fragment, hopLimit, payloadProtocol, checksum
        case source, destination

        package var range: Range<Int> {
            switch self {
            case .versionAndLength: 0..<1
            case .service: 1..<2
            case .totalLength: 2..<4
            case .identification: 4..<6
            case .fragment: 6..<8
            case .hopLimit: 8..<9
            case .payloadProtocol: 9..<10
            case .checksum: 10..<12
            case .source: 12..<16
            case .destination: 16..<20
            }
        }
    }
}
