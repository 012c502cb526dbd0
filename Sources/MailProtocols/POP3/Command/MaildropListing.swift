/// What STAT answers: how many messages, and their octets in all; those marked for deletion do not count (RFC 1939
/// section 5).
package struct MaildropSize: Sendable, Hashable, CustomStringConvertible {
    package var messages: Int
    package var octets: Int

    package init(messages: Int, octets: Int) {
        self.messages = messages
        self.octets = octets
    }

    /// Reads the text behind `+OK `; words after the two numbers are borne. Nil where it is not two numbers.
    package init?(_ text: String) {
        guard let (first, second) = text.leadingNumbers else { return nil }
        self.init(messages: first, octets: second)
    }

    package var description: String { "\(messages) \(octets)" }
}

/// One line of LIST, or its answer for one message: the scan listing of RFC 1939 section 5.
package struct ScanListing: Sendable, Hashable, CustomStringConvertible {
    /// From 1, valid in this session only.
    package var number: Int
    /// As the server counts: with CR LF, before dot-stuffing (RFC 1939 section 11).
    package var octets: Int

    package init(number: Int, octets: Int) {
        self.number = number
        self.octets = octets
    }

    /// Reads a line, or the text behind `+OK `; words after the two numbers are borne.
    package init?(_ text: String) {
        guard let (first, second) = text.leadingNumbers else { return nil }
        self.init(number: first, octets: second)
    }

    package var description: String { "\(number) \(octets)" }
}

/// One line of UIDL, or its answer for one message, RFC 1939 section 7.
package struct UniqueIDListing: Sendable, Hashable, CustomStringConvertible {
    package var number: Int
    /// 1 to 70 visible ASCII characters that stay with the message across sessions.
    package let id: String

    /// Nil where `id` is not what RFC 1939 section 7 allows.
    package init?(number: Int, id: String) {
        guard (1...70).contains(id.utf8.count), id.utf8.allSatisfy(\.isVisibleASCII) else { return nil }
        self.number = number
        self.id = id
    }

    /// Reads a line, or the text behind `+OK `.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        var cursor = ByteCursor(bytes.span)
        guard let number = cursor.takeNumber().flatMap(Int.init(exactly:)), cursor.skip(while: \.isSpaceOrTab) > 0
        else { return nil }
        let id = String(wire: cursor.take(while: { !$0.isSpaceOrTab }))
        self.init(number: number, id: id)
    }

    package var description: String { "\(number) \(id)" }
}

extension String {
    /// Two decimal numbers with blanks between, and the end or a blank behind them.
    fileprivate var leadingNumbers: (Int, Int)? {
        let bytes = Array(utf8)
        var cursor = ByteCursor(bytes.span)
        cursor.skip(while: \.isSpaceOrTab)
        guard let first = cursor.takeNumber().flatMap(Int.init(exactly:)), cursor.skip(while: \.isSpaceOrTab) > 0,
            let second = cursor.takeNumber().flatMap(Int.init(exactly:)), cursor.next.map(\.isSpaceOrTab) ?? true
        else { return nil }
        return (first, second)
    }
}

/// The lines of a multi-line response: LIST, UIDL, CAPA, and AUTH without a mechanism (RFC 1939 section 3).
package enum MaildropListing {
    /// - Parameter content: Without the dot line, dots already removed; lines end with CR LF, or LF alone.
    package static func lines(of content: Span<UInt8>) -> [String] {
        var lines: [String] = []
        var cursor = ByteCursor(content)
        while !cursor.isAtEnd {
            let line = cursor.take(while: { $0 != 0x0A })
            _ = cursor.take(0x0A)
            let hasReturn = line.count > 0 && line[line.count - 1] == 0x0D
            lines.append(String(wire: hasReturn ? line.extracting(droppingLast: 1) : line))
        }
        return lines
    }

    /// The response's lines and its dot line, to follow the `+OK` line. CR, LF and NUL inside a line are left out; a line
    /// that begins with a dot is given another.
    package static func encoded(_ lines: some Sequence<some CustomStringConvertible>) -> [UInt8] {
        var wire: [UInt8] = []
        for line in lines {
            let start = wire.count
            wire.append(line: line.description)
            if start < wire.count, wire[start] == UInt8(ascii: ".") { wire.insert(UInt8(ascii: "."), at: start) }
            wire.appendLineEnd()
        }
        wire.append(UInt8(ascii: "."))
        wire.appendLineEnd()
        return wire
    }
}
