/// A parameter of MAIL or RCPT, RFC 5321 section 4.1.1.11: `SIZE=1000`, `SMTPUTF8`. Kept as it was written.
package struct SMTPParameter: Sendable, Hashable, CustomStringConvertible {
    /// Letters, digits and hyphens; means the same in any case.
    package var keyword: String
    /// Nil when there is no `=`. No spaces, no control characters.
    package var value: String?

    package init(_ keyword: String, _ value: String? = nil) {
        self.keyword = keyword
        self.value = value
    }

    package var description: String { value.map { "\(keyword)=\($0)" } ?? keyword }
}

/// How a message's octets are to be treated on the way, RFC 6152 and RFC 3030 section 3.
package enum SMTPBodyType: String, Sendable, Hashable, CaseIterable {
    case sevenBit = "7BIT"
    case eightBitMIME = "8BITMIME"
    case binaryMIME = "BINARYMIME"
}

/// Who submitted the message, as far as the sender will vouch: `AUTH=` of MAIL, RFC 4954 section 5.
package enum SMTPSubmitter: Sendable, Hashable {
    /// `AUTH=<>`: not known, or not trusted.
    case unknown
    /// The decoded text, normally a mailbox.
    case identity(String)
}

/// When the sender wants a delivery status notice about a recipient: `NOTIFY=`, RFC 3461 section 4.1.
package struct DSNNotify: OptionSet, Sendable, Hashable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }
    /// The empty set is `NEVER`.
    package static let never: DSNNotify = []
    package static let success = DSNNotify(rawValue: 1)
    package static let failure = DSNNotify(rawValue: 2)
    package static let delay = DSNNotify(rawValue: 4)
}

/// The recipient that the sender first named: `ORCPT=`, RFC 3461 section 4.2.
package struct DSNOriginalRecipient: Sendable, Hashable {
    /// `rfc822`, `utf-8`.
    package var addressType: String
    /// Decoded.
    package var address: String

    package init(addressType: String = "rfc822", address: String) {
        self.addressType = addressType
        self.address = address
    }
}

extension [SMTPParameter] {
    /// The first parameter of that keyword in any case.
    package func first(_ keyword: String) -> SMTPParameter? {
        first { $0.keyword.matches(keyword) }
    }

    /// Each of these is nil where the parameter is absent or malformed; ``first(_:)`` tells the two apart.
    /// The message's octets as the sender estimates them, RFC 1870 section 6.
    package var size: UInt64? { first("SIZE")?.value.flatMap { UInt64($0) } }

    package var body: SMTPBodyType? { first("BODY")?.value.flatMap { SMTPBodyType(rawValue: $0.uppercasedASCII) } }

    /// RFC 6531 section 3.4.
    package var hasSMTPUTF8: Bool { first("SMTPUTF8") != nil }

    package var submitter: SMTPSubmitter? {
        guard let text = first("AUTH")?.value else { return nil }
        return text == "<>" ? .unknown : XText.decode(text).map { .identity($0) }
    }

    /// `FULL` or `HDRS`: what a failure notice shall return, RFC 3461 section 4.3; true is the whole message.
    package var returnsFullMessage: Bool? {
        switch first("RET")?.value?.uppercasedASCII {
        case "FULL": true
        case "HDRS": false
        default: nil
        }
    }

    /// The sender's own name for this transaction, decoded, RFC 3461 section 4.4.
    package var envelopeID: String? { first("ENVID")?.value.flatMap { XText.decode($0) } }

    package var notify: DSNNotify? {
        guard let text = first("NOTIFY")?.value?.uppercasedASCII else { return nil }
        if text == "NEVER" { return .never }
        var notify: DSNNotify = []
        for word in text.split(separator: ",", omittingEmptySubsequences: false) {
            switch word {
            case "SUCCESS": notify.insert(.success)
            case "FAILURE": notify.insert(.failure)
            case "DELAY": notify.insert(.delay)
            default: return nil
            }
        }
        return notify
    }

    package var originalRecipient: DSNOriginalRecipient? {
        guard let text = first("ORCPT")?.value, let semicolon = text.firstIndex(of: ";"), semicolon > text.startIndex,
            let address = XText.decode(String(text[text.index(after: semicolon)...]))
        else { return nil }
        return DSNOriginalRecipient(addressType: String(text[..<semicolon]), address: address)
    }
}

extension SMTPParameter {
    package static func size(_ octets: UInt64) -> SMTPParameter { SMTPParameter("SIZE", String(octets)) }
    package static func body(_ type: SMTPBodyType) -> SMTPParameter { SMTPParameter("BODY", type.rawValue) }
    package static let smtpUTF8 = SMTPParameter("SMTPUTF8")

    package static func submitter(_ submitter: SMTPSubmitter) -> SMTPParameter {
        switch submitter {
        case .unknown: SMTPParameter("AUTH", "<>")
        case .identity(let text): SMTPParameter("AUTH", XText.encode(text))
        }
    }

    package static func returnsFullMessage(_ full: Bool) -> SMTPParameter {
        SMTPParameter("RET", full ? "FULL" : "HDRS")
    }

    package static func envelopeID(_ id: String) -> SMTPParameter { SMTPParameter("ENVID", XText.encode(id)) }

    package static func notify(_ notify: DSNNotify) -> SMTPParameter {
        let words: [(DSNNotify, String)] = [(.success, "SUCCESS"), (.failure, "FAILURE"), (.delay, "DELAY")]
        let chosen = words.filter { notify.contains($0.0) }.map(\.1)
        return SMTPParameter("NOTIFY", chosen.isEmpty ? "NEVER" : chosen.joined(separator: ","))
    }

    package static func originalRecipient(_ recipient: DSNOriginalRecipient) -> SMTPParameter {
        SMTPParameter("ORCPT", "\(recipient.addressType);\(XText.encode(recipient.address))")
    }
}

/// Text inside a parameter: `+2B` for what may not stand there, RFC 3461 section 4.
package enum XText {
    package static func encode(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if byte.isVisibleASCII, byte != UInt8(ascii: "+"), byte != UInt8(ascii: "=") {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "+"), digits[Int(byte >> 4)], digits[Int(byte & 0x0F)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Nil where a `+` has no two hexadecimal digits behind it. Other bytes stand for themselves.
    package static func decode(_ text: String) -> String? {
        let bytes = Array(text.utf8)
        var cursor = ByteCursor(bytes.span)
        var decoded: [UInt8] = []
        while let byte = cursor.take() {
            guard byte == UInt8(ascii: "+") else {
                decoded.append(byte)
                continue
            }
            guard let high = cursor.take()?.hexValue, let low = cursor.take()?.hexValue else { return nil }
            decoded.append(high << 4 | low)
        }
        return String(wire: decoded.span)
    }
}
