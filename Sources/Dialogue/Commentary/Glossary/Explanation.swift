import MailProtocols

/// What `mailscope explain WORDS` found, in the order of the words; the sentences around it are made here only.
package struct Explanation: Sendable, Hashable, CustomStringConvertible {
    package enum Part: Sendable, Hashable {
        /// `asked` as typed, and what it means; more than one entry where a word has several meanings.
        case found(asked: String, entries: [GlossaryEntry])
        /// The rest of a reply line: the server's own wording, which no program acts on.
        case serverText(String)
        /// Nothing has that name; `nearest` holds up to three names that look alike, the nearest first.
        case unknown(String, nearest: [String])
    }

    package var parts: [Part]

    /// At least one word was understood; the exit code of `explain` follows from it.
    package var isUnderstood: Bool {
        parts.contains { if case .found = $0 { true } else { false } }
    }

    /// All entries found, in order, each once.
    package var entries: [GlossaryEntry] {
        var seen: Set<String> = []
        return parts.flatMap { part in
            if case .found(_, let entries) = part { entries } else { [GlossaryEntry]() }
        }.filter { seen.insert($0.id).inserted }
    }

    /// As text, 80 columns wide.
    package var description: String { lines(width: 80).joined(separator: "\n") }

    /// As text for a terminal; titles at the margin, the rest indented by two columns.
    ///
    /// - Parameter width: Columns, 30 at least.
    package func lines(width: Int) -> [String] {
        var lines: [String] = []
        var shown: Set<String> = []
        for part in parts {
            let block = Self.block(for: part, width: max(30, width), shown: &shown)
            if !lines.isEmpty, !block.isEmpty { lines.append("") }
            lines += block
        }
        return lines
    }

    private static func block(for part: Part, width: Int, shown: inout Set<String>) -> [String] {
        switch part {
        case .found(_, let entries):
            var lines: [String] = []
            for entry in entries where shown.insert(entry.id).inserted {
                if !lines.isEmpty { lines.append("") }
                lines += block(for: entry, width: width)
            }
            return lines
        case .serverText(let text):
            return wrapped("“\(text)” is the server's own wording: people read it, programs go by the code.", width, "")
        case .unknown(let word, let nearest):
            return wrapped(sentence(word, nearest: nearest), width, "")
        }
    }

    /// Says that a word is not known, and what may have been meant.
    package static func sentence(_ word: String, nearest: [String]) -> String {
        let quoted = nearest.map { "“\($0)”" }
        guard let last = quoted.last else { return "“\(word)” is not in the glossary." }
        let choice = quoted.count == 1 ? last : quoted.dropLast().joined(separator: ", ") + " or " + last
        return "“\(word)” is not in the glossary. Did you mean \(choice)?"
    }

    private static func block(for entry: GlossaryEntry, width: Int) -> [String] {
        var lines = wrapped(entry.title, width, "")
        lines += wrapped(entry.meaning, width, "  ")
        if !entry.more.isEmpty { lines += wrapped(entry.more, width, "  ") }
        if !entry.citations.isEmpty {
            lines += wrapped("[" + entry.citations.map(\.description).joined(separator: "; ") + "]", width, "  ")
        }
        let related = entry.related.compactMap { Glossary.entry(id: $0) }.map { other in
            // A name that leads back here, or elsewhere too, would not help.
            let name = other.names.first ?? other.title
            return other.kind == .responseCode || Glossary.isAmbiguous(name) ? other.title : name
        }
        if !related.isEmpty { lines += wrapped("See also: " + related.joined(separator: ", "), width, "  ") }
        return lines
    }

    private static func wrapped(_ text: String, _ width: Int, _ indent: String) -> [String] {
        var lines: [String] = []
        var line = indent
        for word in text.split(separator: " ") {
            if line.count > indent.count, line.count + 1 + word.count > width {
                lines.append(line)
                line = indent
            }
            line += (line.count > indent.count ? " " : "") + word
        }
        if line.count > indent.count { lines.append(line) }
        return lines
    }
}
