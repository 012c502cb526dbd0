import MailProtocols

/// Cuts a reply's octets into its lines, and each line behind its code.
enum ReplyLines {
    /// Calls `body` with each line's range in `text`, line ends left out. A text without any line end is one line; no text
    /// is one empty line, since a reply always has a line.
    static func forEach(in text: UnsafeRawBufferPointer, _ body: (Range<Int>) -> Void) {
        var start = 0
        repeat {
            var end = text.withMemoryRebound(to: UInt8.self) {
                firstIndex(of: UInt8(ascii: "\n"), in: $0.span, from: start) ?? $0.count
            }
            let next = end + 1
            // Without LF the capture or the text ends here, perhaps between CR and LF.
            if end > start, text[end - 1] == UInt8(ascii: "\r") { end -= 1 }
            body(start..<end)
            start = next
        } while start < text.count
    }

    /// Where the text of an SMTP reply line begins, RFC 5321 section 4.2: behind three digits and one separator. A line
    /// that is not shaped so is kept whole.
    static func smtpText(_ line: Range<Int>, of text: UnsafeRawBufferPointer) -> Int {
        let start = line.lowerBound
        guard line.count >= 3, (0..<3).allSatisfy({ isDigit(text[start + $0]) }) else { return start }
        guard line.count > 3 else { return start + 3 }
        let separator = text[start + 3]
        return separator == UInt8(ascii: " ") || separator == UInt8(ascii: "-") ? start + 4 : start
    }

    /// Where the text of a POP3 reply line begins, RFC 1939 section 3: behind the status indicator and one space or tab.
    /// `+OK` and `-ERR` are known even with text glued to them; a glued `+` is no indicator.
    static func pop3Text(_ line: Range<Int>, of text: UnsafeRawBufferPointer) -> Int {
        for (word, mayBeGlued) in indicators {
            let end = line.lowerBound + word.utf8CodeUnitCount
            guard end <= line.upperBound, matches(word, text, at: line.lowerBound) else { continue }
            if end == line.upperBound { return end }
            if text[end] == UInt8(ascii: " ") || text[end] == UInt8(ascii: "\t") { return end + 1 }
            if mayBeGlued { return end }
        }
        return line.lowerBound
    }

    private static let indicators: [(StaticString, Bool)] = [("+OK", true), ("-ERR", true), ("+", false)]

    private static func matches(_ word: StaticString, _ text: UnsafeRawBufferPointer, at start: Int) -> Bool {
        for offset in 0..<word.utf8CodeUnitCount {
            let byte = text[start + offset]
            let upper = byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z") ? byte - 0x20 : byte
            guard upper == word.utf8Start[offset] else { return false }
        }
        return true
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
}
