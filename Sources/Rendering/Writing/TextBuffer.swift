/// UTF-8 text under construction, in memory that serves again and again.
///
/// An array of bytes would do as well, but asks at each of the twenty pieces of a line whether it is shared and whether it has to
/// grow, through calls that the compiler cannot look into. Here the memory is there already, and a piece costs its copying.
package struct TextBuffer: Sendable {
    /// All of it initialised; what lies behind ``count`` has no meaning.
    private var memory: [UInt8]
    private(set) var count = 0

    init() { memory = [] }

    /// - Parameter capacity: Bytes to have room for from the start.
    init(capacity: Int) { memory = [UInt8](repeating: 0, count: capacity) }

    var isEmpty: Bool { count == 0 }
    /// Bytes of memory taken.
    var capacity: Int { memory.count }
    var bytes: [UInt8] { Array(memory[..<count]) }
    var text: String { String(decoding: memory[..<count], as: UTF8.self) }
    var first: UInt8? { count > 0 ? memory[0] : nil }
    var last: UInt8? { count > 0 ? memory[count - 1] : nil }

    @inline(__always)
    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        memory.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    }

    /// Forgets the text and keeps the memory.
    @inline(__always)
    mutating func removeAll() { count = 0 }

    mutating func removeLast() { count = max(0, count - 1) }

    // MARK: Appending

    /// Lets `write` fill the next `length` bytes.
    @inline(__always)
    mutating func extend(by length: Int, _ write: (UnsafeMutableRawPointer) -> Void) {
        if memory.count &- count < length { grow(by: length) }
        memory.withUnsafeMutableBytes {
            guard let base = $0.baseAddress else { return }
            write(base + count)
        }
        count &+= length
    }

    @inline(never)
    private mutating func grow(by length: Int) {
        memory.append(contentsOf: repeatElement(0, count: max(length, memory.count, 64)))
    }

    @inline(__always)
    mutating func append(_ byte: UInt8) { extend(by: 1) { $0.storeBytes(of: byte, as: UInt8.self) } }

    @inline(__always)
    mutating func put(_ text: StaticString) {
        let length = text.utf8CodeUnitCount
        extend(by: length) { $0.copyMemory(from: text.utf8Start, byteCount: length) }
    }

    @inline(__always)
    mutating func append(contentsOf bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress else { return }
        extend(by: bytes.count) { Self.copy(bytes.count, from: source, to: $0) }
    }

    mutating func append(contentsOf bytes: Slice<UnsafeRawBufferPointer>) {
        append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes))
    }

    mutating func append(contentsOf bytes: [UInt8]) { bytes.withUnsafeBytes { append(contentsOf: $0) } }

    mutating func append(contentsOf bytes: ArraySlice<UInt8>) { bytes.withUnsafeBytes { append(contentsOf: $0) } }

    mutating func append(contentsOf other: TextBuffer, from start: Int = 0) {
        other.withBytes { append(contentsOf: UnsafeRawBufferPointer(rebasing: $0[min(start, other.count)...])) }
    }

    mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { append(contentsOf: UnsafeRawBufferPointer($0)) }
    }

    /// Appends many short pieces whose length in all is known to be at most `room` bytes, so that room is asked for once.
    @inline(__always)
    mutating func compose(room: Int, _ write: (inout TextCursor) -> Void) {
        if memory.count &- count < room { grow(by: room) }
        let count = count
        self.count = memory.withUnsafeMutableBytes { memory in
            guard let base = memory.baseAddress else { return 0 }
            var cursor = TextCursor(place: base + count)
            write(&cursor)
            assert(cursor.place <= base + count + room, "more was written than there was room for")
            return cursor.place - base
        }
    }

    /// So many blanks; none where the number is negative.
    @inline(__always)
    mutating func append(blanks count: Int) { append(count, of: UInt8(ascii: " ")) }

    @inline(__always)
    mutating func append(_ count: Int, of byte: UInt8) {
        guard count > 0 else { return }
        if memory.count &- self.count < count &+ 16 { grow(by: count &+ 16) }
        extend(by: count) { place in
            if count <= 16 {
                // What is too much lies behind the end.
                place.storeBytes(of: SIMD16(repeating: byte), as: SIMD16<UInt8>.self)
            } else {
                place.initializeMemory(as: UInt8.self, repeating: byte, count: count)
            }
        }
    }

    /// Short texts, of which nearly all is made, without a call.
    @inline(__always)
    private static func copy(_ count: Int, from source: UnsafeRawPointer, to place: UnsafeMutableRawPointer) {
        if count > 32 || count < 8 { return place.copyMemory(from: source, byteCount: count) }
        if count >= 16 {
            let head = source.loadUnaligned(as: SIMD16<UInt8>.self)
            let tail = source.loadUnaligned(fromByteOffset: count &- 16, as: SIMD16<UInt8>.self)
            place.storeBytes(of: head, as: SIMD16<UInt8>.self)
            place.storeBytes(of: tail, toByteOffset: count &- 16, as: SIMD16<UInt8>.self)
        } else {
            let head = source.loadUnaligned(as: UInt64.self)
            let tail = source.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self)
            place.storeBytes(of: head, as: UInt64.self)
            place.storeBytes(of: tail, toByteOffset: count &- 8, as: UInt64.self)
        }
    }
}

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
        append(decimal: value.magnitude)
    }

    @inline(__always)
    mutating func append(decimal value: UInt) {
        guard value < 100_000_000 else { return append(value, digits: Decimal.digits(of: value)) }
        let digits = Decimal.eightDigits(value)
        // All zeros in front are left out, but not the last digit.
        let skipped = ((digits ^ Decimal.zeros) | 1 &<< 56).trailingZeroBitCount & ~7
        place.storeBytes(of: (digits &>> UInt64(truncatingIfNeeded: skipped)).littleEndian, as: UInt64.self)
        place += 8 &- skipped &>> 3
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
