import MailProtocols

/// Recognises what a connection speaks from the first octets of both sides; ports only help where these do not tell.
struct Guess {
    enum Verdict: Equatable {
        case speaks(MailProtocol)
        case notMail
        /// More octets are needed.
        case undecided
    }

    /// The first octets of each side, as far as they are captured.
    var client: ArraySlice<UInt8>
    var server: ArraySlice<UInt8>
    var serverPort: UInt16
    /// Nothing more comes, or enough was heard: decide now.
    var isFinal: Bool
    /// Enough was heard, and more comes.
    var isLong = false

    func verdict() -> Verdict {
        let assigned = MailPorts.service(on: serverPort)
        if client.isTLSHello || (client.isEmpty && isFinal && server.isTLSHello) { return tlsVerdict(assigned) }
        if client.hasAnyWord(of: ["LHLO"]) { return .speaks(.lmtp) }
        // Greetings of SMTP and LMTP are alike, and some clients answer either with a TLS hello: their first words decide.
        if !isFinal, client.saysTooLittle { return isHopeless(assigned) ? .notMail : .undecided }
        if server.begins(withAnyOf: Words.imapGreeting) {
            if assigned == .imap || client.looksLikeIMAPCommand || (isFinal && client.isEmpty) { return .speaks(.imap) }
        }
        if server.begins(withAnyOf: ["+OK", "-ERR"]) {
            if client.hasAnyWord(of: Words.pop3) { return .speaks(.pop3) }
            if assigned == .pop3 || assigned == .pop3s, !client.begins(withAnyOf: Words.redis) { return .speaks(.pop3) }
        }
        if server.beginsWithReply {
            if client.hasAnyWord(of: Words.smtp) { return .speaks(.smtp) }
            // A server that greets in the clear on a TLS port is worth showing.
            let isAssigned = (assigned == .smtp || assigned == .smtps) && !MailPorts.isFileTransfer(serverPort)
            let isCustomary = MailPorts.isCustomarySMTP(serverPort) && assigned != .lmtp
            if isAssigned || isCustomary { return .speaks(.smtp) }
            if isFinal, client.isEmpty, server.prefix(400).containsWord("SMTP") { return .speaks(.smtp) }
        }
        // Also with the name glued to the word, as people type it.
        if client.trimmed.begins(withAnyOf: ["EHLO", "HELO", "MAIL FROM:"]) { return .speaks(.smtp) }
        if isFinal { return lastResort(assigned) }
        return isHopeless(assigned) ? .notMail : .undecided
    }

    /// TLS whose content can be read: that decides, where it decides at all.
    func verdict(inside: SealedPrelude) -> Verdict {
        let assigned = MailPorts.service(on: serverPort)
        // The keys may be written later than this is captured; a port's word is enough not to wait.
        if inside.isWaitingForKey, !isFinal { return assigned == nil ? .undecided : tlsVerdict(assigned) }
        let guess = Guess(
            client: inside.client[...], server: inside.server[...], serverPort: MailPorts.plain(serverPort),
            isFinal: isFinal)
        return switch guess.verdict() {
        case .undecided: .undecided
        case .notMail: tlsVerdict(assigned)
        case .speaks(let spoken): spoken == .unknown ? tlsVerdict(assigned) : .speaks(spoken.insideTLS)
        }
    }

    /// TLS that nobody can read: a port assigned to mail says what is inside, else what the client asks for in its hello
    /// (ALPN, RFC 7301).
    private func tlsVerdict(_ assigned: MailProtocol?) -> Verdict {
        if let spoken = assigned?.insideTLS, spoken != .unknown { return .speaks(spoken) }
        var records = TLSRecords()
        records.take(client.span)
        if isFinal { records.finish() }
        guard let hello = records.clientHello else {
            return isFinal || records.isHelloOver ? .notMail : .undecided
        }
        for name in hello.applicationProtocols {
            if let spoken = MailProtocol(rawValue: name)?.insideTLS, spoken != .unknown { return .speaks(spoken) }
        }
        return .notMail
    }

    /// No more octets can make this mail: stop keeping them.
    private func isHopeless(_ assigned: MailProtocol?) -> Bool {
        guard assigned == nil else { return false }
        // On a port that mail often uses, whatever is no mail for sure may be picked up in the middle.
        let isCustomary = MailPorts.isCustomarySMTP(serverPort)
        if client.begins(withAnyOf: Words.otherClients), !isCustomary { return true }
        if client.begins(withAnyOf: ["CONNECT "]) { return false }
        if server.begins(withAnyOf: ["HTTP/", "SSH-"]) { return true }
        let serverHasStatus = server.beginsWithReply || server.begins(withAnyOf: ["+OK", "-ERR", "* "])
        return !isCustomary && !client.isEmpty && client.contains(Ascii.lineFeed) && server.count >= 8
            && !serverHasStatus
    }

    /// One side only, or picked up in the middle: the shapes of lines anywhere, on an assigned port.
    private func lastResort(_ assigned: MailProtocol?) -> Verdict {
        if server.isEmpty || client.isEmpty {
            if assigned == .smtp || assigned == .smtps, client.hasAnyWord(of: Words.smtp) { return .speaks(.smtp) }
            if assigned == .pop3 || assigned == .pop3s, client.hasAnyWord(of: Words.pop3) { return .speaks(.pop3) }
            if assigned == .imap || assigned == .imaps, client.looksLikeIMAPCommand { return .speaks(.imap) }
        }
        if assigned == .smtp || assigned == .smtps || MailPorts.isCustomarySMTP(serverPort) {
            let hasCommand = client.hasLine { line in
                line.begins(withAnyOf: ["MAIL FROM:", "RCPT TO:"]) || line.isLine("DATA") || line.isLine("QUIT")
            }
            // Picked up inside a long message, whose lines tell nothing.
            let isMessage = isLong && client.isText && server.isText
            if hasCommand || isMessage || server.hasLine({ $0.beginsWithReply }) { return .speaks(.smtp) }
        }
        if assigned == .pop3 || assigned == .pop3s {
            if isLong && client.isText && server.isText
                || client.hasLine({ $0.hasAnyWord(of: Words.pop3Transaction) })
                || server.hasLine({ $0.begins(withAnyOf: ["+OK"]) })
            {
                return .speaks(.pop3)
            }
        }
        if assigned == .imap || assigned == .imaps {
            if client.hasLine({ $0.looksLikeIMAPCommand }) || server.hasLine({ $0.begins(withAnyOf: ["* "]) }) {
                return .speaks(.imap)
            }
        }
        return assigned == nil ? .notMail : .speaks(.unknown)
    }

    /// Which side these first octets of a half come from, where no SYN tells; nil when they do not tell either.
    static func side(speaking bytes: ArraySlice<UInt8>) -> Side? {
        let speaksAsClient =
            bytes.hasAnyWord(of: Words.smtp) || bytes.hasAnyWord(of: Words.pop3) || bytes.isTLSHello
        let speaksAsServer =
            bytes.beginsWithReply || bytes.begins(withAnyOf: ["+OK", "-ERR"])
            || bytes.begins(withAnyOf: Words.imapGreeting)
        return speaksAsClient == speaksAsServer ? nil : speaksAsClient ? .client : .server
    }
}

private enum Words {
    static let smtp: [StaticString] = [
        "EHLO", "HELO", "LHLO", "MAIL", "RCPT", "DATA", "BDAT", "STARTTLS", "AUTH", "QUIT", "NOOP", "RSET", "HELP",
        "VRFY",
        "EXPN", "XCLIENT", "ETRN",
    ]
    static let pop3: [StaticString] = [
        "USER", "APOP", "CAPA", "AUTH", "STLS", "STAT", "LIST", "UIDL", "RETR", "QUIT", "PASS", "TOP", "DELE", "NOOP",
    ]
    static let pop3Transaction: [StaticString] = ["RETR", "LIST", "UIDL", "QUIT", "DELE", "TOP"]
    static let imap: [StaticString] = [
        "CAPABILITY", "LOGIN", "AUTHENTICATE", "STARTTLS", "SELECT", "NOOP", "LOGOUT", "ID", "FETCH", "UID", "LIST",
        "EXAMINE",
    ]
    static let imapGreeting: [StaticString] = ["* OK", "* PREAUTH", "* BYE", "* CAPABILITY"]
    /// Redis answers +OK as well; its clients speak in arrays or say PING.
    static let redis: [StaticString] = ["*1", "*2", "*3", "*4", "PING"]
    static let otherClients: [StaticString] = ["GET ", "POST ", "PUT ", "HEAD ", "OPTIONS ", "SSH-"]
}

extension ArraySlice<UInt8> {
    fileprivate func begins(withAnyOf words: [StaticString]) -> Bool {
        for word in words where span.starts(with: word) { return true }
        return false
    }

    /// Without the white space in front.
    fileprivate var trimmed: ArraySlice<UInt8> { drop { $0 == Ascii.space || (0x09...0x0D).contains($0) } }

    /// Behind white space one of the words, in any case, and no letter or digit behind it.
    fileprivate func hasAnyWord(of words: [StaticString]) -> Bool {
        let trimmed = trimmed
        for word in words where trimmed.span.starts(with: word) {
            guard let next = trimmed.dropFirst(word.utf8CodeUnitCount).first else { return true }
            let isWordByte = (0x30...0x39).contains(next) || (0x41...0x5A).contains(next & 0xDF) || next == 0x5F
            if !isWordByte { return true }
        }
        return false
    }

    /// A reply code of SMTP and its separator.
    fileprivate var beginsWithReply: Bool {
        guard count >= 4 else { return false }
        let code = self[startIndex]
        let rest = self[(startIndex + 1)...]
        return (0x32...0x35).contains(code) && rest.prefix(2).allSatisfy { (0x30...0x39).contains($0) }
            && (self[startIndex + 3] == Ascii.space || self[startIndex + 3] == Ascii.hyphen)
    }

    /// None of the octets so far, or too few to tell a TLS hello or LHLO from something else.
    fileprivate var saysTooLittle: Bool {
        guard let first else { return true }
        if first == 0x16 || first == 0x80 { return count < 6 }
        return count < 4 && [UInt8]("LHLO".utf8).starts(with: map { $0 & 0xDF })
    }

    /// Lines of text, as far as a glance tells: nothing but printable octets, tabs and line ends.
    fileprivate var isText: Bool {
        allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == Ascii.tab || $0 == Ascii.lineFeed || $0 == Ascii.carriageReturn }
    }

    /// A handshake record with a hello in it, or an SSL 2.0 hello; RFC 8446 section 5.1.
    fileprivate var isTLSHello: Bool {
        guard count >= 4 else { return false }
        let bytes = Array(prefix(6))
        if bytes[0] == 0x80, bytes[2] == 1, bytes[3] == 3 { return true }
        guard bytes.count == 6 else { return false }
        return bytes[0] == 0x16 && bytes[1] == 3 && bytes[2] <= 4 && (bytes[5] == 1 || bytes[5] == 2)
    }

    /// Any record of SSL 3.0 to TLS 1.3, or an SSL 2.0 hello.
    var isTLSRecord: Bool {
        guard count >= 3 else { return false }
        let bytes = Array(prefix(4))
        if bytes[0] == 0x80 { return bytes.count == 4 && bytes[2] == 1 && bytes[3] == 3 }
        return (0x14...0x18).contains(bytes[0]) && bytes[1] == 3 && bytes[2] <= 4
    }

    /// A tag, a blank and a command of IMAP, RFC 9051 section 2.2.1.
    fileprivate var looksLikeIMAPCommand: Bool {
        guard let blank = firstIndex(of: Ascii.space), blank > startIndex else { return false }
        guard !self[startIndex..<blank].contains(where: { $0 == 0x2A || $0 == 0x2B || $0 <= 0x20 }) else {
            return false
        }
        return self[(blank + 1)...].hasAnyWord(of: Words.imap)
    }

    fileprivate func isLine(_ word: StaticString) -> Bool {
        let end = last == Ascii.carriageReturn ? endIndex - 1 : endIndex
        return end - startIndex == word.utf8CodeUnitCount && span.starts(with: word)
    }

    fileprivate func hasLine(_ isSuch: (ArraySlice<UInt8>) -> Bool) -> Bool {
        split(separator: Ascii.lineFeed).contains(where: isSuch)
    }

    fileprivate func containsWord(_ word: StaticString) -> Bool {
        indices.contains { self[$0...].begins(withAnyOf: [word]) }
    }
}
