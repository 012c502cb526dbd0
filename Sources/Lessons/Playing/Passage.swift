import Rendering

/// A piece of what a lesson says or shows. It is no finished text: each screen lays it out at its own width, and again when that
/// changes.
package struct Passage: Sendable {
    private let render: @Sendable (LessonText) -> [UInt8]
    let kind: Kind

    /// Whether it may go when there is no room for all of a page.
    enum Kind: Sendable, Hashable {
        case lasting
        /// What the learner answered.
        case tried
        /// That it was not right, and why.
        case missed
    }

    package init(_ render: @escaping @Sendable (LessonText) -> [UInt8]) { self.init(.lasting, render) }

    init(_ kind: Kind, _ render: @escaping @Sendable (LessonText) -> [UInt8]) {
        self.kind = kind
        self.render = render
    }

    /// Rows with their line ends, at most as wide as the text's columns where words allow.
    package func rendered(by text: LessonText) -> [UInt8] { render(text) }

    /// An empty row.
    package static let blank = Passage { _ in [0x0A] }

    /// A sentence of the course's own.
    package static func say(_ phrase: Phrase, _ values: Wording.Values = [:]) -> Passage {
        Passage { $0.say(phrase, values) }
    }
}
