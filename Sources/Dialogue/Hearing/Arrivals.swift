/// Where and when the octets of one side arrived, for as long as a step may still ask.
struct Arrivals: Sendable {
    private struct Entry {
        /// Stream position behind the octets of this frame.
        var end: Int
        var frame: Int
        var time: Int64
    }

    private var entries: [Entry] = []
    private var head = 0

    mutating func add(end: Int, frame: Int, time: Int64) {
        if entries.count - head > 1, head > 64 {
            entries.removeFirst(head)
            head = 0
        }
        entries.append(Entry(end: end, frame: frame, time: time))
    }

    /// The frames that carried the range, and when its last octet came. Forgets what lies before the range's end.
    mutating func take(_ range: Range<Int>) -> (frames: ClosedRange<Int>, time: Int64)? {
        guard let first = find(holding: range.lowerBound) else { return nil }
        let last = find(holding: max(range.lowerBound, range.upperBound - 1)) ?? first
        forget(before: range.upperBound)
        return (min(first.frame, last.frame)...max(first.frame, last.frame), max(first.time, last.time))
    }

    /// The frame that carried the octet at `position`.
    func frame(at position: Int) -> Int? { find(holding: position)?.frame }

    /// Octets before `position` will not be asked for again.
    mutating func forget(before position: Int) {
        while head < entries.count - 1, entries[head].end <= position { head += 1 }
        if head == entries.count - 1, head > 0 {
            entries[0] = entries[head]
            entries.removeLast(head)
            head = 0
        }
    }

    private func find(holding position: Int) -> Entry? {
        for index in head..<entries.count where entries[index].end > position { return entries[index] }
        return entries.last
    }
}

/// When each step that waits for its answer was complete.
struct Unanswered: Sendable {
    private var waiting: [(number: Int, time: Int64)] = []

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
