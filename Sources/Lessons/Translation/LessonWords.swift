/// The words of a lesson that people read, apart from everything that is checked: what a translation says in another language. A
/// lesson file and a translation of it are read alike, as they stand there: names behind `$` and `@` still have to be filled in.
struct LessonWords: Sendable, Hashable {
    struct Option: Sendable, Hashable {
        /// What answers name; the same in every language.
        var value: String
        var words: String
    }

    /// A question, or a part of one.
    struct Part: Sendable, Hashable {
        var ask: String
        var options: [Option] = []
    }

    struct Setting: Sendable, Hashable {
        var name: String
        var say: String
        var options: [Option] = []
    }

    struct Step: Sendable, Hashable {
        var id: String
        var kind: LessonStep.Kind
        /// The heading above it.
        var title: String
        var prose: String
        /// Of `ask`, `say` and `options` without parts.
        var ask = ""
        var options: [Option] = []
        var parts: [Part] = []
        /// What is to be put in order, in the file's order.
        var items: [String] = []
        var evidence: [String] = []
        var goals: [String] = []
        var settings: [Setting] = []
        var hints: [String] = []
        var why = ""
        /// Of a translation: the ``fingerprint`` of the step that was translated.
        var source: String?
        /// The line of the block, from 1.
        var line: Int
    }

    /// A language tag; empty in the lesson itself.
    var language = ""
    var title = ""
    var goal = ""
    var closing = ""
    var steps: [Step] = []
    /// Of a translation: the ``fingerprint`` of what stands in front of and behind the steps.
    var source: String?
    /// What errors call the file.
    var file: String

    subscript(id: String) -> Step? { steps.first { $0.id == id } }

    /// Changes when title, goal or farewell do: 8 digits.
    var fingerprint: String { Self.fingerprint([title, goal, closing]) }

    static func fingerprint(_ texts: [String]) -> String {
        // How lines are broken says nothing.
        let words = texts.map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
        return String(stableHash(words.joined(separator: "\0")).prefix(8))
    }
}

extension LessonWords.Step {
    /// Everything that is read, in order.
    var texts: [String] {
        [title, prose, ask] + Self.texts(options) + parts.flatMap { [$0.ask] + Self.texts($0.options) } + items
            + evidence
            + goals + settings.flatMap { [$0.name, $0.say] + Self.texts($0.options) } + hints + [why]
    }

    private static func texts(_ options: [LessonWords.Option]) -> [String] { options.flatMap { [$0.value, $0.words] } }

    /// Changes when words of the step do, and with nothing else: 8 digits.
    var fingerprint: String { LessonWords.fingerprint(texts) }

    /// Names behind `$` and `@`, and RFCs by their numbers: a translation needs the same.
    var mentions: Set<String> {
        var names: Set<String> = []
        for text in texts {
            names.formUnion(Drawing.mentions(in: text).map { "$\($0)" })
            names.formUnion(Mentions.pieces(of: text).compactMap(\.name).map { "@\($0)" })
            for cited in text.split(separator: "RFC ", omittingEmptySubsequences: false).dropFirst() {
                let number = cited.prefix { $0.isASCII && $0.isNumber }
                if !number.isEmpty { names.insert("RFC \(number)") }
            }
        }
        return names
    }
}
