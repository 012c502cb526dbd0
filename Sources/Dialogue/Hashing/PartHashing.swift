import MailProtocols

/// The hashes of one part of a message, of a part that holds no parts.
package struct PartHash: Sendable, Hashable {
    /// Of the body's octets as they were sent, dots unstuffed; the line end in front of a boundary belongs to the boundary.
    package var sha256: ContentDigest
    /// Of what base64 or quoted-printable stands for, and how many octets that is; nil where the body is written as it is.
    package var decoded: Decoded?

    package struct Decoded: Sendable, Hashable {
        package var bytes: Int
        package var sha256: ContentDigest
    }
}

/// Hashes the parts of a message while its octets go by: behind the scanner, which only knows that a part has ended when
/// all of its boundary line is there. Asked for by ``Needs/partHashes``. A value, like the scanner.
struct PartHashing: Sendable {
    /// A body under way.
    private struct Body: Sendable {
        var sent = RunningDigest()
        var decoder: PartDecoder?
        var decoded = RunningDigest()

        mutating func take(_ run: Span<UInt8>) {
            sent.take(run)
            if decoder != nil, let octets = decoder?.decode(run) { decoded.take(octets) }
        }

        mutating func finish() -> PartHash {
            guard let rest = decoder?.finish() else { return PartHash(sha256: sent.digest()) }
            decoded.take(rest)
            return PartHash(
                sha256: sent.digest(), decoded: PartHash.Decoded(bytes: decoded.octets, sha256: decoded.digest()))
        }
    }

    /// By the part's place in the list; nil for one that holds parts.
    private var hashes: [PartHash?] = []
    /// Of the part at the end of ``hashes``; one at most.
    private var body: [Body] = []
    /// Octets of the message that may yet be of a boundary, and where they begin. No more than a boundary has.
    private var held: [UInt8] = []
    private var heldStart = 0

    /// - Parameters:
    ///   - run: The octets that the scanner has just taken.
    ///   - settled: Octets from the message's start that can be of no boundary any more.
    mutating func take(_ run: Span<UInt8>, _ parts: [MIMEPart], open: Int?, settled: Int) {
        run.withUnsafeBufferPointer { held.append(contentsOf: $0) }
        advance(parts, open: open, settled: settled)
    }

    /// The scanner has finished.
    mutating func finish(_ parts: [MIMEPart]) -> [PartHash?] {
        advance(parts, open: nil, settled: heldStart + held.count)
        return hashes
    }

    private mutating func advance(_ parts: [MIMEPart], open: Int?, settled: Int) {
        var index = hashes.count
        while index < parts.count {
            let part = parts[index]
            let isOpen = index == open
            if part.isContainer {
                hashes.append(nil)
                index += 1
                continue
            }
            if body.isEmpty { body = [Body(decoder: PartDecoder(part.transferEncoding))] }
            let end = isOpen ? settled : part.body.upperBound
            feed(from: part.body.lowerBound, to: end)
            if isOpen { break }
            hashes.append(body[0].finish())
            body = []
            index += 1
        }
        drop(before: settled)
    }

    /// Octets of the body, by their places in the message, as far as they are not hashed yet.
    private mutating func feed(from start: Int, to end: Int) {
        let first = max(0, start - heldStart)
        let last = min(held.count, end - heldStart)
        guard first < last else { return }
        let octets = held
        body[0].take(octets.span.extracting(first..<last))
        // What is hashed is not hashed again.
        drop(before: end)
    }

    private mutating func drop(before position: Int) {
        let count = min(held.count, position - heldStart)
        guard count > 0 else { return }
        held.removeFirst(count)
        heldStart += count
    }
}

/// Undoes a transfer encoding piece by piece, RFC 2045 section 6.
struct PartDecoder: Sendable {
    /// Octets of a line of quoted-printable that are kept until it ends; RFC 2045 section 6.7 allows 76.
    private static let lineLimit = 65_536

    private enum Way: Sendable {
        case base64(Base64.Decoder)
        /// The line that has not ended.
        case quotedPrintable([UInt8])
    }
    private var way: Way

    /// nil where the octets stand for themselves.
    init?(_ encoding: TransferEncoding) {
        switch encoding {
        case .base64: way = .base64(Base64.Decoder())
        case .quotedPrintable: way = .quotedPrintable([])
        case .sevenBit, .eightBit, .binary, .other: return nil
        }
    }

    mutating func decode(_ run: Span<UInt8>) -> [UInt8] {
        switch way {
        case .base64(var decoder):
            var bytes: [UInt8] = []
            decoder.decode(run, into: &bytes)
            way = .base64(decoder)
            return bytes
        case .quotedPrintable(var line):
            run.withUnsafeBufferPointer { line.append(contentsOf: $0) }
            var end = (line.lastIndex(of: Ascii.lineFeed) ?? -1) + 1
            // An escape at the end may not be whole.
            if end == 0, line.count > Self.lineLimit { end = line.count - 2 }
            let whole = Array(line[..<end])
            line.removeFirst(end)
            way = .quotedPrintable(line)
            return QuotedPrintable.decode(whole).bytes
        }
    }

    /// What comes of the end.
    mutating func finish() -> [UInt8] {
        switch way {
        case .base64(var decoder):
            var bytes: [UInt8] = []
            _ = decoder.finish(into: &bytes)
            return bytes
        case .quotedPrintable(let line): return QuotedPrintable.decode(line).bytes
        }
    }
}
