/// SHA-256 of all contents that are under way, and of those that have just ended.
///
/// A single hash is slow because each of its steps needs the one before. A capture holds many contents at once, so their
/// octets are first gathered, in pages, and then hashed side by side (``HashLanes``): a page of each as soon as so many
/// contents have a full one that all lanes work, while these are still in the processor's cache; otherwise when the pages are
/// used up, or when somebody asks. A content so costs a copy of its octets and a fraction of a hash, but its digest is known
/// only after ``settle()``.
///
/// Each hash in use is counted: ``begin()`` and ``keep(_:)`` are balanced by ``release(_:)``.
struct HashPool: Sendable {
    /// A hash in the pool.
    struct Handle: Sendable {
        fileprivate var slot: Int
    }

    /// Octets that SHA-256 takes at a time.
    static let blockSize = 64
    /// Octets of a page: 32 blocks, so that lanes seldom change the page they read, and a short content wastes little.
    static let pageSize = 2_048
    /// Pages in all, 1 MiB: where one content brings most octets, the others must fill the lanes beside it. More would not
    /// stay in a core's cache until it is hashed.
    static let pageLimit = 512

    /// What a hash keeps between blocks. Its octets stand in pages or, where they do not fill a block, in its tail.
    struct Slot: Sendable {
        var state = SIMD8<UInt32>(
            0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19)
        /// Octets of the content so far.
        var octets = 0
        /// Octets in the tail, of which there are none while it has pages.
        var tail = 0
        var firstPage = -1
        var lastPage = -1
        /// Octets of the first page that are hashed already.
        var done = 0
        /// Octets in the last page; those before are full.
        var fill = 0
        /// Octets in all pages that wait to be hashed.
        var gathered = 0
        /// The content is over; its digest is wanted.
        var isEnded = false
        /// It stands in the list of those that have pages.
        var isListed = false
        /// It stands in the list of those that have a full one.
        var isListedFull = false
        /// How many hold its handle; none: it is free.
        var uses = 0
    }

    /// A hash as it stood after some of its octets.
    struct Mark: Sendable {
        fileprivate var slot: Slot
        fileprivate var tail: [UInt8]
    }

    private let pageLimit: Int
    private var slots: [Slot] = []
    private var freeSlots: [Int] = []
    /// A block for each slot.
    private var tails: [UInt8] = []
    private var pages: [UInt8] = []
    /// By page: the one that continues it.
    private var continuation: [Int] = []
    private var freePages: [Int] = []
    /// The slots that have pages.
    private var listed: [Int] = []
    /// The slots whose first page is full; some may have been hashed or given up since.
    private var full: [Int] = []
    private var lanes = HashLanes()

    init(pageLimit: Int = Self.pageLimit) { self.pageLimit = pageLimit }

    // MARK: Handles

    /// A new hash, of nothing so far.
    mutating func begin() -> Handle {
        let index = freeSlots.popLast() ?? slots.count
        if index == slots.count {
            slots.append(Slot())
            tails.append(contentsOf: repeatElement(0, count: Self.blockSize))
        } else {
            let (isListed, isListedFull) = (slots[index].isListed, slots[index].isListedFull)
            slots[index] = Slot()
            slots[index].isListed = isListed
            slots[index].isListedFull = isListedFull
        }
        slots[index].uses = 1
        return Handle(slot: index)
    }

    mutating func keep(_ handle: Handle) { slots[handle.slot].uses += 1 }

    /// Whoever has the last handle gives the hash back.
    mutating func release(_ handle: Handle) {
        slots[handle.slot].uses -= 1
        guard slots[handle.slot].uses == 0 else { return }
        dropOctets(handle.slot)
        freeSlots.append(handle.slot)
    }

    // MARK: Octets

    /// Octets of the content so far.
    func octets(_ handle: Handle) -> Int { slots[handle.slot].octets }

    mutating func take(_ run: Span<UInt8>, _ handle: Handle) {
        slots[handle.slot].octets &+= run.count
        run.withUnsafeBytes { append($0, handle.slot) }
    }

    /// The content is complete: its digest can be asked for after the next ``settle()``.
    mutating func end(_ handle: Handle) {
        let octets = slots[handle.slot].octets
        // FIPS 180-4, section 5.1.1: a one bit, zeros until eight octets of a block are left, the number of bits.
        let zeros = (Self.blockSize + 55 - octets % Self.blockSize) % Self.blockSize
        Self.padding.withUnsafeBytes { append(UnsafeRawBufferPointer(rebasing: $0[..<(1 + zeros)]), handle.slot) }
        withUnsafeBytes(of: (UInt64(octets) &* 8).bigEndian) { append($0, handle.slot) }
        slots[handle.slot].isEnded = true
    }

    private static let padding: [UInt8] = [0x80] + [UInt8](repeating: 0, count: blockSize)

    /// After ``end(_:)`` and ``settle()``.
    func digest(_ handle: Handle) -> ContentDigest { ContentDigest(state: slots[handle.slot].state) }

    private mutating func append(_ run: UnsafeRawBufferPointer, _ slot: Int) {
        var left = run
        while !left.isEmpty {
            if slots[slot].lastPage < 0 {
                let tail = slots[slot].tail
                if tail + left.count < Self.blockSize {
                    Self.copy(left, to: &tails, at: slot * Self.blockSize + tail)
                    slots[slot].tail += left.count
                    return
                }
            }
            if slots[slot].lastPage < 0 || slots[slot].fill == Self.pageSize {
                guard !freePages.isEmpty || pages.isEmpty else {
                    hash(required: { _, _ in false }, pagesToEmpty: max(1, pageLimit / 8))
                    continue
                }
                addPage(slot)
            }
            let count = min(left.count, Self.pageSize - slots[slot].fill)
            Self.copy(
                UnsafeRawBufferPointer(rebasing: left[..<count]), to: &pages,
                at: slots[slot].lastPage * Self.pageSize + slots[slot].fill)
            slots[slot].tookIn(count)
            left = UnsafeRawBufferPointer(rebasing: left[count...])
            if slots[slot].fill == Self.pageSize, !slots[slot].isListedFull {
                slots[slot].isListedFull = true
                full.append(slot)
                if full.count >= HashLanes.count { hashFullPages() }
            }
        }
    }

    /// The next free page is the slot's last; its tail moves into its first.
    private mutating func addPage(_ slot: Int) {
        if pages.isEmpty {
            pages = [UInt8](repeating: 0, count: Self.pageSize * pageLimit)
            continuation = [Int](repeating: -1, count: pageLimit)
            freePages = Array((0..<pageLimit).reversed())
        }
        guard let page = freePages.popLast() else { return }
        continuation[page] = -1
        if slots[slot].lastPage >= 0 {
            continuation[slots[slot].lastPage] = page
            slots[slot].fill = 0
        } else {
            slots[slot].firstPage = page
            let tail = slots[slot].tail
            tails.withUnsafeBytes {
                let octets = UnsafeRawBufferPointer(rebasing: $0[(slot * Self.blockSize)...].prefix(tail))
                Self.copy(octets, to: &pages, at: page * Self.pageSize)
            }
            slots[slot].fill = tail
            slots[slot].gathered = tail
            slots[slot].tail = 0
            if !slots[slot].isListed {
                slots[slot].isListed = true
                listed.append(slot)
            }
        }
        slots[slot].lastPage = page
    }

    private static func copy(_ run: UnsafeRawBufferPointer, to bytes: inout [UInt8], at place: Int) {
        bytes.withUnsafeMutableBytes { UnsafeMutableRawBufferPointer(rebasing: $0[place...]).copyMemory(from: run) }
    }

    // MARK: Going back

    /// The hash as it stands now.
    mutating func mark(_ handle: Handle) -> Mark {
        // Only a tail is left of its octets then.
        hash { index, _ in index == handle.slot }
        let slot = slots[handle.slot]
        let start = handle.slot * Self.blockSize
        return Mark(slot: slot, tail: Array(tails[start..<start + slot.tail]))
    }

    /// Forgets the octets since the mark.
    mutating func rewind(_ handle: Handle, to mark: Mark) {
        let index = handle.slot
        dropOctets(index)
        slots[index].state = mark.slot.state
        slots[index].octets = mark.slot.octets
        slots[index].tail = mark.slot.tail
        tails.replaceSubrange(index * Self.blockSize..<index * Self.blockSize + mark.tail.count, with: mark.tail)
    }

    /// Octets that were gathered and not hashed are forgotten.
    private mutating func dropOctets(_ slot: Int) {
        var page = slots[slot].firstPage
        while page >= 0 {
            freePages.append(page)
            page = continuation[page]
        }
        slots[slot].dropPages()
        slots[slot].tail = 0
    }

    // MARK: Hashing

    /// After this, the digests of all contents that have ended are known.
    mutating func settle() {
        hash { _, slot in slot.isEnded }
    }

    /// Hashes gathered blocks.
    ///
    /// - Parameters:
    ///   - required: The contents that must be hashed to their last block.
    ///   - pagesToEmpty: How many pages must be emptied at least.
    private mutating func hash(required: (Int, Slot) -> Bool, pagesToEmpty: Int = 0) {
        // The longest first: whatever is left to the end should be short, or lanes stand idle beside it.
        var order: [Int] = []
        order.reserveCapacity(listed.count)
        var requiredCount = 0
        for slot in listed where slots[slot].lastPage >= 0 {
            let isRequired = required(slot, slots[slot])
            if isRequired { requiredCount += 1 }
            order.append((isRequired ? 1 << 60 : 0) | slots[slot].gathered << 32 | slot)
        }
        guard requiredCount > 0 || pagesToEmpty > 0 else { return }
        order.sort(by: >)
        for index in order.indices { order[index] &= 0xffff_ffff }
        let pages = pages
        pages.withUnsafeBufferPointer { octets in
            guard let start = octets.baseAddress else { return }
            lanes.run(
                order, required: requiredCount, pagesToEmpty: pagesToEmpty, start, continuation, &slots, &freePages)
        }
        for slot in listed { slots[slot].isListed = false }
        listed.removeAll(keepingCapacity: true)
        for slot in order {
            if slots[slot].gathered < Self.blockSize { keepTail(slot, pages) }
            guard slots[slot].lastPage >= 0 else { continue }
            slots[slot].isListed = true
            listed.append(slot)
        }
        unlistEmptied()
    }

    /// Hashes the first page of each content that has a full one, if these are enough for all lanes.
    private mutating func hashFullPages() {
        unlistEmptied()
        guard full.count >= HashLanes.count else { return }
        let pages = pages
        pages.withUnsafeBufferPointer { octets in
            guard let start = octets.baseAddress else { return }
            lanes.run(full, required: full.count, onePageEach: true, start, continuation, &slots, &freePages)
        }
        for slot in full where slots[slot].gathered < Self.blockSize { keepTail(slot, pages) }
        unlistEmptied()
    }

    /// Whatever has no full page any more leaves the list of those that do.
    private mutating func unlistEmptied() {
        var kept = 0
        for slot in full {
            slots[slot].isListedFull = slots[slot].hasFullPage
            guard slots[slot].isListedFull else { continue }
            full[kept] = slot
            kept += 1
        }
        full.removeSubrange(kept...)
    }

    /// What is less than a block waits for more, outside the pages.
    private mutating func keepTail(_ slot: Int, _ pages: [UInt8]) {
        let end = slots[slot].lastPage * Self.pageSize + slots[slot].fill
        let count = slots[slot].gathered
        pages.withUnsafeBytes {
            Self.copy(
                UnsafeRawBufferPointer(rebasing: $0[end - count..<end]), to: &tails, at: slot * Self.blockSize)
        }
        freePages.append(slots[slot].lastPage)
        slots[slot].dropPages()
        slots[slot].tail = count
    }
}

extension HashPool.Slot {
    /// Its first page is full, and not all of it is hashed.
    fileprivate var hasFullPage: Bool { lastPage >= 0 && (firstPage != lastPage || fill == HashPool.pageSize) }

    /// So many octets more stand in the last page.
    fileprivate mutating func tookIn(_ count: Int) {
        fill += count
        gathered += count
    }

    fileprivate mutating func dropPages() {
        firstPage = -1
        lastPage = -1
        done = 0
        fill = 0
        gathered = 0
    }
}
