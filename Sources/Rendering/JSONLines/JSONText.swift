/// JSON strings, appended to bytes. Whatever a terminal would obey is written as an escape, so that a JSON line can be
/// looked at with `cat`.
extension TextBuffer {
    /// A quoted string of UTF-8, or of one code point a byte.
    ///
    /// - Parameters:
    ///   - bytes: Well-formed UTF-8 unless `latin1`; a last character without its end is left out.
    mutating func append(json bytes: UnsafeRawBufferPointer, latin1: Bool = false) {
        append(UInt8(ascii: "\""))
        var start = 0
        var index = 0
        while index < bytes.count {
            index = Self.plainPrefix(bytes, from: index)
            if index > start { append(contentsOf: bytes[start..<index]) }
            guard index < bytes.count else { break }
            index += appendEscaped(bytes, at: index, latin1: latin1)
            start = index
        }
        append(UInt8(ascii: "\""))
    }

    mutating func append(json text: String) {
        var text = text
        text.withUTF8 { append(json: UnsafeRawBufferPointer($0)) }
    }

    mutating func append(json text: String?) {
        if let text { append(json: text) } else { put("null") }
    }

    mutating func append(json flag: Bool) { put(flag ? "true" : "false") }

    /// The character at `index`, which ``plainPrefix(_:from:)`` stopped at.
    /// - Returns: How many bytes it took, at least 1.
    private mutating func appendEscaped(_ bytes: UnsafeRawBufferPointer, at index: Int, latin1: Bool) -> Int {
        let byte = bytes[index]
        switch byte {
        case UInt8(ascii: "\""): put("\\\"")
        case UInt8(ascii: "\\"): put("\\\\")
        case UInt8(ascii: "\n"): put("\\n")
        case UInt8(ascii: "\r"): put("\\r")
        case UInt8(ascii: "\t"): put("\\t")
        case 0..<0x20, 0x7F: append(unicodeEscape: UInt32(byte))
        case 0x80...0x9F where latin1: append(unicodeEscape: UInt32(byte))
        case 0xA0... where latin1:
            append(0xC0 | byte >> 6)
            append(0x80 | byte & 0x3F)
        default:
            guard case .whole(let scalar, let length) = UTF8Check.scalar(bytes, at: index) else { return 1 }
            if UTF8Check.isUnsafe(scalar) {
                append(unicodeEscape: scalar)
            } else {
                append(contentsOf: bytes[index..<index + length])
            }
            return length
        }
        return 1
    }

    /// `\u001b`; beyond the basic plane a surrogate pair.
    private mutating func append(unicodeEscape scalar: UInt32) {
        guard scalar < 0x1_0000 else {
            append(unicodeEscape: 0xD800 + (scalar - 0x1_0000) >> 10)
            append(unicodeEscape: 0xDC00 + (scalar - 0x1_0000) & 0x3FF)
            return
        }
        put("\\u")
        for shift: UInt32 in [12, 8, 4, 0] { append(hex: UInt8(scalar >> shift & 0xF)) }
    }

    mutating func append(hex digit: UInt8) {
        append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
    }

    /// The first byte at or after `start` that is not printable ASCII, or is a quote or a backslash; eight at a time.
    private static func plainPrefix(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        var index = start
        while index + 8 <= bytes.count {
            let eight = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            if needsCare(eight) { break }
            index += 8
        }
        while index < bytes.count {
            switch bytes[index] {
            case 0x20, 0x21, 0x23...0x5B, 0x5D...0x7E: index += 1
            default: return index
            }
        }
        return index
    }

    /// One of the eight bytes is below 0x20, above 0x7E, a quote or a backslash. The usual trick: subtracting 1 from each
    /// byte borrows into bit 7 exactly where a byte was 0.
    private static func needsCare(_ eight: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let tops: UInt64 = 0x8080_8080_8080_8080
        let quote = eight ^ ones &* 0x22
        let backslash = eight ^ ones &* 0x5C
        let delete = eight ^ ones &* 0x7F
        let zeros = (quote &- ones) & ~quote | (backslash &- ones) & ~backslash | (delete &- ones) & ~delete
        return (eight | (eight &- ones &* 0x20) & ~eight | zeros) & tops != 0
    }
}
