package import MailProtocols

/// Neighbouring octets of a step that mean one thing: a command word, a blank, a reply code, a line's end.
package struct OctetSpan: Sendable, Hashable {
    package enum Role: String, Sendable, Hashable, CaseIterable {
        case verb, blank, argument, path, parameter, code, separator, status, keyword, words
        case lineEnd = "line-end"
        case header
        case body
        case emptyLine = "empty-line"
        case stuffedDot = "stuffed-dot"
        case endMark = "end-mark"
        case secret
        case opaque
    }

    /// Half-open, in the step's octets from 0.
    package var range: Range<Int>
    package var role: Role
    /// One sentence.
    package var meaning: String
    package var citation: Citation?

    init(_ range: Range<Int>, _ role: Role, _ meaning: String, _ citation: Citation? = nil) {
        self.range = range
        self.role = role
        self.meaning = meaning
        self.citation = citation
    }
}

extension Commentary {
    /// Cuts a step's octets into spans: each octet belongs to exactly one, in order. Computed when somebody looks at octets.
    ///
    /// - Parameter octets: The step's own, as they crossed the wire, line ends and dot line included.
    package static func spans(of step: Step, _ octets: [UInt8]) -> [OctetSpan] {
        guard !octets.isEmpty else { return [] }
        var reading = OctetReading(step, octets)
        reading.read()
        return reading.spans
    }
}

/// Walks over a step's octets, span by span.
struct OctetReading {
    let step: Step
    let octets: [UInt8]
    var spans: [OctetSpan] = []
    /// The first octet that no span has yet.
    var place = 0

    var isPOP3: Bool { step.protocol.grammar == .pop3 }

    init(_ step: Step, _ octets: [UInt8]) {
        self.step = step
        self.octets = octets
    }

    mutating func read() {
        switch step.kind {
        case .command: line { $0.command($1) }
        case .reply: while place < octets.count { line { $0.reply($1) } }
        case .content: content()
        case .auth:
            line {
                $0.take(to: $1, .secret, "A line of the login, in base64: encoded, not encrypted.", .rfc(4648, "4"))
            }
        case .tls: take(to: octets.count, .opaque, "Records of TLS: the network sees their lengths, not what they say.")
        case .gap, .other: take(to: octets.count, .opaque, "Octets that are no part of the dialogue.")
        }
        // Whatever a grammar did not expect is shown all the same.
        take(to: octets.count, .words, "What follows.")
    }

    // MARK: Pieces

    /// One span up to `end`; none where that is behind already.
    mutating func take(to end: Int, _ role: OctetSpan.Role, _ meaning: String, _ citation: Citation? = nil) {
        guard end > place, end <= octets.count else { return }
        spans.append(OctetSpan(place..<end, role, meaning, citation))
        place = end
    }

    mutating func blanks(to end: Int) {
        take(to: index(from: place, to: end) { $0 != 0x20 && $0 != 0x09 }, .blank, "A blank, which parts two words.")
    }

    /// The first octet for which `stops` holds, else `end`.
    func index(from start: Int, to end: Int, _ stops: (UInt8) -> Bool) -> Int {
        var index = start
        while index < end, !stops(octets[index]) { index += 1 }
        return index
    }

    func wordEnd(to end: Int) -> Int { index(from: place, to: end) { $0 == 0x20 || $0 == 0x09 } }

    func text(_ range: Range<Int>) -> String { SpokenText.safe(octets[range]) }

    /// What the glossary says of a word, of that kind rather than of another.
    func entry(_ word: Range<Int>, _ kind: GlossaryEntry.Kind? = nil) -> GlossaryEntry? {
        guard case .found(_, let entries)? = Glossary.lookup(words: [text(word)]).parts.first else { return nil }
        return entries.first { $0.kind == kind } ?? entries.first
    }

    /// Reads a line with `body`, which is given the place of its end, then that end itself.
    private mutating func line(_ body: (inout OctetReading, Int) -> Void) {
        let feed = index(from: place, to: octets.count) { $0 == 0x0A }
        let hasFeed = feed < octets.count
        let hasReturn = hasFeed && feed > place && octets[feed - 1] == 0x0D
        let end = hasReturn ? feed - 1 : feed
        body(&self, end)
        take(to: end, .words, "What follows.")
        guard hasFeed else { return }
        if hasReturn {
            take(to: feed + 1, .lineEnd, "CR LF: the end of the line.", isPOP3 ? .rfc(1939, "3") : .rfc(5321, "2.3.8"))
        } else {
            take(to: feed + 1, .lineEnd, "A bare LF, which should be CR LF.", .rfc(5321, "2.3.8"))
        }
    }

    /// Lines of a list, up to the lone dot.
    mutating func list() {
        while place < octets.count {
            if isEndMark { break }
            line { reading, end in
                let word = reading.wordEnd(to: end)
                let isNumber = (reading.place..<word).allSatisfy { (0x30...0x39).contains(reading.octets[$0]) }
                reading.take(
                    to: word, isNumber ? .argument : .keyword,
                    isNumber ? "The number of a message." : "A keyword: something that the server can do.")
                reading.blanks(to: end)
                reading.take(to: end, .argument, "What belongs to it: a size in octets, a unique name, an option.")
            }
        }
        endMark()
    }

    var isEndMark: Bool {
        step.ending != .count && place < octets.count && octets[place] == UInt8(ascii: ".")
            && (place + 1 == octets.count || octets[place + 1] == 0x0D && place + 3 >= octets.count
                || octets[place + 1] == 0x0A && place + 2 >= octets.count)
    }

    mutating func endMark() {
        guard isEndMark else { return }
        take(
            to: octets.count, .endMark, "A dot alone on its line: the end.",
            isPOP3 ? .rfc(1939, "3") : .rfc(5321, "4.1.1.4"))
    }
}
