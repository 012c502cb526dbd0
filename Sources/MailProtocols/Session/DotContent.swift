/// Content that a line with a lone dot ends, RFC 5321 section 4.5.2 and RFC 1939 section 3, while it is being heard.
///
/// Octets come out in runs as long as the window allows; only a dot at the start of a line ends a run. CR LF "." CR LF ends
/// the content. A dot line with a bare line feed before or behind it is a *candidate*: it ends the content only where
/// nothing else does (see ``Mark``).
struct DotContent: Sendable, Hashable {
    /// A place to which the content may have to be taken back.
    struct Mark: Sendable, Hashable {
        enum Reason: Sendable, Hashable {
            /// A dot line ended or begun by a bare line feed.
            case candidate
            /// A reply came while no end was in sight.
            case earlyReply
        }
        var reason: Reason
        /// Stream position behind the content and its end mark.
        var end: Int
        var bytes: Int
        var stuffed: Int
        var missing: Int
        var notes: NoteSet
    }

    enum Found {
        case incomplete
        /// The window holds nothing but a candidate: who hears the other side decides.
        case heldCandidate
        /// `dropped` octets at the window's start are no content (a stuffed dot), then those of `run` are.
        case run(Range<Int>)
        case marked
        case ended(consumed: Int, Utterance.Ending)
    }

    /// Stream position of the first octet.
    let start: Int
    private(set) var bytes = 0
    private(set) var stuffed = 0
    var missing = 0
    private(set) var mark: Mark?
    /// LIST, UIDL and CAPA: a line that begins with a status indicator cannot belong to the listing.
    private let endsAtStatus: Bool
    private var lineStart = LineStart.afterReturnAndFeed
    private var lastWasReturn = false
    /// The dot at the window's start was judged: it is a stuffed one.
    private var dotJudged = false
    private var lines = LineLengths()
    /// What was noticed on the way.
    private(set) var notes: NoteSet = []
    /// The window before ended in a carriage return and a dot: an end mark made of bare returns may follow.
    private var endsInReturnDot = false

    private enum LineStart: Sendable, Hashable { case none, afterFeed, afterReturnAndFeed }

    init(start: Int, endsAtStatus: Bool = false) {
        self.start = start
        self.endsAtStatus = endsAtStatus
    }

    /// - Parameter offset: The window's position in the stream.
    mutating func next(in window: Span<UInt8>, at offset: Int, edge: Edge) -> Found {
        let count = window.count
        guard count > 0 else { return .incomplete }
        var from = 0
        if lineStart != .none {
            if window[0] == Ascii.dot, !dotJudged {
                if let found = judgeDot(in: window, at: offset, edge: edge) { return found }
            }
            if dotJudged {
                dotJudged = false
                stuffed += 1
                from = 1
                lineStart = .none
                lastWasReturn = false
                if count == 1 { return .run(1..<1) }
            } else if endsAtStatus, let found = judgeStatus(in: window, edge: edge) {
                return found
            }
        }
        if endsInReturnDot { judgeReturnDot(before: window[0]) }
        let end = endOfRun(in: window, from: from)
        bytes += end - from
        if !endsAtStatus, !lines.take(window, from..<end) { notes.insert(.textLineTooLong) }
        return .run(from..<end)
    }

    /// Takes the content's state back to the mark.
    mutating func rewind() {
        guard let mark else { return }
        bytes = mark.bytes
        stuffed = mark.stuffed
        missing = mark.missing
        notes = mark.notes
    }

    mutating func dropMark() {
        if mark?.reason == .candidate { notes.formUnion([NoteSet(.candidateOverrun), NoteSet(.smugglingSeam)]) }
        mark = nil
    }

    mutating func setMark(_ reason: Mark.Reason, end: Int) {
        mark = Mark(reason: reason, end: end, bytes: bytes, stuffed: stuffed, missing: missing, notes: notes)
    }

    /// A hole of so many octets lies here; where lines start behind it is unknown.
    mutating func lose(_ count: Int) {
        missing += count
        lineStart = .none
        lastWasReturn = false
        dotJudged = false
        endsInReturnDot = false
        lines = LineLengths()
    }

    /// Is the whole window a dot line that only a bare line feed begins or ends?
    private mutating func judgeDot(in window: Span<UInt8>, at offset: Int, edge: Edge) -> Found? {
        let count = window.count
        let length: Int
        if count >= 2, window[1] == Ascii.lineFeed {
            length = 2
        } else if count >= 3, window[1] == Ascii.carriageReturn, window[2] == Ascii.lineFeed {
            if lineStart == .afterReturnAndFeed { return .ended(consumed: 3, .crlf) }
            length = 3
        } else {
            if case .open = edge, count == 1 || (count == 2 && window[1] == Ascii.carriageReturn) { return .incomplete }
            dotJudged = true
            if count > 1, window[1] != Ascii.dot { notes.insert(.notDotStuffed) }
            return nil
        }
        if count == length {
            switch edge {
            case .open: return .heldCandidate
            case .end where mark == nil: return .ended(consumed: length, .lf)
            case .end, .hole: break
            }
        }
        dotJudged = true
        if mark == nil {
            setMark(.candidate, end: offset + length)
            return .marked
        }
        return nil
    }

    private func judgeStatus(in window: Span<UInt8>, edge: Edge) -> Found? {
        guard window[0] == UInt8(ascii: "+") || window[0] == UInt8(ascii: "-") else { return nil }
        if window.starts(with: "+OK") || window.starts(with: "-ERR") { return .ended(consumed: 0, .missing) }
        if case .open = edge, window.count < 4 { return .incomplete }
        return nil
    }

    /// The end of the octets that may be handed on at once: the next dot at a line's start, or the window's end.
    private mutating func endOfRun(in window: Span<UInt8>, from: Int) -> Int {
        if endsAtStatus { return endOfLine(in: window, from: from) }
        var position = from
        while let dot = firstIndex(of: Ascii.dot, in: window, from: position) {
            if dot > 0, window[dot - 1] == Ascii.lineFeed {
                let afterReturn = dot > 1 ? window[dot - 2] == Ascii.carriageReturn : lastWasReturn
                lineStart = afterReturn ? .afterReturnAndFeed : .afterFeed
                return dot
            }
            if dot > 0 ? window[dot - 1] == Ascii.carriageReturn : lastWasReturn {
                if dot + 1 < window.count { judgeReturnDot(before: window[dot + 1]) } else { endsInReturnDot = true }
            }
            position = dot + 1
        }
        noteEnd(of: window)
        return window.count
    }

    /// CR "." CR, or CR "." LF: no end mark, but some servers took it for one.
    private mutating func judgeReturnDot(before next: UInt8) {
        endsInReturnDot = false
        if next == Ascii.carriageReturn || next == Ascii.lineFeed { notes.insert(.smugglingSeam) }
    }

    private mutating func endOfLine(in window: Span<UInt8>, from: Int) -> Int {
        guard let lineFeed = firstIndex(of: Ascii.lineFeed, in: window, from: from) else {
            noteEnd(of: window)
            return window.count
        }
        let afterReturn = lineFeed > 0 ? window[lineFeed - 1] == Ascii.carriageReturn : lastWasReturn
        lineStart = afterReturn ? .afterReturnAndFeed : .afterFeed
        lastWasReturn = false
        return lineFeed + 1
    }

    private mutating func noteEnd(of window: Span<UInt8>) {
        let count = window.count
        if window[count - 1] == Ascii.lineFeed {
            let afterReturn = count > 1 ? window[count - 2] == Ascii.carriageReturn : lastWasReturn
            lineStart = afterReturn ? .afterReturnAndFeed : .afterFeed
        } else {
            lineStart = .none
        }
        lastWasReturn = window[count - 1] == Ascii.carriageReturn
    }
}

/// Finds out whether a line of content is too long, by looking at one line in a thousand octets.
struct LineLengths: Sendable, Hashable {
    /// Octets of a line of text with its CR LF, RFC 5321 section 4.5.3.1.6.
    static let limit = 1_000

    /// Octets since the last line feed.
    private var length = 0
    private var isBroken = false

    /// Takes the next octets. False, once, where a line is longer than the limit.
    mutating func take(_ window: Span<UInt8>, _ run: Range<Int>) -> Bool {
        guard !isBroken else { return true }
        var start = run.lowerBound
        while run.upperBound - start + length > Self.limit {
            guard length < Self.limit, let lineFeed = Self.lineFeed(in: window, start..<start + Self.limit - length)
            else {
                isBroken = true
                return false
            }
            start = lineFeed + 1
            length = 0
        }
        if let lineFeed = lastLineFeed(in: window, start..<run.upperBound) {
            length = run.upperBound - lineFeed - 1
        } else {
            length += run.upperBound - start
        }
        return true
    }

    /// A line feed in the range, a late one if possible. Usual lines are short, so one is looked for not far from the end, forwards,
    /// in which a processor is quicker.
    @inline(__always)
    private static func lineFeed(in window: Span<UInt8>, _ range: Range<Int>) -> Int? {
        if range.count > 128, let found = firstIndex(of: Ascii.lineFeed, in: window, from: range.upperBound - 128),
            found < range.upperBound
        {
            return found
        }
        return lastLineFeed(in: window, range)
    }
}

/// The octets that lines are made of.
package enum Ascii {
    package static let lineFeed: UInt8 = 0x0A
    package static let carriageReturn: UInt8 = 0x0D
    package static let space: UInt8 = 0x20
    package static let tab: UInt8 = 0x09
    package static let dot: UInt8 = 0x2E
    package static let hyphen: UInt8 = 0x2D
}

extension Span<UInt8> {
    /// Does it begin with these ASCII letters, in any case?
    package func starts(with word: StaticString) -> Bool {
        guard count >= word.utf8CodeUnitCount else { return false }
        for index in 0..<word.utf8CodeUnitCount where self[index] | 0x20 != word.utf8Start[index] | 0x20 {
            return false
        }
        return true
    }
}
