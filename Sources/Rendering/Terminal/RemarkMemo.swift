import Dialogue
import MailProtocols

/// Remarks as they were put into words before. Dialogues repeat themselves: the same reply to the same command means the
/// same, but for a word that it quotes, an address or a size. Filling that in costs a twentieth of wording the remark again.
struct RemarkMemo: Sendable {
    /// Remarks kept; beyond, all are forgotten. With their keys they take about 1 MiB.
    static let limit = 2_048
    /// Octets that a step and what it answers may have together to be kept.
    static let textLimit = 512

    private var templates: [[UInt8]: RemarkTemplate] = [:]
    private var key: [UInt8] = []

    /// Writes the remark on a step, and keeps what it looks like.
    mutating func append(remarkOn record: StepRecord, _ context: RemarkContext, indent: Int, to page: inout Page) {
        let quoted = QuotedWord.find(in: record, context)
        guard fillKey(record, context, quoted) else {
            return RemarkTemplate(Commentary.explain(record, context)).append(to: &page, indent: indent)
        }
        if let template = templates[key] {
            return template.append(to: &page, indent: indent, words: quoted.words(record, context))
        }
        let plain = RemarkTemplate(Commentary.explain(record, context))
        plain.append(to: &page, indent: indent)
        keep(plain, quoted, record, context)
    }

    private mutating func keep(
        _ plain: RemarkTemplate, _ quoted: QuotedWord, _ record: StepRecord, _ context: RemarkContext
    ) {
        var template = plain
        if quoted != .none {
            let probe = quoted.probe(record, context)
            template = RemarkTemplate(Commentary.explain(probe.record, probe.context), around: probe.words)
            // Else a word is more than quoted: it decides what is said.
            guard template.filled(with: quoted.words(record, context)) == plain.filled(with: []) else { return }
        }
        if templates.count >= Self.limit { templates.removeAll(keepingCapacity: true) }
        // A copy that is no longer than it has to be; the key's own memory serves the next step.
        templates[key.map { $0 }] = template
    }

    /// All that a remark is made of, but for the quoted word. A login must not be kept.
    private mutating func fillKey(_ record: StepRecord, _ context: RemarkContext, _ quoted: QuotedWord) -> Bool {
        key.removeAll(keepingCapacity: true)
        let step = record.step
        switch step.kind {
        case .command: key.append(0)
        case .reply: key.append(1)
        case .content: key.append(2)
        case .auth, .tls, .gap, .other: return false
        }
        // What a login means depends on its mechanism, and there is one in a session.
        guard context.login == nil else { return false }
        guard record.text.count + (context.answered?.text.count ?? 0) <= Self.textLimit || step.kind == .content else {
            return false
        }
        key.append(step.isPOP3 ? 1 : 0)
        key.append(step.verb)
        key.append(step.state)
        key.append(pair: UInt16(bitPattern: step.code.rawValue))
        key.append(pair: step.flags.rawValue)
        key.append(step.answers == 0 ? 0 : step.notes.contains(.noRecipientAccepted) ? 2 : 1)
        key.append(context.opener.map { $0.rawValue + 1 } ?? 0)
        key.append(quoted.shape)
        if step.kind == .content {
            guard step.missing == 0, quoted != .none else { return false }
            key.append(step.side.rawValue)
            key.append(step.ending == .missing ? 1 : step.ending == .lf ? 2 : step.ending == .count ? 3 : 0)
            key.append(step.stuffed > 0 ? 1 : 0)
        } else if quoted == .secret || quoted == .maildrop {
            return true
        } else if !Telling.isDecidedByCode(record, context) {
            guard !step.flags.contains(.secret) else { return false }
            let telling = Telling.octets(of: record, context)
            let own = quoted.own
            append(record.text[telling.lowerBound..<(own?.upperBound ?? telling.upperBound)], but: own)
            if let own { key.append(contentsOf: record.text[Telling.behind(own, in: record)..<telling.upperBound]) }
            key.append(0)
        }
        guard step.kind != .command, let answered = context.answered else { return true }
        switch answered.kind {
        case .command: key.append(1)
        case .auth: key.append(2)
        case .content: key.append(3)
        case .reply, .tls, .gap, .other: key.append(4)
        }
        key.append(answered.verb)
        key.append(answered.isLast ? 1 : 0)
        if answered.kind == .command, Telling.speaksOf(answered, isPOP3: step.isPOP3) {
            append(answered.text[...], but: quoted.answered)
        }
        return true
    }

    private mutating func append(_ text: ArraySlice<UInt8>, but left: Range<Int>?) {
        guard let left, left.lowerBound >= text.startIndex, left.upperBound <= text.endIndex else {
            key.append(contentsOf: text)
            return
        }
        key.append(contentsOf: text[..<left.lowerBound])
        key.append(0)
        key.append(contentsOf: text[left.upperBound...])
    }
}

extension [UInt8] {
    fileprivate mutating func append(pair value: UInt16) {
        append(UInt8(truncatingIfNeeded: value))
        append(UInt8(truncatingIfNeeded: value >> 8))
    }
}

/// A remark's paragraphs as bytes, with places left open for the words that differ from step to step.
struct RemarkTemplate: Sendable, Hashable {
    private struct Hole: Sendable, Hashable {
        /// In the paragraph's text.
        var offset: Int
        /// Which of the words stands here.
        var word: Int
    }

    private struct Paragraph: Sendable, Hashable {
        var text: [UInt8]
        var holes: [Hole] = []
        /// A point of a list, one step further to the right.
        var isPoint = false
    }

    private var paragraphs: [Paragraph]

    init(_ remark: Remark, around words: [[UInt8]] = []) {
        let sources = TerminalRenderer.sources(remark.reference)
        let meaning = Escaping.visible(remark.meaning)
        paragraphs = [Self.paragraph(sources.isEmpty ? meaning : "\(meaning) (\(sources))", around: words)]
        for detail in remark.details {
            let point = "\(Escaping.visible(detail.label)): \(Escaping.visible(detail.meaning))"
            paragraphs.append(Self.paragraph(point, around: words, isPoint: true))
        }
    }

    private static func paragraph(_ text: String, around words: [[UInt8]], isPoint: Bool = false) -> Paragraph {
        let text = Array(text.utf8)
        guard !words.isEmpty else { return Paragraph(text: text, isPoint: isPoint) }
        var paragraph = Paragraph(text: [], isPoint: isPoint)
        var index = 0
        while index < text.count {
            if let word = words.firstIndex(where: { !$0.isEmpty && text[index...].starts(with: $0) }) {
                paragraph.holes.append(Hole(offset: paragraph.text.count, word: word))
                index += words[word].count
            } else {
                paragraph.text.append(text[index])
                index += 1
            }
        }
        return paragraph
    }

    func append(to page: inout Page, indent: Int, words: [[UInt8]] = []) {
        for paragraph in paragraphs {
            let text = paragraph.holes.isEmpty ? paragraph.text : Self.fill(paragraph, words)
            if paragraph.isPoint {
                page.prose(
                    text, .dim, indent: indent + 2, lead: RowLead("-", blanks: indent))
            } else {
                page.prose(text, .dim, indent: indent)
            }
        }
    }

    func filled(with words: [[UInt8]]) -> [[UInt8]] { paragraphs.map { Self.fill($0, words) } }

    private static func fill(_ paragraph: Paragraph, _ words: [[UInt8]]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(paragraph.text.count + 64)
        var start = 0
        for hole in paragraph.holes where hole.word < words.count {
            text.append(contentsOf: paragraph.text[start..<hole.offset])
            text.append(contentsOf: words[hole.word])
            start = hole.offset
        }
        text.append(contentsOf: paragraph.text[start...])
        return text
    }
}
