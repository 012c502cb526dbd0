/// One record of the TLS record layer, RFC 8446 section 5.1 and RFC 5246 section 6.2.
package struct TLSRecord: Sendable, Hashable {
    /// 20 change_cipher_spec, 21 alert, 22 handshake, 23 application data.
    package var type: UInt8
    /// The header's version: both octets.
    package var version: UInt16
    package var payload: [UInt8]
    /// Where header and payload lie in the side's TCP stream.
    package var range: Range<Int>

    package static let changeCipherSpec: UInt8 = 20
    package static let alert: UInt8 = 21
    package static let handshake: UInt8 = 22
    package static let applicationData: UInt8 = 23
    package static let headerLength = 5
    /// Octets of a payload: the protocol's own limit for encrypted records, 2^14 + 2,048 (RFC 5246 section 6.2.3).
    package static let payloadLimit = 16_384 + 2_048

    package init(type: UInt8, version: UInt16, payload: [UInt8], range: Range<Int>) {
        self.type = type
        self.version = version
        self.payload = payload
        self.range = range
    }

    /// The five octets in front of the payload.
    package var header: [UInt8] {
        [type, UInt8(version >> 8), UInt8(version & 0xFF), UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
    }
}

/// Cuts one direction's octets into whole records. Keeps what is not asked for yet: whoever has to wait for a key leaves it
/// here, see ``buffered``.
package struct TLSRecordReader: Sendable {
    package enum Item: Sendable, Hashable {
        case record(TLSRecord)
        /// A record of which the capture lacks octets; its end is known, and the next record follows.
        case damaged(type: UInt8, range: Range<Int>, lost: Int)
        /// Behind a hole that took the boundary between records: octets that look like a record. At most so many
        /// records lie in the hole. Answer with ``accept()`` or ``reject()``.
        case candidate(TLSRecord, skipped: Int)
        /// Octets that are no record; nothing follows.
        case broken
    }

    private enum Mode: Sendable {
        case following
        /// So many octets belong to a record that a hole has damaged.
        case skipping(Int, type: UInt8, start: Int, lost: Int)
        case searching(skipped: Int, lost: Int)
        case broken
    }

    /// Octets of the shortest record with content that is encrypted: header, one octet, its type or padding, a tag.
    private static let shortestRecord = 22

    private var bytes: [UInt8] = []
    private var head = 0
    /// Stream position of `bytes[head]`; of the next octet where there is none.
    private var position: Int
    private var mode = Mode.following

    /// - Parameter position: Of the first octet in the side's TCP stream.
    package init(at position: Int = 0) { self.position = position }

    /// Octets that wait here.
    package var buffered: Int { bytes.count - head }
    /// Stream position of the first octet that was not handed out.
    package var start: Int {
        if case .skipping(_, _, let start, _) = mode { start } else { position }
    }
    /// Stream position of the next octet to be taken.
    package var end: Int { position + buffered }
    /// Octets lost in front of a candidate.
    package var lostBefore: Int {
        if case .searching(_, let lost) = mode { lost } else { 0 }
    }

    package mutating func take(_ chunk: borrowing Span<UInt8>) {
        if head > 0, head == bytes.count || head >= TLSRecord.payloadLimit {
            bytes.removeFirst(head)
            head = 0
        }
        bytes.append(allOf: chunk)
    }

    /// So many octets are lost; what comes next lies behind them.
    package mutating func lose(_ count: Int) {
        switch mode {
        case .broken: break
        case .skipping(let remaining, let type, let start, let lost):
            if count <= remaining {
                mode = .skipping(remaining - count, type: type, start: start, lost: lost + count)
            } else {
                search(skipped: 2 + (count - remaining) / Self.shortestRecord, lost: lost + count)
            }
        case .searching(let skipped, let lost):
            search(skipped: skipped + 1 + (count + buffered) / Self.shortestRecord, lost: lost + count)
        case .following:
            guard let length = length(at: head) else {
                search(skipped: 1 + (count + buffered) / Self.shortestRecord, lost: count)
                break
            }
            let remaining = TLSRecord.headerLength + length - buffered
            if remaining >= count {
                mode = .skipping(remaining - count, type: bytes[head], start: position, lost: count)
            } else {
                search(skipped: 2 + (count - remaining) / Self.shortestRecord, lost: count)
            }
        }
        position += buffered + count
        bytes = []
        head = 0
    }

    private mutating func search(skipped: Int, lost: Int) { mode = .searching(skipped: skipped, lost: lost) }

    /// The next record, if all of it is there; nil until more octets come.
    package mutating func next() -> Item? {
        switch mode {
        case .broken: return nil
        case .skipping(let remaining, let type, let start, let lost):
            let skipped = min(remaining, buffered)
            drop(skipped)
            mode = .skipping(remaining - skipped, type: type, start: start, lost: lost)
            guard skipped == remaining else { return nil }
            mode = .following
            return .damaged(type: type, range: start..<position, lost: lost)
        case .searching(let skipped, _):
            while buffered >= TLSRecord.headerLength {
                if looksLikeHeader(at: head), let length = length(at: head) {
                    guard buffered >= TLSRecord.headerLength + length else { return nil }
                    return .candidate(record(length), skipped: skipped)
                }
                drop(1)
            }
            return nil
        case .following:
            guard buffered >= TLSRecord.headerLength else { return nil }
            guard let length = length(at: head) else {
                mode = .broken
                return .broken
            }
            guard buffered >= TLSRecord.headerLength + length else { return nil }
            let record = record(length)
            drop(TLSRecord.headerLength + length)
            return .record(record)
        }
    }

    /// The candidate is a record: reading goes on behind it.
    package mutating func accept() {
        guard let length = length(at: head) else { return }
        drop(TLSRecord.headerLength + length)
        mode = .following
    }

    /// The candidate is none: the search goes on one octet further.
    package mutating func reject() { drop(1) }

    /// Nothing of this direction matters any more.
    package mutating func stop() {
        position = end
        bytes = []
        head = 0
        mode = .broken
    }

    private mutating func drop(_ count: Int) {
        head += count
        position += count
    }

    private func record(_ length: Int) -> TLSRecord {
        let start = head + TLSRecord.headerLength
        return TLSRecord(
            type: bytes[head], version: UInt16(bytes[head + 1]) << 8 | UInt16(bytes[head + 2]),
            payload: Array(bytes[start..<start + length]),
            range: position..<position + TLSRecord.headerLength + length)
    }

    /// The payload's length by the header at `index`; nil where it is not all there, or no header.
    private func length(at index: Int) -> Int? {
        guard index + TLSRecord.headerLength <= bytes.count, (20...24).contains(bytes[index]), bytes[index + 1] == 3
        else { return nil }
        let length = Int(bytes[index + 3]) << 8 | Int(bytes[index + 4])
        return length <= TLSRecord.payloadLimit ? length : nil
    }

    /// Stricter, as encrypted octets are searched through: the version that TLS 1.2 and 1.3 write, and something in it.
    private func looksLikeHeader(at index: Int) -> Bool {
        (20...23).contains(bytes[index]) && bytes[index + 2] == 3 && (length(at: index) ?? 0) > 0
    }
}
