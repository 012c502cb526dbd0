/// Looks at UTF-8 without building strings.
enum UTF8Check {
    /// All bytes are ASCII; eight at a time.
    static func isASCII(_ bytes: UnsafeRawBufferPointer) -> Bool { asciiPrefix(bytes, from: 0) == bytes.count }

    /// All bytes are letters, digits, signs or blanks of ASCII, so that a terminal obeys none of them; eight at a time.
    static func isPrintableASCII(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var index = 0
        while index + 8 <= bytes.count {
            if hasUnprintable(bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)) { return false }
            index += 8
        }
        if index == bytes.count { return true }
        // The last eight overlap those before them.
        if index > 0 { return !hasUnprintable(bytes.loadUnaligned(fromByteOffset: bytes.count - 8, as: UInt64.self)) }
        return bytes.allSatisfy { (0x20...0x7E).contains($0) }
    }

    /// One of eight bytes is no printable ASCII: a byte below 0x20 borrows into bit 7, 0x7F carries into it, and what is above
    /// has it set.
    @inline(__always)
    private static func hasUnprintable(_ eight: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        return (eight | (eight &- ones &* 0x20) | (eight &+ ones)) & (ones &* 0x80) != 0
    }

    /// The first byte at or after `start` that is not ASCII; the count if there is none.
    static func asciiPrefix(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        var index = start
        while index + 8 <= bytes.count {
            let eight = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            if eight & 0x8080_8080_8080_8080 != 0 { break }
            index += 8
        }
        while index < bytes.count, bytes[index] < 0x80 { index += 1 }
        return index
    }

    /// Well-formed UTF-8: shortest forms, no surrogates, nothing above U+10FFFF.
    ///
    /// - Parameter cut: The bytes are the beginning of a longer text, so that a last character may lack its end.
    static func isValid(_ bytes: UnsafeRawBufferPointer, cut: Bool = false) -> Bool {
        var index = 0
        while true {
            index = asciiPrefix(bytes, from: index)
            if index == bytes.count { return true }
            switch scalar(bytes, at: index) {
            case .whole(_, let length): index += length
            case .unfinished: return cut
            case .broken: return false
            }
        }
    }

    enum Found: Hashable {
        case whole(UInt32, length: Int)
        /// A character begins here, and the bytes end before it does.
        case unfinished
        case broken
    }

    /// The character that begins at `index`, which is below the count.
    static func scalar(_ bytes: UnsafeRawBufferPointer, at index: Int) -> Found {
        let lead = bytes[index]
        let length: Int
        var value: UInt32
        switch lead {
        case 0..<0x80: return .whole(UInt32(lead), length: 1)
        case 0xC2...0xDF: (length, value) = (2, UInt32(lead & 0x1F))
        case 0xE0...0xEF: (length, value) = (3, UInt32(lead & 0x0F))
        case 0xF0...0xF4: (length, value) = (4, UInt32(lead & 0x07))
        default: return .broken
        }
        for offset in 1..<length {
            guard index + offset < bytes.count else { return .unfinished }
            let byte = bytes[index + offset]
            guard byte & 0xC0 == 0x80 else { return .broken }
            // The second byte decides over-long forms, surrogates and the upper end.
            if offset == 1 {
                switch lead {
                case 0xE0 where byte < 0xA0, 0xED where byte > 0x9F, 0xF0 where byte < 0x90, 0xF4 where byte > 0x8F:
                    return .broken
                default: break
                }
            }
            value = value << 6 | UInt32(byte & 0x3F)
        }
        return .whole(value, length: length)
    }

    /// Would move the cursor, hide or reorder text, or begin a terminal's control sequence: never shown raw.
    static func isUnsafe(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0..<0x20, 0x7F...0x9F: true
        case 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
        case 0xFFF9...0xFFFB, 0xE0000...0xE007F: true
        default: false
        }
    }
}
