// Read where RFC 5321 section 4.1.2 has them; what departs from it is noted, not refused, where the meaning is plain.
extension SMTPLineReader {
    /// `<>` or what ``forwardPath(postmasterAllowed:)`` reads.
    mutating func reversePath() throws(SMTPSyntaxError) -> ReversePath {
        let start = cursor.offset
        if cursor.take("<>") { return .null }
        if cursor.take(UInt8(ascii: "<")), blanks(noting: .spaceInsideBrackets), cursor.take(UInt8(ascii: ">")) {
            return .null
        }
        cursor.goBack(to: start)
        let path = try forwardPath(postmasterAllowed: false)
        return .mailbox(path.mailbox, via: path.route)
    }

    /// `<` route mailbox `>`, or a mailbox without brackets.
    mutating func forwardPath(postmasterAllowed: Bool) throws(SMTPSyntaxError) -> ForwardPath {
        guard cursor.take(UInt8(ascii: "<")) else {
            guard let next = cursor.next, next != UInt8(ascii: ">") else { throw error(.openingBracket) }
            deviations.insert(.missingBrackets)
            return ForwardPath(try mailbox(postmasterAllowed: postmasterAllowed))
        }
        blanks(noting: .spaceInsideBrackets)
        let route = try sourceRoute()
        let mailbox = try mailbox(postmasterAllowed: postmasterAllowed)
        blanks(noting: .spaceInsideBrackets)
        guard cursor.take(UInt8(ascii: ">")) else { throw error(.closingBracket) }
        return ForwardPath(mailbox, via: route)
    }

    /// `@a,@b:`, or nothing.
    private mutating func sourceRoute() throws(SMTPSyntaxError) -> [MailDomain] {
        var route: [MailDomain] = []
        while cursor.take(UInt8(ascii: "@")) {
            deviations.insert(.sourceRoute)
            route.append(try domain())
            if cursor.take(UInt8(ascii: ":")) { return route }
            guard cursor.take(UInt8(ascii: ",")) else { throw error(.colon) }
            guard cursor.next == UInt8(ascii: "@") else { throw error(.atSign) }
        }
        return route
    }

    mutating func mailbox(postmasterAllowed: Bool = false) throws(SMTPSyntaxError) -> Mailbox {
        let start = cursor.offset
        let localPart = try localPart()
        var domain: MailDomain?
        if cursor.take(UInt8(ascii: "@")) { domain = try self.domain() }
        guard let mailbox = Mailbox(localPart: localPart, domain: domain) else { throw error(.mailbox, at: start) }
        if domain == nil, !(postmasterAllowed && mailbox.isPostmaster) { deviations.insert(.missingDomain) }
        return mailbox
    }

    private mutating func localPart() throws(SMTPSyntaxError) -> String {
        if cursor.take(UInt8(ascii: "\"")) { return try quotedString() }
        let text = String(
            wire: cursor.take(while: { byte in
                (byte.isVisibleASCII || byte >= 0x80) && byte != UInt8(ascii: "@") && byte != UInt8(ascii: "<")
                    && byte != UInt8(ascii: ">") && byte != UInt8(ascii: "\"")
            }))
        guard !text.isEmpty else { throw error(.localPart) }
        if !text.isDotString { deviations.insert(.looseLocalPart) }
        return text
    }

    /// What follows an opening quote, to the closing one.
    private mutating func quotedString() throws(SMTPSyntaxError) -> String {
        var bytes: [UInt8] = []
        while let byte = cursor.next, !byte.isControl {
            _ = cursor.take()
            if byte == UInt8(ascii: "\"") { return String(wire: bytes.span) }
            if byte == UInt8(ascii: "\\") {
                guard let escaped = cursor.next, !escaped.isControl else { break }
                _ = cursor.take()
                bytes.append(escaped)
            } else {
                bytes.append(byte)
            }
        }
        throw error(.closingQuote)
    }

    private mutating func domain() throws(SMTPSyntaxError) -> MailDomain {
        let start = cursor.offset
        if cursor.take(UInt8(ascii: "[")) {
            let inside = String(wire: cursor.take(while: { $0.isVisibleASCII && !(0x5B...0x5D).contains($0) }))
            guard cursor.take(UInt8(ascii: "]")) else { throw error(.closingSquareBracket) }
            guard let literal = AddressLiteral(inside: inside) else { throw error(.addressLiteral, at: start) }
            return .literal(literal)
        }
        let domain = MailDomain.name(String(wire: cursor.take(while: \.mayStandInDomain)))
        guard cursor.offset > start else { throw error(.domain) }
        if !domain.isWellFormed { deviations.insert(.looseDomain) }
        return domain
    }
}
