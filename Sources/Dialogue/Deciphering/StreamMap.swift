/// Where the octets that a side said inside TLS lie in its TCP stream: each text octet lies in the record that carried it.
struct StreamMap: Sendable {
    private struct Entry {
        /// Position behind the text of this record.
        var end: Int
        /// The record, header and all.
        var record: Range<Int>
    }
    private var entries: [Entry] = []
    private var head = 0
    /// Position of the first text octet that can be looked up.
    private var start: Int
    /// Position of the next text octet.
    private(set) var end: Int

    /// - Parameter position: Of the first text octet; texts are counted on from where TLS began, so that they never overtake
    ///   the octets that carry them.
    init(at position: Int) {
        start = position
        end = position
    }

    /// The next `count` text octets came in `record`.
    mutating func add(_ count: Int, in record: Range<Int>) {
        end += count
        entries.append(Entry(end: end, record: record))
    }

    /// The records that carried the text.
    func records(of text: Range<Int>) -> Range<Int> {
        guard let first = entry(holding: text.lowerBound) else { return text }
        guard !text.isEmpty, let last = entry(holding: text.upperBound - 1) else {
            return first.record.lowerBound..<first.record.lowerBound
        }
        return first.record.lowerBound..<max(first.record.lowerBound, last.record.upperBound)
    }

    /// Text before `position` will not be looked up again.
    mutating func forget(before position: Int) {
        while head < entries.count, entries[head].end <= position {
            start = entries[head].end
            head += 1
        }
        guard head > 64, head * 2 > entries.count else { return }
        entries.removeFirst(head)
        head = 0
    }

    /// Stream position of the first record that may still be looked up.
    var firstRecord: Int? { head < entries.count ? entries[head].record.lowerBound : nil }

    /// Found by halving; the last entry for what lies behind it.
    private func entry(holding position: Int) -> Entry? {
        var low = head
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].end <= position { low = middle + 1 } else { high = middle }
        }
        return low < entries.count ? entries[low] : entries.last
    }
}
