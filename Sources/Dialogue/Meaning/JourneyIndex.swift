/// Puts together what was heard of one message on several connections: by Message-ID and the hash of its body, since every
/// hop adds header lines and leaves the body alone (RFC 5321 section 4.4).
package struct JourneyIndex: Sendable {
    /// Messages remembered; beyond, the oldest are forgotten.
    package static let limit = 65_536

    private struct Key: Hashable {
        var messageID: String?
        var bodyMark: UInt64
    }

    private var order: [Key] = []
    private var oldest = 0
    private var journeys: [Key: JourneyRecord] = [:]

    package init() {}

    package mutating func add(
        _ message: MessageRecord, from carrier: Endpoint, to taker: Endpoint, names: (String?, String?)
    ) {
        let key = Key(messageID: message.header.messageID, bodyMark: message.bodyMark)
        let hop = JourneyRecord.Hop(
            connection: message.connection, protocol: message.protocol, move: message.move, from: carrier, to: taker,
            fromName: names.0, toName: names.1, time: message.time, bytes: message.bytes)
        if journeys[key] == nil {
            if journeys.count >= Self.limit { forgetOldest() }
            order.append(key)
            journeys[key] = JourneyRecord(
                messageID: message.header.messageID, subject: message.header.subject, hops: [hop])
        } else {
            journeys[key]?.hops.append(hop)
        }
    }

    /// Journeys over more than one connection, in the order of their first hops.
    package func completed() -> [JourneyRecord] {
        order[oldest...].compactMap { journeys[$0] }.filter { $0.hops.count > 1 }
    }

    private mutating func forgetOldest() {
        guard oldest < order.count else { return }
        journeys[order[oldest]] = nil
        oldest += 1
        if oldest > 4_096 {
            order.removeFirst(oldest)
            oldest = 0
        }
    }
}
