import CSHA256

/// SHA-256 of octets that come in runs (FIPS 180-4), by itself: for whoever has few contents under way. A value: a copy is a
/// state that one can go back to. ``HashPool`` is quicker where there are many.
struct RunningDigest: Sendable {
    private var state = HashPool.Slot().state
    private(set) var octets = 0
    /// What does not fill a block yet.
    private var tail: [UInt8] = []

    mutating func take(_ run: Span<UInt8>) {
        octets &+= run.count
        var start = 0
        if !tail.isEmpty {
            start = min(run.count, HashPool.blockSize - tail.count)
            run.extracting(0..<start).withUnsafeBufferPointer { tail.append(contentsOf: $0) }
            guard tail.count == HashPool.blockSize else { return }
            var block: [UInt8] = []
            swap(&block, &tail)
            update(block.span)
        }
        let end = start + (run.count - start) / HashPool.blockSize * HashPool.blockSize
        update(run.extracting(start..<end))
        run.extracting(end..<run.count).withUnsafeBufferPointer { tail.append(contentsOf: $0) }
    }

    mutating func take(_ bytes: [UInt8]) { take(bytes.span) }

    /// - Parameter blocks: Whole ones.
    private mutating func update(_ blocks: Span<UInt8>) {
        guard blocks.count >= HashPool.blockSize else { return }
        var words = (0..<8).map { state[$0] }
        // The words of one message lie as far apart as there are lanes.
        var lanes = [UInt32](repeating: 0, count: 8 * Int(CSHA256_LANES))
        for index in 0..<8 { lanes[index * Int(CSHA256_LANES)] = words[index] }
        blocks.withUnsafeBufferPointer { octets in
            var places: [UnsafePointer<UInt8>?] = [octets.baseAddress]
            csha256_update(&lanes, &places, 1, octets.count / HashPool.blockSize)
        }
        for index in 0..<8 { words[index] = lanes[index * Int(CSHA256_LANES)] }
        for index in 0..<8 { state[index] = words[index] }
    }

    /// Of all octets so far.
    func digest() -> ContentDigest {
        var rest = self
        let zeros = (HashPool.blockSize + 55 - octets % HashPool.blockSize) % HashPool.blockSize
        rest.take([0x80] + [UInt8](repeating: 0, count: zeros))
        rest.take(withUnsafeBytes(of: (UInt64(octets) &* 8).bigEndian) { Array($0) })
        return ContentDigest(state: rest.state)
    }
}

extension ContentDigest {
    /// The hash of octets that are all at hand.
    package init(of octets: [UInt8]) {
        var digest = RunningDigest()
        digest.take(octets)
        self = digest.digest()
    }
}
