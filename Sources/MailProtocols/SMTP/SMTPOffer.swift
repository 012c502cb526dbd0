/// What servers offer in the reply to EHLO, and what clients make use of.
extension SMTPConversation.Offer {
    /// Reads the keywords of an EHLO reply, RFC 5321 section 4.1.1.1: one a line, behind the code and its separator.
    ///
    /// - Parameters:
    ///   - allowed: The number behind SIZE, RFC 1870 section 4; 0 where there is none.
    ///   - isCrossedOut: A keyword is written over with X, as boxes do that want no TLS.
    init(announcedIn reply: Span<UInt8>, allowed: inout Int, isCrossedOut: inout Bool) {
        self = []
        allowed = 0
        var start = firstIndex(of: Ascii.lineFeed, in: reply, from: 0).map { $0 + 1 } ?? reply.count
        while start + 4 < reply.count {
            let end = firstIndex(of: Ascii.lineFeed, in: reply, from: start) ?? reply.count
            let keyword = reply.extracting(start + 4..<max(end, start + 4))
            switch keyword.count {
            case _ where keyword.starts(with: "PIPELINING"): insert(.pipelining)
            case _ where keyword.starts(with: "STARTTLS"): insert(.startTLS)
            case _ where keyword.starts(with: "CHUNKING"): insert(.chunking)
            case _ where keyword.starts(with: "8BITMIME"): insert(.eightBitMIME)
            case _ where keyword.starts(with: "SIZE"):
                insert(.size)
                allowed = keyword.number(from: 5)
            case _ where keyword.starts(with: "AUTH"): insert(.auth)
            case _ where keyword.starts(with: "SMTPUTF8"): insert(.smtpUTF8)
            case _ where keyword.starts(with: "DSN"): insert(.dsn)
            case _ where keyword.starts(with: "ENHANCEDSTATUSCODES"): insert(.enhancedStatusCodes)
            case _ where keyword.starts(with: "XXXX"):
                isCrossedOut = isCrossedOut || keyword.isCrossedOut(from: 0, to: 4)
            case _ where keyword.definesNoParameters: break
            default: insert(.others)
            }
            start = end + 1
        }
    }
}

/// The parameters of MAIL or RCPT, RFC 5321 section 4.1.1.11, and the extensions that they belong to.
struct UsedParameters {
    private var extensions: SMTPConversation.Offer = []
    private var hasUnknown = false
    /// The value of SIZE, in octets; 0 where it is not among them.
    private(set) var declaredSize = 0
    /// A keyword or a value is missing.
    private(set) var isMalformed = false

    init(_ parameters: Span<UInt8>) {
        var start = 0
        while start < parameters.count {
            let end = firstIndex(of: Ascii.space, in: parameters, from: start) ?? parameters.count
            if end > start { add(parameters.extracting(start..<end)) }
            start = end + 1
        }
    }

    private mutating func add(_ parameter: Span<UInt8>) {
        let last = parameter[parameter.count - 1]
        if last == UInt8(ascii: "="), parameter[0] != last { isMalformed = true }
        switch parameter.count {
        case _ where parameter.starts(with: "SIZE="):
            extensions.insert(.size)
            declaredSize = parameter.number(from: 5)
        case _ where parameter.starts(with: "BODY="): extensions.insert(.eightBitMIME)
        case _ where parameter.starts(with: "SMTPUTF8"): extensions.insert(.smtpUTF8)
        case _ where parameter.starts(with: "AUTH="): extensions.insert(.auth)
        case _ where parameter.starts(with: "RET="): extensions.insert(.dsn)
        case _ where parameter.starts(with: "ENVID="): extensions.insert(.dsn)
        case _ where parameter.starts(with: "NOTIFY="): extensions.insert(.dsn)
        case _ where parameter.starts(with: "ORCPT="): extensions.insert(.dsn)
        default:
            if CommandWord(line: parameter) == nil { isMalformed = true }
            hasUnknown = true
        }
    }

    func areOffered(by offer: SMTPConversation.Offer) -> Bool {
        offer.isSuperset(of: extensions) && (!hasUnknown || offer.contains(.others))
    }
}

extension Span<UInt8> {
    /// A keyword of EHLO whose extension has no parameters for MAIL and RCPT.
    fileprivate var definesNoParameters: Bool {
        starts(with: "HELP") || starts(with: "VRFY") || starts(with: "EXPN") || starts(with: "ETRN")
            || starts(with: "BINARYMIME") || starts(with: "LIMITS") || starts(with: "XCLIENT")
            || starts(with: "XFORWARD")
    }

    /// Behind 334 stands something that is not base64; of several lines the first tells.
    var hasUnreadableChallenge: Bool {
        var end = firstIndex(of: Ascii.lineFeed, in: self, from: 0) ?? count
        if end > 0, self[end - 1] == Ascii.carriageReturn { end -= 1 }
        return end > 4 && LoginWatch.isUnreadable(challenge: extracting(4..<end))
    }

    /// The decimal number that begins at `start`; 0 where there is none, or more than eighteen digits.
    fileprivate func number(from start: Int) -> Int {
        var value = 0
        var index = start
        while index < count, index < start + 18, (0x30...0x39).contains(self[index]) {
            value = value * 10 + Int(self[index] - 0x30)
            index += 1
        }
        return index < count && (0x30...0x39).contains(self[index]) ? 0 : value
    }
}
