import MailProtocols

/// Puts together what was heard of one message on several connections: by Message-ID, and by the hash of its body, since every
/// hop adds header lines and leaves the body alone (RFC 5321 section 4.4). The body decides where a Message-ID is lacking, as
/// before a submission server adds it, or used for several messages; the Message-ID alone where the capture lacks octets.
///
/// Most messages cross one connection of a capture, so of each only a few octets are kept until it is met again. The room
/// for all is soon taken: memory does not grow with the capture.
package struct JourneyIndex: Sendable {
    /// Messages remembered; beyond, the oldest are forgotten.
    package static let limit = 65_536
    /// Messages for which room is taken with each one: after some thousand there is room for all.
    private static let roomAtATime = 16
    /// Hops of one journey that are kept: more than the hundred after which a relay must suspect a loop (RFC 5321 section
    /// 6.3). What comes beyond is counted.
    package static let hopLimit = 128
    /// Hops of all journeys together that are kept, 18 MiB; what comes beyond is counted.
    static let hopLimitInAll = 131_072
    /// Characters of a Message-ID or subject that are kept to be shown.
    static let textLimit = 256

    fileprivate struct Key: Sendable, Hashable {
        /// Hash of the Message-ID; 0 where there is none.
        var messageID: UInt64 = 0
        /// Hash of the body; 0 where there is none, or octets of it are missing.
        var body: UInt64 = 0
    }

    /// What a journey needs to know of a message that crossed a connection: much less than its record.
    package struct Sighting: Sendable {
        let connection: Int32
        let `protocol`: MailProtocol
        fileprivate let move: Move?
        fileprivate let time: Int64
        fileprivate let bytes: Int
        fileprivate let messageID: String?
        fileprivate let subject: String?
        fileprivate let key: Key
        fileprivate let isTaken: Bool
        fileprivate let envelope: UInt64
        let notes: NoteSet

        package init(_ message: borrowing MessageRecord) {
            connection = message.connection
            `protocol` = message.protocol
            move = message.move
            time = message.time
            bytes = message.bytes
            messageID = message.header.messageID
            subject = message.header.subject
            var mark = BodyMark()
            if var messageID { messageID.withUTF8 { mark.take($0.span) } }
            key = Key(messageID: mark.value, body: message.bodyMark)
            // The server took it, or may have: a second copy is a duplicate. What POP3 fetches stays where it was, so it is none.
            isTaken = `protocol` != .pop3 && (message.outcome == "accepted" || message.outcome == "unanswered")
            // Tells one list of recipients from another; 0 for none.
            var envelope: UInt64 = 0
            for recipient in message.recipients {
                for byte in recipient.address.utf8 { envelope = (envelope ^ UInt64(byte)) &* 0x100_0000_01B3 }
                envelope = envelope &* 31 &+ 1
            }
            self.envelope = envelope
            notes = message.notes
        }
    }

    /// The first hop of a message, as small as may be.
    private struct First: Sendable {
        var key = Key()
        var time: Int64 = 0
        var bytes = 0
        var from = Endpoint(address: "", port: 0)
        var to = Endpoint(address: "", port: 0)
        var connection: Int32 = 0
        var `protocol` = MailProtocol.unknown
        var move: Move?
        var isTaken = false
        var envelope: UInt64 = 0
    }

    /// A ring, by order of appearance.
    private var firsts: [First] = []
    /// How many messages were remembered in all: the place of the next one in the ring.
    private var count = 0
    /// Where the newest message of a Message-ID, and of a body, stands in the ring.
    private var byMessageID: [UInt64: Int32] = [:]
    private var byBody: [UInt64: Int32] = [:]
    /// Messages that were met again, by their place.
    private var journeys: [Int32: JourneyRecord] = [:]
    /// Hops in them.
    private var hops = 0

    package init() {}

    /// - Returns: Whether the same ends exchanged this message before, for the same recipients, and it was not refused then.
    @discardableResult
    package mutating func add(
        _ message: Sighting, from carrier: Endpoint, to taker: Endpoint, names: (Endpoint) -> String?
    ) -> Bool {
        let key = message.key
        // Nothing tells such messages apart.
        guard key != Key() else { return false }
        guard let place = place(of: key) else {
            remember(message, carrier, taker)
            return false
        }
        if firsts[Int(place)].key.messageID == 0, key.messageID != 0 {
            firsts[Int(place)].key.messageID = key.messageID
            byMessageID[key.messageID] = place
        }
        let hop = JourneyRecord.Hop(
            connection: message.connection, protocol: message.protocol, move: message.move, from: carrier, to: taker,
            fromName: names(carrier), toName: names(taker), time: message.time, bytes: message.bytes,
            isTaken: message.isTaken, envelope: message.envelope)
        var journey =
            journeys.removeValue(forKey: place)
            ?? JourneyRecord(
                messageID: message.messageID.map(Self.cut), subject: message.subject.map(Self.cut),
                hops: [Self.hop(firsts[Int(place)])])
        let isDuplicate = journey.hops.contains { $0.isCopied(by: hop) }
        if journey.hops.count < Self.hopLimit, hops < Self.hopLimitInAll {
            journey.hops.append(hop)
            hops += 1
        } else {
            journey.omitted += 1
        }
        journeys[place] = journey
        return isDuplicate
    }

    /// Journeys over more than one connection, in the order of their first hops.
    ///
    /// - Parameter names: Names for addresses, where a simulation knows its stations.
    package func completed(names: (Endpoint) -> String?) -> [JourneyRecord] {
        let oldest = max(0, count - Self.limit)
        return (oldest..<count).compactMap { index in
            guard var journey = journeys[Int32(index % Self.limit)] else { return nil }
            journey.hops[0].fromName = names(journey.hops[0].from)
            journey.hops[0].toName = names(journey.hops[0].to)
            return journey
        }
    }

    private mutating func remember(_ message: Sighting, _ carrier: Endpoint, _ taker: Endpoint) {
        let key = message.key
        if firsts.isEmpty {
            // Untouched memory costs nothing; to grow by copying would need twice the room.
            firsts.reserveCapacity(Self.limit)
            byMessageID.reserveCapacity(Self.limit)
            byBody.reserveCapacity(Self.limit)
        }
        let place = count % Self.limit
        if count >= Self.limit {
            let gone = firsts[place].key
            if byMessageID[gone.messageID] == Int32(place) { byMessageID[gone.messageID] = nil }
            if byBody[gone.body] == Int32(place) { byBody[gone.body] = nil }
            if let forgotten = journeys.removeValue(forKey: Int32(place)) { hops -= forgotten.hops.count - 1 }
        }
        let first = First(
            key: key, time: message.time, bytes: message.bytes, from: carrier, to: taker,
            connection: message.connection, protocol: message.protocol, move: message.move,
            isTaken: message.isTaken, envelope: message.envelope)
        if firsts.count < Self.limit {
            let room = min(Self.roomAtATime, Self.limit - firsts.count)
            firsts.append(contentsOf: repeatElement(First(), count: room))
        }
        firsts[place] = first
        if key.messageID != 0 { byMessageID[key.messageID] = Int32(place) }
        if key.body != 0 { byBody[key.body] = Int32(place) }
        count += 1
    }

    /// Where the message stands that this one is another copy of.
    private func place(of key: Key) -> Int32? {
        if key.body != 0, let place = byBody[key.body] {
            let known = firsts[Int(place)].key.messageID
            if known == key.messageID || known == 0 || key.messageID == 0 { return place }
        }
        if key.messageID != 0, let place = byMessageID[key.messageID] {
            let known = firsts[Int(place)].key.body
            if known == key.body || known == 0 || key.body == 0 { return place }
        }
        return nil
    }

    private static func cut(_ text: String) -> String {
        text.utf8.count <= textLimit ? text : String(text.prefix(textLimit))
    }

    private static func hop(_ first: First) -> JourneyRecord.Hop {
        JourneyRecord.Hop(
            connection: first.connection, protocol: first.protocol, move: first.move, from: first.from, to: first.to,
            fromName: nil, toName: nil, time: first.time, bytes: first.bytes, isTaken: first.isTaken,
            envelope: first.envelope)
    }
}

extension JourneyRecord.Hop {
    /// The same ends, the same recipients, and both copies were taken.
    fileprivate func isCopied(by hop: JourneyRecord.Hop) -> Bool {
        isTaken && hop.isTaken && to == hop.to && from.address == hop.from.address && envelope == hop.envelope
    }
}
