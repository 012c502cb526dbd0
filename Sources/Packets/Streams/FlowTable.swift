/// Finds the index of a flow by its key: open addressing, so that a look-up is one probe of eight bytes in the usual case.
struct FlowTable {
    /// Upper half: bits of the hash. Lower half: index plus one, 0 for a free place.
    private var places: [UInt64]
    private var mask: Int
    private(set) var count = 0

    init() {
        places = [UInt64](repeating: 0, count: 4_096)
        mask = 4_095
    }

    @inline(__always)
    func find(_ key: FlowKey, hash: UInt64, in flows: borrowing Slab<Flow>) -> Int? {
        var at = Int(truncatingIfNeeded: hash) & mask
        while true {
            let place = places[at]
            if place == 0 { return nil }
            if (place ^ hash) >> 32 == 0 {
                let index = Int(place & 0xFFFF_FFFF) &- 1
                if flows[index].key.isSame(as: key) { return index }
            }
            at = (at &+ 1) & mask
        }
    }

    mutating func insert(_ index: Int, hash: UInt64, flows: borrowing Slab<Flow>) {
        if (count + 1) * 2 > places.count { grow(flows) }
        put(index, hash: hash)
        count += 1
    }

    private mutating func put(_ index: Int, hash: UInt64) {
        var at = Int(truncatingIfNeeded: hash) & mask
        while places[at] != 0 { at = (at &+ 1) & mask }
        places[at] = (hash >> 32) << 32 | UInt64(index + 1)
    }

    private mutating func grow(_ flows: borrowing Slab<Flow>) {
        let old = places
        places = [UInt64](repeating: 0, count: old.count * 2)
        mask = places.count - 1
        for place in old where place != 0 {
            let index = Int(place & 0xFFFF_FFFF) - 1
            put(index, hash: flows[index].hash)
        }
    }

    /// Takes `index` out, and closes up what was pushed behind it, so that no tombstones gather.
    mutating func remove(_ index: Int, flows: borrowing Slab<Flow>) {
        var hole = Int(truncatingIfNeeded: flows[index].hash) & mask
        while places[hole] & 0xFFFF_FFFF != UInt64(index + 1) {
            if places[hole] == 0 { return }
            hole = (hole &+ 1) & mask
        }
        count -= 1
        var at = hole
        while true {
            at = (at &+ 1) & mask
            let place = places[at]
            if place == 0 { break }
            let home = Int(truncatingIfNeeded: flows[Int(place & 0xFFFF_FFFF) - 1].hash) & mask
            // Stays if its home lies behind the hole, going round.
            if ((at &- home) & mask) < ((at &- hole) & mask) { continue }
            places[hole] = place
            hole = at
        }
        places[hole] = 0
    }
}

/// Flows in a row, linked through their own `previous` and `following`; oldest first.
struct FlowList {
    private(set) var first: Int32 = -1
    private var last: Int32 = -1
    private(set) var count = 0

    mutating func append(_ index: Int, in flows: inout Slab<Flow>) {
        flows[index].previous = last
        flows[index].following = -1
        flows[index].listedFrames = flows[index].frames
        if last >= 0 { flows[Int(last)].following = Int32(index) } else { first = Int32(index) }
        last = Int32(index)
        count += 1
    }

    mutating func remove(_ index: Int, in flows: inout Slab<Flow>) {
        let before = flows[index].previous
        let behind = flows[index].following
        if before >= 0 { flows[Int(before)].following = behind } else { first = behind }
        if behind >= 0 { flows[Int(behind)].previous = before } else { last = before }
        count -= 1
    }
}

/// First in, first out, in an array that is shortened now and then.
struct WaitingLine {
    struct Entry {
        var flow: Int32
        var serial: Int
        /// Frames of the capture, and nanoseconds, when it was put here.
        var count: Int
        var time: Int64
    }

    private var entries: [Entry] = []
    private var head = 0

    var first: Entry? { head < entries.count ? entries[head] : nil }

    mutating func append(_ entry: Entry) { entries.append(entry) }

    mutating func removeFirst() {
        head += 1
        if head == entries.count {
            entries.removeAll(keepingCapacity: true)
            head = 0
        } else if head > 4_096 {
            entries.removeFirst(head)
            head = 0
        }
    }
}
