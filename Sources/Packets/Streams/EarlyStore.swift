/// Keeps the bytes that came before their turn, one slot for each half-stream that has some.
struct EarlyStore {
    /// What a piece costs beside its bytes, so that a flood of one-byte segments meets the limits too.
    static let overhead = 64
    /// Unused slots that keep their memory.
    static let spareSlots = 64

    struct Piece {
        var start: Int
        var end: Int
        /// Where its bytes begin in the slot's; -1 for bytes that the snap length cut off.
        var at: Int
        var frame: Int
        var time: Int64
    }

    struct Slot {
        var half: Int32 = -1
        var bytes: [UInt8] = []
        /// Sorted, apart from each other; those before `head` are delivered.
        var pieces: [Piece] = []
        var head = 0
        /// Bytes and overhead of the pieces from `head` on.
        var cost = 0
        var previous: Int32 = -1
        var following: Int32 = -1
    }

    private(set) var slots: [Slot] = []
    private var free: [Int32] = []
    /// Slots that changed since the last call of `reclaim`: their delivered bytes may still be read.
    private var touched: [Int32] = []
    /// The slot in use for longest; -1 for none.
    private(set) var oldest: Int32 = -1
    private var newest: Int32 = -1
    /// Cost of all pieces.
    private(set) var cost = 0

    /// Takes a slot for a half-stream.
    mutating func take(for half: Int) -> Int32 {
        let index: Int32
        if let last = free.popLast() {
            index = last
        } else {
            index = Int32(slots.count)
            slots.append(Slot())
        }
        slots[Int(index)].half = Int32(half)
        slots[Int(index)].previous = newest
        slots[Int(index)].following = -1
        if newest >= 0 { slots[Int(newest)].following = index } else { oldest = index }
        newest = index
        return index
    }

    /// Files `bytes` (or, where nil, that these were cut off) as the stream's `start..<end`, as far as nothing is there yet.
    ///
    /// - Returns: The first range whose bytes are there already, and differ.
    mutating func insert(
        _ bytes: Span<UInt8>?, _ start: Int, _ end: Int, into index: Int32, frame: Int, time: Int64
    ) -> Range<Int>? {
        let slot = Int(index)
        var place = slots[slot].pieces.count
        while place > slots[slot].head, slots[slot].pieces[place - 1].end > start { place -= 1 }
        var differing: Range<Int>?
        var at = start
        while at < end {
            if place < slots[slot].pieces.count, slots[slot].pieces[place].start <= at {
                let piece = slots[slot].pieces[place]
                let common = at..<min(end, piece.end)
                if differing == nil, let bytes, piece.at >= 0, differ(bytes, start, common, slot, piece) {
                    differing = common
                }
                at = common.upperBound
            } else {
                var until = end
                if place < slots[slot].pieces.count { until = min(end, slots[slot].pieces[place].start) }
                var piece = Piece(start: at, end: until, at: -1, frame: frame, time: time)
                if let bytes {
                    piece.at = slots[slot].bytes.count
                    bytes.extracting(at - start..<until - start).withUnsafeBufferPointer {
                        slots[slot].bytes.append(contentsOf: $0)
                    }
                }
                slots[slot].pieces.insert(piece, at: place)
                let added = (bytes == nil ? 0 : until - at) + Self.overhead
                slots[slot].cost += added
                cost += added
                at = until
            }
            place += 1
        }
        return differing
    }

    private func differ(
        _ bytes: Span<UInt8>, _ start: Int, _ common: Range<Int>, _ slot: Int, _ piece: Piece
    ) -> Bool {
        for offset in common where bytes[offset - start] != slots[slot].bytes[piece.at + offset - piece.start] {
            return true
        }
        return false
    }

    func first(_ index: Int32) -> Piece? {
        let slot = Int(index)
        return slots[slot].head < slots[slot].pieces.count ? slots[slot].pieces[slots[slot].head] : nil
    }

    /// Drops the first piece from the list; its bytes stay readable until `reclaim`.
    mutating func removeFirst(_ index: Int32) {
        let slot = Int(index)
        let piece = slots[slot].pieces[slots[slot].head]
        let freed = (piece.at < 0 ? 0 : piece.end - piece.start) + Self.overhead
        slots[slot].head += 1
        slots[slot].cost -= freed
        cost -= freed
        touched.append(index)
    }

    /// Gives a slot back, with whatever is in it; its bytes stay readable until `reclaim`.
    mutating func release(_ index: Int32) {
        let slot = Int(index)
        cost -= slots[slot].cost
        slots[slot].cost = 0
        slots[slot].half = -1
        let before = slots[slot].previous
        let behind = slots[slot].following
        if before >= 0 { slots[Int(before)].following = behind } else { oldest = behind }
        if behind >= 0 { slots[Int(behind)].previous = before } else { newest = before }
        touched.append(index)
    }

    /// Nobody reads delivered bytes any more: frees them.
    @inline(__always)
    mutating func reclaim() {
        if !touched.isEmpty { reclaimTouched() }
    }

    private mutating func reclaimTouched() {
        for index in touched {
            let slot = Int(index)
            if slots[slot].half == -1 {
                empty(slot)
                free.append(index)
                slots[slot].half = -2  // freed, in case it was touched twice
            } else if slots[slot].half >= 0 {
                compact(slot)
            }
        }
        touched.removeAll(keepingCapacity: true)
    }

    private mutating func empty(_ slot: Int) {
        // Memory is kept for the next holes as long as there are few.
        let isSmall = slots[slot].bytes.capacity <= 16_384 && slots[slot].pieces.capacity <= 64
        slots[slot].bytes.removeAll(keepingCapacity: isSmall && free.count < Self.spareSlots)
        slots[slot].pieces.removeAll(keepingCapacity: isSmall && free.count < Self.spareSlots)
        slots[slot].head = 0
    }

    /// Moves what is left to the front once more than half is delivered.
    private mutating func compact(_ slot: Int) {
        guard slots[slot].head * 2 > slots[slot].pieces.count else { return }
        slots[slot].pieces.removeFirst(slots[slot].head)
        slots[slot].head = 0
        var packed: [UInt8] = []
        packed.reserveCapacity(slots[slot].cost)
        for place in slots[slot].pieces.indices where slots[slot].pieces[place].at >= 0 {
            let piece = slots[slot].pieces[place]
            slots[slot].pieces[place].at = packed.count
            packed.append(contentsOf: slots[slot].bytes[piece.at..<piece.at + piece.end - piece.start])
        }
        slots[slot].bytes = packed
    }
}
