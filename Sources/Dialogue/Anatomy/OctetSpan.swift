package import MailProtocols

/// A piece of a step's octets, and what it is.
package struct OctetSpan: Sendable, Hashable {
    /// In the step's octets, half-open, from 0.
    package var range: Range<Int>
    /// What it is, in a word or two: `verb`, `local part`, `line end`.
    package var name: String
    /// What it is there for, a sentence.
    package var meaning: String
    package var citation: Citation?
    /// Part of a password: not to be shown unless secrets are.
    package var isSecret = false
}

/// What every octet of a step is. The spans of a step lie side by side and cover each of its octets once, whatever the octets are.
package enum Anatomy {
    /// Spans of one step; what lies behind them is one more.
    package static let spanLimit = 400

    /// - Parameters:
    ///   - octets: The step as it crossed the wire: `range` of its side's stream. Inside TLS its text.
    package static func spans(of record: StepRecord, octets: [UInt8]) -> [OctetSpan] {
        var cutter = SpanCutter(octets)
        let step = record.step
        switch step.kind {
        case .command: step.isPOP3Spoken ? cutter.cutPOP3Command(step) : cutter.cutSMTPCommand(step)
        case .reply: step.isPOP3Spoken ? cutter.cutPOP3Reply(step) : cutter.cutSMTPReply(step)
        case .content: cutter.cutContent(step)
        case .auth: cutter.cutLoginLine(step)
        case .tls: cutter.cutRecords()
        case .gap: cutter.cutRest(.lost)
        case .other: cutter.cutRest(.other)
        }
        return cutter.finished()
    }
}

extension Step {
    var isPOP3Spoken: Bool { `protocol`.grammar == .pop3 }
}

/// Cuts octets into spans from the front. Whatever it is asked for, no octet is left out and none is cut twice.
struct SpanCutter {
    let octets: [UInt8]
    private var spans: [OctetSpan] = []
    /// The first octet that belongs to no span yet.
    private(set) var place = 0

    init(_ octets: [UInt8]) { self.octets = octets }

    var isAtEnd: Bool { place >= octets.count || spans.count >= Anatomy.spanLimit }

    /// The octets up to `end` are such a part.
    mutating func cut(to end: Int, _ part: SpanPart, isSecret: Bool = false) {
        let end = min(end, octets.count)
        guard end > place, spans.count < Anatomy.spanLimit else { return }
        // Of the same kind and side by side: one.
        if let last = spans.last, part.joins, last.name == part.name {
            spans[spans.count - 1].range = last.range.lowerBound..<end
        } else {
            spans.append(
                OctetSpan(
                    range: place..<end, name: part.name, meaning: part.meaning, citation: part.citation,
                    isSecret: isSecret))
        }
        place = end
    }

    mutating func cutRest(_ part: SpanPart, isSecret: Bool = false) { cut(to: octets.count, part, isSecret: isSecret) }

    mutating func finished() -> [OctetSpan] {
        if place < octets.count {
            let rest = SpanPart.rest
            spans.append(OctetSpan(range: place..<octets.count, name: rest.name, meaning: rest.meaning))
        }
        return spans
    }

    // MARK: Looking ahead

    func byte(at index: Int) -> UInt8? { octets.indices.contains(index) ? octets[index] : nil }

    /// Where such an octet stands next, before `end`.
    func next(_ byte: UInt8, before end: Int) -> Int? {
        place < end ? octets[place..<min(end, octets.count)].firstIndex(of: byte) : nil
    }

    /// The end of the line that begins here: in front of its CR LF or LF, and behind it.
    func line() -> (end: Int, next: Int) {
        guard let feed = octets[min(place, octets.count)...].firstIndex(of: 0x0A) else {
            return (octets.count, octets.count)
        }
        let hasReturn = feed > place && octets[feed - 1] == 0x0D
        return (hasReturn ? feed - 1 : feed, feed + 1)
    }

    /// The end of what consists of such octets.
    func run(before end: Int, while holds: (UInt8) -> Bool) -> Int {
        var index = place
        while index < end, index < octets.count, holds(octets[index]) { index += 1 }
        return index
    }

    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
    static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    mutating func cutBlanks(before end: Int, _ part: SpanPart = .blank) {
        cut(to: run(before: end, while: Self.isBlank), part)
    }

    /// Up to the next blank.
    mutating func cutWord(before end: Int, _ part: SpanPart, isSecret: Bool = false) {
        cut(to: run(before: end) { !Self.isBlank($0) }, part, isSecret: isSecret)
    }

    mutating func cutLineEnd(_ line: (end: Int, next: Int)) {
        let isWhole = line.next - line.end == 2
        cut(to: line.next, isWhole ? .lineEnd : .bareLineEnd)
    }
}

/// What a span is.
struct SpanPart {
    let name: String
    let meaning: String
    var citation: Citation?
    /// Neighbours of its kind are one span.
    var joins = false

    init(_ name: String, _ meaning: String, _ citation: Citation? = nil, joins: Bool = false) {
        self.name = name
        self.meaning = meaning
        self.citation = citation
        self.joins = joins
    }

    static let lineEnd = SpanPart("line end", "CR and LF together end the line.", .rfc(5321, "2.3.8"))
    static let bareLineEnd = SpanPart(
        "bare LF", "LF without CR: no line end by the rules, though some servers take it.", .rfc(5321, "2.3.8"))
    static let blank = SpanPart("blank", "It parts two words.", .rfc(5321, "4.1.1"))
    static let rest = SpanPart("the rest", "More of the same.")
    static let lost = SpanPart("lost", "Octets that the capture lacks.")
    static let other = SpanPart("other octets", "Neither command, reply nor content.")
}
