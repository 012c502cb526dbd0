import MailProtocols

/// A letter with eight-bit content rewritten for a server that takes seven bits only, RFC 6152 section 3: text becomes
/// quoted-printable, everything else base64, part by part. What the parts say does not change.
enum SevenBitConversion {
    /// Parts within parts that are followed.
    private static let depthLimit = 16

    /// nil where it cannot be done: eight bits in a header, or in a part that is encoded already.
    static func converted(_ letter: [UInt8]) -> [UInt8]? { entity(letter, depth: 0) }

    private static func entity(_ bytes: [UInt8], depth: Int) -> [UInt8]? {
        let header = HeaderSection(parsing: bytes.span)
        guard depth < depthLimit, header.length <= bytes.count, header.droppedBytes == 0, header.droppedFields == 0
        else { return nil }
        let head = bytes[..<header.length]
        let body = Array(bytes[header.length...])
        guard !head.contains(where: { $0 >= 0x80 }) else { return nil }
        guard body.contains(where: { $0 >= 0x80 }) else { return bytes }
        let type = ContentType(header.first("Content-Type")?.unfolded)
        if let boundary = type.boundary {
            guard let parts = multipart(body, boundary: boundary, depth: depth) else { return nil }
            return rewritten(header, bytes, encoding: "7bit") + parts
        }
        if type.isMessage {
            guard let inner = entity(body, depth: depth + 1) else { return nil }
            return rewritten(header, bytes, encoding: "7bit") + inner
        }
        switch TransferEncoding(header.first("Content-Transfer-Encoding")?.text) {
        case .quotedPrintable, .base64, .other: return nil
        case .sevenBit, .eightBit, .binary: break
        }
        return type.type == "text"
            ? rewritten(header, bytes, encoding: "quoted-printable") + QuotedPrintable.encode(body)
            : rewritten(header, bytes, encoding: "base64") + Base64.encode(body, lineLength: 76)
    }

    /// The header with another Content-Transfer-Encoding, its empty line included.
    private static func rewritten(_ header: HeaderSection, _ bytes: [UInt8], encoding: String) -> [UInt8] {
        let field = Array("Content-Transfer-Encoding: \(encoding)\r\n".utf8)
        if let old = header.first("Content-Transfer-Encoding") {
            return Array(bytes[..<old.range.lowerBound]) + field + bytes[old.range.upperBound..<header.length]
        }
        let end = header.fields.last?.range.upperBound ?? 0
        let version = header.contains("MIME-Version") || end == 0 ? [] : Array("MIME-Version: 1.0\r\n".utf8)
        return Array(bytes[..<end]) + version + field + bytes[end..<header.length]
    }

    private static func multipart(_ body: [UInt8], boundary: String, depth: Int) -> [UInt8]? {
        let mark = Array("--\(boundary)".utf8)
        var out: [UInt8] = []
        // What stands before the first and behind the last boundary is no part, and must fit as it is.
        var part: [UInt8] = []
        var isInside = false
        var isOver = false
        func closed() -> [UInt8]? {
            guard isInside, !isOver else { return part.contains { $0 >= 0x80 } ? nil : part }
            // The line end before a boundary belongs to the boundary.
            let end: [UInt8] = part.suffix(2).elementsEqual([0x0D, 0x0A]) ? [0x0D, 0x0A] : []
            guard let inner = entity(Array(part.dropLast(end.count)), depth: depth + 1) else { return nil }
            return inner + end
        }
        var start = 0
        while start < body.count {
            let end = body[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? body.count
            let line = body[start..<end]
            start = end
            guard line.starts(with: mark), !isOver else {
                part += line
                continue
            }
            guard let written = closed() else { return nil }
            out += written
            out += line
            part = []
            if isInside, line.dropFirst(mark.count).starts(with: Array("--".utf8)) { isOver = true }
            isInside = true
        }
        guard let written = closed() else { return nil }
        return out + written
    }
}
