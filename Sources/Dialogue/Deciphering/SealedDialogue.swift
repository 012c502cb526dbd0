import MailProtocols

/// The dialogue inside TLS of one connection, for whoever has the session's keys: opens both sides' records, hears what they
/// hold, and has it written down like any other.
///
/// The `range` of a step from here is that of the records that carried it, in the TCP stream of its side.
struct SealedDialogue: Sendable {
    /// What came of reading one side.
    struct Reading: Sendable {
        /// Records that were opened.
        var records: Int
        var notes: NoteSet
    }

    private var session: TLSSession
    private(set) var listener: Listener

    /// Memory beside the value itself, roughly.
    mutating func countHeldBytes() -> Int { listener.countHeldBytes() + 8_192 }
    private var places: Places

    /// - Parameter listener: To what is said inside; its positions begin where TLS does.
    init(_ ring: KeyRing, _ listener: Listener) {
        let start = (client: listener.needed(of: .client), server: listener.needed(of: .server))
        session = TLSSession(ring, start: start)
        places = Places(client: StreamMap(at: start.client), server: StreamMap(at: start.server))
        self.listener = listener
    }

    /// The number of the last step.
    var number: Int {
        get { listener.number }
        set { listener.number = newValue }
    }

    /// Hears TLS octets of `side` that lie at `position` of its stream.
    mutating func hear(
        _ side: Side, _ bytes: borrowing Span<UInt8>, at position: Int, _ pen: inout Pen, _ out: inout Outbox
    ) {
        for opened in session.take(side, bytes, at: position) { hear(opened, &pen, &out) }
        for side in Side.allCases { places.forget(side, before: listener.needed(of: side)) }
        let isReading = session[side].obstacle == nil
        let unread = isReading ? session[side].reader.start : position + bytes.count
        pen.forget(side, before: min(places.firstRecord(side) ?? unread, unread))
    }

    private mutating func hear(_ opened: TLSSession.Opened, _ pen: inout Pen, _ out: inout Outbox) {
        let count = opened.lost > 0 ? opened.lost : opened.text.count
        places.add(opened.side, count, in: opened.range)
        if opened.lost > 0 { places.hasLost.insert(opened.side) }
        drive(&pen, &out) { listener, each in
            if opened.lost > 0 {
                listener.lose(opened.side, opened.lost, each)
            } else {
                listener.hear(opened.side, opened.text.span, each)
            }
        }
        // What the other side waits for may have been in what is lost.
        if opened.lost > 0 { stopWaiting(opened.side.other, &pen, &out) }
    }

    /// The half no longer waits for an answer that does not come.
    mutating func stopWaiting(_ side: Side, _ pen: inout Pen, _ out: inout Outbox) {
        guard listener.isWaiting(side) else { return }
        drive(&pen, &out) { listener, each in listener.stopWaiting(side, each) }
    }

    /// See ``Listener/awaited()``.
    mutating func awaited() -> Wait { listener.awaited() }

    /// See ``Listener/notesAtEnd(isWhole:)``.
    mutating func notesAtEnd(isWhole: Bool) -> NoteSet { listener.notesAtEnd(isWhole: isWhole) }

    /// The connection is over.
    mutating func end(_ pen: inout Pen, _ out: inout Outbox) {
        session.finish()
        drive(&pen, &out) { listener, each in listener.end(each) }
    }

    func reading(of side: Side) -> Reading {
        var notes = NoteSet()
        if let obstacle = session[side].obstacle {
            // What concerns the whole session is said once.
            let isSaid = side == .server && session[.client].obstacle == obstacle && session[side].records == 0
            if !isSaid { notes.insert(obstacle.note) }
        }
        if places.hasLost.contains(side) { notes.insert(.tlsRecordsLost) }
        return Reading(records: session[side].records, notes: notes)
    }

    private mutating func drive(
        _ pen: inout Pen, _ out: inout Outbox, _ act: (inout Listener, (Utterance, Span<UInt8>) -> Void) -> Void
    ) {
        pen.isDecrypted = true
        Self.drive(&listener, &places, &pen, &out, act)
        pen.isDecrypted = false
    }

    private static func drive(
        _ listener: inout Listener, _ places: inout Places, _ pen: inout Pen, _ out: inout Outbox,
        _ act: (inout Listener, (Utterance, Span<UInt8>) -> Void) -> Void
    ) {
        act(&listener) { utterance, bytes in
            // TLS inside TLS is not followed.
            if utterance.kind == .tlsBegins || utterance.kind == .tlsRun { return }
            pen.write(places.placed(utterance), bytes, to: &out)
        }
    }
}

/// Where both sides' texts lie in their TCP streams.
private struct Places: Sendable {
    var client: StreamMap
    var server: StreamMap
    /// Sides of which whole records were lost.
    var hasLost: Set<Side> = []
    /// TCP position of the first record of the content under way: the map forgets it sooner.
    private var contentStart: Int?

    init(client: StreamMap, server: StreamMap) {
        self.client = client
        self.server = server
    }

    mutating func add(_ side: Side, _ count: Int, in record: Range<Int>) {
        if side == .client { client.add(count, in: record) } else { server.add(count, in: record) }
    }

    mutating func forget(_ side: Side, before position: Int) {
        if side == .client { client.forget(before: position) } else { server.forget(before: position) }
    }

    func firstRecord(_ side: Side) -> Int? { side == .client ? client.firstRecord : server.firstRecord }

    /// The utterance with the range of the records that carried it.
    mutating func placed(_ utterance: Utterance) -> Utterance {
        var placed = utterance
        placed.range =
            utterance.side == .client ? client.records(of: utterance.range) : server.records(of: utterance.range)
        switch utterance.kind {
        case .contentRun: contentStart = contentStart ?? placed.range.lowerBound
        case .content:
            if let start = contentStart, start < placed.range.upperBound {
                placed.range = start..<placed.range.upperBound
            }
            contentStart = nil
        default: break
        }
        return placed
    }
}
