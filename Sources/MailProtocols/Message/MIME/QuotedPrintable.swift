/// Octets as printable ASCII, `=C3=BC`, RFC 2045 section 6.7.
package enum QuotedPrintable {
    /// Reads what can be read: an `=` that is no escape stays, blanks at a line's end vanish as the RFC asks.
    package static func decode(_ text: [UInt8]) -> (bytes: [UInt8], isClean: Bool) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var isClean = true
        var index = 0
        // Blanks may have been added on the way; they count only once something else follows on the line.
        var blanksFrom: Int?
        while index < text.count {
            let byte = text[index]
            if byte.isSpaceOrTab {
                blanksFrom = blanksFrom ?? index
                index += 1
                continue
            }
            let endsLine = byte == 0x0A || (byte == 0x0D && index + 1 < text.count && text[index + 1] == 0x0A)
            if let from = blanksFrom, !endsLine { bytes.append(contentsOf: text[from..<index]) }
            blanksFrom = nil
            guard byte == UInt8(ascii: "=") else {
                bytes.append(byte)
                index += 1
                continue
            }
            if index + 2 < text.count, let high = text[index + 1].hexValue, let low = text[index + 2].hexValue {
                bytes.append(high << 4 | low)
                index += 3
            } else if let next = softBreak(at: index, of: text) {
                index = next
            } else {
                isClean = false
                bytes.append(byte)
                index += 1
            }
        }
        return (bytes, isClean)
    }

    /// Where the text goes on behind a soft line break: `=`, blanks, line end.
    private static func softBreak(at index: Int, of text: [UInt8]) -> Int? {
        var next = index + 1
        while next < text.count, text[next].isSpaceOrTab { next += 1 }
        if next == text.count { return next }
        if text[next] == 0x0D { next += 1 }
        return next < text.count && text[next] == 0x0A ? next + 1 : nil
    }

    /// Writes text whose lines end with CR LF or LF: lines of at most 76 octets, each ended by CR LF.
    package static func encode(_ bytes: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count + bytes.count / 8)
        var column = 0
        for (index, byte) in bytes.enumerated() {
            let next = index + 1 < bytes.count ? bytes[index + 1] : 0x0A
            if byte == 0x0D, next == 0x0A, index + 1 < bytes.count { continue }
            if byte == 0x0A {
                out.append(contentsOf: [0x0D, 0x0A])
                column = 0
                continue
            }
            let isLastOnLine = next == 0x0A || next == 0x0D
            let isPlain =
                (byte > 0x20 && byte < 0x7F && byte != UInt8(ascii: "=")) || (byte.isSpaceOrTab && !isLastOnLine)
            let width = isPlain ? 1 : 3
            // One column is left for the `=` of a soft break.
            if column + width > 75 {
                out.append(contentsOf: [UInt8(ascii: "="), 0x0D, 0x0A])
                column = 0
            }
            if isPlain {
                out.append(byte)
            } else {
                out.append(UInt8(ascii: "="))
                out.append(text: Hexadecimal.pair(byte))
            }
            column += width
        }
        return out
    }
}
