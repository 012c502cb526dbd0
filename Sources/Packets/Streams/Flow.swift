/// What is kept of one direction of a connection.
struct HalfStream {
    enum Position: UInt8 {
        /// Nothing places this stream yet.
        case unknown
        /// Only an acknowledgement of the other side does: its first byte may still turn out to lie elsewhere.
        case guessed
        case known
    }

    // What each segment touches stands first, so that it lies in one cache line.

    /// Offset of the next byte to be delivered.
    var next = 0
    /// How far the other side has acknowledged; more than `next` if bytes were not captured (so far).
    var acknowledged = 0
    /// Where the FIN stands; -1 without one.
    var fin = -1
    /// The sequence number of `next`.
    var nextSequence: UInt32 = 0
    /// The slot in the store with what came too early; -1 for none.
    var early: Int32 = -1
    /// The ring with fingerprints; -1 for none so far, -2 for none ever.
    var ring: Int32 = -1
    /// Fingerprints taken so far, which gives the place of the next one.
    var ringCount: UInt32 = 0
    var position = Position.unknown
    /// A frame of this direction was seen.
    var seen = false
    var clockRuns = false

    var hasSYN = false
    var finished = false
    var reset = false
    /// The last acknowledgement was of a single byte, as that of a FIN is.
    var lastAcknowledgedOne = false
    /// The initial sequence number of the SYN, if `hasSYN`.
    var initialSequence: UInt32 = 0
    /// The last position that was told as `acknowledgedUnseen`.
    var unseenTold = 0
    /// Bytes up to here will not come, since the snap length cut them off; nothing beyond `next` otherwise.
    var cutTo = 0
    /// Bytes of gaps; with the close, also what is missing at the end.
    var missing = 0
    /// Captured bytes since the connection is ignored.
    var ignoredBytes = 0
    /// The hole whose clock runs, if `clockRuns`; the time and frame of the flow at which it became one that may be given up.
    var clockOffset = 0
    var clockTime: Int64 = 0
    var clockFrame: UInt32 = 0
    /// Bytes of gaps alone.
    var gapBytes = 0

    /// Captured bytes of the stream, each once.
    var captured: Int { next - gapBytes + ignoredBytes }

    /// The offset of a sequence number, taking it for the one nearest to `next`: sequence numbers go round at 2^32.
    @inline(__always)
    func offset(of sequence: UInt32) -> Int {
        next &+ Int(Int32(bitPattern: sequence &- nextSequence))
    }

    /// Moves `next` forward.
    @inline(__always)
    mutating func advance(by count: Int) {
        next &+= count
        nextSequence &+= UInt32(truncatingIfNeeded: count)
    }

    /// Puts offset 0 at a sequence number; only while nothing was delivered.
    mutating func place(at sequence: UInt32, _ certainty: Position) {
        if position == .guessed {
            let shift = Int(Int32(bitPattern: nextSequence &- sequence))
            acknowledged = max(0, acknowledged &+ shift)
            unseenTold = max(0, unseenTold &+ shift)
        }
        nextSequence = sequence
        position = certainty
    }

    /// Whether a hole at `next` is known to be one: acknowledged, or followed by FIN or (told by the flow) RST.
    func mayBeGivenUp(flowReset: Bool) -> Bool {
        acknowledged > next || fin > next || (flowReset && early >= 0)
    }

    /// Bytes known to be missing behind `next`.
    var missingAtEnd: Int {
        var end = acknowledged
        // An acknowledged FIN looks like one byte of data. No mail stream ends in a lone byte that was lost.
        if fin < 0, lastAcknowledgedOne { end -= 1 }
        if fin >= 0 { end = fin }
        return max(0, max(end, cutTo) - next)
    }
}

/// What is kept of one connection; its halves stand in a slab of their own, at twice its index and the place behind.
struct Flow {
    enum State: UInt8 {
        /// The place is free.
        case free
        case open
        /// Broken off, or finished on both sides with bytes missing: waits for late ones.
        case closing
        /// Closed; kept to tell late copies from new connections.
        case over
    }

    // What each segment touches stands first, so that it lies in one cache line.
    var key: FlowKey
    /// Frames of this flow.
    var frames: UInt32 = 0
    var state = State.free
    var forwardIsLow = true
    var isIgnored = false
    /// Payload was seen.
    var hasTalked = false
    /// A hole's clock runs in one of the halves.
    var isWaiting = false
    var isReset = false
    /// 0 forward, 1 backward, -1 not seen.
    var synSender: Int8 = -1
    var synAckSender: Int8 = -1

    var hash: UInt64
    /// Counts connections from 0, so that lists can be in order of opening.
    var serial = 0
    var firstTime: Int64 = 0
    var firstFrame = 0
    /// The value of `frames` when the flow was filed in its list: something came since if it is no longer the same.
    var listedFrames: UInt32 = 0
    /// The value of `frames` when the state became closing.
    var closingFrame: UInt32 = 0
    var previous: Int32 = -1
    var following: Int32 = -1

    init(key: FlowKey, hash: UInt64) {
        self.key = key
        self.hash = hash
    }
}
