/// The part of a mailbox behind the `@`.
///
/// Names are equal without regard to the case of ASCII letters (RFC 5321 section 2.4); the spelling is kept.
package enum MailDomain: Sendable, Hashable, CustomStringConvertible {
    case name(String)
    case literal(AddressLiteral)

    package var description: String {
        switch self {
        case .name(let name): name
        case .literal(let literal): literal.description
        }
    }

    /// Made of letters, digits, hyphens and single dots, no label above 63 bytes, at most 255 in all (RFC 5321 sections
    /// 2.3.5 and 4.5.3.1.2); bytes above 127 pass as parts of an internationalised name.
    package var isWellFormed: Bool {
        guard case .name(let name) = self else { return true }
        var octets = 0
        var last = UInt8(ascii: ".")
        for byte in name.utf8 {
            switch byte {
            case UInt8(ascii: "."):
                guard octets > 0, last != UInt8(ascii: "-") else { return false }
                octets = 0
            case UInt8(ascii: "-") where octets == 0: return false
            default:
                guard octets < 63, byte.isASCIILetterOrDigit || byte == UInt8(ascii: "-") || byte >= 0x80 else {
                    return false
                }
                octets += 1
            }
            last = byte
        }
        return octets > 0 && last != UInt8(ascii: "-") && name.utf8.count <= 255
    }

    package static func == (left: MailDomain, right: MailDomain) -> Bool {
        switch (left, right) {
        case (.name(let left), .name(let right)): left.matches(right)
        case (.literal(let left), .literal(let right)): left == right
        case (.name, .literal), (.literal, .name): false
        }
    }

    package func hash(into hasher: inout Hasher) {
        switch self {
        case .name(let name): hasher.combine(name.lowercasedASCII)
        case .literal(let literal): hasher.combine(literal)
        }
    }
}

/// Whom a letter is from or for, RFC 5321 section 4.1.2: `alice@south.example`, `"a b"@[192.0.2.1]`, `postmaster`.
///
/// Two mailboxes are equal when their local parts are, byte for byte (only the receiving host may know better, RFC 5321
/// section 2.4), and their domains without regard to case. `"alice"@x` and `alice@x` are one mailbox. The lone
/// `postmaster` equals itself in any case, RFC 5321 section 4.5.1.
///
/// A local part is a peer's text: it may hold slashes and dots, and is never a file's name.
package struct Mailbox: Sendable, Hashable, CustomStringConvertible {
    /// What the quoting stands for, without quotes and backslashes; no control characters.
    package let localPart: String
    /// Nil for `postmaster`, and for local names that a client sent without one.
    package let domain: MailDomain?

    /// Nil when a part holds characters that no envelope can carry: controls, and in the domain spaces, commas and
    /// brackets. So every mailbox can be written.
    package init?(localPart: String, domain: MailDomain?) {
        guard !localPart.utf8.contains(where: \.isControl) else { return nil }
        if case .name(let name) = domain {
            guard !name.isEmpty, name.utf8.allSatisfy(\.mayStandInDomain) else { return nil }
        } else if domain == nil, localPart.isEmpty {
            return nil
        }
        self.localPart = localPart
        self.domain = domain
    }

    /// Reads an address as a command would carry it, without angle brackets.
    ///
    /// - Throws: ``SMTPSyntaxError`` with the offset in the text's UTF-8.
    package init(_ text: String) throws(SMTPSyntaxError) {
        let bytes = Array(text.utf8)
        var reader = SMTPLineReader(bytes.span)
        self = try reader.mailbox()
        try reader.expectEnd()
    }

    package var isPostmaster: Bool { localPart.matches("postmaster") }

    /// As on the wire, quoted where it must be.
    package var description: String {
        domain.map { quotedLocalPart + "@" + $0.description } ?? quotedLocalPart
    }

    /// The local part as on the wire: as it is when it is a dot-string, else as a quoted string.
    package var quotedLocalPart: String {
        if localPart.isDotString { return localPart }
        var quoted = "\""
        for scalar in localPart.unicodeScalars {
            if scalar == "\"" || scalar == "\\" { quoted.unicodeScalars.append("\\") }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }

    package static func == (left: Mailbox, right: Mailbox) -> Bool {
        if left.domain == nil, right.domain == nil, left.isPostmaster { return right.isPostmaster }
        // By bytes: String's own equality would join different spellings of one accented letter.
        return left.domain == right.domain && left.localPart.utf8.elementsEqual(right.localPart.utf8)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(domain)
        hasher.combine(domain == nil && isPostmaster ? "postmaster" : localPart)
    }
}

extension String {
    /// RFC 5321 section 4.1.2 Dot-string; bytes above 127 pass as RFC 6531 section 3.3 allows.
    var isDotString: Bool {
        var isInsideAtom = false
        for byte in utf8 {
            guard byte == UInt8(ascii: ".") ? isInsideAtom : byte.isAtomText else { return false }
            isInsideAtom = byte != UInt8(ascii: ".")
        }
        return isInsideAtom
    }
}

extension UInt8 {
    /// RFC 5322 section 3.2.3 atext, and bytes above 127.
    var isAtomText: Bool {
        switch self {
        case UInt8(ascii: "!"), 0x23...0x27, UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "-"),
            UInt8(ascii: "/"), UInt8(ascii: "="), UInt8(ascii: "?"), 0x5E...0x60, 0x7B...0x7E, 0x80...:
            true
        default: isASCIILetterOrDigit
        }
    }

    /// What a lenient reader takes for a domain: everything but what could end or divide a path.
    var mayStandInDomain: Bool {
        switch self {
        case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "@"), UInt8(ascii: ","), UInt8(ascii: ":"),
            UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "("),
            UInt8(ascii: ")"), UInt8(ascii: ";"):
            false
        default: isVisibleASCII || self >= 0x80
        }
    }
}
