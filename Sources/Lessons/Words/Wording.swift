/// The language in which the course speaks to a learner: English, with whatever a translation says instead.
package struct Wording: Sendable, Hashable {
    /// A language tag: `en`, `de`, `he`.
    package var language: String
    private var translated: [Phrase: String] = [:]

    package static let english = Wording(language: "en")

    private init(language: String) { self.language = language }

    /// - Parameter phrases: By the phrases' ids; what is missing stays English. Ids that nobody knows are for
    ///   ``unknown(in:)``.
    package init(language: String, phrases: [String: String]) {
        self.language = language
        for (id, text) in phrases { if let phrase = Self.byID[id] { translated[phrase] = text } }
    }

    private static let byID = Dictionary(uniqueKeysWithValues: Phrase.allCases.map { ($0.id, $0) })

    /// Ids that are no phrase's.
    package static func unknown(in phrases: [String: String]) -> [String] {
        phrases.keys.filter { byID[$0] == nil }.sorted()
    }

    /// Phrases that a translation does not have.
    package var missing: [Phrase] { Phrase.allCases.filter { translated[$0] == nil } }

    package typealias Values = [String: any CustomStringConvertible & Sendable]

    /// The words of a phrase, with values in place of the names in braces.
    package func callAsFunction(_ phrase: Phrase, _ values: Values = [:]) -> String {
        Self.filled(translated[phrase] ?? phrase.rawValue) { values[String($0)]?.description }
    }

    /// In one pass, so that nothing in a value is filled in again.
    private static func filled(_ text: String, _ value: (Substring) -> String?) -> String {
        guard text.contains("{") else { return text }
        var out = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            out += rest[..<open]
            rest = rest[open...]
            guard let close = rest.firstIndex(of: "}"),
                let value = value(rest[rest.index(after: open)..<close])
            else {
                out.append(rest.removeFirst())
                continue
            }
            out += value
            rest = rest[rest.index(after: close)...]
        }
        return out + rest
    }
}

extension Phrase {
    /// What translations call it: the name of its case.
    package var id: String { "\(self)" }

    /// The names in braces: a translation has to have the same ones.
    package static func names(in text: String) -> Set<String> {
        var names: Set<String> = []
        for part in text.split(separator: "{", omittingEmptySubsequences: false).dropFirst() {
            if let end = part.firstIndex(of: "}") { names.insert(String(part[..<end])) }
        }
        return names
    }

    package init(_ kind: LessonStep.Kind) {
        self =
            switch kind {
            case .read: .kindRead
            case .watch: .kindWatch
            case .predict: .kindPredict
            case .choose: .kindChoose
            case .order: .kindOrder
            case .find: .kindFind
            case .type: .kindType
            case .fix: .kindFix
            case .argue: .kindArgue
            }
    }
}
