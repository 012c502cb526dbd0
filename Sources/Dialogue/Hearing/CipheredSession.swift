import MailProtocols

/// A connection that should speak TLS from its first octet: counts each side's records, and notices a side that does not.
struct CipheredSession: Sendable {
    private struct Half: Sendable {
        var head: [UInt8] = []
        var records = TLSRecords()
        var bytes = 0
        var lost = 0
        var frames: ClosedRange<Int>?
        var time: Int64 = 0
    }
    private var client = Half()
    private var server = Half()

    mutating func hear(_ side: Side, _ bytes: Span<UInt8>, frame: Int, time: Int64) {
        if side == .client { Self.hear(&client, bytes, frame, time) } else { Self.hear(&server, bytes, frame, time) }
    }

    mutating func lose(_ side: Side, _ count: Int) {
        if side == .client { client.lost += count } else { server.lost += count }
    }

    /// Octets of the side so far, lost ones counted: where the next lie in its stream.
    func position(of side: Side) -> Int {
        side == .client ? client.bytes + client.lost : server.bytes + server.lost
    }

    private static func hear(_ half: inout Half, _ bytes: Span<UInt8>, _ frame: Int, _ time: Int64) {
        if half.head.count < 8 {
            for index in 0..<min(8 - half.head.count, bytes.count) { half.head.append(bytes[index]) }
        }
        half.records.take(bytes)
        half.bytes += bytes.count
        half.frames = (half.frames?.lowerBound ?? frame)...max(half.frames?.upperBound ?? frame, frame)
        half.time = time
    }

    /// A step for each side that said something.
    ///
    /// - Parameter number: Of the last step that was read inside.
    func finish(after number: Int, _ pen: inout Pen, _ out: inout Outbox) {
        for (side, half) in [(Side.client, client), (.server, server)] where half.bytes > 0 {
            let speaksTLS = half.head[...].isTLSRecord
            var utterance = Utterance(speaksTLS ? .tls : .other, side, range: 0..<half.bytes + half.lost)
            utterance.number = number + (side == .client || client.bytes == 0 ? 1 : 2)
            utterance.bytes = half.bytes
            utterance.missing = half.lost
            if !speaksTLS { utterance.notes.insert(.plaintextOnTLSPort) }
            var summary = speaksTLS ? TLSSummary(half.records) : nil
            if speaksTLS, let reading = side == .client ? pen.readings.client : pen.readings.server {
                summary?.opened = reading.records
                utterance.notes.formUnion(reading.notes)
            }
            pen.writeCiphered(
                utterance, tls: summary, head: half.head, frames: half.frames ?? 0...0, time: half.time, &out)
        }
    }
}
