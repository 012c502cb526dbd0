/// Where the next piece of text goes, in memory that has been found large enough for all of them: see
/// ``TextBuffer/compose(room:_:)``. Each piece costs its copying and nothing else.
struct TextCursor {
    var place: UnsafeMutableRawPointer

    /// Bytes of a number at most: 64 bits in decimal, and a sign.
    static let numberRoom = 20

    @inline(__always)
    mutating func put(_ text: StaticString) {
        let length = text.utf8CodeUnitCount
        place.copyMemory(from: text.utf8Start, byteCount: length)
        place += length
    }

    @inline(__always)
    mutating func put(_ byte: UInt8) {
        place.storeBytes(of: byte, as: UInt8.self)
        place += 1
    }

    /// A decimal number; negative ones with their sign.
    @inline(__always)
    mutating func append(decimal value: Int) {
        if value < 0 { put(UInt8(ascii: "-")) }
        append(value.magnitude, digits: Decimal.digits(of: value.magnitude))
    }

    /// Exactly `count` digits, zeros in front.
    @inline(__always)
    mutating func append(_ value: UInt, digits count: Int) {
        Decimal.write(value, digits: count, to: place)
        place += count
    }

    /// - Parameter limit: Bytes of it that are written at most, part of what room was asked for.
    @inline(__always)
    mutating func append(_ text: TextBuffer, limit: Int) {
        text.withBytes {
            guard let source = $0.baseAddress else { return }
            let count = min($0.count, limit)
            place.copyMemory(from: source, byteCount: count)
            place += count
        }
    }
}
