/// Makes captured octets safe to show: what a terminal would obey, hide or reorder stands as a visible escape.
package enum Escaping {
    /// Well-formed UTF-8 as itself, control characters as `\r`, `\x1b` or `\u{202e}`, any other octet as `\xff`.
    static func visible(_ bytes: UnsafeRawBufferPointer) -> String {
        if UTF8Check.isPrintableASCII(bytes) { return String(decoding: bytes, as: UTF8.self) }
        return String(decoding: visibleOctets(bytes), as: UTF8.self)
    }

    /// The same as well-formed UTF-8.
    static func visibleOctets(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        let first = firstSpecial(bytes) ?? bytes.count
        var shown = TextBuffer(capacity: bytes.count + 16)
        shown.append(contentsOf: bytes[..<first])
        var index = first
        while index < bytes.count {
            guard case .whole(let scalar, let length) = UTF8Check.scalar(bytes, at: index) else {
                shown.append(hexEscape: bytes[index])
                index += 1
                continue
            }
            if UTF8Check.isUnsafe(scalar) {
                shown.append(visibleEscape: scalar)
            } else {
                shown.append(contentsOf: bytes[index..<index + length])
            }
            index += length
        }
        return shown.bytes
    }

    package static func visible(_ bytes: [UInt8]) -> String { bytes.withUnsafeBytes { visible($0) } }

    static func visible(_ bytes: ArraySlice<UInt8>) -> String { bytes.withUnsafeBytes { visible($0) } }

    package static func visible(_ text: String) -> String {
        var text = text
        if text.withUTF8({ UTF8Check.isPrintableASCII(UnsafeRawBufferPointer($0)) }) { return text }
        return text.withUTF8 { visible(UnsafeRawBufferPointer($0)) }
    }

    private static func firstSpecial(_ bytes: UnsafeRawBufferPointer) -> Int? {
        bytes.firstIndex { $0 < 0x20 || $0 > 0x7E }
    }
}

extension TextBuffer {
    /// Appends text that may come from a wire, made safe to show.
    mutating func append(visible text: String) {
        var text = text
        text.withUTF8 {
            let bytes = UnsafeRawBufferPointer($0)
            if UTF8Check.isPrintableASCII(bytes) {
                append(contentsOf: bytes)
            } else {
                append(contentsOf: Escaping.visibleOctets(bytes))
            }
        }
    }

    fileprivate mutating func append(hexEscape byte: UInt8) {
        put("\\x")
        append(hex: byte >> 4)
        append(hex: byte & 0xF)
    }

    fileprivate mutating func append(visibleEscape scalar: UInt32) {
        switch scalar {
        case 0x09: put("\\t")
        case 0x0A: put("\\n")
        case 0x0D: put("\\r")
        case 0..<0x80: append(hexEscape: UInt8(scalar))
        default:
            put("\\u{")
            append(String(scalar, radix: 16))
            put("}")
        }
    }
}
