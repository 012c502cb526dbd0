package import Packets

/// The tape as a capture: what a cable between the stations would have carried.
extension Tape {
    /// Whole Ethernet frames and their times, in nanoseconds since 1970 UTC.
    package func frames() -> [(time: Int64, bytes: [UInt8])] {
        var framer = TapeFramer()
        let heard = events.flatMap { framer.frames(of: $0, in: connections[$0.connection - 1]) }
        guard !attempts.isEmpty else { return heard }
        let calls = attempts.enumerated().flatMap { TapeFramer.frames(of: $0.element, number: $0.offset) }
        // Stable: what was said at the same moment comes first.
        return (heard + calls).enumerated().sorted {
            ($0.element.time, $0.offset) < ($1.element.time, $1.offset)
        }.map(\.element)
    }

    /// The frames as a pcapng file; the same tape gives the same octets.
    ///
    /// - Parameters:
    ///   - secrets: A key log of the connections, which the file takes along (NSS format); empty for none.
    ///   - comments: Remarks by frame, from 1.
    package func pcapng(secrets: [UInt8] = [], comments: [Int: [String]] = [:]) throws(CaptureWriteError) -> [UInt8] {
        var file = try PcapngWriter(comment: "Taped by Mailscope: what the stations said, framed as packets.")
        let interface = try file.addInterface(name: "tape")
        if !secrets.isEmpty { try file.addSecrets(secrets) }
        for (index, frame) in frames().enumerated() {
            try file.write(
                frame.bytes.span, time: frame.time, interface: interface, comments: comments[index + 1] ?? [])
        }
        return file.bytes
    }
}
