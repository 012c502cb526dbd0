/// An IPv4 or IPv6 address in 128 bits; IPv4 is kept as ::ffff:a.b.c.d (RFC 4291 section 2.5.5.2).
package struct IPAddress: BitwiseCopyable, Sendable, Hashable, Comparable {
    /// The first eight bytes, as a number in network order.
    package var high: UInt64
    /// The last eight bytes, as a number in network order.
    package var low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// - Parameter v4: The four bytes as a number in network order: 192.0.2.1 is 0xC0000201.
    @inline(__always)
    package init(v4: UInt32) {
        high = 0
        low = 0xFFFF_0000_0000 | UInt64(v4)
    }

    /// The number of an IPv4 address, nil where this is IPv6.
    package var v4: UInt32? {
        high == 0 && low >> 32 == 0xFFFF ? UInt32(truncatingIfNeeded: low) : nil
    }

    /// The eight groups of sixteen bits, first to last.
    package var groups: [UInt16] {
        [high, low].flatMap { half in
            [48, 32, 16, 0].map { UInt16(truncatingIfNeeded: half >> UInt64($0)) }
        }
    }

    package static func < (left: IPAddress, right: IPAddress) -> Bool {
        left.high != right.high ? left.high < right.high : left.low < right.low
    }
}

extension IPAddress: CustomStringConvertible {
    /// `192.0.2.1`, or the recommended text of an IPv6 address, RFC 5952 section 4.
    package var description: String {
        if let v4 {
            return Self.dotted(v4)
        }
        let groups = groups
        func text(_ range: Range<Int>) -> String {
            groups[range].map { String($0, radix: 16) }.joined(separator: ":")
        }
        guard let zeros = Self.longestZeros(groups) else { return text(0..<8) }
        return text(0..<zeros.lowerBound) + "::" + text(zeros.upperBound..<8)
    }

    /// `192.0.2.1`: there is one in front of every connection, so it is put together at once.
    private static func dotted(_ v4: UInt32) -> String {
        String(unsafeUninitializedCapacity: 15) { text in
            var end = 0
            for shift: UInt32 in [24, 16, 8, 0] {
                let byte = UInt8(truncatingIfNeeded: v4 >> shift)
                if end > 0 {
                    text[end] = UInt8(ascii: ".")
                    end += 1
                }
                for power: UInt8 in [100, 10, 1] where byte >= power || power == 1 {
                    text[end] = UInt8(ascii: "0") + byte / power % 10
                    end += 1
                }
            }
            return end
        }
    }

    /// The first of the longest runs of zero groups, if one has at least two: that is what `::` stands for.
    private static func longestZeros(_ groups: [UInt16]) -> Range<Int>? {
        var best = 0..<0
        var start = 0
        for index in 0...groups.count {
            if index < groups.count, groups[index] == 0 { continue }
            if index - start > best.count { best = start..<index }
            start = index + 1
        }
        return best.count >= 2 ? best : nil
    }
}

extension IPAddress {
    /// Reads `192.0.2.1` or `2001:db8::1` (also `::ffff:192.0.2.1`); nil for anything else, zone ids included.
    package init?(_ text: some StringProtocol) {
        guard text.contains(":") else {
            guard let v4 = Self.dotted(text) else { return nil }
            self.init(v4: v4)
            return
        }
        var rest = String(text)
        if rest.contains("."), let colon = rest.lastIndex(of: ":") {
            guard let v4 = Self.dotted(rest[rest.index(after: colon)...]) else { return nil }
            rest = rest[...colon] + String(v4 >> 16, radix: 16) + ":" + String(v4 & 0xFFFF, radix: 16)
        }
        guard let groups = Self.groups(of: rest) else { return nil }
        self.init(high: Self.number(groups[..<4]), low: Self.number(groups[4...]))
    }

    private static func number(_ groups: ArraySlice<UInt16>) -> UInt64 {
        groups.reduce(0) { $0 << 16 | UInt64($1) }
    }

    private static func dotted(_ text: some StringProtocol) -> UInt32? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var number: UInt32 = 0
        for part in parts {
            guard part.utf8.allSatisfy({ (48...57).contains($0) }), let byte = UInt8(part) else { return nil }
            number = number << 8 | UInt32(byte)
        }
        return number
    }

    private static func groups(of text: String) -> [UInt16]? {
        func read(_ part: Substring) -> [UInt16]? {
            if part.isEmpty { return [] }
            var groups: [UInt16] = []
            for digits in part.split(separator: ":", omittingEmptySubsequences: false) {
                guard (1...4).contains(digits.utf8.count), digits.utf8.first != UInt8(ascii: "+"),
                    let group = UInt16(digits, radix: 16)
                else { return nil }
                groups.append(group)
            }
            return groups
        }
        guard let gap = text.firstRange(of: "::") else {
            guard let groups = read(text[...]), groups.count == 8 else { return nil }
            return groups
        }
        guard let front = read(text[..<gap.lowerBound]), let back = read(text[gap.upperBound...]),
            front.count + back.count <= 7
        else { return nil }
        return front + [UInt16](repeating: 0, count: 8 - front.count - back.count) + back
    }
}
