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
    package var unfolded: [UInt8] { Self.unfold(raw) }

    /// The value for people: unfolded, encoded words decoded. Octets that are not UTF-8 are read as ISO-8859-1.
    package var text: String { EncodedWord.decode(unfolded).text }

    /// Whether this is the field called `name`, in any case.
    package func isNamed(_ name: StaticString) -> Bool {
        self.name.utf8.count == name.utf8CodeUnitCount
            && zip(self.name.utf8, String(describing: name).utf8).allSatisfy {
                $0.lowercasedASCII == $1.lowercasedASCII
            }
    }

    static func unfold(_ raw: [UInt8]) -> [UInt8] {
        var value: [UInt8] = []
        value.reserveCapacity(raw.count)
        // A CR is kept only where it is not part of a line end, so that stray ones stay visible to whoever looks.
        for (index, byte) in raw.enumerated() {
            if byte == 0x0A { continue }
            if byte == 0x0D, index + 1 < raw.count, raw[index + 1] == 0x0A { continue }
            value.append(byte)
        }
        let start = value.firstIndex { !$0.isSpaceOrTab } ?? value.endIndex
        let end = value.lastIndex { !$0.isSpaceOrTab && $0 != 0x0D }.map { $0 + 1 } ?? start
        return start < end ? Array(value[start..<end]) : []
    }
}
