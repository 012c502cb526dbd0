import CSHA256

/// Hashes the gathered octets of many contents side by side: as many as there are lanes at a time, and whenever one is done
/// the next takes its lane.
struct HashLanes: Sendable {
    static let count = Int(CSHA256_LANES)

    /// What one lane works at.
    private struct Lane {
        var slot = 0
        var isRequired = false
        var page = 0
        /// Where its next block begins in the pages.
        var place = 0
        /// Blocks left in this page.
        var blocks = 0
        /// Blocks done in all.
        var hashed = 0

        mutating func advance(_ count: Int) {
            blocks -= count
            place += count * HashPool.blockSize
            hashed += count
        }
    }

    private var lanes = [Lane](repeating: Lane(), count: count)
    /// Lanes in use, from the first.
    private var used = 0
    /// State word i of lane l at i * count + l.
    private var state = [UInt32](repeating: 0, count: 8 * count)

    /// Hashes until what is required is done; then it stops rather than let lanes stand idle.
    ///
    /// - Parameters:
    ///   - order: Slots that have pages: first those that must be done, then the others; the longest first.
    ///   - required: How many of them must be done.
    ///   - pagesToEmpty: How many pages must be emptied at least.
    ///   - onePageEach: Of each slot only what is left of its first page, which is full, is hashed.
    ///   - pages: The octets of all pages.
    ///   - continuation: By page: the one that continues it, -1 for the last.
    ///   - slots: Their states and places are brought up to where their hashes came.
    ///   - emptied: Pages of which nothing is left are added here.
    mutating func run(
        _ order: [Int], required: Int, pagesToEmpty: Int = 0, onePageEach: Bool = false,
        _ pages: UnsafePointer<UInt8>, _ continuation: [Int], _ slots: inout [HashPool.Slot], _ emptied: inout [Int]
    ) {
        var next = 0
        let emptiedBefore = emptied.count
        var (done, doneRequired) = (0, 0)
        while true {
            while used < Self.count, next < order.count {
                begin(order[next], slots[order[next]], isRequired: next < required)
                next += 1
            }
            // Of those that are done, the last page is empty too.
            let isRoomy = pagesToEmpty == 0 || used < Self.count && emptied.count - emptiedBefore + done >= pagesToEmpty
            if used == 0 || doneRequired >= required && isRoomy { break }
            let blocks = step(pages)
            var lane = 0
            while lane < used {
                lanes[lane].advance(blocks)
                let isAtEnd =
                    lanes[lane].blocks == 0
                    && (!turnPage(lane, slots[lanes[lane].slot], continuation, &emptied) || onePageEach)
                if isAtEnd {
                    done += 1
                    if lanes[lane].isRequired { doneRequired += 1 }
                    handBack(lane, &slots)
                } else {
                    lane += 1
                }
            }
        }
        while used > 0 { handBack(used - 1, &slots) }
    }

    /// - Returns: How many blocks all lanes went forward.
    private mutating func step(_ pages: UnsafePointer<UInt8>) -> Int {
        var blocks = lanes[0].blocks
        for lane in 1..<max(1, used) { blocks = min(blocks, lanes[lane].blocks) }
        withUnsafeTemporaryAllocation(of: UnsafePointer<UInt8>?.self, capacity: Self.count) { places in
            for lane in 0..<used { places.initializeElement(at: lane, to: pages + lanes[lane].place) }
            csha256_update(&state, places.baseAddress, Int32(used), blocks)
        }
        return blocks
    }

    private mutating func begin(_ index: Int, _ slot: HashPool.Slot, isRequired: Bool) {
        let octets = (slot.firstPage == slot.lastPage ? slot.fill : HashPool.pageSize) - slot.done
        lanes[used] = Lane(
            slot: index, isRequired: isRequired, page: slot.firstPage,
            place: slot.firstPage * HashPool.pageSize + slot.done, blocks: octets / HashPool.blockSize)
        for word in 0..<8 { state[word * Self.count + used] = slot.state[word] }
        used += 1
    }

    /// - Returns: Whether there is more to hash.
    private mutating func turnPage(
        _ lane: Int, _ slot: HashPool.Slot, _ continuation: [Int], _ emptied: inout [Int]
    ) -> Bool {
        guard lanes[lane].page != slot.lastPage else { return false }
        emptied.append(lanes[lane].page)
        let page = continuation[lanes[lane].page]
        lanes[lane].page = page
        lanes[lane].place = page * HashPool.pageSize
        lanes[lane].blocks = (page == slot.lastPage ? slot.fill : HashPool.pageSize) / HashPool.blockSize
        return lanes[lane].blocks > 0
    }

    /// Notes how far the hash came; the last lane moves to where this one was.
    private mutating func handBack(_ lane: Int, _ slots: inout [HashPool.Slot]) {
        let slot = lanes[lane].slot
        for word in 0..<8 { slots[slot].state[word] = state[word * Self.count + lane] }
        slots[slot].firstPage = lanes[lane].page
        slots[slot].done = lanes[lane].place - lanes[lane].page * HashPool.pageSize
        slots[slot].gathered -= lanes[lane].hashed * HashPool.blockSize
        used -= 1
        guard lane < used else { return }
        lanes[lane] = lanes[used]
        for word in 0..<8 { state[word * Self.count + lane] = state[word * Self.count + used] }
    }
}
