/// Looks at the beginning of an encoded body for what does not belong there: a look at all of it would cost as much as
/// decoding it, and writers that get it wrong do so from the start.
struct EncodingSample: Sendable, Hashable {
    /// Octets of each encoded part that are looked at.
    static let limit = 512
    /// Characters of a line without its CR LF, RFC 2045 sections 6.7 and 6.8.
    static let lineLimit = 76

    private enum Kind: Sendable, Hashable { case none, base64, quotedPrintable }
    private var kind = Kind.none
    private var left = 0
    private var lineLength = 0
    /// Quoted-printable: octets since an equals sign, which must be two digits or a line end.
    private var sinceEquals = 0
    private var padding = 0

    init() {}

    init(of encoding: TransferEncoding) {
        switch encoding {
        case .base64: kind = .base64
        case .quotedPrintable: kind = .quotedPrintable
        case .sevenBit, .eightBit, .binary, .other: return
        }
        left = Self.limit
    }

    var isWanted: Bool { left > 0 }

    mutating func take(_ run: borrowing Span<UInt8>, _ range: Range<Int>, _ notes: inout NoteSet) {
        let end = min(range.upperBound, range.lowerBound + left)
        left -= end - range.lowerBound
        var index = range.lowerBound
        while index < end {
            if sinceEquals == 0, padding == 0 { index = skipPlain(in: run, from: index, to: end) }
            guard index < end else { break }
            let byte = run[index]
            index += 1
            if kind == .base64 { takeBase64(byte, &notes) } else { takeQuoted(byte, &notes) }
            if byte == Ascii.lineFeed {
                lineLength = 0
            } else if byte != Ascii.carriageReturn {
                lineLength += 1
                if lineLength > Self.lineLimit { notes.insert(.encodedLineTooLong) }
            }
        }
    }

    /// Passes over what is nearly everything: octets that mean themselves, as far as the line may go on.
    private mutating func skipPlain(in run: borrowing Span<UInt8>, from start: Int, to end: Int) -> Int {
        let limit = min(end, start + max(0, Self.lineLimit - lineLength))
        var index = start
        if kind == .base64 {
            index = run.withUnsafeBufferPointer { Self.endOfBase64($0, from: start, to: limit) }
        } else {
            while index < limit, run[index] > 0x20, run[index] != UInt8(ascii: "=") { index &+= 1 }
        }
        lineLength += index - start
        return index
    }

    private static func endOfBase64(_ octets: UnsafeBufferPointer<UInt8>, from start: Int, to limit: Int) -> Int {
        let bytes = UnsafeRawBufferPointer(octets)
        var index = start
        while limit &- index >= 8, areBase64(bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)) {
            index &+= 8
        }
        while index < limit, isBase64(octets[index]) { index &+= 1 }
        return index
    }

    /// Eight of them at once. Sums of octets below 128 stay within their places, and tell by bit 7 on which side of a number
    /// they lie.
    private static func areBase64(_ eight: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let top = ones &* 0x80
        func lie(_ octets: UInt64, from first: Unicode.Scalar, to last: Unicode.Scalar) -> UInt64 {
            (octets &+ ones &* (0x80 - UInt64(first.value))) & ~(octets &+ ones &* (0x7F - UInt64(last.value)))
        }
        let octets = eight & ~top
        let good =
            lie(octets | ones &* 0x20, from: "a", to: "z") | lie(octets, from: "/", to: "9")
            | lie(octets, from: "+", to: "+")
        return eight & top == 0 && good & top == top
    }

    /// A letter of the base64 alphabet, RFC 4648 section 4.
    @inline(__always)
    private static func isBase64(_ byte: UInt8) -> Bool {
        let small = byte | 0x20
        return small &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10 || byte == UInt8(ascii: "+")
            || byte == UInt8(ascii: "/")
    }

    private mutating func takeBase64(_ byte: UInt8, _ notes: inout NoteSet) {
        switch byte {
        case _ where Self.isBase64(byte): if padding > 0 { notes.insert(.badBase64) }
        case UInt8(ascii: "="):
            padding += 1
            if padding > 2 { notes.insert(.badBase64) }
        case Ascii.carriageReturn, Ascii.lineFeed, Ascii.space, Ascii.tab: break
        default: notes.insert(.badBase64)
        }
    }

    private mutating func takeQuoted(_ byte: UInt8, _ notes: inout NoteSet) {
        if byte == UInt8(ascii: "="), sinceEquals == 0 {
            sinceEquals = 1
        } else if sinceEquals > 0 {
            let isBreak =
                byte == Ascii.carriageReturn || byte == Ascii.lineFeed || byte == Ascii.space || byte == Ascii.tab
            let isDigit = byte.hexValue != nil
            if sinceEquals == 1 ? !isBreak && !isDigit : !isDigit { notes.insert(.badQuotedPrintable) }
            sinceEquals = sinceEquals == 1 && isDigit ? 2 : 0
        }
    }
}
