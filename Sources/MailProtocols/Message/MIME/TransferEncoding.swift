/// How the octets of a part are written so that they survive the way, RFC 2045 section 6.
package enum TransferEncoding: Sendable, Hashable {
    case sevenBit, eightBit, binary, quotedPrintable, base64
    /// A name we do not know; the octets are taken as they are.
    case other(String)

    /// - Parameter value: Of Content-Transfer-Encoding, in any case; nil or empty means 7bit.
    package init(_ value: String?) {
        let octets = Array((value ?? "").utf8)
        self.init(octets.span)
    }

    /// - Parameter octets: The field's unfolded value.
    init(_ octets: Span<UInt8>) {
        var cursor = ByteCursor(octets)
        let word = cursor.take { !$0.isSpaceOrTab && $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: "(") }
        if word.isEmpty || word.matches("7bit") {
            self = .sevenBit
        } else if word.matches("8bit") {
            self = .eightBit
        } else if word.matches("base64") {
            self = .base64
        } else if word.matches("quoted-printable") {
            self = .quotedPrintable
        } else if word.matches("binary") {
            self = .binary
        } else {
            self = .other(String(lowercasingASCII: word))
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
            let decoded = Base64.decodeLeniently(bytes)
            return (decoded.bytes, decoded.defects.isClean ? [] : NoteSet(.badBase64))
        }
    }
}
