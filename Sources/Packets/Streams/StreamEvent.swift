/// Something that happened in a TCP connection, in the order in which its streams can be read. A small value without references.
package struct StreamEvent: Sendable, Hashable {
    package enum Kind: UInt8, Sendable, Hashable {
        /// The first frame of a connection; `direction` is always forward.
        case opened
        /// The next `length` bytes of `direction`.
        case data
        /// `length` bytes of `direction` are given up as lost; the stream goes on behind them.
        case gap
        /// The sender of `direction` acknowledged bytes of the *other* side that were not captured so far: `offset` is how far
        /// it acknowledged in the other side's stream, `length` how much of that is still to come. Once for each position.
        case acknowledgedUnseen
        /// The end of `direction`'s stream (FIN) was reached, at `offset`.
        case finished
        /// The sender of `direction` broke the connection off (RST).
        case reset
        /// A SYN of the other side was answered with RST by the sender of `direction`; instead of ``reset``.
        case refused
        /// The connection is over, `how` says why: the last event of this flow, whose index may then be used anew.
        case closed
        /// A second copy of bytes that were delivered or stored before differs from the first, which stands.
        case retransmissionDiffers
    }

    /// Where the bytes of ``Kind/data`` lie.
    package enum Location: UInt8, Sendable, Hashable {
        /// In the frame that was accepted last, at ``StreamEvent/range``.
        case frame
        /// With the reassembler, see ``Reassembler/stored(_:)``.
        case store
    }

    /// How a connection ended.
    package enum End: UInt8, Sendable, Hashable {
        /// At least one side said FIN, and none RST.
        case fin
        case rst
        /// The capture ended, or the ports were used anew, before the connection did.
        case open
        /// Given up to keep within ``Reassembler/Limits``.
        case idle
    }

    package var kind: Kind
    package var direction: Direction
    package var location: Location = .frame
    /// Of ``Kind/closed``.
    package var how: End = .open
    /// Index of the connection, for ``Reassembler/facts(_:)`` and ``Reassembler/ignore(_:)``; small numbers, used anew.
    package var flow: Int32
    /// Place of stored bytes.
    var slot: Int32 = -1
    /// In the stream of `direction`: 0 is the byte behind the SYN, or the first captured one; holes are counted.
    package var offset: Int
    /// In bytes.
    package var length: Int
    /// Where the bytes begin: in the frame, or in the store.
    package var start: Int = 0
    /// Number of the frame that brought the bytes, or that this became known by.
    package var frame: Int
    /// Nanoseconds since 1970 UTC of that frame.
    package var time: Int64

    init(_ kind: Kind, flow: Int32, direction: Direction, offset: Int, length: Int, frame: Int, time: Int64) {
        self.kind = kind
        self.flow = flow
        self.direction = direction
        self.offset = offset
        self.length = length
        self.frame = frame
        self.time = time
    }

    /// Nothing yet: a place for ``Reassembler/next(_:)`` to write into.
    package static var none: StreamEvent {
        StreamEvent(.finished, flow: -1, direction: .forward, offset: 0, length: 0, frame: 0, time: 0)
    }

    /// Where the bytes lie in the frame, for ``Location/frame``.
    package var range: Range<Int> { start..<start &+ length }
}

/// What is known of a connection, without saying which end is client or server: content decides that, not this floor.
package struct FlowFacts: Sendable, Hashable {
    /// One value for each direction.
    package struct Pair: Sendable, Hashable {
        package var forward: Int
        package var backward: Int
        package subscript(_ direction: Direction) -> Int { direction == .forward ? forward : backward }
    }

    /// The sender of the first frame.
    package var a: (address: IPAddress, port: UInt16) { (addressA, portA) }
    package var b: (address: IPAddress, port: UInt16) { (addressB, portB) }
    package var addressA: IPAddress
    package var portA: UInt16
    package var addressB: IPAddress
    package var portB: UInt16
    /// Who sent a SYN without ACK.
    package var synSender: Direction?
    /// Who answered with SYN and ACK.
    package var synAckSender: Direction?
    package var firstTime: Int64
    package var firstFrame: Int
    /// Captured bytes of each stream, each byte once.
    package var captured: Pair
    /// Bytes of each stream known to have been sent, but not captured: gaps, and what is missing at the end. Complete once the
    /// connection is closed.
    package var missing: Pair

    /// SYN and SYN with ACK were both seen.
    package var handshake: Bool { synSender != nil && synAckSender != nil }
    /// Who opened the connection, where its SYN, or the answer to it, was seen.
    package var opener: Direction? { synSender ?? synAckSender?.opposite }
}
