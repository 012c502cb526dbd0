/// Plain values that are reached by their place: an array that asks at no access whether it is shared, since nobody else can
/// have it. For what each segment looks up and changes.
struct Slab<Element: BitwiseCopyable>: ~Copyable {
    private var base: UnsafeMutablePointer<Element>
    private var capacity: Int
    private(set) var count = 0

    /// - Parameter capacity: Values that it has room for from the start. Untouched memory costs nothing; to grow by copying would
    ///   need twice the room.
    init(capacity: Int) {
        self.capacity = max(1, capacity)
        base = .allocate(capacity: self.capacity)
    }

    deinit { base.deallocate() }

    var indices: Range<Int> { 0..<count }

    mutating func append(_ element: Element) {
        if count == capacity { grow() }
        (base + count).initialize(to: element)
        count += 1
    }

    @inline(never)
    private mutating func grow() {
        let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity * 2)
        larger.moveInitialize(from: base, count: count)
        base.deallocate()
        base = larger
        capacity *= 2
    }

    subscript(place: Int) -> Element {
        @inline(__always) _read {
            check(place)
            yield base[place]
        }
        @inline(__always) _modify {
            check(place)
            yield &base[place]
        }
    }

    @inline(__always)
    private func check(_ place: Int) {
        precondition(UInt(bitPattern: place) < UInt(bitPattern: count), "a place outside of the slab")
    }
}

// It alone owns its memory, so it may move to another thread as a whole.
extension Slab: @unchecked Sendable where Element: Sendable {}
