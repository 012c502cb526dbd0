/// Bytes as 64 letters, RFC 4648 section 4.
package enum Base64 {
    /// What a lenient reading had to overlook. Zero everywhere: the text was base64 to the letter.
    package struct Defects: Sendable, Hashable {
        /// Bytes that are neither letters of the alphabet, nor padding at the end, nor (in MIME) blanks and line ends.
        package var foreignBytes = 0
        /// Padding that is missing, too much, or not at the end; or one letter too many.
        package var badPadding = false
        /// Bits behind the last byte that are not zero, RFC 4648 section 3.5.
        package var looseBits = false

        package init() {}
        package var isClean: Bool { foreignBytes == 0 && !badPadding && !looseBits }
    }

    // MARK: Written

    /// With padding, without line ends.
    package static func encode(_ bytes: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        append(bytes.span, to: &text)
        return text
    }

    /// In lines of 76 letters that each end with CR LF, as MIME wants (RFC 2045 section 6.8); the last may be shorter.
    ///
    /// - Parameter lineLength: Letters in a line; rounded down to a multiple of four, at least four.
    package static func encode(_ bytes: [UInt8], lineLength: Int) -> [UInt8] {
        let bytesInLine = max(lineLength / 4, 1) * 3
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count / 3 * 4 + bytes.count / bytesInLine * 2 + 6)
        var start = 0
        while start < bytes.count {
            let end = min(start + bytesInLine, bytes.count)
            append(bytes.span.extracting(start..<end), to: &text)
            text.appendLineEnd()
            start = end
        }
        return text
    }

    package static func append(_ bytes: borrowing Span<UInt8>, to text: inout [UInt8]) {
        var index = 0
        while index + 3 <= bytes.count {
            let group = UInt32(bytes[index]) << 16 | UInt32(bytes[index + 1]) << 8 | UInt32(bytes[index + 2])
            text.append(letters[Int(group >> 18)])
            text.append(letters[Int(group >> 12 & 63)])
            text.append(letters[Int(group >> 6 & 63)])
            text.append(letters[Int(group & 63)])
            index += 3
        }
        let left = bytes.count - index
        guard left > 0 else { return }
        let group = UInt32(bytes[index]) << 16 | (left == 2 ? UInt32(bytes[index + 1]) << 8 : 0)
        text.append(letters[Int(group >> 18 & 63)])
        text.append(letters[Int(group >> 12 & 63)])
        text.append(left == 2 ? letters[Int(group >> 6 & 63)] : padding)
        text.append(padding)
    }

    // MARK: Read

    /// The bytes that `text` stands for, or nil where it is not base64 to the letter: padded, without line ends.
    package static func decode(_ text: borrowing Span<UInt8>) -> [UInt8]? {
        var decoder = Decoder(skipsBlanks: false)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 4 * 3)
        decoder.decode(text, into: &bytes)
        return decoder.finish(into: &bytes).isClean ? bytes : nil
    }

    package static func decode(_ text: [UInt8]) -> [UInt8]? { decode(text.span) }

    /// The bytes that `text` stands for as far as anybody can tell, and what was wrong with it. Blanks and line ends are
    /// no defect; what follows padding, as where two encoded texts were joined, is read too.
    package static func decodeLeniently(_ text: borrowing Span<UInt8>) -> (bytes: [UInt8], defects: Defects) {
        var decoder = Decoder()
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 4 * 3)
        decoder.decode(text, into: &bytes)
        let defects = decoder.finish(into: &bytes)
        return (bytes, defects)
    }

    package static func decodeLeniently(_ text: [UInt8]) -> (bytes: [UInt8], defects: Defects) {
        decodeLeniently(text.span)
    }

    /// A decoder that is fed piece by piece, cut anywhere; it holds at most three letters.
    package struct Decoder: Sendable, Hashable {
        private var bits: UInt32 = 0
        /// Letters in `bits`, 0...3.
        private var count = 0
        /// A second `=` is due.
        private var wantsPadding = false
        private var sawPadding = false
        private var defects = Defects()
        private let skipsBlanks: Bool

        /// - Parameter skipsBlanks: Spaces, tabs and line ends are no defect, as in MIME.
        package init(skipsBlanks: Bool = true) { self.skipsBlanks = skipsBlanks }

        package mutating func decode(_ text: borrowing Span<UInt8>, into bytes: inout [UInt8]) {
            for index in text.indices {
                let value = values[Int(text[index])]
                guard value < 64 else {
                    pass(over: text[index], into: &bytes)
                    continue
                }
                if sawPadding { defects.badPadding = true }
                bits = bits << 6 | UInt32(value)
                count += 1
                guard count == 4 else { continue }
                bytes.append(UInt8(truncatingIfNeeded: bits >> 16))
                bytes.append(UInt8(truncatingIfNeeded: bits >> 8))
                bytes.append(UInt8(truncatingIfNeeded: bits))
                bits = 0
                count = 0
            }
        }

        /// Ends the text: delivers what stands without padding, and says what was wrong in all.
        package mutating func finish(into bytes: inout [UInt8]) -> Defects {
            if wantsPadding || count > 0 { defects.badPadding = true }
            deliverShortGroup(into: &bytes)
            return defects
        }

        private mutating func pass(over byte: UInt8, into bytes: inout [UInt8]) {
            if byte == padding {
                if count >= 2 {
                    wantsPadding = count == 2
                    deliverShortGroup(into: &bytes)
                } else if wantsPadding {
                    wantsPadding = false
                } else {
                    defects.badPadding = true
                }
                sawPadding = true
            } else if !(skipsBlanks && (byte.isSpaceOrTab || byte == 0x0D || byte == 0x0A)) {
                defects.foreignBytes += 1
            }
        }

        /// Two letters hold one byte and four bits, three hold two bytes and two bits; one holds nothing.
        private mutating func deliverShortGroup(into bytes: inout [UInt8]) {
            switch count {
            case 2:
                bytes.append(UInt8(truncatingIfNeeded: bits >> 4))
                if bits & 0x0F != 0 { defects.looseBits = true }
            case 3:
                bytes.append(UInt8(truncatingIfNeeded: bits >> 10))
                bytes.append(UInt8(truncatingIfNeeded: bits >> 2))
                if bits & 0x03 != 0 { defects.looseBits = true }
            default: break
            }
            bits = 0
            count = 0
        }
    }
}

private let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
private let padding = UInt8(ascii: "=")

/// Each letter's six bits by its byte; 255 for a byte that is no letter.
private let values: [UInt8] = {
    var values = [UInt8](repeating: 255, count: 256)
    for (value, letter) in letters.enumerated() { values[Int(letter)] = UInt8(value) }
    return values
}()
