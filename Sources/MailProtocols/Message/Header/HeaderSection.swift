/// The fields in front of a message or of a part, up to the first empty line, RFC 5322 section 2.1.
///
/// Reads whatever comes: a lone LF ends a line too, a line without a colon is kept as malformed, and the limits say what
/// they cut. Nothing here fails.
package struct HeaderSection: Sendable, Hashable {
    /// Octets of header that are kept: 64 KiB hold the longest header seen in practice several times over.
    package static let byteLimit = 65_536
    /// Fields that are kept; a letter that went through fifty hops has about two hundred.
    package static let fieldLimit = 1_000

    /// In the order of the header.
    package private(set) var fields: [HeaderField] = []
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
        self.init(fieldsOf: message.extracting(0..<kept))
        droppedBytes = headerEnd - kept
        self.isTerminated = isTerminated
        length = end
    }

    /// Reads a header whose end has been found already: all of `header` is fields, the empty line is not part of it.
    init(fieldsOf header: borrowing Span<UInt8>) {
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
            if fields.count < Self.fieldLimit {
                fields.append(Self.field(start..<end, of: header))
            } else {
                droppedFields += 1
            }
            start = end
        }
        length = header.count
    }

    /// What the scanner found out about the header's end, which `init(fieldsOf:)` cannot know.
    mutating func setEnd(length: Int, isTerminated: Bool, droppedBytes: Int) {
        self.length = length
        self.isTerminated = isTerminated
        self.droppedBytes = droppedBytes
    }

    private static func field(_ range: Range<Int>, of header: borrowing Span<UInt8>) -> HeaderField {
        var end = range.upperBound
        if end > range.lowerBound, header[end - 1] == 0x0A { end -= 1 }
        if end > range.lowerBound, header[end - 1] == 0x0D { end -= 1 }
        var nameEnd = range.lowerBound
        while nameEnd < end, header[nameEnd] > 0x20, header[nameEnd] < 0x7F, header[nameEnd] != UInt8(ascii: ":") {
            nameEnd += 1
        }
        // Blanks between name and colon are obsolete syntax (RFC 5322 section 4.5), but letters come with them.
        var colon = nameEnd
        while colon < end, header[colon].isSpaceOrTab { colon += 1 }
        var raw: [UInt8] = []
        guard nameEnd > range.lowerBound, colon < end, header[colon] == UInt8(ascii: ":") else {
            raw.append(range.lowerBound..<end, of: header)
            return HeaderField(
                name: "", raw: raw, range: range, valueRange: range.lowerBound..<end, isMalformed: true)
        }
        var name: [UInt8] = []
        name.append(range.lowerBound..<nameEnd, of: header)
        raw.append(colon + 1..<end, of: header)
        return HeaderField(
            name: String(decoding: name, as: UTF8.self), raw: raw, range: range, valueRange: colon + 1..<end,
            isMalformed: false)
    }
}

extension HeaderSection {
    /// The first field called `name`, in any case.
    package func first(_ name: StaticString) -> HeaderField? { fields.first { $0.isNamed(name) } }

    /// All fields called `name`, in any case, from the top.
    package func all(_ name: StaticString) -> [HeaderField] { fields.filter { $0.isNamed(name) } }

    /// What is to be remarked on a message's header: From or Date is lacking (RFC 5322 section 3.6), there are malformed
    /// lines, or more than the limits allow.
    package var notes: NoteSet {
        var notes: NoteSet = isWellFormed ? [] : NoteSet(.headerMalformed)
        if first("From") == nil || first("Date") == nil { notes.insert(.headerMissing) }
        return notes
    }

    /// Every line belongs to a field, and the limits cut nothing. May be said of a part's header, which needs no field.
    package var isWellFormed: Bool {
        droppedBytes == 0 && droppedFields == 0 && !fields.contains(where: \.isMalformed)
    }
}
