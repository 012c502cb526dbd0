/// One line of an EHLO reply, RFC 5321 section 4.1.1.1: what this server can do beyond RFC 5321.
package enum SMTPExtension: Sendable, Hashable {
    /// RFC 1870; nil: no figure was given. 0 means no fixed limit.
    case size(UInt64?)
    /// RFC 6152.
    case eightBitMIME
    /// RFC 2920.
    case pipelining
    /// RFC 2034.
    case enhancedStatusCodes
    /// RFC 3030: BDAT, and with the second BODY=BINARYMIME.
    case chunking, binaryMIME
    /// RFC 3207.
    case startTLS
    /// RFC 4954. `oldForm`: written `AUTH=PLAIN`, for clients that never learnt the space.
    case auth([SASLMechanism], oldForm: Bool = false)
    /// RFC 6531.
    case smtpUTF8
    /// RFC 3461.
    case dsn
    /// Commands that are part of SMTP and announced all the same.
    case help, vrfy, expn
    /// RFC 1985.
    case etrn
    /// Any other keyword, or one of these with parameters that it should not have; both as they stood.
    case other(keyword: String, parameters: String)
}

extension SMTPExtension: CustomStringConvertible {
    /// - Parameter line: One line of the reply behind its code, without CR LF. Keywords count in any case.
    package init(_ line: String) {
        let bytes = Array(line.utf8)
        var cursor = ByteCursor(bytes.span)
        cursor.skip(while: \.isSpaceOrTab)
        let keyword = String(wire: cursor.takeKeyword())
        let isOldAuth = keyword.matches("AUTH") && cursor.take(UInt8(ascii: "="))
        cursor.skip(while: \.isSpaceOrTab)
        let parameters = String(wire: cursor.takeRest())
        let words = parameters.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
        self =
            Self.known(keyword.uppercasedASCII, words, isOldAuth: isOldAuth)
            ?? .other(keyword: keyword, parameters: parameters)
    }

    private static func known(_ keyword: String, _ parameters: [String], isOldAuth: Bool) -> SMTPExtension? {
        switch (keyword, parameters.count) {
        case ("SIZE", 0): .size(nil)
        case ("SIZE", 1): UInt64(parameters[0]).map { .size($0) }
        case ("8BITMIME", 0): .eightBitMIME
        case ("PIPELINING", 0): .pipelining
        case ("ENHANCEDSTATUSCODES", 0): .enhancedStatusCodes
        case ("CHUNKING", 0): .chunking
        case ("BINARYMIME", 0): .binaryMIME
        case ("STARTTLS", 0): .startTLS
        case ("AUTH", _): .auth(parameters.map(SASLMechanism.init(name:)), oldForm: isOldAuth)
        case ("SMTPUTF8", 0): .smtpUTF8
        case ("DSN", 0): .dsn
        case ("HELP", 0): .help
        case ("VRFY", 0): .vrfy
        case ("EXPN", 0): .expn
        case ("ETRN", 0): .etrn
        default: nil
        }
    }

    /// The line as an EHLO reply has it behind the code.
    package var description: String {
        switch self {
        case .size(let octets): octets.map { "SIZE \($0)" } ?? "SIZE"
        case .eightBitMIME: "8BITMIME"
        case .pipelining: "PIPELINING"
        case .enhancedStatusCodes: "ENHANCEDSTATUSCODES"
        case .chunking: "CHUNKING"
        case .binaryMIME: "BINARYMIME"
        case .startTLS: "STARTTLS"
        case .auth(let mechanisms, let oldForm):
            "AUTH" + (oldForm ? "=" : mechanisms.isEmpty ? "" : " ") + mechanisms.map(\.name).joined(separator: " ")
        case .smtpUTF8: "SMTPUTF8"
        case .dsn: "DSN"
        case .help: "HELP"
        case .vrfy: "VRFY"
        case .expn: "EXPN"
        case .etrn: "ETRN"
        case .other(let keyword, let parameters): parameters.isEmpty ? keyword : "\(keyword) \(parameters)"
        }
    }
}

extension ByteCursor {
    /// Everything up to a blank or `=`: keywords that RFC 5321 would not allow are kept too.
    @_lifetime(copy self)
    fileprivate mutating func takeKeyword() -> Span<UInt8> {
        take(while: { !$0.isSpaceOrTab && $0 != UInt8(ascii: "=") })
    }
}

/// What a server says of itself in answer to EHLO: its name, a greeting, and its extensions.
package struct EHLOAnnouncement: Sendable, Hashable {
    package var domain: String
    /// The words behind the name, often none.
    package var greeting: String
    /// In the server's order.
    package var extensions: [SMTPExtension]

    package init(domain: String, greeting: String = "", extensions: [SMTPExtension]) {
        self.domain = domain
        self.greeting = greeting
        self.extensions = extensions
    }

    /// Reads the reply to EHLO (or LHLO); nil where it is a refusal. HELO's reply is an announcement without extensions.
    package init?(_ reply: SMTPReply) {
        guard reply.outcome == .done, let first = reply.lines.first else { return nil }
        let words = first.split(separator: " ", maxSplits: 1)
        domain = words.first.map(String.init) ?? ""
        greeting = words.count > 1 ? String(words[1]) : ""
        extensions = reply.lines.dropFirst().filter { !$0.isEmpty }.map(SMTPExtension.init)
    }

    /// The reply that announces it.
    package var reply: SMTPReply {
        let first = greeting.isEmpty ? domain : "\(domain) \(greeting)"
        return SMTPReply(.completed, lines: [first] + extensions.map(\.description))
    }

    package func offers(_ extension: SMTPExtension) -> Bool { extensions.contains(`extension`) }

    /// The figure behind SIZE where there is one that limits: octets of the largest message, RFC 1870 section 4.
    package var sizeLimit: UInt64? {
        for case .size(let octets?) in extensions where octets > 0 { return octets }
        return nil
    }

    /// All mechanisms of all AUTH lines, each once, in the server's order.
    package var mechanisms: [SASLMechanism] {
        var mechanisms: [SASLMechanism] = []
        for case .auth(let offered, _) in extensions {
            mechanisms += offered.filter { !mechanisms.contains($0) }
        }
        return mechanisms
    }
}
