/// What can be told of a line at a glance, without parsing it.
extension Span<UInt8> {
    /// The number that three leading digits make; nil where the line does not begin with three digits.
    var replyDigits: Int? {
        guard count >= 3 else { return nil }
        var value = 0
        for index in 0..<3 {
            let digit = Int(self[index]) - 0x30
            guard (0...9).contains(digit) else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    /// Does the line say what only a server says: a code and its separator, or a status indicator?
    var looksLikeReply: Bool {
        if count > 3, replyDigits != nil { return self[3] == Ascii.space || self[3] == Ascii.hyphen }
        return starts(with: "+OK") || starts(with: "-ERR")
    }

    /// Words between blanks.
    var words: Int {
        var words = 0
        var inWord = false
        for index in indices {
            let isBlank = self[index] == Ascii.space || (0x09...0x0D).contains(self[index])
            if !isBlank, !inWord { words += 1 }
            inWord = !isBlank
        }
        return words
    }

    /// All X: what boxes on the way write over words that they do not like.
    func isCrossedOut(from start: Int, to end: Int) -> Bool {
        guard end - start >= 4, end <= count else { return false }
        for index in start..<end where self[index] != UInt8(ascii: "X") { return false }
        return true
    }
}

/// Notes on the octets of a command or reply line: NUL, a bare carriage return, octets beyond US-ASCII.
func octetNotes(_ line: Span<UInt8>) -> NoteSet {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highs = ones &* 0x80
    let octets = line.bytes
    var sum: UInt64 = 0
    // In these, a byte's highest bit tells that it was zero: the octet itself, or its difference from CR.
    var nul: UInt64 = 0
    var carriageReturn: UInt64 = 0
    var index = 0
    while index + 8 <= line.count {
        let eight = octets.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
        let difference = eight ^ (ones &* UInt64(Ascii.carriageReturn))
        sum |= eight
        nul |= (eight &- ones) & ~eight & highs
        carriageReturn |= (difference &- ones) & ~difference & highs
        index += 8
    }
    var hasNUL = nul != 0
    var hasReturn = carriageReturn != 0
    while index < line.count {
        sum |= UInt64(line[index])
        hasNUL = hasNUL || line[index] == 0
        hasReturn = hasReturn || line[index] == Ascii.carriageReturn
        index += 1
    }
    var notes: NoteSet = []
    if sum & highs != 0 { notes.insert(.eightBitCommand) }
    if hasNUL { notes.insert(.nulByte) }
    if hasReturn { notes.insert(.bareCarriageReturn) }
    return notes
}

/// Could this octet begin a TLS record, RFC 8446 section 5.1, or an SSL 2.0 hello?
func looksLikeTLS(_ first: UInt8) -> Bool { (20...23).contains(first) || first == 0x80 }

/// Does the first line begin with a command word of SMTP?
func beginsWithKnownVerb(_ window: Span<UInt8>) -> Bool {
    let verb = SMTPVerb(line: window)
    return verb != .none && verb != .unknown
}

/// Is the first line a command of SMTP from its first octet to its last? No message begins so: it begins with a header
/// field, or at worst with prose, whose first word may well be one of SMTP's.
func beginsWithWholeCommand(_ window: Span<UInt8>) -> Bool {
    var end = firstIndex(of: Ascii.lineFeed, in: window, from: 0) ?? window.count
    if end > 0, window[end - 1] == Ascii.carriageReturn { end -= 1 }
    let line = window.extracting(0..<end)
    guard let word = CommandWord(line: line) else { return false }
    let argument = line.extracting(word.end..<end)
    switch SMTPVerb(line: line) {
    case .mail: return argument.starts(with: " FROM:")
    case .rcpt: return argument.starts(with: " TO:")
    case .data, .rset, .quit, .starttls, .noop, .help, .turn: return argument.words == 0
    case .ehlo, .helo, .lhlo, .vrfy, .expn, .etrn: return argument.words == 1
    case .bdat: return ChunkSize.parse(line) != nil
    case .auth: return LoginLine(line).mechanism?.isKnown ?? false
    case .none, .unknown, .atrn, .burl, .send, .soml, .saml, .xclient, .xforward, .xexch50: return false
    }
}

/// Can more octets make, or unmake, a command word of SMTP of these?
func startsKnownVerb(_ window: Span<UInt8>) -> Bool {
    // The longest word has eight letters.
    guard window.count <= 8 else { return false }
    let begun = window.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }.uppercased()
    return SMTPVerb.allCases.contains { $0.word.hasPrefix(begun) }
}

/// Is the first line empty, `*`, or made of base64's alphabet alone? Then it may be a SASL response, RFC 4954 section 4.
func firstLineLooksLikeBase64(_ window: Span<UInt8>) -> Bool {
    var end = firstIndex(of: Ascii.lineFeed, in: window, from: 0) ?? window.count
    if end > 0, window[end - 1] == Ascii.carriageReturn { end -= 1 }
    if end == 1, window[0] == UInt8(ascii: "*") { return true }
    return isBase64(window.extracting(0..<end))
}

/// Groups of four letters of base64, RFC 4648 section 4, not decoded.
func isBase64(_ text: Span<UInt8>) -> Bool {
    guard text.count.isMultiple(of: 4) else { return false }
    for index in text.indices {
        switch text[index] {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="):
            continue
        default: return false
        }
    }
    return true
}

/// The arguments of BDAT, RFC 3030 section 2.
enum ChunkSize {
    /// - Returns: nil for anything but one number below 2^64 and perhaps the word LAST. Numbers beyond `Int.max` are clamped:
    ///   no capture holds so many octets.
    static func parse(_ line: Span<UInt8>) -> (size: Int, last: Bool)? {
        guard let word = CommandWord(line: line) else { return nil }
        var index = word.end
        let blanks = skipBlanks(line, &index)
        let digits = index
        var size: UInt64 = 0
        while index < line.count, (0x30...0x39).contains(line[index]) {
            let (tens, overflow) = size.multipliedReportingOverflow(by: 10)
            let (sum, carry) = tens.addingReportingOverflow(UInt64(line[index] - 0x30))
            guard !overflow, !carry else { return nil }
            size = sum
            index += 1
        }
        guard blanks > 0, index > digits else { return nil }
        var last = false
        if skipBlanks(line, &index) > 0, index < line.count {
            let tail = line.extracting(index..<line.count)
            guard tail.starts(with: "LAST") else { return nil }
            last = true
            index += 4
            _ = skipBlanks(line, &index)
        }
        guard index == line.count else { return nil }
        return (Int(clamping: size), last)
    }

    private static func skipBlanks(_ line: Span<UInt8>, _ index: inout Int) -> Int {
        let start = index
        while index < line.count, line[index] == Ascii.space || (0x09...0x0D).contains(line[index]) { index += 1 }
        return index - start
    }
}

extension SMTPVerb {
    /// The code by which a server usually grants the command.
    package var grantingCode: ReplyCode {
        switch self {
        case .data: ReplyCode(354)
        case .auth: ReplyCode(334)
        case .quit: ReplyCode(221)
        case .starttls: ReplyCode(220)
        default: ReplyCode(250)
        }
    }
}
