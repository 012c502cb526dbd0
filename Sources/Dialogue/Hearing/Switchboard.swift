import MailProtocols
import Packets

/// Knows of each TCP flow whether it carries mail, and leads what is said to the connection's transcriber.
struct Switchboard {
    private struct FlowState {
        enum Kind: UInt8 { case fresh, undecided, transcribed, ignored }
        var kind = Kind.fresh
        var clientIs = Direction.forward
        /// Index of the transcriber.
        var index: Int32 = -1
        /// Where its first octets wait; -1 where nothing does.
        var prelude: Int32 = -1
        // Not `[]`, which asks a table of another module.
        var notes = NoteSet(rawValue: 0)
    }

    struct Line {
        var transcriber: Transcriber
        var client: Endpoint
        var server: Endpoint

        static let unused = Line(
            transcriber: Transcriber(connection: 0, protocol: .unknown, begun: false, opener: nil, needs: []),
            client: Endpoint(address: "", port: 0), server: Endpoint(address: "", port: 0))
    }

    /// Memory held of a connection that waits for the other side's hole; beyond, its octets are taken as they came.
    private static let deferralLimit = 65_536

    /// Memory beside its place that an ended connection may keep for the next one.
    private static let spareBytes = 4_096
    /// Memory that is held for all flows together until they tell what is spoken; beyond, each flow must tell at once.
    private static let preludeLimit = 4 << 20

    let needs: Needs
    /// For reading what is inside TLS.
    private let keyRing: KeyRing?
    let names: @Sendable (Endpoint) -> String?
    private var flows: [FlowState] = []
    private var waiting = WaitingFlows()
    /// By the index in a flow's state; unused ones are kept for the next connection.
    var lines: [Line] = []
    /// What waits for a hole of the other side, by line: hardly ever anything.
    var deferrals: [Int: Deferral] = [:]
    var freeLines: [Int32] = []
    /// Memory held in ``waiting``.
    var preludeBytes = 0
    /// Octets heard since what is held was counted last.
    var heardSinceSweep = 0
    /// So many of them are heard before it is counted again.
    var sweepInterval = Switchboard.sweepInterval
    /// The first octets of letters are kept of so many connections, where they are asked for at all.
    var previewedConnections = Int32.max
    private(set) var connections: Int32 = 0
    /// What is no mail and was reported all the same; numbered along with the connections.
    var others: Int32 = 0
    var remarks = RemarkCount()
    var summary = SummaryRecord()
    var journeys = JourneyIndex()
    var outbox = Outbox()

    init(needs: Needs, keys: KeyRing?, names: @escaping @Sendable (Endpoint) -> String?) {
        self.needs = needs
        keyRing = keys
        self.names = names
        // Untouched memory costs nothing; to grow by copying would need twice the room.
        lines.reserveCapacity(Self.lineLimit + 64)
    }

    // MARK: Events

    /// What a flow is worth after some octets of it.
    enum Interest {
        case mail
        /// Nothing of it matters any more.
        case none
        /// Whether it is mail has to be found out, see ``recognise(_:_:)``.
        case undecided
    }

    /// Octets of a flow.
    ///
    /// - Parameter isHeldUp: Octets of the other side wait behind a hole.
    mutating func hear(_ event: StreamEvent, _ bytes: Span<UInt8>, isHeldUp: Bool) -> Interest {
        let flow = Int(event.flow)
        guard flow < flows.count else { return .mail }
        switch flows[flow].kind {
        case .ignored: return .none
        case .transcribed:
            let side: Side = event.direction == flows[flow].clientIs ? .client : .server
            let index = Int(flows[flow].index)
            if isHeldUp {
                postpone(
                    index,
                    Deferral.Chunk(side: side, bytes: [UInt8](copying: bytes), frame: event.frame, time: event.time))
            } else {
                if !deferrals.isEmpty { hearDeferred(index, before: event, side) }
                lines[index].transcriber.hear(side, bytes, frame: event.frame, time: event.time, to: &outbox)
            }
            heardSinceSweep += bytes.count
            if !outbox.unplacedMessages.isEmpty { placeMessages(of: index) }
            return .mail
        case .fresh, .undecided:
            flows[flow].kind = .undecided
            let place = prelude(of: flow)
            waiting[place].isHeldUp = isHeldUp
            preludeBytes += waiting[place].add(bytes, from: event.direction, frame: event.frame, time: event.time)
            return .undecided
        }
    }

    /// Decides what a flow speaks, if its first octets tell.
    ///
    /// - Parameter event: The octets that came last.
    mutating func recognise(_ event: StreamEvent, _ facts: FlowFacts) -> Interest {
        let flow = Int(event.flow)
        let place = prelude(of: flow)
        // Octets out of a store lay behind a hole, and more of them may follow: what the other side said later has to wait.
        var later: [(bytes: [UInt8], frame: Int, time: Int64)] = []
        if case .store = event.location {
            let before = waiting[place].heldBytes
            later = waiting[place].takeLater(than: event.frame, of: event.direction.opposite)
            preludeBytes += waiting[place].heldBytes - before
        }
        let isFinal = preludeBytes > Self.preludeLimit || waiting[place].isFull
        if recognise(event.flow, facts, isFinal: isFinal) { return .none }
        for chunk in later {
            guard flows[flow].kind == .transcribed else {
                preludeBytes += waiting[prelude(of: flow)].add(
                    chunk.bytes.span, from: event.direction.opposite, frame: chunk.frame, time: chunk.time)
                continue
            }
            let side: Side = event.direction == flows[flow].clientIs ? .server : .client
            postpone(
                Int(flows[flow].index),
                Deferral.Chunk(side: side, bytes: chunk.bytes, frame: chunk.frame, time: chunk.time))
        }
        return .mail
    }

    /// Where the first octets of a flow wait.
    private mutating func prelude(of flow: Int) -> Int32 {
        if flows[flow].prelude < 0 { flows[flow].prelude = waiting.begin() }
        return flows[flow].prelude
    }

    private mutating func dropPrelude(_ flow: Int32) {
        let place = flows[Int(flow)].prelude
        guard place >= 0 else { return }
        flows[Int(flow)].prelude = -1
        preludeBytes = max(0, preludeBytes - waiting[place].heldBytes)
        waiting.end(place)
    }

    /// Something waits for a hole to close.
    var hasDeferrals: Bool { !deferrals.isEmpty }

    mutating func postpone(_ index: Int, _ chunk: Deferral.Chunk) {
        deferrals[index, default: Deferral()].insert(chunk)
        guard deferrals[index]?.bytes ?? 0 > Self.deferralLimit else { return }
        hearDeferred(index)
        placeMessages(of: index)
    }

    /// The hole is closed: what was said meanwhile takes its place among the octets that waited behind it.
    ///
    /// - Parameters:
    ///   - event: Octets of `side` that are heard next; only what came before them is heard. nil: all is.
    private mutating func hearDeferred(_ index: Int, before event: StreamEvent? = nil, _ side: Side? = nil) {
        guard var waiting = deferrals[index] else { return }
        let ready = waiting.take(before: event, side)
        guard !ready.isEmpty else { return }
        deferrals[index] = waiting.chunks.isEmpty ? nil : waiting
        for chunk in ready { chunk.tell(to: &lines[index].transcriber, &outbox) }
    }

    /// After the events of a frame: is a hole closed for which something waits?
    mutating func settle(_ flowIndex: Int32, _ reassembler: inout Reassembler) {
        guard !deferrals.isEmpty else { return }
        let flow = Int(flowIndex)
        guard flow < flows.count, flows[flow].kind == .transcribed else { return }
        let index = Int(flows[flow].index)
        guard !reassembler.isHeldUp(flowIndex, .forward), !reassembler.isHeldUp(flowIndex, .backward) else { return }
        hearDeferred(index)
        placeMessages(of: index)
    }

    /// Anything but octets.
    mutating func follow(_ event: StreamEvent, _ reassembler: inout Reassembler) {
        let flow = Int(event.flow)
        switch event.kind {
        case .opened:
            while flows.count <= flow { flows.append(FlowState()) }
            flows[flow] = FlowState()
        case .data: break
        case .gap: lose(event)
        case .acknowledgedUnseen: acknowledgedUnseen(event)
        case .refused:
            summary.refused += 1
            summary.notes.insert(.connectionRefused)
            if needs.contains(.everything) {
                report(
                    other: reassembler.facts(event.flow), how: "refused", notes: NoteSet(.connectionRefused),
                    time: event.time)
            }
        case .reset: flows[flow].notes.insert(.connectionReset)
        case .retransmissionDiffers: flows[flow].notes.insert(.retransmissionDiffers)
        case .finished: break
        case .closed: close(event, reassembler.facts(event.flow))
        }
    }

    /// The capture is over: journeys and the sum of all.
    mutating func finish(frames: Int, bytes: Int, dropped: Int, lost: Int) {
        for journey in journeys.completed(names: names) { outbox.add(.journey(journey)) }
        summary.frames = frames
        summary.bytes = bytes
        summary.connections = Int(connections)
        summary.infos = remarks.infos
        summary.warnings = remarks.warnings
        summary.errors = remarks.errors
        summary.dropped = dropped
        summary.lost = lost
        if !needs.contains(.dialogue) { summary.tally = outbox.tally }
        outbox.add(.summary(summary))
    }

    private mutating func lose(_ event: StreamEvent) {
        let flow = Int(event.flow)
        switch flows[flow].kind {
        case .ignored: break
        case .transcribed:
            let side: Side = event.direction == flows[flow].clientIs ? .client : .server
            let index = Int(flows[flow].index)
            // Right behind what this side said before, if that waits.
            if let frame = deferrals[index]?.lastFrame(of: side) {
                return postpone(
                    index,
                    Deferral.Chunk(side: side, bytes: [], frame: frame, time: event.time, missing: event.length))
            }
            lines[index].transcriber.lose(side, event.length, frame: event.frame, time: event.time, to: &outbox)
            placeMessages(of: index)
        case .fresh, .undecided:
            let place = flows[flow].prelude
            guard place >= 0 else { return }
            preludeBytes += waiting[place].addHole(
                event.length, from: event.direction, frame: event.frame, time: event.time)
        }
    }

    private mutating func acknowledgedUnseen(_ event: StreamEvent) {
        let flow = Int(event.flow)
        switch flows[flow].kind {
        case .ignored: break
        case .transcribed:
            let side: Side = event.direction == flows[flow].clientIs ? .client : .server
            let index = Int(flows[flow].index)
            // Behind what this side said before, if that waits.
            if deferrals[index]?.lastFrame(of: side) != nil {
                return postpone(
                    index,
                    Deferral.Chunk(
                        side: side, bytes: [], frame: event.frame, time: event.time, acknowledged: event.offset))
            }
            lines[index].transcriber.acknowledgedUnseen(by: side, upTo: event.offset, to: &outbox)
            placeMessages(of: index)
        case .fresh, .undecided:
            preludeBytes += waiting[prelude(of: flow)].acknowledged(by: event.direction)
        }
    }

    private mutating func close(_ event: StreamEvent, _ facts: FlowFacts) {
        let flow = Int(event.flow)
        if flows[flow].kind == .undecided { _ = recognise(event.flow, facts, isFinal: true) }
        dropPrelude(event.flow)
        guard flows[flow].kind == .transcribed else {
            guard flows[flow].kind == .ignored else { return }
            summary.otherFlows += 1
            if needs.contains(.everything) {
                report(other: facts, how: event.how.word, notes: flows[flow].notes, time: event.time)
            }
            return
        }
        let index = flows[flow].index
        let client = flows[flow].clientIs
        let missing = (client: facts.missing[client], server: facts.missing[client.opposite])
        var notes = flows[flow].notes
        if facts.opener == nil { notes.insert(.midStream) }
        if missing.client + missing.server > 0 { notes.insert(.bytesMissing) }
        // A side that took part in the handshake and said nothing was captured all the same.
        let isSilent = facts.captured.forward == 0 || facts.captured.backward == 0
        if isSilent, !facts.handshake { notes.insert(.oneSided) }
        hearDeferred(Int(index))
        lines[Int(index)].transcriber.end(
            how: event.how.word, missing: missing, notes: notes, time: event.time, to: &outbox)
        placeMessages(of: Int(index))
        remarks.add(lines[Int(index)].transcriber.remarks)
        // The next connection takes its place; until then it keeps little, unless octets were left over.
        let isHeavy = lines[Int(index)].transcriber.countHeldBytes() > Self.spareBytes
        if isHeavy || freeLines.count >= Self.spareLines || lines[Int(index)].transcriber.isHoldingBack {
            lines[Int(index)] = Line.unused
        }
        freeLines.append(index)
        flows[flow] = FlowState()
    }

    // MARK: Recognition

    /// The keys, if there are any: they may come with the capture.
    private var keys: KeyRing? {
        guard let keyRing, !keyRing.isEmpty else { return nil }
        return keyRing
    }

    /// Decides what a flow speaks, if its first octets tell. Returns whether it is known not to be mail.
    private mutating func recognise(_ flow: Int32, _ facts: FlowFacts, isFinal: Bool) -> Bool {
        let place = flows[Int(flow)].prelude
        guard place >= 0 else { return false }
        let client = waiting[place].client(facts)
        if let keys { waiting[place].peek(clientIs: client, keys) }
        let port = client == .forward ? facts.portB : facts.portA
        switch waiting[place].verdict(clientIs: client, serverPort: port, isFinal: isFinal) {
        case .undecided: return false
        case .notMail:
            flows[Int(flow)].kind = .ignored
            dropPrelude(flow)
            return true
        case .speaks(let spoken):
            transcribe(flow, facts, spoken, clientIs: client)
            return false
        }
    }

    private mutating func transcribe(
        _ flow: Int32, _ facts: FlowFacts, _ spoken: MailProtocol, clientIs client: Direction
    ) {
        connections += 1
        let number = connections + others
        let (clientEnd, serverEnd) = ends(of: facts, client)
        let opener: Side? = facts.opener.map { $0 == client ? .client : .server }
        let start = facts.opener == nil ? nil : facts.firstTime
        if needs.contains(.dialogue) {
            outbox.add(
                .connection(
                    ConnectionRecord(
                        connection: number, protocol: spoken, client: clientEnd, server: serverEnd, opener: opener,
                        handshake: facts.handshake, time: facts.firstTime, clientName: names(clientEnd),
                        serverName: names(serverEnd))))
        }
        let needs = connections > previewedConnections ? self.needs.subtracting(.previews) : self.needs
        let index = freeLines.popLast() ?? Int32(lines.count)
        // Made in its place: a transcriber is too large to be handed around.
        if Int(index) == lines.count { lines.append(Line.unused) }
        lines[Int(index)].transcriber = Transcriber(
            connection: number, protocol: spoken, begun: facts.opener != nil, opener: opener, start: start,
            needs: needs, keys: keys)
        lines[Int(index)].client = clientEnd
        lines[Int(index)].server = serverEnd
        waiting[flows[Int(flow)].prelude].replay(to: &lines[Int(index)].transcriber, clientIs: client, &outbox)
        dropPrelude(flow)
        flows[Int(flow)].kind = .transcribed
        flows[Int(flow)].index = index
        flows[Int(flow)].clientIs = client
        let assigned = MailPorts.service(on: client == .forward ? facts.portB : facts.portA)
        if spoken.isTLSFromTheStart, assigned?.isDecoded == true { flows[Int(flow)].notes.insert(.tlsOnPlaintextPort) }
        if spoken.isDecoded, assigned?.isTLSFromTheStart == true { flows[Int(flow)].notes.insert(.plaintextOnTLSPort) }
        placeMessages(of: Int(index))
    }
}
