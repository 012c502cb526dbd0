import Simulator
import Yams

/// In which language the course speaks, and where its words come from.
package enum Languages {
    /// Those that the course itself speaks beside English.
    package static let shipped = EmbeddedLessons.words.keys.sorted()

    /// What is asked for: `--language` first, then what the environment says, as POSIX has it.
    ///
    /// - Parameters:
    ///   - option: `de`, `de-AT`, `de_AT.UTF-8`; nil where nobody asked.
    ///   - environment: Looks up a variable.
    /// - Returns: A language tag in lower case; nil for English, and for what the environment says but nobody translated.
    package static func wanted(_ option: String?, environment: (String) -> String?) -> String? {
        if let option { return tag(option) }
        for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
            guard let value = environment(name), !value.isEmpty else { continue }
            // The first one that is set decides.
            return tag(value).flatMap { nearest(to: $0, among: shipped) }
        }
        return nil
    }

    /// What is wrong with a language that was asked for by name; nil where it is spoken.
    ///
    /// - Parameter source: The lesson that is to be played, which may bring languages of its own.
    package static func objection(to option: String, for source: LessonSource? = nil) -> String? {
        let known = Set(shipped + (source?.languages() ?? []) + ["en"]).sorted()
        let name = tag(option)
        if let name, nearest(to: name, among: known) != nil { return nil }
        // English is no tag: nothing needs to be translated.
        let first = option.lowercased().prefix { $0.isLetter }
        if name == nil, ["en", "c", "posix"].contains(String(first)) { return nil }
        return "Nothing is translated into “\(option)”. There are: \(known.joined(separator: ", "))."
    }

    /// `de_AT.UTF-8@euro` as `de-at`; nil for English, for C and POSIX, and for what is no language.
    static func tag(_ locale: String) -> String? {
        let name = locale.prefix { $0 != "." && $0 != "@" }.lowercased().replacing("_", with: "-")
        let parts = name.split(separator: "-", omittingEmptySubsequences: false)
        let isTag = parts.allSatisfy { part in
            !part.isEmpty && part.utf8.count <= 8 && part.utf8.allSatisfy { isLetterOrDigit($0) }
        }
        guard isTag, let first = parts.first, first.utf8.count > 1, name.utf8.count <= 35 else { return nil }
        return first == "en" || name == "posix" ? nil : name
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    /// The language itself, else the same without its region: `de-at`, `de`.
    static func nearest(to language: String, among known: [String]) -> String? {
        var parts = language.split(separator: "-")
        while !parts.isEmpty {
            let name = parts.joined(separator: "-")
            if known.contains(name) { return name }
            parts.removeLast()
        }
        return nil
    }

    /// The language and, behind it, the same without its region.
    static func candidates(_ language: String) -> [String] {
        let parts = language.split(separator: "-")
        return (0..<parts.count).map { parts.dropLast($0).joined(separator: "-") }
    }

    // MARK: The course's own words

    /// What the course says in that language; English where nobody has translated it.
    package static func wording(_ language: String?) throws(LessonError) -> Wording {
        guard let language else { return .english }
        guard let name = nearest(to: language, among: shipped) else { return Wording(language: language, phrases: [:]) }
        return Wording(language: name, phrases: try table(name).phrases)
    }

    static func table(_ language: String) throws(LessonError) -> WordTable {
        try WordTable(
            yaml: EmbeddedLessons.words[language] ?? "", file: "Lessons/words/\(language).yaml")
    }
}

/// The words of the course in one language: phrases by their ids, and what units are called.
struct WordTable: Sendable, Hashable {
    struct Unit: Sendable, Hashable {
        var title: String
        var summary: String
    }

    var phrases: [String: String] = [:]
    var units: [String: Unit] = [:]
    /// By phrase, from 1.
    var lines: [String: Int] = [:]

    init(yaml text: String, file: String) throws(LessonError) {
        let yaml = YAMLText(text: text, file: file, offset: 0)
        let table = try yaml.table(try yaml.node(), of: "A table of words", keys: ["phrases", "units"])
        if let node = table["phrases"] {
            for (key, value) in try pairs(node, yaml) {
                let id = try yaml.text(key, "a phrase's id")
                phrases[id] = try yaml.text(value, "words")
                lines[id] = yaml.line(of: key)
            }
        }
        if let node = table["units"] {
            for (key, value) in try pairs(node, yaml) {
                let unit = try yaml.table(value, of: "A unit", keys: ["title", "summary"])
                units[try yaml.text(key, "a unit's id")] = Unit(
                    title: try unit.text("title"), summary: try unit.text("summary"))
            }
        }
    }

    private func pairs(_ node: Node, _ yaml: YAMLText) throws(LessonError) -> [(Node, Node)] {
        guard case .mapping(let mapping) = node else {
            throw yaml.error(node, .expected(what: "keys and words", found: YAMLText.words(for: node)))
        }
        return mapping.map { ($0.key, $0.value) }
    }
}

extension UnitTable {
    /// The course's own, in that language as far as it was translated.
    package static func shipped(in language: String?) throws(LessonError) -> UnitTable {
        var table = try shipped()
        guard let language, let name = Languages.nearest(to: language, among: Languages.shipped) else { return table }
        let words = try Languages.table(name).units
        for (index, unit) in table.units.enumerated() {
            if let other = words[unit.id] {
                table.units[index].title = other.title
                table.units[index].summary = other.summary
            }
        }
        return table
    }
}

extension LessonReader {
    /// A lesson as one learner has it, in a language: ``read(_:_:language:redraws:)``.
    package static func read(
        _ source: LessonSource, learner: String?, language: String?
    ) throws(LessonError) -> Lesson {
        try read(source, Edition(learner: learner), language: language)
    }

    /// A lesson as one learner has it, in a language.
    ///
    /// - Parameter language: A language tag; nil for English. What was not translated stays English, and says so.
    package static func read(
        _ source: LessonSource, _ edition: Edition, language: String?, redraws: [String: Int] = [:]
    ) throws(LessonError) -> Lesson {
        let lesson = try read(source, edition, redraws: redraws)
        guard let language else { return lesson }
        var wording = try Languages.wording(language)
        for name in Languages.candidates(language) {
            guard let text = try source.translation(name) else { continue }
            let words = try LessonWordsReader.read(text, file: source.translationPath(name), language: name)
            let original = try LessonWordsReader.read(source.text, file: source.file, language: nil)
            wording.language = name
            return lesson.translated(words, over: original, wording: wording)
        }
        // A language that nobody knows is not worth a mark at every step.
        return Languages.nearest(to: language, among: Languages.shipped) == nil ? lesson : lesson.untranslated(wording)
    }
}

extension LessonSource {
    /// The lesson's words in that language, from beside it; nil where there are none.
    func translation(_ language: String) throws(LessonError) -> String? {
        if let text = translations[language] { return text }
        guard let folder, Languages.tag(language) == language, Disk.exists("\(folder)/\(language)/lesson.md") else {
            return nil
        }
        return try Course.text(of: "\(folder)/\(language)/lesson.md")
    }

    /// What errors call a translation.
    func translationPath(_ language: String) -> String {
        "\(file.dropLast("lesson.md".count))\(language)/lesson.md"
    }

    /// The languages that there are translations in.
    func languages() -> [String] {
        let beside = folder.map { folder in
            ((try? Disk.names(in: folder)) ?? []).filter {
                Languages.tag($0) == $0 && Disk.exists("\(folder)/\($0)/lesson.md")
            }
        }
        return Set((beside ?? []) + translations.keys).sorted()
    }
}
