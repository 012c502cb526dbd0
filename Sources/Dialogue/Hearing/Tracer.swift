package import Packets

/// Turns the frames of a capture into records: recognises the connections that carry mail, and transcribes each.
///
/// Feed it frame by frame with ``accept(_:)``, take the records out of ``outbox`` after each, and say ``finish(dropped:lost:)``
/// at the end.
package struct Tracer: ~Copyable {
    private var reassembler: Reassembler
    private var switchboard: Switchboard
    private var isEnding = false
    /// Events of the last frame wait until records were taken.
    private var isPaused = false
    /// The flow of the event that was followed last; -1 for none of this frame.
    private var lastFlow: Int32 = -1

    /// - Parameters:
    ///   - keys: For reading what is inside TLS; more may come to it later. nil: TLS is only counted.
    ///   - names: Names for addresses, where a simulation knows its stations.
    package init(
        needs: Needs = .full, limits: Reassembler.Limits = Reassembler.Limits(), keys: KeyRing? = nil,
        names: @escaping @Sendable (Endpoint) -> String? = { _ in nil }
    ) {
        reassembler = Reassembler(limits: limits)
        switchboard = Switchboard(needs: needs, keys: KeyRing.isBuiltIn ? keys : nil, names: names)
    }

    /// The first octets of letters, ``Needs/previews``, are kept of so many connections: the first ones.
    package var previewedConnections: Int32 {
        get { switchboard.previewedConnections }
        set { switchboard.previewedConnections = newValue }
    }

    package var outbox: Outbox {
        get { switchboard.outbox }
        _modify { yield &switchboard.outbox }
    }

    /// Frames whose link type is not read, and the last such type; nil where there are none.
    package var unknownLink: (frames: Int, linkType: LinkType)? {
        guard let linkType = reassembler.unknownLink else { return nil }
        return (reassembler.counters.unknownLink, linkType)
    }

    /// Reads one frame; what it completes stands in ``outbox`` afterwards.
    ///
    /// One frame may release very much that waited behind a hole. Then the rest is heard once the records so far are taken.
    package mutating func accept(_ frame: borrowing Frame) {
        if isPaused { followEvents(pauses: false) }
        lastFlow = -1
        reassembler.accept(frame)
        // A third of all frames only acknowledges.
        guard reassembler.hasEvents() else { return }
        var event = StreamEvent.none
        while reassembler.next(&event) {
            if case .data = event.kind, case .frame = event.location {
                lastFlow = event.flow
                let interest = switchboard.hear(
                    event, frame.bytes.extracting(event.range),
                    isHeldUp: reassembler.isHeldUp(event.flow, event.direction.opposite))
                settle(event, interest)
            } else {
                follow(event)
                if isOverfull, !reassembler.needsFrame {
                    isPaused = true
                    return
                }
            }
        }
        endFrame()
    }

    /// All events of a frame were heard.
    private mutating func endFrame() {
        if lastFlow >= 0, switchboard.hasDeferrals { switchboard.settle(lastFlow, &reassembler) }
        if lastFlow >= 0, switchboard.mayBeCrowded { makeRoom() }
    }

    /// Gives up idle connections until there is room.
    @inline(never)
    private mutating func makeRoom() {
        if switchboard.isFull { giveUpIdle(64) }
        guard switchboard.isSweepDue() else { return }
        while switchboard.countHeldBytes() > Switchboard.heldLimit {
            guard giveUpIdle(16) else { return switchboard.sweepAgain() }
        }
    }

    /// - Returns: Whether there were so many, and their records fit.
    @discardableResult
    private mutating func giveUpIdle(_ count: Int) -> Bool {
        for _ in 0..<count {
            guard !isPaused, !isOverfull, reassembler.giveUpIdlest() else { return false }
            followEvents(pauses: true)
        }
        return true
    }

    /// Memory that is held for connections and streams beside their places, roughly.
    package mutating func countHeldBytes() -> Int { switchboard.countHeldBytes() + reassembler.storeBytes }

    /// Reads one frame whose bytes are lent beside what is known of it.
    package mutating func accept(_ info: FrameInfo, bytes: Span<UInt8>) { accept(Frame(info, bytes: bytes)) }

    /// Time passes without frames: holes and closed connections do not wait for ever.
    ///
    /// - Parameter time: Nanoseconds since 1970 UTC.
    package mutating func advance(to time: Int64) {
        if isPaused { followEvents(pauses: false) }
        reassembler.advance(to: time)
        followEvents(pauses: true)
    }

    /// Hands out what is complete, in order, and forgets it.
    package mutating func drain(_ each: (Record) -> Void) {
        switchboard.outbox.drain(each)
        while isPaused {
            followEvents(pauses: true)
            if !isPaused { endFrame() }
            switchboard.outbox.drain(each)
        }
    }

    /// The same for those who read a file and are in no hurry: not before it pays to hash the contents that have ended.
    package mutating func drainIfDue(_ each: (Record) -> Void) {
        if isPaused || switchboard.outbox.isDue { drain(each) }
    }

    /// Hands out what has come of messages, in order, and forgets it; nothing unless ``Needs/contents`` are asked for.
    package mutating func drainPieces(_ each: (ContentPiece) -> Void) {
        guard !switchboard.outbox.pieces.isEmpty else { return }
        for index in switchboard.outbox.pieces.indices { each(switchboard.outbox.pieces[index]) }
        switchboard.outbox.pieces.removeAll(keepingCapacity: true)
    }

    /// All frames are read: closes what is open still, some connections at a time, so that their records can be drained in
    /// between; very many at once would not fit. True while there are more.
    package mutating func closeSome() -> Bool {
        if isPaused { followEvents(pauses: false) }
        if !isEnding { reassembler.finish() }
        isEnding = true
        while let event = reassembler.next() {
            follow(event)
            if switchboard.outbox.count >= 1_024 { return true }
        }
        return false
    }

    /// The capture is over: closes what is open still, and sums up.
    ///
    /// - Parameters:
    ///   - dropped: Frames that the kernel dropped.
    ///   - lost: Octets of a cut file that could not be read.
    package mutating func finish(dropped: Int = 0, lost: Int = 0) {
        while closeSome() {}
        let counters = reassembler.counters
        switchboard.finish(frames: counters.frames, bytes: counters.bytes, dropped: dropped, lost: lost)
    }

    /// So many records wait that the rest had better do so too. Not where contents are taken: their pieces come before the
    /// records that name them.
    private var isOverfull: Bool { switchboard.outbox.isOverfull && !switchboard.needs.contains(.contents) }

    /// Follows what happened, without a frame in hand.
    ///
    /// - Parameter pauses: Not all at once, if that makes more records than should wait.
    private mutating func followEvents(pauses: Bool) {
        isPaused = false
        while let event = reassembler.next() {
            follow(event)
            if pauses, isOverfull {
                isPaused = true
                return
            }
        }
    }

    private mutating func follow(_ event: StreamEvent) {
        lastFlow = event.flow
        guard case .data = event.kind else { return switchboard.follow(event, &reassembler) }
        settle(event, Self.hear(event, in: &reassembler, &switchboard))
    }

    private mutating func settle(_ event: StreamEvent, _ interest: Switchboard.Interest) {
        var interest = interest
        if case .undecided = interest { interest = switchboard.recognise(event, reassembler.facts(event.flow)) }
        if case .none = interest, !isEnding { reassembler.ignore(event.flow) }
    }

    /// Octets that came out of order and lie with the reassembler.
    private static func hear(
        _ event: StreamEvent, in reassembler: inout Reassembler, _ switchboard: inout Switchboard
    ) -> Switchboard.Interest {
        let isHeldUp = reassembler.isHeldUp(event.flow, event.direction.opposite)
        return switchboard.hear(event, reassembler.stored(event), isHeldUp: isHeldUp)
    }
}
