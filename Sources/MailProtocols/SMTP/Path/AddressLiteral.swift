/// A host named by its address instead of its name, in brackets: `[192.0.2.1]`, `[IPv6:2001:db8::1]`, RFC 5321 section
/// 4.1.3.
package enum AddressLiteral: Sendable, Hashable {
    case ipv4(UInt32)
    case ipv6(UInt128)
    /// A kind that Mailscope does not know; the tag is a word such as `IPv6`, the content has no brackets or spaces.
    case general(tag: String, content: String)

    /// Reads what stands between the brackets; nil where that is no address literal.
    package init?(inside: String) {
        let bytes = Array(inside.utf8)
        var cursor = ByteCursor(bytes.span)
        if let address = cursor.takeIPv4(), cursor.isAtEnd {
            self = .ipv4(address)
            return
        }
        cursor.goBack(to: 0)
        let tag = String(wire: cursor.take(while: { $0.isASCIILetterOrDigit || $0 == UInt8(ascii: "-") }))
        guard !tag.isEmpty, cursor.take(UInt8(ascii: ":")), !cursor.isAtEnd else { return nil }
        if tag.matches("IPv6") {
            guard let address = cursor.takeIPv6(), cursor.isAtEnd else { return nil }
            self = .ipv6(address)
        } else {
            guard bytes.allSatisfy({ $0.isVisibleASCII && !(0x5B...0x5D).contains($0) }) else { return nil }
            self = .general(tag: tag, content: String(wire: cursor.takeRest()))
        }
    }
}

extension AddressLiteral: CustomStringConvertible {
    /// With its brackets, as on the wire; IPv6 in the form of RFC 5952.
    package var description: String {
        switch self {
        case .ipv4(let address): "[\(Self.dotted(address))]"
        case .ipv6(let address): "[IPv6:\(Self.colons(address))]"
        case .general(let tag, let content): "[\(tag):\(content)]"
        }
    }

    private static func dotted(_ address: UInt32) -> String {
        [24, 16, 8, 0].map { String(address >> UInt32($0) & 0xFF) }.joined(separator: ".")
    }

    /// RFC 5952 section 4: lower case, no leading zeros, the longest run of two or more zero groups as `::`.
    private static func colons(_ address: UInt128) -> String {
        let groups = (0..<8).map { UInt16(truncatingIfNeeded: address >> UInt128(112 - 16 * $0)) }
        var longest = 0..<0
        var start = 0
        for index in 0...8 where index == 8 || groups[index] != 0 {
            if index - start > max(longest.count, 1) { longest = start..<index }
            start = index + 1
        }
        func hex(_ part: ArraySlice<UInt16>) -> String {
            part.map { String($0, radix: 16) }.joined(separator: ":")
        }
        guard !longest.isEmpty else { return hex(groups[...]) }
        return hex(groups[..<longest.lowerBound]) + "::" + hex(groups[longest.upperBound...])
    }
}

extension ByteCursor {
    /// Four decimal numbers of at most three digits, each at most 255.
    mutating func takeIPv4() -> UInt32? {
        let start = offset
        var address: UInt32 = 0
        for part in 0..<4 {
            let hasDot = part == 0 || take(UInt8(ascii: "."))
            let digits = offset
            guard hasDot, let number = takeNumber(), number <= 255, offset - digits <= 3 else {
                goBack(to: start)
                return nil
            }
            address = address << 8 | UInt32(number)
        }
        return address
    }

    /// Eight groups of hexadecimal digits, or fewer with one `::`; the last two may be an IPv4 address.
    mutating func takeIPv6() -> UInt128? {
        let start = offset
        var groups: [UInt16] = []
        var gap: Int?
        if take("::") { gap = 0 }
        while groups.count < 8 {
            let before = offset
            if groups.count <= 6, let address = takeIPv4() {
                groups += [UInt16(address >> 16), UInt16(address & 0xFFFF)]
                break
            }
            guard let group = takeHexGroup() else {
                // A gap may be the end; a single colon may not.
                if gap == groups.count { break }
                goBack(to: before)
                break
            }
            groups.append(group)
            if gap == nil, take("::") {
                gap = groups.count
            } else if groups.count < 8, !takeColonBeforeGroup() {
                break
            }
        }
        guard groups.count == 8 && gap == nil || groups.count < 8 && gap != nil else {
            goBack(to: start)
            return nil
        }
        let zeros = Array(repeating: UInt16(0), count: 8 - groups.count)
        groups.insert(contentsOf: zeros, at: gap ?? 8)
        return groups.reduce(0) { $0 << 16 | UInt128($1) }
    }

    private mutating func takeHexGroup() -> UInt16? {
        let start = offset
        var group: UInt32 = 0
        while offset - start < 4, let digit = next?.hexValue {
            group = group << 4 | UInt32(digit)
            _ = take()
        }
        return offset > start ? UInt16(truncatingIfNeeded: group) : nil
    }

    /// Moves over a colon that a hexadecimal digit follows.
    private mutating func takeColonBeforeGroup() -> Bool {
        guard take(UInt8(ascii: ":")) else { return false }
        if next?.hexValue != nil { return true }
        goBack(to: offset - 1)
        return false
    }
}
