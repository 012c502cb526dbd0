/// The dot that protects a line which begins with a dot while content travels, RFC 5321 section 4.5.2, RFC 1939 section 3.
///
/// A line begins after any LF here, not only after CR LF. A sender that left the dot behind a lone LF alone would let a
/// tolerant receiver see an end mark in the middle of a letter; and who stuffs so must unstuff so.
package enum DotStuffing {
    /// Content as it travels, without the end mark.
    package static func stuffed(_ content: borrowing Span<UInt8>) -> [UInt8] {
        var stuffer = DotStuffer()
        var out: [UInt8] = []
        out.reserveCapacity(content.count + content.count / 64)
        stuffer.append(content, to: &out)
        return out
    }

    /// Content as it was meant, and how many dots were taken away. The end mark is not part of `content`.
    package static func unstuffed(_ content: borrowing Span<UInt8>) -> (bytes: [UInt8], dots: Int) {
        var unstuffer = DotUnstuffer()
        var out: [UInt8] = []
        out.reserveCapacity(content.count)
        unstuffer.append(content, to: &out)
        return (out, unstuffer.dots)
    }

    /// Where the next dot at a line's start stands at or after `start`; dots elsewhere are stepped over.
    ///
    /// Looks for dots rather than for line ends: base64 has none of the former and one of the latter every 78 octets.
    fileprivate static func nextLeadingDot(
        in chunk: borrowing Span<UInt8>, from start: Int, atLineStart: Bool
    ) -> Int? {
        var from = start
        while let dot = firstIndex(of: UInt8(ascii: "."), in: chunk, from: from) {
            if dot == 0 ? atLineStart : chunk[dot - 1] == 0x0A { return dot }
            from = dot + 1
        }
        return nil
    }
}

/// Stuffs content that comes in chunks, and writes the end mark.
package struct DotStuffer: Sendable, Hashable {
    /// False sends the content as it is: the fault that cuts a letter short at its first lone dot.
    package let isStuffing: Bool
    /// Dots added so far.
    package private(set) var dots = 0
    private var atLineStart = true
    private var endsWithReturn = false
    private var endsWithCRLF = true

    package init(isStuffing: Bool = true) { self.isStuffing = isStuffing }

    /// Appends the stuffed form of the next chunk. Chunks may be cut anywhere.
    package mutating func append(_ chunk: borrowing Span<UInt8>, to out: inout [UInt8]) {
        guard chunk.count > 0 else { return }
        var done = 0
        if isStuffing {
            var from = 0
            while let dot = DotStuffing.nextLeadingDot(in: chunk, from: from, atLineStart: atLineStart) {
                out.append(done..<dot, of: chunk)
                out.append(UInt8(ascii: "."))
                dots += 1
                done = dot
                from = dot + 1
            }
        }
        out.append(done..<chunk.count, of: chunk)
        let last = chunk[chunk.count - 1]
        let beforeIsReturn = chunk.count > 1 ? chunk[chunk.count - 2] == 0x0D : endsWithReturn
        atLineStart = last == 0x0A
        endsWithCRLF = atLineStart && beforeIsReturn
        endsWithReturn = last == 0x0D
    }

    /// Appends the end mark, after a CR LF if the content did not end with one; then the stuffer is ready for new content.
    package mutating func finish(into out: inout [UInt8]) {
        if !endsWithCRLF { out.append(contentsOf: endsWithReturn ? [0x0A] : [0x0D, 0x0A]) }
        out.append(contentsOf: [UInt8(ascii: "."), 0x0D, 0x0A])
        let count = dots
        self = DotStuffer(isStuffing: isStuffing)
        dots = count
    }
}

/// Takes stuffing away from content that comes in chunks.
package struct DotUnstuffer: Sendable, Hashable {
    /// Dots taken away so far.
    package private(set) var dots = 0
    private var atLineStart = true

    package init() {}

    /// Appends the unstuffed form of the next chunk, which must not reach into the end mark.
    package mutating func append(_ chunk: borrowing Span<UInt8>, to out: inout [UInt8]) {
        guard chunk.count > 0 else { return }
        var done = 0
        while let dot = DotStuffing.nextLeadingDot(in: chunk, from: done, atLineStart: atLineStart) {
            out.append(done..<dot, of: chunk)
            dots += 1
            done = dot + 1
        }
        out.append(done..<chunk.count, of: chunk)
        atLineStart = chunk[chunk.count - 1] == 0x0A
    }
}
