import Dialogue
import MailProtocols

/// The one word of a step that its remark quotes, and that differs from step to step though all else is alike.
enum QuotedWord: Sendable, Hashable {
    case none
    /// An address or a name in the step's own octets.
    case own(Range<Int>)
    /// An address in the octets of the command that is answered.
    case answered(Range<Int>)
    /// The size of a message.
    case size
    /// The number of lines of a list.
    case items
    /// Nothing of the octets may be kept, and nothing is quoted.
    case secret

    init(in record: StepRecord, _ context: RemarkContext) {
        let step = record.step
        self = .none
        switch step.kind {
        case .content: self = Self.ofContent(step)
        case .command:
            if step.isPOP3 {
                switch POP3Verb(rawValue: step.verb) {
                case .pass?: self = .secret
                case .user?: if let name = Self.argument(of: record.text, hasDot: true) { self = .own(name) }
                default: break
                }
                return
            }
            switch SMTPVerb(rawValue: step.verb) {
            case .mail?, .rcpt?: if let path = Self.path(in: record.text) { self = .own(path) }
            case .ehlo?, .helo?, .lhlo?: if let name = Self.argument(of: record.text) { self = .own(name) }
            default: break
            }
        case .reply where !step.isPOP3:
            if step.flags.contains(.greeting) {
                if let name = Self.argument(of: record.text) { self = .own(name) }
                return
            }
            guard let answered = context.answered, answered.kind == .command else { return }
            switch SMTPVerb(rawValue: answered.verb) {
            case .mail?, .rcpt?: if let path = Self.path(in: answered.text) { self = .answered(path) }
            case .ehlo?, .lhlo?: if let name = Self.argument(of: record.text) { self = .own(name) }
            default: break
            }
        case .reply, .auth, .tls, .gap, .other: break
        }
    }

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
        }
    }

    var own: Range<Int>? { if case .own(let range) = self { range } else { nil } }
    var answered: Range<Int>? { if case .answered(let range) = self { range } else { nil } }

    /// Appends the word as a remark writes it.
    func append(to bytes: inout [UInt8], _ record: StepRecord, _ context: RemarkContext) {
        switch self {
        case .none, .secret: break
        case .own(let range): bytes.append(contentsOf: record.text[range])
        case .answered(let range): bytes.append(contentsOf: context.answered?.text[range] ?? [])
        case .size: bytes.append(Commentary.octets(record.step.bytes))
        case .items: bytes.append(Commentary.counted(Self.lines(of: record.text), "message"))
        }
    }

    /// The same step with another word in this place: what is said around it is the same.
    func probe(_ record: StepRecord, _ context: RemarkContext) -> (
        record: StepRecord, context: RemarkContext, word: [UInt8]
    ) {
        var record = record
        var context = context
        var word: [UInt8] = []
        switch self {
        case .none, .secret: break
        case .own(let range):
            word = Array((record.text[range].contains(0x40) ? "qx7z@qx7z.example" : "qx7z.example").utf8)
            record.text.replaceSubrange(range, with: word)
        case .answered(let range):
            word = Array("qx7z@qx7z.example".utf8)
            context.answered?.text.replaceSubrange(range, with: word)
        case .size:
            record.step.bytes = 987_654_321
            word = Array(Commentary.octets(record.step.bytes).utf8)
        case .items:
            record.text = Array(String(repeating: "1 1\r\n", count: 321).utf8)
            word = Array(Commentary.counted(321, "message").utf8)
        }
        return (record, context, word)
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
