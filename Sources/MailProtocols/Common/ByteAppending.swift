extension [UInt8] {
    /// Appends `range` of `bytes` in one copy; what of the range lies outside `bytes` is left out.
    package mutating func append(_ range: Range<Int>, of bytes: borrowing Span<UInt8>) {
        let part = range.clamped(to: 0..<bytes.count)
        guard !part.isEmpty else { return }
        bytes.withUnsafeBufferPointer { append(contentsOf: UnsafeBufferPointer(rebasing: $0[part])) }
    }

    /// Appends all of `bytes` in one copy.
    package mutating func append(allOf bytes: borrowing Span<UInt8>) {
        append(0..<bytes.count, of: bytes)
    }

    /// Appends the UTF-8 of `text`.
    package mutating func append(text: String) { append(contentsOf: text.utf8) }

    /// Appends `number` in decimal digits with leading zeros up to `width`; a negative number counts as 0.
    package mutating func append(decimal number: Int, width: Int = 1) {
        if number >= 0, number < 10, width <= 1 { return append(0x30 + UInt8(number)) }
        var digits = 1
        var power = 10
        while digits < 19, number >= power {
            digits += 1
            guard digits < 19 else { break }
            power *= 10
        }
        let length = Swift.max(digits, width)
        let start = count
        append(contentsOf: repeatElement(0x30, count: length))
        var rest = Swift.max(0, number)
        var place = start + length - 1
        while rest > 0, place >= start {
            self[place] = 0x30 + UInt8(rest % 10)
            rest /= 10
            place -= 1
        }
    }
}
