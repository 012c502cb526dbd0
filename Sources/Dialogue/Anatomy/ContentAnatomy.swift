import MailProtocols

extension SpanPart {
    static let fieldName = SpanPart("field name", "Which field of the header this is.", .rfc(5322, "2.2"))
    static let colon = SpanPart(":", "The field's content follows.", .rfc(5322, "2.2"))
    static let fieldBody = SpanPart("field body", "What the field says.", .rfc(5322, "2.2"))
    static let folded = SpanPart("folded", "The field goes on: the line begins with a blank.", .rfc(5322, "2.2.3"))
    static let oddHeader = SpanPart("odd line", "No field of a header begins like this.", .rfc(5322, "2.2"))
    static let emptyLine = SpanPart("empty line", "The header ends here, the body begins.", .rfc(5322, "2.1"))
    static let body = SpanPart("body", "The letter's text; the post does not read it.", .rfc(5322, "2.3"), joins: true)
    static func stuffedDot(_ isPOP3: Bool) -> SpanPart {
        SpanPart(
            "stuffed dot", "Put in front of a line that begins with a dot; the taker removes it.",
            isPOP3 ? .rfc(1939, "3") : .rfc(5321, "4.5.2"))
    }
    static func dotLine(_ isPOP3: Bool) -> SpanPart {
        SpanPart(
            "dot line", "A dot alone on its line: the content is over.",
            isPOP3 ? .rfc(1939, "3") : .rfc(5321, "4.1.1.4"))
    }
    static let capability = SpanPart("capability", "Something that the server can do.", .rfc(2449, "5"))
    static let listed = SpanPart("line", "A line of the answer.", .rfc(1939, "3"))
    static let records = SpanPart(
        "TLS records", "Encrypted: only type, version and length of each record are readable.", .rfc(8446, "5.1"))
}

/// What is carried: letters and lists.
extension SpanCutter {
    mutating func cutRecords() { cutRest(.records) }

    mutating func cutContent(_ step: Step) {
        let isPOP3 = step.isPOP3Spoken
        if isPOP3 {
            switch POP3Verb(rawValue: step.verb) {
            case .list: return cutLines { $0.cutPair(before: $1, .messageNumber, .size) }
            case .uidl: return cutLines { $0.cutPair(before: $1, .messageNumber, .uniqueID) }
            case .capa: return cutLines { $0.cutPair(before: $1, .capability, .keywordValue) }
            case .retr, .top: break
            default: return cutLines { $0.cut(to: $1, .listed) }
            }
        }
        cutLetter(isPOP3: isPOP3, isCounted: !isPOP3 && step.verb == SMTPVerb.bdat.rawValue)
    }

    private mutating func cutPair(before end: Int, _ first: SpanPart, _ second: SpanPart) {
        cutWord(before: end, first)
        cutBlanks(before: end, .popBlank)
        cut(to: end, second)
    }

    /// Lines up to the lone dot.
    private mutating func cutLines(_ body: (inout SpanCutter, Int) -> Void) {
        while !isAtEnd {
            let line = line()
            if cutDotLine(line, isPOP3: true) { continue }
            body(&self, line.end)
            cutLineEnd(line)
        }
    }

    /// - Returns: Whether the line was a lone dot.
    private mutating func cutDotLine(_ line: (end: Int, next: Int), isPOP3: Bool) -> Bool {
        guard line.end - place == 1, octets[place] == UInt8(ascii: "."), line.next == octets.count else { return false }
        cut(to: line.next, .dotLine(isPOP3))
        return true
    }

    /// - Parameter isCounted: BDAT: no dots are stuffed, and none ends it.
    private mutating func cutLetter(isPOP3: Bool, isCounted: Bool) {
        var isHeader = true
        while !isAtEnd {
            let line = line()
            if !isCounted {
                if cutDotLine(line, isPOP3: isPOP3) { continue }
                if octets[place] == UInt8(ascii: ".") { cut(to: place + 1, .stuffedDot(isPOP3)) }
            }
            guard isHeader else {
                cut(to: line.next, .body)
                continue
            }
            if line.end == place {
                cut(to: line.next, .emptyLine)
                isHeader = false
            } else {
                cutField(before: line.end)
                cutLineEnd(line)
            }
        }
    }

    private mutating func cutField(before end: Int) {
        if let first = byte(at: place), Self.isBlank(first) { return cut(to: end, .folded) }
        guard let colon = next(UInt8(ascii: ":"), before: end), colon > place else { return cut(to: end, .oddHeader) }
        cut(to: colon, .fieldName)
        cut(to: colon + 1, .colon)
        cutBlanks(before: end, .headerBlank)
        cut(to: end, .fieldBody)
    }
}

extension SpanPart {
    static let headerBlank = SpanPart("blank", "It makes the field easier to read.", .rfc(5322, "2.2"))
}
