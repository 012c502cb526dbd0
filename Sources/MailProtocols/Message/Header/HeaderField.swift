/// One field of a header, RFC 5322 section 2.2, or a line that should have been one.
package struct HeaderField: Sendable, Hashable {
    /// As written, `Message-ID`; empty when malformed.
    package var name: String
    /// What stands behind the colon, line ends of folds included, the last one not; all of a malformed line.
    package var raw: [UInt8]
    /// All octets of the field, its line end included, counted from the header's first octet.
    package var range: Range<Int>
    /// The same for ``raw``.
    package var valueRange: Range<Int>
    /// The line has no colon, or no name in front of it.
    package var isMalformed: Bool

    /// The value on one line: line ends in front of blanks are gone, blanks around the value too (RFC 5322 section 2.2.3).
    package var unfolded: [UInt8] { Self.unfold(raw.span) }

    /// The value for people: unfolded, encoded words decoded. Octets that are not UTF-8 are read as ISO-8859-1.
    package var text: String { EncodedWord.decode(unfolded).text }

    /// Whether this is the field called `name`, in any case.
    package func isNamed(_ name: StaticString) -> Bool {
        self.name.utf8.count == name.utf8CodeUnitCount
            && zip(self.name.utf8, String(describing: name).utf8).allSatisfy {
                $0.lowercasedASCII == $1.lowercasedASCII
            }
    }

    static func unfold(_ raw: borrowing Span<UInt8>) -> [UInt8] {
        let range = trimmed(raw)
        return isOneLine(raw, range) ? [UInt8](copying: raw.extracting(range)) : joined(raw, range)
    }

    /// The lines of a folded value, which stands at `range` without the blanks around it.
    static func joined(_ raw: borrowing Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
        let end = range.upperBound
        var value: [UInt8] = []
        value.reserveCapacity(range.count)
        var rest = range.lowerBound
        while let lineFeed = firstIndex(of: 0x0A, in: raw, from: rest), lineFeed < end {
            // A CR is kept only where it is not part of a line end, so that stray ones stay visible to whoever looks.
            value.append(rest..<(lineFeed > rest && raw[lineFeed - 1] == 0x0D ? lineFeed - 1 : lineFeed), of: raw)
            rest = lineFeed + 1
        }
        value.append(rest..<end, of: raw)
        return value
    }

    /// Without the blanks and line ends around it.
    static func trimmed(_ raw: borrowing Span<UInt8>) -> Range<Int> {
        var start = 0
        var end = raw.count
        while end > start, raw[end - 1].isSpaceOrTab || raw[end - 1] == 0x0D || raw[end - 1] == 0x0A { end -= 1 }
        while start < end, raw[start].isSpaceOrTab || raw[start] == 0x0A || isReturnOfLineEnd(raw, at: start) {
            start += 1
        }
        return start..<end
    }

    /// Not folded.
    static func isOneLine(_ raw: borrowing Span<UInt8>, _ range: Range<Int>) -> Bool {
        firstIndex(of: 0x0A, in: raw, from: range.lowerBound) ?? range.upperBound >= range.upperBound
    }

    private static func isReturnOfLineEnd(_ raw: borrowing Span<UInt8>, at index: Int) -> Bool {
        raw[index] == 0x0D && index + 1 < raw.count && raw[index + 1] == 0x0A
    }
}
