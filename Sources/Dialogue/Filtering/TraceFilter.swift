package import MailProtocols

/// Which connections of a capture are wanted. All kinds of conditions that are given must hold, of each kind one is enough;
/// they may hold at different steps. What is wanted is shown whole: the connection with its messages.
package struct TraceFilter: Sendable, Hashable {
    /// Numbers of connections.
    package var connections: Set<Int32> = []
    /// Who sent: the reverse-path of MAIL, or the header's From.
    package var from: [AddressPattern] = []
    /// Who was to receive: a forward-path of RCPT, or the header's To.
    package var to: [AddressPattern] = []
    package var codes: [CodePattern] = []
    package var notes: NoteSet = []
    package var time: TimeWindow?

    package init() {}

    package var isEmpty: Bool { self == TraceFilter() }

    /// A connection's number alone tells.
    package var isDecidedByNumber: Bool {
        var others = self
        others.connections = []
        return others.isEmpty
    }

    /// What has to be computed to decide.
    package var needs: Needs {
        var needs: Needs = .dialogue
        if !from.isEmpty || !to.isEmpty || !notes.isEmpty { needs.formUnion([.texts, .messages]) }
        if codes.contains(where: \.readsText) { needs.insert(.texts) }
        return needs
    }
}

/// An address or a part of one, in any case: `alice` fits all addresses that hold these letters, `@example.org` those of
/// exactly that domain, and `<>` or nothing the null reverse-path.
package struct AddressPattern: Sendable, Hashable {
    private let octets: [UInt8]

    package init(_ text: String) {
        var octets = text.utf8.map { Self.lowercase($0) }
        if octets.first == UInt8(ascii: "<"), octets.last == UInt8(ascii: ">") {
            octets = Array(octets[1..<(octets.count - 1)])
        }
        self.octets = octets
    }

    package var isNull: Bool { octets.isEmpty }

    /// - Parameter address: Without angle brackets.
    func matches(address: String) -> Bool {
        if octets.isEmpty { return address.isEmpty }
        return holds(Array(address.utf8))
    }

    /// - Parameter field: A header field with any number of addresses.
    func matches(field: String) -> Bool { octets.isEmpty ? false : holds(Array(field.utf8)) }

    private func holds(_ text: [UInt8]) -> Bool {
        guard text.count >= octets.count else { return false }
        for start in 0...(text.count - octets.count) {
            let fits = octets.indices.allSatisfy { Self.lowercase(text[start + $0]) == octets[$0] }
            guard fits else { continue }
            guard octets.first == UInt8(ascii: "@"), start + octets.count < text.count else { return true }
            // A domain ends where the next octet cannot belong to it.
            let next = text[start + octets.count]
            let isDomainOctet = next == UInt8(ascii: ".") || next == UInt8(ascii: "-") || Self.isLetterOrDigit(next)
            if !isDomainOctet { return true }
        }
        return false
    }

    private static func lowercase(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        let byte = lowercase(byte)
        return (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || byte >= 0x80
    }
}

/// A reply's code: `250`, a class `5xx`, an enhanced status `5.1.1` (RFC 3463), or `+OK` and `-ERR`.
package enum CodePattern: Sendable, Hashable {
    case code(ReplyCode)
    /// The first digit.
    case family(Int16)
    case enhanced(EnhancedStatus)

    /// - Returns: nil where the text is no code.
    package init?(_ text: String) {
        let word = text.uppercased()
        switch word {
        case "+OK": self = .code(.ok)
        case "-ERR": self = .code(.err)
        default:
            if let status = EnhancedStatus(text) {
                self = .enhanced(status)
                return
            }
            let octets = Array(word.utf8)
            guard octets.count == 3, (0x31...0x39).contains(octets[0]) else { return nil }
            let tail = (octets[1], octets[2])
            if tail == (0x58, 0x58) || tail == (0x59, 0x5A) {
                self = .family(Int16(octets[0] - 0x30))
            } else if let number = Int(word) {
                self = .code(ReplyCode(number))
            } else {
                return nil
            }
        }
    }

    var readsText: Bool { if case .enhanced = self { true } else { false } }

    func matches(_ record: StepRecord) -> Bool {
        guard record.step.kind == .reply else { return false }
        switch self {
        case .code(let code): return record.step.code == code
        case .family(let family):
            let code = record.step.code.rawValue
            return (100...999).contains(code) && code / 100 == family
        case .enhanced(let status): return Self.status(of: record) == status
        }
    }

    /// The status behind the code of a reply's first line.
    private static func status(of record: StepRecord) -> EnhancedStatus? {
        let word = record.text.dropFirst(4).prefix { $0 > 0x20 }.prefix(16)
        return EnhancedStatus(String(decoding: word, as: UTF8.self))
    }
}
