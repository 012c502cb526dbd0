/// A value with parameters, as Content-Type and Content-Disposition have it: `attachment; filename="a.txt"`, RFC 2045
/// section 5.1, with the continuations, character sets and percent escapes of RFC 2231.
package struct MIMEParameters: Sendable, Hashable {
    /// What stands in front of the first semicolon, in lower case: `text/plain`.
    package private(set) var value = ""
    /// Names in lower case, in the order of their first appearance; values decoded. The first of two equal names counts.
    package var parameters: [(name: String, value: String)] { (first.map { [$0] } ?? []) + others }
    /// Nearly no field has more than one, which so needs no memory of its own.
    private var first: (name: String, value: String)?
    private var others: [(name: String, value: String)] = []

    /// Parameters that are read; more is an attack.
    package static let limit = 64

    /// - Parameter field: The unfolded value of the header field.
    package init(_ field: Span<UInt8>) {
        if field.isEmpty { return }
        self = Self.simple(field) ?? MIMEParameters(byWholeGrammar: [UInt8](copying: field))
    }

    /// Not the short way that nearly all fields allow.
    init(byWholeGrammar field: [UInt8]) {
        var scanner = ParameterScanner(field)
        value = Self.lowercased(scanner.leadingValue())
        var pieces: [Piece] = []
        while pieces.count < Self.limit, let (name, value, isQuoted) = scanner.nextParameter() {
            pieces.append(Piece(name: name, value: value, isQuoted: isQuoted))
        }
        for piece in pieces where self[piece.base] == nil {
            let decoded = Self.join(pieces.count == 1 ? pieces : pieces.filter { $0.base == piece.base })
            add((piece.base, decoded))
        }
    }

    private mutating func add(_ parameter: (name: String, value: String)) {
        if first == nil { first = parameter } else { others.append(parameter) }
    }

    /// Of values that are known already.
    init(value: String, name: String? = nil, _ parameter: String = "") {
        self.value = value
        if let name { first = (name, parameter) }
    }

    /// `text/plain; charset=us-ascii` or `attachment; filename="a.txt"`, as nearly all are: tokens of ASCII and at most one
    /// parameter. Read in one go, with the same outcome as by the whole grammar; nil for what is left to that.
    private static func simple(_ field: Span<UInt8>) -> MIMEParameters? {
        let end = endOfToken(field, from: 0, slashToo: true)
        guard end > 0 else { return nil }
        let value = String(lowercasingASCII: field.extracting(..<end))
        if end == field.count { return MIMEParameters(value: value) }
        guard field[end] == UInt8(ascii: ";") else { return nil }
        let start = end + (end + 1 < field.count && field[end + 1] == Ascii.space ? 2 : 1)
        let equals = endOfToken(field, from: start)
        guard equals > start, equals + 1 < field.count, field[equals] == UInt8(ascii: "="),
            let word = simpleValue(field, from: equals + 1)
        else { return nil }
        return MIMEParameters(
            value: value, name: String(lowercasingASCII: field.extracting(start..<equals)),
            field.extracting(word).withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) })
    }

    /// Behind the letters, digits and the most common signs of a token, RFC 2045 section 5.1.
    private static func endOfToken(_ field: Span<UInt8>, from start: Int, slashToo: Bool = false) -> Int {
        field.withUnsafeBufferPointer { field in
            var index = start
            while index < field.count {
                switch field[index] {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                    UInt8(ascii: "+"):
                    index &+= 1
                case UInt8(ascii: "/") where slashToo: index &+= 1
                default: return index
                }
            }
            return index
        }
    }

    /// A token or a quoted string without escapes that goes to the field's end; nil for anything else, and where it could
    /// hold an encoded word.
    private static func simpleValue(_ field: Span<UInt8>, from start: Int) -> Range<Int>? {
        guard field[start] == UInt8(ascii: "\"") else {
            return endOfToken(field, from: start) == field.count ? start..<field.count : nil
        }
        guard field.count > start + 2, field[field.count - 1] == UInt8(ascii: "\"") else { return nil }
        let range = start + 1..<field.count - 1
        for index in range {
            let byte = field[index]
            let isPlain =
                byte >= 0x20 && byte < 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
                && byte != UInt8(ascii: "?")
            if !isPlain { return nil }
        }
        return range
    }

    /// Where they take more octets than `limit`, keeps only those that are named, each cut to a quarter of that.
    mutating func shorten(to limit: Int, keeping names: [String]) {
        var octets = value.utf8.count
        if let first { octets += first.name.utf8.count + first.value.utf8.count }
        for parameter in others { octets += parameter.name.utf8.count + parameter.value.utf8.count }
        guard octets > limit else { return }
        let all = parameters
        self = MIMEParameters(value: String(value.prefix(limit / 4)))
        for (name, value) in all where names.contains(name) { add((name, String(value.prefix(limit / 3)))) }
    }

    private static func lowercased(_ word: [UInt8]) -> String {
        // Tokens are ASCII (RFC 2045 section 5.1).
        guard word.allSatisfy({ $0 < 0x80 }) else { return String(decoding: word, as: UTF8.self).lowercased() }
        return String(decoding: word.map { $0.lowercasedASCII }, as: UTF8.self)
    }

    /// - Parameter name: In lower case.
    package subscript(name: String) -> String? {
        if let first, first.name == name { return first.value }
        return others.first { $0.name == name }?.value
    }

    package static func == (left: MIMEParameters, right: MIMEParameters) -> Bool {
        left.value == right.value && left.parameters.elementsEqual(right.parameters) { $0 == $1 }
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(value)
        for parameter in parameters { hasher.combine(parameter.value) }
    }

    /// `filename*1*=...`: base name `filename`, section 1, with percent escapes.
    private struct Piece {
        var base: String
        /// nil for a parameter without sections.
        var section: Int?
        var isExtended: Bool
        var isQuoted: Bool
        var value: [UInt8]

        init(name: [UInt8], value: [UInt8], isQuoted: Bool) {
            self.value = value
            self.isQuoted = isQuoted
            guard name.contains(UInt8(ascii: "*")) else {
                base = MIMEParameters.lowercased(name)
                isExtended = false
                return
            }
            var words = String(decoding: name, as: UTF8.self).lowercased()
                .split(separator: "*", omittingEmptySubsequences: false)
            isExtended = words.count > 1 && words.last == ""
            if isExtended { words.removeLast() }
            section = words.count == 2 ? Int(words[1]).flatMap { $0 >= 0 ? $0 : nil } : nil
            base = words.first.map(String.init) ?? ""
        }
    }

    private static func join(_ pieces: [Piece]) -> String {
        // The form of RFC 2231 wins over the plain one that stands beside it for old readers.
        if let whole = pieces.first(where: { $0.section == nil && $0.isExtended }) {
            let (charset, bytes) = splitCharset(whole.value)
            return decode(percentDecoded(bytes), charset)
        }
        let sections = pieces.filter { $0.section != nil }.sorted { ($0.section ?? 0) < ($1.section ?? 0) }
        if let first = sections.first {
            var charset: Charset?
            var bytes: [UInt8] = []
            for (index, piece) in sections.enumerated() {
                // A section that is lacking ends the value.
                guard piece.section == index else { break }
                var value = piece.value
                if index == 0, first.isExtended { (charset, value) = splitCharset(value) }
                bytes.append(contentsOf: piece.isExtended ? percentDecoded(value) : value)
            }
            return decode(bytes, charset)
        }
        // Encoded words have no place inside parameters (RFC 2047 section 5), but many programs put them there.
        return EncodedWord.decode(pieces.first?.value ?? []).text
    }

    private static func decode(_ bytes: [UInt8], _ charset: Charset?) -> String {
        charset?.decode(bytes) ?? Charset.decodeUnlabelled(bytes)
    }

    /// `utf-8'en'text`, RFC 2231 section 4.
    private static func splitCharset(_ value: [UInt8]) -> (Charset?, [UInt8]) {
        let fields = value.split(separator: UInt8(ascii: "'"), maxSplits: 2, omittingEmptySubsequences: false)
        guard fields.count == 3 else { return (nil, value) }
        return (Charset(label: String(decoding: fields[0], as: UTF8.self)), Array(fields[2]))
    }

    private static func percentDecoded(_ text: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        var index = 0
        while index < text.count {
            if text[index] == UInt8(ascii: "%"), index + 2 < text.count, let high = text[index + 1].hexValue,
                let low = text[index + 2].hexValue
            {
                bytes.append(high << 4 | low)
                index += 3
            } else {
                bytes.append(text[index])
                index += 1
            }
        }
        return bytes
    }
}

/// Walks over `value; name=value; name="value"` with comments anywhere.
private struct ParameterScanner {
    private let bytes: [UInt8]
    private var index = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func leadingValue() -> [UInt8] {
        var value: [UInt8] = []
        value.reserveCapacity(32)
        while index < bytes.count, bytes[index] != UInt8(ascii: ";") {
            if bytes[index] == UInt8(ascii: "(") {
                skipComment()
            } else {
                if !bytes[index].isSpaceOrTab { value.append(bytes[index]) }
                index += 1
            }
        }
        return value
    }

    /// The next parameter; what has no `=` is stepped over.
    mutating func nextParameter() -> (name: [UInt8], value: [UInt8], isQuoted: Bool)? {
        while index < bytes.count {
            skipBlanksAndComments()
            guard index < bytes.count else { return nil }
            if bytes[index] == UInt8(ascii: ";") {
                index += 1
                continue
            }
            let name = word { $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: ";") && !$0.isSpaceOrTab }
            skipBlanksAndComments()
            guard index < bytes.count, bytes[index] == UInt8(ascii: "=") else { continue }
            index += 1
            skipBlanksAndComments()
            if index < bytes.count, bytes[index] == UInt8(ascii: "\"") {
                return (name, quoted(), true)
            }
            // Blanks inside an unquoted file name are wrong and common; the semicolon ends it.
            var value = word { $0 != UInt8(ascii: ";") }
            while value.last?.isSpaceOrTab == true { value.removeLast() }
            return (name, value, false)
        }
        return nil
    }

    private mutating func word(while belongs: (UInt8) -> Bool) -> [UInt8] {
        let start = index
        while index < bytes.count, belongs(bytes[index]) { index += 1 }
        return Array(bytes[start..<index])
    }

    private mutating func quoted() -> [UInt8] {
        var value: [UInt8] = []
        index += 1
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
            if bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.count { index += 1 }
            value.append(bytes[index])
            index += 1
        }
        index = min(index + 1, bytes.count)
        return value
    }

    private mutating func skipBlanksAndComments() {
        while index < bytes.count {
            if bytes[index].isSpaceOrTab {
                index += 1
            } else if bytes[index] == UInt8(ascii: "(") {
                skipComment()
            } else {
                return
            }
        }
    }

    private mutating func skipComment() {
        var depth = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            switch byte {
            case UInt8(ascii: "\\"): index = min(index + 1, bytes.count)
            case UInt8(ascii: "("): depth += 1
            case UInt8(ascii: ")"):
                depth -= 1
                if depth == 0 { return }
            default: break
            }
        }
    }
}
