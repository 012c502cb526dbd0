/// Puts fragmented IP datagrams together again, within bounds. The first copy of each byte wins.
package struct FragmentStore: Sendable {
    /// Datagrams that may be incomplete at one time; at the limit the oldest is given up. 256 of them are 16 MiB.
    package static let maximumDatagrams = 256
    /// Bytes of one datagram's payload: no IP datagram can be longer (RFC 791 section 3.1).
    package static let maximumLength = 65_535
    /// Separate runs of bytes that one datagram may be in: more than this and somebody plays games.
    static let maximumRuns = 1_024

    /// What fragments of one datagram have in common, RFC 791 section 2.3, RFC 8200 section 4.5.
    package struct Key: Sendable, Hashable {
        package var source: IPAddress
        package var destination: IPAddress
        package var identification: UInt32
        /// The protocol number in IPv4; IPv6 does not tell datagrams apart by it, so 0 there.
        package var payloadProtocol: UInt8
    }

    fileprivate struct Datagram {
        var key: Key
        var bytes: [UInt8] = []
        /// What is there, sorted, apart from each other.
        var runs: [Range<Int>] = []
        /// Known once the last fragment was seen.
        var length: Int?
        /// What the first fragment says follows; IPv6 only.
        var nextHeader: UInt8?
    }

    /// Oldest first.
    private var datagrams: [Datagram] = []
    /// Datagrams that were given up for want of room, or because they contradicted themselves.
    package private(set) var abandoned = 0

    package init() {}

    /// Bytes held at present.
    package var storedBytes: Int { datagrams.reduce(0) { $0 + $1.bytes.count } }

    /// A whole payload, and the protocol it begins with.
    package struct Whole: Sendable, Hashable {
        package var bytes: [UInt8]
        package var payloadProtocol: UInt8
    }

    /// Files one fragment.
    ///
    /// - Parameter bytes: The fragment's payload, all of it: a fragment cut by the snap length can complete nothing.
    /// - Parameter offset: Where the fragment lies in the datagram's payload.
    /// - Parameter isLast: No more fragments follow this one in the datagram.
    /// - Returns: The datagram's payload, once nothing of it is missing.
    package mutating func add(
        _ bytes: Span<UInt8>, at offset: Int, isLast: Bool, nextHeader: UInt8, key: Key
    ) -> Whole? {
        let end = offset &+ bytes.count
        guard offset >= 0, end <= Self.maximumLength, isLast || !bytes.isEmpty else { return nil }
        let index = place(of: key)
        if isLast {
            if let known = datagrams[index].length, known != end { return abandon(index) }
            datagrams[index].length = end
        }
        if offset == 0 { datagrams[index].nextHeader = nextHeader }
        datagrams[index].insert(bytes, at: offset)
        guard datagrams[index].runs.count <= Self.maximumRuns else { return abandon(index) }
        guard let length = datagrams[index].length, datagrams[index].isComplete(length) else { return nil }
        let whole = datagrams.remove(at: index)
        return Whole(bytes: Array(whole.bytes.prefix(length)), payloadProtocol: whole.nextHeader ?? nextHeader)
    }

    private mutating func place(of key: Key) -> Int {
        if let index = datagrams.lastIndex(where: { $0.key == key }) { return index }
        if datagrams.count >= Self.maximumDatagrams {
            datagrams.removeFirst()
            abandoned &+= 1
        }
        datagrams.append(Datagram(key: key))
        return datagrams.count - 1
    }

    private mutating func abandon(_ index: Int) -> Whole? {
        datagrams.remove(at: index)
        abandoned &+= 1
        return nil
    }
}

extension FragmentStore.Datagram {
    fileprivate func isComplete(_ length: Int) -> Bool {
        guard let first = runs.first else { return length == 0 }
        return first.lowerBound == 0 && first.upperBound >= length
    }

    /// Copies what is not there yet, and merges the runs that then touch.
    fileprivate mutating func insert(_ span: Span<UInt8>, at offset: Int) {
        let new = offset..<offset + span.count
        if bytes.count < new.upperBound {
            bytes.append(contentsOf: repeatElement(0, count: new.upperBound - bytes.count))
        }
        var at = new.lowerBound
        for run in runs where run.upperBound > at && run.lowerBound < new.upperBound {
            copy(span, from: at, to: run.lowerBound, base: offset)
            at = run.upperBound
        }
        copy(span, from: at, to: new.upperBound, base: offset)
        var merged = new
        runs.removeAll { run in
            guard run.upperBound >= merged.lowerBound, run.lowerBound <= merged.upperBound else { return false }
            merged = min(merged.lowerBound, run.lowerBound)..<max(merged.upperBound, run.upperBound)
            return true
        }
        let place = runs.firstIndex { $0.lowerBound > merged.lowerBound } ?? runs.count
        runs.insert(merged, at: place)
    }

    private mutating func copy(_ span: Span<UInt8>, from start: Int, to end: Int, base: Int) {
        guard start < end else { return }
        for index in start..<end { bytes[index] = span[index - base] }
    }
}
