/// Writes whole frames with right lengths and checksums: for tapes, and for tests.
package enum FrameEncoder {
    /// One end of a connection.
    package struct End: Sendable, Hashable {
        package var address: IPAddress
        package var port: UInt16

        package init(_ address: IPAddress, _ port: UInt16) {
            self.address = address
            self.port = port
        }
    }

    /// Bytes of payload that fit into one frame beside the headers, as far as IP counts them.
    package static let maximumPayload = 65_535 - 60 - 60

    /// An Ethernet frame with one TCP segment, over IPv4 if both addresses are, else over IPv6.
    ///
    /// - Parameter sequence: The header's number as it stands, so of the SYN itself where `flags` has one.
    /// - Parameter payload: At most ``maximumPayload`` bytes; what is more is left out.
    /// - Parameter maximumSegmentSize: Written as an option where given; belongs on a SYN.
    /// - Parameter identification: Of the IPv4 packet; not used in IPv6.
    package static func tcp(
        from source: End, to destination: End, sequence: UInt32, acknowledgment: UInt32 = 0, flags: TCPFlags,
        window: UInt16 = 65_535, payload: [UInt8] = [],
        maximumSegmentSize: UInt16? = nil, identification: UInt16 = 0
    ) -> [UInt8] {
        let segment = tcpSegment(
            from: source, to: destination, sequence: sequence, acknowledgment: acknowledgment, flags: flags,
            window: window, payload: Array(payload.prefix(maximumPayload)), maximumSegmentSize: maximumSegmentSize)
        let packet = ip(
            from: source.address, to: destination.address, payloadProtocol: IPProtocol.tcp, segment,
            identification: identification)
        let isV4 = source.address.v4 != nil && destination.address.v4 != nil
        return ethernet(packet, type: isV4 ? EtherType.ipv4 : EtherType.ipv6)
    }

    /// A TCP segment alone.
    package static func tcpSegment(
        from source: End, to destination: End, sequence: UInt32, acknowledgment: UInt32, flags: TCPFlags,
        window: UInt16, payload: [UInt8], maximumSegmentSize: UInt16? = nil
    ) -> [UInt8] {
        var header: [UInt8] = []
        header.reserveCapacity(24 + payload.count)
        header.append(big: source.port)
        header.append(big: destination.port)
        header.append(big: sequence)
        header.append(big: acknowledgment)
        header.append(maximumSegmentSize == nil ? 5 << 4 : 6 << 4)
        header.append(flags.rawValue)
        header.append(big: window)
        header.append(big: UInt32(0))
        if let maximumSegmentSize {
            header += [2, 4]
            header.append(big: maximumSegmentSize)
        }
        let segment = header + payload
        var sum = Checksum()
        addPseudoHeader(source.address, destination.address, segment.count, IPProtocol.tcp, to: &sum)
        sum.add(segment)
        return segment.with(sum.value, at: 16)
    }

    /// An IP packet around `payload`, IPv4 if both addresses are.
    package static func ip(
        from source: IPAddress, to destination: IPAddress, payloadProtocol: UInt8, _ payload: [UInt8],
        identification: UInt16 = 0
    ) -> [UInt8] {
        guard let from = source.v4, let to = destination.v4 else {
            var header: [UInt8] = [0x60, 0, 0, 0]
            header.append(big: UInt16(truncatingIfNeeded: payload.count))
            header += [payloadProtocol, 64]
            for number in [source.high, source.low, destination.high, destination.low] { header.append(big: number) }
            return header + payload
        }
        var header: [UInt8] = [0x45, 0]
        header.append(big: UInt16(truncatingIfNeeded: 20 + payload.count))
        header.append(big: identification)
        header += [0x40, 0, 64, payloadProtocol, 0, 0]
        header.append(big: from)
        header.append(big: to)
        var sum = Checksum()
        sum.add(header)
        return header.with(sum.value, at: 10) + payload
    }

    /// An Ethernet II frame between two made-up stations, without padding.
    package static func ethernet(_ packet: [UInt8], type: UInt16) -> [UInt8] {
        var frame: [UInt8] = [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1]
        frame.append(big: type)
        return frame + packet
    }

    /// RFC 9293 section 3.1, RFC 8200 section 8.1.
    private static func addPseudoHeader(
        _ source: IPAddress, _ destination: IPAddress, _ length: Int, _ number: UInt8, to sum: inout Checksum
    ) {
        var bytes: [UInt8] = []
        if let from = source.v4, let to = destination.v4 {
            bytes.append(big: from)
            bytes.append(big: to)
        } else {
            for half in [source.high, source.low, destination.high, destination.low] { bytes.append(big: half) }
        }
        sum.add(bytes)
        sum.add(UInt16(number))
        sum.add(UInt16(truncatingIfNeeded: length))
    }
}

extension [UInt8] {
    /// Appends a number in network order.
    mutating func append(big number: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: number.bigEndian) { append(contentsOf: $0) }
    }

    /// The same bytes with a number in network order at `offset`.
    func with(_ number: UInt16, at offset: Int) -> [UInt8] {
        var copy = self
        copy[offset] = UInt8(number >> 8)
        copy[offset + 1] = UInt8(truncatingIfNeeded: number)
        return copy
    }
}
