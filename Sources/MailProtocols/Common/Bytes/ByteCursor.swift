/// A place in a line that is being read: parsers walk it from left to right, and nobody indexes a buffer.
///
/// Every `take` either moves forward over what it returns, or returns nothing and stays. At the end nothing matches, so
/// that a line cut anywhere needs no checks of its own.
package struct ByteCursor: ~Escapable {
    private let bytes: Span<UInt8>
    /// Bytes from the start of the line to the next byte; the line's length at the end.
    package private(set) var offset: Int

    @_lifetime(copy bytes)
    package init(_ bytes: Span<UInt8>) {
        self.bytes = bytes
        offset = 0
    }

    package var isAtEnd: Bool { offset >= bytes.count }

    /// The next byte, left where it is; nil at the end.
    package var next: UInt8? { isAtEnd ? nil : bytes[offset] }

    /// All that was not read yet, left where it is.
    package var rest: Span<UInt8> {
        @_lifetime(copy self)
        get { bytes.extracting(offset..<bytes.count) }
    }

    /// What lies between an earlier offset and here; empty when `start` is not before here.
    @_lifetime(copy self)
    package func taken(from start: Int) -> Span<UInt8> {
        bytes.extracting(min(max(start, 0), offset)..<offset)
    }

    /// Moves over one byte, whichever it is.
    package mutating func take() -> UInt8? {
        guard let byte = next else { return nil }
        offset += 1
        return byte
    }

    /// Moves over `byte` if it is next.
    package mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        offset += 1
        return true
    }

    /// Moves over `literal` if it is next, in any case of its ASCII letters.
    package mutating func take(_ literal: StaticString) -> Bool {
        let count = literal.utf8CodeUnitCount
        guard count <= bytes.count - offset else { return false }
        var matched = 0
        literal.withUTF8Buffer { wanted in
            while matched < count, wanted[matched].lowercasedASCII == bytes[offset + matched].lowercasedASCII {
                matched += 1
            }
        }
        guard matched == count else { return false }
        offset += count
        return true
    }

    /// Moves over the longest run of bytes that `belongs` accepts, and returns it; it may be empty.
    @_lifetime(copy self)
    package mutating func take(while belongs: (UInt8) -> Bool) -> Span<UInt8> {
        let start = offset
        skip(while: belongs)
        return bytes.extracting(start..<offset)
    }

    /// Moves over the longest run of bytes that `belongs` accepts, and says how many they were.
    @discardableResult
    package mutating func skip(while belongs: (UInt8) -> Bool) -> Int {
        let start = offset
        while offset < bytes.count, belongs(bytes[offset]) { offset += 1 }
        return offset - start
    }

    /// Moves to the end and returns what was still to be read.
    @_lifetime(copy self)
    package mutating func takeRest() -> Span<UInt8> {
        let start = offset
        offset = bytes.count
        return bytes.extracting(start..<offset)
    }

    /// Goes back to an offset that this cursor has passed; ahead of itself it never jumps.
    package mutating func goBack(to earlier: Int) {
        offset = min(max(earlier, 0), offset)
    }

    /// Moves over decimal digits and returns their number; nil, and nothing moved, where there are none or the number
    /// exceeds 64 bits.
    package mutating func takeNumber() -> UInt64? {
        let start = offset
        var number: UInt64 = 0
        while let digit = next, digit.isASCIIDigit {
            let (tens, tooBig) = number.multipliedReportingOverflow(by: 10)
            let (sum, tooBigToo) = tens.addingReportingOverflow(UInt64(digit &- 0x30))
            guard !tooBig, !tooBigToo else {
                offset = start
                return nil
            }
            number = sum
            offset += 1
        }
        return offset > start ? number : nil
    }
}

extension UInt8 {
    package var isASCIIDigit: Bool { (0x30...0x39).contains(self) }
    package var isASCIILetter: Bool { (0x61...0x7A).contains(self | 0x20) }
    package var isASCIILetterOrDigit: Bool { isASCIILetter || isASCIIDigit }
    package var isSpaceOrTab: Bool { self == 0x20 || self == 0x09 }
    /// Neither a control character nor a space nor beyond ASCII: RFC 5234 VCHAR.
    package var isVisibleASCII: Bool { (0x21...0x7E).contains(self) }
    package var isControl: Bool { self < 0x20 || self == 0x7F }
    package var lowercasedASCII: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }
    package var uppercasedASCII: UInt8 { (0x61...0x7A).contains(self) ? self & 0xDF : self }

    /// 0...15 for a hexadecimal digit of either case.
    package var hexValue: UInt8? {
        switch self {
        case 0x30...0x39: self &- 0x30
        case 0x41...0x46: self &- 0x37
        case 0x61...0x66: self &- 0x57
        default: nil
        }
    }
}

extension String {
    /// Bytes of a wire as text: UTF-8 where they are UTF-8, else one code point a byte (Latin-1), so that nothing is lost
    /// to the eye. Only the first kind encodes to the same bytes again.
    package init(wire bytes: borrowing Span<UInt8>) {
        if let text = String(ascii: bytes) {
            self = text
        } else if let text = bytes.withUnsafeBufferPointer({ String(validating: $0, as: UTF8.self) }) {
            self = text
        } else {
            self.init()
            for index in bytes.indices { unicodeScalars.append(Unicode.Scalar(bytes[index])) }
        }
    }

    /// ASCII as text, which needs no validating; nil for anything else.
    init?(ascii octets: borrowing Span<UInt8>) {
        guard octets.isASCII else { return nil }
        let count = octets.count
        self = octets.withUnsafeBytes { octets in
            String(unsafeUninitializedCapacity: count) { text in
                UnsafeMutableRawBufferPointer(text).copyMemory(from: octets)
                return count
            }
        }
    }

    /// Octets as text, their ASCII letters in lower case.
    init(lowercasingASCII octets: borrowing Span<UInt8>) {
        let count = octets.count
        // Words beyond ASCII are seldom, and need validation.
        let isASCII = octets.isASCII
        self = octets.withUnsafeBufferPointer { octets in
            guard isASCII else { return String(decoding: octets.map(\.lowercasedASCII), as: UTF8.self) }
            return String(unsafeUninitializedCapacity: count) { text in
                for index in 0..<count { text[index] = octets[index].lowercasedASCII }
                return count
            }
        }
    }

    /// Equal but for the case of ASCII letters, the only folding that mail protocols know.
    package func matches(_ other: String) -> Bool {
        utf8.elementsEqual(other.utf8) { $0.lowercasedASCII == $1.lowercasedASCII }
    }

    /// Only ASCII letters change; `uppercased()` would turn ß into SS.
    package var uppercasedASCII: String {
        utf8.contains { (0x61...0x7A).contains($0) }
            ? String(decoding: utf8.map(\.uppercasedASCII), as: UTF8.self) : self
    }

    package var lowercasedASCII: String {
        utf8.contains { (0x41...0x5A).contains($0) }
            ? String(decoding: utf8.map(\.lowercasedASCII), as: UTF8.self) : self
    }
}

extension UInt8 {
    fileprivate var endsText: Bool { self == 0x0D || self == 0x0A || self == 0x00 }
}

extension Span<UInt8> {
    var isASCII: Bool {
        withUnsafeBytes { octets in
            var bits: UInt64 = 0
            var index = 0
            while index &+ 8 <= octets.count {
                bits |= octets.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                index &+= 8
            }
            while index < octets.count {
                bits |= UInt64(octets[index])
                index &+= 1
            }
            return bits & 0x8080_8080_8080_8080 == 0
        }
    }

    /// These octets are the word, in any case of ASCII letters.
    func matches(_ word: StaticString) -> Bool {
        guard count == word.utf8CodeUnitCount else { return false }
        var cursor = ByteCursor(self)
        return cursor.take(word)
    }

    /// ASCII included.
    var isUTF8: Bool { withUnsafeBufferPointer { String(validating: $0, as: UTF8.self) } != nil }
}

extension [UInt8] {
    /// The bytes of a span in an array of their own.
    package init(copying bytes: borrowing Span<UInt8>) {
        self = bytes.withUnsafeBufferPointer { Array($0) }
    }

    /// Appends text that must stay within one line: CR, LF and NUL are left out, so that no value, wherever it came from,
    /// can end the line and begin another command or reply.
    mutating func append(line text: some StringProtocol) {
        let start = count
        append(contentsOf: text.utf8)
        keepToOneLine(from: start)
    }

    mutating func append(line bytes: [UInt8]) {
        let start = count
        append(contentsOf: bytes)
        keepToOneLine(from: start)
    }

    /// In one piece and looked through afterwards: hardly a text has such octets.
    private mutating func keepToOneLine(from start: Int) {
        for index in start..<count where self[index].endsText {
            self[index...].removeAll(where: \.endsText)
            return
        }
    }

    mutating func appendLineEnd() {
        append(0x0D)
        append(0x0A)
    }
}
