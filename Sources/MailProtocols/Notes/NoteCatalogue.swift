/// How much a note matters. The raw value is the word in JSON lines.
package enum Severity: String, Sendable, Hashable, CaseIterable, Comparable {
    /// Worth knowing; nothing is wrong.
    case info
    /// A rule is broken or a risk is taken, and the mail may still arrive.
    case warning
    /// Mail is lost, refused or in danger, or what was shown cannot be relied on.
    case error

    package static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .info: 0
        case .warning: 1
        case .error: 2
        }
    }
}

/// The words, the seriousness and the source of one ``Note``.
package struct NoteEntry: Sendable, Hashable {
    package var note: Note
    package var severity: Severity
    /// One line, a whole sentence: what was seen.
    package var text: String
    /// One to three sentences: why it matters and what to do about it.
    package var why: String
    /// Where the rule stands; empty where no RFC speaks of it.
    package var citations: [Citation]

    package init(_ note: Note, _ severity: Severity, _ text: String, why: String, _ citations: Citation...) {
        self.note = note
        self.severity = severity
        self.text = text
        self.why = why
        self.citations = citations
    }
}

/// Every note there is, with its words: read by servers, tracer, quirk profiles, lessons and `explain`.
///
/// Each group of ``Note`` has its own table, in a file of its own; ``entry(_:)`` finds a note's words.
package enum NoteCatalogue {
    /// All entries, in the order of ``Note/allCases``.
    package static let entries: [NoteEntry] = {
        var words: [Note: NoteEntry] = [:]
        for entry in order + replies + content + security + meaning + transport + format { words[entry.note] = entry }
        return Note.allCases.map { words[$0] ?? NoteEntry($0, .warning, "", why: "") }
    }()

    /// The words of one note.
    package static func entry(_ note: Note) -> NoteEntry {
        let index = Int(note.rawValue)
        return entries.indices.contains(index) ? entries[index] : NoteEntry(note, .warning, "", why: "")
    }
}

extension Note {
    package var entry: NoteEntry { NoteCatalogue.entry(self) }
    package var severity: Severity { entry.severity }
}

extension NoteSet {
    /// The most serious severity in the set; nil where it is empty.
    package var severity: Severity? { notes.map(\.severity).max() }
}
