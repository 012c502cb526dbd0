import MailProtocols
package import Packets

/// The tape as a capture: what a cable between the stations would have carried.
extension Tape {
    /// Whole Ethernet frames and their times, in nanoseconds since 1970 UTC.
    package func frames() -> [(time: Int64, bytes: [UInt8])] {
        var identification: UInt16 = 0
        return segments().map { segment in
            let connection = connections[segment.connection - 1]
            identification &+= 1
            let frame = FrameEncoder.tcp(
                from: Self.end(connection.party(segment.from)), to: Self.end(connection.party(segment.from.other)),
                sequence: segment.sequence, acknowledgment: segment.acknowledgement, flags: segment.flags,
                payload: Array(segment.payload),
                maximumSegmentSize: segment.flags.contains(.syn) ? UInt16(Self.segmentSize) : nil,
                identification: identification)
            return (segment.time, frame)
        }
    }

    /// The frames as a pcapng file; the same tape gives the same octets.
    package func pcapng() throws(CaptureWriteError) -> [UInt8] {
        var file = try PcapngWriter(comment: "Taped by Mailscope: what the stations said, framed as packets.")
        let interface = try file.addInterface(name: "tape")
        for frame in frames() { try file.write(frame.bytes.span, time: frame.time, interface: interface) }
        return file.bytes
    }

    /// A party without a readable address gets one that belongs to nobody.
    private static func end(_ party: Party) -> FrameEncoder.End {
        FrameEncoder.End(IPAddress(party.endpoint.address) ?? IPAddress(v4: 0xC000_02FE), party.endpoint.port)
    }
}
