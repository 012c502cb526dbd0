/// Puts TCP connections together again: frames in, events of their byte streams out.
///
/// Give each frame to ``accept(_:)``, then take events with ``next()`` until it has none. Bytes are delivered as soon as they are
/// in order, whether acknowledged or not; the first copy of a byte wins. Nothing is known here of ports, clients or mail.
package struct Reassembler: ~Copyable {
    /// What is kept at most, whatever the capture holds.
    package struct Limits: Sendable, Hashable {
        /// Connections that never carried payload; the oldest is given up. A scan opens millions.
        package var silentFlows = 32_768
        /// Connections that did; the one that was idle for longest, roughly, is given up.
        package var talkingFlows = 16_384
        /// Cost (bytes, and 64 a piece) of what came too early in one half-stream; at the limit its first hole is declared lost.
        /// Windows of some hundred KiB are usual: a lost segment comes again when all of them have passed.
        package var earlyBytesPerHalf = 2 * 1_024 * 1_024
        /// Pieces of it, likewise: a flood of small ones, in the worst order, would take long to sort in.
        package var earlyPiecesPerHalf = 4_096
        /// Cost over all half-streams; at the limit the oldest holder's first hole is declared lost.
        package var earlyBytes = 5 * 1_024 * 1_024
        /// Half-streams whose last segments are remembered for comparison with later copies, 1 KiB each.
        package var comparedHalves = 4_096
        /// Frames of its connection that an acknowledged hole may still be filled by: captures do swap frames.
        package var graceFrames: UInt32 = 32
        /// Nanoseconds after which it is declared lost in any case.
        package var graceTime: Int64 = 1_000_000_000
        /// Frames of the capture, at most, for which an ended connection that lacks bytes waits for them; else ``graceTime``.
        package var closingFrames = 65_536
        /// Frames of the capture for which a closed connection is remembered, so that late copies open no new one.
        package var closedFrames = 1_024
        /// Bytes that a segment may lie ahead of, or behind, what was delivered; anything else is not of this connection.
        package var reach = 1 << 30

        package init() {}
    }

    /// What went by, in numbers.
    package struct Counters: Sendable, Hashable {
        package var frames = 0
        /// Captured bytes of all frames.
        package var bytes = 0
        package var tcpFrames = 0
        package var nonTCP = 0
        /// Frames of a link type that is not read, see ``Reassembler/unknownLink``.
        package var unknownLink = 0
        package var fragments = 0
        package var malformed = 0
        package var connections = 0
        package var refused = 0
        /// Connections given up to keep within the limits.
        package var evicted = 0
        /// Bytes that came again, and bytes that came after their hole was declared lost: both dropped.
        package var repeatedBytes = 0
        /// Segments beyond FIN, after the close, or out of all reach.
        package var strayFrames = 0
        /// Holes declared lost because ``Limits/earlyBytesPerHalf`` or ``Limits/earlyBytes`` was reached.
        package var forcedHoles = 0
    }

    /// The last frame that could not be decoded to its end.
    package struct MalformedFrame: Sendable, Hashable {
        package var frame: Int
        package var malformation: Malformation
    }

    package let limits: Limits
    package internal(set) var counters = Counters()
    package internal(set) var lastMalformed: MalformedFrame?

    var decoder = FrameDecoder()
    var table = FlowTable()
    var flows: Slab<Flow>
    /// Two for each flow: forward, backward.
    var halves: Slab<HalfStream>
    var freeFlows: [Int32] = []
    /// Closed flows out of the table, whose facts are still to be asked for.
    var leavingFlows: [Int32] = []
    var silent = FlowList()
    var talking = FlowList()
    /// Flows in state closing, in the order in which they got there; and closed ones.
    var closingLine = WaitingLine()
    var overLine = WaitingLine()
    var early = EarlyStore()
    var fingerprints: Fingerprints
    var events = EventQueue()
    /// At the end of the capture: the flows still to be closed, in order of opening.
    var remaining: [Int32] = []
    var remainingCursor = 0
    /// Number and time of the frame under way.
    var number = 0
    var now: Int64 = 0
    /// The next moment at which one of the lines has something to do.
    var dueCount = Int.max
    var dueTime = Int64.max
    let seed: UInt64

    package init(limits: Limits = Limits()) {
        self.limits = limits
        fingerprints = Fingerprints(maximumRings: limits.comparedHalves)
        seed = UInt64.random(in: .min ... .max)
        // The closed ones stay for a while.
        let places = limits.silentFlows + limits.talkingFlows + limits.closedFrames
        flows = Slab(capacity: places)
        halves = Slab(capacity: places * 2)
    }

    /// Cost of all bytes held at present: early ones, and fragments.
    package var storeBytes: Int { early.cost + decoder.fragments.storedBytes }

    /// The link type that was met last and is not read.
    package private(set) var unknownLink: LinkType?

    /// The frame under way told something. Mutating like those below.
    package mutating func hasEvents() -> Bool { !events.isEmpty || remainingCursor < remaining.count }

    /// Among the events that wait are some whose octets lie in the frame itself.
    package var needsFrame: Bool { events.needsFrame }

    /// Connections that are in memory at present, closed ones that are remembered for a while included.
    package var flowCount: Int { table.count }

    /// Decodes a frame and files its segment. Events of the frame before that were not taken are gone.
    package mutating func accept(_ frame: borrowing Frame) {
        startFrame()
        counters.frames &+= 1
        counters.bytes &+= frame.bytes.count
        number = frame.info.number
        now = frame.info.time
        if counters.frames >= dueCount || now >= dueTime { closeDue() }
        switch decoder.decode(frame.bytes, linkType: frame.info.linkType) {
        case .tcp: file(frame.bytes, .frame)
        case .tcpInDatagram:
            let datagram = decoder.datagram
            file(datagram.span, .store)
        case .fragment: counters.fragments &+= 1
        case .other: counters.nonTCP &+= 1
        case .unknownLink:
            counters.unknownLink &+= 1
            unknownLink = frame.info.linkType
        case .malformed:
            counters.malformed &+= 1
            lastMalformed = MalformedFrame(frame: number, malformation: decoder.malformation)
        }
    }

    /// Tells that capture time went on without a frame, in live capture: closes what is due.
    package mutating func advance(to time: Int64) {
        startFrame()
        now = max(now, time)
        if now >= dueTime { closeDue() }
    }

    /// The next event; nil when the frame has no more.
    package mutating func next() -> StreamEvent? {
        var event = StreamEvent.none
        return next(&event) ? event : nil
    }

    /// The next event, written where the one before stood: the way for those who ask once a segment.
    ///
    /// - Returns: False, with nothing written, when the frame has no more.
    package mutating func next(_ event: inout StreamEvent) -> Bool {
        if events.next(&event) { return true }
        guard remainingCursor < remaining.count else { return false }
        refill()
        return events.next(&event)
    }

    /// The bytes of a ``StreamEvent/Kind/data`` event that lie in the store, until the next call of ``next()`` or ``accept(_:)``.
    @_lifetime(borrow self)
    package func stored(_ event: StreamEvent) -> Span<UInt8> {
        let range = event.start..<event.start &+ event.length
        let slot = Int(event.slot)
        if slot >= 0, slot < early.slots.count, range.upperBound <= early.slots[slot].bytes.count {
            let bytes = early.slots[slot].bytes
            // The compiler takes an array's element for a temporary; its bytes live, unchanged, as long as `self` is borrowed.
            return _overrideLifetime(bytes.span.extracting(range), borrowing: self)
        }
        if slot == -1, range.upperBound <= decoder.datagram.count { return decoder.datagram.span.extracting(range) }
        return Span()
    }

    /// The capture has ended: after this, ``next()`` closes one connection after another, in the order of their opening.
    package mutating func finish() {
        startFrame()
        remaining = flows.indices.filter { flows[$0].state == .open || flows[$0].state == .closing }
            .sorted { flows[$0].serial < flows[$1].serial }.map { Int32($0) }
        remainingCursor = 0
    }

    // Mutating, though they change nothing: the compiler copies all of a reassembler's places before it lends it, and these are
    // asked for every segment.

    /// What is known of a connection; holds until the frame after its ``StreamEvent/Kind/closed``.
    package mutating func facts(_ flow: Int32) -> FlowFacts {
        guard flow >= 0, Int(flow) < flows.count else { return FlowFacts.none }
        return FlowFacts(flows[Int(flow)], halves[Int(flow) * 2], halves[Int(flow) * 2 + 1])
    }

    /// Bytes of `direction` wait behind a hole, or behind other events of this frame: what the other side says meanwhile
    /// answers bytes that are still to be told.
    package mutating func isHeldUp(_ flow: Int32, _ direction: Direction) -> Bool {
        let half = Int(flow) * 2 + (direction == .forward ? 0 : 1)
        guard half < halves.count else { return false }
        return halves[half].early >= 0 || events.holds(flow, direction)
    }

    /// The reader above knows that this connection is not for it: bytes are counted from now on, and only its end is told.
    package mutating func ignore(_ flow: Int32) {
        guard flow >= 0, Int(flow) < flows.count, flows[Int(flow)].state != .free else { return }
        flows[Int(flow)].isIgnored = true
        for half in [Int(flow) * 2, Int(flow) * 2 + 1] { forgetBytes(of: half) }
        events.forget(flow)
    }

    private mutating func startFrame() {
        events.clear()
        early.reclaim()
        if !leavingFlows.isEmpty { freeLeaving() }
    }

    @inline(never)
    private mutating func refill() {
        startFrame()
        while events.isEmpty, remainingCursor < remaining.count {
            close(Int(remaining[remainingCursor]), .open)
            remainingCursor += 1
        }
    }

    private mutating func freeLeaving() {
        for index in leavingFlows {
            flows[Int(index)].state = .free
            freeFlows.append(index)
        }
        leavingFlows.removeAll(keepingCapacity: true)
    }

    @inline(__always)
    mutating func tell(
        _ kind: StreamEvent.Kind, half: Int, offset: Int, length: Int = 0, how: StreamEvent.End = .open
    ) {
        var event = StreamEvent(
            kind, flow: Int32(truncatingIfNeeded: half >> 1), direction: half & 1 == 0 ? .forward : .backward,
            offset: offset, length: length, frame: number, time: now)
        event.how = how
        events.append(event)
    }
}

extension FlowFacts {
    /// Facts of no connection.
    fileprivate static let none = FlowFacts(
        Flow(key: FlowKey(IPAddress(v4: 0), 0, IPAddress(v4: 0), 0), hash: 0), HalfStream(), HalfStream())

    fileprivate init(_ flow: Flow, _ forward: HalfStream, _ backward: HalfStream) {
        let key = flow.key
        addressA = flow.forwardIsLow ? key.lowAddress : key.highAddress
        portA = flow.forwardIsLow ? key.lowPort : key.highPort
        addressB = flow.forwardIsLow ? key.highAddress : key.lowAddress
        portB = flow.forwardIsLow ? key.highPort : key.lowPort
        synSender = flow.synSender < 0 ? nil : Direction(rawValue: UInt8(flow.synSender))
        synAckSender = flow.synAckSender < 0 ? nil : Direction(rawValue: UInt8(flow.synAckSender))
        firstTime = flow.firstTime
        firstFrame = flow.firstFrame
        captured = Pair(forward: forward.captured, backward: backward.captured)
        missing = Pair(forward: forward.missing, backward: backward.missing)
    }
}
