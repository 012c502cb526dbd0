import Dialogue
import MailProtocols

/// What a remark quotes of its step, one word or two, and what differs from step to step though all else is alike.
enum QuotedWord: Sendable, Hashable {
    case none
    /// An address or a name in the step's own octets.
    case own(Range<Int>)
    /// An address in the octets of the command that is answered.
    case answered(Range<Int>)
    /// The size of a message, and the dots that were stuffed.
    case size
    /// Messages and octets of a maildrop.
    case maildrop
    /// The number of lines of a list.
    case items
    /// Nothing of the octets may be kept, and nothing is quoted.
    case secret

    static func find(in record: StepRecord, _ context: RemarkContext) -> QuotedWord {
        switch record.step.kind {
        case .content: ofContent(record.step)
        case .command: record.step.isPOP3 ? ofPOP3Command(record) : ofSMTPCommand(record)
        case .reply: record.step.isPOP3 ? ofPOP3Reply(record, context) : ofSMTPReply(record, context)
        case .auth, .tls, .gap, .other: .none
        }
    }

    private static func ofPOP3Command(_ record: StepRecord) -> QuotedWord {
        switch POP3Verb(rawValue: record.step.verb) {
        case .pass?: .secret
        case .user?: own(argument(of: record.text, hasDot: true))
        default: .none
        }
    }

    private static func ofSMTPCommand(_ record: StepRecord) -> QuotedWord {
        switch SMTPVerb(rawValue: record.step.verb) {
        case .mail?, .rcpt?: own(path(in: record.text))
        case .ehlo?, .helo?, .lhlo?: own(argument(of: record.text))
        default: .none
        }
    }

    private static func ofPOP3Reply(_ record: StepRecord, _ context: RemarkContext) -> QuotedWord {
        guard record.step.code == .ok, let answered = context.answered, answered.verb == POP3Verb.stat.rawValue,
            maildrop(in: record.text) != nil
        else { return .none }
        return .maildrop
    }

    private static func ofSMTPReply(_ record: StepRecord, _ context: RemarkContext) -> QuotedWord {
        if record.step.flags.contains(.greeting) { return own(argument(of: record.text)) }
        guard let answered = context.answered, answered.kind == .command else { return .none }
        switch SMTPVerb(rawValue: answered.verb) {
        case .mail?, .rcpt?: return path(in: answered.text).map { .answered($0) } ?? .none
        case .ehlo?, .lhlo?: return own(argument(of: record.text))
        default: return .none
        }
    }

    private static func own(_ range: Range<Int>?) -> QuotedWord { range.map { .own($0) } ?? .none }

    private static func ofContent(_ step: Step) -> QuotedWord {
        guard step.isPOP3 else { return .size }
        return switch POP3Verb(rawValue: step.verb) {
        case .retr?, .top?: .size
        case .list?, .uidl?: step.bytes <= StepRecord.contentLimit ? .items : .none
        default: .none
        }
    }

    /// Tells keys of one kind of word from those of another.
    var shape: UInt8 {
        switch self {
        case .none: 0
        case .own: 1
        case .answered: 2
        case .size: 3
        case .items: 4
        case .secret: 5
        case .maildrop: 6
        }
    }

    var own: Range<Int>? { if case .own(let range) = self { range } else { nil } }
    var answered: Range<Int>? { if case .answered(let range) = self { range } else { nil } }

    /// The words as a remark writes them.
    func words(_ record: StepRecord, _ context: RemarkContext) -> [[UInt8]] {
        switch self {
        case .none, .secret: []
        case .own(let range): [Array(record.text[range])]
        case .answered(let range): [Array(context.answered?.text[range] ?? [])]
        case .size: Self.sizes(record.step.bytes, "octet", record.step.stuffed, "doubled dot")
        case .items: [Self.counted(Self.lines(of: record.text), "message")]
        case .maildrop:
            Self.maildrop(in: record.text).map { Self.sizes($0.messages, "message", $0.octets, "octet") } ?? []
        }
    }

    private static func sizes(_ first: Int, _ one: String, _ second: Int, _ other: String) -> [[UInt8]] {
        [counted(first, one), counted(second, other)]
    }

    private static func counted(_ count: Int, _ noun: String) -> [UInt8] { Array(Commentary.counted(count, noun).utf8) }

    /// The same step with other words in these places: what is said around them is the same.
    func probe(
        _ record: StepRecord, _ context: RemarkContext
    ) -> (record: StepRecord, context: RemarkContext, words: [[UInt8]]) {
        var record = record
        var context = context
        switch self {
        case .none, .secret: return (record, context, [])
        case .own(let range):
            let word = Array((record.text[range].contains(0x40) ? "qx7z@qx7z.example" : "qx7z.example").utf8)
            record.text.replaceSubrange(range, with: word)
            return (record, context, [word])
        case .answered(let range):
            let word = Array("qx7z@qx7z.example".utf8)
            context.answered?.text.replaceSubrange(range, with: word)
            return (record, context, [word])
        case .size:
            record.step.bytes = 987_654_321
            if record.step.stuffed > 0 { record.step.stuffed = 87_654_321 }
        case .items: record.text = Array(String(repeating: "1 1\r\n", count: 321).utf8)
        case .maildrop: record.text = Array("+OK 7654321 987654321\r\n".utf8)
        }
        return (record, context, words(record, context))
    }

    // MARK: Finding it

    /// The mailbox between `<` and `>`, if it is as plain as nearly all are.
    private static func path(in text: [UInt8]) -> Range<Int>? {
        guard let open = text.firstIndex(of: UInt8(ascii: "<")) else { return nil }
        var index = open + 1
        var at: Int?
        while index < text.count, text[index] != UInt8(ascii: ">") {
            if text[index] == UInt8(ascii: "@") {
                guard at == nil else { return nil }
                at = index
            } else if !isPlain(text[index]) {
                return nil
            }
            index += 1
        }
        guard index < text.count, let at, at > open + 1, index - at > 2, index - open <= 100 else { return nil }
        return open + 1..<index
    }

    /// The second word of the first line, if it is a plain name with a dot.
    ///
    /// - Parameter hasDot: It need not have one.
    private static func argument(of text: [UInt8], hasDot: Bool = false) -> Range<Int>? {
        var start = 0
        while start < text.count, text[start] > 0x20, text[start] != UInt8(ascii: "-") { start += 1 }
        guard start < text.count, text[start] == 0x20 || text[start] == UInt8(ascii: "-") else { return nil }
        start += 1
        var end = start
        var hasDot = hasDot
        while end < text.count, text[end] > 0x20 {
            guard isPlain(text[end]) || text[end] == UInt8(ascii: "@") else { return nil }
            hasDot = hasDot || text[end] == UInt8(ascii: ".")
            end += 1
        }
        return hasDot && end > start && end - start <= 100 ? start..<end : nil
    }

    /// The two numbers behind `+OK `, if they stand there as nearly always.
    private static func maildrop(in text: [UInt8]) -> (messages: Int, octets: Int)? {
        var index = 4
        func number() -> Int? {
            var number = 0
            let start = index
            while index < text.count, index - start < 15, (0x30...0x39).contains(text[index]) {
                number = number * 10 + Int(text[index] - 0x30)
                index += 1
            }
            return index > start ? number : nil
        }
        guard text.count > 4, text[3] == 0x20, let messages = number(), index < text.count, text[index] == 0x20 else {
            return nil
        }
        index += 1
        guard let octets = number(), index == text.count || text[index] <= 0x20 else { return nil }
        return (messages, octets)
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private static func lines(of text: [UInt8]) -> Int {
        var lines = 0
        for byte in text where byte == 0x0A { lines += 1 }
        return text.isEmpty || text.last == 0x0A ? lines : lines + 1
    }
}

/// Which octets of a reply its remark depends on.
enum Telling {
    /// Of most POP3 replies the status indicator says all that a remark says.
    static func isDecidedByCode(_ record: StepRecord, _ context: RemarkContext) -> Bool {
        let step = record.step
        guard step.kind == .reply, step.isPOP3, step.code == .ok else { return false }
        if step.flags.contains(.greeting) { return !record.text.contains(UInt8(ascii: "<")) }
        guard let answered = context.answered else { return true }
        return switch POP3Verb(rawValue: answered.verb) {
        case .stat?: false
        case .list?, .uidl?: !answered.text.contains(where: { $0 <= 0x20 })
        default: true
        }
    }

    /// The remark on a reply quotes the command: its address, its message-number, or a word that is no command.
    static func speaksOf(_ answered: RemarkContext.Spoken, isPOP3: Bool) -> Bool {
        if isPOP3 {
            return switch POP3Verb(rawValue: answered.verb) {
            case .list?, .uidl?, .retr?, .dele?, .top?, .unknown?, nil: true
            default: false
            }
        }
        return switch SMTPVerb(rawValue: answered.verb) {
        case .mail?, .rcpt?, .bdat?, .unknown?, nil: true
        default: false
        }
    }

    /// Where the octets go on that matter behind a quoted word: of a reply's first line the rest is a courtesy.
    static func behind(_ word: Range<Int>, in record: StepRecord) -> Int {
        guard record.step.kind == .reply else { return word.upperBound }
        return record.text[word.upperBound...].firstIndex { $0 < 0x20 } ?? record.text.count
    }

    /// Of most SMTP replies the code and the word behind it, which may be an enhanced status code (RFC 3463): what follows,
    /// often a number of its own, is not spoken of.
    static func octets(of record: StepRecord, _ context: RemarkContext) -> Range<Int> {
        let step = record.step
        let all = 0..<record.text.count
        guard step.kind == .reply, !step.isPOP3 else { return all }
        guard let answered = context.answered, !step.flags.contains(.greeting) else { return all }
        switch (answered.kind, SMTPVerb(rawValue: answered.verb)) {
        case (.content, _), (.command, .mail), (.command, .rcpt), (.command, .data), (.command, .rset),
            (.command, .quit):
            guard record.text.count > 4, let end = record.text[4...].firstIndex(where: { $0 <= 0x20 }) else {
                return all
            }
            return 0..<end
        default: return all
        }
    }
}
