/// Follows a message whose octets come in runs, and keeps what is worth knowing, not the octets.
///
/// It keeps at most 64 KiB of one header at a time and a possible boundary line. Bodies are looked at through `memchr`, and
/// not at all where the message has one part. A value: a copy is a state that one can go back to.
package struct MessageScanner: Sendable, Hashable {
    /// Depth of parts within parts that is followed; what lies deeper counts as content.
    package static let depthLimit = 32
    /// Parts that are listed; what comes behind counts as content of none.
    package static let partLimit = 1_000
    /// Octets for which a header has room at first: those of most letters, and no more than an allocator has at hand (1,032 with
    /// what an array needs beside them; larger ones make glibc tidy up first).
    private static let usualHeader = 960
    /// Parts for which memory is kept from message to message.
    private static let usualParts = 8
    /// A boundary has at most 70 characters (RFC 2046 section 5.1.1); tolerance for the rest of its line included.
    static let candidateLimit = 512
    /// RFC 2046 section 5.1.1.
    static let boundaryLimit = 70

    enum Mode: Sendable, Hashable {
        /// Within the header of a message or part; it began at this offset.
        case header(start: Int)
        /// Within a body that is searched for boundaries.
        case body
        /// Nothing more to find: octets are counted and marked.
        case counting
    }

    /// A part that has begun and not ended.
    struct Open: Sendable, Hashable {
        var part: Int
        /// With its two hyphens; nil for a part that is not (or no longer) divided.
        var delimiter: [UInt8]?
        var isDigest: Bool
        var wasDivided = false
    }

    private var mode = Mode.header(start: 0)
    var open: [Open] = []
    var facts = MessageFacts()
    private var mark = BodyMark()
    /// Octets taken so far.
    var offset = 0
    /// The message's own header has ended, at this offset.
    private var bodyStart: Int?
    /// The header that is being collected, at most ``HeaderSection/byteLimit`` octets of it.
    private var header: [UInt8] = []
    /// Where the line that is being heard begins in ``header``.
    private var headerLineStart = 0
    /// The line that is being heard, as far as it may be a boundary or an empty line, and how long it is by now.
    var line: [UInt8] = []
    var lineLength = 0
    /// What stands in front of a line that may be a boundary: CR LF rather than a lone LF.
    var lineFollowsReturn = false
    var atLineStart = true
    /// The last two octets of the run before.
    var last: UInt8 = 0
    var beforeLast: UInt8 = 0
    /// A header while its fields are read; empty otherwise, but for its memory.
    private var section = HeaderSection()
    private let keepsHeader: Bool
    /// The message's own header, where it is kept.
    private(set) var ownHeader = HeaderSection()
    /// The first octets of an encoded body, while they are looked at.
    var sample = EncodingSample()

    /// - Parameter keepsHeader: The message's own header can be had afterwards.
    init(keepsHeader: Bool) { self.keepsHeader = keepsHeader }

    package init() { self.init(keepsHeader: false) }

    /// Begins with another message, in the memory of the one before.
    package mutating func reset() {
        var spent = MessageFacts()
        swap(&facts, &spent)
        takeBack(&spent)
        beginHeader(at: 0)
        open.removeAll(keepingCapacity: true)
        mark = BodyMark()
        offset = 0
        bodyStart = nil
        lineFollowsReturn = false
        atLineStart = true
        last = 0
        beforeLast = 0
        ownHeader = HeaderSection()
        // A long header's memory is not kept for short ones.
        if header.capacity > 2 * Self.usualHeader { header = [] }
        if section.heldBytes > 2 * Self.usualHeader { section = HeaderSection() }
    }

    /// Facts that were handed out and are of no use any more: the memory of their parts serves those of the next message.
    package mutating func takeBack(_ spent: inout MessageFacts) {
        guard facts.parts.isEmpty, spent.parts.capacity <= Self.usualParts else { return }
        swap(&facts.parts, &spent.parts)
        facts.parts.removeAll(keepingCapacity: true)
    }

    /// Memory beside the value itself, roughly: the header under way, what was listed, and what is kept for the next message.
    package mutating func countHeldBytes() -> Int {
        header.capacity + line.capacity + section.heldBytes + ownHeader.heldBytes
            + open.capacity * MemoryLayout<Open>.stride
            + facts.parts.capacity * MemoryLayout<MIMEPart>.stride + facts.parts.count * 256
    }

    /// The parts found so far; those that have not ended have no end yet.
    package var parts: [MIMEPart] { facts.parts }

    /// The place among ``parts`` of the innermost part that has not ended; nil where none has begun.
    package var openPart: Int? { open.last?.part }

    /// Octets from the message's start that can be of no boundary any more, whatever comes.
    package var settled: Int {
        switch mode {
        case .counting: offset
        case .header, .body: max(0, offset - lineLength - 2)
        }
    }

    /// Takes the next octets of the message, unstuffed. Runs may be cut anywhere.
    package mutating func take(_ run: borrowing Span<UInt8>) {
        var index = 0
        var marked = 0
        while index < run.count {
            switch mode {
            case .header(let start):
                let wasOwn = bodyStart == nil
                index = takeHeaderLine(in: run, from: index, headerStart: start)
                if wasOwn { marked = bodyStart == nil ? run.count : index }
            case .body: index = takeBody(in: run, from: index)
            case .counting:
                if sample.isWanted { sample.take(run, index..<run.count, &facts.notes) }
                index = run.count
            }
        }
        if bodyStart != nil, marked < run.count { mark.take(run.extracting(marked..<run.count)) }
        offset += run.count
        if run.count > 1 { beforeLast = run[run.count - 2] } else if run.count == 1 { beforeLast = last }
        if run.count > 0 { last = run[run.count - 1] }
    }

    /// The message is complete, or no more of it will come. The scanner is spent.
    package mutating func finish() -> MessageFacts {
        finishLine()
        if case .header(let start) = mode, start < offset || bodyStart == nil {
            endHeader(start: start, end: offset, isTerminated: false)
        }
        for part in open { facts.parts[part.part].body = facts.parts[part.part].body.lowerBound..<offset }
        noteBoundaries(of: open[...])
        open.removeAll(keepingCapacity: true)
        mode = .counting
        facts.headerBytes = bodyStart ?? offset
        facts.bodyBytes = offset - facts.headerBytes
        facts.bodyMark = mark.value
        if mark.hasEightBits { facts.notes.insert(.eightBitContent) }
        var taken = MessageFacts()
        swap(&taken, &facts)
        return taken
    }

    /// The end stands in for the line end of a last boundary.
    private mutating func finishLine() {
        guard lineLength > 0, let level = levelOfDelimiter() else { return }
        let start = offset - lineLength
        switch mode {
        case .header(let headerStart): passDelimiter(level, inHeaderFrom: headerStart, start: start, end: offset)
        case .body: passDelimiter(level, start: start - (lineFollowsReturn ? 2 : 1), end: offset)
        case .counting: break
        }
    }

    mutating func keepLine(_ range: Range<Int>, of run: borrowing Span<UInt8>) {
        defer { lineLength += range.count }
        // Outside a multipart the line cannot divide anything: enough of it to see whether it is empty.
        let limit = open.isEmpty ? 3 : Self.candidateLimit
        line.append(
            range.lowerBound..<min(range.upperBound, range.lowerBound + max(0, limit - line.count)), of: run)
    }

    mutating func forgetLine() {
        line.removeAll(keepingCapacity: true)
        lineLength = 0
    }
}

// MARK: - Headers

extension MessageScanner {
    /// Takes octets up to and including the next line end, and says where to go on.
    private mutating func takeHeaderLine(in run: borrowing Span<UInt8>, from index: Int, headerStart: Int) -> Int {
        if header.capacity == 0 { header.reserveCapacity(Self.usualHeader) }
        if lineLength == 0 {
            let end = endOfPlainLines(in: run, from: index)
            if end > index {
                header.append(index..<min(end, index + HeaderSection.byteLimit - header.count), of: run)
                headerLineStart = header.count
                return end
            }
        }
        let lineFeed = firstIndex(of: 0x0A, in: run, from: index)
        let end = lineFeed.map { $0 + 1 } ?? run.count
        header.append(index..<min(end, index + HeaderSection.byteLimit - header.count), of: run)
        keepLine(index..<end, of: run)
        guard lineFeed != nil else { return end }
        if lineLength == 1 || (lineLength == 2 && line.first == 0x0D) {
            header.removeSubrange(headerLineStart...)
            endHeader(start: headerStart, end: offset + end, emptyLine: lineLength, isTerminated: true)
        } else if let level = levelOfDelimiter() {
            passDelimiter(
                level, inHeaderFrom: headerStart, start: offset + end - lineLength, end: offset + end)
        } else {
            headerLineStart = header.count
            forgetLine()
        }
        return end
    }

    /// Behind the last of the whole lines that are neither empty nor could be a boundary: they can be taken together.
    private func endOfPlainLines(in run: borrowing Span<UInt8>, from index: Int) -> Int {
        var end = index
        while end < run.count, run[end] != Ascii.hyphen, run[end] != Ascii.carriageReturn,
            let lineFeed = firstIndex(of: Ascii.lineFeed, in: run, from: end), lineFeed > end
        {
            end = lineFeed + 1
        }
        return end
    }

    /// A part without an empty line: the boundary ends its header, and it has no body.
    mutating func passDelimiter(_ level: Int, inHeaderFrom headerStart: Int, start: Int, end: Int) {
        header.removeSubrange(headerLineStart...)
        let delimiter = line
        endHeader(start: headerStart, end: start, isTerminated: false)
        line = delimiter
        passDelimiter(level, start: start, end: end)
    }

    /// A header ends.
    ///
    /// - Parameters:
    ///   - end: Where the body begins.
    ///   - emptyLine: Octets of the empty line in front of that.
    private mutating func endHeader(start: Int, end: Int, emptyLine: Int = 0, isTerminated: Bool) {
        let kept = header.count
        var fields = HeaderSection()
        swap(&fields, &section)
        fields.take(&header)
        fields.setEnd(length: end - start, isTerminated: isTerminated, droppedBytes: end - start - emptyLine - kept)
        if facts.parts.isEmpty {
            if keepsHeader { ownHeader = fields }
            facts.summary = MessageSummary(fields)
            facts.notes.formUnion(fields.notes)
            if facts.summary.hasBadEncodedWord { facts.notes.insert(.badEncodedWord) }
            if isTerminated { bodyStart = end }
        } else if !fields.isWellFormed {
            // A part may well have no header at all (RFC 2046 section 5.1).
            facts.notes.insert(.headerMalformed)
        }
        let parent = open.last
        let part = MIMEPart(
            fields, start: start, depth: open.count, parent: parent?.part, inDigest: parent?.isDigest ?? false,
            notes: &facts.notes)
        fields.clear(into: &header)
        swap(&fields, &section)
        enter(part, end: end)
    }

    /// Lists a part and decides how its body is to be followed.
    private mutating func enter(_ part: consuming MIMEPart, end: Int) {
        let mayGoDeeper = open.count + 1 < Self.depthLimit
        if part.isContainer, !mayGoDeeper { facts.notes.insert(.mimeTooDeep) }
        var delimiter: [UInt8]?
        if part.contentType.isMultipart, mayGoDeeper {
            if let boundary = part.contentType.boundary, boundary.utf8.count <= Self.candidateLimit / 2 {
                if boundary.utf8.count > Self.boundaryLimit { facts.notes.insert(.boundaryTooLong) }
                delimiter = Array("--\(boundary)".utf8)
            } else {
                facts.notes.insert(part.contentType.boundary == nil ? .boundaryMissing : .boundaryTooLong)
            }
        }
        open.append(
            Open(
                part: facts.parts.count, delimiter: delimiter,
                isDigest: delimiter != nil && part.contentType.subtype == "digest"))
        let holdsMessage = part.contentType.isMessage && mayGoDeeper
        let encoding = part.isContainer ? nil : part.transferEncoding
        facts.parts.append(part)
        if holdsMessage { beginHeader(at: end) } else { beginBody() }
        if let encoding { sample = EncodingSample(of: encoding) }
    }

    /// A header begins here, if one more part may be listed.
    mutating func beginHeader(at start: Int) {
        guard facts.parts.count < Self.partLimit else {
            facts.notes.insert(.mimeTooManyParts)
            beginBody()
            return
        }
        mode = .header(start: start)
        sample = EncodingSample()
        header.removeAll(keepingCapacity: true)
        headerLineStart = 0
        forgetLine()
    }

    mutating func beginBody() {
        mode = open.contains { $0.delimiter != nil } ? .body : .counting
        sample = EncodingSample()
        header.removeAll(keepingCapacity: true)
        headerLineStart = 0
        forgetLine()
        atLineStart = true
    }
}
