/// The control bits of a TCP segment, RFC 9293 section 3.1.
package struct TCPFlags: OptionSet, Sendable, Hashable {
    package var rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let fin = TCPFlags(rawValue: 0x01)
    package static let syn = TCPFlags(rawValue: 0x02)
    package static let rst = TCPFlags(rawValue: 0x04)
    package static let psh = TCPFlags(rawValue: 0x08)
    package static let ack = TCPFlags(rawValue: 0x10)
    package static let urg = TCPFlags(rawValue: 0x20)
}

/// The header of a TCP segment, RFC 9293 section 3.1. Checksums are not verified: offloading makes them wrong in most captures.
package struct TCPView: ~Escapable {
    package let bytes: Span<UInt8>
    /// Bytes of the header, options included: 20 to 60.
    package let headerLength: Int

    /// - Parameter bytes: What is captured of the IP payload.
    /// - Parameter offset: Where these bytes lie in the frame, for the error.
    @_lifetime(copy bytes)
    @inline(__always)
    package init(_ bytes: Span<UInt8>, at offset: Int = 0) throws(Malformation) {
        guard bytes.count >= 20 else { throw Malformation(.tcp, .truncated, at: offset) }
        let headerLength = Int(bytes[12] >> 4) &* 4
        guard headerLength >= 20 else { throw Malformation(.tcp, .badLength, at: offset) }
        guard headerLength <= bytes.count else { throw Malformation(.tcp, .truncated, at: offset) }
        self.bytes = bytes
        self.headerLength = headerLength
    }

    package var sourcePort: UInt16 { bytes.big16(0) }
    package var destinationPort: UInt16 { bytes.big16(2) }
    package var sequence: UInt32 { bytes.big32(4) }
    package var acknowledgment: UInt32 { bytes.big32(8) }
    package var flags: TCPFlags { TCPFlags(rawValue: bytes[13]) }
    /// As it stands in the header, not yet scaled (RFC 7323).
    package var window: UInt16 { bytes.big16(14) }
    package var checksum: UInt16 { bytes.big16(16) }

    /// Where each field lies, in bytes from the start of the header; hex dumps and lessons read it too.
    package enum Field: String, CaseIterable, Sendable {
        case sourcePort, destinationPort, sequence, acknowledgment, dataOffset, flags, window, checksum, urgentPointer

        package var range: Range<Int> {
            switch self {
            case .sourcePort: 0..<2
            case .destinationPort: 2..<4
            case .sequence: 4..<8
            case .acknowledgment: 8..<12
            case .dataOffset: 12..<13
            case .flags: 13..<14
            case .window: 14..<16
            case .checksum: 16..<18
            case .urgentPointer: 18..<20
            }
        }
    }

    /// One TCP option: its kind, and where its value lies from the start of the header.
    package struct Option: Sendable, Hashable {
        package var kind: UInt8
        package var value: Range<Int>
    }

    /// The options in their order, without padding; stops at the first whose length is impossible.
    package var options: [Option] {
        var found: [Option] = []
        var at = 20
        while at < headerLength {
            let kind = bytes[at]
            if kind == 0 { break }
            if kind == 1 {
                at += 1
                continue
            }
            guard at + 1 < headerLength else { break }
            let length = Int(bytes[at + 1])
            guard length >= 2, at + length <= headerLength else { break }
            found.append(Option(kind: kind, value: at + 2..<at + length))
            at += length
        }
        return found
    }

    /// The maximum segment size that a SYN announces, RFC 9293 section 3.7.1.
    package var maximumSegmentSize: UInt16? {
        for option in options where option.kind == 2 && option.value.count == 2 {
            return bytes.big16(option.value.lowerBound)
        }
        return nil
    }
}
