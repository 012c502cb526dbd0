import MailProtocols

/// What is left of a letter: its header with masks, and no body.
extension Redactor {
    private static let bodyLine = "[The body is left out.]"

    private enum Field {
        case addresses, subject, identifiers, words, unknown
    }

    /// What kind of value a field has; the name of an unknown one is masked too.
    private static func kind(of name: String) -> Field {
        switch name.lowercased() {
        case "from", "to", "cc", "bcc", "sender", "reply-to", "return-path", "delivered-to", "x-original-to",
            "resent-from", "resent-to", "resent-cc", "errors-to", "disposition-notification-to", "apparently-to":
            .addresses
        case "subject": .subject
        case "message-id", "in-reply-to", "references", "content-id", "resent-message-id": .identifiers
        case "date", "received", "mime-version", "content-type", "content-transfer-encoding", "content-disposition",
            "resent-date", "content-language", "lines", "content-length", "auto-submitted", "precedence", "importance",
            "x-priority":
            .words
        default: .unknown
        }
    }

    /// - Parameter octets: The first octets of a letter, or of a chunk of one.
    mutating func letter(_ octets: [UInt8]) -> [UInt8] {
        let header = HeaderSection(parsing: octets.span)
        var masked = ""
        for field in header.fields where !field.name.isEmpty {
            let kind = Self.kind(of: field.name)
            guard !field.isMalformed, kind != .unknown else {
                masked += "X-Redacted: \(FreeText.hidden)\r\n"
                continue
            }
            masked += "\(field.name): \(value(of: field, kind))\r\n"
        }
        if header.length < octets.count || header.fields.isEmpty && !octets.isEmpty {
            masked += "\r\n\(Self.bodyLine)\r\n"
        } else if header.isTerminated {
            masked += "\r\n"
        }
        return Array(masked.utf8)
    }

    private mutating func value(of field: HeaderField, _ kind: Field) -> String {
        let text = field.text
        switch kind {
        case .addresses: return addresses(text)
        case .subject: return masks.subject(text)
        case .identifiers:
            return text.split(separator: " ").map { masks.messageID(String($0)) }.joined(separator: " ")
        case .words: return FreeText.mask(text, &masks)
        case .unknown: return FreeText.hidden
        }
    }

    /// The addresses of a field, without names and comments.
    mutating func addresses(_ text: String) -> String {
        let marks: Set<Character> = ["<", ">", ",", ";", ":", " ", "\t", "(", ")", "\""]
        let found = text.split { marks.contains($0) }.filter { $0.contains("@") }
        let masked = found.map { "<\(masks.address(String($0)))>" }
        return masked.isEmpty ? (text.isEmpty ? "" : FreeText.hidden) : masked.joined(separator: ", ")
    }
}
