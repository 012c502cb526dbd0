/// How the octets of a part are written so that they survive the way, RFC 2045 section 6.
package enum TransferEncoding: Sendable, Hashable {
    case sevenBit, eightBit, binary, quotedPrintable, base64
    /// A name we do not know; the octets are taken as they are.
    case other(String)

    /// - Parameter value: Of Content-Transfer-Encoding, in any case; nil or empty means 7bit.
    package init(_ value: String?) {
        let word = (value ?? "").lowercased().prefix { $0 != " " && $0 != ";" && $0 != "(" && $0 != "\t" }
        switch word {
        case "", "7bit": self = .sevenBit
        case "8bit": self = .eightBit
        case "binary": self = .binary
        case "quoted-printable": self = .quotedPrintable
        case "base64": self = .base64
        default: self = .other(String(word))
        }
    }

    /// As in the header field.
    package var name: String {
        switch self {
        case .sevenBit: "7bit"
        case .eightBit: "8bit"
        case .binary: "binary"
        case .quotedPrintable: "quoted-printable"
        case .base64: "base64"
        case .other(let name): name
        }
    }

    /// The octets that were meant, and what was wrong with their writing: as much as can be read is read.
    package func decode(_ bytes: [UInt8]) -> (bytes: [UInt8], notes: NoteSet) {
        switch self {
        case .sevenBit, .eightBit, .binary, .other: return (bytes, [])
        case .quotedPrintable:
            let decoded = QuotedPrintable.decode(bytes)
            return (decoded.bytes, decoded.isClean ? [] : NoteSet(.badQuotedPrintable))
        case .base64:
            guard let decoded = Self.decodeBase64(bytes) else { return ([], NoteSet(.badBase64)) }
            return (decoded.bytes, decoded.isClean ? [] : NoteSet(.badBase64))
        }
    }

    /// Base64 as letters hold it: line ends and blanks stand anywhere, the padding may be lacking. Stops at the padding.
    ///
    /// - Returns: What could be read, and whether everything was as RFC 2045 section 6.8 wants it.
    static func decodeBase64(_ text: [UInt8]) -> (bytes: [UInt8], isClean: Bool)? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 4 * 3)
        var group: UInt32 = 0
        var digits = 0
        var isClean = true
        var padding = 0
        for byte in text {
            if byte == UInt8(ascii: "=") {
                padding += 1
                continue
            }
            guard let value = base64Value(byte) else {
                if !byte.isSpaceOrTab, byte != 0x0D, byte != 0x0A { isClean = false }
                continue
            }
            if padding > 0 {
                isClean = false
                break
            }
            group = group << 6 | UInt32(value)
            digits += 1
            if digits == 4 {
                bytes.append(UInt8(truncatingIfNeeded: group >> 16))
                bytes.append(UInt8(truncatingIfNeeded: group >> 8))
                bytes.append(UInt8(truncatingIfNeeded: group))
                group = 0
                digits = 0
            }
        }
        switch digits {
        case 2: bytes.append(UInt8(truncatingIfNeeded: group >> 4))
        case 3:
            bytes.append(UInt8(truncatingIfNeeded: group >> 10))
            bytes.append(UInt8(truncatingIfNeeded: group >> 2))
        case 1: isClean = false
        default: break
        }
        return (bytes, isClean)
    }

    private static func base64Value(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x41...0x5A: byte - 0x41
        case 0x61...0x7A: byte - 0x61 + 26
        case 0x30...0x39: byte - 0x30 + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
