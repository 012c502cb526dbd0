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
    /// A boundary has at most 70 characters (RFC 2046 section 5.1.1); tolerance for the rest of its line included.
    static let candidateLimit = 512
    /// RFC 2046 section 5.1.1.
    static let boundaryLimit = 70

    private enum Mode: Sendable, Hashable {
        /// Within the header of a message or part; it began at this offset.
        case header(start: Int)
        /// Within a body that is searched for boundaries.
        case body
        /// Nothing more to find: octets are counted and marked.
        case counting
    }

    /// A part that has begun and not ended.
    private struct Open: Sendable, Hashable {
        var part: Int
        /// With its two hyphens; nil for a part that is not (or no longer) divided.
        var delimiter: [UInt8]?
        var isDigest: Bool
        var wasDivided = false
    }

    private var mode = Mode.header(start: 0)
    private var open: [Open] = []
    private var facts = MessageFacts()
    private var mark = BodyMark()
    /// Octets taken so far.
    private var offset = 0
    /// The message's own header has ended, at this offset.
    private var bodyStart: Int?
    /// The header that is being collected, at most ``HeaderSection/byteLimit`` octets of it.
    private var header: [UInt8] = []
    /// Where the line that is being heard begins in ``header``.
    private var headerLineStart = 0
    /// The line that is being heard, as far as it may be a boundary or an empty line, and how long it is by now.
    private var line: [UInt8] = []
    private var lineLength = 0
    /// What stands in front of a line that may be a boundary: CR LF rather than a lone LF.
    private var lineFollowsReturn = false
    private var atLineStart = true
    /// The last two octets of the run before.
    private var last: UInt8 = 0
    private var beforeLast: UInt8 = 0
    private let keepsHeader: Bool
    /// The message's own header, where it is kept.
    private(set) var ownHeader = HeaderSection()
    /// The first octets of an encoded body, while they are looked at.
    private var sample = EncodingSample()

    /// - Parameter keepsHeader: The message's own header can be had afterwards.
    init(keepsHeader: Bool) { self.keepsHeader = keepsHeader }

    package init() { self.init(keepsHeader: false) }

    /// Memory beside the value itself, roughly: the header under way and what was listed.
    package mutating func countHeldBytes() -> Int {
        header.capacity + line.capacity + facts.parts.count * 512 + open.count * 128
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
        open = []
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

    private mutating func keepLine(_ range: Range<Int>, of run: borrowing Span<UInt8>) {
        defer { lineLength += range.count }
        // Outside a multipart the line cannot divide anything: enough of it to see whether it is empty.
        let limit = open.isEmpty ? 3 : Self.candidateLimit
        line.append(
            range.lowerBound..<min(range.upperBound, range.lowerBound + max(0, limit - line.count)), of: run)
    }

    private mutating func forgetLine() {
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
    private mutating func passDelimiter(_ level: Int, inHeaderFrom headerStart: Int, start: Int, end: Int) {
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
        var fields = HeaderSection(fieldsOf: header)
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
    private mutating func beginHeader(at start: Int) {
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

    private mutating func beginBody() {
        mode = open.contains { $0.delimiter != nil } ? .body : .counting
        sample = EncodingSample()
        header = []
        headerLineStart = 0
        forgetLine()
        atLineStart = true
    }
}

// MARK: - Bodies

extension MessageScanner {
    /// Looks for the next line that begins with a hyphen, and says where to go on.
    ///
    /// Hyphens are rarer than line ends, so they are searched first; behind a hyphen that begins no line the search goes on
    /// at the next line, so that a row of hyphens costs no more than a line.
    private mutating func takeBody(in run: borrowing Span<UInt8>, from index: Int) -> Int {
        if lineLength > 0 || (atLineStart && run[index] == Ascii.hyphen) { return takeCandidate(in: run, from: index) }
        let end = endOfText(in: run, from: index)
        if sample.isWanted { sample.take(run, index..<end, &facts.notes) }
        return end
    }

    /// Where the next line begins that begins with a hyphen, or the run's end.
    private mutating func endOfText(in run: borrowing Span<UInt8>, from index: Int) -> Int {
        var from = index
        while let hyphen = firstIndex(of: Ascii.hyphen, in: run, from: from) {
            if hyphen > index, run[hyphen - 1] == Ascii.lineFeed {
                atLineStart = true
                return hyphen
            }
            guard let lineFeed = firstIndex(of: Ascii.lineFeed, in: run, from: hyphen) else { break }
            from = lineFeed + 1
            if from < run.count, run[from] == Ascii.hyphen {
                atLineStart = true
                return from
            }
        }
        atLineStart = run[run.count - 1] == Ascii.lineFeed
        return run.count
    }

    /// Takes octets of a line that begins with a hyphen until it is known whether it is a boundary.
    private mutating func takeCandidate(in run: borrowing Span<UInt8>, from index: Int) -> Int {
        let lineFeed = firstIndex(of: Ascii.lineFeed, in: run, from: index)
        let end = lineFeed.map { $0 + 1 } ?? run.count
        if lineLength == 0 {
            lineFollowsReturn = (index >= 2 ? run[index - 2] : index == 1 ? last : beforeLast) == Ascii.carriageReturn
        }
        keepLine(index..<end, of: run)
        if let level = levelOfDelimiter() {
            guard lineFeed != nil else { return end }
            passDelimiter(
                level, start: offset + end - lineLength - (lineFollowsReturn ? 2 : 1), end: offset + end)
        } else if lineFeed != nil || !mayBecomeDelimiter {
            forgetLine()
            atLineStart = lineFeed != nil
        }
        return end
    }

    /// The line in ``line`` divides the multipart at `level`.
    ///
    /// - Parameters:
    ///   - start: Where the parts have their end that the boundary ends.
    ///   - end: Where the next part begins.
    private mutating func passDelimiter(_ level: Int, start: Int, end: Int) {
        let delimiter = open[level].delimiter ?? []
        let isClosing = line.dropFirst(delimiter.count).starts(with: [Ascii.hyphen, Ascii.hyphen])
        for part in open[(level + 1)...] {
            let begin = facts.parts[part.part].body.lowerBound
            facts.parts[part.part].body = begin..<max(begin, start)
        }
        noteBoundaries(of: open[(level + 1)...])
        open.removeSubrange((level + 1)...)
        open[level].wasDivided = true
        if isClosing {
            open[level].delimiter = nil
            beginBody()
        } else {
            beginHeader(at: end)
        }
    }

    /// Multiparts that end without having seen their boundary even once.
    private mutating func noteBoundaries(of ended: ArraySlice<Open>) {
        if ended.contains(where: { $0.delimiter != nil && !$0.wasDivided }) { facts.notes.insert(.boundaryMissing) }
    }

    /// Which open multipart ``line`` divides, the innermost first; nil for an ordinary line and for one that is too long.
    private func levelOfDelimiter() -> Int? {
        guard lineLength == line.count, lineLength > 2, line[0] == Ascii.hyphen, line[1] == Ascii.hyphen else {
            return nil
        }
        return open.indices.last { level in
            guard let delimiter = open[level].delimiter, line.starts(with: delimiter) else { return false }
            var rest = line[delimiter.count...]
            if rest.starts(with: [Ascii.hyphen, Ascii.hyphen]) { rest = rest.dropFirst(2) }
            return rest.allSatisfy { $0.isSpaceOrTab || $0 == Ascii.carriageReturn || $0 == Ascii.lineFeed }
        }
    }

    /// Whether octets to come could still make ``line`` a boundary.
    private var mayBecomeDelimiter: Bool {
        guard lineLength == line.count else { return false }
        return open.contains { level in
            guard let delimiter = level.delimiter else { return false }
            return line.count < delimiter.count ? delimiter.starts(with: line) : line.starts(with: delimiter)
        }
    }
}
