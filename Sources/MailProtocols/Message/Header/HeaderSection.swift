/// The fields in front of a message or of a part, up to the first empty line, RFC 5322 section 2.1.
///
/// Reads whatever comes: a lone LF ends a line too, a line without a colon is kept as malformed, and the limits say what
/// they cut. Nothing here fails.
package struct HeaderSection: Sendable, Hashable {
    /// Octets of header that are kept: 64 KiB hold the longest header seen in practice several times over.
    package static let byteLimit = 65_536
    /// Fields that are kept; a letter that went through fifty hops has about two hundred.
    package static let fieldLimit = 1_000

    /// Where a field lies in ``octets``, all counted from the header's first octet.
    private struct Place: Sendable, Hashable {
        var start: Int32
        var end: Int32
        /// Behind the name; where there is none, the line is malformed.
        var nameEnd: Int32
        var value: Int32
        var valueEnd: Int32
        /// nil for other names.
        var known: KnownField?

        var isMalformed: Bool { nameEnd == start }
    }

    /// The fields' octets. They are cut into fields at once and made into values only where somebody asks: most of a
    /// header is never looked at.
    private var octets: [UInt8] = []
    private var places: [Place] = []
    /// Octets up to and including the empty line: where the body begins.
    package private(set) var length = 0
    /// The empty line was there.
    package private(set) var isTerminated = false
    /// Octets of the header beyond ``byteLimit``, whose fields are lost or cut.
    package private(set) var droppedBytes = 0
    /// Fields beyond ``fieldLimit``.
    package private(set) var droppedFields = 0

    package init() {}

    /// Reads the header at the start of `message`; what follows the first empty line is not looked at.
    package init(parsing message: borrowing Span<UInt8>) {
        var lineStart = 0
        var headerEnd = message.count
        var end = message.count
        var isTerminated = false
        while lineStart < message.count, let lineFeed = firstIndex(of: 0x0A, in: message, from: lineStart) {
            if lineFeed == lineStart || (lineFeed == lineStart + 1 && message[lineStart] == 0x0D) {
                isTerminated = true
                headerEnd = lineStart
                end = lineFeed + 1
                break
            }
            lineStart = lineFeed + 1
        }
        let kept = min(headerEnd, Self.byteLimit)
        self.init(fieldsOf: [UInt8](copying: message.extracting(0..<kept)))
        droppedBytes = headerEnd - kept
        self.isTerminated = isTerminated
        length = end
    }

    /// Reads a header whose end has been found already: all of `octets` is fields, the empty line is not part of it.
    ///
    /// - Parameter octets: At most ``byteLimit``.
    init(fieldsOf octets: [UInt8]) {
        self.octets = octets
        let header = octets.span
        var places: [Place] = []
        places.reserveCapacity(16)
        var droppedFields = 0
        var start = 0
        while start < header.count {
            var end = header.count
            var from = start
            // A field goes on as long as the next line begins with a blank (RFC 5322 section 2.2.3).
            while let lineFeed = firstIndex(of: 0x0A, in: header, from: from) {
                from = lineFeed + 1
                if from < header.count, header[from].isSpaceOrTab { continue }
                end = from
                break
            }
            if places.count < Self.fieldLimit {
                places.append(Self.place(start..<end, of: header))
            } else {
                droppedFields += 1
            }
            start = end
        }
        length = header.count
        self.places = places
        self.droppedFields = droppedFields
    }

    /// What the scanner found out about the header's end, which `init(fieldsOf:)` cannot know.
    mutating func setEnd(length: Int, isTerminated: Bool, droppedBytes: Int) {
        self.length = length
        self.isTerminated = isTerminated
        self.droppedBytes = droppedBytes
    }

    private static func place(_ range: Range<Int>, of header: borrowing Span<UInt8>) -> Place {
        var end = range.upperBound
        if end > range.lowerBound, header[end - 1] == 0x0A { end -= 1 }
        if end > range.lowerBound, header[end - 1] == 0x0D { end -= 1 }
        var nameEnd = header.withUnsafeBufferPointer { header in
            var index = range.lowerBound
            while index < end, header[index] &- 0x21 < 0x7F - 0x21, header[index] != UInt8(ascii: ":") { index &+= 1 }
            return index
        }
        // Blanks between name and colon are obsolete syntax (RFC 5322 section 4.5), but letters come with them.
        var colon = nameEnd
        while colon < end, header[colon].isSpaceOrTab { colon += 1 }
        let hasColon = colon < end && header[colon] == UInt8(ascii: ":")
        if !hasColon { nameEnd = range.lowerBound }
        return Place(
            start: Int32(clamping: range.lowerBound), end: Int32(clamping: range.upperBound),
            nameEnd: Int32(clamping: nameEnd),
            value: Int32(clamping: nameEnd == range.lowerBound ? range.lowerBound : colon + 1),
            valueEnd: Int32(clamping: end), known: knownName(range.lowerBound..<nameEnd, of: header))
    }

    /// Told once for each field; see ``KnownField``.
    private static func knownName(_ name: Range<Int>, of header: borrowing Span<UInt8>) -> KnownField? {
        // Their lengths leave one or two of them.
        switch name.count {
        case 2: isNamed(.to, name, header) ? .to : isNamed(.cc, name, header) ? .cc : nil
        case 3: isNamed(.bcc, name, header) ? .bcc : nil
        case 4: isNamed(.from, name, header) ? .from : isNamed(.date, name, header) ? .date : nil
        case 6: isNamed(.sender, name, header) ? .sender : nil
        case 7: isNamed(.subject, name, header) ? .subject : nil
        case 8: isNamed(.replyTo, name, header) ? .replyTo : nil
        case 10:
            isNamed(.messageID, name, header)
                ? .messageID : isNamed(.references, name, header) ? .references : nil
        case 11: isNamed(.inReplyTo, name, header) ? .inReplyTo : nil
        case 12: isNamed(.contentType, name, header) ? .contentType : nil
        case 19: isNamed(.contentDisposition, name, header) ? .contentDisposition : nil
        case 25: isNamed(.transferEncoding, name, header) ? .transferEncoding : nil
        default: nil
        }
    }

    private static func isNamed(_ known: KnownField, _ name: Range<Int>, _ header: borrowing Span<UInt8>) -> Bool {
        let word = known.name
        guard word.utf8CodeUnitCount == name.count else { return false }
        return header.extracting(name).withUnsafeBufferPointer { octets in
            // Case is one bit of a letter. These names hold letters and hyphens, and a hyphen without that bit would be a
            // CR, which ends a name.
            var difference: UInt8 = 0
            for index in 0..<octets.count { difference |= (octets[index] ^ word.utf8Start[index]) & ~0x20 }
            return difference == 0
        }
    }

    private func field(at place: Place) -> HeaderField {
        HeaderField(
            name: String(decoding: octets[Int(place.start)..<Int(place.nameEnd)], as: UTF8.self),
            raw: Array(octets[Int(place.value)..<Int(place.valueEnd)]), range: Int(place.start)..<Int(place.end),
            valueRange: Int(place.value)..<Int(place.valueEnd), isMalformed: place.isMalformed)
    }

    private func isNamed(_ place: Place, _ name: StaticString) -> Bool {
        let count = name.utf8CodeUnitCount
        guard Int(place.nameEnd - place.start) == count else { return false }
        return octets.withUnsafeBufferPointer { octets in
            for offset in 0..<count
            where octets[Int(place.start) &+ offset].lowercasedASCII != name.utf8Start[offset].lowercasedASCII {
                return false
            }
            return true
        }
    }
}

extension HeaderSection {
    /// In the order of the header.
    package var fields: [HeaderField] { places.map(field) }

    /// The first field called `name`, in any case.
    package func first(_ name: StaticString) -> HeaderField? {
        for place in places where isNamed(place, name) { return field(at: place) }
        return nil
    }

    /// There is a field called `name`, in any case.
    package func contains(_ name: StaticString) -> Bool { places.contains { isNamed($0, name) } }

    private func contains(_ known: KnownField) -> Bool { places.contains { $0.known == known } }

    /// Lends the value of the first field of this name, unfolded; nil where there is none.
    func withValue<Result>(of known: KnownField, _ body: (Span<UInt8>) -> Result) -> Result? {
        guard let place = places.first(where: { $0.known == known }) else { return nil }
        let raw = octets.span.extracting(Int(place.value)..<Int(place.valueEnd))
        let range = HeaderField.trimmed(raw)
        // As nearly all are: read where it stands.
        if HeaderField.isOneLine(raw, range) { return body(raw.extracting(range)) }
        return body(HeaderField.joined(raw, range).span)
    }

    /// The same as text, encoded words decoded.
    ///
    /// - Parameter isBad: Set where one of those could not be read.
    func text(of known: KnownField, _ isBad: inout Bool) -> String? {
        withValue(of: known) { value in
            // ASCII, as nearly all are, is read where it stands.
            if !EncodedWord.hasOpening(value), let text = String(ascii: value) { return text }
            let decoded = EncodedWord.decode([UInt8](copying: value))
            if decoded.isBad { isBad = true }
            return decoded.text
        }
    }

    /// All fields called `name`, in any case, from the top.
    package func all(_ name: StaticString) -> [HeaderField] { places.filter { isNamed($0, name) }.map(field) }

    /// What is to be remarked on a message's header: From or Date is lacking (RFC 5322 section 3.6), there are malformed
    /// lines, or more than the limits allow.
    package var notes: NoteSet {
        var notes: NoteSet = isWellFormed ? [] : NoteSet(.headerMalformed)
        if !contains(.from) || !contains(.date) { notes.insert(.headerMissing) }
        if hasRepeatedField { notes.insert(.headerRepeated) }
        if hasLongLine { notes.insert(.headerTooLong) }
        return notes
    }

    /// Octets of a line without its CR LF, RFC 5322 section 2.1.1.
    private static let lineLimit = 998

    private var hasRepeatedField: Bool {
        var seen: UInt16 = 0
        for place in places {
            guard let name = place.known, name.isSingle else { continue }
            if seen & 1 << UInt16(name.rawValue) != 0 { return true }
            seen |= 1 << UInt16(name.rawValue)
        }
        return false
    }

    private var hasLongLine: Bool {
        places.contains { place in
            guard place.end - place.start > Self.lineLimit else { return false }
            var length = 0
            for byte in octets[Int(place.start)..<Int(place.valueEnd)] {
                length = byte == Ascii.lineFeed ? 0 : length + 1
                if length > Self.lineLimit { return true }
            }
            return false
        }
    }

    /// Every line belongs to a field, and the limits cut nothing. May be said of a part's header, which needs no field.
    package var isWellFormed: Bool {
        droppedBytes == 0 && droppedFields == 0 && !places.contains(where: \.isMalformed)
    }
}
