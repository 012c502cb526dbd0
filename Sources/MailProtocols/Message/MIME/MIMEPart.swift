/// One node of a message's tree of parts: the message itself, the parts of a multipart, a message inside.
package struct MIMEPart: Sendable, Hashable {
    package var contentType: ContentType
    /// From Content-Disposition or Content-Type, decoded (RFC 2231, RFC 2047); not safe as a path.
    package var filename: String?
    package var transferEncoding: TransferEncoding
    /// 0 for the message itself, 1 for its parts, and so on.
    package var depth: Int
    /// Where the part that holds this one stands in the list; nil for the message itself.
    package var parent: Int?
    /// Octets of the header, its empty line included, from the message's first octet.
    package var header: Range<Int>
    /// Octets of the body as written; the line end in front of a boundary belongs to the boundary (RFC 2046 section 5.1.1).
    package var body: Range<Int>

    /// File names longer than this are cut, with a note; no file system takes more.
    package static let filenameLimit = 255

    /// `text/plain`
    package var type: String { contentType.name }
    /// Octets of the body as written, not decoded.
    package var bytes: Int { body.count }
    /// Holds parts rather than content.
    package var isContainer: Bool { contentType.isMultipart || contentType.isMessage }

    /// - Parameters:
    ///   - fields: The part's header.
    ///   - start: Where that header begins in the message.
    init(_ fields: HeaderSection, start: Int, depth: Int, parent: Int?, inDigest: Bool, notes: inout NoteSet) {
        // The parts of a digest are messages unless they say otherwise, RFC 2046 section 5.1.5.
        contentType =
            fields.withValue(of: .contentType) { ContentType($0) }
            ?? ContentType(inDigest ? Array("message/rfc822".utf8) : nil)
        transferEncoding = fields.withValue(of: .transferEncoding) { TransferEncoding($0) } ?? .sevenBit
        let disposition = fields.withValue(of: .contentDisposition) { MIMEParameters($0) }
        filename = disposition?["filename"] ?? contentType.parameters["name"]
        if let name = filename, name.unicodeScalars.count > Self.filenameLimit {
            filename = String(String.UnicodeScalarView(name.unicodeScalars.prefix(Self.filenameLimit)))
            notes.insert(.longFilename)
        }
        contentType.shorten()
        self.depth = depth
        self.parent = parent
        header = start..<start + fields.length
        body = header.upperBound..<header.upperBound
    }

    /// The content that was meant.
    ///
    /// - Parameter message: All octets of the message that this part belongs to.
    package func decoded(in message: borrowing Span<UInt8>) -> (bytes: [UInt8], notes: NoteSet) {
        var raw: [UInt8] = []
        raw.append(body, of: message)
        return isContainer ? (raw, []) : transferEncoding.decode(raw)
    }

    /// The content as text for people, by the part's character set.
    package func text(in message: borrowing Span<UInt8>) -> String {
        let bytes = decoded(in: message).bytes
        guard let charset = Charset(label: contentType.parameters["charset"] ?? "") else {
            return Charset.decodeUnlabelled(bytes)
        }
        return charset.decode(bytes)
    }
}
