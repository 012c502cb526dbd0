/// Bodies: looked through for the lines that divide their parts.
extension MessageScanner {
    /// Looks for the next line that begins with a hyphen, and says where to go on.
    ///
    /// Hyphens are rarer than line ends, so they are searched first; behind a hyphen that begins no line the search goes on
    /// at the next line, so that a row of hyphens costs no more than a line.
    mutating func takeBody(in run: borrowing Span<UInt8>, from index: Int) -> Int {
        if lineLength > 0 || (atLineStart && run[index] == Ascii.hyphen) { return takeCandidate(in: run, from: index) }
        let end = endOfText(in: run, from: index)
        if sample.isWanted { sample.take(run, index..<end, &facts.notes) }
        return end
    }

    /// Where the next line begins that begins with a hyphen, or the run's end.
    mutating func endOfText(in run: borrowing Span<UInt8>, from index: Int) -> Int {
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
    mutating func passDelimiter(_ level: Int, start: Int, end: Int) {
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
    mutating func noteBoundaries(of ended: ArraySlice<Open>) {
        if ended.contains(where: { $0.delimiter != nil && !$0.wasDivided }) { facts.notes.insert(.boundaryMissing) }
    }

    /// Which open multipart ``line`` divides, the innermost first; nil for an ordinary line and for one that is too long.
    func levelOfDelimiter() -> Int? {
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
