/// Where and when the octets of one side arrived, for as long as a step may still ask.
struct Arrivals: Sendable {
    private struct Entry {
        /// Stream position behind the octets of this frame.
        var end: Int
        var frame: Int
        var time: Int64
    }

    /// The frame heard last, kept by itself: mostly it is the only one that a step may ask for.
    private var newest: Entry?
    /// Those before it, in order; those before `head` will not be asked for.
    private var older: [Entry] = []
    private var head = 0
    /// Octets before this position will not be asked for again.
    private var forgotten = 0

    /// Memory beside the value itself.
    var heldBytes: Int { older.capacity * MemoryLayout<Entry>.stride }

    mutating func add(end: Int, frame: Int, time: Int64) {
        if let newest, newest.end > forgotten || !older.isEmpty { keep(newest) }
        newest = Entry(end: end, frame: frame, time: time)
    }

    private mutating func keep(_ entry: Entry) {
        if head > 64, older.count > head {
            older.removeFirst(head)
            head = 0
        }
        older.append(entry)
    }

    /// The frames that carried the range, and when its last octet came. Forgets what lies before the range's end.
    mutating func take(_ range: Range<Int>) -> (frames: ClosedRange<Int>, time: Int64)? {
        let place = look(range)
        forget(before: range.upperBound)
        return place
    }

    /// The same, and forgets nothing: other steps may lie in the same octets.
    func look(_ range: Range<Int>) -> (frames: ClosedRange<Int>, time: Int64)? {
        guard let first = find(holding: range.lowerBound) else { return nil }
        let last = find(holding: max(range.lowerBound, range.upperBound - 1)) ?? first
        return (min(first.frame, last.frame)...max(first.frame, last.frame), max(first.time, last.time))
    }

    /// The frame that carried the octet at `position`.
    func frame(at position: Int) -> Int? { find(holding: position)?.frame }

    /// The frame that carried the octet at `position`, and when.
    func look(at position: Int) -> (frame: Int, time: Int64)? { find(holding: position).map { ($0.frame, $0.time) } }

    /// Octets before `position` will not be asked for again.
    mutating func forget(before position: Int) {
        forgotten = position
        guard !older.isEmpty else { return }
        while head < older.count, older[head].end <= position { head += 1 }
        if head == older.count {
            older.removeAll(keepingCapacity: true)
            head = 0
        }
    }

    private func find(holding position: Int) -> Entry? {
        if older.isEmpty { return newest }
        for index in head..<older.count where older[index].end > position { return older[index] }
        return newest
    }
}

/// When each step that waits for its answer was complete.
struct Unanswered: Sendable {
    private var waiting: [(number: Int, time: Int64)] = []

    /// Memory beside the value itself.
    var heldBytes: Int { waiting.capacity * MemoryLayout<(number: Int, time: Int64)>.stride }

    mutating func add(_ number: Int, _ time: Int64) {
        if waiting.count >= 4_096 { waiting.removeFirst(1_024) }
        waiting.append((number, time))
    }

    /// When the step `number` was said; it and all before it are settled. The last of a group is kept for LMTP's further replies.
    mutating func settle(_ number: Int) -> Int64? {
        guard let index = waiting.firstIndex(where: { $0.number == number }) else { return nil }
        let time = waiting[index].time
        waiting.removeFirst(index)
        return time
    }
}
