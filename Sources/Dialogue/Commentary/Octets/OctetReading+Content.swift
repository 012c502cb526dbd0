import MailProtocols

/// What is carried: letters and lists.
extension OctetReading {
    /// Stuffed dots that are shown one by one.
    private static let dotLimit = 64

    mutating func content() {
        if isPOP3 {
            switch POP3Verb(rawValue: step.verb) {
            case .retr?, .top?: break
            default: return list()
            }
        }
        header()
        body()
        endMark()
    }

    private func lineEnd(from start: Int) -> Int {
        min(index(from: start, to: octets.count) { $0 == 0x0A } + 1, octets.count)
    }

    /// Fields up to the empty line; a line that begins with a blank goes on with the field above.
    private mutating func header() {
        // A later chunk of BDAT begins in the middle of the text.
        guard looksLikeHeader else { return }
        while place < octets.count, !isEndMark {
            var end = lineEnd(from: place)
            if octets[place] == 0x0D || octets[place] == 0x0A {
                return take(
                    to: end, .emptyLine, "An empty line: the header is over, the text begins.", .rfc(5322, "2.1"))
            }
            let colon = index(from: place, to: end) { $0 == UInt8(ascii: ":") }
            guard colon < end else { return }
            while end < octets.count, octets[end] == 0x20 || octets[end] == 0x09 { end = lineEnd(from: end) }
            let name = text(place..<colon)
            let entry = self.entry(place..<colon)
            take(
                to: end, .header,
                entry.map { "The header field \(name): \($0.meaning)" } ?? "The header field \(name).",
                entry?.citations.first ?? .rfc(5322, "2.2"))
        }
    }

    private var looksLikeHeader: Bool {
        let end = lineEnd(from: place)
        let colon = index(from: place, to: end) { $0 == UInt8(ascii: ":") }
        return colon < end && !(place..<colon).contains { octets[$0] <= 0x20 }
    }

    private mutating func body() {
        let meaning = "The text of the letter."
        var dots = 0
        var start = place
        while start < octets.count {
            let kept = place
            place = start
            if isEndMark {
                place = kept
                return take(to: start, .body, meaning, .rfc(5322, "2.3"))
            }
            place = kept
            if octets[start] == UInt8(ascii: "."), step.ending != .count, dots < Self.dotLimit {
                take(to: start, .body, meaning, .rfc(5322, "2.3"))
                take(
                    to: start + 1, .stuffedDot,
                    "A dot put in front of a line that begins with one; the receiver takes it off.",
                    isPOP3 ? .rfc(1939, "3") : .rfc(5321, "4.5.2"))
                dots += 1
            }
            start = lineEnd(from: start)
        }
        take(to: octets.count, .body, meaning, .rfc(5322, "2.3"))
    }
}
