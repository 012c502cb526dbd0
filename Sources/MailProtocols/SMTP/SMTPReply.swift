/// What a server answers: a three-digit code and its lines of text, RFC 5321 section 4.2.
package struct SMTPReply: Sendable, Hashable {
    /// ``ReplyCode/none`` when the first line that was heard began with no three digits.
    package var code: ReplyCode
    /// RFC 3463 status, written in front of every line's text (RFC 2034 section 4); nil where there is none.
    package var status: EnhancedStatus?
    /// The text after code and status, one element per line, without CR LF; never empty when read from a wire. Text that
    /// is not UTF-8 holds one code point a byte.
    package var lines: [String]

    package init(_ code: ReplyCode, _ status: EnhancedStatus? = nil, lines: [String]) {
        self.code = code
        self.status = status
        self.lines = lines
    }

    package init(_ code: ReplyCode, _ status: EnhancedStatus? = nil, _ text: String = "") {
        self.init(code, status, lines: [text])
    }

    package init(_ code: ReplyCode, _ text: String) { self.init(code, nil, lines: [text]) }

    /// How it went, by the first digit.
    package var outcome: ReplyCode.Outcome { code.outcome }

    /// The lines as one, joined by spaces: for a log or a bounce.
    package var text: String { lines.joined(separator: " ") }
}

// MARK: Written

extension SMTPReply {
    /// The reply as it goes over the wire: every line but the last has `-` behind the code, each ends with CR LF.
    ///
    /// CR, LF and NUL inside the texts are left out: a reply that repeats what a client said can never become two replies.
    /// A code outside 0...999 cannot be written; 554 stands in for it. No lines at all count as one empty line.
    package func encoded() -> [UInt8] {
        var wire: [UInt8] = []
        append(to: &wire)
        return wire
    }

    package func append(to wire: inout [UInt8]) {
        if lines.isEmpty { return append("", isLast: true, to: &wire) }
        for index in lines.indices { append(lines[index], isLast: index == lines.count - 1, to: &wire) }
    }

    private func append(_ text: String, isLast: Bool, to wire: inout [UInt8]) {
        let digits = (0...999).contains(code.rawValue) ? code : .transactionFailed
        // One growth for the whole line: code, status and line end have 18 octets at most.
        wire.reserveCapacity(wire.count + text.utf8.count + 18)
        wire.append(decimal: Int(digits.rawValue), width: 3)
        wire.append(UInt8(ascii: isLast ? " " : "-"))
        if let status {
            wire.append(0x30 + status.class.rawValue)
            wire.append(UInt8(ascii: "."))
            wire.append(decimal: Int(status.subject))
            wire.append(UInt8(ascii: "."))
            wire.append(decimal: Int(status.detail))
            wire.append(UInt8(ascii: " "))
        }
        wire.append(line: text)
        wire.appendLineEnd()
    }
}

// MARK: Read

extension SMTPReply {
    /// What is wrong with how a reply was written. None of it hides what the server meant.
    package enum Deviation: Sendable, Hashable, CaseIterable {
        /// A line ended by LF without CR.
        case bareLineFeed
        /// The last line has no line end.
        case unended
        /// The last line has `-` behind its code: more was announced.
        case unfinished
        /// Lines follow one that had no `-`: they belong to no reply of RFC 5321.
        case linesAfterLast
        /// A code without the space and text that RFC 5321 section 4.2 asks for.
        case missingText
        /// The lines' codes are not all alike; the first counts.
        case codesDiffer
        /// A line begins with no code, or something is glued to it: it is kept whole.
        case lineWithoutCode
        /// The first digit is not 2 to 5, or the second not 0 to 5, RFC 5321 section 4.2.
        case codeOutOfRange
        /// A CR or NUL stands inside a line.
        case controlCharacter
        /// Not ASCII, not even UTF-8.
        case notText
    }

    /// Reads a reply's complete bytes, all lines with their line ends. Nothing makes it fail: what is odd is among the
    /// deviations. ``status`` is taken out of the lines where the first line has one that fits the code; a line that
    /// carries another keeps it.
    package static func read(_ wire: Span<UInt8>) -> (reply: SMTPReply, deviations: Set<Deviation>) {
        var reply = SMTPReply(.none, lines: [])
        var deviations: Set<Deviation> = []
        var announced = true
        var cursor = ByteCursor(wire)
        repeat {
            if !announced { deviations.insert(.linesAfterLast) }
            announced = reply.append(cursor.takeLine(noting: &deviations), noting: &deviations)
        } while !cursor.isAtEnd
        if announced { deviations.insert(.unfinished) }
        if !reply.code.isInRange { deviations.insert(.codeOutOfRange) }
        return (reply, deviations)
    }

    /// ``read(_:)`` for whoever does not mind how it was written.
    package init(wire: Span<UInt8>) { self = Self.read(wire).reply }

    package init(wire: [UInt8]) { self.init(wire: wire.span) }

    /// Reads one line, without its end, into this reply; returns whether it announced another.
    private mutating func append(_ line: Span<UInt8>, noting deviations: inout Set<Deviation>) -> Bool {
        let isFirst = lines.isEmpty
        if !line.isUTF8 { deviations.insert(.notText) }
        var cursor = ByteCursor(line)
        guard let lineCode = cursor.takeReplyCode() else {
            deviations.insert(.lineWithoutCode)
            lines.append(String(wire: line))
            return false
        }
        if isFirst { code = lineCode }
        if lineCode != code { deviations.insert(.codesDiffer) }
        let hasMore = cursor.take(UInt8(ascii: "-"))
        guard hasMore || cursor.take(UInt8(ascii: " ")) || cursor.isAtEnd else {
            deviations.insert(.lineWithoutCode)
            lines.append(String(wire: line))
            return false
        }
        if cursor.isAtEnd { deviations.insert(.missingText) }
        takeStatus(from: &cursor, isFirst: isFirst)
        lines.append(String(wire: cursor.rest))
        return hasMore
    }

    /// RFC 2034 section 4: the status' class repeats the code's first digit, else it is ordinary text.
    private mutating func takeStatus(from cursor: inout ByteCursor, isFirst: Bool) {
        let start = cursor.offset
        guard let found = cursor.takeEnhancedStatus(), Int16(found.class.rawValue) == code.rawValue / 100,
            cursor.isAtEnd || cursor.take(UInt8(ascii: " ")), isFirst || found == status
        else {
            cursor.goBack(to: start)
            return
        }
        status = found
    }
}

extension ByteCursor {
    /// Moves over three digits; nil, and nothing moved, where there are not three.
    fileprivate mutating func takeReplyCode() -> ReplyCode? {
        let start = offset
        var number: Int16 = 0
        for _ in 0..<3 {
            guard let digit = next, digit.isASCIIDigit else {
                goBack(to: start)
                return nil
            }
            number = number * 10 + Int16(digit &- 0x30)
            _ = take()
        }
        return ReplyCode(rawValue: number)
    }

    /// Moves over a line and its end, and returns the line without the end.
    @_lifetime(copy self)
    fileprivate mutating func takeLine(noting deviations: inout Set<SMTPReply.Deviation>) -> Span<UInt8> {
        var line = take(while: { $0 != 0x0A })
        let hadLineFeed = take(0x0A)
        if !hadLineFeed { deviations.insert(.unended) }
        if line.count > 0, line[line.count - 1] == 0x0D {
            line = line.extracting(droppingLast: 1)
        } else if hadLineFeed {
            deviations.insert(.bareLineFeed)
        }
        for index in line.indices where line[index] == 0x0D || line[index] == 0 { deviations.insert(.controlCharacter) }
        return line
    }
}

// MARK: Codes

extension ReplyCode {
    // RFC 5321 section 4.2.3, and the extensions' own
    package static let systemStatus = ReplyCode(211)
    package static let helpMessage = ReplyCode(214)
    package static let ready = ReplyCode(220)
    package static let closing = ReplyCode(221)
    /// RFC 4954 section 6.
    package static let authenticated = ReplyCode(235)
    package static let completed = ReplyCode(250)
    package static let willForward = ReplyCode(251)
    package static let cannotVerify = ReplyCode(252)
    /// RFC 4954 section 4: a SASL challenge in base64.
    package static let authChallenge = ReplyCode(334)
    package static let startMail = ReplyCode(354)
    package static let serviceUnavailable = ReplyCode(421)
    package static let mailboxBusy = ReplyCode(450)
    package static let localError = ReplyCode(451)
    package static let insufficientStorage = ReplyCode(452)
    /// RFC 3207 section 4 for TLS, RFC 4954 section 4.7.1 for authentication.
    package static let temporarilyNotAvailable = ReplyCode(454)
    package static let cannotAccommodateParameters = ReplyCode(455)
    package static let unrecognized = ReplyCode(500)
    package static let badArguments = ReplyCode(501)
    package static let notImplemented = ReplyCode(502)
    package static let badSequence = ReplyCode(503)
    package static let parameterNotImplemented = ReplyCode(504)
    /// RFC 7504: this host accepts no mail at all.
    package static let acceptsNoMail = ReplyCode(521)
    /// RFC 4954 section 6; RFC 3207 section 4 uses it for "STARTTLS first".
    package static let authenticationRequired = ReplyCode(530)
    package static let credentialsInvalid = ReplyCode(535)
    package static let encryptionRequired = ReplyCode(538)
    package static let mailboxUnavailable = ReplyCode(550)
    package static let userNotLocal = ReplyCode(551)
    package static let exceededStorage = ReplyCode(552)
    package static let mailboxNameNotAllowed = ReplyCode(553)
    package static let transactionFailed = ReplyCode(554)
    package static let parametersNotRecognized = ReplyCode(555)
    /// RFC 7504: the domain's null MX says that it accepts no mail.
    package static let domainAcceptsNoMail = ReplyCode(556)

    /// Built as RFC 5321 section 4.2 says: 2 to 5, 0 to 5, any digit.
    package var isInRange: Bool { (200...599).contains(rawValue) && (0...5).contains(rawValue / 10 % 10) }
}
